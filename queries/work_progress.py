"""How plans got where they are: lines of scope and done, what recurs, and when it may end."""

from dataclasses import dataclass
from datetime import date

import polars as pl
from sqlalchemy import ColumnElement, Connection, and_, select

from domain import work as rules
from domain.forecast import forecast
from domain.periods import Period, month_period
from domain.work_known_then import timeline_as_known
from queries.conditions import counts
from queries.frames import frame
from queries.question import Question
from queries.schemas import BURN_UP, PLAN_FORECAST, RECURRING_KEPT
from queries.work import standing_items
from queries.work_rows import (
    items_and_events,
    led_in_scope,
    newest_versions,
    seen_in_counts,
)
from store.tables import plan, work_event, work_item

KNOWN_NOW, KNOWN_THEN = "now", "then"
_OPEN = ("not_started", "in_progress", "submitted")
_KEPT = pl.Schema(
    {
        "event_id": pl.Int64,
        "item_id": pl.Int64,
        "event_type": pl.String,
        "happened_on": pl.Date,
        "period_start": pl.Date,
        "period_end": pl.Date,
    }
)
_PLAN_TIMES = pl.Schema({"plan_id": pl.Int64, "starts_on": pl.Date, "ends_on": pl.Date})


@dataclass(frozen=True)
class Part:
    """Part of the work: a plan, or within it a group (code), a phase or what one unit leads."""

    plan_id: int
    group: str | None = None
    phase: str | None = None
    lead_unit_id: int | None = None

    def holds(self, items: pl.DataFrame) -> pl.DataFrame:
        """The items of `items` that belong to the part."""
        wanted = {"group": self.group, "phase": self.phase, "lead_unit_id": self.lead_unit_id}
        chosen = [pl.col(name) == value for name, value in wanted.items() if value is not None]
        return items.filter(*chosen) if chosen else items


def burn_up(
    conn: Connection,
    asked: Question,
    *,
    plan_id: int,
    group: str | None = None,
    phase: str | None = None,
    lead_unit_id: int | None = None,
    known: str = KNOWN_NOW,
) -> pl.DataFrame:
    """How a plan, or a part of it, grew, how much was done and how much was due, up to asked.today.

    Grain: one row per day on which a line moved, oldest first, and one for today; days in between
    are as the day before. Schema: schemas.BURN_UP (items). Recurring items are left out of
    the lines and counted in `recurring`, as in `plan_states`. `known`: "now" draws the past as it
    is known today, "then" as it was known on each day, which no later word moves.
    Source: work_item, work_event. Honours: scope (any in the province: the lines are totals),
    as_of, unit_id (items it leads or coordinates), today. Empty: out of scope, or no items.
    """
    part = Part(plan_id, group, phase, lead_unit_id)
    items, events = _of_part(conn, asked, part)
    recurring = (standing_items(conn, items, events, asked)["state"] == "recurring").sum()
    ending = items.filter(pl.col("kind") != "recurring")
    timeline = timeline_as_known if known == KNOWN_THEN else rules.timeline
    steps = timeline(ending, rules.moving_lines(events), until=asked.today)
    lines = rules.lines_of(steps, until=asked.today)
    return lines.with_columns(recurring=pl.lit(recurring, dtype=pl.Int64)).select(BURN_UP.names())


