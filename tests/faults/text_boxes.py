"""Where each text of a paper or a slide stands, measured as its typeface sets it."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

from fontTools.ttLib import TTFont
from pypdf import PdfReader

from components.export.letter_widths import width_of
from components.export.pptx_room import height_of, lines_needed
from components.export.typst_file import PAPERS

# How far letters reach above and below the line they stand on, as shares of their size.
ABOVE, BELOW = 0.70, 0.08
# Letters that are set closer together than each alone is wide.
KERNED = 0.97
EMU = 12_700


@dataclass(frozen=True)
class TextBox:
    """A text and the rectangle it covers, in points; y grows as `top` < `bottom` says."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "TextBox") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def overlapping(boxes: Sequence[TextBox]) -> list[tuple[str, str]]:
    """The pairs of texts that cover each other."""
    return [(one.text, other.text) for one, other in combinations(boxes, 2) if one.meets(other)]


def boxes_on_paper(body: bytes) -> list[list[TextBox]]:
    """The texts of each page of a paper, line by line; tops are counted from below, negative."""
    return [_on_page(page) for page in PdfReader(io.BytesIO(body)).pages]


def _on_page(page: Any) -> list[TextBox]:
    found: list[TextBox] = []

    def seen(text: str, matrix: Any, within: Any, font: Any, size: float) -> None:
        # The reader puts spaces between texts that stand apart.
        shown = text.strip()
        if not shown:
            return
        is_bold = "Bold" in str(font.get("/BaseFont")) if font else False
        left, line = matrix[4] + within[4], -(matrix[5] + within[5])
        long = _inter_width(shown, bold=is_bold) * size * KERNED
        box = TextBox(shown, left, line - ABOVE * size, left + long, line + BELOW * size)
        found.append(box)

    page.extract_text(visitor_text=seen)
    return found


def _inter_width(text: str, *, bold: bool) -> float:
    widths, widest = _widths(bold)
    return sum(widths.get(letter, widest) for letter in text)


@cache
def _widths(bold: bool) -> tuple[dict[str, float], float]:
    font = TTFont(PAPERS / "fonts" / f"Inter-{'Bold' if bold else 'Regular'}.ttf")
    em = font["head"].unitsPerEm
    widths = {
        chr(letter): font["hmtx"][name][0] / em for letter, name in font.getBestCmap().items()
    }
    return widths, max(widths.values())


def boxes_on_slide(slide: Any) -> list[TextBox]:
    """The texts of a slide that have a box of their own, as high as their lines are."""
    return [box for shape in slide.shapes if shape.has_text_frame for box in _of_shape(shape)]


def _of_shape(shape: Any) -> Iterator[TextBox]:
    frame = shape.text_frame
    runs = [run for paragraph in frame.paragraphs for run in paragraph.runs]
    if not frame.text.strip() or not runs:
        return
    points = max(run.font.size.pt for run in runs)
    bold = any(run.font.bold for run in runs)
    rim = frame.margin_left.pt + frame.margin_right.pt
    left, top, width = shape.left / EMU, shape.top / EMU, shape.width / EMU
    lines = [
        lines_needed(paragraph.text, width=width - rim, points=points, bold=bold)
        for paragraph in frame.paragraphs
    ]
    gaps = sum((paragraph.space_before or 0) / EMU for paragraph in frame.paragraphs)
    high = height_of(sum(lines), points) + gaps
    if frame.vertical_anchor is not None and frame.vertical_anchor == 3:
        top += (shape.height / EMU - high) / 2
    longest = max(
        min(width_of(paragraph.text, points, bold=bold), width - rim)
        for paragraph in frame.paragraphs
    )
    alignment = frame.paragraphs[0].alignment
    free = width - longest
    shift = {2: free / 2, 3: free - rim / 2}.get(int(alignment or 1), rim / 2)
    # Rows of letters may stand close; what counts is ink.
    inset = points * 0.1
    yield TextBox(frame.text, left + shift, top + inset, left + shift + longest, top + high - inset)
