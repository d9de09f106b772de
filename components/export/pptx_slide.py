"""An empty presentation and its slides: title, foot, notes, and text in the house style.

Lengths are points from the left and from the top of the slide, which is 960 x 540.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

from components.export import house
from components.export.pptx_room import cut_to
from components.markup import plain

WIDTH, HEIGHT = 960.0, 540.0
LEFT, RIGHT = 36.0, 924.0
TITLE_TOP, BODY_TOP, BODY_BOTTOM, FOOT_TOP = 18.0, 84.0, 486.0, 490.0
TITLE_POINTS, TEXT_POINTS, SMALL = 28.0, 20.0, float(house.SMALLEST_POINTS)
# Title alone: the layout of the standard presentation whose one placeholder is the title.
TITLE_ONLY = 5
LONGEST_NOTE = 1200
BOX_RIM = 4.0


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[Any, Any, Any, Any]:
        return Pt(self.left), Pt(self.top), Pt(self.width), Pt(self.height)


BODY = Box(left=LEFT, top=BODY_TOP, width=RIGHT - LEFT, height=BODY_BOTTOM - BODY_TOP)


def new_deck(*, title: str, author: str, made_at: Any) -> Any:
    """A presentation of 16:9 without slides."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = (Inches(length) for length in house.SLIDE_INCHES)
    known = deck.core_properties
    known.title, known.author = plain(title), plain(author)
    known.created = known.modified = made_at.replace(tzinfo=None)
    known.last_modified_by, known.comments = plain(author), ""
    return deck


def new_slide(deck: Any, *, title: str, foot: str, notes: Sequence[str]) -> Any:
    """A slide with its title, the line that tells source and day, its number, and its notes."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    heading = slide.shapes.title
    place = Box(left=LEFT, top=TITLE_TOP, width=RIGHT - LEFT, height=BODY_TOP - TITLE_TOP - 8)
    heading.left, heading.top, heading.width, heading.height = place.emu
    points = TITLE_POINTS if len(title) <= 60 else 24.0
    shown = cut_to(title, width=place.width, points=points * 1.06, lines=2)
    write(heading.text_frame, [shown], points=points, bold=True, colour=house.ACCENT, middle=True)
    rule(slide, Box(left=LEFT, top=BODY_TOP - 6, width=RIGHT - LEFT, height=1.5), house.ACCENT)
    number_width = 56.0
    foot_box = Box(
        left=LEFT, top=FOOT_TOP, width=RIGHT - LEFT - number_width, height=HEIGHT - FOOT_TOP - 2
    )
    told = cut_to(foot, width=foot_box.width, points=SMALL, lines=2)
    add_text(slide, foot_box, [told], points=SMALL, colour=house.MUTED)
    number = Box(left=RIGHT - number_width, top=FOOT_TOP, width=number_width, height=24)
    add_text(slide, number, [str(len(deck.slides))], points=SMALL, colour=house.MUTED, right=True)
    if notes:
        said = "\n".join(plain(note, limit=LONGEST_NOTE) for note in notes)
        slide.notes_slide.notes_text_frame.text = said
    return slide


def add_text(
    slide: Any,
    box: Box,
    lines: Sequence[str],
    *,
    points: float,
    colour: str = house.INK,
    bold: bool = False,
    right: bool = False,
    centre: bool = False,
    middle: bool = False,
    gap: float = 0.0,
) -> Any:
    """A box of plain paragraphs."""
    shape = slide.shapes.add_textbox(*box.emu)
    write(
        shape.text_frame,
        lines,
        points=points,
        colour=colour,
        bold=bold,
        right=right,
        centre=centre,
        middle=middle,
        gap=gap,
    )
    return shape


def write(
    frame: Any,
    lines: Sequence[str],
    *,
    points: float,
    colour: str = house.INK,
    bold: bool = False,
    right: bool = False,
    centre: bool = False,
    middle: bool = False,
    gap: float = 0.0,
) -> None:
    """Set `lines` as the paragraphs of a text frame; no letter of them is markup or a field."""
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = Pt(BOX_RIM)
    frame.margin_top = frame.margin_bottom = Pt(0)
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = (
            PP_ALIGN.RIGHT if right else PP_ALIGN.CENTER if centre else PP_ALIGN.LEFT
        )
        paragraph.space_before = Pt(gap if place else 0)
        run = paragraph.add_run()
        run.text = plain(line, limit=LONGEST_NOTE)
        style(run.font, points=points, colour=colour, bold=bold)


def style(font: Any, *, points: float, colour: str, bold: bool = False) -> None:
    """The house typeface in a size and a colour."""
    font.name, font.size, font.bold = house.SLIDE_FONT, Pt(points), bold
    font.color.rgb = rgb(colour)


def rule(slide: Any, box: Box, colour: str) -> Any:
    """A filled rectangle without a rim: a line, a bar, a swatch."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *box.emu)
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    shape.line.fill.background()
    shape.shadow.inherit = False
    return shape


def rgb(colour: str) -> Any:
    """#rrggbb as python-pptx takes it."""
    made: Any = RGBColor
    return made.from_string(colour.lstrip("#").upper())
