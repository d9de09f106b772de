"""How wide the columns of a table on a slide are: such that its rows are low and little is cut."""

import math
from collections.abc import Sequence
from itertools import permutations

from components.export.letter_widths import width_of
from components.export.parts import Grid

# A column up to this share of the width has what it needs; so many rows are looked at for it.
SHORT, LOOKED_AT = 0.16, 24
# A word wider than this may be broken.
LONGEST_WORD = 160.0
# So much of the width moves from one column to another, while that makes the rows lower.
STEP, MOST_STEPS = 0.03, 12

# The widths of the words of each cell, row by row.
Words = Sequence[Sequence[Sequence[float]]]


def widths_of(grid: Grid, width: float, *, points: float, rim: float, most: int) -> list[float]:
    """The widths of the columns, in points, `rim` of each free; cells have at most `most` lines."""
    columns = range(len(grid.columns))
    rows = [
        [_words(text, points, bold=place == 0) for place, text in enumerate(row)]
        for row in grid.rows[:LOOKED_AT]
    ]
    space = width_of(" ", points)
    headings = [_heading_width(column.heading, points) for column in grid.columns]
    lengths = [[_length(row[place], space) for row in rows] for place in columns]
    needed = [max([*lengths[place], headings[place]]) + rim for place in columns]
    if sum(needed) <= width:
        spare = (width - sum(needed)) / len(needed)
        return [own + spare for own in needed]
    is_short = [own <= width * SHORT for own in needed]
    least = [
        own if short else max(heading, _longest(rows, place)) + rim
        for place, (own, short, heading) in enumerate(zip(needed, is_short, headings, strict=True))
    ]
    left = width - sum(least)
    if left < 0:
        return [width * own / sum(least) for own in least]
    # A column four times as long as another one is twice as wide, to begin with.
    weights = [
        0.0 if short else math.sqrt(sum(own) / max(len(own), 1))
        for own, short in zip(lengths, is_short, strict=True)
    ]
    whole = sum(weights) or 1.0
    first = [low + left * weight / whole for low, weight in zip(least, weights, strict=True)]
    return _lowered(first, rows, least=least, step=width * STEP, space=space, rim=rim, most=most)


def _lowered(
    widths: list[float],
    rows: Words,
    *,
    least: Sequence[float],
    step: float,
    space: float,
    rim: float,
    most: int,
) -> list[float]:
    """`widths` with some of one column given to another, as long as the rows get lower by it."""

    def height(tried: Sequence[float]) -> float:
        return sum(_row_height(row, tried, space=space, rim=rim, most=most) for row in rows)

    best = height(widths)
    for _ in range(MOST_STEPS):
        tries = []
        for giver, taker in permutations(range(len(widths)), 2):
            if widths[giver] - step < least[giver]:
                continue
            tried = list(widths)
            tried[giver] -= step
            tried[taker] += step
            tries.append((height(tried), tried))
        if not tries or min(tries)[0] >= best:
            break
        best, widths = min(tries)
    return widths


def _row_height(
    row: Sequence[Sequence[float]],
    widths: Sequence[float],
    *,
    space: float,
    rim: float,
    most: int,
) -> float:
    """In lines; what is cut counts like lines of its own."""
    lines = [_lines(words, width - rim, space) for words, width in zip(row, widths, strict=True)]
    return min(max(lines), most) + sum(max(count - most, 0) for count in lines)


def _lines(words: Sequence[float], width: float, space: float) -> int:
    used, lines = 0.0, 1
    for word in words:
        if used and used + space + word > width:
            lines, used = lines + 1, 0.0
        used += word + (space if used else 0.0)
    return lines


def _words(text: str, points: float, *, bold: bool) -> list[float]:
    return [width_of(word, points, bold=bold) for word in text.split(" ")]


def _length(words: Sequence[float], space: float) -> float:
    return sum(words) + space * (len(words) - 1)


def _longest(rows: Words, place: int) -> float:
    return min(max((word for row in rows for word in row[place]), default=0.0), LONGEST_WORD)


def _heading_width(heading: str, points: float) -> float:
    """Of a heading that may take two lines."""
    longest = max(_words(heading, points, bold=True))
    return max(longest, width_of(heading, points, bold=True) * 0.6)
