"""The work of a province: its items and how its plans stand."""

import polars as pl
from sqlalchemy import Connection, select

from domain import work as rules
from domain.clears import CLEARS, clears
from queries.conditions import counts, places_asked_about
from queries.frames import frame
from queries.lead_ends import with_lead_ends
from queries.plans import (
    COUNTS,
    PLANS,
    plans_with_stated_counts,
    provenance_of_counts,
)
from queries.question import Question
from queries.schemas import ITEMS_OF_PLACES, PLAN_STATES, WORK_ITEMS
from queries.work_rows import items_as_changed, led_in_scope, seen_in_counts, ties
from queries.work_settings import EVERY_CLEAR_ALIKE, clear_weights, days_off
from queries.work_standing import standing
from store.tables import work_item

DUE_WITHIN_DAYS = (7, 15, 30)
# Open items; what is submitted still waits for acceptance.
OPEN_STATES = ("not_started", "in_progress", "submitted")


def work_items(conn: Connection, asked: Question) -> pl.DataFrame:
    """The items of the newest version of each plan, as they stand on asked.today.

    Grain: one row per item that is in its plan by then (cancelled ones included) and led or
    coordinated by a unit in scope, or by asked.unit_id; plan by plan, by code. Schema:
    schemas.WORK_ITEMS; days_left in days. Items without any unit are for those who see the whole
    province. The post is the item's own, else that of the lead unit.
    Source: work_item, work_event, unit_succession. Honours: scope, as_of, unit_id, today; not the
    period. Empty: nothing in scope, or no work.
    """
    seen = led_in_scope(asked)
    items = with_lead_ends(conn, items_as_changed(conn, seen, asked), asked)
    states = standing(conn, seen, asked).drop("plan_id")
    found = items.drop("deadline").join(states, on="item_id", maintain_order="left")
    weights = clear_weights(conn, asked) or dict.fromkeys(CLEARS, EVERY_CLEAR_ALIKE)
    return clears(found, weights=weights).select(WORK_ITEMS.names())


def items_of_places(conn: Connection, asked: Question) -> pl.DataFrame:
    """Which of the items of `work_items` each place on the map asked for leads or coordinates.

    Grain: one row per place in scope and item that it leads, has led or coordinates, by these.
    Schema: schemas.ITEMS_OF_PLACES. Source: work_item, work_event, work_item_coordinator.
    Honours: scope, as_of, period (its last day), era. Empty: no place in scope, or no work.
    """
    tie = ties(asked).subquery("tie")
    places = select(places_asked_about(asked).subquery().c.id)
    statement = (
        select(tie.c.unit_id, tie.c.work_item_id)
        .join(work_item, work_item.c.id == tie.c.work_item_id)
        .where(tie.c.unit_id.in_(places), counts(work_item, asked))
        .order_by(tie.c.unit_id, tie.c.work_item_id)
    )
    return frame(conn, statement, ITEMS_OF_PLACES)


def plan_states(conn: Connection, asked: Question) -> pl.DataFrame:
    """How many items of each plan stand where on asked.today.

    Grain: one row per plan (its newest version), in reading order; cancelled items are not
    counted. Schema: schemas.PLAN_STATES; due_7, due_15 and due_30 hold each other. Counts are of
    the whole plan, for whoever has any scope in the province; with asked.unit_id of the items
    that unit leads or coordinates. provenance: published where published observations state
    exactly these counts (queries.plans), else the weakest of items and events.
    Source: plan, work_item, work_event, source_document, observation. Honours: scope, as_of,
    unit_id, today. Empty: nothing in scope, or no plan.
    """
    seen = seen_in_counts(asked)
    plans = frame(conn, plans_with_stated_counts(asked, seen), PLANS)
    counted = standing(conn, seen, asked).filter(pl.col("state") != "cancelled")
    states = plans.join(_counted(counted), on="plan_id", how="left", maintain_order="left")
    return (
        states.with_columns(pl.col(COUNTS).fill_null(0).cast(pl.Int64))
        .with_columns(provenance=provenance_of_counts())
        .select(PLAN_STATES.names())
    )


def _counted(standing: pl.DataFrame) -> pl.DataFrame:
    """How many items of each plan stand where: plan_id and the counts of PLAN_STATES."""
    state, days_left = pl.col("state"), pl.col("days_left")
    return standing.group_by("plan_id").agg(
        total=pl.len(),
        accepted=(state == "accepted").sum(),
        recurring=(state == "recurring").sum(),
        in_progress=state.is_in(["in_progress", "submitted"]).sum(),
        not_started=(state == "not_started").sum(),
        overdue=(days_left < 0).sum(),
        no_deadline=(state.is_in(OPEN_STATES) & (pl.col("flag") == "no_deadline")).sum(),
        **{f"due_{days}": days_left.is_between(0, days).sum() for days in DUE_WITHIN_DAYS},
    )


def standing_items(
    conn: Connection, items: pl.DataFrame, events: pl.DataFrame, asked: Question
) -> pl.DataFrame:
    """`items` with state, deadline in force, accepted_on, flag and days_left on asked.today."""
    states = rules.states(items, events, on=asked.today, days_off=days_off(conn, asked))
    return items.drop("deadline").join(states, on="item_id", maintain_order="left")
