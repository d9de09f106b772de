"""The slides of a meeting: subject after subject, with charts, shapes, tables and notes."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE

from components.export import house
from components.export.cover import Cover
from components.export.parts import Bars, Grid, Lines, Map, Points, Tile, Tiles, Topic
from components.export.pptx_charts import add_bars, add_lines, target_told
from components.export.pptx_map import add_map
from components.export.pptx_points import add_points
from components.export.pptx_room import cut_to, height_of, lines_needed
from components.export.pptx_slide import (
    BODY,
    LEFT,
    RIGHT,
    SMALL,
    TEXT_POINTS,
    Box,
    add_text,
    new_deck,
    new_slide,
    rgb,
    rule,
)
from components.export.pptx_table import add_table, pages_of
from components.reader import Reader

TILES_ACROSS, TILES_DOWN = 3, 2
BARS_ON_A_SLIDE, MOST_TABLE_SLIDES = 14, 3
SENTENCE_LINES = 3
GAP = 10.0
CHART_SHARE = 0.52


class Deck:
    """A presentation being made; `as_of` is said in the foot of every slide."""

    def __init__(self, cover: Cover, *, as_of: str, made_at: datetime, reader: Reader) -> None:
        self._deck = new_deck(title=cover.title, author=cover.sender, made_at=made_at)
        self._as_of = as_of
        self._reader = reader
        self._add_cover(cover)

    def add(self, topic: Topic) -> None:
        """The slides of a subject; what its parts are decides how it is laid out."""
        if any(isinstance(part, Points) for part in topic.parts):
            self._add_unit(topic)
            return
        part = topic.parts[0] if topic.parts else None
        if isinstance(part, Tiles):
            self._add_tiles(topic, part)
        elif isinstance(part, Lines):
            slide, box = self._slide(topic, sentences=topic.sentences)
            add_lines(slide, part, box)
        elif isinstance(part, Bars):
            self._add_bars(topic, part)
        elif isinstance(part, Map):
            slide, box = self._slide(topic, sentences=topic.sentences)
            add_map(slide, part, box)
        elif isinstance(part, Grid):
            self._add_grid(topic, part)
        else:
            self._slide(topic, sentences=topic.sentences)

    def finished(self) -> bytes:
        """The presentation as a file."""
        made = io.BytesIO()
        self._deck.save(made)
        return made.getvalue()

    def _slide(
        self, topic: Topic, *, sentences: Sequence[str] = (), number: int = 1, total: int = 1
    ) -> tuple[Any, Box]:
        """A slide of `topic`, and the room below its sentences."""
        title = topic.title
        if total > 1:
            title = self._reader.text(
                "exports.slide.continued", title=topic.title, number=number, total=total
            )
        notes = [*topic.notes, topic.origin] if number == 1 else [topic.origin]
        foot = f"{self._as_of} {topic.origin}".strip()
        slide = new_slide(self._deck, title=title, foot=foot, notes=notes)
        said = [
            cut_to(line, width=BODY.width - 8, points=TEXT_POINTS, lines=SENTENCE_LINES)
            for line in sentences
        ]
        lines = sum(lines_needed(line, width=BODY.width - 8, points=TEXT_POINTS) for line in said)
        height = height_of(lines, TEXT_POINTS) + GAP if said else 0.0
        if said:
            place = Box(left=BODY.left, top=BODY.top, width=BODY.width, height=height)
            add_text(slide, place, said, points=TEXT_POINTS)
        return slide, Box(
            left=BODY.left, top=BODY.top + height, width=BODY.width, height=BODY.height - height
        )

    def _add_cover(self, cover: Cover) -> None:
        notes = [cover.asked, cover.seen_by, cover.marked]
        slide = new_slide(
            self._deck, title=cover.title, foot=cover.asked, notes=[note for note in notes if note]
        )
        emblem = slide.shapes.add_shape(
            MSO_SHAPE.OVAL, *Box(left=LEFT, top=120, width=110, height=110).emu
        )
        emblem.fill.background()
        emblem.line.color.rgb = rgb(house.MUTED)
        emblem.line.dash_style = MSO_LINE.DASH
        emblem.shadow.inherit = False
        middle = Box(left=LEFT, top=163, width=110, height=26)
        add_text(slide, middle, [cover.emblem], points=SMALL, colour=house.MUTED, centre=True)
        beside = Box(left=LEFT + 134, top=124, width=RIGHT - LEFT - 134, height=110)
        add_text(slide, beside, [cover.above, cover.sender, cover.number], points=22, gap=6)
        title = Box(left=LEFT, top=262, width=RIGHT - LEFT, height=60)
        add_text(slide, title, [cover.about], points=34, bold=True, colour=house.ACCENT)
        below = Box(left=LEFT, top=330, width=RIGHT - LEFT, height=140)
        said = [cover.place_and_day, cover.marked]
        add_text(slide, below, [line for line in said if line], points=TEXT_POINTS, gap=10)

    def _add_tiles(self, topic: Topic, part: Tiles) -> None:
        most = TILES_ACROSS * TILES_DOWN
        pages = [part.tiles[at : at + most] for at in range(0, len(part.tiles), most)]
        for number, tiles in enumerate(pages, start=1):
            slide, box = self._slide(topic, number=number, total=len(pages))
            width = (box.width - GAP * (TILES_ACROSS - 1)) / TILES_ACROSS
            height = (box.height - GAP * (TILES_DOWN - 1)) / TILES_DOWN
            for place, tile in enumerate(tiles):
                down, across = divmod(place, TILES_ACROSS)
                _add_tile(
                    slide,
                    tile,
                    Box(
                        left=box.left + across * (width + GAP),
                        top=box.top + down * (height + GAP),
                        width=width,
                        height=height,
                    ),
                )

    def _add_bars(self, topic: Topic, part: Bars) -> None:
        bars = list(part.bars)
        pages = -(-len(bars) // BARS_ON_A_SLIDE)
        size = -(-len(bars) // max(pages, 1))
        for number in range(1, pages + 1):
            said = [*topic.sentences, target_told(part)] if number == 1 else []
            slide, box = self._slide(
                topic, sentences=[line for line in said if line], number=number, total=pages
            )
            add_bars(slide, part, bars[(number - 1) * size : number * size], box)

    def _add_grid(self, topic: Topic, part: Grid) -> None:
        if not part.rows:
            self._slide(topic, sentences=topic.sentences or [part.empty])
            return
        lines = sum(
            lines_needed(line, width=BODY.width - 8, points=TEXT_POINTS) for line in topic.sentences
        )
        free = height_of(lines, TEXT_POINTS) + GAP if topic.sentences else 0.0
        pages = pages_of(part, _shorter(BODY, free))
        if len(pages) > MOST_TABLE_SLIDES:
            # A line is kept free for what is said of rows that are left out.
            pages = pages_of(part, _shorter(BODY, free + GAP + height_of(1, SMALL)))
        shown = pages[:MOST_TABLE_SLIDES]
        for number, rows in enumerate(shown, start=1):
            slide, box = self._slide(
                topic, sentences=topic.sentences, number=number, total=len(shown)
            )
            add_table(slide, part, rows, box)
        rest = sum(len(rows) for rows in pages[MOST_TABLE_SLIDES:])
        if rest:
            words = self._reader.text("exports.slide.rest", count=self._reader.number(rest))
            foot = Box(left=BODY.left, top=BODY.top + BODY.height - 24, width=BODY.width, height=24)
            add_text(slide, foot, [words], points=SMALL, colour=house.MUTED)

    def _add_unit(self, topic: Topic) -> None:
        slide, box = self._slide(topic)
        left, right = box, box
        bars = [part for part in topic.parts if isinstance(part, Bars)]
        if bars:
            width = box.width * CHART_SHARE
            left = Box(left=box.left, top=box.top, width=width, height=box.height)
            right = Box(
                left=box.left + width + GAP,
                top=box.top,
                width=box.width - width - GAP,
                height=box.height,
            )
            add_bars(slide, bars[0], list(bars[0].bars), left)
        add_points(slide, [part for part in topic.parts if isinstance(part, Points)], right)


def _shorter(box: Box, by: float) -> Box:
    return Box(left=box.left, top=box.top, width=box.width, height=box.height - by)


def _add_tile(slide: Any, tile: Tile, box: Box) -> None:
    rule(slide, Box(left=box.left, top=box.top, width=4, height=box.height), house.fill(tile.tone))
    width = box.width - 14
    name = cut_to(tile.name, width=width, points=SMALL, lines=2)
    below = cut_to(tile.below, width=width, points=SMALL, lines=1)
    standing = cut_to(tile.standing, width=width, points=SMALL, lines=2)
    at = box.left + 10
    add_text(slide, Box(left=at, top=box.top, width=width, height=46), [name], points=SMALL)
    value = Box(left=at, top=box.top + 48, width=width, height=48)
    add_text(slide, value, [tile.value], points=36 if len(tile.value) <= 12 else 24, bold=True)
    told = Box(left=at, top=box.top + 98, width=width, height=24)
    add_text(slide, told, [below], points=SMALL, colour=house.MUTED)
    last = Box(left=at, top=box.top + 124, width=width, height=48)
    add_text(slide, last, [standing], points=SMALL, bold=True, colour=house.ink(tile.tone))
