"""Twelve small maps of one indicator, month by month, in the classes of all of them together.

Each is a picture of its own (SVG in an address), for the pages' HTML takes no drawings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import polars as pl

from components.figures.classes import ValueClasses
from components.figures.map_layout import MapLayout, map_layout
from components.figures.map_legend import legend_list, meanings
from components.figures.marks import status_word
from components.figures.outlines import path_of
from components.figures.unit_map import fills, rows_of
from components.markup import safe
from components.measures import ABSENCES, Measure, Row, absence
from components.reader import Reader
from components.theme import Theme

WIDTH, HEIGHT = 268, 196
# What stays as it is in the address of a picture; all else is written as %..
PLAIN = " =/:;,.()<>'-"
# How the kinds of no value are drawn: the same strokes and dots as on the map.
PATTERNS: Mapping[str, str] = {
    "missing": "<path d='M0 6L6 0M-1 1L1 -1M5 7L7 5'/>",
    "not_applicable": "<path d='M0 0L6 6M0 6L6 0'/>",
    "nothing_counted": "<path d='M0 3H6'/>",
    "not_convertible": "<circle cx='3' cy='3' r='.6'/>",
}


@dataclass(frozen=True)
class MonthOnMap:
    """UNIT_VALUES and UNIT_BOUNDARIES of one month, and how it is written."""

    code: str
    written: str
    values: pl.DataFrame
    boundaries: pl.DataFrame


@dataclass(frozen=True)
class MonthMap:
    """`html` is the picture of the month `code` with how many units have which kind of value."""

    code: str
    written: str
    html: str


def month_maps(
    months: Sequence[MonthOnMap],
    *,
    measure: Measure,
    reader: Reader,
    theme: Theme,
    fill: str = "classes",
) -> tuple[list[MonthMap], str]:
    """A small map for each month, in the order given, and their one legend as HTML."""
    every = [row for month in months for row in month.values.to_dicts()]
    known = [row for row in every if row["value"] is not None]
    classes = ValueClasses.of([row["value"] for row in known], measure=measure)
    maps = [
        MonthMap(
            month.code,
            month.written,
            _month(month, classes, measure=measure, reader=reader, theme=theme, fill=fill),
        )
        for month in months
    ]
    entries = [
        (style, words)
        for style, words, _ in meanings(every, measure=measure, reader=reader, fill=fill)
    ]
    seen = {
        absence(row) for month in months for row in rows_of(month.values, month.boundaries).values()
    }
    entries += [
        (f"ioc-absent-{kind}", reader.text(f"figures.absence.{kind}"))
        for kind in ABSENCES
        if kind in seen
    ]
    return maps, legend_list(entries)


def _month(
    month: MonthOnMap,
    classes: ValueClasses,
    *,
    measure: Measure,
    reader: Reader,
    theme: Theme,
    fill: str,
) -> str:
    layout = map_layout(month.boundaries, width=WIDTH, height=HEIGHT, legend_lines=0)
    if layout is None:
        words = reader.text("map.month_without_map")
        return f'<p class="ioc-month-none">{safe(words)}</p>'
    rows = rows_of(month.values, month.boundaries)
    said = _said(rows, measure=measure, reader=reader, fill=fill)
    if all(row["value"] is None for row in rows.values()):
        said = reader.text("map.month_without_figures")
    colors = fills(rows, measure=measure, theme=theme, fill=fill, classes=classes)
    picture = quote(_svg(rows, colors, layout, theme), safe=PLAIN)
    told = f"{month.written}: {said}"
    return (
        f'<img class="ioc-month" src="data:image/svg+xml,{picture}" width="{WIDTH}" '
        f'height="{HEIGHT}" alt="{safe(told, limit=400)}">'
        f'<p class="ioc-month-said">{safe(said)}</p>'
    )


def _said(rows: Mapping[int, Row], *, measure: Measure, reader: Reader, fill: str) -> str:
    """`18/21 đơn vị có số liệu · 3 chưa báo cáo`: each kind of no value with its count."""
    kinds = [absence(row) for row in rows.values()]
    with_value = kinds.count(None)
    parts = [
        reader.text(
            "map.month_known", known=reader.number(with_value), units=reader.number(len(kinds))
        )
    ]
    if fill == "status":
        met = sum(row["status"] == "met" for row in rows.values())
        parts.append(f"{status_word('met', reader)}: {reader.number(met)}")
    parts += [
        f"{reader.text(f'figures.absence.{kind}')}: {reader.number(count)}"
        for kind in ABSENCES
        if (count := kinds.count(kind))
    ]
    return " · ".join(parts)


def _svg(
    rows: Mapping[int, Row], colors: Mapping[int, list[int]], layout: MapLayout, theme: Theme
) -> str:
    """The outlines gathered by fill: a path for each, its corners to the pixel's tenth."""
    by_fill: dict[str, list[str]] = {}
    patterned: dict[str, list[str]] = {}
    for unit_id, rings in layout.outlines.items():
        path = path_of(rings)
        by_fill.setdefault("#" + "".join(f"{c:02x}" for c in colors[unit_id]), []).append(path)
        kind = absence(rows[unit_id])
        if kind is not None:
            patterned.setdefault(kind, []).append(path)
    patterns = "".join(
        f"<pattern id='{kind}' width='6' height='6' patternUnits='userSpaceOnUse' "
        f"stroke='{theme.neutral.fill}' fill='{theme.neutral.fill}'>{PATTERNS[kind]}</pattern>"
        for kind in patterned
        if kind in PATTERNS
    )
    drawn = "".join(f"<path fill='{color}' d='{''.join(d)}'/>" for color, d in by_fill.items())
    over = "".join(f"<path fill='url(#{kind})' d='{''.join(d)}'/>" for kind, d in patterned.items())
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}'>"
        f"<defs>{patterns}</defs><g stroke='{theme.surface}' stroke-width='.8' "
        f"fill-rule='evenodd'>{drawn}{over}</g></svg>"
    )
