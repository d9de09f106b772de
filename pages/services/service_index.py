"""What is our score in the service index, its grade, and which group lost the points: where, why?

Indicators: I766, I766R, I766A-E and the metrics of the scheme in force. For: leaders (score, grade,
rank, the group that lost most), staff (which metric, which unit, which three measures gain most).
"""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from components.blocks.card import Card, show_card
from components.blocks.comparison import show_comparison
from components.blocks.download import show_download
from components.blocks.service_index import (
    groups_card,
    losses_card,
    measures_card,
    metrics_card,
    score_card,
    units_card,
)
from components.index_standing import Standing
from components.measures import Row
from components.state import current_screen
from pages.services.index_stand import index_standing
from queries.catalogue import units_of_province
from queries.national_rank import national_rank
from queries.runner import fetch, kept

STYLE = Path(__file__).parents[2] / "assets" / "service_index.css"
SCORE_HEIGHT, GROUPS_HEIGHT, TABLE_HEIGHT = 224, 302, 452

screen = current_screen()
asked, reader = screen.question, screen.reader
when, before = reader.period(asked.period), reader.period(asked.compared_period)


def about() -> str:
    """The name of the asked unit, of the province where none is asked for."""
    units = {row["unit_id"]: row for row in fetch(units_of_province, asked).to_dicts()}
    if asked.unit_id in units:
        return reader.pick(units[asked.unit_id], "full_name")
    province = screen.province
    whole: dict[str, object] = {"name_vi": province.name_vi, "name_en": province.name_en}
    return reader.text("service_index.province", province=reader.pick(whole, "name"))


def rank() -> Row | None:
    """The place of the province among the provinces, where one was entered."""
    found = fetch(national_rank, asked)
    return found.row(0, named=True) if found.height else None


def card(name: str, make: Callable[[Standing], Card]) -> Card:
    """The finished card `name` of this page in the reader's language."""
    made: Card = kept(
        f"service_index.{name}",
        asked,
        reader.language,
        make=lambda: make(index_standing(asked)),
    )
    return made


def show(name: str, make: Callable[[Standing], Card], *, height: int, file: str) -> None:
    """Draw one card with the links to its figures."""

    def control() -> None:
        if name == "score":
            show_comparison(screen)
        show_download(file, screen=screen)

    show_card(card(name, make), key=f"index_{name}", height=height, control=control)


st.html(STYLE)
show(
    "score",
    lambda stands: score_card(
        stands,
        about=about(),
        when=when,
        before=before,
        reader=reader,
        rank=rank(),
        is_whole=asked.unit_id is None,
        note=reader.text("service_index.as_it_was") if asked.era else "",
    ),
    height=SCORE_HEIGHT,
    file="index_groups",
)
with st.container(key="index_groups_row"):
    show(
        "groups",
        lambda stands: groups_card(stands, when=when, reader=reader),
        height=GROUPS_HEIGHT,
        file="index_groups",
    )
    show(
        "measures",
        lambda stands: measures_card(stands, when=when, reader=reader),
        height=GROUPS_HEIGHT,
        file="index_measures",
    )
    show(
        "losses",
        lambda stands: losses_card(stands, when=when, reader=reader),
        height=GROUPS_HEIGHT,
        file="index_losses",
    )
with st.container(key="index_tables_row"):
    show(
        "metrics",
        lambda stands: metrics_card(stands, when=when, reader=reader),
        height=TABLE_HEIGHT,
        file="index_metrics",
    )
    show(
        "units",
        lambda stands: units_card(stands, when=when, chosen=asked.unit_id, reader=reader),
        height=TABLE_HEIGHT,
        file="index_units",
    )
