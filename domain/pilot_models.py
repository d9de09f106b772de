"""The life of a pilot model: not started, running, done, reviewed, replicated to so many units.

items and events as in domain/work.py; events also have unit_id (of replicated ones: the unit that
took the model over) and evidence.
"""

from datetime import date

import polars as pl

from domain.work import states

STAGES = ("not_started", "running", "done", "reviewed", "replicated")


def stages(items: pl.DataFrame, events: pl.DataFrame, *, on: date) -> pl.DataFrame:
    """How far each model is at the end of the day `on`; cancelled ones are left out.

    A model is done when it is accepted, reviewed when a review with evidence of its benefit came
    after that, replicated when a unit took it over after the review. What is reopened runs again,
    and its reviews count no more; the units that have it keep it.
    Grain: one row per model, by item_id. Columns: item_id, stage, stage_since (null: from the
    beginning), evidence (of the newest review that counts), replicated_to (units), lacks_evidence
    (done, and a review without evidence did not let it pass).
    """
    told = events.filter(pl.col("happened_on") <= on).sort("item_id", "happened_on", "event_id")
    state = states(items, events, on=on).filter(pl.col("state") != "cancelled")
    kind, day = pl.col("event_type"), pl.col("happened_on")
    counted = (
        told.join(state.select("item_id", "accepted_on"), on="item_id")
        .with_columns(after_acceptance=(day >= pl.col("accepted_on")).fill_null(value=False))
        .with_columns(
            has_evidence=pl.col("evidence").fill_null("").str.strip_chars().str.len_chars() > 0,
            is_review=(kind == "reviewed") & pl.col("after_acceptance"),
        )
    )
    passing = pl.col("is_review") & pl.col("has_evidence")
    is_replication = kind == "replicated"
    history = counted.group_by("item_id").agg(
        started_on=day.filter(kind.is_in(["started", "progress", "submitted", "reopened"])).first(),
        reviewed_on=day.filter(passing).first(),
        evidence=pl.col("evidence").filter(passing).last(),
        failed_review=(pl.col("is_review") & ~pl.col("has_evidence")).any(),
        first_replicated=day.filter(is_replication).first(),
        replicated_to=pl.col("unit_id").filter(is_replication).n_unique().cast(pl.Int64),
    )
    is_done = pl.col("state") == "accepted"
    is_reviewed = is_done & pl.col("reviewed_on").is_not_null()
    is_replicated = is_reviewed & (pl.col("replicated_to") > 0)
    stage = (
        pl.when(is_replicated)
        .then(pl.lit("replicated"))
        .when(is_reviewed)
        .then(pl.lit("reviewed"))
        .when(is_done)
        .then(pl.lit("done"))
        .when(pl.col("state") == "not_started")
        .then(pl.lit("not_started"))
        .otherwise(pl.lit("running"))
    )
    since = (
        pl.when(is_replicated)
        .then(pl.max_horizontal("first_replicated", "reviewed_on"))
        .when(is_reviewed)
        .then("reviewed_on")
        .when(is_done)
        .then("accepted_on")
        .when(pl.col("state") != "not_started")
        .then("started_on")
    )
    return (
        state.join(history, on="item_id", how="left")
        .with_columns(
            pl.col("replicated_to").fill_null(0), pl.col("failed_review").fill_null(value=False)
        )
        .select(
            "item_id",
            stage=stage,
            stage_since=since,
            evidence=pl.when(is_reviewed).then("evidence"),
            replicated_to="replicated_to",
            lacks_evidence=is_done & ~is_reviewed & pl.col("failed_review"),
        )
        .sort("item_id")
    )


def moved(items: pl.DataFrame, events: pl.DataFrame, *, since: date, on: date) -> pl.DataFrame:
    """The models whose stage is another on `on` than it was at the end of the day `since`.

    Grain: one row per model, by item_id. Columns: item_id, stage_before (null: was not there),
    stage.
    """
    before = stages(items, events, on=since).select("item_id", stage_before="stage")
    return (
        stages(items, events, on=on)
        .select("item_id", "stage")
        .join(before, on="item_id", how="left")
        .filter(pl.col("stage").ne_missing(pl.col("stage_before")))
        .select("item_id", "stage_before", "stage")
    )
