"""Tables for other programs: typed cells in, the bytes of a CSV or XLSX file out."""
