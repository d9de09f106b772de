"""How old figures may become before the next ones should have come: the age beside the cycle."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from domain.periods import Period, month_period, parse_period, quarter_period, year_period

# Days after the end of a period within which its figures are still on their way, where no report
# form says otherwise.
DAYS_ON_THE_WAY = {"day": 3, "week": 5, "month": 15, "quarter": 30, "half_year": 45, "year": 90}
# How long a cycle is, as people count: what an age is held against.
DAYS_OF_CYCLE = {"day": 1, "week": 7, "month": 30, "quarter": 90, "half_year": 180, "year": 365}
ONCE = "once"


@dataclass(frozen=True, kw_only=True)
class DataAge:
    """Up to which day something is told, in which cycle it is, and on which day it is looked at.

    `frequency` and `days_to_submit` as in `next_expected`; a cycle of ONCE is none.
    """

    cut_off: date
    frequency: str
    today: date
    days_to_submit: int | None = None

    @property
    def days(self) -> int:
        """Days from the cut-off to the day it is looked at; never below zero."""
        return max((self.today - self.cut_off).days, 0)

    @property
    def cycle(self) -> int | None:
        """Days of the cycle; None of what is told once."""
        return DAYS_OF_CYCLE.get(self.frequency)

    @property
    def days_late(self) -> int:
        """Days since newer figures should have been there; 0 while they need not be."""
        if self.frequency == ONCE:
            return 0
        due = next_expected(
            self.cut_off, frequency=self.frequency, days_to_submit=self.days_to_submit
        )
        return max((self.today - due).days, 0)

    @property
    def is_old(self) -> bool:
        """Whether newer figures should have come."""
        return self.days_late > 0


def oldest(ages: Iterable[DataAge | None]) -> DataAge | None:
    """Of several ages the one that counts: the longest overdue, else the most of its cycle gone.

    None where none is known.
    """
    known = [age for age in ages if age is not None]
    return max(
        known,
        key=lambda age: (age.days_late, age.days / age.cycle if age.cycle else 0.0),
        default=None,
    )


def next_expected(cut_off: date, *, frequency: str, days_to_submit: int | None = None) -> date:
    """The day by which newer figures than those of `cut_off` should be there.

    `frequency` is the cycle in which they are reported (day, week, month, quarter, half_year,
    year): the next cut-off is the first end of such a period after `cut_off`, and the figures have
    `days_to_submit` days from then, else those of DAYS_ON_THE_WAY.
    Raises ValueError for a cycle that is not known.
    """
    if frequency not in DAYS_ON_THE_WAY:
        raise ValueError(f"not a reporting cycle: {frequency!r}")
    days = DAYS_ON_THE_WAY[frequency] if days_to_submit is None else days_to_submit
    return _next_end(cut_off, frequency) + timedelta(days=days)


def _next_end(day: date, frequency: str) -> date:
    """The first end of a period of `frequency` after `day`."""
    after = day + timedelta(days=1)
    if frequency == "day":
        return after
    if frequency == "week":
        # Weeks end on Sunday.
        return after + timedelta(days=6 - after.weekday())
    return _period_of(after, frequency).end


def _period_of(day: date, frequency: str) -> Period:
    if frequency == "month":
        return month_period(day.year, day.month)
    if frequency == "quarter":
        return quarter_period(day.year, (day.month + 2) // 3)
    if frequency == "half_year":
        return parse_period(f"{day.year}-H{(day.month + 5) // 6}")
    return year_period(day.year)
