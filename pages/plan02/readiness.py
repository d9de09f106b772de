"""How many communes are ready, which condition fails most, and where? What is left to hand over?

Indicators: those the conditions name (KH204, KH206 to KH212), KH206, NLU01-NLU03. For: leaders
(how many of all, who is red), staff (the matrix, what to press for), presenters.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import polars as pl
import streamlit as st

from components.blocks.card import Card, show_card
from components.blocks.download import show_download
from components.blocks.frame import show_notice
from components.blocks.readiness import (
    conditions_card,
    handover_card,
    hero_card,
    matrix_card,
    means_card,
)
from components.readiness_standing import ReadinessStanding
from components.state import choose, chosen, current_screen
from domain.readiness import NOT_APPLICABLE
from pages.plan02.filter import ALL, condition_names, shown_units
from queries.handover import handover_left
from queries.readiness import commune_readiness
from queries.resources import resources
from queries.runner import fetch, kept

STYLE = Path(__file__).parents[2] / "assets" / "readiness.css"
HERO_HEIGHT, MATRIX_HEIGHT, SIDE_HEIGHT = 266, 726, 358
CHOICE_WIDTH = 300

screen = current_screen()
asked, reader = screen.question, screen.reader
when = reader.period(asked.period)
rows = fetch(commune_readiness, asked)
stands = ReadinessStanding(rows)
places = fetch(handover_left, asked)
means = fetch(resources, asked)
names = condition_names(stands, reader)
# Checked also where there is nothing to choose from.
condition = chosen("condition", options=names, default=ALL)


def show(
    name: str,
    make: Callable[[], Card],
    *look: str,
    height: int,
    file: str,
    control: Callable[[], None] | None = None,
) -> None:
    """Draw one card with the links to its figures; `look` is what else it depends on."""
    card = kept(f"readiness.{name}", asked, reader.language, *look, make=make)
    download = partial(show_download, file, screen=screen)
    show_card(card, key=f"readiness_{name}", height=height, control=control or download)


def why_none() -> str:
    """Why no commune is judged: nothing set, not yet in force, or no commune there."""
    province = screen.province
    named: dict[str, object] = {"name_vi": province.name_vi, "name_en": province.name_en}
    told = {"province": reader.pick(named, "name"), "when": when[:1].upper() + when[1:]}
    if stands.begins is None:
        return reader.text("commune_readiness.no_conditions", **told)
    if stands.begins > min(asked.period.end, asked.today):
        return reader.text("commune_readiness.not_yet", day=reader.date(stands.begins), **told)
    return reader.text("commune_readiness.no_communes", **told)


def show_communes() -> None:
    """How many are ready, what fails, and the matrix."""
    note = reader.text("commune_readiness.as_it_was") if asked.era else ""
    with st.container(key="readiness_first_row"):
        show(
            "hero",
            lambda: hero_card(stands, when=when, note=note, chosen=asked.unit_id, reader=reader),
            height=HERO_HEIGHT,
            file="readiness",
        )
        show(
            "conditions",
            lambda: conditions_card(stands, when=when, reader=reader),
            height=HERO_HEIGHT,
            file="readiness",
        )


def show_matrix() -> None:
    """The communes by conditions, those chosen."""
    show(
        "matrix",
        lambda: matrix_card(
            stands,
            shown=shown_units(stands, condition),
            when=when,
            chosen=asked.unit_id,
            reader=reader,
        ),
        condition,
        height=MATRIX_HEIGHT,
        file="readiness",
        control=choose_and_download,
    )


def choose_and_download() -> None:
    """What stands at the right of the matrix' title."""
    label = reader.text("commune_readiness.choose_condition")
    choose("condition", label, options=names, default=ALL, width=CHOICE_WIDTH)
    more = {} if condition == ALL else {"condition": condition}
    show_download("readiness", screen=screen, **more)


def show_side() -> None:
    """What is left to hand over, and the means."""
    show(
        "handover",
        lambda: handover_card(places, when=when, reader=reader),
        height=SIDE_HEIGHT,
        file="readiness_handover",
    )
    show(
        "means",
        lambda: means_card(means, when=when, reader=reader),
        height=SIDE_HEIGHT,
        file="readiness_means",
    )


st.html(STYLE)
if stands.communes.filter(pl.col("overall") != NOT_APPLICABLE).is_empty():
    show_notice(why_none())
    with st.container(key="readiness_alone_row"):
        show_side()
else:
    show_communes()
    with st.container(key="readiness_second_row"):
        show_matrix()
        with st.container(key="readiness_side"):
            show_side()
