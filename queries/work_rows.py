"""Work items and their events as rows, and who sees which of them."""

from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, func, or_, select, true

from queries.conditions import counts, sees_province
from queries.frames import frame, joined
from queries.question import Question
from queries.schemas import WORK_ITEMS
from store.tables import plan, unit, work_event, work_item, work_item_coordinator

_FROM_EVENTS = ("state", "deadline", "accepted_on", "flag", "days_left")
ITEMS = joined(
    joined(WORK_ITEMS, without=_FROM_EVENTS),
    pl.Schema({"item_id": pl.Int64, "deadline": pl.Date, "plan_start": pl.Date}),
)
EVENTS = pl.Schema(
    {
        "event_id": pl.Int64,
        "item_id": pl.Int64,
        "event_type": pl.String,
        "happened_on": pl.Date,
        "new_deadline": pl.Date,
        "provenance": pl.String,
    }
)


def items_and_events(
    conn: Connection, asked: Question, seen: ColumnElement[bool]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Items that meet `seen`, and their events up to asked.today; kept and missed left out."""
    newest = newest_versions(asked)
    conditions = (work_item.c.plan_id.in_(newest), counts(work_item, asked), seen)
    items = frame(conn, _items().where(*conditions), ITEMS)
    events = (
        select(
            work_event.c.id.label("event_id"),
            work_event.c.work_item_id.label("item_id"),
            work_event.c.event_type,
            work_event.c.happened_on,
            work_event.c.new_deadline,
            work_event.c.provenance,
        )
        .where(
            work_event.c.work_item_id.in_(select(work_item.c.id).where(*conditions)),
            counts(work_event, asked),
            # An item counts from the day it was added: one to come must be known as such.
            or_(work_event.c.happened_on <= asked.today, work_event.c.event_type == "added"),
            work_event.c.event_type.not_in(["kept", "missed"]),
        )
        .order_by(work_event.c.id)
    )
    return items, frame(conn, events, EVENTS)


def _items() -> Select[Any]:
    lead = unit.alias("lead")
    return (
        select(
            work_item.c.id.label("work_item_id"),
            work_item.c.id.label("item_id"),
            plan.c.id.label("plan_id"),
            plan.c.code.label("plan"),
            plan.c.kind.label("plan_kind"),
            plan.c.name_vi.label("plan_vi"),
            plan.c.name_en.label("plan_en"),
            plan.c.position.label("plan_position"),
            plan.c.starts_on.label("plan_start"),
            work_item.c.code.label("item"),
            work_item.c.kind,
            work_item.c.group_vi,
            work_item.c.group_en,
            work_item.c.title_vi,
            work_item.c.title_en,
            work_item.c.lead_unit_id,
            lead.c.name_vi.label("lead_vi"),
            lead.c.name_en.label("lead_en"),
            _post(lead, "accountable_post_vi").label("post_vi"),
            _post(lead, "accountable_post_en").label("post_en"),
            work_item.c.deadline,
            work_item.c.deadline_text,
            work_item.c.provenance,
        )
        .select_from(
            work_item.join(plan, plan.c.id == work_item.c.plan_id).outerjoin(
                lead, lead.c.id == work_item.c.lead_unit_id
            )
        )
        .order_by(plan.c.position, plan.c.code, work_item.c.code)
    )


def _post(lead: FromClause, column: str) -> ColumnElement[str]:
    return func.coalesce(work_item.c[column], lead.c[column])


def newest_versions(asked: Question) -> Select[tuple[int]]:
    """Ids of the province's plans, of each the version that came in last."""
    return (
        select(func.max(plan.c.id))
        .where(plan.c.province_id == asked.province_id, counts(plan, asked))
        .group_by(plan.c.code)
    )


def led_in_scope(asked: Question) -> ColumnElement[bool]:
    """Items with a unit in scope, narrowed to asked.unit_id; unled ones for whole provinces."""
    has_unit = _led_or_coordinated(asked.units_in_scope())
    if asked.unit_id is not None:
        return and_(has_unit, _of_asked_unit(asked))
    if asked.province_id in asked.scope.provinces:
        return true()
    return has_unit


def seen_in_counts(asked: Question) -> ColumnElement[bool]:
    """Items that count in totals: all for any scope in the province, or those of one unit."""
    if asked.unit_id is not None:
        return _of_asked_unit(asked)
    return sees_province(asked)


def _of_asked_unit(asked: Question) -> ColumnElement[bool]:
    is_asked = and_(unit.c.id == asked.unit_id, asked.units_in_scope())
    return _led_or_coordinated(is_asked)


def _led_or_coordinated(units: ColumnElement[bool]) -> ColumnElement[bool]:
    """Items whose lead or one of whose coordinators is among `units` (a condition on unit)."""
    among = select(unit.c.id).where(units)
    return or_(
        work_item.c.lead_unit_id.in_(among),
        work_item.c.id.in_(
            select(work_item_coordinator.c.work_item_id).where(
                work_item_coordinator.c.unit_id.in_(among)
            )
        ),
    )
