"""Where names stand on a map: within their unit, else beside it at the end of a line, else not.

The view never moves, so the places are found once, and every browser shows the same ones.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from components.figures.map_layout import Box, around
from components.figures.outlines import Rings, holds
from components.figures.projection import Pixels

# Mean width of a letter of Inter at weight 600, as a share of its size.
LETTER = 0.57
LINE = 1.18
GAP = 3.0
# How far a name may be pushed within its unit, in pixels: the nearest place that is free.
PUSHES = sorted(
    ((x * 6.0, y * 5.0) for x in range(-5, 6) for y in range(-5, 6)), key=lambda p: math.hypot(*p)
)
REACHES = (34.0, 46.0, 58.0, 72.0, 88.0, 106.0)
FARTHEST = REACHES[-1]


@dataclass(frozen=True)
class Wanted:
    """A label to place: its lines (name, value), the point of its unit and the unit's outline."""

    unit_id: int
    lines: tuple[str, ...]
    at: Pixels
    rings: Rings


@dataclass(frozen=True)
class Placed:
    """A label that found room: the middle of it, the lines it kept; `leads_to` its unit's point."""

    unit_id: int
    lines: tuple[str, ...]
    at: Pixels
    leads_to: Pixels | None = None


def place_labels(
    wanted: Sequence[Wanted],
    *,
    width: int,
    height: int,
    size: float,
    kept_free: Box,
    reach: float = FARTHEST,
) -> list[Placed]:
    """Places for as many labels as fit without touching; the first in `wanted` choose first.

    `size`: height of the letters in pixels; `kept_free`: where none may stand. A label that finds
    no room with all its lines is tried beside the units, at most `reach` pixels away, then with
    its name alone; else it is left out.
    """
    units = [(around(label.rings), label.rings) for label in wanted]
    taken = [kept_free]
    placed: list[Placed] = []
    for label in wanted:
        for candidate in _candidates(label, reach):
            box = label_box(candidate, size)
            if not box.within(width, height) or any(box.meets(other) for other in taken):
                continue
            # Asked last: it takes longest.
            if candidate.leads_to is None or not _on_a_unit(box, units):
                taken.append(box)
                placed.append(candidate)
                break
    return placed


def _candidates(label: Wanted, reach: float) -> Iterator[Placed]:
    yield from _inside(label, label.lines)
    yield from _beside(label, reach)
    yield from _inside(label, label.lines[:1])


def _inside(label: Wanted, lines: tuple[str, ...]) -> Iterator[Placed]:
    for dx, dy in PUSHES:
        at = label.at[0] + dx, label.at[1] + dy
        if (dx, dy) == (0.0, 0.0) or holds(label.rings, at):
            yield Placed(label.unit_id, lines, at)


def _beside(label: Wanted, farthest: float) -> Iterator[Placed]:
    """Places around the unit, nearest first."""
    for reach in (reach for reach in REACHES if reach <= farthest):
        for turn in range(0, 360, 15):
            angle = math.radians(turn)
            # Labels are wide: they move farther sideways.
            aside = reach * math.cos(angle) * 1.4, reach * math.sin(angle)
            at = label.at[0] + aside[0], label.at[1] + aside[1]
            yield Placed(label.unit_id, label.lines, at, leads_to=label.at)


def _on_a_unit(box: Box, units: Sequence[tuple[Box, Rings]]) -> bool:
    return any(
        holds(rings, point)
        for extent, rings in units
        if box.meets(extent)
        for point in box.points()
    )


def label_box(label: Placed, size: float) -> Box:
    """The room a label takes, a rim included."""
    half_width = max(len(line) for line in label.lines) * LETTER * size / 2 + GAP
    half_height = len(label.lines) * LINE * size / 2 + GAP / 2
    x, y = label.at
    return Box(x - half_width, y - half_height, x + half_width, y + half_height)
