"""The map of a page of its own: picture and legend, its months side by side, its words below."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from components.blocks.map_controls import go_to
from components.figures.converted import conversion_line, source_words
from components.figures.map_choice import clicked_code, with_choice
from components.figures.map_columns import unit_columns
from components.figures.map_inset import Inset, layout_with_inset
from components.figures.map_layers import FinishedDeck, finished
from components.figures.map_layout import map_layout
from components.figures.map_legend import map_legend
from components.figures.map_months import MonthMap, MonthOnMap, month_maps
from components.figures.marks import origin_of
from components.figures.unit_map import unit_map
from components.markup import safe
from components.measures import Measure
from components.reader import Reader
from components.sentences import units_sentence
from components.state import forget
from components.theme import Theme

# The picture is drawn in this size, which its view fits exactly; larger screens show it zoomed.
WIDTH, HEIGHT = 1120, 780
DECK = "deck_map"


@dataclass(frozen=True, kw_only=True)
class MapPicture:
    """`deck` is the map; `overlay` the HTML over it: legend, and the words of the inset."""

    deck: FinishedDeck
    overlay: str


@dataclass(frozen=True, kw_only=True)
class MonthsPicture:
    """Small maps in order, and their one legend as HTML."""

    maps: Sequence[MonthMap]
    legend: str


def map_picture(
    values: pl.DataFrame,
    boundaries: pl.DataFrame,
    *,
    measure: Measure,
    reader: Reader,
    theme: Theme,
    fill: str,
    columns: bool = False,
) -> MapPicture:
    """UNIT_VALUES over UNIT_BOUNDARIES as a flat map, or as `columns`; nobody is chosen on it."""
    look: dict[str, Any] = {"measure": measure, "reader": reader, "theme": theme, "fill": fill}
    legend = map_legend(values, boundaries, measure=measure, reader=reader, fill=fill, noted=False)
    size = {"width": WIDTH, "height": HEIGHT, "legend_lines": legend.lines + columns * 3}
    inset: Inset | None = None
    if columns:
        layout = map_layout(boundaries, **size)
        deck = unit_columns(values, boundaries, layout=layout, **look)
    else:
        layout, inset = layout_with_inset(boundaries, **size)
        deck = unit_map(values, boundaries, layout=layout, inset=inset, large=True, **look)
    if layout is None:
        words = reader.text("figures.nothing.map")
        return MapPicture(deck=finished(deck), overlay=f'<p class="ioc-nothing">{safe(words)}</p>')
    note = reader.text("map.columns_note")
    below = f'<p class="ioc-columns-note">{safe(note, limit=300)}</p>' if columns else ""
    overlay = (
        f'<div class="ioc-map-legend ioc-{layout.corner}">{legend.html}{below}</div>'
        f"{_inset_title(inset, reader)}"
    )
    return MapPicture(deck=finished(deck), overlay=f"<div>{overlay}</div>")


def _inset_title(inset: Inset | None, reader: Reader) -> str:
    if inset is None:
        return ""
    words = reader.text("map.inset", times=reader.number(inset.larger, digits=1))
    at = f"left:{inset.box.left + 8:.0f}px;top:{inset.box.top:.0f}px"
    return f'<p class="ioc-inset-title" style="{at}">{safe(words)}</p>'


def months_picture(
    months: Sequence[MonthOnMap], *, measure: Measure, reader: Reader, theme: Theme, fill: str
) -> MonthsPicture:
    """The months side by side, in the classes of all of them."""
    maps, legend = month_maps(months, measure=measure, reader=reader, theme=theme, fill=fill)
    return MonthsPicture(maps=maps, legend=f'<div class="ioc-months-legend">{legend}</div>')


def map_words(
    values: pl.DataFrame,
    boundaries: pl.DataFrame,
    *,
    measure: Measure,
    reader: Reader,
    when: str,
) -> str:
    """What stands below the picture: its sentence, its origin, and whose outlines these are."""
    said = units_sentence(values, measure=measure, reader=reader, when=when)
    return (
        f'<div class="ioc-foot"><p class="ioc-say">{safe(said, limit=800)}</p>'
        f"{conversion_line(values, reader=reader)}"
        f"{origin_of(values, reader=reader, note=when)}{_outlines(boundaries, reader)}</div>"
    )


def _outlines(boundaries: pl.DataFrame, reader: Reader) -> str:
    """`Ranh giới sơ đồ ... Nguồn: ... Giấy phép: ...`"""
    if boundaries.is_empty():
        return ""
    row = boundaries.row(0, named=True)
    kind = "schematic" if row["boundary_kind"] == "schematic" else "official"
    parts = [reader.text(f"map.outlines_{kind}")]
    if row["boundary_source"]:
        parts.append(reader.text("map.outlines_source", source=row["boundary_source"]))
    if row.get("boundary_licence"):
        parts.append(reader.text("map.outlines_licence", licence=row["boundary_licence"]))
    return f'<p class="ioc-outlines">{safe(" ".join(parts), limit=600)}</p>'


def show_picture(picture: MapPicture, *, said: str, chosen: str | None, theme: Theme) -> None:
    """Draw the map with the unit of the code `chosen` outlined; a click chooses another."""
    deck = with_choice(picture.deck, code=chosen, theme=theme) if chosen else picture.deck
    with st.container(key="unitmap_map", gap=None):
        st.pydeck_chart(
            deck,
            height=HEIGHT,
            key=DECK,
            alt=said,
            selection_mode="single-object",
            on_select=_choose_clicked,
        )
        st.html(picture.overlay)


def _choose_clicked() -> None:
    code = clicked_code(st.session_state[DECK]["selection"])
    if code is None or code == st.query_params.get("unit"):
        forget("unit")
    else:
        st.query_params["unit"] = code


def show_months(months: MonthsPicture, *, can_open: Collection[str], reader: Reader) -> None:
    """Draw the small maps; the name of a month that can be asked for opens its large map."""
    with st.container(key="map_months", gap=None):
        for month in months.maps:
            with st.container(key=f"map_month_{month.code}", gap=None):
                st.button(
                    month.written,
                    type="tertiary",
                    key=f"open_{month.code}",
                    help=reader.text("map.open_month"),
                    disabled=month.code not in can_open,
                    on_click=go_to,
                    args=(month.code, "view"),
                )
                st.html(month.html)
        st.html(months.legend)


def show_choice(
    row: Mapping[str, Any] | None,
    *,
    measure: Measure,
    reader: Reader,
    lead_on: Callable[[], None] | None,
) -> None:
    """The unit that is chosen, in words, with the way to its page; without one, how to choose."""
    with st.container(key="map_choice", horizontal=True, vertical_alignment="center", gap="small"):
        if row is None:
            st.html(f'<p class="ioc-choice">{safe(reader.text("map.choose_unit"))}</p>')
            return
        name = reader.pick(dict(row), "full_name")
        value = measure.value(row, reader)
        if row["value"] is None:
            words = ""
        elif row["rank"] is None:
            words = value
        else:
            words = reader.text(
                "map.chosen_rank",
                value=value,
                rank=reader.number(row["rank"]),
                ranked=reader.number(row["ranked_of"]),
            )
        if sources := source_words(row, reader):
            words += " · " + reader.text("figures.converted.from", units=sources)
        st.html(
            f'<p class="ioc-choice" role="status"><b>{safe(name)}</b> '
            f"<span>{safe(words, limit=500)}</span></p>"
        )
        if lead_on is not None:
            lead_on()
        st.button(
            reader.text("map.forget_unit"),
            key="map_forget",
            type="tertiary",
            on_click=forget,
            args=("unit",),
        )
