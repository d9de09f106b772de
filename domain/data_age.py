"""How old figures may become before the next ones should have come: the age beside the cycle."""

from datetime import date, timedelta

from domain.periods import Period, month_period, parse_period, quarter_period, year_period

# Days after the end of a period within which its figures are still on their way, where no report
# form says otherwise.
DAYS_ON_THE_WAY = {"day": 3, "week": 5, "month": 15, "quarter": 30, "half_year": 45, "year": 90}
ONCE = "once"


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


def is_old(
    cut_off: date | None, *, frequency: str, today: date, days_to_submit: int | None = None
) -> bool:
    """Whether newer figures should have come by `today`.

    What has no cut-off has no age, and what is told once is never late.
    """
    if cut_off is None or frequency == ONCE:
        return False
    return today > next_expected(cut_off, frequency=frequency, days_to_submit=days_to_submit)


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
