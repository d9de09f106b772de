"""Where the units of a map lie, told fast: whether a place is free is asked thousands of times."""

from bisect import bisect
from collections.abc import Iterable
from itertools import accumulate, pairwise
from math import ceil, floor

from components.figures.map_layout import Box, around
from components.figures.outlines import Rings
from components.figures.projection import Pixels

# Where any unit lies is known to so many pixels.
CELL = 5.0


class Shape:
    """An outline of which is known, line by line of pixels, where it begins and ends: asking
    whether a point lies in it is done thousands of times."""

    def __init__(self, rings: Rings) -> None:
        self.extent = around(rings)
        self._rows: dict[int, list[float]] = {}
        for ring in rings:
            for (x1, y1), (x2, y2) in pairwise(ring):
                # Half a pixel off, so that no line of pixels runs through a corner.
                for row in range(ceil(min(y1, y2) - 0.5), ceil(max(y1, y2) - 0.5)):
                    at = x1 + (row + 0.5 - y1) / (y2 - y1) * (x2 - x1)
                    self._rows.setdefault(row, []).append(at)
        for crossings in self._rows.values():
            crossings.sort()

    def holds(self, point: Pixels) -> bool:
        return bisect(self._rows.get(floor(point[1]), []), point[0]) % 2 == 1

    def share(self, box: Box) -> float:
        """How much of a rectangle lies within, 0-1."""
        points = box.points(across=5, down=4)
        return sum(map(self.holds, points)) / len(points)


class Land:
    """Where on a picture any unit lies, in cells: how many of them lie above and left of each."""

    def __init__(self, shapes: Iterable[Shape], *, width: float, height: float) -> None:
        columns, rows = ceil(width / CELL) + 1, ceil(height / CELL) + 1
        land = [[False] * columns for _ in range(rows)]
        for shape in shapes:
            extent = shape.extent
            for row in _cells(extent.top, extent.bottom, rows):
                for column in _cells(extent.left, extent.right, columns):
                    middle = ((column + 0.5) * CELL, (row + 0.5) * CELL)
                    land[row][column] = land[row][column] or shape.holds(middle)
        self._sums = [[0] * (columns + 1)]
        for line in land:
            along = [0, *accumulate(map(int, line))]
            above = self._sums[-1]
            self._sums.append([one + other for one, other in zip(along, above, strict=True)])

    def reaches(self, box: Box) -> bool:
        """Whether a unit lies below a rectangle."""
        rows, columns = len(self._sums) - 1, len(self._sums[0]) - 1
        down, across = _cells(box.top, box.bottom, rows), _cells(box.left, box.right, columns)
        if not down or not across:
            return False
        low, high = self._sums[down.start], self._sums[down.stop]
        return high[across.stop] - high[across.start] - low[across.stop] + low[across.start] > 0


def _cells(start: float, end: float, most: int) -> range:
    return range(max(floor(start / CELL), 0), min(floor(end / CELL) + 1, most))
