"""Since which day may something have moved? Days that are offered, and days one may ask for."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

import polars as pl

from components.reader import Reader
from queries.directions import directions
from queries.question import Question
from queries.runner import fetch

MEETINGS_OFFERED = 6
LOOKS_BACK = (7, 30, 90)
NOTHING_MET = 30
# Before it nothing of the programme was there; no reader writes such years.
FIRST_YEAR = 2000


class DaysBefore(dict[str, str]):
    """The offered days with their names; every other day before `today` may be asked for, too."""

    def __init__(self, offered: dict[str, str], *, today: date) -> None:
        super().__init__(offered)
        self._today = today

    def __contains__(self, written: object) -> bool:
        return super().__contains__(written) or self._is_day(written)

    def _is_day(self, written: object) -> bool:
        try:
            day = date.fromisoformat(str(written))
        except ValueError:
            return False
        return day.year >= FIRST_YEAR and day < self._today and day.isoformat() == written


def days_to_look_back_to(
    asked: Question,
    reader: Reader,
    *,
    also: Iterable[str] = (),
    fetch: Callable[..., pl.DataFrame] = fetch,
) -> tuple[DaysBefore, str]:
    """The days with their names, and the one that is meant where none is named.

    Meant is the newest day of a meeting that gave directions, else thirty days ago. `also`: days
    of the address, which are offered when they are days.
    """
    met = fetch(directions, asked).filter(
        (pl.col("kind") == "direction") & (pl.col("raised_on") < asked.today)
    )
    days = met["raised_on"].unique().sort(descending=True).to_list()[:MEETINGS_OFFERED]
    offered = {
        day.isoformat(): reader.text("pilot_models.since_meeting", day=reader.date(day))
        for day in days
    }
    for back in LOOKS_BACK:
        day = asked.today - timedelta(days=back)
        offered.setdefault(day.isoformat(), reader.counted("pilot_models.since_days", back))
    options = DaysBefore(offered, today=asked.today)
    for written in also:
        if written in options:
            day = date.fromisoformat(written)
            options.setdefault(written, reader.text("pilot_models.since_any", day=reader.date(day)))
    newest = days[0] if days else asked.today - timedelta(days=NOTHING_MET)
    return options, newest.isoformat()
