"""Where bottlenecks stand on the ladder: unit, standing agency, working group, government.

bottlenecks: bottleneck_id, authority_level (the rung that is competent to resolve it), opened_on.
events: event_id, bottleneck_id, event_type (opened, escalated, answered, closed, reopened),
happened_on, to_level. rungs: level and days, how long a bottleneck may stay on a rung.
"""

from datetime import date

import polars as pl

RUNGS = ("unit", "standing_agency", "working_group", "government")


def standing(
    bottlenecks: pl.DataFrame, events: pl.DataFrame, rungs: pl.DataFrame, *, on: date
) -> pl.DataFrame:
    """How each bottleneck that had appeared by the day `on` stands at its end.

    Grain: one row per bottleneck, by id. Columns: bottleneck_id; is_open; rung (the one it was
    last escalated to, at first the unit's own); rung_since; days_on_rung; days_allowed (null: no
    rule); days_over (beyond what is allowed, 0 within it; null without rule); answered_on (the
    newest answer on this rung); age (days from its opening to `on` or to its closing); closed_on;
    is_beyond_rung (a higher rung is competent). Of a closed one the clock of the rung stands still
    on the day of its closing.
    """
    told = events.filter(pl.col("happened_on") <= on).sort(
        "bottleneck_id", "happened_on", "event_id"
    )
    kind, day = pl.col("event_type"), pl.col("happened_on")
    history = told.group_by("bottleneck_id").agg(
        rung=pl.col("to_level").filter(kind == "escalated").last(),
        rung_since=day.filter(kind == "escalated").last(),
        last_turn=kind.filter(kind.is_in(["closed", "reopened"])).last(),
        turned_on=day.filter(kind.is_in(["closed", "reopened"])).last(),
        answered_on=day.filter(kind == "answered").last(),
    )
    is_closed = (pl.col("last_turn") == "closed").fill_null(value=False)
    ends_on = pl.when(~pl.col("is_open")).then("closed_on").otherwise(pl.lit(on))
    over = (pl.col("days_on_rung") - pl.col("days_allowed")).clip(0)
    return (
        bottlenecks.filter(pl.col("opened_on") <= on)
        .join(history, on="bottleneck_id", how="left")
        .with_columns(
            is_open=~is_closed,
            closed_on=pl.when(is_closed).then("turned_on"),
            rung=pl.col("rung").fill_null(RUNGS[0]),
            rung_since=pl.coalesce("rung_since", "opened_on"),
        )
        .with_columns(
            answered_on=pl.when(pl.col("answered_on") >= pl.col("rung_since")).then("answered_on"),
            days_on_rung=(ends_on - pl.col("rung_since")).dt.total_days(),
            age=(ends_on - pl.col("opened_on")).dt.total_days(),
            is_beyond_rung=_height("authority_level") > _height("rung"),
        )
        .join(rungs.select(rung="level", days_allowed="days"), on="rung", how="left")
        .with_columns(days_over=over)
        .select(
            "bottleneck_id",
            "is_open",
            "rung",
            "rung_since",
            "days_on_rung",
            pl.col("days_allowed").cast(pl.Int64),
            pl.col("days_over").cast(pl.Int64),
            "answered_on",
            "age",
            "closed_on",
            "is_beyond_rung",
        )
        .sort("bottleneck_id")
    )


def rung_readings(
    bottlenecks: pl.DataFrame, events: pl.DataFrame, rungs: pl.DataFrame, *, on: date
) -> pl.DataFrame:
    """Days beyond what its rung is allowed, on the days on which that took another course.

    Grain: one row per bottleneck and day read: the day it appeared, the day before and the day of
    each later step that moved or stopped its clock, and `on`; between two of them the days grow by
    one a day. Columns: bottleneck_id, day, days_past (negative within what is allowed; null while
    closed and on a rung without rule). Order: bottleneck, day.
    """
    kind = pl.col("event_type")
    steps = (
        pl.concat(
            [
                bottlenecks.select(
                    "bottleneck_id",
                    event_id=pl.lit(-1, dtype=pl.Int64),
                    event_type=pl.lit("opened"),
                    day="opened_on",
                    rung=pl.lit(RUNGS[0]),
                ),
                events.filter(kind.is_in(["escalated", "closed", "reopened"])).select(
                    "bottleneck_id",
                    "event_id",
                    "event_type",
                    day="happened_on",
                    rung=pl.when(kind == "escalated").then("to_level"),
                ),
            ]
        )
        .filter(pl.col("day") <= on)
        .sort("bottleneck_id", "day", "event_id")
        .with_columns(
            pl.col("rung").forward_fill().over("bottleneck_id"),
            rung_since=pl.when(pl.col("rung").is_not_null())
            .then("day")
            .forward_fill()
            .over("bottleneck_id"),
            is_closed=pl.when(kind.is_in(["closed", "reopened", "opened"]))
            .then(kind == "closed")
            .forward_fill()
            .over("bottleneck_id"),
        )
        .unique(["bottleneck_id", "day"], keep="last", maintain_order=True)
    )
    next_step = pl.col("day").shift(-1).over("bottleneck_id")
    last_day = pl.coalesce(next_step - pl.duration(days=1), pl.lit(on))
    allowed = rungs.select(rung="level", days_allowed="days")
    return (
        pl.concat([steps, steps.with_columns(day=last_day)])
        .join(allowed, on="rung", how="left", maintain_order="left")
        .with_columns(
            days_past=pl.when(~pl.col("is_closed")).then(
                (pl.col("day") - pl.col("rung_since")).dt.total_days() - pl.col("days_allowed")
            )
        )
        .select("bottleneck_id", "day", pl.col("days_past").cast(pl.Int64))
        .unique(["bottleneck_id", "day"], maintain_order=True)
        .sort("bottleneck_id", "day")
    )


def waits_on(rung: str) -> pl.Expr:
    """Whether an open bottleneck waits on `rung` for an answer; of the columns of `standing`.

    The one rule of who waits for a decision: what the rung has answered waits no longer, even
    while it still lies there.
    """
    return pl.col("is_open") & (pl.col("rung") == rung) & pl.col("answered_on").is_null()


def cost_of_delay(
    blocked: pl.DataFrame, standings: pl.DataFrame, states: pl.DataFrame
) -> pl.DataFrame:
    """What each open bottleneck costs: open items it blocks, times the days it is open.

    blocked: bottleneck_id, item_id, one row per pair. standings: of `standing`. states: of
    `domain.work.states`. Grain: one row per open bottleneck, by id. Columns: bottleneck_id,
    blocked_items (open ones), item_days.
    """
    is_open = pl.col("state").is_in(["not_started", "in_progress", "submitted", "recurring"])
    open_items = blocked.unique().join(
        states.filter(is_open).select("item_id"), on="item_id", how="semi"
    )
    counted = open_items.group_by("bottleneck_id").agg(blocked_items=pl.len().cast(pl.Int64))
    return (
        standings.filter("is_open")
        .join(counted, on="bottleneck_id", how="left")
        .with_columns(pl.col("blocked_items").fill_null(0))
        .with_columns(item_days=pl.col("blocked_items") * pl.col("age"))
        .select("bottleneck_id", "blocked_items", "item_days")
        .sort("bottleneck_id")
    )


def _height(column: str) -> pl.Expr:
    return pl.col(column).replace_strict(dict(zip(RUNGS, range(4), strict=True)), default=0)
