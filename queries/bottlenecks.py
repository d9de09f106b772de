"""What stands in the way of the work: every bottleneck, on which rung, how old, at what cost."""

from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select, true, union

from domain.escalation import cost_of_delay, rung_readings, standing
from domain.work import states
from queries.conditions import counts, may_be_named
from queries.continued import going_on
from queries.frames import frame, joined
from queries.question import Question
from queries.schemas import BOTTLENECKS
from queries.work_rows import items_and_events
from queries.work_settings import days_off, escalation_rungs
from store.tables import (
    bottleneck,
    bottleneck_event,
    bottleneck_unit,
    bottleneck_work_item,
    unit,
    work_item,
)

_DERIVED = (
    "is_open",
    "rung",
    "rung_since",
    "days_on_rung",
    "days_allowed",
    "days_over",
    "answered_on",
    "age",
    "closed_on",
    "is_beyond_rung",
    "blocked_items",
    "item_days",
    "units_hit_vi",
    "units_hit_en",
)
_ROWS = joined(BOTTLENECKS, without=_DERIVED)
_EVENTS = pl.Schema(
    {
        "event_id": pl.Int64,
        "bottleneck_id": pl.Int64,
        "event_type": pl.String,
        "happened_on": pl.Date,
        "to_level": pl.String,
    }
)
_BLOCKED = pl.Schema({"bottleneck_id": pl.Int64, "item_id": pl.Int64})
_HIT = pl.Schema({"bottleneck_id": pl.Int64, "name_vi": pl.String, "name_en": pl.String})


def bottlenecks(conn: Connection, asked: Question) -> pl.DataFrame:
    """Every bottleneck that had appeared by asked.today, with its clocks and its cost.

    Grain: one row per bottleneck in scope; open ones first, those longest over their time on the
    rung first, then the oldest. Schema: schemas.BOTTLENECKS; ages in days, item_days: open items
    blocked times days open. What was reported of an item of an earlier version of a plan blocks
    the items that go on with it. In scope are those whose owner, or a unit hit, is; those without
    any unit are for those who see the whole province.
    Source: bottleneck, bottleneck_event, bottleneck_unit, bottleneck_work_item, escalation_rule,
    and the work items blocked. Honours: scope, as_of, unit_id, today; not the period.
    Empty: nothing in scope, or no bottleneck.
    """
    seen = and_(
        bottleneck.c.province_id == asked.province_id,
        counts(bottleneck, asked),
        in_scope(asked),
    )
    rows = frame(conn, _rows(asked).where(seen), _ROWS)
    ids = rows["bottleneck_id"].to_list()
    if not ids:
        return pl.DataFrame(schema=BOTTLENECKS)
    stands = standing(
        rows, _events(conn, asked, ids), escalation_rungs(conn, asked), on=asked.today
    )
    blocked = frame(conn, _blocked(ids, asked), _BLOCKED)
    cost = cost_of_delay(blocked, stands, _states_of(conn, asked, blocked))
    return (
        rows.join(stands, on="bottleneck_id")
        .join(cost, on="bottleneck_id", how="left")
        .join(_units_hit(conn, asked, ids), on="bottleneck_id", how="left")
        .with_columns(pl.col("blocked_items", "item_days").fill_null(0))
        .sort(
            "is_open",
            "days_over",
            "age",
            "bottleneck",
            descending=[True, True, True, False],
            nulls_last=True,
        )
        .select(BOTTLENECKS.names())
    )


def clock_readings(conn: Connection, rows: pl.DataFrame, asked: Question) -> pl.DataFrame:
    """Days beyond what its rung is allowed, whenever the clock of a bottleneck took another course.

    rows: bottleneck_id, opened_on of BOTTLENECKS. Grain, columns and unit: those of
    domain.escalation.rung_readings, up to asked.today. Source: bottleneck_event, escalation_rule.
    Honours: as_of, today; of scope what `rows` does. Empty: no rows.
    """
    events = _events(conn, asked, rows["bottleneck_id"].to_list())
    return rung_readings(rows, events, escalation_rungs(conn, asked), on=asked.today)


