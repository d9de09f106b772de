"""Are we on target with online services, who pulls us down, and at this pace, when are we there?

Indicators: DVC01 to DVC15, TDO01, TDO02, TTT01, SHO02, SHO03, SHO08. For: leaders (rates, the unit
that costs most, where dossiers are overdue), staff (the five units of each rate, the worst
services, what is missing and whose).
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from components.block_rows import measure_of
from components.blocks.card import Card, show_card
from components.blocks.download import show_download
from components.blocks.online_services import (
    lists_card,
    on_behalf_card,
    overdue_card,
    plan_card,
    pulls_card,
    services_card,
)
from components.figures.goal_rows import are_set
from components.figures.rate_board import rate_board
from components.figures.standing_line import standing_line
from components.goal_pace import paces_of
from components.pulls import pulls_of
from components.state import choose, chosen, current_screen
from domain.online_services import (
    ESSENTIAL_ONLINE,
    LIVE_OF_ALL,
    LIVE_OF_LIST,
    PLAN_02,
    PULLED,
    RATES,
    VIEWS,
)
from queries.goal_months import goal_months
from queries.online_services import listed_services, service_figures
from queries.overdue_dossiers import overdue_dossiers
from queries.runner import fetch, kept

PAGE = "online_services"
STYLE = Path(__file__).parents[2] / "assets" / f"{PAGE}.css"
PULLS_HEIGHT, LISTS_HEIGHT = 400, 284
INDICATOR_WIDTH, VIEW_WIDTH = 340, 176

screen = current_screen()
asked, reader = screen.question, screen.reader
when = reader.period(asked.period)
figures = fetch(service_figures, asked)
services = fetch(listed_services, asked)

names = {
    code: measure.name(reader)
    for code in PULLED
    if (measure := measure_of(figures, code)) is not None
}
views = {view: reader.text(f"online_services.view_{view}") for view in VIEWS}
# A plan that sets no goals for the period yet says so in little room.
has_goals = are_set(figures, PLAN_02)
indicator = chosen("indicator", options=names, default=next(iter(names), ""))
view = chosen("view", options=views, default=VIEWS[0])


def board() -> str:
    """How many goals stand where, then the rates side by side."""
    goals = (*RATES, ESSENTIAL_ONLINE, *LIVE_OF_LIST.values(), LIVE_OF_ALL, *PLAN_02)
    line = standing_line(figures, indicators=goals, reader=reader)
    return line + rate_board(figures, indicators=RATES, reader=reader, chosen=asked.unit_id)


def pulls() -> Card:
    """Who pulls the chosen rate down."""
    found = pulls_of(figures, indicator, block=view, chosen=asked.unit_id)
    return pulls_card(found, figures, when=when, reader=reader, chosen=asked.unit_id)


def plan() -> Card:
    """The goals of Plan 02, with the pace of their months."""
    months = fetch(goal_months, asked, codes=PLAN_02) if has_goals else None
    paces = {} if months is None else paces_of(figures, months)
    return plan_card(figures, paces, when=when, reader=reader)


def choices() -> None:
    """What stands at the right of the title of the pulls: which rate, which units, the file."""
    choose(
        "indicator",
        reader.text("online_services.choose_rate"),
        options=names,
        default=next(iter(names)),
        width=INDICATOR_WIDTH,
    )
    choose(
        "view",
        reader.text("online_services.choose_view"),
        options=views,
        default=VIEWS[0],
        width=VIEW_WIDTH,
    )
    show_download("pulls", screen=screen, indicator=indicator)


def show(name: str, make: Callable[[], Card], *look: str, height: int, file: str = "") -> None:
    """Draw one card with the links to its figures."""
    made: Card = kept(f"{PAGE}.{name}", asked, reader.language, *look, make=make)
    download = partial(show_download, file, screen=screen) if file else choices
    is_empty = name == "plan" and not has_goals
    show_card(made, key=f"online_{name}", height=height, control=None if is_empty else download)


st.html(STYLE)
with st.container(key="online_board"):
    st.html(kept(f"{PAGE}.board", asked, reader.language, make=board))
with st.container(key="online_pulls_row"):
    if names:
        show("pulls", pulls, indicator, view, height=PULLS_HEIGHT)
    show(
        "services",
        lambda: services_card(figures, services, when=when, reader=reader),
        height=PULLS_HEIGHT,
        file="services",
    )
with st.container(key="online_lists_row" if has_goals else "online_lists_bare_row"):
    show(
        "lists",
        lambda: lists_card(figures, services, reader=reader),
        height=LISTS_HEIGHT,
        file="services",
    )
    show(
        "plan",
        plan,
        height=LISTS_HEIGHT,
        file="online_services",
    )
    show(
        "overdue",
        lambda: overdue_card(fetch(overdue_dossiers, asked), when=when, reader=reader),
        height=LISTS_HEIGHT,
        file="overdue_dossiers",
    )
    show(
        "behalf",
        lambda: on_behalf_card(figures, when=when, reader=reader),
        height=LISTS_HEIGHT,
        file="online_services",
    )
