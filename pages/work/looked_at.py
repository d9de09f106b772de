"""What the tasks page and its files look at: the same work, read by the same rules."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from components.figures.course import Course, frozen_ends
from components.figures.plan_columns import Kept
from components.reader import Reader
from components.work_filters import Choose, Filters, chosen_filters, with_codes
from queries.catalogue import eras
from queries.question import Question
from queries.runner import fetch, kept
from queries.schemas import BURN_UP
from queries.work import plan_states, work_items
from queries.work_item import coordinators, plan_versions
from queries.work_progress import (
    KNOWN_NOW,
    KNOWN_THEN,
    burn_up,
    burn_ups,
    plan_forecast,
    recurring_kept,
)


@dataclass(frozen=True)
class LookedAt:
    """`items` are those that `filters` leave of `everything` in scope (see with_codes)."""

    everything: pl.DataFrame
    items: pl.DataFrame
    filters: Filters


def looked_at(asked: Question, *, choose: Choose, reader: Reader) -> LookedAt:
    """The work in scope and what of it was chosen. Raises what `choose` raises."""
    everything = kept(
        "work.with_codes",
        asked,
        make=lambda: with_codes(fetch(work_items, asked), fetch(coordinators, asked)),
    )
    plans = fetch(plan_states, asked)
    filters = chosen_filters(everything, plans, choose=choose, reader=reader)
    return LookedAt(everything, filters.holds(everything), filters)


def plan_in_focus(plans: pl.DataFrame, filters: Filters) -> str:
    """The plan whose course is drawn: the chosen one, else the one with most that is late."""
    if filters.plan or plans.is_empty():
        return filters.plan
    behind = plans.sort("overdue", descending=True, maintain_order=True)
    return str(behind["plan"][0])


def course_of(
    asked: Question,
    seen: LookedAt,
    *,
    plan: str,
    known: str = KNOWN_NOW,
    one_of_all: bool = False,
    reader: Reader,
) -> Course:
    """Lines, forecast and marks of `plan`, or of the part of it that is looked at.

    one_of_all: of whole plans, for who tells of every plan: their lines are asked for at once.
    """
    plans = fetch(plan_states, asked)
    plan_id = plans.row(by_predicate=pl.col("plan") == plan, named=True)["plan_id"]
    part = {
        "plan_id": plan_id,
        "group": seen.filters.group or None,
        "phase": seen.filters.phase or None,
        "lead_unit_id": _lead_id(seen),
    }

    def lines_as(known: str) -> pl.DataFrame:
        if not one_of_all:
            return fetch(burn_up, asked, **part, known=known)
        lines = fetch(burn_ups, asked, known=known)
        return lines.filter(pl.col("plan_id") == plan_id).select(BURN_UP.names())

    lines = lines_as(known)
    forecast = fetch(plan_forecast, asked, **part).to_dicts()
    marks = _marks(asked, plan, lines, reader=reader) if lines.height else ()
    frozen = frozen_ends(lines_as(KNOWN_THEN))
    return Course(lines=lines, forecast=forecast[0] if forecast else {}, marks=marks, frozen=frozen)


def kept_by_plan(asked: Question) -> dict[int, Kept]:
    """What recurs in each plan (its id) in the last month that is over, on its last day too."""
    over = (asked.today + timedelta(days=1)).replace(day=1) - timedelta(days=1)
    month = over.replace(day=1)
    rows = fetch(recurring_kept, asked, months=(month,))
    return {
        of_plan["plan_id"][0]: Kept.of(of_plan, month=month)
        for of_plan in rows.partition_by("plan_id")
    }


def _lead_id(seen: LookedAt) -> int | None:
    if not seen.filters.lead:
        return None
    led = seen.everything.filter(pl.col("lead") == seen.filters.lead)["lead_unit_id"].drop_nulls()
    return int(led[0]) if len(led) else None


def _marks(
    asked: Question, plan: str, lines: pl.DataFrame, *, reader: Reader
) -> tuple[tuple[date, str], ...]:
    """Revisions of the plan, and reforms of the units, within the days of the lines: none ahead."""
    first = lines["day"][0]
    versions = fetch(plan_versions, asked).filter(pl.col("plan") == plan)
    marks = [
        (
            row["starts_on"],
            reader.text(
                "tasks.course.revised",
                version=row["version"],
                items=reader.number(row["items"]),
            ),
        )
        for row in versions.to_dicts()[1:]
    ]
    reforms = fetch(eras, replace(asked, unit_id=None, era=None))["starts_on"].to_list()
    marks += [
        (day, reader.text("tasks.course.reform", day=reader.date(day)))
        for day in reforms
        if first < day <= asked.today
    ]
    return tuple(sorted(marks))
