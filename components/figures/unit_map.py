"""The units of a province as a map: fill by class of value or by status, names and values on it.

No basemap: nothing is asked of another host, and no foreign naming gets on an official screen.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl
import pydeck as pdk

from components.figures.classes import ValueClasses
from components.figures.map_labels import Wanted, label_box, place_labels, share_held
from components.figures.map_layers import (
    Color,
    areas,
    deck,
    names,
    outlined,
    reads_turned,
    rgb,
    strokes,
)
from components.figures.map_layout import MapLayout
from components.figures.marks import status_word
from components.figures.outlines import area, rounded
from components.markup import plain
from components.measures import ABSENCES, Measure, Row, absence
from components.reader import Reader
from components.sentences import unit_name
from components.theme import Theme

# Fills of a map: by class of value, or by status against the target.
FILLS = ("classes", "status")
# Up to so many units every name is wanted; of more, those with the most behind their rate first.
FEW_UNITS = 25
# Size of the letters, and how far from its unit a name may stand: many long lines would tangle.
LABELS = {"few": (12.5, 106.0), "many": (11.0, 58.0)}
# Share of a status' own colour in a fill, the rest being the surface.
STRENGTH = 0.55
# Letters are turned to the colour of the surface only where so much of a label is on its own fill.
WHOLLY = 0.9


def unit_map(
    values: pl.DataFrame,
    boundaries: pl.DataFrame,
    *,
    measure: Measure,
    reader: Reader,
    theme: Theme,
    layout: MapLayout | None,
    fill: str = "classes",
    chosen: int | None = None,
) -> pdk.Deck:
    """A deck that lies as `layout` says (map_layout of these UNIT_BOUNDARIES), by UNIT_VALUES.

    Units with an outline and no row count as missing; rows without an outline are not drawn. The
    unit whose unit_id is `chosen` has a strong outline. No layout: an empty deck. Nothing moves on
    it: no zoom, no drag, so the page scrolls over it.
    """
    if fill not in FILLS:
        raise ValueError(f"no such fill: {fill!r}")
    if layout is None:
        return deck([], None, theme)
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
    turned = {
        label.unit_id
        for label in placed
        if reads_turned(colors[label.unit_id], theme)
        and share_held(layout.outlines[label.unit_id], label_box(label, size)) >= WHOLLY
    }
    layers = [
        areas(features, theme),
        strokes(rows, layout, theme),
        *(outlined(shape, theme) for unit_id, shape in layout.shapes.items() if unit_id == chosen),
        *names(placed, layout.view, theme, size=size, turned=turned),
    ]
    return deck(layers, layout.view, theme)


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
    # In every language the map has the Vietnamese names, with their diacritics.
    name = plain(row["unit_vi"], limit=24)
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
