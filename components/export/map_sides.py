"""Names and figures in two columns beside a map, each joined to its unit by a line.

No two lines cross: units are shared out by where they lie from west to east, stand in the order
from north to south, and two whose lines would cross change places, which makes both shorter.
"""

from collections.abc import Sequence
from itertools import combinations

from components.figures.crossings import side_of

Spot = tuple[float, float]


def sides_of(points: Sequence[Spot]) -> tuple[list[int], list[int]]:
    """The places in `points` of those that go to the left and to the right, from above to below."""
    by_x = sorted(range(len(points)), key=lambda place: (points[place][0], points[place][1]))
    half = len(by_x) // 2

    def from_above(places: list[int]) -> list[int]:
        return sorted(places, key=lambda place: (points[place][1], points[place][0]))

    return from_above(by_x[:half]), from_above(by_x[half:])


def heights_of(points: Sequence[Spot], *, x: float, step: float, height: float) -> list[float]:
    """The middle of each label of one column at `x`, `step` apart at least, within `height`.

    `points` come from above to below, at most as many as the column has room for.
    """
    free = _spread([y for _, y in points], step=step, low=step / 2, high=height - step / 2)
    order = list(range(len(points)))

    def line(place: int) -> tuple[Spot, Spot]:
        return (x, free[place]), points[order[place]]

    crossed = True
    while crossed:
        crossed = False
        for one, other in combinations(range(len(order)), 2):
            if cross(*line(one), *line(other)):
                order[one], order[other] = order[other], order[one]
                crossed = True
    found = [0.0] * len(points)
    for place, point in enumerate(order):
        found[point] = free[place]
    return found


def cross(a: Spot, b: Spot, c: Spot, d: Spot) -> bool:
    """Whether the line `a` to `b` crosses that from `c` to `d`; touching at an end does not."""
    return side_of(a, b, c) * side_of(a, b, d) < 0 and side_of(c, d, a) * side_of(c, d, b) < 0


def _spread(wanted: Sequence[float], *, step: float, low: float, high: float) -> list[float]:
    """Each as near to where it is wanted as those before and behind it allow."""
    placed: list[float] = []
    for y in wanted:
        placed.append(max(y, low if not placed else placed[-1] + step))
    limit = high
    for place in reversed(range(len(placed))):
        placed[place] = min(placed[place], limit)
        limit = placed[place] - step
    return placed
