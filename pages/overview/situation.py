"""Are we on target, who is late, and what falls due: the whole province at one look?

Indicators: the headline indicators of the province. For: leaders (first look), staff (which unit,
which task), presenters.
"""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import polars as pl
import streamlit as st

from components.blocks.card import Card, show_card
from components.blocks.download import show_download
from components.blocks.exports import show_documents_link
from components.blocks.headline import funnel_card, show_gauges, side_by_side_card
from components.blocks.reports import owed_line
from components.blocks.units import UnitsCard, show_units, units_card
from components.blocks.work import burn_up_card, due_card, plans_card
from components.figures.gauges import headline_gauges
from components.measures import Measure
from components.state import choose, chosen, current_screen
from components.ways import way_to
from queries.catalogue import indicators_on_map, units_of_province
from queries.conflicts import conflicts
from queries.headlines import headline_figures
from queries.reports_owed import reports_owed
from queries.runner import fetch, kept
from queries.units import unit_boundaries, unit_values
from queries.work import plan_states, work_items
from queries.work_progress import burn_up

Made = TypeVar("Made")
UNITS_HEIGHT, SIDES_HEIGHT, FUNNEL_HEIGHT = 440, 196, 232
WORK_HEIGHT = 288
CHOICE_WIDTH = 340

screen = current_screen()
asked, reader, theme = screen.question, screen.reader, screen.theme
when = reader.period(asked.period)
figures = fetch(headline_figures, asked)
disagreeing = fetch(conflicts, asked)
indicators = fetch(indicators_on_map, asked)
plans = fetch(plan_states, asked)


def choice_of(
    parameter: str, label: str, names: dict[str, str], default: str
) -> tuple[str, Callable[[], None]]:
    """What the address says, checked at once, and the select box for the title of a card."""
    code = chosen(parameter, options=names, default=default)

    def draw() -> None:
        choose(parameter, label, options=names, default=default, width=CHOICE_WIDTH)

    return code, draw


def units_of(code: str) -> UnitsCard:
    """The map of one indicator with its ranking."""
    row = indicators.row(by_predicate=pl.col("indicator") == code, named=True)
    return units_card(
        fetch(unit_values, asked, indicator=code, level="locality"),
        fetch(unit_boundaries, asked, level="locality"),
        measure=Measure.of(row),
        reader=reader,
        theme=theme,
        height=UNITS_HEIGHT,
        when=when,
        chosen=asked.unit_id,
    )


def burn_up_of(code: str) -> Card:
    """The burn-up of one plan."""
    plan = plans.row(by_predicate=pl.col("plan") == code, named=True)
    rows = fetch(burn_up, asked, plan_id=plan["plan_id"])
    return burn_up_card(rows, plan=plan, reader=reader, named=False)


def gauges() -> str:
    """The headline gauges, of the asked unit or of the whole province."""
    units = {row["unit_id"]: row for row in fetch(units_of_province, asked).to_dicts()}
    about = reader.pick(units.get(asked.unit_id, {}), "full_name")
    unit = st.query_params.get("unit", "")
    histories = {
        code: way_to("definitions", screen=screen, unit=unit, history=code)
        for code in figures["indicator"].unique()
    }
    return headline_gauges(
        figures,
        reader=reader,
        about=about,
        when=when,
        conflicts=disagreeing,
        histories=histories,
    )


def due() -> Card:
    """What is overdue and what falls due."""
    return due_card(fetch(work_items, asked), today=asked.today, reader=reader)


def card(name: str, make: Callable[[], Made], *look: str) -> Made:
    """The finished card `name` of this page in the reader's language."""
    return kept(f"situation.{name}", asked, reader.language, *look, make=make)


names = {row["indicator"]: reader.pick(row, "name") for row in indicators.to_dicts()}
plan_names = {row["plan"]: reader.pick(row, "plan") for row in plans.to_dicts()}
behind_most = plans.sort("overdue", descending=True, maintain_order=True)["plan"].to_list()
indicator, choose_indicator = choice_of(
    "indicator", reader.text("situation.map_of"), names, next(iter(names), "")
)
plan, choose_plan = choice_of(
    "plan", reader.text("situation.burn_up_of"), plan_names, next(iter(behind_most), "")
)


def choose_and_download() -> None:
    """What stands at the right of the map's title."""
    choose_indicator()
    if indicator:
        show_download("units", screen=screen, indicator=indicator)
    show_documents_link(screen=screen, indicator=indicator)


unit = st.query_params.get("unit", "")
if line := owed_line(fetch(reports_owed, asked), screen=screen, unit=unit):
    with st.container(key="situation_owed"):
        st.html(line)
show_gauges(card("gauges", gauges), key="headline")
with st.container(key="situation_units"):
    units = card("units", lambda: units_of(indicator), theme.name, indicator)
    show_units(units, key="units", height=UNITS_HEIGHT, control=choose_and_download)
    with st.container(key="situation_sides"):
        sides = card("sides", lambda: side_by_side_card(figures, reader=reader))
        show_card(sides, key="sides", height=SIDES_HEIGHT)
        funnel = card("funnel", lambda: funnel_card(figures, reader=reader))
        show_card(funnel, key="funnel", height=FUNNEL_HEIGHT)
with st.container(key="situation_work"):
    all_plans = card("plans", lambda: plans_card(plans, reader=reader))
    show_card(all_plans, key="plans", height=WORK_HEIGHT)
    of_plan = card("burn_up", lambda: burn_up_of(plan), plan)
    show_card(of_plan, key="burn_up", height=WORK_HEIGHT, control=choose_plan)
    download = partial(show_download, "work", screen=screen)
    show_card(card("due", due), key="due", height=WORK_HEIGHT, control=download)
