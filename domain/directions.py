"""What came of directions, difficulties and proposals, as it follows from their events.

directions: direction_id, raised_on, due_on. events: event_id, direction_id, event_type (answered,
became_work, became_bottleneck, done, withdrawn, reopened), happened_on, item, item_plan,
bottleneck (codes of what it became), reason.
"""

from collections.abc import Collection
from datetime import date

import polars as pl

from domain.work import met_by

# What an event makes of a direction; what became work or a bottleneck is followed there.
STATES = {
    "answered": "answered",
    "became_work": "became_work",
    "became_bottleneck": "became_bottleneck",
    "done": "done",
    "withdrawn": "withdrawn",
    "reopened": "open",
}
OPEN = ("open", "answered")


def standing_directions(
    directions: pl.DataFrame,
    events: pl.DataFrame,
    *,
    on: date,
    days_off: Collection[date] = (),
) -> pl.DataFrame:
    """How each direction stands at the end of the day `on`.

    Grain: one row per direction, by id. Columns: direction_id; state (open, answered, became_work,
    became_bottleneck, done, withdrawn), by the newest event; since (its day, at first the day of
    raising); days_left (to the due date while open or answered, negative when overdue; a due date
    on one of `days_off` waits for the first day after it); days_waited (from raising to the first
    event that is an answer of any kind, or to `on`); item, item_plan, bottleneck (what it became);
    outcome (the words of the newest event).
    """
    told = events.filter(pl.col("happened_on") <= on).sort(
        "direction_id", "happened_on", "event_id"
    )
    kind, day = pl.col("event_type"), pl.col("happened_on")
    history = told.group_by("direction_id").agg(
        state=kind.last().replace_strict(STATES, default="open"),
        since=day.last(),
        first_word=day.filter(kind != "reopened").first(),
        item=pl.col("item").drop_nulls().last(),
        item_plan=pl.col("item_plan").drop_nulls().last(),
        bottleneck=pl.col("bottleneck").drop_nulls().last(),
        outcome=pl.col("reason").last(),
    )
    left = (met_by(pl.col("due_on"), days_off) - pl.lit(on)).dt.total_days()
    waited = pl.coalesce("first_word", pl.lit(on)) - pl.col("raised_on")
    return (
        directions.select("direction_id", "raised_on", "due_on")
        .join(history, on="direction_id", how="left")
        .with_columns(
            state=pl.col("state").fill_null("open"), since=pl.coalesce("since", "raised_on")
        )
        .select(
            "direction_id",
            "state",
            "since",
            days_left=pl.when(pl.col("state").is_in(OPEN)).then(left),
            days_waited=waited.dt.total_days(),
            item="item",
            item_plan="item_plan",
            bottleneck="bottleneck",
            outcome="outcome",
        )
        .sort("direction_id")
    )
