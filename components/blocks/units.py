"""The unit map with its ranking beside it: one indicator, one sentence, one origin line."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl
import streamlit as st

from components.blocks.card import Card, card_frame, card_html, show_title
from components.figures.map_layers import FinishedDeck, finished
from components.figures.map_layout import map_layout
from components.figures.map_legend import map_legend
from components.figures.marks import origin_of
from components.figures.ranking import ranked_bars
from components.figures.unit_map import unit_map
from components.markup import safe
from components.measures import Measure
from components.reader import Reader
from components.sentences import units_sentence
from components.theme import Theme

# The map is drawn in this size, which its view fits exactly; larger screens show it zoomed.
MAP_WIDTH = 600
# The title above the map, and the rim of the card.
AROUND_MAP = 64


@dataclass(frozen=True, kw_only=True)
class UnitsCard:
    """`card` has the ranking as its body; `deck` is the map, `legend` the HTML over it."""

    card: Card
    deck: FinishedDeck
    legend: str
    map_height: int


def units_card(
    values: pl.DataFrame,
    boundaries: pl.DataFrame,
    *,
    measure: Measure,
    reader: Reader,
    theme: Theme,
    height: int,
    fill: str = "classes",
    worst_first: bool = True,
    when: str = "",
    chosen: int | None = None,
) -> UnitsCard:
    """Map and ranking of UNIT_VALUES over UNIT_BOUNDARIES, for a card `height` pixels high.

    `when` is the written period (`năm 2023`); `fill` is one of unit_map.FILLS;
    `chosen` is the unit_id of the unit that is asked for.
    """
    map_height = height - AROUND_MAP
    legend = map_legend(values, boundaries, measure=measure, reader=reader, fill=fill)
    layout = map_layout(boundaries, width=MAP_WIDTH, height=map_height, legend_lines=legend.lines)
    deck = unit_map(
        values,
        boundaries,
        measure=measure,
        reader=reader,
        theme=theme,
        layout=layout,
        fill=fill,
        chosen=chosen,
    )
    shown = (
        f'<div class="ioc-map-legend ioc-{layout.corner}">{legend.html}</div>'
        if layout
        else (f'<p class="ioc-nothing">{safe(reader.text("figures.nothing.map"))}</p>')
    )
    card = Card(
        title=reader.text("blocks.units.title", indicator=measure.name(reader)),
        body=ranked_bars(
            values, measure=measure, reader=reader, worst_first=worst_first, chosen=chosen
        ),
        sentence=units_sentence(values, measure=measure, reader=reader, when=when),
        origin=origin_of(values, reader=reader, note=when),
    )
    return UnitsCard(
        card=card,
        deck=finished(deck),
        legend=shown,
        map_height=map_height,
    )


def show_units(
    units: UnitsCard, *, key: str, height: int, control: Callable[[], None] | None = None
) -> None:
    """Draw map and ranking side by side; `control` draws widgets at the right of the title."""
    card = units.card
    with card_frame(key=key, height=height):
        show_title(card.title, key=key, control=control)
        with st.container(key=f"unitsrow_{key}", horizontal=True, gap="small"):
            with st.container(key=f"unitmap_{key}", gap=None):
                st.pydeck_chart(
                    units.deck,
                    height=units.map_height,
                    key=f"deck_{key}",
                    alt=card.sentence,
                )
                st.html(units.legend)
            st.html(card_html(card))
