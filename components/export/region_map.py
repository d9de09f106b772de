"""The map of an indicator on paper and slides: units as shapes, names and figures at both sides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from components.export.letter_widths import width_of
from components.export.map_sides import Spot, heights_of, sides_of
from components.export.not_final import starred
from components.export.parts import Label, Map, Region
from components.export.pptx_room import cut_to
from components.figures.classes import ValueClasses
from components.figures.map_layout import map_layout
from components.figures.map_legend import boundary_words
from components.figures.outlines import Rings
from components.markup import plain
from components.measures import ABSENCES, Measure, absence
from components.reader import NO_VALUE, Reader
from components.theme import LIGHT

Row = Mapping[str, Any]
# Of a unit without a row: nobody reported.
SILENT = ABSENCES[0]
# Room above and below the outlines, in points.
RIM = 3.0
# From one label to the next, and from its words to the map, as shares of the size of its letters.
LABEL_STEP, LABEL_GAP = 1.2, 1.6
# Papers are set in a typeface that is wider than that of slides.
WIDER = 1.12
LONGEST_NAME = 24
# No label takes more of the whole width, whatever a unit is called.
WIDEST_LABEL = 0.3


def region_maps(
    values: pl.DataFrame,
    boundaries: pl.DataFrame,
    *,
    measure: Measure,
    size: tuple[int, int],
    letters: float,
    in_turn: bool,
    reader: Reader,
) -> list[Map]:
    """UNIT_VALUES over UNIT_BOUNDARIES on `size` points; none without outlines.

    Of more units than there is room for, those at both ends of the ranking have a label; or,
    `in_turn`, the map comes so many times that each unit has one, in the order of the ranking.
    """
    rows = {row["unit_id"]: row for row in values.to_dicts()}
    places = boundaries.to_dicts()
    words = {
        place["unit_id"]: cut_to(
            _words(place, rows.get(place["unit_id"]), measure, reader),
            width=size[0] * WIDEST_LABEL / WIDER,
            points=letters,
            lines=1,
        )
        for place in places
    }
    across = max((width_of(text, letters) for text in words.values()), default=0.0) * WIDER
    room = across + LABEL_GAP * letters
    ground = _ground(boundaries, width=size[0], height=size[1], room=room)
    if ground is None:
        return []
    outlines, points = ground
    corners = [spot for rings in outlines.values() for ring in rings for spot in ring]
    step = letters * LABEL_STEP
    most = 2 * int(size[1] / step)
    turns = _turns(places, rows, most=most) if in_turn else [_named(places, rows, most=most)]
    # A column of labels may be higher than the province.
    highest = max(-(-len(named) // 2) for named in turns) * step
    height = max(max(y for _, y in corners) + RIM, highest)
    width = max(x for x, _ in corners) + room
    down = (height - max(y for _, y in corners) - RIM) / 2
    outlines = {unit_id: _moved(rings, 0.0, down) for unit_id, rings in outlines.items()}
    points = {unit_id: (x, y + down) for unit_id, (x, y) in points.items()}
    known = [row["value"] for row in rows.values() if row["value"] is not None]
    classes = ValueClasses.of(known, measure=measure)
    look = _Look(classes)
    regions = [
        _region(
            place,
            rows.get(place["unit_id"]),
            outlines[place["unit_id"]],
            look=look,
            measure=measure,
            reader=reader,
        )
        for place in places
    ]
    legend = _legend(places, rows, classes, measure, reader)

    def with_names(named: Sequence[int]) -> Map:
        told = [
            boundary_words(boundaries, reader),
            _ranks_told(named, rows, reader) if len(turns) > 1 else "",
            _rest_told(len(places) - len(named), reader) if not in_turn else "",
        ]
        return Map(
            name=measure.name(reader),
            width=width,
            height=height,
            letters=letters,
            room=(across, across),
            regions=regions,
            labels=_labels(
                [(words[unit_id], points[unit_id]) for unit_id in named],
                width=width,
                height=height,
                across=across,
                step=step,
            ),
            legend=legend,
            note=" · ".join(part for part in told if part),
        )

    return [with_names(named) for named in turns]


def _ground(
    boundaries: pl.DataFrame, *, width: int, height: int, room: float
) -> tuple[dict[int, Rings], dict[int, Spot]] | None:
    """Outline and point of each unit right of a column `room` wide; None without outlines.

    Two such columns and the outlines are at most `width` wide.
    """
    layout = map_layout(boundaries, width=int(width - 2 * room), height=height, legend_lines=0)
    if layout is None:
        return None
    corners = [spot for rings in layout.outlines.values() for ring in rings for spot in ring]
    aside, above = room - min(x for x, _ in corners), RIM - min(y for _, y in corners)

    outlines = {unit_id: _moved(rings, aside, above) for unit_id, rings in layout.outlines.items()}
    return outlines, {unit_id: (x + aside, y + above) for unit_id, (x, y) in layout.points.items()}


def _moved(rings: Rings, aside: float, down: float) -> Rings:
    return [[(x + aside, y + down) for x, y in ring] for ring in rings]


def _named(places: Sequence[Row], rows: Mapping[int, Row], *, most: int) -> list[int]:
    """The units that have a label: all, else as many from both ends of the ranking."""
    unit_ids = [place["unit_id"] for place in places]
    if len(unit_ids) <= most:
        return unit_ids
    there = set(unit_ids)
    ranked = sorted(
        (row for row in rows.values() if row["rank"] and row["unit_id"] in there),
        key=lambda row: row["rank"],
    )
    half = most // 2
    ends = [*ranked[:half], *ranked[half:][-half:]]
    return [row["unit_id"] for row in ends] or unit_ids[:most]


def _turns(places: Sequence[Row], rows: Mapping[int, Row], *, most: int) -> list[list[int]]:
    """The units in the order of the ranking, those without a rank last, `most` at a time."""
    if len(places) <= most:
        return [[place["unit_id"] for place in places]]

    def place_in_ranking(unit_id: int) -> float:
        rank = rows[unit_id]["rank"] if unit_id in rows else None
        return rank or float("inf")

    ordered = sorted((place["unit_id"] for place in places), key=place_in_ranking)
    size = -(-len(ordered) // -(-len(ordered) // most))
    return [ordered[at : at + size] for at in range(0, len(ordered), size)]


def _ranks_told(named: Sequence[int], rows: Mapping[int, Row], reader: Reader) -> str:
    """Which units have their names on one of several maps: `Nêu tên: hạng 1–20`."""
    ranks = [rank for unit_id in named if unit_id in rows and (rank := rows[unit_id]["rank"])]
    if not ranks:
        return reader.text("exports.map.without_rank")
    first, last = reader.number(min(ranks)), reader.number(max(ranks))
    key = "ranks" if len(ranks) == len(named) else "ranks_and_none"
    return reader.text(f"exports.map.{key}", first=first, last=last)


def _rest_told(rest: int, reader: Reader) -> str:
    return reader.counted("exports.map.rest", rest) if rest else ""


def _labels(
    named: Sequence[tuple[str, Spot]], *, width: float, height: float, across: float, step: float
) -> list[Label]:
    """Words and points as labels in two columns, `across` wide."""
    found: list[Label] = []
    sides = sides_of([point for _, point in named])
    for side, x, places in zip(("left", "right"), (across, width - across), sides, strict=True):
        points = [named[place][1] for place in places]
        ys = heights_of(points, x=x, step=step, height=height)
        found += [
            Label(words=named[place][0], side=side, at=(x, y), leads_to=named[place][1])
            for place, y in zip(places, ys, strict=True)
        ]
    return found


def _words(place: Row, row: Row | None, measure: Measure, reader: Reader) -> str:
    """`Kỳ Sơn 35,66%`; why there is no figure, the legend says by its fill."""
    name = plain(reader.pick(dict(place), "unit"), limit=LONGEST_NAME)
    if row is None or absence(row) is not None:
        return f"{name} {NO_VALUE}"
    return f"{name} {starred(measure.value(row, reader), row['obs_status'])}"


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
