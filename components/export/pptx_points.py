"""Lists on a slide: what a unit reached, owes and asks for, each within its share of the room."""

from collections.abc import Sequence
from typing import Any

from components.export import house
from components.export.parts import Points
from components.export.pptx_room import cut_to, height_of, lines_needed
from components.export.pptx_slide import BOX_RIM, SMALL, Box, add_text, rule

HEADING_HEIGHT, GAP, BETWEEN = 26.0, 10.0, 4.0
LINES_OF_A_POINT = 3


def add_points(slide: Any, lists: Sequence[Points], box: Box) -> None:
    """The lists below each other; those that do not fill their share leave it to the others."""
    width = box.width - 14
    wanted = [_height(points.lines, width) for points in lists]
    room = box.height - len(lists) * (HEADING_HEIGHT + GAP)
    top = box.top
    for points, share in zip(lists, _shared(wanted, room), strict=True):
        shown = _fitting(points, width=width, height=share)
        used = HEADING_HEIGHT + _height(shown, width)
        bar = Box(left=box.left, top=top, width=3, height=used)
        rule(slide, bar, house.fill(points.tone))
        heading = Box(left=box.left + 8, top=top, width=width, height=HEADING_HEIGHT)
        add_text(
            slide,
            heading,
            [points.heading],
            points=SMALL,
            bold=True,
            colour=house.ink(points.tone),
        )
        told = Box(
            left=box.left + 8,
            top=top + HEADING_HEIGHT,
            width=width,
            height=used - HEADING_HEIGHT,
        )
        add_text(slide, told, shown, points=SMALL, gap=BETWEEN)
        top += used + GAP


def _fitting(points: Points, *, width: float, height: float) -> list[str]:
    """As many lines as `height` has room for, and how many are left out."""
    cut = [
        cut_to(line, width=width - 2 * BOX_RIM, points=SMALL, lines=LINES_OF_A_POINT)
        for line in points.lines
    ]
    for count in range(len(cut), 0, -1):
        rest = len(cut) - count
        shown = [*cut[:count], *([points.rests[rest]] if rest and points.rests else [])]
        if _height(shown, width) <= height + 1:
            return shown
    return cut[:1] if not points.rests else [points.rests[len(cut)]]


def _shared(wanted: Sequence[float], room: float) -> list[float]:
    """What each gets of `room`: small ones all they want, the others equal parts of the rest."""
    shares = dict.fromkeys(range(len(wanted)), 0.0)
    left, waiting = room, sorted(range(len(wanted)), key=lambda place: wanted[place])
    while waiting:
        place = waiting.pop(0)
        shares[place] = min(wanted[place], left / (len(waiting) + 1))
        left -= shares[place]
    return [shares[place] for place in range(len(wanted))]


def _height(lines: Sequence[str], width: float) -> float:
    count = sum(
        min(lines_needed(line, width=width - 2 * BOX_RIM, points=SMALL), LINES_OF_A_POINT)
        for line in lines
    )
    return height_of(count, SMALL) + BETWEEN * max(len(lines) - 1, 0)
