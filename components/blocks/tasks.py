"""The cards of the tasks page: plans, what presses, the course of a plan, its parts, its clears."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from components.blocks.card import Card
from components.course_words import forecast_sentence, method_sentence, pace_sentence
from components.figures.clears_bars import clears_bars, judged, missing
from components.figures.course import Course, course_chart, course_table
from components.figures.marks import origin_line, origin_of
from components.figures.plan_columns import Kept, plan_columns
from components.figures.plan_parts import plan_parts
from components.figures.task_links import TaskLinks
from components.figures.task_list import pressing_list, task_table
from components.figures.timeline import timeline
from components.markup import plain, safe
from components.measures import Row
from components.reader import Reader
from components.sentences import due_sentence
from components.work_filters import Filters

PRESSING_ROWS = 8


def plans_html(
    plans: pl.DataFrame,
    kept: Mapping[str, Kept],
    *,
    chosen: str,
    links: TaskLinks,
    reader: Reader,
) -> str:
    """The plans of PLAN_STATES side by side; they are never added together."""
    return plan_columns(plans, kept, chosen=chosen, links=links, reader=reader)


def pressing_card(items: pl.DataFrame, *, today: date, links: TaskLinks, reader: Reader) -> Card:
    """What is late and what falls due, with the post that answers."""
    return Card(
        title=reader.text("tasks.title_pressing", day=reader.date(today)),
        body=pressing_list(items, links=links, reader=reader, rows=PRESSING_ROWS),
        sentence=due_sentence(items, today=today, reader=reader),
        origin=origin_of(items, reader=reader, note=as_of(today, reader)),
    )


def course_card(course: Course, *, plan: Row, draw: str, reader: Reader) -> Card:
    """The course of one plan (a row of PLAN_STATES) with its pace, its forecast and its numbers."""
    told = (
        ("forecast", forecast_sentence(course, reader=reader)),
        ("pace", pace_sentence(course, reader=reader)),
        ("method", method_sentence(course, reader=reader)),
    )
    words = "".join(
        f'<p class="ioc-{name}-words">{safe(said, limit=600)}</p>' for name, said in told if said
    )
    chart = course_chart(course, draw=draw, reader=reader)
    name = plain(reader.pick(dict(plan), "plan"))
    return Card(
        title=reader.text("tasks.title_course", plan=name),
        body=f"{chart}{words}{course_table(course, reader=reader)}",
        origin=origin_line(
            reader=reader,
            provenances=[plan["provenance"]],
            source=plan,
            note=reader.text("tasks.unit_items"),
        ),
    )


def parts_card(
    items: pl.DataFrame, *, by: str, plan: Row, links: TaskLinks, today: date, reader: Reader
) -> Card:
    """The parts of one plan."""
    name = plain(reader.pick(dict(plan), "plan"))
    return Card(
        title=reader.text("tasks.title_parts", plan=name),
        body=plan_parts(items, by=by, plan=plan["plan"], links=links, reader=reader),
        origin=origin_of(items, reader=reader, note=as_of(today, reader)),
    )


def clears_card(
    items: pl.DataFrame, *, links: TaskLinks, filters: Filters, today: date, reader: Reader
) -> Card:
    """How clearly the work looked at is given out, and which clear is missing most."""
    return Card(
        title=reader.text("tasks.title_clears"),
        body=clears_bars(items, links=links, filters=filters.address(), reader=reader),
        sentence=clears_sentence(items, reader=reader),
        origin=origin_of(items, reader=reader, note=as_of(today, reader)),
    )


def clears_sentence(items: pl.DataFrame, *, reader: Reader) -> str:
    """Which clear is missing most, and of how many that still are to be done."""
    rows = judged(items)
    lacking = missing(rows)
    if not rows.height or not lacking:
        return reader.text("tasks.clears.say_complete" if rows.height else "tasks.clears.none")
    name, count = next(iter(lacking.items()))
    return reader.text(
        "tasks.clears.say",
        clear=reader.text(f"tasks.clear.{name}").lower(),
        count=reader.number(count),
        of=reader.number(rows.height),
    )


def timeline_card(
    items: pl.DataFrame,
    spans: pl.DataFrame,
    *,
    today: date,
    links: TaskLinks,
    reader: Reader,
) -> Card:
    """Open work over time."""
    return Card(
        title=reader.text("tasks.title_timeline"),
        body=timeline(items, spans, today=today, links=links, reader=reader),
        origin=origin_of(items, reader=reader, note=as_of(today, reader)),
    )


def all_card(items: pl.DataFrame, *, today: date, links: TaskLinks, reader: Reader) -> Card:
    """Everything that is looked at, as a table."""
    return Card(
        title=reader.counted("tasks.title_all", items.height),
        body=task_table(items, links=links, reader=reader),
        origin=origin_of(items, reader=reader, note=as_of(today, reader)),
    )


def as_of(today: date, reader: Reader) -> str:
    """The day that everything is told of."""
    return reader.text("blocks.due.as_of", day=reader.date(today))
