"""What belongs to single work items: who helps, what happened, what they hang on, plan versions."""

from typing import Any

import polars as pl
from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    union,
    union_all,
)

from domain.indicators import LOCALITY_LEVELS
from queries.conditions import counts, sees_province
from queries.continued import begun_plans, going_on, standing_for
from queries.frames import frame
from queries.question import Question
from queries.schemas import (
    COORDINATORS,
    PLAN_VERSIONS,
    WORK_HISTORY,
    WORK_LINKS,
    WORK_SPANS,
)
from queries.work_rows import led_in_scope, newest_versions
from store.tables import (
    bottleneck,
    bottleneck_work_item,
    plan,
    unit,
    work_event,
    work_item,
    work_item_coordinator,
    work_item_dependency,
)

_PAIRS = pl.Schema(
    {
        "work_item_id": pl.Int64,
        "link": pl.String,
        "other_item_id": pl.Int64,
        "bottleneck_id": pl.Int64,
    }
)
_OTHERS = pl.Schema(
    {
        "other_item_id": pl.Int64,
        "plan": pl.String,
        "version": pl.String,
        "item": pl.String,
        "title_vi": pl.String,
        "title_en": pl.String,
    }
)


def coordinators(conn: Connection, asked: Question) -> pl.DataFrame:
    """Which units help with the work items in scope.

    Grain: one row per item and unit, by item and code. Schema: schemas.COORDINATORS. Agencies are
    named with the work that they help with; a locality only where it is in scope itself.
    Source: work_item_coordinator. Honours: scope, as_of, unit_id. Empty: nothing in scope.
    """
    may_be_named = or_(asked.units_in_scope(), unit.c.level.not_in(LOCALITY_LEVELS))
    statement = (
        select(
            work_item_coordinator.c.work_item_id,
            unit.c.code.label("coordinator"),
            unit.c.name_vi.label("coordinator_vi"),
            unit.c.name_en.label("coordinator_en"),
        )
        .join(unit, unit.c.id == work_item_coordinator.c.unit_id)
        .where(work_item_coordinator.c.work_item_id.in_(_seen(asked)), may_be_named)
        .order_by(work_item_coordinator.c.work_item_id, unit.c.code)
    )
    return frame(conn, statement, COORDINATORS)


def work_history(
    conn: Connection, asked: Question, *, work_item_id: int | None = None
) -> pl.DataFrame:
    """Everything that was written down about an item, or about every item in scope.

    Grain: one row per event up to asked.today, item by item, the newest last; moved deadlines and
    what recurs included. Schema: schemas.WORK_HISTORY; progress: 0-1.
    Source: work_event. Honours: scope, as_of, unit_id, today. Empty: out of scope, no event.
    """
    taker = unit.alias("taker")
    may_be_named = or_(
        taker.c.province_id.in_(sorted(asked.scope.provinces)),
        taker.c.id.in_(sorted(asked.scope.units)),
        taker.c.level.not_in(LOCALITY_LEVELS),
    )
    statement = (
        select(
            work_event.c.id.label("event_id"),
            work_event.c.work_item_id,
            plan.c.code.label("plan"),
            work_item.c.code.label("item"),
            work_item.c.title_vi,
            work_item.c.title_en,
            work_event.c.event_type,
            work_event.c.happened_on,
            work_event.c.recorded_on,
            work_event.c.period_start,
            work_event.c.period_end,
            work_event.c.progress,
            work_event.c.old_deadline,
            work_event.c.new_deadline,
            taker.c.name_vi.label("unit_vi"),
            taker.c.name_en.label("unit_en"),
            work_event.c.field,
            work_event.c.new_value,
            work_event.c.evidence,
            work_event.c.reason,
            work_event.c.author,
            work_event.c.provenance,
        )
        .join(work_item, work_item.c.id == work_event.c.work_item_id)
        .join(plan, plan.c.id == work_item.c.plan_id)
        .outerjoin(taker, and_(taker.c.id == work_event.c.unit_id, may_be_named))
        .where(
            work_event.c.work_item_id.in_(_seen(asked)),
            counts(work_event, asked),
            work_event.c.happened_on <= asked.today,
        )
        .order_by(
            plan.c.position, plan.c.code, work_item.c.code, work_event.c.happened_on, "event_id"
        )
    )
    if work_item_id is not None:
        statement = statement.where(work_event.c.work_item_id == work_item_id)
    return frame(conn, statement, WORK_HISTORY)


