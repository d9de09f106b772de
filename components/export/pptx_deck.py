"""The slides of a meeting: subject after subject, with charts, shapes, tables and notes."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from components.export import house
from components.export.cover import Cover
from components.export.parts import Bars, Grid, Lines, Map, Points, Tiles, Topic
from components.export.pptx_charts import add_bars, add_lines, target_told
from components.export.pptx_cover import add_cover
from components.export.pptx_map import add_map
from components.export.pptx_points import add_points
from components.export.pptx_room import cut_to, height_of, lines_needed
from components.export.pptx_slide import (
    BOX_RIM,
    SMALL,
    TEXT_POINTS,
    Box,
    add_text,
    body_above,
    new_deck,
    new_slide,
    set_language,
)
from components.export.pptx_table import add_table, pages_of, rows_told
from components.export.pptx_tiles import add_tiles, pages_of_tiles
from components.reader import Reader

BARS_ON_A_SLIDE, MOST_TABLE_SLIDES = 14, 4
SENTENCE_LINES = 3
GAP = 10.0
CHART_SHARE = 0.47
LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}


class Deck:
    """A presentation being made; `as_of` is said in the foot of every slide."""

    def __init__(self, cover: Cover, *, as_of: str, made_at: datetime, reader: Reader) -> None:
        self._deck = new_deck(title=cover.title, author=cover.sender, made_at=made_at)
        self._as_of = as_of
        self._reader = reader
        add_cover(self._deck, cover)

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
            add_lines(slide, part, box, language=self._reader.language)
        elif isinstance(part, Bars):
            self._add_bars(topic, part)
        elif isinstance(part, Map):
            self._add_maps(topic)
        elif isinstance(part, Grid):
            self._add_grid(topic, part)
        else:
            self._slide(topic, sentences=topic.sentences)

    def finished(self) -> bytes:
        """The presentation as a file."""
        set_language(self._deck, LANGUAGES[self._reader.language])
        made = io.BytesIO()
        self._deck.save(made)
        return made.getvalue()

    def _slide(
        self,
        topic: Topic,
        *,
        sentences: Sequence[str] = (),
        notes: Sequence[str] = (),
        number: int = 1,
        total: int = 1,
    ) -> tuple[Any, Box]:
        """A slide of `topic`, and the room below its sentences; `notes` are of this slide alone."""
        title = topic.title
        if total > 1:
            title = self._reader.text(
                "exports.slide.continued", title=topic.title, number=number, total=total
            )
        said = [*topic.notes, *notes] if number == 1 else notes
        foot = self._foot(topic)
        slide = new_slide(self._deck, title=title, foot=foot, notes=[*said, topic.origin])
        box = body_above(foot)
        shown = _cut(sentences, box.width)
        if not shown:
            return slide, box
        height = _height_of(shown, box.width)
        place = Box(left=box.left, top=box.top, width=box.width, height=height)
        add_text(slide, place, shown, points=TEXT_POINTS)
        return slide, Box(
            left=box.left, top=box.top + height, width=box.width, height=box.height - height
        )

    def _foot(self, topic: Topic) -> str:
        return f"{self._as_of} {topic.origin}".strip()

    def _add_tiles(self, topic: Topic, part: Tiles) -> None:
        pages = pages_of_tiles(part.tiles)
        for number, tiles in enumerate(pages, start=1):
            slide, box = self._slide(topic, number=number, total=len(pages))
            add_tiles(slide, tiles, box)

    def _add_bars(self, topic: Topic, part: Bars) -> None:
        bars = list(part.bars)
        pages = -(-len(bars) // BARS_ON_A_SLIDE)
        size = -(-len(bars) // max(pages, 1))
        for number in range(1, pages + 1):
            said = [*topic.sentences, target_told(part)] if number == 1 else []
            slide, box = self._slide(
                topic, sentences=[line for line in said if line], number=number, total=pages
            )
            shown = bars[(number - 1) * size : number * size]
            add_bars(slide, part, shown, box, language=self._reader.language)

    def _add_maps(self, topic: Topic) -> None:
        maps = [part for part in topic.parts if isinstance(part, Map)]
        for number, part in enumerate(maps, start=1):
            slide, box = self._slide(
                topic, sentences=topic.sentences, number=number, total=len(maps)
            )
            add_map(slide, part, box)

    def _add_grid(self, topic: Topic, part: Grid) -> None:
        if not part.rows:
            self._slide(topic, sentences=topic.sentences or [part.empty])
            return
        body = body_above(self._foot(topic))
        said = _cut(topic.sentences, body.width)
        room = _shorter(body, _height_of(said, body.width) if said else 0.0)
        pages = pages_of(part, room)
        if len(pages) > MOST_TABLE_SLIDES:
            # A line is kept free for what is said of rows that are left out.
            pages = pages_of(part, _shorter(room, GAP + height_of(1, SMALL)))
        shown, left_out = pages[:MOST_TABLE_SLIDES], pages[MOST_TABLE_SLIDES:]
        rest = [place for rows in left_out for place in rows]
        for number, rows in enumerate(shown, start=1):
            told = [*rows, *(rest if number == len(shown) else [])]
            slide, box = self._slide(
                topic,
                sentences=topic.sentences,
                notes=rows_told(part, told),
                number=number,
                total=len(shown),
            )
            add_table(slide, part, rows, box)
            if rest and number == len(shown):
                words = self._reader.text(
                    "exports.slide.rest", count=self._reader.number(len(rest))
                )
                foot = Box(left=body.left, top=body.bottom - 24, width=body.width, height=24)
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
            shown = list(bars[0].bars)
            add_bars(slide, bars[0], shown, left, language=self._reader.language)
        add_points(slide, [part for part in topic.parts if isinstance(part, Points)], right)


def _shorter(box: Box, by: float) -> Box:
    return Box(left=box.left, top=box.top, width=box.width, height=box.height - by)


def _cut(sentences: Sequence[str], width: float) -> list[str]:
    return [
        cut_to(line, width=width - 2 * BOX_RIM, points=TEXT_POINTS, lines=SENTENCE_LINES)
        for line in sentences
    ]


def _height_of(sentences: Sequence[str], width: float) -> float:
    """Of sentences below each other, with the gap below them."""
    lines = sum(
        lines_needed(line, width=width - 2 * BOX_RIM, points=TEXT_POINTS) for line in sentences
    )
    return height_of(lines, TEXT_POINTS) + GAP
