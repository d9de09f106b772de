"""What came in since a batch? For the meetings page and its file."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from components.changes import Changes
from components.export.of_changes import change_rows
from components.export.of_frames import Rows
from components.reader import Reader
from queries.catalogue import provinces
from queries.changes_since import figures_changed, targets_changed, told_since
from queries.question import Question
from queries.runner import fetch
from queries.settled import Choose, Settled
from store.clock import province_day

# The word of an address for the older batch; `as_of` is the newer one.
SINCE = "after"
MOST_DIGITS = 9


class BatchesBefore(dict[str, Mapping[str, Any]]):
    """Numbers of batches up to that of `as_of`, as an address writes them."""

    def __init__(self, as_of: int) -> None:
        super().__init__()
        self._as_of = as_of

    def __contains__(self, written: object) -> bool:
        text = str(written)
        is_number = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
        return is_number and int(text) <= self._as_of


def changes_between(
    asked: Question, *, since: int, as_of: int, fetch: Callable[..., pl.DataFrame] = fetch
) -> Changes:
    """What came in after `since` up to `as_of` by today, for whoever asks `asked`."""
    today = _live_day(asked, as_of=as_of, fetch=fetch) if asked.at else asked.today
    then = replace(asked, as_of=as_of, today=today, at="")
    return Changes(
        fetch(figures_changed, then, since=since),
        fetch(targets_changed, then, since=since),
        fetch(told_since, then, since=since),
        since,
        as_of,
    )


def _live_day(asked: Question, *, as_of: int, fetch: Callable[..., pl.DataFrame]) -> date:
    """Today in the province of a question that stands still at another day."""
    start = Question.before_a_province(scope=asked.scope, as_of=as_of)
    rows = fetch(provinces, start).to_dicts()
    here = next(row for row in rows if row["province_id"] == asked.province_id)
    return province_day(clock_stands_at=here["clock_stands_at"], time_zone=here["time_zone"])


def change_table(
    settled: Settled, choose: Choose, reader: Reader
) -> tuple[pl.DataFrame, Rows, int]:
    """The frame of figures, all rows of the file, and the older batch that the address names."""
    newest = settled.question.as_of
    written = choose(SINCE, BatchesBefore(newest), default=str(newest))
    changes = changes_between(settled.question, since=int(written), as_of=newest)
    return changes.figures, change_rows(changes, reader=reader), int(written)
