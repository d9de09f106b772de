"""The work of a province: its items, how its plans stand, and how they got there."""

from typing import Any

import polars as pl
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
    true,
)

from domain import work as rules
from queries.conditions import counts, sees_province
from queries.frames import frame, joined
from queries.question import Question
from queries.schemas import BURN_UP, PLAN_STATES, WORK_ITEMS
from store.tables import (
    plan,
    source_document,
    unit,
    work_event,
    work_item,
    work_item_coordinator,
)

DUE_WITHIN_DAYS = (7, 15, 30)
# Open items; what is submitted still waits for acceptance.
OPEN_STATES = ("not_started", "in_progress", "submitted")
_FROM_EVENTS = ("state", "deadline", "accepted_on", "flag", "days_left")
_ITEMS = joined(
    joined(WORK_ITEMS, without=_FROM_EVENTS),
    pl.Schema({"item_id": pl.Int64, "deadline": pl.Date, "plan_start": pl.Date}),
)
_EVENTS = pl.Schema(
    {
        "event_id": pl.Int64,
        "item_id": pl.Int64,
        "event_type": pl.String,
        "happened_on": pl.Date,
        "new_deadline": pl.Date,
        "provenance": pl.String,
    }
)
_PLANS = pl.Schema(
    {
        "plan_id": pl.Int64,
        "plan": pl.String,
        "plan_kind": pl.String,
        "plan_vi": pl.String,
        "plan_en": pl.String,
        "source_title_vi": pl.String,
        "source_title_en": pl.String,
        "source_issued_on": pl.Date,
    }
)


def work_items(conn: Connection, asked: Question) -> pl.DataFrame:
    """The items of the newest version of each plan, as they stand on asked.today.

    Grain: one row per item that is in its plan by then (cancelled ones included) and led or
    coordinated by a unit in scope, or by asked.unit_id; plan by plan, by code. Schema:
    schemas.WORK_ITEMS; days_left in days. Items without any unit are for those who see the whole
    province. The post is the item's own, else that of the lead unit.
    Source: work_item, work_event. Honours: scope, as_of, unit_id, today; not the period.
    Empty: nothing in scope, or no work.
    """
    items, events = _work(conn, asked, _led_in_scope(asked))
    return _standing(items, events, asked)


def plan_states(conn: Connection, asked: Question) -> pl.DataFrame:
    """How many items of each plan stand where on asked.today.

    Grain: one row per plan (its newest version), in reading order; cancelled items are not
    counted. Schema: schemas.PLAN_STATES; due_7, due_15 and due_30 hold each other. Counts are of
    the whole plan, for whoever has any scope in the province; with asked.unit_id of the items
    that unit leads or coordinates. provenance: published where nothing happened after the source
    document was issued, so that the counts are the document's; else the weakest of the events.
    Source: plan, work_item, work_event, source_document. Honours: scope, as_of, unit_id, today.
    Empty: nothing in scope, or no plan.
    """
    plans = frame(conn, _plans(asked), _PLANS)
    items, events = _work(conn, asked, _seen_in_counts(asked))
    standing = _standing(items, events, asked).filter(pl.col("state") != "cancelled")
    is_open = pl.col("state").is_in(OPEN_STATES)
    days_left = pl.col("days_left")
    states = standing.group_by("plan_id").agg(
        total=pl.len(),
        accepted=(pl.col("state") == "accepted").sum(),
        recurring=(pl.col("state") == "recurring").sum(),
        in_progress=pl.col("state").is_in(["in_progress", "submitted"]).sum(),
        not_started=(pl.col("state") == "not_started").sum(),
        overdue=(days_left < 0).sum(),
        no_deadline=(is_open & (pl.col("flag") == "no_deadline")).sum(),
        **{f"due_{days}": days_left.is_between(0, days).sum() for days in DUE_WITHIN_DAYS},
    )
    counted = [name for name in PLAN_STATES if name in states.columns and name != "plan_id"]
    return (
        plans.join(states, on="plan_id", how="left", maintain_order="left")
        .join(_weakest(items, events), on="plan_id", how="left", maintain_order="left")
        .with_columns(
            pl.col(counted).fill_null(0).cast(pl.Int64),
            provenance=pl.when(pl.col("last_event_on") <= pl.col("source_issued_on"))
            .then(pl.lit("published"))
            .otherwise("provenance"),
        )
        .select(PLAN_STATES.names())
    )


