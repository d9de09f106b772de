"""A map as shapes that can be moved and coloured: one per unit, in one group, with its legend."""

from collections.abc import Sequence
from typing import Any

from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.util import Emu, Pt

from components.export import house
from components.export.letter_widths import width_of
from components.export.parts import Label, Map, Region
from components.export.pptx_room import cut_to
from components.export.pptx_slide import BOX_RIM, SMALL, THINNEST, Box, add_text, flatten, rgb, rule
from components.markup import plain

# Coordinates of a shape are whole numbers: so many to a point.
FINE = 100
EMU_A_POINT = 12_700
SWATCH, LEGEND_LINE, LEGEND_GAP, BETWEEN = 18.0, 24.0, 8.0, 18.0
LABEL_LINE, DOT, BESIDE_WORDS = 1.2, 6.0, 3.0

Entry = tuple[str, str]


def add_map(slide: Any, part: Map, box: Box) -> Any:
    """The group of shapes with its labels in `box`, the legend below."""
    rows = _legend_rows(part, box.width)
    legend_height = LEGEND_GAP + LEGEND_LINE * len(rows)
    scale = min(1.0, (box.height - legend_height) / part.height)
    top = Box(
        left=box.left + (box.width - part.width * scale) / 2,
        top=box.top,
        width=part.width * scale,
        height=part.height * scale,
    )
    group = slide.shapes.add_group_shape()
    group.name = plain(part.name)
    for region in part.regions:
        _add_region(group, region, top, scale)
    # Else the group would be of no size, and programs could not place what is in it.
    group._element.recalculate_extents()
    for label in part.labels:
        _add_lead(slide, label, top, scale)
    for label in part.labels:
        _add_label(slide, label, part, top, scale)
    below = Box(
        left=box.left,
        top=top.bottom + LEGEND_GAP,
        width=box.width,
        height=legend_height - LEGEND_GAP,
    )
    _add_legend(slide, rows, below)
    return group


def _add_region(group: Any, region: Region, box: Box, scale: float) -> None:
    rings = [ring for ring in region.rings if len(ring) > 2]
    if not rings:
        return
    (x, y), *rest = rings[0]
    builder = group.shapes.build_freeform(_fine(x), _fine(y), scale=EMU_A_POINT / FINE * scale)
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
    shape.line.width = Pt(THINNEST)
    flatten(shape)


def _add_lead(slide: Any, label: Label, box: Box, scale: float) -> None:
    """The line from the words to the unit, and the dot it ends in."""
    x, y = box.left + label.leads_to[0] * scale, box.top + label.leads_to[1] * scale
    beside = BESIDE_WORDS if label.side == "left" else -BESIDE_WORDS
    start = Pt(box.left + label.at[0] * scale + beside), Pt(box.top + label.at[1] * scale)
    line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *start, Pt(x), Pt(y))
    line.line.color.rgb = rgb(house.INK)
    line.line.width = Pt(THINNEST)
    flatten(line)
    place = Box(left=x - DOT / 2, top=y - DOT / 2, width=DOT, height=DOT)
    dot = rule(slide, place, house.INK, kind=MSO_SHAPE.OVAL)
    dot.line.color.rgb = rgb(house.SURFACE)


def _add_label(slide: Any, label: Label, part: Map, box: Box, scale: float) -> None:
    is_left = label.side == "left"
    width = part.room[0 if is_left else 1] * scale + 2 * BOX_RIM
    x, y = box.left + label.at[0] * scale, box.top + label.at[1] * scale
    height = part.letters * LABEL_LINE
    left = x - width + BOX_RIM if is_left else x - BOX_RIM
    place = Box(left=left, top=y - height / 2, width=width, height=height)
    add_text(slide, place, [label.words], points=part.letters, right=is_left, middle=True)


def _legend_rows(part: Map, width: float) -> list[list[Entry]]:
    """The entries in as many rows as they need; the note comes last, without a colour."""
    rows: list[list[Entry]] = [[]]
    used = 0.0
    for entry in [*part.legend, *([("", part.note)] if part.note else [])]:
        long = _entry_width(entry)
        if rows[-1] and used + long > width:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += long
    return rows


def _entry_width(entry: Entry) -> float:
    swatch = SWATCH + BESIDE_WORDS if entry[0] else 0.0
    return swatch + width_of(entry[1], SMALL) + 2 * BOX_RIM + BETWEEN


def _add_legend(slide: Any, rows: Sequence[Sequence[Entry]], box: Box) -> None:
    for down, entries in enumerate(rows):
        left, top = box.left, box.top + down * LEGEND_LINE
        for fill, words in entries:
            wide = _entry_width((fill, words))
            at = left
            if fill:
                swatch = Box(left=left, top=top + 3, width=SWATCH, height=SWATCH)
                rule(slide, swatch, fill).line.color.rgb = rgb(house.MUTED)
                at += SWATCH + BESIDE_WORDS
            width = min(left + wide - at, box.left + box.width - at)
            told = cut_to(words, width=width - 2 * BOX_RIM, points=SMALL, lines=1)
            place = Box(left=at, top=top, width=width, height=LEGEND_LINE)
            colour = house.INK if fill else house.MUTED
            add_text(slide, place, [told], points=SMALL, colour=colour)
            left += wide


def _corners(ring: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    return [(_fine(x), _fine(y)) for x, y in ring]


def _fine(length: float) -> int:
    return round(length * FINE)
