"""The units of a province as a map: fill by class of value or by status, names and values on it.

No basemap: nothing is asked of another host, and no foreign naming gets on an official screen.
"""

import json
from collections.abc import Mapping
from typing import Any

import polars as pl
import pydeck as pdk

from components.figures.classes import ValueClasses
from components.figures.map_labels import Placed, Wanted, place_labels
from components.figures.map_layout import MapLayout
from components.figures.marks import status_word
from components.figures.outlines import area, hatch, rounded
from components.figures.projection import MapView
from components.markup import plain
from components.measures import ABSENCES, MISSING, NOTHING_COUNTED, Measure, Row, absence
from components.reader import Reader
from components.sentences import unit_name
from components.theme import FONT, Theme

# Fills of a map: by class of value, or by status against the target.
FILLS = ("classes", "status")
# Up to so many units every name is wanted; of more, those with the most behind their rate first.
FEW_UNITS = 25
# Size of the letters, and how far from its unit a name may stand: many long lines would tangle.
LABELS = {"few": (12.5, 106.0), "many": (11.0, 58.0)}
# Share of a status' own colour in a fill, the rest being the surface.
STRENGTH = 0.55
HATCHES = {MISSING: 45.0, NOTHING_COUNTED: 0.0}
HATCH_EVERY = 6.0
# Of the lines of a label: name, value.
WEIGHTS = (650, 500)
Color = list[int]


class FinishedDeck:
    """What st.pydeck_chart asks of a deck, from text made earlier: a figure that can be kept."""

    def __init__(self, text: str, tooltip: dict[str, Any]) -> None:
        self._text = text
        self._tooltip = tooltip

    def to_json(self) -> str:
        return self._text


def finished(deck: pdk.Deck) -> FinishedDeck:
    """The deck turned into text, once."""
    compact = json.dumps(json.loads(deck.to_json()), ensure_ascii=False, separators=(",", ":"))
    return FinishedDeck(compact, deck._tooltip)


def unit_map(
    values: pl.DataFrame,
    boundaries: pl.DataFrame,
    *,
    measure: Measure,
    reader: Reader,
    theme: Theme,
    layout: MapLayout | None,
    fill: str = "classes",
) -> pdk.Deck:
    """A deck that lies as `layout` says (map_layout of these UNIT_BOUNDARIES), by UNIT_VALUES.

    Units with an outline and no row count as missing; rows without an outline are not drawn. No
    layout: an empty deck. Nothing moves on it: no zoom, no drag, so the page scrolls over it.
    """
    if fill not in FILLS:
        raise ValueError(f"no such fill: {fill!r}")
    if layout is None:
        return _deck([], None, theme)
    known = {row["unit_id"]: row for row in values.to_dicts()}
    rows = {
        row["unit_id"]: known.get(row["unit_id"], _unreported(row)) for row in boundaries.to_dicts()
    }
    colors = _fills(rows, measure=measure, theme=theme, fill=fill)
    features = [
        {
            "type": "Feature",
            "geometry": rounded(layout.shapes[unit_id]),
            "properties": {
                "fill": colors[unit_id],
                "tip": _told(row, measure=measure, reader=reader),
            },
        }
        for unit_id, row in rows.items()
    ]
    size, reach = LABELS["few" if len(rows) <= FEW_UNITS else "many"]
    placed = place_labels(
        _wanted(rows, layout, measure=measure, reader=reader),
        width=layout.view.width,
        height=layout.view.height,
        size=size,
        kept_free=layout.legend,
        reach=reach,
    )
    layers = [
        _areas(features, theme),
        _strokes(rows, layout, theme),
        *_names(placed, layout.view, theme, size=size),
    ]
    return _deck(layers, layout.view, theme)


def _unreported(boundary: Row) -> dict[str, Any]:
    """The row of a unit that stands on the map and not in the answer."""
    names = {name: boundary[name] for name in ("unit_id", "unit_vi", "unit_en")}
    empty = dict.fromkeys(("value", "numerator", "denominator", "obs_status", "rank", "target"))
    return {**names, **empty, "status": "no_value"}


def _fills(
    rows: Mapping[int, Row], *, measure: Measure, theme: Theme, fill: str
) -> dict[int, Color]:
    known = [row["value"] for row in rows.values() if row["value"] is not None]
    classes = ValueClasses.of(known, measure=measure)

    def color(row: Row) -> Color:
        kind = absence(row)
        if kind is not None:
            return rgb(theme.absent[ABSENCES.index(kind)])
        if fill == "status":
            return _paler(theme.tone(row["status"]).fill, theme)
        return rgb(theme.ramp[classes.place_on_ramp(classes.index(row["value"]))])

    return {unit_id: color(row) for unit_id, row in rows.items()}


def rgb(color: str) -> Color:
    """#rrggbb as the three numbers that deck.gl takes."""
    return [int(color[at : at + 2], 16) for at in (1, 3, 5)]


def _paler(color: str, theme: Theme) -> Color:
    """The colour as names can be read on it; `.ioc-filled` in the legend is the same."""
    return [
        round(STRENGTH * strong + (1 - STRENGTH) * ground)
        for strong, ground in zip(rgb(color), rgb(theme.surface), strict=True)
    ]


def _told(row: Row, *, measure: Measure, reader: Reader) -> str:
    """What the tooltip says, as plain text: it is never read as HTML."""
    name = plain(reader.pick(dict(row), "full_name")) or unit_name(row, reader)
    kind = absence(row)
    if kind is not None:
        return f"{name}\n{reader.text(f'figures.absence.{kind}_told')}"
    lines = [name, f"{measure.name(reader)}: {measure.value(row, reader)}"]
    if measure.kind == "rate" and row["denominator"] is not None:
        lines.append(f"{reader.number(row['numerator'])} / {reader.number(row['denominator'])}")
    lines.append(status_word(row["status"], reader))
    return "\n".join(lines)


