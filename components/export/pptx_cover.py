"""The first slide: whose it is and what goes where, as the head of an administrative document."""

from typing import Any

from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Pt

from components.export import house
from components.export.cover import Cover
from components.export.letter_widths import width_of
from components.export.pptx_room import cut_to, height_of, lines_needed
from components.export.pptx_slide import (
    BOX_RIM,
    LEFT,
    RIGHT,
    SMALL,
    THINNEST,
    TITLE_ONLY,
    Box,
    add_foot,
    add_text,
    flatten,
    rgb,
    rule,
    set_title,
)

TOP, EMBLEM = 28.0, 112.0
SENDER = Box(left=LEFT + EMBLEM + 6, top=TOP, width=354.0, height=110.0)
STATE = Box(left=RIGHT - 406.0, top=TOP, width=406.0, height=110.0)
TITLE_POINTS, ABOUT_POINTS = 40.0, 26.0
RULE_SHARE = 0.36


def add_cover(deck: Any, cover: Cover) -> None:
    """The title slide of `deck`; its notes say what was asked and for whom it was made."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    _add_emblem(slide, cover.emblem)
    _add_block(slide, SENDER, [(cover.above, False), (cover.sender, True)], cover.number)
    _add_block(slide, STATE, [(cover.state, True), (cover.motto, True)], cover.place_and_day)
    title = Box(left=LEFT, top=196, width=RIGHT - LEFT, height=112)
    width = title.width - 2 * BOX_RIM
    shown = cut_to(cover.title, width=width, points=TITLE_POINTS, lines=2, bold=True)
    set_title(slide, shown, title, points=TITLE_POINTS, centre=True)
    lines = 1 if cover.meeting else 2
    about = Box(left=LEFT, top=316, width=RIGHT - LEFT, height=height_of(lines, ABOUT_POINTS))
    told = cut_to(cover.about, width=width, points=ABOUT_POINTS, lines=lines)
    add_text(slide, about, [told], points=ABOUT_POINTS, centre=True)
    if cover.meeting:
        _add_meeting(slide, cover.meeting, top=about.bottom, width=width)
    if warnings := [words for words in (cover.marked, cover.kept) if words]:
        below = Box(left=LEFT, top=404, width=RIGHT - LEFT, height=84)
        add_text(slide, below, warnings, points=SMALL, colour=house.MUTED, centre=True, gap=4)
    add_foot(slide, cover.asked, number=len(deck.slides))
    notes = [
        note
        for note in (cover.meeting, cover.asked, cover.seen_by, cover.marked, cover.kept)
        if note
    ]
    slide.notes_slide.notes_text_frame.text = "\n".join(notes)


def _add_meeting(slide: Any, words: str, *, top: float, width: float) -> None:
    """At whose figures the slides stand; a long name is whole in the notes."""
    told = cut_to(words, width=width, points=SMALL, lines=2)
    place = Box(left=LEFT, top=top, width=RIGHT - LEFT, height=height_of(2, SMALL))
    add_text(slide, place, [told], points=SMALL, centre=True)


def _add_emblem(slide: Any, words: str) -> None:
    """A ring with the words that say what goes there."""
    ring = Box(left=LEFT, top=TOP, width=EMBLEM, height=EMBLEM)
    shape = slide.shapes.add_shape(MSO_SHAPE.OVAL, *ring.emu)
    shape.fill.background()
    shape.line.color.rgb = rgb(house.MUTED)
    shape.line.width = Pt(THINNEST)
    shape.line.dash_style = MSO_LINE.DASH
    flatten(shape)
    add_text(
        slide,
        Box(left=LEFT, top=TOP, width=EMBLEM, height=EMBLEM),
        [words],
        points=SMALL,
        colour=house.MUTED,
        centre=True,
        middle=True,
    )


def _add_block(slide: Any, box: Box, lines: list[tuple[str, bool]], below: str) -> None:
    """Lines (bold or not) below each other in the middle, a short rule, and what stands below."""
    top, width = box.top, box.width - 2 * BOX_RIM
    longest = 0.0
    for words, bold in lines:
        count = lines_needed(words, width=width, points=SMALL, bold=bold)
        place = Box(left=box.left, top=top, width=box.width, height=height_of(count, SMALL))
        add_text(slide, place, [words], points=SMALL, bold=bold, centre=True)
        top += place.height
        longest = min(width_of(words, SMALL, bold=bold), width)
    long = longest * RULE_SHARE
    line = Box(left=box.left + (box.width - long) / 2, top=top + 4, width=long, height=THINNEST)
    rule(slide, line, house.INK)
    last = Box(left=box.left, top=top + 10, width=box.width, height=height_of(1, SMALL))
    add_text(slide, last, [below], points=SMALL, centre=True)
