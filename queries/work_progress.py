"""How plans got where they are: lines of scope and done, what recurs, and when it may end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, Select, and_, select

from domain import work as rules
from domain.forecast import forecast
from domain.work_known_then import timeline_as_known
from queries.conditions import counts
from queries.frames import frame, joined
from queries.question import Question
from queries.schemas import BURN_UP, BURN_UPS, PLAN_FORECAST, RECURRING_KEPT
from queries.work_moves import (
    BARE_ITEMS,
    PART_ITEMS,
    STANDING_ITEMS,
    moved_items,
    moved_items_as_told,
)
from queries.work_rows import (
    items_as_changed,
    led_in_scope,
    newest_versions,
    seen_in_counts,
)
from queries.work_settings import days_off
from queries.work_standing import standing, standing_of
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
_FORECAST_ITEMS = joined(PART_ITEMS, joined(STANDING_ITEMS, without=PART_ITEMS))
_PLAN_TIMES = pl.Schema({"plan_id": pl.Int64, "starts_on": pl.Date, "ends_on": pl.Date})


@dataclass(frozen=True)
class Part:
    """Part of the work: a plan, or within it a group (code), a phase or what one unit leads."""

    plan_id: int
    group: str | None = None
    phase: str | None = None
    lead_unit_id: int | None = None

    def counted(self, asked: Question) -> ColumnElement[bool]:
        """The items of its plan that count for `asked`."""
        return and_(seen_in_counts(asked), work_item.c.plan_id == self.plan_id)

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
    items, moves = _moved(conn, part.counted(asked), asked, known=known, columns=PART_ITEMS)
    held = _of_part(conn, asked, part, items)
    return _lines(conn, asked, held, moves, known=known).select(BURN_UP.names())


def burn_ups(conn: Connection, asked: Question, *, known: str = KNOWN_NOW) -> pl.DataFrame:
    """The `burn_up` of every plan, in one question.

    Grain: as burn_up, plan by plan, by id; a plan without items that end has no rows. Schema:
    schemas.BURN_UPS. Source, honours: as burn_up. Empty: out of scope, or no items.
    """
    items, moves = _moved(conn, seen_in_counts(asked), asked, known=known, columns=BARE_ITEMS)
    return _lines(conn, asked, items, moves, known=known).select(BURN_UPS.names())


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
    meet is the plan's end, else the latest deadline of its items that are not cancelled.
    Source: plan, work_item, work_event. Honours: as `burn_up`.
    """
    part = Part(plan_id, group, phase, lead_unit_id)
    seen = part.counted(asked)
    items, moves = moved_items(conn, seen, asked, columns=_FORECAST_ITEMS)
    items = _of_part(conn, asked, part, items)
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
    states = standing_of(ending, moves, on=asked.today, days_off=days_off(conn, asked))
    row = times.row(0, named=True)
    latest = states.filter(pl.col("state") != "cancelled")["deadline"].max()
    due_on = row["ends_on"] or (latest if isinstance(latest, date) else None)
    remaining = int(states["state"].is_in(_OPEN).sum())
    found = forecast(
        states["accepted_on"].drop_nulls().to_list(),
        remaining=remaining,
        since=row["starts_on"],
        today=asked.today,
        due_on=due_on,
    )
    told = {"remaining": remaining, "due_on": due_on, **vars(found)}
    return pl.DataFrame([told], schema=PLAN_FORECAST)


