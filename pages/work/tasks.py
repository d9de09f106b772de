"""Who is late, since when, who answers, and does each plan still end in time?

For: leaders (what is late and which post answers), staff (what falls due, what is not started,
which clear is missing), approvers and editors (a new task).
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

import polars as pl
import streamlit as st

from assets.addresses import FOLDER
from components.blocks.card import Card, card_html, show_card, show_title
from components.blocks.download import show_download
from components.blocks.tasks import (
    all_card,
    clears_card,
    course_card,
    parts_card,
    plans_html,
    pressing_card,
    timeline_card,
)
from components.figures.course import DOWN, UP
from components.figures.plan_parts import GROUP, LEAD, ways
from components.figures.task_links import TaskLinks
from components.state import admitted, choose, chosen, current_screen, forget
from components.work_filters import PARAMETERS
from pages.work.item_form import show_new_item
from pages.work.looked_at import course_of, kept_by_plan, looked_at, plan_in_focus
from queries.runner import fetch, kept
from queries.work import plan_states
from queries.work_item import work_spans
from queries.work_progress import KNOWN_NOW, KNOWN_THEN
from store.entry import ENTERS, JUDGES

Made = TypeVar("Made")
CARD_HEIGHT, FOOT_HEIGHT = 448, 330
FILTER_WIDTH, SWITCH_WIDTH = 190, 180
# What means nothing in another plan.
OF_A_PLAN = ("group", "phase", "by")

screen = current_screen()
asked, reader, today = screen.question, screen.reader, screen.question.today
links = TaskLinks(screen.province.slug, asked.period.code, reader.language, asked.at)
plans = fetch(plan_states, asked)


def choose_filter(parameter: str, options: Mapping[str, Any], *, default: str) -> str:
    """One filter of the line; one that offers nothing is only checked."""
    code = chosen(parameter, options=options, default=default)
    if len(options) <= 2 and code == default:
        return code
    label = reader.text(f"tasks.filter.{parameter}")
    forgets = OF_A_PLAN if parameter == "plan" else ()
    return choose(
        parameter,
        label,
        options=options,
        default=default,
        width=FILTER_WIDTH,
        forgets=forgets,
    )


def switch(parameter: str, codes: tuple[str, ...]) -> tuple[str, Callable[[], None]]:
    """What the address says of a switch of a card, checked at once, and its select box."""
    names = {code: reader.text(f"tasks.{parameter}.{code}") for code in codes}
    label = reader.text(f"tasks.filter.{parameter}")
    code = chosen(parameter, options=names, default=codes[0])

    def draw() -> None:
        choose(parameter, label, options=names, default=codes[0], width=SWITCH_WIDTH)

    return code, draw


st.html(FOLDER / "tasks.css")
with st.container(key="tasks_filters", horizontal=True, vertical_alignment="center", gap="small"):
    seen = looked_at(asked, choose=choose_filter, reader=reader)
    filters = seen.filters
    if any(name in st.query_params for name in PARAMETERS):
        words = reader.text("tasks.forget")
        st.button(words, on_click=forget, args=(*PARAMETERS, *OF_A_PLAN), key="forget_filters")
    show_download("plans", screen=screen)
download = partial(show_download, screen=screen, **filters.address())


def made(name: str, make: Callable[[], Made], *look: str) -> Made:
    """The finished part `name` of this page, for what is looked at."""
    narrowed = repr(sorted(filters.address().items()))
    return kept(f"tasks.{name}", asked, reader.language, narrowed, *look, make=make)


def all_plans() -> str:
    """The plans side by side."""
    of_plan = kept_by_plan(asked)
    recurring = {
        row["plan"]: of_plan[row["plan_id"]]
        for row in plans.to_dicts()
        if row["plan_id"] in of_plan
    }
    return plans_html(plans, recurring, chosen=filters.plan, links=links, reader=reader)


def show_course(plan: Mapping[str, Any]) -> None:
    """The course of one plan, with its switches."""
    known, choose_known = switch("known", (KNOWN_NOW, KNOWN_THEN))
    drawn, choose_draw = switch("draw", (UP, DOWN))

    def course() -> Card:
        lines = course_of(asked, seen, plan=plan["plan"], known=known, reader=reader)
        return course_card(lines, plan=plan, draw=drawn, reader=reader)

    def control() -> None:
        choose_known()
        choose_draw()
        shown = filters.address() | {"plan": plan["plan"], "known": known}
        show_download("burn_up", screen=screen, **shown)

    card = made("course", course, plan["plan"], known, drawn)
    show_card(card, key="course", height=CARD_HEIGHT, control=control, grows=True)


def show_parts(plan: Mapping[str, Any]) -> None:
    """The parts of one plan, in the way the reader has chosen."""
    items = seen.everything.filter(pl.col("plan") == plan["plan"])
    offered = ways(items) or [GROUP]
    if plans.height == 1 and LEAD in offered and offered[0] == GROUP:
        # The only plan of a province, without phases: first of all it says who was told what.
        offered.sort(key=lambda way: way != LEAD)
    by, choose_by = switch("by", tuple(offered))
    card = made(
        "parts",
        lambda: parts_card(items, by=by, plan=plan, links=links, today=today, reader=reader),
        plan["plan"],
        by,
    )

    def control() -> None:
        choose_by()
        show_download("tasks", screen=screen, plan=plan["plan"])

    show_card(card, key="parts", height=FOOT_HEIGHT, control=control, grows=True)


def show_tall(name: str, card: Card) -> None:
    """A card as high as what it shows."""
    with st.container(key=f"tall_{name}", border=False, gap=None):
        show_title(card.title, key=name, control=partial(download, "tasks"))
        st.html(card_html(card))


with st.container(key="tasks_plans"):
    st.html(made("plans", all_plans))
focus = plan_in_focus(plans, filters)
plan = next((row for row in plans.to_dicts() if row["plan"] == focus), None)
with st.container(key="tasks_main"):
    pressing = made(
        "pressing", lambda: pressing_card(seen.items, today=today, links=links, reader=reader)
    )
    tasks_file = partial(download, "tasks")
    show_card(pressing, key="pressing", height=CARD_HEIGHT, control=tasks_file, grows=True)
    if plan is not None:
        show_course(plan)
with st.container(key="tasks_foot"):
    if plan is not None:
        show_parts(plan)
    clear = made(
        "clears",
        lambda: clears_card(seen.items, links=links, filters=filters, today=today, reader=reader),
    )
    show_card(clear, key="clears", height=FOOT_HEIGHT, control=tasks_file, grows=True)
show_tall(
    "timeline",
    made(
        "timeline",
        lambda: timeline_card(
            seen.items, fetch(work_spans, asked), today=today, links=links, reader=reader
        ),
    ),
)
show_tall("all", made("all", lambda: all_card(seen.items, today=today, links=links, reader=reader)))
if admitted().role in JUDGES and plans.height:
    show_new_item(plans, screen=screen, links=links)
elif admitted().role in ENTERS and plans.height:
    st.caption(reader.text("tasks.new.who"))
