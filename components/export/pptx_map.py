"""A map as shapes that can be moved and coloured: one per unit, in one group, with its legend."""

from collections.abc import Sequence
from typing import Any

from pptx.util import Emu, Pt

from components.export import house
from components.export.parts import Map, Region
from components.export.pptx_room import letters_across
from components.export.pptx_slide import SMALL, Box, add_text, rgb, rule
from components.markup import plain

# Coordinates of a shape are whole numbers: so many to a point.
FINE = 100
EMU_A_POINT = 12_700
SWATCH, LEGEND_LINE = 18.0, 30.0


def add_map(slide: Any, part: Map, box: Box) -> Any:
    """The group of shapes in the left of `box`, the legend at its right."""
    group = slide.shapes.add_group_shape()
    group.name = plain(part.name)
    for region in part.regions:
        _add_region(group, region, box)
    for label in part.labels:
        _add_label(slide, label.lines, label.at, part.letters, box)
    _add_legend(slide, part, box)
    return group


def _add_region(group: Any, region: Region, box: Box) -> None:
    rings = [ring for ring in region.rings if len(ring) > 2]
    if not rings:
        return
    (x, y), *rest = rings[0]
    builder = group.shapes.build_freeform(_fine(x), _fine(y), scale=EMU_A_POINT / FINE)
    builder.add_line_segments(_corners(rest), close=True)
    for ring in rings[1:]:
        builder.move_to(_fine(ring[0][0]), _fine(ring[0][1]))
        builder.add_line_segments(_corners(ring[1:]), close=True)
    shape = builder.convert_to_shape(Emu(Pt(box.left)), Emu(Pt(box.top)))
    shape.name = plain(region.name)
    shape._element.nvSpPr.cNvPr.set("descr", plain(f"{region.name}: {region.value}"))
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(region.fill)
    shape.line.color.rgb = rgb(house.MUTED)
    shape.line.width = Pt(0.75)
    shape.shadow.inherit = False


def _add_label(
    slide: Any, lines: Sequence[str], at: tuple[float, float], letters: float, box: Box
) -> None:
    width = max(len(line) for line in lines) * letters * 0.7 + 8
    height = len(lines) * letters * 1.25
    place = Box(
        left=box.left + at[0] - width / 2,
        top=box.top + at[1] - height / 2,
        width=width,
        height=height,
    )
    add_text(slide, place, lines, points=letters, centre=True, middle=True)


def _add_legend(slide: Any, part: Map, box: Box) -> None:
    left = box.left + part.width + 24
    top = box.top + 4
    width = box.left + box.width - left - SWATCH - 8
    for fill, words in part.legend:
        swatch = Box(left=left, top=top + 3, width=SWATCH, height=SWATCH)
        shape = rule(slide, swatch, fill)
        shape.line.color.rgb = rgb(house.LINE)
        told = Box(left=left + SWATCH + 8, top=top, width=width, height=LEGEND_LINE)
        lines = -(-len(words) // letters_across(width, SMALL))
        add_text(slide, told, [words], points=SMALL)
        top += LEGEND_LINE * max(lines, 1)
    note = Box(left=left, top=top + 6, width=width + SWATCH + 8, height=LEGEND_LINE * 2)
    add_text(slide, note, [part.note], points=SMALL, colour=house.MUTED)


def _corners(ring: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    return [(_fine(x), _fine(y)) for x, y in ring]


def _fine(length: float) -> int:
    return round(length * FINE)
