"""Who entered this figure, when, from which document, and what did it change?

For: leaders (can I trust it), staff (what was corrected), whoever audits. Shown by the page of
definitions when its address names an indicator (`?history=DVC01`).
"""

import polars as pl
import streamlit as st

from components.blocks.card import Card, show_card
from components.blocks.download import show_download
from components.blocks.figure_history import history_card
from components.state import Screen, forget
from queries.figure_history import figure_history
from queries.runner import fetch, kept

HEIGHT = 960
PARAMETER = "history"


def show_history(code: str, defined: pl.DataFrame, *, screen: Screen) -> None:
    """The history of the indicator `code`, and the way back to the definitions."""
    asked, reader = screen.question, screen.reader

    def make() -> Card:
        entries = fetch(figure_history, asked, code=code)
        indicator = defined.row(by_predicate=pl.col("indicator") == code, named=True)
        return history_card(entries, indicator, about=about(screen), reader=reader)

    def control() -> None:
        st.button(
            reader.text("definitions.history_back"),
            icon=":material/arrow_back:",
            key="history_back",
            on_click=forget,
            args=(PARAMETER,),
        )
        show_download("figure_history", screen=screen, history=code)

    card = kept(f"definitions.history_{code}", asked, reader.language, make=make)
    show_card(card, key="history", height=HEIGHT, control=control)


def about(screen: Screen) -> str:
    """Whose figures: the unit asked about, else the province with the corrections of its units."""
    reader = screen.reader
    if screen.unit is not None and screen.question.unit_id is not None:
        return reader.pick(dict(screen.unit), "full_name")
    province: dict[str, object] = {
        "name_vi": screen.province.name_vi,
        "name_en": screen.province.name_en,
    }
    return reader.text("definitions.history_province", province=reader.pick(province, "name"))
