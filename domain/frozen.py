"""What figures stand still at: a meeting, or the batch and the day that a link carries."""

from dataclasses import dataclass
from datetime import date

from domain.meetings import Meeting

# The word of an address under which figures stand still.
AT = "at"


@dataclass(frozen=True)
class Frozen:
    """What does not move: batch and day; of a meeting also its province and leading period.

    `at` is what the address says: `5` is meeting 5, `42_2024-04-02` batch 42 on that day.
    """

    at: str
    as_of: int
    today: date
    meeting: Meeting | None = None


def word_for(*, as_of: int, today: date) -> str:
    """What an address says of a batch on a day."""
    return f"{as_of}_{today.isoformat()}"
