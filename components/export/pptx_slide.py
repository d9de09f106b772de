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
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from components.export import house
from components.export.pptx_room import cut_to, height_of, lines_needed
from components.markup import plain

WIDTH, HEIGHT = 960.0, 540.0
LEFT, RIGHT = 36.0, 924.0
TITLE_TOP, BODY_TOP, BODY_BOTTOM, FOOT_TOP = 18.0, 84.0, 486.0, 490.0
TITLE_POINTS, TEXT_POINTS, SMALL = 28.0, 20.0, float(house.SMALLEST_POINTS)
# Title alone: the layout of the standard presentation whose one placeholder is the title.
TITLE_ONLY = 5
LONGEST_NOTE = 1200
BOX_RIM = 4.0
# The thinnest line that compressed video of 720 lines still shows.
THINNEST = 1.5
FOOT_LINES, NUMBER_WIDTH = 3, 56.0
FOOT_WIDTH = RIGHT - LEFT - NUMBER_WIDTH
# What a program asks to call a field of its own; any name will do, the same everywhere.
NUMBER_FIELD = "{2F6A1F0E-6A52-4D0B-9C55-0D0E5B7C06A6}"


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def emu(self) -> tuple[Any, Any, Any, Any]:
        return Pt(self.left), Pt(self.top), Pt(self.width), Pt(self.height)


def body_above(foot: str) -> Box:
    """The room between the title and a foot that says `foot`: a long one takes a line of it."""
    over = max(_foot_lines(foot) - 2, 0)
    bottom = BODY_BOTTOM - height_of(over, SMALL)
    return Box(left=LEFT, top=BODY_TOP, width=RIGHT - LEFT, height=bottom - BODY_TOP)


def _foot_lines(foot: str) -> int:
    needed = lines_needed(plain(foot, limit=LONGEST_NOTE), width=_text_width(), points=SMALL)
    return min(needed, FOOT_LINES)


def _text_width() -> float:
    return FOOT_WIDTH - 2 * BOX_RIM


def new_deck(*, title: str, author: str, made_at: Any) -> Any:
    """A presentation of 16:9 without slides."""
    deck = Presentation()
    # The small picture of the standard presentation shows nothing of this one.
    package = deck.part.package
    for name, relation in list(package._rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package.drop_rel(name)
    _widen(deck, to=Inches(house.SLIDE_INCHES[0]))
    deck.slide_width, deck.slide_height = (Inches(length) for length in house.SLIDE_INCHES)
    known = deck.core_properties
    known.title, known.author = plain(title), plain(author)
    known.created = known.modified = made_at.replace(tzinfo=None)
    known.last_modified_by, known.comments = plain(author), ""
    return deck


def _widen(deck: Any, *, to: int) -> None:
    """Move what the standard presentation of 4:3 has on its layouts: somebody may add a slide."""
    master = deck.slide_masters[0]
    share = to / deck.slide_width
    for page in (master, *master.slide_layouts):
        for shape in page.placeholders:
            if shape._element.spPr.xfrm is not None:
                shape.left, shape.width = int(shape.left * share), int(shape.width * share)


def new_slide(deck: Any, *, title: str, foot: str, notes: Sequence[str]) -> Any:
    """A slide with its title, the line that tells source and day, its number, and its notes."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    place = Box(left=LEFT, top=TITLE_TOP, width=RIGHT - LEFT, height=BODY_TOP - TITLE_TOP - 8)
    points = TITLE_POINTS if len(title) <= 60 else 24.0
    width = place.width - 2 * BOX_RIM
    shown = cut_to(title, width=width, points=points, lines=2, bold=True)
    set_title(slide, shown, place, points=points)
    rule(slide, Box(left=LEFT, top=BODY_TOP - 6, width=RIGHT - LEFT, height=1.5), house.ACCENT)
    add_foot(slide, foot, number=len(deck.slides))
    if notes:
        said = "\n".join(plain(note, limit=LONGEST_NOTE) for note in notes)
        slide.notes_slide.notes_text_frame.text = said
    return slide


def set_title(slide: Any, title: str, box: Box, *, points: float, centre: bool = False) -> None:
    """Set the title of a slide, which programs list it by."""
    heading = slide.shapes.title
    heading.left, heading.top, heading.width, heading.height = box.emu
    write(
        heading.text_frame,
        [title],
        points=points,
        bold=True,
        colour=house.ACCENT,
        middle=True,
        centre=centre,
    )


def add_foot(slide: Any, foot: str, *, number: int) -> None:
    """Source and day below the slide, and its number, which follows when slides are moved."""
    lines = _foot_lines(foot)
    top = FOOT_TOP - height_of(max(lines - 2, 0), SMALL)
    box = Box(left=LEFT, top=top, width=FOOT_WIDTH, height=HEIGHT - top - 2)
    told = cut_to(foot, width=_text_width(), points=SMALL, lines=FOOT_LINES)
    add_text(slide, box, [told], points=SMALL, colour=house.MUTED)
    place = Box(left=RIGHT - NUMBER_WIDTH, top=FOOT_TOP, width=NUMBER_WIDTH, height=24)
    shape = add_text(slide, place, [str(number)], points=SMALL, colour=house.MUTED, right=True)
    for run in list(shape._element.iter(qn("a:r"))):
        run.tag = qn("a:fld")
        run.set("id", NUMBER_FIELD)
        run.set("type", "slidenum")


def set_language(deck: Any, language: str) -> None:
    """Say in which language all texts are, for programs that check spelling: `vi-VN`, `en-GB`."""
    for slide in deck.slides:
        parts = [slide._element]
        if slide.has_notes_slide:
            parts.append(slide.notes_slide._element)
        for part in parts:
            for run in part.iter(qn("a:r"), qn("a:fld")):
                looks = run.find(qn("a:rPr"))
                if looks is None:
                    looks = run.makeelement(qn("a:rPr"))
                    run.insert(0, looks)
                looks.set("lang", language)


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


def rule(slide: Any, box: Box, colour: str, *, kind: Any = MSO_SHAPE.RECTANGLE) -> Any:
    """A filled shape without a rim: a line, a bar, a swatch."""
    shape = slide.shapes.add_shape(kind, *box.emu)
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    shape.line.fill.background()
    flatten(shape)
    return shape


def flatten(shape: Any) -> None:
    """Take the shadow of the standard presentation from a shape, for every program's eyes."""
    shape.shadow.inherit = False
    for effect in shape._element.iter(qn("a:effectRef")):
        effect.set("idx", "0")


def rgb(colour: str) -> Any:
    """#rrggbb as python-pptx takes it."""
    made: Any = RGBColor
    return made.from_string(colour.lstrip("#").upper())
