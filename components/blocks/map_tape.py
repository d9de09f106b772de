"""Which months are played one after the other, and which lie beside the one that is asked for."""

from collections.abc import Sequence
from datetime import date

from domain.periods import Period, month_period, parse_period

# How many months are shown side by side, and played by one press.
MONTHS_SHOWN = 12


def neighbours(codes: Sequence[str], asked: Period) -> tuple[str | None, str | None]:
    """The codes of the periods just before and after `asked` among those of its frequency."""
    alike = sorted(
        (period for period in map(parse_period, codes) if period.frequency == asked.frequency),
        key=lambda period: period.start,
    )
    before = [period.code for period in alike if period.start < asked.start]
    after = [period.code for period in alike if period.start > asked.start]
    return (before[-1] if before else None), (after[0] if after else None)


def tape(codes: Sequence[str], asked: Period) -> list[str]:
    """The months to play, oldest first; none when there are fewer than two.

    Of a year or a quarter its own months. Of a month what follows it, or, where nothing does, the
    twelve that end with it.
    """
    months = sorted(
        (period for period in map(parse_period, codes) if period.frequency == "month"),
        key=lambda period: period.start,
    )
    if asked.frequency == "month":
        following = [month for month in months if month.start >= asked.start]
        until = [month for month in months if month.start <= asked.start][-MONTHS_SHOWN:]
        played = following if len(following) > 1 else until
    else:
        played = [month for month in months if asked.contains(month)]
    return [month.code for month in played] if len(played) > 1 else []


def next_on_tape(codes: Sequence[str], asked: Period, *, until: str) -> str | None:
    """The month after `asked` that is still to be played; None at the end of the tape."""
    after = sorted(
        code
        for code in codes
        if (p := parse_period(code)).frequency == "month"
        and p.start > asked.start
        and code <= until
    )
    return after[0] if after else None


def last_months(asked: Period, *, today: date, count: int = MONTHS_SHOWN) -> list[Period]:
    """The `count` months up to the last day asked about, oldest first."""
    last = min(asked.end, today)
    newest = last.year * 12 + last.month - 1
    return [month_period(n // 12, n % 12 + 1) for n in range(newest - count + 1, newest + 1)]
