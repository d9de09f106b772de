"""How much of one plan is late, where it stands, will it end in time, and what presses?"""

import polars as pl

from components.course_words import forecast_sentence, pace_sentence
from components.figures.course import Course
from components.markup import plain
from components.measures import Row
from components.scenes.ages import aged, look_of
from components.scenes.fitting import GAP, PANEL_SIDES, width_of
from components.scenes.heads import heads, heads_height
from components.scenes.origin import origin_words
from components.scenes.parts import provenance_note, scene_html
from components.scenes.space import Space
from components.scenes.work import (
    course_panel,
    end_statement,
    late_statement,
    open_items_of,
    pressing_panel,
    state_bar,
)
from components.sentences import due_sentence
from domain.data_age import DataAge
from pages.scenes.about import about_of_slot, of_plan
from pages.scenes.ages import Recorded
from pages.scenes.empty import nothing_there
from pages.scenes.scene import Asked, Drawn, Scene
from queries.schemas import PLAN_STATES
from queries.work import plan_states, work_items
from queries.work_progress import burn_up, plan_forecast

# Units of the bar of states; height of the line below it as a share of its type; what presses of
# the width.
BAR, CHIP, PRESSING = 1.4, 1.55, 0.53


def draw(asked: Asked) -> Drawn:
    """The plan of the slot; without one, the plan with most that is late."""
    question, reader = asked.question, asked.reader
    title = reader.text("scenes.work.title")
    plan = _plan_of(asked)
    if plan is None:
        return nothing_there(asked, title, reader.text("scenes_work.no_plan"))
    if not plan["total"]:
        name = plain(reader.pick(dict(plan), "plan"))
        words = reader.text("scenes_work.nothing_of_plan", about=about_of_slot(asked), plan=name)
        return nothing_there(asked, title, words)
    items = asked.fetch(work_items, question).filter(pl.col("plan") == plan["plan"])
    course = _course(asked, plan)
    as_of = reader.text("blocks.due.as_of", day=reader.date(question.today))
    age = Recorded.of(asked).plan(plan)
    said = (
        due_sentence(items, today=question.today, reader=reader),
        forecast_sentence(course, reader=reader),
        pace_sentence(course, reader=reader),
    )
    return Drawn(
        title=title,
        about=of_plan(asked, plain(reader.pick(dict(plan), "plan")), title=title),
        body=_body(asked, plan, items, course, age=age),
        sentence=" ".join(sentence for sentence in said if sentence),
        origin=origin_words(
            [pl.DataFrame([dict(plan)], schema=PLAN_STATES)],
            room=asked.room,
            reader=reader,
            note=as_of,
        ),
        age=age,
        red=plan["overdue"],
    )


def _body(
    asked: Asked, plan: Row, items: pl.DataFrame, course: Course, *, age: DataAge | None
) -> str:
    reader, space = asked.reader, Space.of(asked.room)
    still = open_items_of(items)
    said = (
        aged(late_statement(plan, still, reader=reader), age, reader=reader),
        aged(end_statement(plan, course, reader=reader), age, reader=reader),
    )
    whole = width_of(space)
    states = BAR + CHIP * space.small + GAP
    pressing = pressing_panel(
        still,
        space=space,
        across=whole * PRESSING - GAP / 2 - PANEL_SIDES,
        down=space.high - heads_height(*said, space=space) - states,
        reader=reader,
    )
    note = provenance_note([plan["provenance"]], reader)
    drawn = course_panel(
        course,
        space=space,
        across=whole * (1 - PRESSING) - GAP / 2 - PANEL_SIDES,
        reader=reader,
    )
    inner = (
        f"{heads(*said)}{state_bar(plan, note=note, look=look_of(age), reader=reader)}"
        f'<div class="ioc-scene-two{look_of(age)}">{drawn}{pressing}</div>'
    )
    return scene_html("work", inner, space=space)


def _plan_of(asked: Asked) -> Row | None:
    plans = asked.fetch(plan_states, asked.question)
    if asked.slot.plan:
        plans = plans.filter(pl.col("plan") == asked.slot.plan)
    is_empty = pl.col("total") == 0
    behind = plans.sort(is_empty, -pl.col("overdue"), maintain_order=True)
    return behind.row(0, named=True) if behind.height else None


def _course(asked: Asked, plan: Row) -> Course:
    plan_id = plan["plan_id"]
    forecast = asked.fetch(plan_forecast, asked.question, plan_id=plan_id).to_dicts()
    lines = asked.fetch(burn_up, asked.question, plan_id=plan_id)
    return Course(lines=lines, forecast=forecast[0] if forecast else {})


SCENE = Scene(key="work", draw=draw, over="plan")
