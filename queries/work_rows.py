"""Work items and their events as rows, and who sees which of them."""

from typing import Any

import polars as pl
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    FromClause,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    true,
    union,
)

from queries.conditions import counts, sees_province
from queries.frames import frame, joined
from queries.question import Question
from queries.schemas import WORK_ITEMS
from queries.work_changes import with_changes
from store.tables import plan, unit, work_event, work_item, work_item_coordinator

# What follows from events and from rules rather than from the item itself.
_DERIVED = (
    "state", "deadline", "accepted_on", "flag", "days_left", "unclear", "clear_score",
    "lead_successors", "lead_successors_vi", "lead_successors_en",
)  # fmt: skip
ITEMS = joined(
    joined(WORK_ITEMS, without=_DERIVED),
    pl.Schema(
        {
            "item_id": pl.Int64,
            "deadline": pl.Date,
            "plan_start": pl.Date,
        }
    ),
)
EVENTS = pl.Schema(
    {
        "event_id": pl.Int64,
        "item_id": pl.Int64,
        "event_type": pl.String,
        "happened_on": pl.Date,
        "recorded_on": pl.Date,
        "new_deadline": pl.Date,
        "unit_id": pl.Int64,
        "field": pl.String,
        "new_value": pl.String,
        "evidence": pl.String,
        "provenance": pl.String,
    }
)


def items_as_changed(conn: Connection, seen: ColumnElement[bool], asked: Question) -> pl.DataFrame:
    """Items that meet `seen`, as they say on asked.today: columns of ITEMS, in reading order."""
    items = frame(conn, _items().where(*_of_newest_plans(seen, asked)), ITEMS)
    changes = _events(seen, asked).where(is_of(work_event, "changed"))
    return with_changes(conn, items, frame(conn, changes, EVENTS))


def items_and_events(
    conn: Connection, asked: Question, seen: ColumnElement[bool]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Items that meet `seen`, and their events up to asked.today; kept and missed left out.

    Items say what they say on asked.today: changes of their fields are in them already.
    """
    items = frame(conn, _items().where(*_of_newest_plans(seen, asked)), ITEMS)
    told = frame(conn, _events(seen, asked).order_by(work_event.c.id), EVENTS)
    return with_changes(conn, items, told), told


def _of_newest_plans(seen: ColumnElement[bool], asked: Question) -> tuple[ColumnElement[bool], ...]:
    """Of work_item those that meet `seen`, of the newest version of each plan."""
    return (work_item.c.plan_id.in_(newest_versions(asked)), counts(work_item, asked), seen)


def _events(seen: ColumnElement[bool], asked: Question) -> Select[Any]:
    return select(
        work_event.c.id.label("event_id"),
        work_event.c.work_item_id.label("item_id"),
        work_event.c.event_type,
        work_event.c.happened_on,
        work_event.c.recorded_on,
        work_event.c.new_deadline,
        work_event.c.unit_id,
        work_event.c.field,
        work_event.c.new_value,
        work_event.c.evidence,
        work_event.c.provenance,
    ).where(
        work_event.c.work_item_id.in_(select(work_item.c.id).where(*_of_newest_plans(seen, asked))),
        told_by_then(asked),
    )


def is_of(event: FromClause, *types: str) -> ColumnElement[bool]:
    """Events of these types, in the very words of the index that holds no others.

    As a parameter they would hide from the database that the index will do.
    """
    if len(types) == 1:
        return event.c.event_type == literal(types[0], literal_execute=True)
    return event.c.event_type.in_(bindparam(None, types, expanding=True, literal_execute=True))


def told_by_then(asked: Question) -> ColumnElement[bool]:
    """Events up to asked.today; kept and missed, which are of periods, left out."""
    return and_(
        counts(work_event, asked),
        # An item counts from the day it was added: one to come must be known as such.
        or_(work_event.c.happened_on <= asked.today, work_event.c.event_type == "added"),
        work_event.c.event_type.not_in(["kept", "missed"]),
    )


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
            work_item.c.recurrence,
            work_item.c.group_code.label("group"),
            work_item.c.phase,
            work_item.c.group_vi,
            work_item.c.group_en,
            work_item.c.title_vi,
            work_item.c.title_en,
            work_item.c.lead_unit_id,
            lead.c.name_vi.label("lead_vi"),
            lead.c.name_en.label("lead_en"),
            # Its last day as it stands now; what was known of it says queries.lead_ends.
            lead.c.valid_to.label("lead_ended_on"),
            _post(lead, "accountable_post_vi").label("post_vi"),
            _post(lead, "accountable_post_en").label("post_en"),
            work_item.c.executor,
            work_item.c.product_vi,
            work_item.c.product_en,
            work_item.c.measure,
            work_item.c.authority_level,
            work_item.c.starts_on,
            work_item.c.note_vi,
            work_item.c.note_en,
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
    """Ids of the province's plans, of each the version that came in last and has begun by then.

    Of a plan of which none has begun, the version that came in last.
    """
    has_begun = case((plan.c.starts_on <= asked.today, plan.c.id))
    return (
        select(func.coalesce(func.max(has_begun), func.max(plan.c.id)))
        .where(plan.c.province_id == asked.province_id, counts(plan, asked))
        .group_by(plan.c.code)
    )


def led_in_scope(asked: Question) -> ColumnElement[bool]:
    """Items with a unit in scope, narrowed to asked.unit_id; unled ones for whole provinces."""
    has_unit = _led_or_coordinated(asked.units_in_scope(), asked)
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
    return _led_or_coordinated(is_asked, asked)


def _led_or_coordinated(units: ColumnElement[bool], asked: Question) -> ColumnElement[bool]:
    """Items whose lead, past or present, or one of whose coordinators is among `units`.

    `units` is a condition on unit.
    """
    among = select(unit.c.id).where(units)
    return or_(
        work_item.c.lead_unit_id.in_(among),
        work_item.c.id.in_(
            select(work_event.c.work_item_id).where(
                *_gave_the_lead(asked), work_event.c.unit_id.in_(among)
            )
        ),
        work_item.c.id.in_(
            select(work_item_coordinator.c.work_item_id).where(
                work_item_coordinator.c.unit_id.in_(among)
            )
        ),
    )


def ties(asked: Question) -> CompoundSelect[tuple[int, int]]:
    """work_item_id and unit_id of whom `_led_or_coordinated` finds: each pair once."""
    return union(
        select(work_item.c.id.label("work_item_id"), work_item.c.lead_unit_id.label("unit_id")),
        select(work_event.c.work_item_id, work_event.c.unit_id).where(*_gave_the_lead(asked)),
        select(work_item_coordinator.c.work_item_id, work_item_coordinator.c.unit_id),
    )


def _gave_the_lead(asked: Question) -> tuple[ColumnElement[bool], ...]:
    """Events, as far as they had come in, that gave an item to another unit."""
    return (work_event.c.field == "lead_unit", counts(work_event, asked))
