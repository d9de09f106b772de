"""How many people have a digital identity that works, and where are those who do not?

Indicators: DDI01 to DDI08. For: leaders (activation rate, people who wait), staff (units with
most of them, which denominator says what).
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from components.block_rows import about_of
from components.blocks.card import Card, show_card
from components.blocks.digital_identity import (
    bases_card,
    facts_card,
    ranking_card,
    steps_card,
    waiting_card,
)
from components.blocks.download import show_download
from components.state import current_screen
from queries.conflicts import conflicts
from queries.identity import identity_figures
from queries.runner import fetch, kept

STYLE = Path(__file__).parents[2] / "assets" / "digital_identity.css"
STEPS_HEIGHT, UNITS_HEIGHT, FACTS_HEIGHT = 350, 420, 180

screen = current_screen()
asked, reader = screen.question, screen.reader
when = reader.period(asked.period)
figures = fetch(identity_figures, asked)
disagreeing = fetch(conflicts, asked)
province: dict[str, object] = {
    "name_vi": screen.province.name_vi,
    "name_en": screen.province.name_en,
}
whole = reader.text("digital_identity.province", province=reader.pick(province, "name"))
about = about_of(figures, asked.unit_id, reader) or whole


def show(name: str, make: Callable[[], Card], *, height: int) -> None:
    """Draw one card with the links to its figures."""
    made: Card = kept(f"digital_identity.{name}", asked, reader.language, make=make)
    download = partial(show_download, "identity", screen=screen)
    show_card(made, key=f"identity_{name}", height=height, control=download)


st.html(STYLE)
with st.container(key="identity_steps_row"):
    show(
        "steps",
        lambda: steps_card(
            figures, disagreeing, about=about, when=when, reader=reader, unit_id=asked.unit_id
        ),
        height=STEPS_HEIGHT,
    )
    show(
        "bases",
        lambda: bases_card(figures, reader=reader, unit_id=asked.unit_id),
        height=STEPS_HEIGHT,
    )
with st.container(key="identity_units_row"):
    show(
        "waiting",
        lambda: waiting_card(figures, when=when, reader=reader, chosen=asked.unit_id),
        height=UNITS_HEIGHT,
    )
    show(
        "ranking",
        lambda: ranking_card(figures, when=when, reader=reader, chosen=asked.unit_id),
        height=UNITS_HEIGHT,
    )
show(
    "facts",
    lambda: facts_card(figures, when=when, reader=reader, unit_id=asked.unit_id),
    height=FACTS_HEIGHT,
)
