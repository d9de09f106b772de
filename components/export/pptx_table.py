"""Tables on slides: as many rows as there is room for, the others on the slides that follow.

A cell that is too long is cut by whole words; the notes of its slide have every row whole.
"""

from collections.abc import Sequence
from typing import Any

from pptx.enum.text import MSO_ANCHOR
from pptx.util import Pt

from components.export import house
from components.export.parts import Grid
from components.export.pptx_columns import widths_of
from components.export.pptx_room import cut_to, height_of, lines_needed
from components.export.pptx_slide import SMALL, Box, rgb, write

ROW_RIM = 6.0
BOX_RIM = 7.0
PLAIN = ("plain", "neutral")


def _widths(grid: Grid, width: float) -> list[float]:
    return widths_of(grid, width, points=SMALL, rim=2 * BOX_RIM, most=grid.most_lines)


def pages_of(grid: Grid, box: Box) -> list[list[int]]:
    """Which rows (by their place) stand together in `box`, page by page; none without rows."""
    widths = _widths(grid, box.width)
    head = _height([column.heading for column in grid.columns], widths, grid.most_lines, bold=True)
    heights = [
        _height(row, widths, grid.most_lines, first_bold=_is_toned(grid, place))
        for place, row in enumerate(grid.rows)
    ]
    pages: list[list[int]] = []
    used = box.height
    for place, height in enumerate(heights):
        if not pages or used + height > box.height:
            pages.append([])
            used = head
        pages[-1].append(place)
        used += height
    size = -(-len(heights) // max(len(pages), 1))
    even = [list(range(at, min(at + size, len(heights)))) for at in range(0, len(heights), size)]
    fits = all(head + sum(heights[place] for place in page) <= box.height for page in even)
    # No page with a single row at the end, where all can be alike.
    return even if fits else pages


def rows_told(grid: Grid, rows: Sequence[int]) -> list[str]:
    """The rows at the places `rows` as lines of notes: `Nhiệm vụ: …; Thời hạn: …`."""
    headings = [column.heading for column in grid.columns]
    return [
        "; ".join(
            f"{heading}: {text}" for heading, text in zip(headings, grid.rows[place], strict=True)
        )
        for place in rows
    ]


def add_table(slide: Any, grid: Grid, rows: Sequence[int], box: Box) -> Any:
    """The rows of `grid` at the places `rows`, under its headings."""
    widths = _widths(grid, box.width)
    shape = slide.shapes.add_table(len(rows) + 1, len(widths), *box.emu)
    table = shape.table
    table.horz_banding = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    headings = [column.heading for column in grid.columns]
    _fill_row(table, 0, headings, grid, widths, fill=house.FAINT, bold=True, tone=None)
    for line, place in enumerate(rows, start=1):
        tone = grid.tones[place] if place < len(grid.tones) else None
        _fill_row(table, line, grid.rows[place], grid, widths, fill=house.SURFACE, tone=tone)
    return table


def _fill_row(
    table: Any,
    line: int,
    texts: Sequence[str],
    grid: Grid,
    widths: Sequence[float],
    *,
    fill: str,
    tone: str | None,
    bold: bool = False,
) -> None:
    first_bold = tone is not None and tone not in PLAIN
    table.rows[line].height = Pt(
        _height(texts, widths, grid.most_lines, bold=bold, first_bold=first_bold)
    )
    for place, (column, text, width) in enumerate(zip(grid.columns, texts, widths, strict=True)):
        cell = table.cell(line, place)
        cell.margin_top = cell.margin_bottom = Pt(ROW_RIM / 2)
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(fill)
        is_toned = place == 0 and first_bold
        is_bold = bold or is_toned
        shown = cut_to(
            text, width=width - 2 * BOX_RIM, points=SMALL, lines=grid.most_lines, bold=is_bold
        )
        write(
            cell.text_frame,
            [shown],
            points=SMALL,
            colour=house.ink(tone) if is_toned and tone else house.INK,
            bold=is_bold,
            right=column.is_number,
        )
        cell.margin_left = cell.margin_right = Pt(BOX_RIM)
        cell.vertical_anchor = MSO_ANCHOR.TOP


def _is_toned(grid: Grid, place: int) -> bool:
    return place < len(grid.tones) and grid.tones[place] not in PLAIN


def _height(
    texts: Sequence[str],
    widths: Sequence[float],
    most_lines: int,
    *,
    bold: bool = False,
    first_bold: bool = False,
) -> float:
    lines = max(
        lines_needed(
            text,
            width=width - 2 * BOX_RIM,
            points=SMALL,
            bold=bold or (first_bold and place == 0),
        )
        for place, (text, width) in enumerate(zip(texts, widths, strict=True))
    )
    return height_of(min(lines, most_lines), SMALL) + ROW_RIM