def _lines(row: Row, measure: Measure, reader: Reader) -> tuple[str, ...]:
    name = plain(unit_name(row, reader), limit=24)
    if row["value"] is None:
        return (name,)
    if measure.kind == "rate":
        # One decimal is enough on a map; the ranking beside it has them all.
        return name, reader.percent(row["value"], digits=1)
    return name, measure.value(row, reader)


def _wanted(
    rows: Mapping[int, Row], layout: MapLayout, *, measure: Measure, reader: Reader
) -> list[Wanted]:
    """The labels in order of need: of few units the smallest first, who have least room; of many
    the largest denominators first.
    """
    sizes = {unit_id: area(layout.outlines[unit_id]) for unit_id in rows}
    if len(rows) <= FEW_UNITS:
        ordered = sorted(rows, key=lambda unit_id: sizes[unit_id])
    else:
        weights = {unit_id: row["denominator"] or 0.0 for unit_id, row in rows.items()}
        ordered = sorted(rows, key=lambda unit_id: (-weights[unit_id], -sizes[unit_id]))
    return [
        Wanted(
            unit_id,
            _lines(rows[unit_id], measure, reader),
            layout.points[unit_id],
            layout.outlines[unit_id],
        )
        for unit_id in ordered
    ]


def _areas(features: list[dict[str, Any]], theme: Theme) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer",
        id="units",
        data={"type": "FeatureCollection", "features": features},
        get_fill_color="properties.fill",
        get_line_color=rgb(theme.surface),
        line_width_units=pdk.types.String("pixels"),
        get_line_width=1.5,
        pickable=True,
        auto_highlight=True,
        highlight_color=[*rgb(theme.ink), 40],
    )


def _strokes(rows: Mapping[int, Row], layout: MapLayout, theme: Theme) -> pdk.Layer:
    """Hatches over units without value, so that grey is never taken for a low value."""
    strokes = [
        {"from": _at(start, layout.view), "to": _at(end, layout.view)}
        for unit_id, row in rows.items()
        if (kind := absence(row)) is not None and kind in HATCHES
        for start, end in hatch(layout.outlines[unit_id], every=HATCH_EVERY, degrees=HATCHES[kind])
    ]
    return pdk.Layer(
        "LineLayer",
        id="hatches",
        data=strokes,
        get_source_position="from",
        get_target_position="to",
        get_color=rgb(theme.neutral.fill),
        width_units=pdk.types.String("pixels"),
        get_width=1,
    )


def _names(placed: list[Placed], view: MapView, theme: Theme, *, size: float) -> list[pdk.Layer]:
    leads = [
        {"from": _at(label.leads_to, view), "to": _at(label.at, view)}
        for label in placed
        if label.leads_to is not None
    ]
    texts = [
        {"at": _at((label.at[0], label.at[1] + shift * size), view), "text": line, "line": index}
        for label in placed
        for index, (line, shift) in enumerate(zip(label.lines, _shifts(label), strict=True))
    ]
    return [
        pdk.Layer(
            "LineLayer",
            id="leads",
            data=leads,
            get_source_position="from",
            get_target_position="to",
            get_color=rgb(theme.muted),
            width_units=pdk.types.String("pixels"),
            get_width=1,
        ),
        *(
            _texts(of_line, theme, size, weight)
            for line, weight in enumerate(WEIGHTS)
            # An empty layer of texts has nothing to make its letters from.
            if (of_line := [text for text in texts if text["line"] == line])
        ),
    ]


def _shifts(label: Placed) -> tuple[float, ...]:
    return (-0.58, 0.58) if len(label.lines) == 2 else (0.0,)


def _texts(texts: list[dict[str, Any]], theme: Theme, size: float, weight: int) -> pdk.Layer:
    halo = theme.surface
    return pdk.Layer(
        "TextLayer",
        id=f"texts-{weight}",
        data=[{"at": text["at"], "text": text["text"]} for text in texts],
        get_position="at",
        get_text="text",
        get_size=size,
        get_color=rgb(theme.ink),
        font_family=pdk.types.String(f"{FONT}, system-ui, sans-serif"),
        font_weight=weight,
        # Without it deck.gl knows only ASCII, and Vietnamese letters stay out.
        character_set=pdk.types.String("auto"),
        font_settings={"sdf": True, "fontSize": 40, "buffer": 7, "radius": 12, "smoothing": 0.18},
        outline_width=6,
        outline_color=[*rgb(halo), 235],
    )


def _at(point: tuple[float, float], view: MapView) -> list[float]:
    longitude, latitude = view.to_degrees(point)
    return [round(longitude, 5), round(latitude, 5)]


def _deck(layers: list[pdk.Layer], view: MapView | None, theme: Theme) -> pdk.Deck:
    seen = pdk.ViewState(
        longitude=view.longitude if view else 0,
        latitude=view.latitude if view else 0,
        zoom=view.zoom if view else 0,
    )
    return pdk.Deck(
        layers=layers,
        views=[pdk.View("MapView", controller=False)],
        initial_view_state=seen,
        map_provider=None,
        tooltip={
            "text": "{tip}",
            "style": {
                "backgroundColor": theme.ink,
                "color": theme.surface,
                "fontFamily": f"{FONT}, system-ui, sans-serif",
                "fontSize": "14px",
                "lineHeight": "1.4",
                "borderRadius": "6px",
                "padding": "8px 12px",
                "maxWidth": "320px",
            },
        },
    )
