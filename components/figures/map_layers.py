"""What a map is made of for the browser: areas, hatches, names, and the deck that holds them."""

import json
from collections.abc import Collection, Mapping
from typing import Any

import pydeck as pdk

from components.figures.map_labels import Placed, label_box, lead_of
from components.figures.map_layout import MapLayout
from components.figures.outlines import hatch, rounded
from components.figures.projection import MapView
from components.measures import MISSING, NOTHING_COUNTED, Row, absence
from components.theme import FONT, Theme

HATCHES = {MISSING: 45.0, NOTHING_COUNTED: 0.0}
HATCH_EVERY = 6.0
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
    leads = [{"from": _at(line[0], view), "to": _at(line[1], view)} for line in lines if line]
    texts = [
        {
            "at": _at((label.at[0], label.at[1] + shift * size), view),
            "text": line,
            "line": index,
            "turned": label.unit_id in turned,
        }
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