def burn_up(conn: Connection, asked: Question, *, plan_id: int) -> pl.DataFrame:
    """How the plan grew, how much of it was done and how much was due, up to asked.today.

    Grain: one row per day on which a line moved, oldest first, and one for today; days in between
    are as the day before. Schema: schemas.BURN_UP (items). Recurring items are left out.
    Source: work_item, work_event. Honours: scope (any in the province: the lines are totals),
    as_of, unit_id (items it leads or coordinates), today. Empty: out of scope, or no items.
    """
    mine = and_(_seen_in_counts(asked), work_item.c.plan_id == plan_id)
    items, events = _work(conn, asked, mine)
    return rules.burn_up(items, events, until=asked.today).select(BURN_UP.names())


def _standing(items: pl.DataFrame, events: pl.DataFrame, asked: Question) -> pl.DataFrame:
    """`items` as they stand on asked.today; schema WORK_ITEMS, the order of `items`."""
    return (
        items.drop("deadline")
        .join(rules.states(items, events, on=asked.today), on="item_id", maintain_order="left")
        .select(WORK_ITEMS.names())
    )


def _work(
    conn: Connection, asked: Question, seen: ColumnElement[bool]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Items that meet `seen`, and their events up to asked.today; kept and missed left out."""
    newest = _newest_versions(asked)
    conditions = (work_item.c.plan_id.in_(newest), counts(work_item, asked), seen)
    items = frame(conn, _items().where(*conditions), _ITEMS)
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
    return items, frame(conn, events, _EVENTS)


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


def _post(lead: Any, column: str) -> ColumnElement[str]:
    return func.coalesce(work_item.c[column], lead.c[column])


def _newest_versions(asked: Question) -> Select[tuple[int]]:
    """Ids of the province's plans, of each the version that came in last."""
    return (
        select(func.max(plan.c.id))
        .where(plan.c.province_id == asked.province_id, counts(plan, asked))
        .group_by(plan.c.code)
    )


def _plans(asked: Question) -> Select[Any]:
    visible = sees_province(asked)
    if asked.unit_id is not None:
        visible = and_(visible, _asked_unit_in_scope(asked))
    return (
        select(
            plan.c.id.label("plan_id"),
            plan.c.code.label("plan"),
            plan.c.kind.label("plan_kind"),
            plan.c.name_vi.label("plan_vi"),
            plan.c.name_en.label("plan_en"),
            source_document.c.title_vi.label("source_title_vi"),
            source_document.c.title_en.label("source_title_en"),
            source_document.c.issued_on.label("source_issued_on"),
        )
        .select_from(
            plan.outerjoin(source_document, source_document.c.id == plan.c.source_document_id)
        )
        .where(plan.c.id.in_(_newest_versions(asked)), visible)
        .order_by(plan.c.position, plan.c.code)
    )


def _led_in_scope(asked: Question) -> ColumnElement[bool]:
    """Items with a unit in scope, narrowed to asked.unit_id; unled ones for whole provinces."""
    has_unit = _led_or_coordinated(asked.units_in_scope())
    if asked.unit_id is not None:
        return and_(has_unit, _of_asked_unit(asked))
    if asked.province_id in asked.scope.provinces:
        return true()
    return has_unit


def _seen_in_counts(asked: Question) -> ColumnElement[bool]:
    """Items that count in totals: all for any scope in the province, or those of one unit."""
    if asked.unit_id is not None:
        return _of_asked_unit(asked)
    return sees_province(asked)


def _of_asked_unit(asked: Question) -> ColumnElement[bool]:
    is_asked = and_(unit.c.id == asked.unit_id, asked.units_in_scope())
    return _led_or_coordinated(is_asked)


def _asked_unit_in_scope(asked: Question) -> ColumnElement[bool]:
    return exists().where(
        unit.c.id == asked.unit_id,
        unit.c.province_id == asked.province_id,
        asked.units_in_scope(),
    )


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


def _weakest(items: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """The weakest provenance of each plan's events, and the day of the last: one row per plan."""
    strength = pl.Enum(["illustrative", "derived", "reported", "published"])
    told = pl.concat(
        [
            events.join(items.select("item_id", "plan_id"), on="item_id").select(
                "plan_id", "provenance", "happened_on"
            ),
            items.select("plan_id", "provenance", happened_on=pl.lit(None, dtype=pl.Date)),
        ]
    )
    return told.group_by("plan_id").agg(
        provenance=pl.col("provenance").cast(strength).min().cast(pl.String),
        last_event_on=pl.col("happened_on").max(),
    )
