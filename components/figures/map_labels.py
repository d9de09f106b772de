"""Where names stand on a map: within their unit, else beside it at the end of a line, else not.

The view never moves, so the places are found once, and every browser shows the same ones.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from components.figures.map_layout import Box, around
from components.figures.outlines import Rings, holds
from components.figures.projection import Pixels

# Mean width of a letter of Inter at weight 600, as a share of its size.
LETTER = 0.61
LINE = 1.18
GAP = 4.0
# A name stands within its unit when so much of its room does; hanging out farther, it is read as
# the neighbour's.
MOSTLY = 0.7
# How far a name may be pushed within its unit, in pixels: the nearest place that is free.
PUSHES = sorted(
    ((x * 6.0, y * 5.0) for x in range(-5, 6) for y in range(-5, 6)), key=lambda p: math.hypot(*p)
)
# Of more units than these no name could be read on one picture.
MOST_NAMED = 200
# Orders that are tried in a box before its names stand there without values.
TRIES = 4
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
    kept_free: Sequence[Box],
    reach: float = FARTHEST,
) -> list[Placed]:
    """Places for as many labels as fit without touching; the first in `wanted` choose first.

    `size`: height of the letters in pixels; `kept_free`: boxes where none may stand. A label that
    finds no room mostly within its unit is tried beside all units, at most `reach` pixels away,
    then hanging out of its unit, then with its name alone; else it is left out.
    """
    units = [(around(label.rings), label.rings) for label in wanted]
    taken = [*kept_free]
    drawn: list[Pixels] = []
    placed: list[Placed] = []

    def is_free(candidate: Placed) -> bool:
        box = label_box(candidate, size)
        return box.within(width, height) and not any(box.meets(other) for other in taken)

    for label in wanted:
        for candidate, may_cross in _candidates(label, reach, size, is_free):
            box = label_box(candidate, size)
            line = _along(candidate, box)
            crosses = any(box.holds(point) for point in drawn) or any(
                other.holds(point) for other in taken for point in line
            )
            if crosses and not may_cross:
                continue
            # Asked last: it takes longest.
            if candidate.leads_to is None or not _on_a_unit(box, units):
                taken.append(box)
                drawn += line
                placed.append(candidate)
                break
    return placed


def place_within(wanted: Sequence[Wanted], *, box: Box, size: float) -> list[Placed]:
    """As place_labels, all of them inside `box`: as many as can be, without values if need be."""
    tries: list[list[Placed]] = []
    left_out: list[Wanted] = []
    for _ in range(TRIES):
        # Whoever found no room chooses first the next time.
        order = [*left_out, *(label for label in wanted if label not in left_out)]
        tries.append(_within(order, box=box, size=size))
        there = {label.unit_id for label in tries[-1]}
        left_out = [label for label in order if label.unit_id not in there]
        if not left_out:
            return tries[-1]
    alone = [replace(label, lines=label.lines[:1]) for label in wanted]
    return max((*tries, _within(alone, box=box, size=size)), key=len)


def _within(wanted: Sequence[Wanted], *, box: Box, size: float) -> list[Placed]:
    across, down = box.left, box.top

    def shifted(label: Wanted) -> Wanted:
        rings = [[(x - across, y - down) for x, y in ring] for ring in label.rings]
        return replace(label, at=(label.at[0] - across, label.at[1] - down), rings=rings)

    placed = place_labels(
        [shifted(label) for label in wanted],
        width=round(box.right - across),
        height=round(box.bottom - down),
        size=size,
        kept_free=[],
        reach=0.0,
    )
    return [replace(label, at=(label.at[0] + across, label.at[1] + down)) for label in placed]


def _candidates(
    label: Wanted, reach: float, size: float, is_free: Callable[[Placed], bool]
) -> Iterator[tuple[Placed, bool]]:
    """Free places in order of merit, and whether lines and names may cross there: a last resort."""
    within = list(filter(is_free, _inside(label, label.lines)))
    for place in within:
        if share_held(label.rings, label_box(place, size)) >= MOSTLY:
            yield place, False
    beside = list(filter(is_free, _beside(label, reach)))
    for may_cross in (False, True):
        yield from ((place, may_cross) for place in beside)
        yield from ((place, may_cross) for place in within)
    alone = label.lines[:1]
    yield from ((place, True) for place in _inside(label, alone) if is_free(place))


def share_held(rings: Rings, box: Box) -> float:
    """How much of a rectangle lies within an outline, 0-1."""
    points = box.points(across=5, down=4)
    return sum(holds(rings, point) for point in points) / len(points)


def lead_of(label: Placed, box: Box) -> tuple[Pixels, Pixels] | None:
    """The line from the unit's point to the rim of its label's box; None if it needs none."""
    if label.leads_to is None:
        return None
    (x, y), (to_x, to_y) = label.leads_to, label.at
    aside, above = abs(to_x - x), abs(to_y - y)
    # Which part of the way lies within the box.
    within = min(
        (box.right - box.left) / 2 / max(aside, 1e-9), (box.bottom - box.top) / 2 / max(above, 1e-9)
    )
    part = max(1 - within, 0.0)
    return (x, y), (x + (to_x - x) * part, y + (to_y - y) * part)


def _along(label: Placed, box: Box) -> list[Pixels]:
    """Points every few pixels along a label's line."""
    line = lead_of(label, box)
    if line is None:
        return []
    (x, y), (to_x, to_y) = line
    steps = max(round(math.hypot(to_x - x, to_y - y) / 5), 1)
    return [(x + (to_x - x) * n / steps, y + (to_y - y) * n / steps) for n in range(steps + 1)]


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
