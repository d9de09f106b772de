"""What the person who imports states about a reform of units, where the file does not."""

from dataclasses import dataclass
from datetime import date

# How an old unit that went into several new ones is divided, where no file says so.
SPLITS = ("equal", "main", "area", "population")
# By what the shares of a district follow from those of its communes.
SIZES = ("area", "population")


@dataclass(frozen=True, kw_only=True)
class Reform:
    """`on_date`: its day. `split`: one of SPLITS, for units that were divided. `districts_by`:
    one of SIZES, to derive what became of districts from what became of their communes.
    """

    on_date: date | None = None
    split: str | None = None
    districts_by: str | None = None


NOTHING_STATED = Reform()
