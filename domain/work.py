"""Where work items stand, as it follows from their events; no state is ever stored.

items: one row per work item with item_id, kind (one_off, milestone, recurring), deadline (the one
the plan gave) and plan_start (the day from which an item without an `added` event counts).
events: event_id, item_id, event_type, happened_on, new_deadline. Ids grow with time; they order
events of one day. Events after the day asked are not looked at, so the past never moves.

What is done stays done (or cancelled) until it is reopened; work reported on it in between
changes nothing. An event from before its item was added counts from the day it was added.
"""

from collections.abc import Collection
from datetime import date, timedelta

import polars as pl

CLOSING = ("accepted", "cancelled")
# What an event makes of an item that is not closed.
OPENING = {
    "started": "in_progress",
    "progress": "in_progress",
    "reopened": "in_progress",
    "submitted": "submitted",
}
# Before every real event of the day on which its item enters the plan.
ENTRY = -1


def timeline(items: pl.DataFrame, events: pl.DataFrame, *, until: date) -> pl.DataFrame:
    """How each item stood after each of its events up to `until`.

    Grain: one row per item and event, the first being its entry into the plan; items that enter
    later have no row. Columns: item_id, kind, day, state (not_started, in_progress, submitted,
    accepted, cancelled), deadline (in force), accepted_on and accepted_against (the deadline in
    force on that day; both null unless accepted). Order: item, time.
    """
    item, reopening = "item_id", ["item_id", "reopenings"]
    event_type = pl.col("event_type")
    accepting = event_type == "accepted"
    first_acceptance = accepting & (accepting.cum_sum().over(reopening) == 1)
    closed = pl.when(event_type.is_in(CLOSING)).then(event_type).forward_fill().over(reopening)
    opened = event_type.replace_strict(OPENING, default=None).forward_fill().over(reopening)
    return (
        _in_order(items, events, until=until)
        .with_columns(
            reopenings=(event_type == "reopened").cum_sum().over(item),
            deadline=pl.coalesce(pl.col("new_deadline").forward_fill().over(item), "deadline"),
        )
        .with_columns(
            state=pl.coalesce(closed, opened, pl.lit("not_started")),
            accepted_on=_since(first_acceptance, "happened_on", over=reopening),
            accepted_against=_since(first_acceptance, "deadline", over=reopening),
        )
        .with_columns(
            pl.when(pl.col("state") == "accepted").then("accepted_on").alias("accepted_on"),
            pl.when(pl.col("state") == "accepted")
            .then("accepted_against")
            .alias("accepted_against"),
        )
        .select(item, "kind", "day", "state", "deadline", "accepted_on", "accepted_against")
    )


def _in_order(items: pl.DataFrame, events: pl.DataFrame, *, until: date) -> pl.DataFrame:
    """Entries and events up to `until`, each with its item, oldest first."""
    added = events.filter(pl.col("event_type") == "added")
    entries = items.join(
        added.group_by("item_id").agg(added_on=pl.col("happened_on").min()),
        on="item_id",
        how="left",
    ).with_columns(entered_on=pl.coalesce("added_on", "plan_start"))
    entry_events = entries.select(
        "item_id",
        event_id=pl.lit(ENTRY, dtype=pl.Int64),
        event_type=pl.lit("added"),
        happened_on="entered_on",
        new_deadline=pl.lit(None, dtype=pl.Date),
    )
    other = events.filter(pl.col("event_type") != "added").select(entry_events.columns)
    return (
        pl.concat([entry_events, other])
        .join(entries.select("item_id", "kind", "deadline", "entered_on"), on="item_id")
        .with_columns(day=pl.max_horizontal("happened_on", "entered_on"))
        .filter(pl.col("day") <= until)
        .sort("item_id", "day", "happened_on", "event_id")
    )


def _since(moment: pl.Expr, column: str, *, over: list[str]) -> pl.Expr:
    """`column` as it was at `moment`, from there on."""
    return pl.when(moment).then(column).forward_fill().over(over)


def states(
    items: pl.DataFrame, events: pl.DataFrame, *, on: date, days_off: Collection[date] = ()
) -> pl.DataFrame:
    """Where each item stands at the end of the day `on`.

    Grain: one row per item that is in the plan by then (cancelled ones included), by item_id.
    Columns: item_id, state (as in `timeline`; recurring ones that are not cancelled: recurring),
    deadline (in force), accepted_on, flag, days_left.

    flag: done_on_time or done_late by the deadline in force on the day of acceptance;
    open_in_time (the deadline's own day included) or open_overdue; no_deadline; none for recurring
    and cancelled items. days_left: from `on` to the deadline of an open item, negative when
    overdue, else null. A deadline on one of `days_off` is met on the first day after it that is
    none, and overdue days are counted from there; `deadline` stays as it was set.
    """
    last = timeline(items, events, until=on).group_by("item_id", maintain_order=True).last()
    state, deadline = pl.col("state"), met_by(pl.col("deadline"), days_off)
    is_done = state == "accepted"
    against = (
        pl.when(is_done).then(met_by(pl.col("accepted_against"), days_off)).otherwise(deadline)
    )
    flag = (
        pl.when(state.is_in(["recurring", "cancelled"]))
        .then(pl.lit("none"))
        .when(against.is_null())
        .then(pl.lit("no_deadline"))
        .when(is_done & (pl.col("accepted_on") <= against))
        .then(pl.lit("done_on_time"))
        .when(is_done)
        .then(pl.lit("done_late"))
        .when(deadline >= on)
        .then(pl.lit("open_in_time"))
        .otherwise(pl.lit("open_overdue"))
    )
    is_recurring = (pl.col("kind") == "recurring") & (state != "cancelled")
    is_open = state.is_in(["not_started", "in_progress", "submitted"])
    return (
        last.with_columns(state=pl.when(is_recurring).then(pl.lit("recurring")).otherwise(state))
        .with_columns(
            flag=flag, days_left=pl.when(is_open).then((deadline - pl.lit(on)).dt.total_days())
        )
        .select("item_id", "state", "deadline", "accepted_on", "flag", "days_left")
    )


