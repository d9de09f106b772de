"""Where many work items stand: the store finds the few events of each that decide it.

The rule is `domain.work.states`, which reads every event. Of an item's events only five are
decisive, and each is the first or the last of its kind in the order of (happened_on, id); an index
finds it (store/tables/work.py), so that a million events need not leave the store.
tests/queries/test_work_standing.py holds both ways against each other.
"""

from typing import Any

import polars as pl
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    func,
    select,
    tuple_,
)

from domain import work as rules
from queries.conditions import counts
from queries.frames import large_frame
from queries.question import Question
from queries.work_rows import is_of, newest_versions
from queries.work_settings import days_off
from store.tables import plan, work_event, work_item
from store.tables.work import OPENINGS, TURNS

_LAST_WORDS = pl.Schema(
    {
        "item_id": pl.Int64,
        "plan_id": pl.Int64,
        "kind": pl.String,
        "entered_on": pl.Date,
        "turn": pl.String,  # type of the last event that closed the item or opened it again
        "opening": pl.String,  # type of the last event that says that there is work on it
        "deadline": pl.Date,  # in force
        "first_accepted_on": pl.Date,  # since it was last reopened
        "accepted_against": pl.Date,  # the deadline in force then
    }
)
# Of these no event moves a deadline: they say that an item is there, or kept for a period.
_MOVE_NOTHING = ("added", "kept", "missed")


def standing(conn: Connection, seen: ColumnElement[bool], asked: Question) -> pl.DataFrame:
    """Where each item that meets `seen` stands on asked.today.

    Grain: one row per item of the newest version of its plan that is in it by then, by item_id.
    Columns: those of `domain.work.states`, and plan_id.
    """
    last = (
        large_frame(conn, _last_words(seen, asked), _LAST_WORDS)
        .filter(pl.col("entered_on") <= asked.today)
        .sort("item_id")
        .with_columns(state=_state())
        .with_columns(accepted_on=pl.when(state="accepted").then("first_accepted_on"))
    )
    judged = rules.judged(last, on=asked.today, days_off=days_off(conn, asked))
    return judged.with_columns(last["plan_id"])


def _state() -> pl.Expr:
    turn = pl.col("turn")
    opened = pl.col("opening").replace_strict(rules.OPENING, default="not_started")
    return pl.when(turn.is_in(rules.CLOSING)).then(turn).otherwise(opened)


def _last_words(seen: ColumnElement[bool], asked: Question) -> Select[Any]:
    """What the decisive events of each item say: columns of _LAST_WORDS.

    Each of the lookups stands here once: a database may run it as often as it is named.
    """
    found = _decisive(seen, asked).subquery("found")
    acceptance = work_event.alias("acceptance")
    before = _move(found.c.item_id, asked, until=acceptance)
    return select(
        found.c.item_id,
        found.c.plan_id,
        found.c.kind,
        found.c.entered_on,
        found.c.turn,
        found.c.opening,
        func.coalesce(found.c.moved_to, found.c.planned_for).label("deadline"),
        acceptance.c.happened_on.label("first_accepted_on"),
        func.coalesce(before, found.c.planned_for).label("accepted_against"),
    ).select_from(found.outerjoin(acceptance, acceptance.c.id == found.c.acceptance_id))


def _decisive(seen: ColumnElement[bool], asked: Question) -> Select[Any]:
    """Items that meet `seen`, each with what its decisive events say."""
    item, event = work_item.c.id, work_event
    added = select(func.min(event.c.happened_on)).where(
        event.c.work_item_id == item, counts(event, asked), is_of(event, "added")
    )
    told = select(event.c.event_type).where(*_told(event, item, asked))
    turn = _newest_first(told.where(is_of(event, *TURNS)))
    opening = _newest_first(told.where(is_of(event, *OPENINGS)))
    return (
        select(
            item.label("item_id"),
            work_item.c.plan_id,
            work_item.c.kind,
            work_item.c.deadline.label("planned_for"),
            func.coalesce(added.scalar_subquery(), plan.c.starts_on).label("entered_on"),
            turn.scalar_subquery().label("turn"),
            opening.scalar_subquery().label("opening"),
            _move(item, asked).label("moved_to"),
            _acceptance(item, asked).label("acceptance_id"),
        )
        .select_from(work_item.join(plan, plan.c.id == work_item.c.plan_id))
        .where(work_item.c.plan_id.in_(newest_versions(asked)), counts(work_item, asked), seen)
    )


def _acceptance(item: ColumnElement[int], asked: Question) -> ColumnElement[int]:
    """The id of the item's first acceptance since it was last reopened."""
    event, later = work_event, work_event.alias("later")
    reopened_later = (
        select(later.c.id)
        .where(
            *_told(later, item, asked),
            is_of(later, *TURNS),
            later.c.event_type == "reopened",
            _moment(later) > _moment(event),
        )
        .correlate_except(later)
        .exists()
    )
    return (
        select(event.c.id)
        .where(
            *_told(event, item, asked),
            is_of(event, *TURNS),
            event.c.event_type == "accepted",
            ~reopened_later,
        )
        .order_by(event.c.happened_on, event.c.id)
        .limit(1)
        .scalar_subquery()
    )


def _move(
    item: ColumnElement[int], asked: Question, *, until: FromClause | None = None
) -> ColumnElement[Any]:
    """The deadline that the item's last move set, up to the event `until` if one is given."""
    event = work_event.alias("move")
    statement = select(event.c.new_deadline).where(
        *_told(event, item, asked),
        event.c.new_deadline.is_not(None),
        event.c.event_type.not_in(_MOVE_NOTHING),
    )
    if until is not None:
        statement = statement.where(_moment(event) <= _moment(until))
    return _newest_first(statement, event).scalar_subquery()


def _told(
    event: FromClause, item: ColumnElement[int], asked: Question
) -> tuple[ColumnElement[bool], ...]:
    """The events of `item` that count on asked.today."""
    return (
        event.c.work_item_id == item,
        event.c.import_batch_id <= asked.as_of,
        event.c.happened_on <= asked.today,
    )


def _moment(event: FromClause) -> ColumnElement[Any]:
    return tuple_(event.c.happened_on, event.c.id)


def _newest_first(statement: Select[Any], event: FromClause = work_event) -> Select[Any]:
    """The last of the events selected."""
    return statement.order_by(event.c.happened_on.desc(), event.c.id.desc()).limit(1)