def plan_forecast(
    conn: Connection,
    asked: Question,
    *,
    plan_id: int,
    group: str | None = None,
    phase: str | None = None,
    lead_unit_id: int | None = None,
) -> pl.DataFrame:
    """When what is open of a plan, or of a part of it, may be done: domain.forecast.

    Grain: one row, none out of scope. Schema: schemas.PLAN_FORECAST; chance is 0-1. The date to
    meet is the plan's end, else the latest deadline of its items.
    Source: plan, work_item, work_event. Honours: as `burn_up`.
    """
    part = Part(plan_id, group, phase, lead_unit_id)
    items, events = _of_part(conn, asked, part)
    times = frame(
        conn,
        select(plan.c.id.label("plan_id"), plan.c.starts_on, plan.c.ends_on).where(
            plan.c.id == plan_id
        ),
        _PLAN_TIMES,
    )
    if items.is_empty() or times.is_empty():
        return pl.DataFrame(schema=PLAN_FORECAST)
    ending = items.filter(pl.col("kind") != "recurring")
    standing = standing_items(conn, ending, events, asked)
    row = times.row(0, named=True)
    latest = standing["deadline"].max()
    due_on = row["ends_on"] or (latest if isinstance(latest, date) else None)
    remaining = int(standing["state"].is_in(_OPEN).sum())
    found = forecast(
        standing["accepted_on"].drop_nulls().to_list(),
        remaining=remaining,
        since=row["starts_on"],
        today=asked.today,
        due_on=due_on,
    )
    told = {"remaining": remaining, "due_on": due_on, **vars(found)}
    return pl.DataFrame([told], schema=PLAN_FORECAST)


def recurring_kept(
    conn: Connection, asked: Question, *, plan_id: int, month: date | None = None
) -> pl.DataFrame:
    """What recurs in a plan and whether it was kept in the month of `month` (default: of today).

    Grain: one row per recurring item that is not cancelled, by code. Schema:
    schemas.RECURRING_KEPT; outcome: kept, missed, or null while nothing was told. A period counts
    for the month in which it ends; of an item with a longer rhythm none may end in the month: its
    is_due is false then.
    Source: work_item, work_event. Honours: scope (of units that lead or coordinate), as_of,
    unit_id, today. Empty: nothing recurs, or out of scope.
    """
    day = month or asked.today
    period = month_period(day.year, day.month)
    mine = and_(led_in_scope(asked), work_item.c.plan_id == plan_id)
    items, events = items_and_events(conn, asked, mine)
    recurring = items.filter(pl.col("kind") == "recurring")
    standing = standing_items(conn, recurring, events, asked).filter(pl.col("state") == "recurring")
    kept = rules.kept_periods(_kept_events(conn, asked, plan_id), until=asked.today).filter(
        pl.col("period_end").is_between(period.start, period.end)
    )
    newest = kept.group_by("item_id", maintain_order=True).last()
    return (
        standing.join(newest, on="item_id", how="left", maintain_order="left")
        .with_columns(is_due=_ends_in(period) | pl.col("outcome").is_not_null())
        .select(RECURRING_KEPT.names())
    )


def _ends_in(period: Period) -> pl.Expr:
    """Whether a period of the item's rhythm ends in the month `period`."""
    every = {"quarter": 3, "half_year": 6, "year": 12}
    months = pl.col("recurrence").replace_strict(every, default=1, return_dtype=pl.Int64)
    return (pl.lit(period.end.month) % months) == 0


def _of_part(conn: Connection, asked: Question, part: Part) -> tuple[pl.DataFrame, pl.DataFrame]:
    mine = and_(seen_in_counts(asked), work_item.c.plan_id == part.plan_id)
    items, events = items_and_events(conn, asked, mine, only_counted=True)
    held = part.holds(items)
    return held, events.join(held.select("item_id"), on="item_id", how="semi")


def _kept_events(conn: Connection, asked: Question, plan_id: int) -> pl.DataFrame:
    of_plan: ColumnElement[bool] = and_(
        work_item.c.plan_id == plan_id,
        work_item.c.plan_id.in_(newest_versions(asked)),
        led_in_scope(asked),
    )
    statement = select(
        work_event.c.id.label("event_id"),
        work_event.c.work_item_id.label("item_id"),
        work_event.c.event_type,
        work_event.c.happened_on,
        work_event.c.period_start,
        work_event.c.period_end,
    ).where(
        work_event.c.work_item_id.in_(select(work_item.c.id).where(of_plan)),
        work_event.c.event_type.in_(["kept", "missed"]),
        counts(work_event, asked),
    )
    return frame(conn, statement, _KEPT)
