"""One indicator over the units: the map as shapes coloured by class, and the ranking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from components.export.not_final import with_star_told
from components.export.parts import Label, Map, Region, Topic
from components.export.series import ranking_bars
from components.export.told_origin import origin_told
from components.figures.classes import ValueClasses
from components.figures.map_labels import MOSTLY, Wanted, label_box, place_labels, share_held
from components.figures.map_layout import MapLayout, map_layout
from components.figures.outlines import Rings
from components.markup import plain
from components.measures import ABSENCES, Measure, absence
from components.reader import Reader
from components.sentences import units_sentence
from components.theme import LIGHT

Row = Mapping[str, Any]
# Of a unit without a row: nobody reported.
SILENT = ABSENCES[0]
# Room above and below the outlines, in points.
RIM = 6.0
# Larger names than these, in points, stand within their unit or not at all.
MOST_LETTERS_OVER_A_RIM = 14


def map_topic(
    values: pl.DataFrame,
    boundaries: pl.DataFrame,
    *,
    measure: Measure,
    when: str,
    size: tuple[int, int],
    letters: float,
    reader: Reader,
) -> Topic:
    """UNIT_VALUES over UNIT_BOUNDARIES on a picture of `size` points, names in `letters` points."""
    said = units_sentence(values, measure=measure, reader=reader, when=when)
    title = reader.text("exports.topic.map", indicator=measure.name(reader))
    drawn = _map(values, boundaries, measure, size=size, letters=letters, reader=reader)
    return Topic(
        key="map",
        title=title,
        sentences=[said],
        parts=[drawn] if drawn else [],
        origin=origin_told(values, reader=reader, note=_capital(when)),
        notes=[said],
    )


def ranking_topic(values: pl.DataFrame, *, measure: Measure, when: str, reader: Reader) -> Topic:
    """UNIT_VALUES as bars, the best first."""
    said = units_sentence(values, measure=measure, reader=reader, when=when)
    bars = ranking_bars(values, measure=measure, reader=reader)
    return Topic(
        key="ranking",
        title=reader.text("exports.topic.ranking", indicator=measure.name(reader)),
        sentences=[said],
        parts=[bars] if bars.bars else [],
        origin=with_star_told(
            origin_told(values, reader=reader, note=_capital(when)),
            [bar.written for bar in bars.bars],
            reader=reader,
        ),
        notes=[said],
    )


def _map(
    values: pl.DataFrame,
    boundaries: pl.DataFrame,
    measure: Measure,
    *,
    size: tuple[int, int],
    letters: float,
    reader: Reader,
) -> Map | None:
    width, height = size
    layout = map_layout(boundaries, width=width, height=height, legend_lines=0)
    if layout is None:
        return None
    top, bottom = _extent(layout)
    rows = {row["unit_id"]: row for row in values.to_dicts()}
    known = [row["value"] for row in rows.values() if row["value"] is not None]
    classes = ValueClasses.of(known, measure=measure)
    places = boundaries.to_dicts()
    return Map(
        name=measure.name(reader),
        width=float(width),
        height=bottom - top,
        letters=letters,
        regions=[
            _region(
                place,
                rows.get(place["unit_id"]),
                _lifted(layout, place, top),
                look=_Look(classes),
                measure=measure,
                reader=reader,
            )
            for place in places
        ],
        labels=[
            replace(label, at=(label.at[0], label.at[1] - top))
            for label in _labels(places, layout, size=size, letters=letters)
        ],
        legend=_legend(places, rows, classes, measure, reader),
        note=_boundaries_told(boundaries, reader),
    )


def _region(
    place: Row, row: Row | None, rings: Rings, *, look: "_Look", measure: Measure, reader: Reader
) -> Region:
    kind = SILENT if row is None else absence(row)
    if row is None or kind is not None:
        fill, value = look.absent(kind or SILENT), reader.text(f"figures.absence.{kind}")
    else:
        fill, value = look.of(row["value"]), measure.value(row, reader)
    name = plain(reader.pick(dict(place), "unit"))
    return Region(name=name, rings=rings, fill=fill, value=value)


@dataclass(frozen=True)
class _Look:
    """Which fill a value has; of no value each kind has its own."""

    classes: ValueClasses

    def of(self, value: float) -> str:
        return self.of_class(self.classes.index(value))

    def of_class(self, index: int) -> str:
        return LIGHT.ramp[self.classes.place_on_ramp(index)]

    @staticmethod
    def absent(kind: str) -> str:
        return LIGHT.absent[ABSENCES.index(kind)]


def _labels(
    places: Sequence[Row],
    layout: MapLayout,
    *,
    size: tuple[int, int],
    letters: float,
) -> list[Label]:
    """Names that find room; Vietnamese on every map, as on the screen."""
    wanted = [
        Wanted(
            unit_id=place["unit_id"],
            lines=(plain(place["unit_vi"], limit=24),),
            at=layout.points[place["unit_id"]],
            rings=layout.outlines[place["unit_id"]],
        )
        for place in places
    ]
    placed = place_labels(
        wanted, width=size[0], height=size[1], size=letters, kept_free=[], reach=0.0
    )
    if letters > MOST_LETTERS_OVER_A_RIM:
        placed = [
            one
            for one in placed
            if share_held(layout.outlines[one.unit_id], label_box(one, letters)) >= MOSTLY
        ]
    return [Label(lines=one.lines, at=one.at, leads_to=one.leads_to) for one in placed]


def _extent(layout: MapLayout) -> tuple[float, float]:
    """The highest and the lowest place of all outlines: a map is as high as its province."""
    ys = [y for rings in layout.outlines.values() for ring in rings for _, y in ring]
    return min(ys) - RIM, max(ys) + RIM


def _lifted(layout: MapLayout, place: Row, top: float) -> Rings:
    return [[(x, y - top) for x, y in ring] for ring in layout.outlines[place["unit_id"]]]


def _legend(
    places: Sequence[Row],
    rows: Mapping[int, Row],
    classes: ValueClasses,
    measure: Measure,
    reader: Reader,
) -> list[tuple[str, str]]:
    """Fill and words of each class and of each kind of no value, with how many units have it."""
    kinds = [
        SILENT if place["unit_id"] not in rows else absence(rows[place["unit_id"]])
        for place in places
    ]
    look = _Look(classes)
    members = [classes.index(row["value"]) for row in rows.values() if row["value"] is not None]
    labels = classes.labels(measure=measure, reader=reader) if members else []
    entries = [
        (look.of_class(index), f"{label} ({reader.number(members.count(index))})")
        for index, label in enumerate(labels)
    ]
    entries = entries if classes.lower_is_better else entries[::-1]
    for kind in ABSENCES:
        if kind in kinds:
            word = reader.text(f"figures.absence.{kind}")
            entries.append((look.absent(kind), f"{word} ({reader.number(kinds.count(kind))})"))
    return entries


def _boundaries_told(boundaries: pl.DataFrame, reader: Reader) -> str:
    kinds = boundaries["boundary_kind"].unique().to_list()
    kind = "schematic" if "schematic" in kinds else "official"
    return reader.text(f"figures.boundaries.{kind}") if kinds else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
