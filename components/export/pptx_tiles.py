"""Large values on a slide, six at a time: name, value, counts, and how it stands."""

from collections.abc import Sequence
from typing import Any

from components.export import house
from components.export.parts import Tile
from components.export.pptx_room import cut_to, height_of, lines_needed
from components.export.pptx_slide import BOX_RIM, SMALL, Box, add_text, rule

ACROSS, DOWN, GAP = 3, 2, 10.0
BAR, BESIDE_BAR = 4.0, 10.0
# The largest type in which a value has one line.
VALUE_POINTS = (34.0, 28.0, 24.0, 20.0)
MOST_LINES = {"name": 3, "below": 2, "standing": 3}
# What gives up a line first where not all have room.
GIVES_WAY = ("name", "below", "standing")


def pages_of_tiles(tiles: Sequence[Tile]) -> list[Sequence[Tile]]:
    """Which tiles stand together on a slide."""
    most = ACROSS * DOWN
    return [tiles[at : at + most] for at in range(0, len(tiles), most)]


def add_tiles(slide: Any, tiles: Sequence[Tile], box: Box) -> None:
    """Up to six tiles in two rows."""
    width = (box.width - GAP * (ACROSS - 1)) / ACROSS
    height = (box.height - GAP * (DOWN - 1)) / DOWN
    for place, tile in enumerate(tiles):
        down, across = divmod(place, ACROSS)
        left, top = box.left + across * (width + GAP), box.top + down * (height + GAP)
        _add_tile(slide, tile, Box(left=left, top=top, width=width, height=height))


def _add_tile(slide: Any, tile: Tile, box: Box) -> None:
    bar = Box(left=box.left, top=box.top, width=BAR, height=box.height)
    rule(slide, bar, house.fill(tile.tone))
    width = box.width - BESIDE_BAR - 2 * BOX_RIM
    points = next(
        (size for size in VALUE_POINTS if _lines(tile.value, width, size, bold=True) == 1),
        VALUE_POINTS[-1],
    )
    value_lines = min(_lines(tile.value, width, points, bold=True), 2)
    free = box.height - height_of(value_lines, points)
    rooms = _rooms(tile, width, most=int(free / height_of(1, SMALL)))
    rows = [
        (tile.name, rooms["name"], SMALL, False, house.INK),
        (tile.value, value_lines, points, True, house.INK),
        (tile.below, rooms["below"], SMALL, False, house.MUTED),
        (tile.standing, rooms["standing"], SMALL, True, house.ink(tile.tone)),
    ]
    top = box.top
    for words, lines, size, bold, colour in rows:
        if not lines:
            continue
        shown = cut_to(words, width=width, points=size, lines=lines, bold=bold)
        place = Box(
            left=box.left + BESIDE_BAR,
            top=top,
            width=box.width - BESIDE_BAR,
            height=height_of(lines, size),
        )
        add_text(slide, place, [shown], points=size, bold=bold, colour=colour)
        top += place.height


def _rooms(tile: Tile, width: float, *, most: int) -> dict[str, int]:
    """How many lines each text gets of `most`."""
    texts = {"name": tile.name, "below": tile.below, "standing": tile.standing}
    rooms = {
        name: min(_lines(words, width, SMALL, bold=name == "standing"), MOST_LINES[name])
        if words
        else 0
        for name, words in texts.items()
    }
    for name in GIVES_WAY:
        while sum(rooms.values()) > most and rooms[name] > 1:
            rooms[name] -= 1
    return rooms


def _lines(words: str, width: float, points: float, *, bold: bool) -> int:
    return lines_needed(words, width=width, points=points, bold=bold)