def met_by(deadline: pl.Expr, days_off: Collection[date]) -> pl.Expr:
    """The last day on which `deadline` is met: itself, or the first day after it not off."""
    moved = {}
    for day in days_off:
        next_day = day
        while next_day in days_off:
            next_day += timedelta(days=1)
        moved[day] = next_day
    return deadline.replace(moved) if moved else deadline


def kept_periods(events: pl.DataFrame, *, until: date) -> pl.DataFrame:
    """Which periods of recurring items were kept and which missed, by the last word on each.

    `events` here also has period_start and period_end. Grain: one row per item and period, oldest
    first. Columns: item_id, period_start, period_end, outcome (kept, missed).
    """
    grain = ["item_id", "period_start", "period_end"]
    return (
        events.filter(
            pl.col("event_type").is_in(["kept", "missed"]) & (pl.col("happened_on") <= until)
        )
        .sort("happened_on", "event_id")
        .group_by(grain, maintain_order=True)
        .agg(outcome=pl.col("event_type").last())
        .sort(grain)
    )


def burn_up(items: pl.DataFrame, events: pl.DataFrame, *, until: date) -> pl.DataFrame:
    """How the plan grew, how much of it was done and how much was due, day by day.

    Grain: one row per day on which a line moved, oldest first, and one for `until`. Columns: day,
    scope (items in the plan and not cancelled), done (accepted ones of them), due (those whose
    deadline in force on that day had come). Recurring items never end and are left out.
    No items: zero rows.
    """
    ending = items.filter(pl.col("kind") != "recurring")
    return lines_of(timeline(ending, events, until=until), until=until)


def lines_of(steps: pl.DataFrame, *, until: date) -> pl.DataFrame:
    """The lines of `burn_up` that the `steps` of a timeline draw."""
    changes = _changes(steps, until=until)
    if changes.is_empty():
        return changes
    moved = pl.any_horizontal(pl.col("scope", "done", "due") != 0)
    last_day = pl.DataFrame(
        {"day": [until], "scope": [0], "done": [0], "due": [0]}, schema=changes.schema
    )
    return (
        pl.concat([changes, last_day])
        .group_by("day")
        .agg(pl.col("scope", "done", "due").sum())
        .filter(moved | (pl.col("day") == until))
        .sort("day")
        .with_columns(pl.col("scope", "done", "due").cum_sum())
    )


def _changes(steps: pl.DataFrame, *, until: date) -> pl.DataFrame:
    """By how much each step of an item moves the lines: day, scope, done, due (+1, 0 or -1)."""
    in_plan, is_done = pl.col("state") != "cancelled", pl.col("state") == "accepted"
    spans = steps.with_columns(
        in_plan=in_plan.cast(pl.Int64),
        is_done=is_done.cast(pl.Int64),
        ends_on=pl.col("day").shift(-1).over("item_id"),
    )
    moves = spans.select(
        "day",
        scope=pl.col("in_plan") - pl.col("in_plan").shift(1).over("item_id").fill_null(0),
        done=pl.col("is_done") - pl.col("is_done").shift(1).over("item_id").fill_null(0),
        due=pl.lit(0, dtype=pl.Int64),
    )
    # A deadline comes on a day of its own, within the span between two events of its item.
    due = (
        spans.filter((pl.col("in_plan") == 1) & pl.col("deadline").is_not_null())
        .with_columns(falls_due_on=pl.max_horizontal("day", "deadline"))
        .filter(
            (pl.col("falls_due_on") <= until)
            & (pl.col("ends_on").is_null() | (pl.col("falls_due_on") < pl.col("ends_on")))
        )
    )
    ended = due.filter(pl.col("ends_on").is_not_null())
    return pl.concat([moves, _due(due, "falls_due_on", by=1), _due(ended, "ends_on", by=-1)])


def _due(spans: pl.DataFrame, day: str, *, by: int) -> pl.DataFrame:
    zero = pl.lit(0, dtype=pl.Int64)
    return spans.select(day=day, scope=zero, done=zero, due=pl.lit(by, dtype=pl.Int64))