def recurring_kept(
    conn: Connection, asked: Question, *, months: Sequence[date] = ()
) -> pl.DataFrame:
    """What recurs in the plans and whether it was kept in each of `months` (default: this month).

    months: any day of each. Grain: one row per month and recurring item that is not cancelled,
    plan by plan, by code. Schema: schemas.RECURRING_KEPT; outcome: kept, missed, or null while
    nothing was told. A period counts for the month in which it ends; of an item with a longer
    rhythm none may end in the month: its is_due is false then.
    Source: work_item, work_event. Honours: scope (of units that lead or coordinate), as_of,
    unit_id, today. Empty: nothing recurs, or out of scope.
    """
    seen = and_(led_in_scope(asked), work_item.c.kind == "recurring")
    states = standing(conn, seen, asked).filter(pl.col("state") == "recurring")
    items = items_as_changed(conn, seen, asked).join(
        states.select("item_id"), on="item_id", how="semi"
    )
    firsts = sorted({day.replace(day=1) for day in months or (asked.today,)})
    return (
        pl.DataFrame({"month": firsts}, schema={"month": pl.Date})
        .join(items, how="cross", maintain_order="left_right")
        .join(_newest_words(conn, asked, seen), on=["item_id", "month"], how="left")
        .with_columns(is_due=_ends_in_month() | pl.col("outcome").is_not_null())
        .select(RECURRING_KEPT.names())
    )


def _newest_words(conn: Connection, asked: Question, seen: ColumnElement[bool]) -> pl.DataFrame:
    """Of each item and month the last period that ends in it, and whether it was kept."""
    told = frame(conn, _kept_events(asked, seen), _KEPT)
    return (
        rules.kept_periods(told, until=asked.today)
        .with_columns(month=pl.col("period_end").dt.month_start())
        .group_by("item_id", "month", maintain_order=True)
        .last()
    )


def _ends_in_month() -> pl.Expr:
    """Whether a period of the item's rhythm ends in the month."""
    every = {"quarter": 3, "half_year": 6, "year": 12}
    months = pl.col("recurrence").replace_strict(every, default=1, return_dtype=pl.Int64)
    return pl.col("month").dt.month().cast(pl.Int64) % months == 0


def _moved(
    conn: Connection,
    seen: ColumnElement[bool],
    asked: Question,
    *,
    known: str,
    columns: pl.Schema,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    read = moved_items_as_told if known == KNOWN_THEN else moved_items
    return read(conn, seen, asked, columns=columns)


def _lines(
    conn: Connection, asked: Question, items: pl.DataFrame, moves: pl.DataFrame, *, known: str
) -> pl.DataFrame:
    """Columns of BURN_UPS."""
    recurs, of_plan = pl.col("kind") == "recurring", items.select("item_id", "plan_id")
    timeline = timeline_as_known if known == KNOWN_THEN else rules.timeline
    # A deadline in the holidays comes when it can be met, as in the flags of the items.
    met_by = rules.met_by(pl.col("deadline"), days_off(conn, asked))
    steps = (
        timeline(items.filter(~recurs), moves, until=asked.today)
        .join(of_plan, on="item_id", maintain_order="left")
        .with_columns(deadline=met_by)
    )
    # Whether one that recurs is still in the plan is said by the same events.
    recurring = (
        rules.states(items.filter(recurs), moves, on=asked.today)
        .filter(pl.col("state") == "recurring")
        .join(of_plan, on="item_id")
        .group_by("plan_id")
        .agg(recurring=pl.len().cast(pl.Int64))
    )
    return (
        rules.lines_of(steps, until=asked.today, of=["plan_id"])
        .join(recurring, on="plan_id", how="left", maintain_order="left")
        .with_columns(pl.col("recurring").fill_null(0))
    )


def _of_part(conn: Connection, asked: Question, part: Part, items: pl.DataFrame) -> pl.DataFrame:
    """Those of the plan's `items` that belong to the part."""
    if part.lead_unit_id is None:
        return part.holds(items)
    # Who leads may have changed; what else makes a part of a plan stays as the plan gave it.
    led = part.holds(items_as_changed(conn, part.counted(asked), asked))
    return items.join(led, on="item_id", how="semi")


def _kept_events(asked: Question, seen: ColumnElement[bool]) -> Select[Any]:
    return select(
        work_event.c.id.label("event_id"),
        work_event.c.work_item_id.label("item_id"),
        work_event.c.event_type,
        work_event.c.happened_on,
        work_event.c.period_start,
        work_event.c.period_end,
    ).where(
        work_event.c.work_item_id.in_(
            select(work_item.c.id).where(work_item.c.plan_id.in_(newest_versions(asked)), seen)
        ),
        work_event.c.event_type.in_(["kept", "missed"]),
        counts(work_event, asked),
    )
