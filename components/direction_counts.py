"""How many directions were given and done, and how long units have waited for a word."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import polars as pl

from components.figures.direction_words import OPEN
from components.measures import Row

# Code of a plan, code of one of its items.
Item = tuple[str, str]


@dataclass(frozen=True)
class DirectionCounts:
    """Of directions (BCA03): `given` = done + followed + pending + withdrawn.

    done: closed, or became a task that is accepted by now (`done_as_work` of them); followed:
    became a task or bottleneck that is still open; pending: nothing or only an answer came of it.
    Of difficulties and proposals: raised, waiting (no word yet), median_wait (days to the first
    word of those that got one; null without any). Of all kinds: overdue, and the rows of the one
    longest overdue and the one waiting longest; null without any.
    """

    given: int
    done: int
    done_as_work: int
    followed: int
    pending: int
    withdrawn: int
    raised: int
    waiting: int
    median_wait: float | None
    overdue: int
    most_overdue: Row | None
    longest_waiting: Row | None


def direction_counts(directions: pl.DataFrame, *, accepted: AbstractSet[Item]) -> DirectionCounts:
    """The counts of DIRECTIONS; `accepted` are the items accepted by now."""
    given = directions.filter(pl.col("kind") == "direction")
    raised = directions.filter(pl.col("kind") != "direction")
    became_work = given.filter(pl.col("state") == "became_work")
    as_work = sum(
        (plan, item) in accepted
        for plan, item in became_work.select("item_plan", "item").iter_rows()
    )
    became = given.filter(pl.col("state").is_in(["became_work", "became_bottleneck"])).height
    waiting = raised.filter(pl.col("state") == "open")
    told = raised.filter(pl.col("state") != "open")["days_waited"].median()
    overdue = directions.filter(pl.col("days_left") < 0).sort("days_left", maintain_order=True)
    return DirectionCounts(
        given=given.height,
        done=given.filter(pl.col("state") == "done").height + as_work,
        done_as_work=as_work,
        followed=became - as_work,
        pending=given.filter(pl.col("state").is_in(OPEN)).height,
        withdrawn=given.filter(pl.col("state") == "withdrawn").height,
        raised=raised.height,
        waiting=waiting.height,
        median_wait=None if told is None else float(told),  # type: ignore[arg-type]
        overdue=overdue.height,
        most_overdue=_first(overdue),
        longest_waiting=_first(waiting.sort("days_waited", descending=True, maintain_order=True)),
    )


def _first(rows: pl.DataFrame) -> dict[str, Any] | None:
    return rows.row(0, named=True) if rows.height else None
