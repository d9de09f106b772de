"""The units of a province as a map: fill by class of value or by status, names and values on it.

No basemap: nothing is asked of another host, and no foreign naming gets on an official screen.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl
import pydeck as pdk

from components.figures.classes import ValueClasses
from components.figures.converted import source_words, why_not_converted
from components.figures.map_inset import Inset
from components.figures.map_labels import (
    MOST_NAMED,
    Placed,
    Wanted,
    label_box,
    place_labels,
    place_within,
    share_held,
)
from components.figures.map_layers import (
    Color,
    areas,
    deck,
    line_layer,
    names,
    outlined,
    place_of,
    reads_turned,
    rgb,
)
from components.figures.map_layout import MapLayout
from components.figures.map_patterns import pattern_layers
from components.figures.marks import status_word
from components.figures.outlines import area, decimals_for, rounded
from components.figures.projection import MapView
from components.markup import plain
from components.measures import ABSENCES, Measure, Row, absence
from components.reader import Reader
from components.sentences import unit_name
from components.theme import TONE_OF_STATUS, Theme, Tone

# Fills of a map: by class of value, or by status against the target.
FILLS = ("classes", "status")
# Up to so many units every name is wanted; of more, those with the most behind their rate first.
FEW_UNITS = 25
# Size of the letters, and how far from its unit a name may stand: many long lines would tangle.
LABELS = {"few": (12.5, 106.0), "many": (11.0, 58.0), "crowded": (0.0, 0.0)}
LARGE_LABELS = {"few": (15.0, 106.0), "many": (12.0, 88.0), "crowded": (0.0, 0.0)}
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
    inset: Inset | None = None,
    large: bool = False,
) -> pdk.Deck:
    """A deck that lies as `layout` says (map_layout of these UNIT_BOUNDARIES), by UNIT_VALUES.

    Units with an outline and no row count as missing; rows without an outline are not drawn. The
    unit whose unit_id is `chosen` has a strong outline. No layout: an empty deck. Nothing moves on
    it: no zoom, no drag, so the page scrolls over it. `large`: on a page of its own, its names
    larger and its units told by their code to whoever answers a click. `inset`: the crowd of
    small units that is drawn again (layout_with_inset), where alone it has names.
    """
    if fill not in FILLS:
        raise ValueError(f"no such fill: {fill!r}")
    if layout is None:
        return deck([], None, theme)
    rows = rows_of(values, boundaries)
    colors = fills(rows, measure=measure, theme=theme, fill=fill)
    drawn = [*layout.shapes.items(), *(inset.shapes.items() if inset else ())]
    decimals = decimals_for(layout.view)
    features = [
        {
            "type": "Feature",
            "geometry": rounded(shape, decimals=decimals),
            "properties": {
                "fill": colors[unit_id],
                "tip": told(rows[unit_id], measure=measure, reader=reader),
                **({"code": rows[unit_id]["unit_code"]} if large else {}),
            },
        }
        for unit_id, shape in drawn
    ]
    size, reach = (LARGE_LABELS if large else LABELS)[how_many(len(rows))]
    placed = placed_names(
        wanted_names(rows, layout, measure=measure, reader=reader),
        layout,
        inset,
        size=size,
        reach=reach,
    )
    turned = turned_names(placed, colors, layout, inset, theme=theme, size=size)
    outlines = [*layout.outlines.items(), *(inset.outlines.items() if inset else ())]
    layers = [
        areas(features, theme),
        *pattern_layers(rows, outlines, layout.view, theme),
        *(_frame(inset, layout.view, theme) if inset else ()),
        *(outlined(shape, theme) for unit_id, shape in layout.shapes.items() if unit_id == chosen),
        *names(placed, layout.view, theme, size=size, turned=turned),
    ]
    return deck(layers, layout.view, theme)


def how_many(units: int) -> str:
    """`few`, `many` or, where no name could be read, `crowded`."""
    return "few" if units <= FEW_UNITS else "many" if units <= MOST_NAMED else "crowded"


def rows_of(values: pl.DataFrame, boundaries: pl.DataFrame) -> dict[int, Row]:
    """The row of UNIT_VALUES of each unit that has an outline, by unit id."""
    known = {row["unit_id"]: row for row in values.to_dicts()}
    return {
        row["unit_id"]: known.get(row["unit_id"], _unreported(row)) for row in boundaries.to_dicts()
    }


def _frame(inset: Inset, view: MapView, theme: Theme) -> list[pdk.Layer]:
    lines = [{"from": place_of(a, view), "to": place_of(b, view)} for a, b in inset.frame()]
    return [line_layer("frame", lines, color=theme.muted, width=1)]


def placed_names(
    wanted: list[Wanted], layout: MapLayout, inset: Inset | None, *, size: float, reach: float
) -> list[Placed]:
    """Where names stand: on the map those of units that are not in the box, and in the box."""
    if size == 0:
        return []
    again = inset.points if inset else {}
    view = layout.view
    free = [layout.legend, *((inset.box, inset.crowd) if inset else ())]
    placed = place_labels(
        [label for label in wanted if label.unit_id not in again],
        width=view.width,
        height=view.height,
        size=size,
        kept_free=free,
        reach=reach,
    )
    if inset is None:
        return placed
    return placed + place_within(inset.labels(wanted), box=inset.box, size=size)


def turned_names(
    placed: list[Placed],
    colors: Mapping[int, Color],
    layout: MapLayout,
    inset: Inset | None,
    *,
    theme: Theme,
    size: float,
) -> set[int]:
    """Units whose name stands wholly on a fill that asks for letters of the other colour."""
    outlines = {**layout.outlines, **(inset.outlines if inset else {})}
    return {
        label.unit_id
        for label in placed
        if reads_turned(colors[label.unit_id], theme)
        and share_held(outlines[label.unit_id], label_box(label, size)) >= WHOLLY
    }


def _unreported(boundary: Row) -> dict[str, Any]:
    """The row of a unit that stands on the map and not in the answer."""
    names = {name: boundary[name] for name in ("unit_id", "unit_code", "unit_vi", "unit_en")}
    empty = dict.fromkeys(("value", "numerator", "denominator", "obs_status", "rank", "target"))
    return {**names, **empty, "status": "no_value"}


def fills(
    rows: Mapping[int, Row],
    *,
    measure: Measure,
    theme: Theme,
    fill: str,
    classes: ValueClasses | None = None,
) -> dict[int, Color]:
    """The colour of each unit in a theme, by `meanings_of_fills`."""
    found = meanings_of_fills(rows, measure=measure, fill=fill, classes=classes)
    return {unit_id: _color(meaning, theme) for unit_id, meaning in found.items()}


def meanings_of_fills(
    rows: Mapping[int, Row],
    *,
    measure: Measure,
    fill: str,
    classes: ValueClasses | None = None,
) -> dict[int, tuple[str, str]]:
    """What the fill of each unit means, in any theme.

    By class of value (`classes`, else those of these rows) "ramp" with the place on it from 0, or
    by status "tone" with its name; of units without value "absent" with its kind.
    """
    known = [row["value"] for row in rows.values() if row["value"] is not None]
    scale = classes or ValueClasses.of(known, measure=measure)

    def meaning(row: Row) -> tuple[str, str]:
        kind = absence(row)
        if kind is not None:
            return "absent", kind
        if fill == "status":
            return "tone", TONE_OF_STATUS.get(row["status"], "neutral")
        return "ramp", str(scale.place_on_ramp(scale.index(row["value"])))

    return {unit_id: meaning(row) for unit_id, row in rows.items()}


def _color(meaning: tuple[str, str], theme: Theme) -> Color:
    kind, name = meaning
    if kind == "absent":
        return rgb(theme.absent[ABSENCES.index(name)])
    if kind == "tone":
        tone: Tone = getattr(theme, name)
        return _paler(tone.fill, theme)
    return rgb(theme.ramp[int(name)])


def _paler(color: str, theme: Theme) -> Color:
    """The colour as names can be read on it; `.ioc-filled` in the legend is the same."""
    return [
        round(STRENGTH * strong + (1 - STRENGTH) * ground)
        for strong, ground in zip(rgb(color), rgb(theme.surface), strict=True)
    ]


def told(row: Row, *, measure: Measure, reader: Reader) -> str:
    """What the tooltip says, as plain text: it is never read as HTML."""
    name = plain(reader.pick(dict(row), "full_name")) or unit_name(row, reader)
    kind = absence(row)
    if kind is not None:
        why = why_not_converted(row, reader) or reader.text(f"figures.absence.{kind}_told")
        return f"{name}\n{why}"
    lines = [name, f"{measure.name(reader)}: {measure.value(row, reader)}"]
    if measure.kind == "rate" and row["denominator"] is not None:
        lines.append(f"{reader.number(row['numerator'])} / {reader.number(row['denominator'])}")
    lines.append(status_word(row["status"], reader))
    if sources := source_words(row, reader):
        lines.append(f"≈ {reader.text('figures.converted.from', units=sources)}")
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


def wanted_names(
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
