"""Where work items stand, as it follows from their events; no state is ever stored.

items: one row per work item with item_id, kind (one_off, milestone, recurring), deadline (the one
the plan gave) and plan_start (the day from which an item without an `added` event counts).
events: event_id, item_id, event_type, happened_on, new_deadline. Ids grow with time; they order
events of one day. Events after the day asked are not looked at, so the past never moves.

What is done stays done (or cancelled) until it is reopened; work reported on it in between
changes nothing. An event from before its item was added counts from the day it was added.
"""

from collections.abc import Collection, Sequence
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
# What a line of a burn-up moves by where it does not move.
_NO_MOVE = {line: pl.lit(0, dtype=pl.Int64) for line in ("scope", "done", "due")}
_LINES = ("day", *_NO_MOVE)
# Before every real event of the day on which its item enters the plan.
ENTRY = -1


def timeline(items: pl.DataFrame, events: pl.DataFrame, *, until: date) -> pl.DataFrame:
    """How each item stood after each of its events up to `until`.

    Grain: one row per item and event, the first being its entry into the plan; items that enter
    later have no row. Columns: item_id, kind, day, state (not_started, in_progress, submitted,
    accepted, cancelled), deadline (in force), accepted_on and accepted_against (the deadline in
    force on that day; both null unless accepted). Order: item, time.
    """
    event_type, row = pl.col("event_type"), pl.int_range(pl.len(), dtype=pl.Int64)
    is_first = (pl.col("item_id") != pl.col("item_id").shift(1)).fill_null(value=True)
    starts_segment = is_first | (event_type == "reopened")
    # Rows lie item by item: what was last said since a row is found by its number, in one pass.
    return (
        _in_order(items, events, until=until)
        .with_columns(
            of_item=pl.when(is_first).then(row).forward_fill(),
            of_segment=pl.when(starts_segment).then(row).forward_fill(),
            moved=pl.when(pl.col("new_deadline").is_not_null()).then(row).forward_fill(),
            closed=pl.when(event_type.is_in(CLOSING)).then(row).forward_fill(),
            opened=pl.when(event_type.is_in(tuple(OPENING))).then(row).forward_fill(),
            accepted=pl.when(event_type == "accepted").then(row).forward_fill().shift(1),
        )
        .with_columns(
            deadline=pl.when(pl.col("moved") >= pl.col("of_item"))
            .then(pl.col("new_deadline").forward_fill())
            .otherwise("deadline"),
            state=pl.when(pl.col("closed") >= pl.col("of_segment"))
            .then(pl.when(event_type.is_in(CLOSING)).then(event_type).forward_fill())
            .when(pl.col("opened") >= pl.col("of_segment"))
            .then(event_type.replace_strict(OPENING, default=None).forward_fill())
            .otherwise(pl.lit("not_started")),
            # The first acceptance of a segment: none before it, or one of an earlier segment.
            accepted=pl.when(
                event_type == "accepted",
                (pl.col("accepted") < pl.col("of_segment")).fill_null(value=True),
            )
            .then(row)
            .forward_fill(),
        )
        .with_columns(accepted=pl.when(pl.col("state") == "accepted").then("accepted"))
        .with_columns(
            accepted_on=pl.col("happened_on").gather("accepted"),
            accepted_against=pl.col("deadline").gather("accepted"),
        )
        .select("item_id", "kind", "day", "state", "deadline", "accepted_on", "accepted_against")
    )


