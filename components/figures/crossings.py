"""Whether lines on a picture meet each other or a rectangle."""

from components.figures.map_layout import Box
from components.figures.projection import Pixels

Line = tuple[Pixels, Pixels]


def cross(one: Line, other: Line) -> bool:
    """Whether two lines meet."""
    (a, b), (c, d) = one, other
    return (
        side_of(a, b, c) * side_of(a, b, d) <= 0
        and side_of(c, d, a) * side_of(c, d, b) <= 0
        and _spans_meet(one, other)
    )


def hits(line: Line, box: Box) -> bool:
    """Whether a line touches a rectangle."""
    (x1, y1), (x2, y2) = line
    if not (
        min(x1, x2) <= box.right
        and max(x1, x2) >= box.left
        and min(y1, y2) <= box.bottom
        and max(y1, y2) >= box.top
    ):
        return False
    if box.holds(line[0]) or box.holds(line[1]):
        return True
    return any(cross(line, edge) for edge in box.edges())


def side_of(start: Pixels, end: Pixels, point: Pixels) -> float:
    """Above zero on one side of a line, below it on the other, zero on it."""
    return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])


def _spans_meet(one: Line, other: Line) -> bool:
    """Whether the rectangles around two lines meet: those on one straight line may lie apart."""
    return all(
        min(one[0][axis], one[1][axis]) <= max(other[0][axis], other[1][axis])
        and min(other[0][axis], other[1][axis]) <= max(one[0][axis], one[1][axis])
        for axis in (0, 1)
    )