def work_links(
    conn: Connection, asked: Question, *, work_item_id: int | None = None
) -> pl.DataFrame:
    """What blocks an item, what it blocks, and what it goes on with.

    Grain: one row per item and link, by item. Schema: schemas.WORK_LINKS; the other item is named
    only where it is in scope. Bottlenecks are named by queries.bottlenecks. What was said of an
    item of an earlier version of a plan holds for the items that go on with it.
    Source: work_item_dependency, work_item.continues_item_id, bottleneck, bottleneck_work_item.
    Honours: scope, as_of, unit_id, today (plans that have begun). Empty: nothing in scope, or
    nothing hangs together.
    """
    pairs = frame(conn, _in_scope(_pairs(asked), asked, work_item_id), _PAIRS)
    ids = pairs["other_item_id"].drop_nulls().unique().to_list()
    others = (
        select(
            work_item.c.id.label("other_item_id"),
            plan.c.code.label("plan"),
            plan.c.version,
            work_item.c.code.label("item"),
            work_item.c.title_vi,
            work_item.c.title_en,
        )
        .join(plan, plan.c.id == work_item.c.plan_id)
        .where(work_item.c.id.in_(ids), counts(work_item, asked), led_in_scope(asked))
    )
    named = frame(conn, others, _OTHERS)
    return (
        pairs.join(named, on="other_item_id", how="left", maintain_order="left")
        .unique(maintain_order=True)
        .select(WORK_LINKS.names())
    )


def work_spans(conn: Connection, asked: Question) -> pl.DataFrame:
    """From when on each item in scope was there, was worked on, and to when it was due at first.

    Grain: one row per item. Schema: schemas.WORK_SPANS. An item that no event added is there from
    the first day of its plan. Source: work_item, work_event. Honours: scope, as_of, unit_id,
    today. Empty: nothing in scope.
    """
    kind, day = work_event.c.event_type, work_event.c.happened_on
    worked = ("started", "progress", "submitted", "accepted")
    told = and_(
        work_event.c.work_item_id == work_item.c.id,
        counts(work_event, asked),
        day <= asked.today,
    )
    statement = (
        select(
            work_item.c.id.label("work_item_id"),
            func.coalesce(func.min(case((kind == "added", day))), plan.c.starts_on).label(
                "entered_on"
            ),
            func.min(case((kind.in_(worked), day))).label("worked_on"),
            work_item.c.deadline.label("first_deadline"),
            func.count(case((kind == "deadline_moved", 1))).label("moves"),
        )
        .select_from(
            work_item.join(plan, plan.c.id == work_item.c.plan_id).outerjoin(work_event, told)
        )
        .where(work_item.c.id.in_(_seen(asked)))
        .group_by(work_item.c.id, plan.c.starts_on, work_item.c.deadline)
        .order_by(work_item.c.id)
    )
    return frame(conn, statement, WORK_SPANS)


def plan_versions(conn: Connection, asked: Question) -> pl.DataFrame:
    """The versions of each plan of the province up to the one in force, never added together.

    Grain: one row per plan and version, in reading order, the newest version last. Schema:
    schemas.PLAN_VERSIONS; items: how many the version holds.
    Source: plan, work_item. Honours: scope (any in the province), as_of, today. Empty: out of
    scope.
    """
    held = (
        select(func.count())
        .select_from(work_item)
        .where(work_item.c.plan_id == plan.c.id, counts(work_item, asked))
        .scalar_subquery()
    )
    in_force = (
        select(plan.c.id, plan.c.code).where(plan.c.id.in_(newest_versions(asked))).subquery()
    )
    statement = (
        select(
            plan.c.id.label("plan_id"),
            plan.c.code.label("plan"),
            plan.c.version,
            plan.c.starts_on,
            plan.c.ends_on,
            held.label("items"),
        )
        .join(in_force, and_(in_force.c.code == plan.c.code, plan.c.id <= in_force.c.id))
        .where(plan.c.province_id == asked.province_id, counts(plan, asked), sees_province(asked))
        .order_by(plan.c.position, plan.c.code, plan.c.id)
    )
    return frame(conn, statement, PLAN_VERSIONS)


