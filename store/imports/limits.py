"""How much one file may hold: enough for a province's year, too little to stop the machine."""

MAX_BYTES = 50_000_000
# Of all parts of a workbook together, unpacked.
MAX_UNPACKED_BYTES = 400_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 500
# A title may stand above the header, but not further down than this.
HEADER_WITHIN_ROWS = 20
