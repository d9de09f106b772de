"""What needs my decision today, why, since when, and who answers for it?

Work, pilot models, bottlenecks, directions and indicators on one list. For: leaders (the first
line), staff (the cases of a line, the rules that brought them there).
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import polars as pl
import streamlit as st

from components.blocks.card import Card, show_card
from components.blocks.decisions import (
    cases_card,
    first_card,
    line_code,
    list_card,
    rules_card,
    way_of_case,
    way_of_line,
)
from components.blocks.download import show_download
from components.measures import Row
from components.state import chosen, current_screen, forget
from components.ways import way_to
from queries.attention import decision_cases, decisions
from queries.runner import fetch, kept
from queries.work_settings import attention_rules

STYLE = Path(__file__).parents[2] / "assets" / "decisions.css"
FIRST_HEIGHT, TABLE_HEIGHT = 208, 756

screen = current_screen()
asked, reader = screen.question, screen.reader
unit = st.query_params.get("unit", "")
lines = fetch(decisions, asked)
rules = fetch(attention_rules, asked)
of_many = {line_code(row): row for row in lines.to_dicts() if row["cases"] > 1}
line = chosen("line", options={"": "", **dict.fromkeys(of_many, "")}, default="")


def card(name: str, make: Callable[[], Card], *look: str) -> Card:
    """The finished card `name` of this page in the reader's language."""
    made: Card = kept(
        f"decisions.{name}", asked, reader.language, screen.province.slug, unit, *look, make=make
    )
    return made


def of_line(row: Row) -> Card:
    """The cases of one line of the list."""
    cases = fetch(decision_cases, asked).filter(pl.col("line") == row["line"])
    way = way_of_case(screen, unit=unit)
    return cases_card(cases, row, today=asked.today, way=way, reader=reader)


def show_back() -> None:
    """From the cases of a line back to the list; of units also the way to their map."""
    if line.startswith("unit_behind"):
        st.link_button(
            reader.text("decisions.on_map"),
            way_to("map", screen=screen, indicator=of_many[line]["indicator"]),
            icon=":material/map:",
        )
    st.button(
        reader.text("decisions.back"),
        on_click=forget,
        args=("line",),
        icon=":material/arrow_back:",
        key="decisions_back",
    )
    show_download("decisions", screen=screen)


st.html(STYLE)
way = way_of_line(screen, unit=unit)
first = partial(first_card, lines, rules, today=asked.today, way=way, reader=reader)
show_card(card("first", first), key="decisions_first", height=FIRST_HEIGHT)
with st.container(key="decisions_row"):
    if line:
        of_it = card("cases", partial(of_line, of_many[line]), line)
        show_card(of_it, key="decisions_cases", height=TABLE_HEIGHT, control=show_back, grows=True)
    else:
        everything = partial(list_card, lines, rules, today=asked.today, way=way, reader=reader)
        download = partial(show_download, "decisions", screen=screen)
        show_card(
            card("list", everything),
            key="decisions_list",
            height=TABLE_HEIGHT,
            control=download,
            grows=True,
        )
    show_card(
        card("rules", partial(rules_card, rules, reader=reader)),
        key="decisions_rules",
        height=TABLE_HEIGHT,
        grows=True,
    )