def in_scope(asked: Question) -> ColumnElement[bool]:
    """Bottlenecks of a unit in scope, narrowed to asked.unit_id; unowned ones for provinces."""
    has_unit = _of_units(asked.units_in_scope())
    if asked.unit_id is not None:
        return _of_units(and_(unit.c.id == asked.unit_id, asked.units_in_scope()))
    return true() if asked.province_id in asked.scope.provinces else has_unit


def _of_units(units: ColumnElement[bool]) -> ColumnElement[bool]:
    among = select(unit.c.id).where(units)
    hit = select(bottleneck_unit.c.bottleneck_id).where(bottleneck_unit.c.unit_id.in_(among))
    return or_(bottleneck.c.owner_unit_id.in_(among), bottleneck.c.id.in_(hit))


def _rows(asked: Question) -> Select[Any]:
    return select(
        bottleneck.c.id.label("bottleneck_id"),
        bottleneck.c.code.label("bottleneck"),
        bottleneck.c.kind,
        bottleneck.c.title_vi,
        bottleneck.c.title_en,
        unit.c.id.label("owner_unit_id"),
        unit.c.name_vi.label("owner_vi"),
        unit.c.name_en.label("owner_en"),
        unit.c.accountable_post_vi.label("post_vi"),
        unit.c.accountable_post_en.label("post_en"),
        bottleneck.c.authority_level,
        bottleneck.c.opened_on,
        bottleneck.c.next_step_vi,
        bottleneck.c.next_step_en,
        bottleneck.c.provenance,
    ).select_from(
        bottleneck.outerjoin(
            unit, and_(unit.c.id == bottleneck.c.owner_unit_id, may_be_named(unit, asked))
        )
    )


def _events(conn: Connection, asked: Question, ids: list[int]) -> pl.DataFrame:
    statement = select(
        bottleneck_event.c.id.label("event_id"),
        bottleneck_event.c.bottleneck_id,
        bottleneck_event.c.event_type,
        bottleneck_event.c.happened_on,
        bottleneck_event.c.to_level,
    ).where(
        bottleneck_event.c.bottleneck_id.in_(ids),
        bottleneck_event.c.happened_on <= asked.today,
        counts(bottleneck_event, asked),
    )
    return frame(conn, statement, _EVENTS)


def _blocked(ids: list[int], asked: Question) -> Select[Any]:
    """Pairs of bottleneck and blocked item: the one it was reported of, the others, and later ones.

    Later ones go on with those in newer versions of their plans.
    """
    own = select(bottleneck.c.id.label("bottleneck_id"), bottleneck.c.work_item_id.label("item_id"))
    others = select(
        bottleneck_work_item.c.bottleneck_id, bottleneck_work_item.c.work_item_id.label("item_id")
    )
    pairs = union(
        own.where(bottleneck.c.id.in_(ids), bottleneck.c.work_item_id.is_not(None)),
        others.where(bottleneck_work_item.c.bottleneck_id.in_(ids)),
    ).subquery("pairs")
    later = going_on(select(pairs.c.item_id), asked)
    return select(pairs.c.bottleneck_id, later.c.later_id.label("item_id")).join(
        later, later.c.item_id == pairs.c.item_id
    )


def _states_of(conn: Connection, asked: Question, blocked: pl.DataFrame) -> pl.DataFrame:
    ids = blocked["item_id"].unique().to_list()
    items, events = items_and_events(conn, asked, work_item.c.id.in_(ids))
    return states(items, events, on=asked.today, days_off=days_off(conn, asked))


def _units_hit(conn: Connection, asked: Question, ids: list[int]) -> pl.DataFrame:
    """The names of the units hit beside the owner that are in scope, in one text per language."""
    statement = (
        select(bottleneck_unit.c.bottleneck_id, unit.c.name_vi, unit.c.name_en)
        .join(unit, unit.c.id == bottleneck_unit.c.unit_id)
        .where(bottleneck_unit.c.bottleneck_id.in_(ids), asked.units_in_scope())
        .order_by(unit.c.level, unit.c.code)
    )
    return (
        frame(conn, statement, _HIT)
        .group_by("bottleneck_id", maintain_order=True)
        .agg(
            units_hit_vi=pl.col("name_vi").str.join(", "),
            units_hit_en=pl.col("name_en").str.join(", "),
        )
    )