def _entered(items: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """`items` with `entered_on`: the day each was first added, else that of its plan's start."""
    added = events.lazy().filter(pl.col("event_type") == "added")
    return (
        items.lazy()
        .join(
            added.group_by("item_id").agg(added_on=pl.col("happened_on").min()),
            on="item_id",
            how="left",
        )
        .with_columns(entered_on=pl.coalesce("added_on", "plan_start"))
        .collect()
    )


def _in_order(items: pl.DataFrame, events: pl.DataFrame, *, until: date) -> pl.DataFrame:
    """Entries and events up to `until`, each with its item, oldest first."""
    entries = _entered(items, events).filter(pl.col("entered_on") <= until).lazy()
    entry_events = entries.select(
        "item_id",
        event_id=pl.lit(ENTRY, dtype=pl.Int64),
        event_type=pl.lit("added"),
        happened_on="entered_on",
        new_deadline=pl.lit(None, dtype=pl.Date),
    )
    other = (
        events.lazy()
        .filter(pl.col("event_type") != "added", pl.col("happened_on") <= until)
        .select("item_id", "event_id", "event_type", "happened_on", "new_deadline")
    )
    # What happened before an item entered the plan comes first: it counts from that day on.
    return (
        pl.concat([entry_events, other])
        .join(entries.select("item_id", "kind", "deadline", "entered_on"), on="item_id")
        .with_columns(day=pl.max_horizontal("happened_on", "entered_on"))
        .sort("item_id", "happened_on", "event_id")
        .collect()
    )


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
    return judged(last_of(timeline(items, events, until=on)), on=on, days_off=days_off)


def last_of(steps: pl.DataFrame) -> pl.DataFrame:
    """The last row of each item in the `steps` of a timeline, in its order."""
    goes_on = pl.col("item_id") == pl.col("item_id").shift(-1)
    return steps.filter(~goes_on.fill_null(value=False))


def judged(last: pl.DataFrame, *, on: date, days_off: Collection[date] = ()) -> pl.DataFrame:
    """What `states` says of items of whose timeline only the last row is known.

    last: one row per item, with kind, state, deadline, accepted_on and accepted_against of
    `timeline`. Grain and columns: those of `states`, in the order of `last`.
    """
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
    return lines_of(timeline(ending, moving_lines(events), until=until), until=until)


def moving_lines(events: pl.DataFrame) -> pl.DataFrame:
    """Those of `events` that can move a line of `burn_up`: progress and the like cannot."""
    return events.filter(
        pl.col("event_type").is_in(["added", "reopened", *CLOSING])
        | pl.col("new_deadline").is_not_null()
    )


def lines_of(steps: pl.DataFrame, *, until: date, of: Sequence[str] = ()) -> pl.DataFrame:
    """The lines of `burn_up` that the `steps` of a timeline draw; in the order of a timeline.

    of: columns of `steps`, the same in all steps of an item: lines of their own for each value of
    them, in the order of these.
    """
    drawn = steps.lazy()
    # Also where nothing moves on the last day it has a row.
    last_day = drawn.with_columns(day=pl.lit(until), **_NO_MOVE).select(*of, *_LINES).unique()
    moved = pl.any_horizontal(pl.col("scope", "done", "due") != 0)
    summed = pl.col("scope", "done", "due").cum_sum()
    return (
        pl.concat([_changes(drawn, until=until, of=of), last_day])
        .group_by(*of, "day")
        .agg(pl.col("scope", "done", "due").sum())
        .filter(moved | (pl.col("day") == until))
        .sort(*of, "day")
        .with_columns(summed.over(of) if of else summed)
        .collect()
    )


def _changes(steps: pl.LazyFrame, *, until: date, of: Sequence[str]) -> pl.LazyFrame:
    """By how much each step of an item moves the lines: `of`, day, scope, done, due (+1, 0, -1)."""
    in_plan, is_done = pl.col("state") != "cancelled", pl.col("state") == "accepted"
    item = pl.col("item_id")
    goes_on, went_on = item == item.shift(-1), item == item.shift(1)
    spans = steps.with_columns(
        in_plan=in_plan.cast(pl.Int64),
        is_done=is_done.cast(pl.Int64),
        ends_on=pl.when(goes_on).then(pl.col("day").shift(-1)),
    )

    def moves_by(count: str) -> pl.Expr:
        return pl.col(count) - pl.when(went_on).then(pl.col(count).shift(1)).otherwise(0)

    moves = spans.with_columns(
        **_NO_MOVE | {"scope": moves_by("in_plan"), "done": moves_by("is_done")}
    )
    # A deadline comes on a day of its own, within the span between two events of its item.
    due = (
        spans.filter(pl.col("in_plan") == 1, pl.col("deadline").is_not_null())
        .with_columns(falls_due_on=pl.max_horizontal("day", "deadline"))
        .filter(
            pl.col("falls_due_on") <= until,
            pl.col("ends_on").is_null() | (pl.col("falls_due_on") < pl.col("ends_on")),
        )
    )
    ended = due.filter(pl.col("ends_on").is_not_null())
    came = due.with_columns(day="falls_due_on", **_NO_MOVE | {"due": pl.lit(1, dtype=pl.Int64)})
    went = ended.with_columns(day="ends_on", **_NO_MOVE | {"due": pl.lit(-1, dtype=pl.Int64)})
    return pl.concat([part.select(*of, *_LINES) for part in (moves, came, went)])