def _seen(asked: Question) -> Select[tuple[int]]:
    """Ids of the items of the newest plans that are in scope."""
    return select(work_item.c.id).where(
        work_item.c.plan_id.in_(newest_versions(asked)),
        counts(work_item, asked),
        led_in_scope(asked),
    )


def _pairs(asked: Question) -> CompoundSelect[Any]:
    """All links between items, and between items and bottlenecks.

    What was said of an item of an earlier version is a link of the items that go on with it.
    """
    goes_on = work_item.c.continues_item_id
    continuing = and_(goes_on.is_not(None), counts(work_item, asked))
    walk = going_on(_linked(asked), asked)
    now = standing_for(walk, asked)
    return union_all(
        _depending("blocked_by", walk, now, asked),
        _depending("blocks", walk, now, asked),
        _pair(work_item.c.id, "continues", goes_on).where(continuing),
        _pair(goes_on, "continued_by", work_item.c.id).where(
            continuing, work_item.c.plan_id.in_(begun_plans(asked))
        ),
        _stopped_by(walk, bottleneck.c.work_item_id, bottleneck.c.id).where(
            counts(bottleneck, asked)
        ),
        _stopped_by(
            walk, bottleneck_work_item.c.work_item_id, bottleneck_work_item.c.bottleneck_id
        ),
    )


def _linked(asked: Question) -> Select[tuple[int]]:
    """Ids of the items that were said to wait for another, to be waited for or to be stopped."""
    depends = work_item_dependency
    return select(
        union(
            select(depends.c.blocked_item_id).where(counts(depends, asked)),
            select(depends.c.blocking_item_id).where(counts(depends, asked)),
            select(bottleneck.c.work_item_id).where(bottleneck.c.work_item_id.is_not(None)),
            select(bottleneck_work_item.c.work_item_id),
        ).subquery("linked")
    )


def _depending(link: str, walk: CTE, now: Subquery, asked: Question) -> Select[Any]:
    """Dependencies seen from the one end; at the other end stands what counts now."""
    depends = work_item_dependency
    blocked, blocking = depends.c.blocked_item_id, depends.c.blocking_item_id
    mine, theirs = (blocked, blocking) if link == "blocked_by" else (blocking, blocked)
    return (
        _pair(walk.c.later_id, link, now.c.later_id)
        .select_from(depends.join(walk, walk.c.item_id == mine).join(now, now.c.item_id == theirs))
        # Two that became one no longer wait for each other.
        .where(counts(depends, asked), walk.c.later_id != now.c.later_id)
    )


def _pair(item: ColumnElement[Any], link: str, other: ColumnElement[Any]) -> Select[Any]:
    nothing = literal(None, type_=work_item.c.id.type)
    return select(
        item.label("work_item_id"),
        literal(link).label("link"),
        other.label("other_item_id"),
        nothing.label("bottleneck_id"),
    )


def _stopped_by(walk: CTE, item: ColumnElement[Any], by: ColumnElement[Any]) -> Select[Any]:
    nothing = literal(None, type_=work_item.c.id.type)
    return select(
        walk.c.later_id.label("work_item_id"),
        literal("bottleneck").label("link"),
        nothing.label("other_item_id"),
        by.label("bottleneck_id"),
    ).join(walk, walk.c.item_id == item)


def _in_scope(pairs: CompoundSelect[Any], asked: Question, work_item_id: int | None) -> Select[Any]:
    rows = pairs.subquery("pairs")
    statement = (
        select(rows)
        .where(rows.c.work_item_id.in_(_seen(asked)))
        .order_by(rows.c.work_item_id, rows.c.link, rows.c.other_item_id, rows.c.bottleneck_id)
    )
    if work_item_id is None:
        return statement
    return statement.where(rows.c.work_item_id == work_item_id)
