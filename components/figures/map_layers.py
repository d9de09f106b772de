"""What a map is made of for the browser: areas, lines, names, and the deck that holds them."""

import json
from collections.abc import Collection
from typing import Any

import pydeck as pdk

from components.figures.map_labels import Placed, label_box, lead_of
from components.figures.outlines import rounded
from components.figures.projection import MapView, Pixels
from components.theme import FONT, Theme

# The layer that answers to a click: its id is this word, and with a chosen unit a longer one.
UNITS = "units"
Lines = list[dict[str, list[float]]]
# Of the lines of a label: name, value.
WEIGHTS = (650, 600)
Color = list[int]


class FinishedDeck:
    """What st.pydeck_chart asks of a deck, from text made earlier: a figure that can be kept."""

    def __init__(self, text: str, tooltip: dict[str, Any]) -> None:
        self._text = text
        self._tooltip = tooltip

    def to_json(self) -> str:
        return self._text

    def changed(self, text: str) -> "FinishedDeck":
        """The same deck with another text."""
        return FinishedDeck(text, self._tooltip)


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
        id=UNITS,
        data={"type": "FeatureCollection", "features": features},
        get_fill_color="properties.fill",
        get_line_color=rgb(theme.surface),
        line_width_units=pdk.types.String("pixels"),
        get_line_width=1.5,
        pickable=True,
        auto_highlight=True,
        highlight_color=[*rgb(theme.ink), 40],
    )


def line_layer(name: str, lines: Lines, *, color: str, width: float) -> pdk.Layer:
    """Straight lines, each `from` one place `to` another in degrees, `width` pixels wide."""
    return pdk.Layer(
        "LineLayer",
        id=name,
        data=lines,
        get_source_position="from",
        get_target_position="to",
        get_color=rgb(color),
        width_units=pdk.types.String("pixels"),
        get_width=width,
    )


def outlined(geometry: dict[str, Any], theme: Theme) -> pdk.Layer:
    """A strong line around the one unit that is asked for."""
    return pdk.Layer(
        "GeoJsonLayer",
        id="chosen",
        data={
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "geometry": rounded(geometry), "properties": {}}],
        },
        filled=False,
        get_line_color=rgb(theme.ink),
        line_width_units=pdk.types.String("pixels"),
        get_line_width=3.5,
    )


def names(
    placed: list[Placed],
    view: MapView,
    theme: Theme,
    *,
    size: float,
    turned: Collection[int],
) -> list[pdk.Layer]:
    """The placed labels `size` pixels high with a rim, and lines to their units.

    Those of the unit ids in `turned` are in the colour of the surface, for they stand on a fill
    on which that reads better.
    """
    lines = [lead_of(label, label_box(label, size)) for label in placed]
    leads = [
        {"from": place_of(line[0], view), "to": place_of(line[1], view)} for line in lines if line
    ]
    texts = [
        {
            "at": place_of((label.at[0], label.at[1] + shift * size), view),
            "text": line,
            "line": index,
            "turned": label.unit_id in turned,
        }
        for label in placed
        for index, (line, shift) in enumerate(zip(label.lines, _shifts(label), strict=True))
    ]
    return [
        line_layer("leads", leads, color=theme.muted, width=1),
        *(
            _texts(alike, theme, size, weight, turned=is_turned)
            for line, weight in enumerate(WEIGHTS)
            for is_turned in (False, True)
            # An empty layer of texts has nothing to make its letters from.
            if (
                alike := [
                    text for text in texts if text["line"] == line and text["turned"] == is_turned
                ]
            )
        ),
    ]


def _shifts(label: Placed) -> tuple[float, ...]:
    return (-0.58, 0.58) if len(label.lines) == 2 else (0.0,)


def reads_turned(ground: Color, theme: Theme) -> bool:
    """Whether letters in the colour of the surface read better on `ground` than those in ink."""
    under = _luminance(ground)
    surface, ink = (_luminance(rgb(color)) for color in (theme.surface, theme.ink))
    return _contrast(surface, under) > _contrast(ink, under)


def _contrast(one: float, other: float) -> float:
    """Of two luminances, as WCAG 2 has it."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _luminance(color: Color) -> float:
    parts = [part / 255 for part in color]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _texts(
    texts: list[dict[str, Any]], theme: Theme, size: float, weight: int, *, turned: bool
) -> pdk.Layer:
    letters, rim = (theme.surface, theme.ink) if turned else (theme.ink, theme.surface)
    return pdk.Layer(
        "TextLayer",
        id=f"texts-{weight}{'-turned' if turned else ''}",
        data=[{"at": text["at"], "text": text["text"]} for text in texts],
        get_position="at",
        get_text="text",
        get_size=size,
        get_color=rgb(letters),
        font_family=pdk.types.String(f"{FONT}, system-ui, sans-serif"),
        font_weight=weight,
        # Without it deck.gl knows only ASCII, and Vietnamese letters stay out.
        character_set=pdk.types.String("auto"),
        font_settings={"sdf": True, "fontSize": 56, "buffer": 9, "radius": 16, "smoothing": 0.15},
        outline_width=6,
        # A dark rim weighs more than a light one.
        outline_color=[*rgb(rim), 120 if turned else 235],
    )


def place_of(point: Pixels, view: MapView) -> list[float]:
    """Longitude and latitude of a point of the picture, short enough to send."""
    longitude, latitude = view.to_degrees(point)
    return [round(longitude, 5), round(latitude, 5)]


def deck(
    layers: list[pdk.Layer], view: MapView | None, theme: Theme, *, pitch: float = 0
) -> pdk.Deck:
    """A deck without basemap or controls; its tooltip shows the property `tip` as plain text.

    `pitch`: by how many degrees one looks at it aslant, from so far away that nothing leans.
    """
    seen = pdk.ViewState(
        longitude=view.longitude if view else 0,
        latitude=view.latitude if view else 0,
        zoom=view.zoom if view else 0,
        pitch=pitch,
    )
    return pdk.Deck(
        layers=layers,
        views=[pdk.View("MapView", controller=False, **({"orthographic": True} if pitch else {}))],
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
