"""What a map is made of for the browser: areas, hatches, names, and the deck that holds them."""

import json
from collections.abc import Mapping
from typing import Any

import pydeck as pdk

from components.figures.map_labels import Placed
from components.figures.map_layout import MapLayout
from components.figures.outlines import hatch
from components.figures.projection import MapView
from components.measures import MISSING, NOTHING_COUNTED, Row, absence
from components.theme import FONT, Theme

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


def finished(made: pdk.Deck) -> FinishedDeck:
    """The deck turned into text, once."""
    compact = json.dumps(json.loads(made.to_json()), ensure_ascii=False, separators=(",", ":"))
    return FinishedDeck(compact, made._tooltip)


def rgb(color: str) -> Color:
    """#rrggbb as the three numbers that deck.gl takes."""
    return [int(color[at : at + 2], 16) for at in (1, 3, 5)]


def areas(features: list[dict[str, Any]], theme: Theme) -> pdk.Layer:
    """The units, filled by their property `fill`, with `tip` to be told."""
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


def strokes(rows: Mapping[int, Row], layout: MapLayout, theme: Theme) -> pdk.Layer:
    """Hatches over units without value, so that grey is never taken for a low value."""
    drawn = [
        {"from": _at(start, layout.view), "to": _at(end, layout.view)}
        for unit_id, row in rows.items()
        if (kind := absence(row)) is not None and kind in HATCHES
        for start, end in hatch(layout.outlines[unit_id], every=HATCH_EVERY, degrees=HATCHES[kind])
    ]
    return pdk.Layer(
        "LineLayer",
        id="hatches",
        data=drawn,
        get_source_position="from",
        get_target_position="to",
        get_color=rgb(theme.neutral.fill),
        width_units=pdk.types.String("pixels"),
        get_width=1,
    )


def names(placed: list[Placed], view: MapView, theme: Theme, *, size: float) -> list[pdk.Layer]:
    """The placed labels `size` pixels high, a light rim around them, and lines to their units."""
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


def deck(layers: list[pdk.Layer], view: MapView | None, theme: Theme) -> pdk.Deck:
    """A deck without basemap or controls; its tooltip shows the property `tip` as plain text."""
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
