"""Patterns over units without value, one for each kind: no value is never taken for a low one."""

from collections.abc import Iterable, Mapping

import pydeck as pdk

from components.figures.map_layers import line_layer, place_of, rgb
from components.figures.outlines import Rings, dots, hatch
from components.figures.projection import MapView
from components.measures import (
    MISSING,
    NOT_APPLICABLE,
    NOT_CONVERTIBLE,
    NOTHING_COUNTED,
    Row,
    absence,
)
from components.theme import Theme

# Strokes at these angles; `.ioc-absent-...` in assets/style.css draws the same for a legend.
HATCHES: Mapping[str, tuple[float, ...]] = {
    MISSING: (45.0,),
    NOTHING_COUNTED: (0.0,),
    NOT_APPLICABLE: (45.0, -45.0),
}
DOTTED = (NOT_CONVERTIBLE,)
# In pixels. Two directions of strokes lie farther apart, so that both read.
HATCH_EVERY, CROSS_EVERY, DOT_EVERY = 6.0, 9.0, 6.0
DOT_RADIUS = 1.1


def pattern_layers(
    rows: Mapping[int, Row], outlines: Iterable[tuple[int, Rings]], view: MapView, theme: Theme
) -> list[pdk.Layer]:
    """Strokes and dots over the `outlines` (unit id, pixels) of units whose row has no value."""
    strokes: list[dict[str, list[float]]] = []
    points: list[list[float]] = []
    for unit_id, rings in outlines:
        kind = absence(rows[unit_id])
        if kind in DOTTED:
            points += [place_of(point, view) for point in dots(rings, every=DOT_EVERY)]
        angles = HATCHES.get(kind or "", ())
        every = HATCH_EVERY if len(angles) == 1 else CROSS_EVERY
        strokes += [
            {"from": place_of(start, view), "to": place_of(end, view)}
            for degrees in angles
            for start, end in hatch(rings, every=every, degrees=degrees)
        ]
    layers = [
        line_layer("hatches", strokes, color=theme.neutral.fill, width=1),
    ]
    if points:
        layers.append(
            pdk.Layer(
                "ScatterplotLayer",
                id="dots",
                data=[{"at": point} for point in points],
                get_position="at",
                get_fill_color=rgb(theme.neutral.fill),
                radius_units=pdk.types.String("pixels"),
                get_radius=DOT_RADIUS,
            )
        )
    return layers
