"""Of the pilot models, how many are done, running, not begun, what moved, and what holds them up?

Indicators: MHI01-MHI03. For: leaders (counts, what moved since the meeting, who must speed up),
staff (board and table, the history of one model, entering what happened to it).
"""

from collections.abc import Callable
from datetime import date
from functools import partial

import polars as pl
import streamlit as st

from assets.addresses import FOLDER
from components.blocks.card import Card, card_frame, show_card, show_title
from components.blocks.download import show_download
from components.blocks.pilot_models import (
    Models,
    board_card,
    facts_card,
    history_card,
    moved_card,
    speed_up_card,
    stand_card,
    table_card,
)
from components.measures import Row
from components.state import choose, chosen, current_screen, forget
from components.ways import way_to
from pages.work.model_entry import may_add, show_model_entry, show_new_model
from pages.work.obstacles import obstacles_of_items
from pages.work.since import days_to_look_back_to
from queries.pilot_models import pilot_models
from queries.runner import fetch, kept
from queries.work import plan_states
from queries.work_item import coordinators, work_history

STAND_HEIGHT, MAIN_HEIGHT, ONE_HEIGHT = 236, 750, 930
VIEWS = ("board", "table", "next")
# The form for a new model in place of the board.
NEW = "new"

screen = current_screen()
asked, reader = screen.question, screen.reader
unit = st.query_params.get("unit", "")


def models_of(plan: str, since: date) -> Models:
    """All about the models of the plan with the code `plan`."""
    rows = every.filter(pl.col("plan") == plan)
    states = fetch(plan_states, asked).filter(pl.col("plan") == plan).to_dicts()
    named = (
        fetch(coordinators, asked)
        .group_by("work_item_id", maintain_order=True)
        .agg(pl.col(f"coordinator_{reader.language}").str.join(", "))
    )
    return Models(
        rows=rows,
        plan=states[0] if states else None,
        obstacles=obstacles_of_items(asked),
        helpers=dict(named.iter_rows()),
        since=since,
        today=asked.today,
    )


def way(row: Row) -> str:
    """The address of one model."""
    return way_to(
        "pilot_models",
        screen=screen,
        unit=unit,
        plan=st.query_params.get("plan", ""),
        since=st.query_params.get("since", ""),
        model=row["item"],
    )


def card(name: str, make: Callable[[], Card]) -> Card:
    """The finished card `name` of this page in the reader's language."""
    look = (
        reader.language,
        plan,
        since,
        *(st.query_params.get(one, "") for one in ("plan", "since")),
    )
    return kept(f"pilot_models.{name}", asked, *look, make=make)


def choose_since() -> None:
    """Since when."""
    choose(
        "since", reader.text("pilot_models.since"), options=since_options, default=newest, width=232
    )


def choose_view() -> None:
    """Board, table, or what must speed up; and the files."""
    with st.container(key="models_tools", horizontal=True, vertical_alignment="center"):
        choose(
            "view",
            reader.text("pilot_models.view"),
            options=view_options,
            default="board",
            width=204,
        )
        files()
        if may_add() and models.plan is not None:
            st.button(
                reader.text("pilot_models.new"),
                icon=":material/add:",
                key="models_new",
                on_click=st.query_params.update,
                args=({"view": NEW},),
            )


def show_new() -> None:
    """The form for a model that is not in the plan yet."""
    assert models.plan is not None

    def back() -> None:
        st.button(
            reader.text("pilot_models.back"),
            icon=":material/arrow_back:",
            key="models_back",
            on_click=forget,
            args=("view",),
        )

    with card_frame(key="models_new", height=MAIN_HEIGHT, grows=True):
        show_title(reader.text("pilot_models.new_heading"), key="models_new", control=back)
        with st.container(key="models_form"):
            show_new_model(models.plan, models.rows, screen=screen)


def choose_plan() -> None:
    """Which plan, where there are several; they are never added together."""
    with st.container(key="models_plan", horizontal=True, vertical_alignment="center"):
        if len(plans) > 1:
            choose("plan", reader.text("pilot_models.plan"), options=plans, default=plan, width=340)
        files()


def show_all() -> None:
    """How many stand where and what moved; below them the models as they are looked at."""
    with st.container(key="models_head"):
        show_card(
            card("stand", lambda: stand_card(models, reader=reader)),
            key="models_stand",
            height=STAND_HEIGHT,
            control=choose_plan,
        )
        show_card(
            card("moved", lambda: moved_card(models, way=way, reader=reader)),
            key="models_moved",
            height=STAND_HEIGHT,
            control=choose_since,
        )
    if view == NEW:
        show_new()
        return
    make = {"board": board_card, "table": table_card, "next": speed_up_card}[view]
    show_card(
        card(view, lambda: make(models, way=way, reader=reader)),
        key="models_main",
        height=MAIN_HEIGHT,
        control=choose_view,
        grows=True,
    )


def show_one(row: Row) -> None:
    """One model: what is known, what happened, and the form for what happened next."""

    def back() -> None:
        st.button(
            reader.text("pilot_models.back"),
            icon=":material/arrow_back:",
            key="models_back",
            on_click=forget,
            args=("model",),
        )

    events = fetch(work_history, asked, work_item_id=row["work_item_id"])
    with st.container(key="models_one"):
        facts = card(f"facts_{row['item']}", lambda: facts_card(row, models, reader=reader))
        show_card(facts, key="models_facts", height=ONE_HEIGHT, control=back, grows=True)
        told = card(f"history_{row['item']}", lambda: history_card(events, reader=reader))
        show_card(told, key="models_history", height=ONE_HEIGHT, grows=True)
        with card_frame(key="models_entry", height=ONE_HEIGHT, grows=True):
            show_title(reader.text("pilot_models.entry_title"), key="models_entry")
            with st.container(key="models_form"):
                show_model_entry(row, screen=screen)


since_options, newest = days_to_look_back_to(asked, reader, also=st.query_params.get_all("since"))
since = chosen("since", options=since_options, default=newest)
every = fetch(pilot_models, asked, since=date.fromisoformat(since))
names = every.unique("plan", maintain_order=True).to_dicts()
plans = {row["plan"]: reader.pick(row, "plan") for row in names}
plan = chosen("plan", options=plans or {"": ""}, default=next(iter(plans), ""))
view_options = {view: reader.text(f"pilot_models.view_{view}") for view in VIEWS}
models = models_of(plan, date.fromisoformat(since))
may_open = {NEW: ""} if may_add() and models.plan is not None else {}
view = chosen("view", options=view_options | may_open, default="board")
by_code = {row["item"]: row for row in models.rows.to_dicts()}
model = chosen("model", options={"": "", **dict.fromkeys(by_code, "")}, default="")
files = partial(show_download, "pilot_models", screen=screen, since=since)

st.html(FOLDER / "work_boards.css")
if model:
    show_one(by_code[model])
else:
    show_all()
