"""The units of a province as columns on its map: the height is the value, the fill its meaning.

Columns tell large differences at one look; what exactly they are stands in the ranking beside.
"""

import math
from collections.abc import Mapping

import polars as pl
import pydeck as pdk

from components.figures.map_labels import Placed, label_box
from components.figures.map_layers import UNITS, areas, deck, place_of, rgb
from components.figures.map_layout import MapLayout
from components.figures.map_patterns import pattern_layers
from components.figures.outlines import decimals_for, rounded
from components.figures.projection import WORLD, Pixels
from components.figures.unit_map import fills, how_many, rows_of, told
from components.markup import plain
from components.measures import Measure, Row
from components.reader import Reader
from components.theme import FONT, Theme

# By how many degrees the map lies back.
PITCH = 48.0
# Pixels of the highest column, and of half a column's width.
HIGHEST = 230.0
RADIUS = {"few": 9.0, "many": 6.0, "crowded": 2.0}
SIZE = 12.5
# From the top of a column to the middle of its words.
ABOVE = 18
# Above the top of a column: two lines of words, with some air.
WORDS = 44
AROUND_EARTH = 40_075_016.686


def unit_columns(
    values: pl.DataFrame,
    boundaries: pl.DataFrame,
    *,
    measure: Measure,
    reader: Reader,
    theme: Theme,
    layout: MapLayout | None,
    fill: str = "classes",
) -> pdk.Deck:
    """A column for each unit of UNIT_VALUES that has an outline in UNIT_BOUNDARIES and a value.

    Heights begin at zero and are shares of the largest value. Units without value lie flat under
    their pattern. No layout: an empty deck.
    """
    if layout is None:
        return deck([], None, theme)
    rows = rows_of(values, boundaries)
    colors = fills(rows, measure=measure, theme=theme, fill=fill)
    tips = {key: told(row, measure=measure, reader=reader) for key, row in rows.items()}
    decimals = decimals_for(layout.view)
    ground = [
        {
            "type": "Feature",
            "geometry": rounded(shape, decimals=decimals),
            "properties": {
                "fill": rgb(theme.page) if rows[key]["value"] is not None else colors[key],
                "tip": tips[key],
                "code": rows[key]["unit_code"],
            },
        }
        for key, shape in layout.shapes.items()
    ]
    heights = _heights(rows, layout)
    columns = [
        {
            "at": place_of(layout.points[key], layout.view),
            "height": round(height),
            "fill": colors[key],
            "tip": tips[key],
            "code": rows[key]["unit_code"],
        }
        for key, height in heights.items()
    ]
    kind = how_many(len(rows))
    layers = [
        areas(ground, theme),
        *pattern_layers(rows, layout.outlines.items(), layout.view, theme),
        _columns(columns, radius=RADIUS[kind] * _metres(layout), theme=theme),
        *_texts(rows, heights, layout, measure=measure, reader=reader, theme=theme),
    ]
    return deck(layers, layout.view, theme, pitch=PITCH)


def _columns(columns: list[dict[str, object]], *, radius: float, theme: Theme) -> pdk.Layer:
    return pdk.Layer(
        "ColumnLayer",
        id=f"columns-of-{UNITS}",
        data=columns,
        get_position="at",
        get_elevation="height",
        get_fill_color="fill",
        get_line_color=rgb(theme.ink),
        radius=round(radius),
        disk_resolution=24,
        extruded=True,
        pickable=True,
        auto_highlight=True,
        highlight_color=[*rgb(theme.ink), 40],
        # Little shade: a column's colour is that of the legend.
        material={"ambient": 0.66, "diffuse": 0.36, "shininess": 8, "specularColor": [20, 20, 20]},
    )


def _heights(rows: Mapping[int, Row], layout: MapLayout) -> dict[int, float]:
    """Metres of each column: shares of the largest value, all as high as the picture has room for
    the words over them; nothing below zero."""
    known = {key: max(row["value"], 0.0) for key, row in rows.items() if row["value"] is not None}
    largest = max(known.values(), default=0.0)
    if not largest:
        return dict.fromkeys(known, 0.0)
    shares = {key: value / largest for key, value in known.items()}
    leant = math.sin(math.radians(PITCH))
    rooms = (
        (_seen(layout, key, 0.0)[1] - WORDS) / leant / share
        for key, share in shares.items()
        if share
    )
    highest = min(HIGHEST, *rooms) * _metres(layout)
    return {key: share * highest for key, share in shares.items()}


def _metres(layout: MapLayout) -> float:
    """Metres on the ground that a pixel of the picture covers."""
    view = layout.view
    around = AROUND_EARTH * math.cos(math.radians(view.latitude))
    return float(around / (WORLD * 2.0**view.zoom))


def _texts(
    rows: Mapping[int, Row],
    heights: Mapping[int, float],
    layout: MapLayout,
    *,
    measure: Measure,
    reader: Reader,
    theme: Theme,
) -> list[pdk.Layer]:
    """Name and value over the columns, the highest first; those that would touch are left out."""
    taken = [layout.legend]
    texts = []
    for key in sorted(heights, key=lambda key: -heights[key]):
        lines = (plain(rows[key]["unit_vi"], limit=24), _short(rows[key], measure, reader))
        at = _seen(layout, key, heights[key])
        box = label_box(Placed(key, lines, (at[0], at[1] - ABOVE)), SIZE)
        if any(box.meets(other) for other in taken):
            continue
        taken.append(box)
        place = [*place_of(layout.points[key], layout.view), round(heights[key])]
        texts.append({"at": place, "text": "\n".join(lines)})
    if not texts:
        return []
    return [
        pdk.Layer(
            "TextLayer",
            id="texts-of-columns",
            data=texts,
            get_position="at",
            get_text="text",
            get_size=SIZE,
            get_color=rgb(theme.ink),
            get_pixel_offset=[0, -ABOVE],
            font_family=pdk.types.String(f"{FONT}, system-ui, sans-serif"),
            font_weight=600,
            character_set=pdk.types.String("auto"),
            font_settings={"sdf": True, "fontSize": 56, "buffer": 9, "radius": 16},
            outline_width=6,
            outline_color=[*rgb(theme.surface), 235],
        )
    ]


def _seen(layout: MapLayout, key: int, height: float) -> Pixels:
    """Where the top of a column of so many metres stands on the picture that lies back."""
    x, y = layout.points[key]
    middle, back = layout.view.height / 2, math.radians(PITCH)
    up = height / _metres(layout) * math.sin(back)
    return x, middle + (y - middle) * math.cos(back) - up


def _short(row: Row, measure: Measure, reader: Reader) -> str:
    if measure.kind == "rate":
        return reader.percent(row["value"], digits=1)
    return measure.value(row, reader)
