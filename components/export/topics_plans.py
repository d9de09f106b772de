"""Each plan with its course, the pilot models, the bottlenecks."""

from collections.abc import Mapping, Sequence

import polars as pl

from components.bottleneck_standing import stand_of, waiting_for_decision
from components.course_words import forecast_sentence, pace_sentence
from components.export.parts import Column, Grid, Topic
from components.export.series import course_lines
from components.export.told_origin import origin_told, origin_words
from components.figures.bottlenecks import LEADERS_RUNG, days, kind_word, rung_word
from components.figures.course import Course
from components.figures.due_list import who_leads
from components.figures.pilot_models import (
    FINISHED,
    LOOKS,
    Obstacles,
    counts_of,
    next_step,
    stage_word,
)
from components.markup import plain
from components.measures import Row
from components.reader import NO_VALUE, Reader
from components.sentences import burn_up_sentence, plan_sentence
from domain.pilot_models import STAGES

TITLE_LENGTH, WHO_LENGTH, STEP_LENGTH = 400, 160, 400


def plan_topic(plan: Row, course: Course, *, reader: Reader) -> Topic:
    """One plan of PLAN_STATES: counts, burn-up with its real numbers, pace and forecast."""
    name = plain(reader.pick(dict(plan), "plan"))
    lines = course_lines(course, name=name, reader=reader)
    counts = plan_sentence(plan, reader=reader)
    said = [
        counts[:1].upper() + counts[1:],
        burn_up_sentence(course.lines, plan=plan, reader=reader),
    ]
    said += [pace_sentence(course, reader=reader)]
    forecast = forecast_sentence(course, reader=reader) if lines else ""
    return Topic(
        key=f"plan-{plan['plan']}",
        title=name,
        sentences=[sentence for sentence in said[:2] if sentence],
        parts=[lines] if lines else [],
        origin=origin_words(
            provenances=[plan["provenance"]] if plan["provenance"] else [],
            source=plan,
            reader=reader,
        ),
        notes=[sentence for sentence in (*said, forecast) if sentence],
    )


def models_topic(models: pl.DataFrame, *, obstacles: Obstacles, reader: Reader) -> Topic:
    """PILOT_MODELS: how many stand where; those not finished first, each with its next step."""
    counts = counts_of(models)
    finished = sum(counts[stage] for stage in FINISHED)
    said = reader.text(
        "pilot_models.sentence",
        models=reader.counted("pilot_models.models", models.height),
        finished=reader.number(finished),
        running=reader.number(counts["running"]),
        not_started=reader.number(counts["not_started"]),
    )
    order = {stage: place for place, stage in enumerate(STAGES)}
    rows = sorted(
        models.to_dicts(),
        key=lambda row: (order[row["stage"]], row["days_left"] is None, row["days_left"] or 0),
    )
    columns = [
        Column(heading=reader.text("exports.column.stage"), share=1.5),
        Column(heading=reader.text("exports.column.model"), share=3.6),
        Column(heading=reader.text("exports.column.lead"), share=2.0),
        Column(heading=reader.text("exports.column.next_step"), share=2.6),
    ]
    return Topic(
        key="models",
        title=reader.text("exports.topic.models"),
        sentences=[said] if rows else [],
        parts=[
            Grid(
                name=reader.text("exports.topic.models"),
                columns=columns,
                rows=[_model(row, obstacles, reader) for row in rows],
                tones=[LOOKS[row["stage"]][0] for row in rows],
                empty=reader.text("pilot_models.none"),
            )
        ],
        origin=_origin(models, reader),
        notes=[said] if rows else [],
    )


def _model(row: Row, obstacles: Obstacles, reader: Reader) -> Sequence[str]:
    lead, post = who_leads(row, reader)
    return (
        stage_word(row["stage"], reader),
        plain(f"{row['item']} · {reader.pick(dict(row), 'title')}", limit=TITLE_LENGTH),
        plain(lead or post, limit=WHO_LENGTH),
        plain(next_step(row, obstacles, reader)[0], limit=STEP_LENGTH),
    )


def bottlenecks_topic(bottlenecks: pl.DataFrame, rules: pl.DataFrame, *, reader: Reader) -> Topic:
    """The open ones of BOTTLENECKS, the most pressing first."""
    stand = stand_of(bottlenecks, rules)
    waiting = waiting_for_decision(bottlenecks, level=LEADERS_RUNG).height
    said = reader.text(
        "bottlenecks.sentence",
        open=reader.counted("bottlenecks.open", stand.open),
        over=reader.number(stand.over),
        waiting=reader.number(waiting),
    )
    still = bottlenecks.filter("is_open")
    columns = [
        Column(heading=reader.text("exports.column.bottleneck"), share=3.4),
        Column(heading=reader.text("exports.column.rung"), share=2.0),
        Column(heading=reader.text("exports.column.age"), share=1.3, is_number=True),
        Column(heading=reader.text("exports.column.over"), share=1.3, is_number=True),
        Column(heading=reader.text("exports.column.next_step"), share=2.6),
    ]
    return Topic(
        key="bottlenecks",
        title=reader.text("exports.topic.bottlenecks"),
        sentences=[said] if stand.known else [],
        parts=[
            Grid(
                name=reader.text("exports.topic.bottlenecks"),
                columns=columns,
                rows=[_bottleneck(row, reader) for row in still.to_dicts()],
                tones=[
                    "bad" if (row["days_over"] or 0) > 0 else "warning" for row in still.to_dicts()
                ],
                empty=reader.text("exports.nothing.bottlenecks"),
            )
        ],
        origin=_origin(still, reader),
        notes=[said] if stand.known else [],
    )


def _bottleneck(row: Row, reader: Reader) -> Sequence[str]:
    fields: Mapping[str, object] = row
    over = row["days_over"]
    title = f"{kind_word(row['kind'], reader)}: {reader.pick(dict(fields), 'title')}"
    return (
        plain(title, limit=TITLE_LENGTH),
        rung_word(row["rung"], reader),
        days(row["age"], reader),
        days(over, reader) if over and over > 0 else NO_VALUE,
        plain(reader.pick(dict(fields), "next_step"), limit=STEP_LENGTH) or NO_VALUE,
    )


def _origin(rows: pl.DataFrame, reader: Reader) -> str:
    return origin_told(rows, reader=reader) if rows.height else ""
