"""Of very many events the few that say where items stand and what lines their plans draw.

The rules (domain/work.py) read every event. An event can move an item only if it closes the item,
opens it again or moves its deadline; of those that tell of work on it the last one says all, and of
those that added it the first. Indexes hold no others (store/tables/work.py), so that of a million
events most never leave the store; tests/queries/test_work_standing.py reads them all beside it.
"""

from collections.abc import Sequence
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from queries.conditions import counts
from queries.frames import joined, large_frames
from queries.question import Question
from queries.work_rows import is_of, newest_versions, told_by_then
from store.tables import plan, work_event, work_item
from store.tables.work import OPENINGS, TURNS

BARE_ITEMS = pl.Schema(
    {
        "item_id": pl.Int64,
        "plan_id": pl.Int64,
        "kind": pl.String,
        "deadline": pl.Date,  # as the plan gave it
        "plan_start": pl.Date,
    }
)
# Also the type of the last event that tells of work on the item.
STANDING_ITEMS = joined(BARE_ITEMS, pl.Schema({"opening": pl.String}))
# Also what makes it part of a plan; who leads it may have changed since.
PART_ITEMS = joined(BARE_ITEMS, pl.Schema({"group": pl.String, "phase": pl.String}))
_MOVES = pl.Schema(
    {
        "item_id": pl.Int64,
        "event_id": pl.Int64,
        "event_type": pl.String,
        "happened_on": pl.Date,
        "new_deadline": pl.Date,
    }
)
_TOLD_MOVES = joined(_MOVES, pl.Schema({"recorded_on": pl.Date}))
_ENTRY = "added"
Counted = tuple[ColumnElement[bool], ...]


def moved_items(
    conn: Connection, seen: ColumnElement[bool], asked: Question, *, columns: pl.Schema
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Items that meet `seen`, and the events up to asked.today that move them.

    columns: of BARE_ITEMS, STANDING_ITEMS and PART_ITEMS those that are needed. The plan_start of
    an item is the day on which it was added, if it was: no event here says so. Columns of events:
    item_id, event_id, event_type, happened_on, new_deadline. Both in no order; one statement.
    """
    counted = _counted(conn, seen, asked)
    entered_on = func.coalesce(_added_on(asked), plan.c.starts_on)
    moves = _moves(counted, asked).where(
        work_event.c.event_type != _ENTRY, work_event.c.happened_on <= asked.today
    )
    items, told = large_frames(conn, (_items(counted, asked, entered_on), columns), (moves, _MOVES))
    return items, told


def moved_items_as_told(
    conn: Connection, seen: ColumnElement[bool], asked: Question, *, columns: pl.Schema
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """As `moved_items`, for who asks when each event was told: that an item was added is one, too.

    The plan_start of items is that of the plan; events have a recorded_on.
    """
    counted = _counted(conn, seen, asked)
    planned = _items(counted, asked, plan.c.starts_on)
    items, told = large_frames(conn, (planned, columns), (_moves(counted, asked), _TOLD_MOVES))
    return items, told


def _items(counted: Counted, asked: Question, plan_start: ColumnElement[Any]) -> Select[Any]:
    return (
        select(
            work_item.c.id.label("item_id"),
            work_item.c.plan_id,
            work_item.c.kind,
            work_item.c.deadline,
            plan_start.label("plan_start"),
            _opening(asked).label("opening"),
            work_item.c.group_code.label("group"),
            work_item.c.phase,
        )
        .select_from(work_item.join(plan, plan.c.id == work_item.c.plan_id))
        .where(*counted)
    )


def _counted(conn: Connection, seen: ColumnElement[bool], asked: Question) -> Counted:
    """Items that meet `seen` and count, of the newest version of each plan."""
    plan_id: ColumnElement[int] = work_item.c.plan_id
    if conn.dialect.name == "sqlite":
        # Taken plan by plan (by the index that + 0 forbids), items that lie among those of other
        # plans would be fetched from all over a large store. One plan alone is found by `seen`.
        plan_id = plan_id + 0
    return (plan_id.in_(newest_versions(asked)), counts(work_item, asked), seen)


def _moves(counted: Counted, asked: Question) -> Select[Any]:
    return select(
        work_event.c.work_item_id.label("item_id"),
        work_event.c.id.label("event_id"),
        work_event.c.event_type,
        work_event.c.happened_on,
        work_event.c.new_deadline,
        work_event.c.recorded_on,
    ).where(
        work_event.c.work_item_id.in_(select(work_item.c.id).where(*counted)),
        or_(is_of(work_event, _ENTRY, *TURNS), work_event.c.new_deadline.is_not(None)),
        told_by_then(asked),
    )


def _added_on(asked: Question) -> ColumnElement[Any]:
    """The day on which work_item was first added to its plan."""
    event = work_event
    added = (is_of(event, _ENTRY, *TURNS), event.c.event_type == _ENTRY, counts(event, asked))
    return _first(event.c.happened_on, added, event.c.happened_on)


def _opening(asked: Question) -> ColumnElement[Any]:
    """The type of the last event that tells of work on work_item."""
    event = work_event
    told = (is_of(event, *OPENINGS), counts(event, asked), event.c.happened_on <= asked.today)
    return _first(event.c.event_type, told, event.c.happened_on.desc(), event.c.id.desc())


def _first(
    column: ColumnElement[Any], held: Sequence[ColumnElement[bool]], *order: ColumnElement[Any]
) -> ColumnElement[Any]:
    """What `column` says in the first, by `order`, of the events of work_item that meet `held`."""
    of_item = select(column).where(work_event.c.work_item_id == work_item.c.id, *held)
    return of_item.order_by(*order).limit(1).scalar_subquery()
