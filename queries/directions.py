"""What was ordered and what was asked for, to whom, by when, and what came of it."""

from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select, true

from domain.directions import standing_directions
from queries.conditions import counts, may_be_named
from queries.frames import frame, joined
from queries.question import Question
from queries.schemas import DIRECTION_EVENTS, DIRECTIONS
from queries.work_settings import days_off
from store.tables import (
    account,
    bottleneck,
    direction,
    direction_event,
    import_batch,
    plan,
    province,
    unit,
    work_item,
)

_DERIVED = (
    "state",
    "since",
    "days_left",
    "days_waited",
    "item",
    "item_plan",
    "bottleneck",
    "outcome",
    "entered_on",
)
_ROWS = joined(
    joined(DIRECTIONS, without=_DERIVED),
    pl.Schema({"entered_at": pl.Datetime("us", "UTC"), "time_zone": pl.String()}),
)
ENTRY = "entry"  # the kind of batch that a form makes (store.entry)


def directions(conn: Connection, asked: Question) -> pl.DataFrame:
    """Every direction, difficulty and proposal that was raised by asked.today.

    Grain: one row per direction in scope; open ones first, by due date, then the newest. Schema:
    schemas.DIRECTIONS; days_left to the due date of an open one, negative when overdue;
    days_waited from raising to the first answer, or to today. In scope are those to or from a
    unit that is; those of no unit are for those who see the whole province.
    Whoever entered one on the form, and when, is told from its batch.
    Source: direction, direction_event, import_batch. Honours: scope, as_of, unit_id, today; not
    the period. Empty: nothing in scope, or nothing was raised.
    """
    seen = and_(
        direction.c.province_id == asked.province_id,
        direction.c.raised_on <= asked.today,
        counts(direction, asked),
        in_scope(asked),
    )
    rows = frame(conn, _rows(asked).where(seen), _ROWS)
    events = frame(conn, _events(asked).where(seen), DIRECTION_EVENTS)
    stands = standing_directions(rows, events, on=asked.today, days_off=days_off(conn, asked))
    is_open = pl.col("state").is_in(["open", "answered"])
    return (
        _with_day(rows)
        .join(stands, on="direction_id")
        .sort(
            ~is_open,
            "due_on",
            "raised_on",
            "direction",
            descending=[False, False, True, False],
            nulls_last=True,
        )
        .select(DIRECTIONS.names())
    )


def _with_day(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` with entered_on: the day in the province on which they were entered."""
    at = pl.col("entered_at")
    zones = rows["time_zone"].unique().to_list()
    local = at.dt.convert_time_zone(zones[0]) if zones else at
    return rows.with_columns(entered_on=local.dt.date())


def direction_events(conn: Connection, asked: Question) -> pl.DataFrame:
    """What came of each direction, difficulty and proposal in scope, word by word.

    Grain: one row per event, oldest first. Schema: schemas.DIRECTION_EVENTS.
    Source: direction_event. Honours: scope, as_of, unit_id, today; not the period.
    Empty: nothing in scope, or nothing has come of anything.
    """
    of_them = and_(direction.c.province_id == asked.province_id, in_scope(asked))
    rows = frame(conn, _events(asked).where(of_them), DIRECTION_EVENTS)
    return rows.sort("happened_on", "event_id")


def in_scope(asked: Question) -> ColumnElement[bool]:
    """Directions to or from a unit in scope, narrowed to asked.unit_id."""
    if asked.unit_id is not None:
        return _of_units(and_(unit.c.id == asked.unit_id, asked.units_in_scope()))
    if asked.province_id in asked.scope.provinces:
        return true()
    return _of_units(asked.units_in_scope())


def _of_units(units: ColumnElement[bool]) -> ColumnElement[bool]:
    among = select(unit.c.id).where(units)
    return or_(direction.c.from_unit_id.in_(among), direction.c.to_unit_id.in_(among))


def _rows(asked: Question) -> Select[Any]:
    giver, taker = unit.alias("giver"), unit.alias("taker")
    by_form = and_(import_batch.c.id == direction.c.import_batch_id, import_batch.c.kind == ENTRY)
    return select(
        direction.c.id.label("direction_id"),
        direction.c.code.label("direction"),
        direction.c.kind,
        direction.c.meeting_id,
        direction.c.meeting_vi,
        direction.c.meeting_en,
        direction.c.raised_on,
        direction.c.text_vi,
        direction.c.text_en,
        giver.c.id.label("from_unit_id"),
        giver.c.name_vi.label("from_vi"),
        giver.c.name_en.label("from_en"),
        taker.c.id.label("to_unit_id"),
        taker.c.name_vi.label("to_vi"),
        taker.c.name_en.label("to_en"),
        direction.c.to_post_vi,
        direction.c.to_post_en,
        direction.c.due_on,
        direction.c.due_text,
        account.c.display_name.label("entered_by"),
        import_batch.c.imported_at.label("entered_at"),
        province.c.time_zone,
        direction.c.provenance,
    ).select_from(
        direction.join(province, province.c.id == direction.c.province_id)
        .outerjoin(import_batch, by_form)
        .outerjoin(account, account.c.id == import_batch.c.account_id)
        .outerjoin(giver, and_(giver.c.id == direction.c.from_unit_id, may_be_named(giver, asked)))
        .outerjoin(taker, and_(taker.c.id == direction.c.to_unit_id, may_be_named(taker, asked)))
    )


def _events(asked: Question) -> Select[Any]:
    return (
        select(
            direction_event.c.id.label("event_id"),
            direction_event.c.direction_id,
            direction_event.c.event_type,
            direction_event.c.happened_on,
            direction_event.c.recorded_on,
            work_item.c.code.label("item"),
            plan.c.code.label("item_plan"),
            bottleneck.c.code.label("bottleneck"),
            direction_event.c.reason,
            direction_event.c.author,
            direction_event.c.provenance,
        )
        .select_from(
            direction_event.join(direction, direction.c.id == direction_event.c.direction_id)
            .outerjoin(work_item, work_item.c.id == direction_event.c.work_item_id)
            .outerjoin(plan, plan.c.id == work_item.c.plan_id)
            .outerjoin(bottleneck, bottleneck.c.id == direction_event.c.bottleneck_id)
        )
        .where(direction_event.c.happened_on <= asked.today, counts(direction_event, asked))
    )
