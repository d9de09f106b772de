"""Which units carry their name and figure on a drawn map, and where: whoever stands far away must
never ask whose figure it is.

A name stands within its unit, else at the end of a line: in a column at the left or the right or in
a row above or below all units, in the order of the units; else near its unit beside all of them;
else the figure alone stands within the unit. No name touches another, no line touches a name or
another line; whoever finds no such place is left out and told beside the map.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from math import ceil, dist, floor

from components.figures.crossings import Line, cross, hits
from components.figures.land import Land, Shape
from components.figures.map_labels import (
    MOSTLY,
    PUSHES,
    Placed,
    Wanted,
    label_box,
    lead_of,
)
from components.figures.map_layout import Box
from components.figures.outlines import area
from components.figures.projection import Pixels

# What places cost, and which they are.
_Tried = tuple[float, tuple[Placed, ...]]
# Places beside the units lie so many pixels apart, and at most so far from a unit's point.
STEP, FARTHEST = 10.0, 80.0
# At a side they lie so many pixels apart; a line to there is at most so long, or such a share of
# the picture's width; only so many of the nearest sides are tried.
SLOT, LONGEST, SHARE_OF_WIDTH, NEAR_SIDES = 6.0, 120.0, 0.26, 2
SIDES = ("left", "right", "top", "bottom")
# A name that hangs out of its unit is still read as its own when so much of it does not.
HALF = 0.5
# Orders in which names choose their places before those with most of them are taken.
TRIES = 2


@dataclass
class _Picture:
    """What stands on it so far, over the `shapes` of its units by their id."""

    width: float
    height: float
    size: float
    shapes: Mapping[int, Shape]
    land: Land
    # By how many lines of how many letters: where such a name may stand beside the units.
    off_units: dict[tuple[int, int], list[Pixels]]
    taken: list[Box]
    lines: list[Line] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)

    def places_within(self, label: Wanted, *, least: float) -> Iterator[Placed]:
        """Places of which so large a share lies within the unit, nearest to its point first."""
        shape = self.shapes[label.unit_id]
        box = label_box(Placed(label.unit_id, label.lines, label.at), self.size)
        if area(label.rings) < least * (box.right - box.left) * (box.bottom - box.top):
            return
        for across, down in PUSHES:
            place = Placed(label.unit_id, label.lines, (label.at[0] + across, label.at[1] + down))
            is_its_own = (across, down) == (0.0, 0.0) or shape.holds(place.at)
            if is_its_own and shape.share(label_box(place, self.size)) >= least:
                yield place

    def places_off_units(self, lines: tuple[str, ...]) -> list[Pixels]:
        """Where such lines may stand beside all units, on a grid over the picture."""
        length = (len(lines), max(map(len, lines)))
        if length not in self.off_units:
            self.off_units[length] = [
                at
                for column in range(1, round(self.width / STEP))
                for row in range(1, round(self.height / STEP))
                if (
                    box := label_box(
                        Placed(0, lines, (at := (column * STEP, row * STEP))), self.size
                    )
                ).within(self.width, self.height)
                and not self.land.reaches(box)
            ]
        return self.off_units[length]

    def take(self, candidate: Placed) -> bool:
        """Whether there was room for it: then it is there."""
        box = label_box(candidate, self.size)
        if not self._has_room(box):
            return False
        line = lead_of(candidate, box)
        if line is not None:
            if any(hits(line, other) for other in self.taken):
                return False
            if any(cross(line, other) for other in self.lines):
                return False
            self.lines.append(line)
        self.taken.append(box)
        self.placed.append(candidate)
        return True

    def has_room_beside(self, box: Box) -> bool:
        """Whether a name may stand there beside all units."""
        return self._has_room(box) and not self.land.reaches(box)

    def _has_room(self, box: Box) -> bool:
        return (
            box.within(self.width, self.height)
            and not any(box.meets(other) for other in self.taken)
            and not any(hits(line, box) for line in self.lines)
        )


def figures_on_map(
    wanted: Sequence[Wanted], *, width: float, height: float, size: float, kept_free: Sequence[Box]
) -> list[Placed]:
    """Places for the names of `wanted` on `width` x `height` pixels, letters `size` high.

    `kept_free`: boxes where nothing may stand and no line may lead.
    """
    shapes = {label.unit_id: Shape(label.rings) for label in wanted}
    land = Land(shapes.values(), width=width, height=height)
    off_units: dict[tuple[int, int], list[Pixels]] = {}
    order = sorted(wanted, key=lambda label: area(label.rings))
    best: list[Placed] = []
    for _ in range(TRIES):
        picture = _Picture(width, height, size, shapes, land, off_units, [*kept_free])
        _place(order, picture)
        best = max(best, picture.placed, key=len)
        there = {label.unit_id for label in picture.placed}
        left_out = [label for label in order if label.unit_id not in there]
        if not left_out:
            break
        # Whoever found no place chooses first the next time.
        order = [*left_out, *(label for label in order if label.unit_id in there)]
    return best


def figures_in_box(wanted: Sequence[Wanted], *, box: Box, size: float) -> list[Placed]:
    """As figures_on_map, all of it inside `box`: names stand within their units alone."""
    left, top = box.left, box.top

    def moved(label: Wanted) -> Wanted:
        rings = [[(x - left, y - top) for x, y in ring] for ring in label.rings]
        return replace(label, at=(label.at[0] - left, label.at[1] - top), rings=rings)

    within = [moved(label) for label in wanted]
    shapes = {label.unit_id: Shape(label.rings) for label in within}
    wide, high = box.right - left, box.bottom - top
    picture = _Picture(wide, high, size, shapes, Land([], width=wide, height=high), {}, [])
    for least in (MOSTLY, HALF):
        _place_inside(within, picture, least=least)
    return [replace(label, at=(label.at[0] + left, label.at[1] + top)) for label in picture.placed]


def _place(order: Sequence[Wanted], picture: _Picture) -> None:
    _place_inside(order, picture, least=MOSTLY)
    for turn in range(NEAR_SIDES):
        for side in SIDES:
            group = [
                label
                for label in _not_there(order, picture)
                if _sides_by_distance(label, picture)[turn] == side
            ]
            for place in _along(side, group, picture):
                picture.take(place)
    for label in _not_there(order, picture):
        any(picture.take(place) for place in _beside(label, picture))
    _place_inside(order, picture, least=HALF)
    # A figure within its unit is told, though nobody names it.
    _place_inside([replace(label, lines=label.lines[1:]) for label in order], picture, least=HALF)


def _sides_by_distance(label: Wanted, picture: _Picture) -> list[str]:
    """The nearest first; a line up or down is longer than it seems, for names are wide."""
    x, y = label.at
    away = {"left": x, "right": picture.width - x, "top": 1.5 * y}
    away["bottom"] = 1.5 * (picture.height - y)
    return sorted(SIDES, key=away.__getitem__)


def _along(side: str, group: Sequence[Wanted], picture: _Picture) -> list[Placed]:
    """Places along a side in the order of the units, so that lines do not cross; as near to them
    as can be. Whoever has none in reach is left out."""
    axis = 1 if side in ("left", "right") else 0
    slots = round((picture.height, picture.width)[axis == 0] / SLOT) + 1
    longest = max(LONGEST, SHARE_OF_WIDTH * picture.width)
    # Up to each slot: what the places cost so far, and which they are.
    best: list[_Tried] = [(0.0, ())] * slots
    for label in sorted(group, key=lambda label: label.at[axis]):
        found = [(cost + longest**2, places) for cost, places in best]
        for slot in range(slots):
            place = _at_side(label, side, slot * SLOT, picture)
            box = label_box(place, picture.size)
            away = abs(slot * SLOT - label.at[axis])
            if dist(place.at, label.at) > longest or not picture.has_room_beside(box):
                continue
            start, end = (box.top, box.bottom) if axis else (box.left, box.right)
            cost, places = best[max(floor(start / SLOT), 0)]
            after = min(ceil(end / SLOT), slots - 1)
            found[after] = _cheaper(found[after], (cost + away**2, (*places, place)))
        best = list(accumulate(found, _cheaper))
    return list(best[-1][1])


def _cheaper(one: _Tried, other: _Tried) -> _Tried:
    return one if one[0] <= other[0] else other


def _at_side(label: Wanted, side: str, along: float, picture: _Picture) -> Placed:
    box = label_box(Placed(label.unit_id, label.lines, (0.0, 0.0)), picture.size)
    at = {
        "left": (box.right + 1, along),
        "right": (picture.width - box.right - 1, along),
        "top": (along, box.bottom + 1),
        "bottom": (along, picture.height - box.bottom - 1),
    }[side]
    return Placed(label.unit_id, label.lines, at, leads_to=label.at)


def _place_inside(order: Sequence[Wanted], picture: _Picture, *, least: float) -> None:
    for label in _not_there(order, picture):
        if not label.lines:
            continue
        any(picture.take(place) for place in picture.places_within(label, least=least))


def _not_there(order: Sequence[Wanted], picture: _Picture) -> list[Wanted]:
    there = {label.unit_id for label in picture.placed}
    return [label for label in order if label.unit_id not in there]


def _beside(label: Wanted, picture: _Picture) -> Iterator[Placed]:
    """Places in the order of their distance from the unit."""
    x, y = label.at

    def distance(at: Pixels) -> float:
        # Names are wide: they move farther sideways.
        return (at[0] - x) ** 2 / 2 + (at[1] - y) ** 2

    for at in sorted(picture.places_off_units(label.lines), key=distance):
        if distance(at) > FARTHEST**2:
            return
        yield Placed(label.unit_id, label.lines, at, leads_to=label.at)
