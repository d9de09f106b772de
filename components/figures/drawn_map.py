"""The map of a province as a drawing (SVG): it needs no program and follows the theme by itself.

The same fills, names, patterns and legend as components/figures/unit_map, by the same rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from components.figures.figures_on_map import figures_in_box, figures_on_map
from components.figures.map_inset import Inset, layout_with_inset
from components.figures.map_labels import MOST_NAMED, Placed, label_box, lead_of
from components.figures.map_layout import MapLayout
from components.figures.map_legend import map_legend
from components.figures.map_months import PATTERNS
from components.figures.outlines import Rings, path_of
from components.figures.unit_map import (
    FILLS,
    STRENGTH,
    fills,
    meanings_of_fills,
    rows_of,
    turned_names,
    wanted_names,
)
from components.markup import safe
from components.measures import Measure, Row
from components.reader import Reader
from components.theme import DARK, LIGHT

# A drawing is laid out in pixels of which its letters have this many, as the legend in
# components/figures/map_layout has; shown, a letter is an em.
LETTER = 12.0
SHIFTS = {1: (0.0,), 2: (-0.58, 0.58)}


@dataclass(frozen=True)
class DrawnMap:
    """`html` is the drawing with its legend, as large as was asked; `placed` are the names that
    found room on it, each with the figure of its unit, as they stand in pixels of the drawing."""

    html: str
    placed: tuple[Placed, ...]

    @property
    def named(self) -> frozenset[int]:
        """The units whose names and figures are on it."""
        return frozenset(label.unit_id for label in self.placed)


def drawn_map(
    values: pl.DataFrame,
    boundaries: pl.DataFrame,
    *,
    measure: Measure,
    reader: Reader,
    name: str,
    width: float,
    height: float,
    said: str,
    type_size: str = "",
    fill: str = "classes",
    chosen: int | None = None,
) -> DrawnMap | None:
    """UNIT_VALUES over UNIT_BOUNDARIES, `width` x `height` letters large; None without outlines.

    Its type has the size of the element it is put in, or `type_size` (CSS). `name` tells its
    patterns from those of other drawings on the page; `said` is read in its place. The unit whose
    unit_id is `chosen` has a strong outline. Names for which there is no room are left out, as
    figures_on_map says.
    """
    if fill not in FILLS:
        raise ValueError(f"no such fill: {fill!r}")
    legend = map_legend(values, boundaries, measure=measure, reader=reader, fill=fill)
    layout, inset = layout_with_inset(
        boundaries,
        width=round(width * LETTER),
        height=round(height * LETTER),
        legend_lines=legend.lines,
    )
    if layout is None:
        return None
    rows = rows_of(values, boundaries)
    placed = _placed(rows, layout, inset, measure=measure, reader=reader)
    turned = _turned(placed, rows, layout, inset, measure=measure, fill=fill)
    drawn = (
        _units(rows, layout, inset, measure=measure, fill=fill, name=name)
        + _frame(inset, reader)
        + "".join(_chosen(layout, chosen))
        + "".join(_name(label, turned[label.unit_id]) for label in placed)
    )
    size = f"width:{width:.2f}em;height:{height:.2f}em"
    if type_size:
        size = f"--type:{type_size};{size}"
    html = (
        f'<div class="ioc-drawn-map" style="{size}">'
        f'<svg viewBox="0 0 {layout.view.width} {layout.view.height}" role="img" '
        f'style="font-size:{LETTER:g}px" '
        f'aria-label="{safe(said, limit=800)}">{drawn}</svg>'
        f'<div class="ioc-map-legend ioc-{layout.corner}">{legend.html}</div></div>'
    )
    return DrawnMap(html, tuple(placed))


def _placed(
    rows: Mapping[int, Row],
    layout: MapLayout,
    inset: Inset | None,
    *,
    measure: Measure,
    reader: Reader,
) -> list[Placed]:
    """The names that find room: on the map those of units that are not in the box, and in it."""
    if len(rows) > MOST_NAMED:
        return []
    wanted = wanted_names(rows, layout, measure=measure, reader=reader)
    again = inset.points if inset else {}
    placed = figures_on_map(
        [label for label in wanted if label.unit_id not in again],
        width=layout.view.width,
        height=layout.view.height,
        size=LETTER,
        kept_free=[layout.legend, *((inset.box, inset.crowd) if inset else ())],
    )
    if inset is None:
        return placed
    return placed + figures_in_box(inset.labels(wanted), box=inset.box, size=LETTER)


def _units(
    rows: Mapping[int, Row],
    layout: MapLayout,
    inset: Inset | None,
    *,
    measure: Measure,
    fill: str,
    name: str,
) -> str:
    """The outlines gathered by what their fill means, the kinds of no value under a pattern."""
    meanings = meanings_of_fills(rows, measure=measure, fill=fill)
    paths: dict[tuple[str, str], list[str]] = {}
    for unit_id, rings in _outlines(layout, inset):
        paths.setdefault(meanings[unit_id], []).append(path_of(rings))
    patterns, drawn = "", ""
    for (kind, which), parts in paths.items():
        outline = "".join(parts)
        drawn += f'<path style="fill:{_style(kind, which)}" d="{outline}"/>'
        if kind == "absent" and which in PATTERNS:
            patterns += (
                f'<pattern id="{safe(name)}-{which}" width="6" height="6" '
                f'patternUnits="userSpaceOnUse">{PATTERNS[which]}</pattern>'
            )
            drawn += f'<path fill="url(#{safe(name)}-{which})" d="{outline}"/>'
    return f'<defs>{patterns}</defs><g class="ioc-map-units">{drawn}</g>'


def _outlines(layout: MapLayout, inset: Inset | None) -> list[tuple[int, Rings]]:
    return [*layout.outlines.items(), *(inset.outlines.items() if inset else ())]


def _style(kind: str, which: str) -> str:
    """A fill as CSS; `.ioc-filled`, `.ioc-ramp-...` and `.ioc-absent-...` of the legend are the
    same."""
    if kind == "tone":
        share = f"{STRENGTH * 100:.0f}%"
        return f"color-mix(in srgb, var(--ioc-{which}-fill) {share}, var(--ioc-surface))"
    return f"var(--ioc-{kind}-{which.replace('_', '-')})"


def _turned(
    placed: list[Placed],
    rows: Mapping[int, Row],
    layout: MapLayout,
    inset: Inset | None,
    *,
    measure: Measure,
    fill: str,
) -> dict[int, str]:
    """The class of each name: in which themes it is written in the colour of the surface."""
    by_theme = {}
    for theme in (LIGHT, DARK):
        colors = fills(rows, measure=measure, theme=theme, fill=fill)
        by_theme[theme.name] = turned_names(placed, colors, layout, inset, theme=theme, size=LETTER)
    return {
        label.unit_id: "".join(
            f" ioc-turned-{theme}" for theme, turned in by_theme.items() if label.unit_id in turned
        )
        for label in placed
    }


def _name(label: Placed, turned: str) -> str:
    """A name over its value, with the line to its unit where it stands beside it."""
    line = lead_of(label, label_box(label, LETTER))
    lead = ""
    if line is not None:
        (x1, y1), (x2, y2) = line
        lead = f'<path class="ioc-map-lead" d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"/>'
    x, y = label.at
    texts = "".join(
        f'<text x="{x:.1f}" y="{y + shift * LETTER:.1f}">{safe(words)}</text>'
        for words, shift in zip(label.lines, SHIFTS[len(label.lines)], strict=True)
    )
    return f'{lead}<g class="ioc-map-name{turned}">{texts}</g>'


def _frame(inset: Inset | None, reader: Reader) -> str:
    """The lines around the crowd and around the box where it is drawn again, with its title."""
    if inset is None:
        return ""
    lines = "".join(f"M{a[0]:.1f} {a[1]:.1f}L{b[0]:.1f} {b[1]:.1f}" for a, b in inset.frame())
    words = safe(reader.text("map.inset", times=reader.number(inset.larger, digits=1)))
    title = (
        f'<text class="ioc-map-inset" x="{inset.box.left + 8:.1f}" '
        f'y="{inset.box.top + LETTER / 2 + 2:.1f}">{words}</text>'
    )
    return f'<path class="ioc-map-frame" d="{lines}"/>{title}'


def _chosen(layout: MapLayout, chosen: int | None) -> list[str]:
    return [
        f'<path class="ioc-map-chosen" d="{path_of(rings)}"/>'
        for unit_id, rings in layout.outlines.items()
        if unit_id == chosen
    ]
