"""The pilot models of a province: how far each is in its life, and what moved since a day."""

from datetime import date

import polars as pl
from sqlalchemy import Connection, and_

from domain.pilot_models import moved, stages
from queries.lead_ends import with_lead_ends
from queries.question import Question
from queries.schemas import PILOT_MODELS
from queries.work import standing_items
from queries.work_rows import items_and_events, led_in_scope
from store.tables import plan, work_item

_OF_MODELS = work_item.c.plan_id.in_(
    plan.select().with_only_columns(plan.c.id).where(plan.c.kind == "pilot_models")
)


def pilot_models(conn: Connection, asked: Question, *, since: date | None = None) -> pl.DataFrame:
    """Every pilot model in scope on asked.today, cancelled ones left out.

    Grain: one row per model, plan by plan, by code. Schema: schemas.PILOT_MODELS. stage_before is
    its stage at the end of the day `since` where that was another one, else null; replicated_to
    counts units.
    Source: work_item, work_event of plans of pilot models. Honours: scope, as_of, unit_id, today;
    not the period. Empty: nothing in scope, or no such plan.
    """
    items, events = items_and_events(conn, asked, and_(_OF_MODELS, led_in_scope(asked)))
    items = with_lead_ends(conn, items, asked)
    reached = stages(items, events, on=asked.today)
    changes = moved(items, events, since=since, on=asked.today) if since else _NOTHING_MOVED
    standing = standing_items(conn, items, events, asked)
    return (
        standing.join(reached, on="item_id", maintain_order="left")
        .join(
            changes.select("item_id", "stage_before", has_moved=pl.lit(value=True)),
            on="item_id",
            how="left",
            maintain_order="left",
        )
        .with_columns(pl.col("has_moved").fill_null(value=False))
        .select(PILOT_MODELS.names())
    )


_NOTHING_MOVED = pl.DataFrame(schema={"item_id": pl.Int64, "stage_before": pl.String})
