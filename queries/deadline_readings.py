"""How far items were past their deadline on the days on which that can have changed its course."""

from datetime import date, timedelta
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, Select, func, select

from domain.work import met_by
from queries.conditions import counts
from queries.frames import frame
from queries.question import Question
from queries.work_rows import newest_versions
from queries.work_settings import days_off
from store.tables import plan, work_event, work_item

READINGS = pl.Schema({"work_item_id": pl.Int64, "day": pl.Date, "days_past": pl.Int64})
_ENTERED = pl.Schema({"work_item_id": pl.Int64, "entered_on": pl.Date})
_MOVES = pl.Schema(
    {
        "work_item_id": pl.Int64,
        "entered_on": pl.Date,
        "event_id": pl.Int64,
        "day": pl.Date,
        "first_deadline": pl.Date,
        "new_deadline": pl.Date,
    }
)


def deadline_readings(conn: Connection, items: pl.DataFrame, asked: Question) -> pl.DataFrame:
    """Days past the deadline in force: today, and around each day on which it was moved.

    items: work_item_id, days_left (as of asked.today, never null). Grain: one row per item and day
    read: the day before each move (by the deadline until then), the day of the move (by the new
    one) and today; between two of them the count grows by one a day. Schema: READINGS, negative
    before the deadline; days off count as in domain.work.met_by.
    Source: work_event, work_item. Honours: as_of, today; of scope what `items` does.
    """
    today = items.select("work_item_id", day=pl.lit(asked.today), days_past=-pl.col("days_left"))
    if items.is_empty():
        return today.match_to_schema(READINGS)
    told = frame(conn, _moves(asked), _MOVES).join(
        items.select("work_item_id"), on="work_item_id", how="semi"
    )
    if told.is_empty():
        return today.match_to_schema(READINGS)
    moved = (
        told
        # What was said before an item entered its plan counts from that day on.
        .with_columns(day=pl.max_horizontal("day", "entered_on"))
        .sort("work_item_id", "day", "event_id")
        .unique(["work_item_id", "day"], keep="last", maintain_order=True)
        .with_columns(
            old_deadline=pl.coalesce(
                pl.col("new_deadline").shift(1).over("work_item_id"), "first_deadline"
            )
        )
    )
    before = moved.with_columns(pl.col("day") - timedelta(days=1)).filter(
        pl.col("day") >= pl.col("entered_on")
    )
    closed = days_off(conn, asked)
    read = [
        rows.select(
            "work_item_id",
            "day",
            days_past=(pl.col("day") - met_by(pl.col(deadline), closed)).dt.total_days(),
        )
        for rows, deadline in ((before, "old_deadline"), (moved, "new_deadline"))
    ]
    return (
        pl.concat([*read, today.match_to_schema(READINGS)])
        .drop_nulls("days_past")
        .unique(["work_item_id", "day"], keep="last", maintain_order=True)
        .sort("work_item_id", "day")
    )


def entered_on(conn: Connection, items: pl.DataFrame, asked: Question) -> pl.DataFrame:
    """The day each item was put in its plan; the plan's first day where nobody said so.

    items: work_item_id, a few. Grain: one row per item: work_item_id, entered_on.
    Source: work_event, plan. Honours: as_of; of scope what `items` does.
    """
    statement = (
        select(work_item.c.id.label("work_item_id"), _entered_on(asked))
        .select_from(work_item.join(plan))
        .where(work_item.c.id.in_(items["work_item_id"].to_list()))
    )
    return frame(conn, statement, _ENTERED)


def _entered_on(asked: Question) -> ColumnElement[date]:
    """Of each row of work_item with its plan; looked up by the item, never over all events."""
    added = work_event.alias("added")
    first = (
        select(func.min(added.c.happened_on))
        .where(
            added.c.work_item_id == work_item.c.id,
            added.c.event_type == "added",
            counts(added, asked),
        )
        .correlate(work_item)
        .scalar_subquery()
    )
    return func.coalesce(first, plan.c.starts_on).label("entered_on")


def _moves(asked: Question) -> Select[Any]:
    return (
        select(
            work_item.c.id.label("work_item_id"),
            _entered_on(asked),
            work_event.c.id.label("event_id"),
            work_event.c.happened_on.label("day"),
            work_item.c.deadline.label("first_deadline"),
            work_event.c.new_deadline,
        )
        .select_from(
            work_event.join(work_item, work_event.c.work_item_id == work_item.c.id).join(plan)
        )
        .where(
            work_item.c.plan_id.in_(newest_versions(asked)),
            work_event.c.event_type != "added",
            work_event.c.new_deadline.is_not(None),
            work_event.c.happened_on <= asked.today,
            counts(work_event, asked),
        )
    )
