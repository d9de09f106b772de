"""What is wrong with this unit, and what was and is it: everything about one of them on one page?

Indicators: all that the unit reports. For: leaders (before a visit or a meeting), staff (of the
unit and about it). Without a unit: the search over all eras and the list of units.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

import polars as pl
import streamlit as st

from assets.addresses import FOLDER
from components.blocks.card import Card, show_card
from components.blocks.comparison import show_comparison
from components.blocks.download import show_download
from components.blocks.unit_profile import (
    Profile,
    bottlenecks_card,
    figures_card,
    head_html,
    lineage_card,
    models_card,
    reports_card,
    sheet_html,
    show_print_button,
    tasks_card,
    trend_card,
    units_html,
)
from components.blocks.unit_search import show_unit_search
from components.figures.unit_links import UnitLinks
from components.figures.unit_table import in_reading_order
from components.state import choose, chosen, current_screen
from domain.periods import parse_period
from domain.unit_names import name_index
from queries.catalogue import periods_available
from queries.runner import fetch, kept
from queries.trends import trend
from queries.unit_figures import unit_figures
from queries.unit_obligations import unit_bottlenecks, unit_reports
from queries.unit_profile import unit_facts, unit_lineage
from queries.unit_search import of_all_eras, units_of_all_eras
from queries.units import unit_boundaries
from queries.work import work_items

Made = TypeVar("Made")
MAIN_HEIGHT, TREND_HEIGHT, TASKS_HEIGHT, FOOT_HEIGHT = 570, 240, 320, 222
TREND_WIDTH = 340

screen = current_screen()
asked, reader = screen.question, screen.reader
always = of_all_eras(asked)
periods = fetch(periods_available, always)["period"].to_list()
links = UnitLinks(
    province=screen.province.slug,
    period=asked.period,
    periods=tuple(parse_period(code) for code in periods),
    today=asked.today,
    language=reader.language,
    at=asked.at,
)


def made(name: str, make: Callable[[], Made], *look: str) -> Made:
    """The finished part `name` of this page in the reader's language."""
    return kept(f"unit.{name}", asked, reader.language, *look, make=make)


def search() -> None:
    """The box in which another unit is found; empty again when one was opened."""
    index = kept("units_index", always, make=lambda: name_index(fetch(units_of_all_eras, always)))
    show_unit_search(index, links=links, reader=reader)


def profile_of(facts: pl.DataFrame) -> Profile:
    """All frames about the unit asked about."""
    row = facts.row(0, named=True)
    return Profile(
        facts=row,
        figures=fetch(unit_figures, asked),
        items=fetch(work_items, asked),
        bottlenecks=fetch(unit_bottlenecks, asked),
        reports=fetch(unit_reports, asked),
        lineage=fetch(unit_lineage, asked, unit_id=row["unit_id"]),
        boundaries=fetch(unit_boundaries, asked, level=row["level"]),
        when=reader.period(asked.period),
        today=asked.today,
        batch=asked.as_of,
    )


def trend_of(profile: Profile, code: str) -> Card:
    """The months of one indicator, beside those of the province."""
    rows = profile.figures.filter(pl.col("indicator") == code).to_dicts()
    own = fetch(trend, asked, indicator=code, unit_id=asked.unit_id)
    whole = fetch(trend, replace(asked, unit_id=None), indicator=code)
    return trend_card(
        own,
        whole,
        row=rows[0] if rows else None,
        last=min(asked.period.end, asked.today),
        profile=profile,
        reader=reader,
    )


def compare_and_download() -> None:
    """What stands at the right of the title of the indicators."""
    show_comparison(screen)
    show_download("unit", screen=screen)


def show_profile(profile: Profile) -> None:
    """The whole page of one unit."""
    with st.container(key="unit_top"):
        with st.container(key="card_unit_head"):
            st.html(made("head", lambda: head_html(profile, reader=reader)))
        with st.container(key="unit_tools", gap="xsmall"):
            search()
            show_print_button(reader)
    st.html(made("tiles", lambda: profile.tiles(reader)))
    ordered = in_reading_order(profile.figures).to_dicts()
    names = {row["indicator"]: reader.pick(row, "name") for row in ordered}
    first = next(iter(names), "")
    code = chosen("indicator", options=names, default=first)

    def choose_indicator() -> None:
        choose(
            "indicator",
            reader.text("unit.trend_of"),
            options=names,
            default=first,
            width=TREND_WIDTH,
        )

    with st.container(key="unit_main"):
        table = made("figures", lambda: figures_card(profile, reader=reader, chosen=code), code)
        show_card(table, key="unit_figures", height=MAIN_HEIGHT, control=compare_and_download)
        with st.container(key="unit_beside"):
            months = made("trend", lambda: trend_of(profile, code), code)
            show_card(
                months,
                key="unit_trend",
                height=TREND_HEIGHT,
                control=choose_indicator if names else None,
            )
            work = partial(show_download, "work", screen=screen)
            tasks = made("tasks", lambda: tasks_card(profile, reader=reader))
            show_card(tasks, key="unit_tasks", height=TASKS_HEIGHT, control=work)
    with st.container(key="unit_foot"):
        show_foot(profile)
    st.html(made("sheet", lambda: sheet_html(profile, reader=reader)))


def show_foot(profile: Profile) -> None:
    """Bottlenecks, pilot models, reports, and what the unit was and became."""
    cards = {
        "bottlenecks": partial(bottlenecks_card, profile, reader=reader),
        "models": partial(models_card, profile, reader=reader),
        "reports": partial(reports_card, profile, reader=reader),
        "lineage": partial(lineage_card, profile, links=links, reader=reader),
    }
    for name, make in cards.items():
        show_card(made(name, make), key=f"unit_{name}", height=FOOT_HEIGHT)


def show_list() -> None:
    """The search, and every unit of the province in scope."""
    with st.container(key="unit_choose"):
        search()
    units = fetch(units_of_all_eras, always)
    st.html(made("list", lambda: units_html(units, links=links, reader=reader)))


st.html(FOLDER / "unit.css")
st.html(FOLDER / "print.css")
if asked.unit_id is None:
    show_list()
else:
    show_profile(profile_of(fetch(unit_facts, asked, unit_id=asked.unit_id)))
