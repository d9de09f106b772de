"""A meeting, its words and the lines of its agenda."""

from dataclasses import dataclass
from datetime import date, datetime

LONGEST_NAME = 300
LONGEST_TOPIC = 300
# A province has 58 localities and some twenty departments; nobody sits through more lines.
LONGEST_AGENDA = 200


@dataclass(frozen=True, kw_only=True)
class AgendaLine:
    """A line of an agenda. `topic`: `scene` (a key of the scenes) or `text`, or both; or `unit`."""

    kind: str
    scene: str | None = None
    text: str | None = None
    unit_id: int | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class Meeting:
    """A meeting as it is at this moment. `as_of` and `stands_on` are set once it was opened."""

    meeting_id: int
    province_id: int
    name_vi: str
    name_en: str
    held_on: date
    chair_vi: str | None
    chair_en: str | None
    as_of: int | None
    stands_on: date | None
    default_period: str | None
    opened_at: datetime | None
    closed_at: datetime | None
    changed_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it is going on: opened and not yet closed."""
        return self.opened_at is not None and self.closed_at is None

    def state(self, *, on: date) -> str:
        """`planned`, `open` or `held` on a day of the province."""
        if self.is_open:
            return "open"
        return "held" if self.closed_at is not None or self.held_on < on else "planned"


@dataclass(frozen=True, kw_only=True)
class MeetingWords:
    """What people write about a meeting; `chair_*`: a post."""

    name_vi: str
    name_en: str | None = None
    held_on: date
    chair_vi: str | None = None
    chair_en: str | None = None
