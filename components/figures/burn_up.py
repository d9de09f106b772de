"""Burn-up of one plan: how much is in it, how much is done, how much was due, up to today."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import polars as pl

from components.markup import safe
from components.reader import Reader

# Lines from back to front; done lies on top.
LINES = ("scope", "due", "done")
# Half the thickness of a line, in pixels.
HALF = {"scope": 1.25, "due": 1.5, "done": 2.5}
MOST_GRID_LINES = 4
MOST_DAY_LABELS = 5
# Labels at the right end closer than this share of the height would touch.
LEAST_LABEL_DISTANCE = 0.17

Point = tuple[float, float]


def burn_up_chart(
    burn_up: pl.DataFrame, *, reader: Reader, until: date | None = None, all_dated: bool = False
) -> str:
    """Step lines of BURN_UP with a mark at its last day; `until` leaves room for days to come.

    `all_dated`: every item counted has a deadline, and the label may say so.
    Steps, not slopes: between two events nothing is known to have moved.
    """
    if burn_up.is_empty():
        return f'<p class="ioc-nothing">{safe(reader.text("figures.nothing.burn_up"))}</p>'
    first, today = burn_up["day"][0], burn_up["day"][-1]
    last = max(until or today, today, first + timedelta(days=1))
    span = (last - first).days
    top = _top(max(max(row[line] or 0 for line in LINES) for row in burn_up.to_dicts()))
    at = [(day - first).days / span for day in burn_up["day"]]
    lines = "".join(
        f'<i class="ioc-step ioc-step-{line}" style="clip-path:{path}"></i>'
        for line in LINES
        if (path := step_path(_points(at, burn_up[line], top), half=HALF[line]))
    )
    now = at[-1]
    today_words = safe(reader.text("figures.burn_up.today", day=reader.date(today)))
    side = "ioc-left" if now > 0.5 else "ioc-right"
    return (
        f'<div class="ioc-burn-up"><div class="ioc-plot">{_grid(top, reader)}{lines}'
        f'<u class="ioc-today {side}" style="left:{now:.2%}"><span>{today_words}</span></u>'
        f"{_days(first, last, reader)}</div>"
        f'<div class="ioc-ends">{_ends(burn_up, top, reader, all_dated)}</div></div>'
    )


def step_path(points: Sequence[Point], *, half: float) -> str:
    """A CSS polygon of the step line through `points` (shares from the left and from the top).

    The line keeps its thickness of 2 x `half` pixels at whatever size it is drawn.
    """
    # A corner of the band lies before the step where the line rises and behind it where it falls.
    corners = [(*points[0], 0.0)]
    for (_, before), (x, y) in pairwise(points):
        aside = -half if y < before else half if y > before else 0.0
        corners += [(x, before, aside), (x, y, aside)]
    there = [f"{_length(x, aside)} {_length(y, -half)}" for x, y, aside in corners]
    back = [f"{_length(x, -aside)} {_length(y, half)}" for x, y, aside in reversed(corners)]
    return f"polygon({','.join(there + back)})"


def _length(share: float, pixels: float) -> str:
    sign = "+" if pixels >= 0 else "-"
    return f"calc({share * 100:.2f}% {sign} {abs(pixels)}px)"


def _points(at: Sequence[float], counts: pl.Series, top: int) -> list[Point]:
    return [(x, 1 - (count or 0) / top) for x, count in zip(at, counts, strict=True)]


def _top(largest: int) -> int:
    """The upper end of the scale: a whole number of round steps."""
    step = _step(largest)
    return max(-(-largest // step) * step, step)


def _step(largest: int) -> int:
    for step in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500):
        if largest <= step * MOST_GRID_LINES:
            return step
    return -(-largest // MOST_GRID_LINES)


def _grid(top: int, reader: Reader) -> str:
    marks = range(0, top + 1, _step(top))
    return "".join(
        f'<s style="top:{1 - mark / top:.2%}"><span>{reader.number(mark)}</span></s>'
        for mark in marks
    )


def _days(first: date, last: date, reader: Reader) -> str:
    """A few firsts of months along the bottom."""
    months = [
        date(index // 12, index % 12 + 1, 1)
        for index in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    ]
    within = [day for day in months if first <= day <= last] or [first]
    every = -(-len(within) // MOST_DAY_LABELS)
    span = (last - first).days
    return "".join(
        f'<em style="left:{(day - first).days / span:.2%}">{safe(reader.month_of(day))}</em>'
        for day in within[::every]
    )


def _ends(burn_up: pl.DataFrame, top: int, reader: Reader, all_dated: bool) -> str:
    """The last counts, beside the ends of their lines and apart from each other."""
    last = burn_up.row(-1, named=True)
    wanted = sorted(((1 - last[line] / top, line) for line in LINES), key=lambda end: end[0])
    placed = _apart([height for height, _ in wanted])
    words = {line: reader.text(f"figures.burn_up.{line}") for line in LINES}
    if all_dated:
        words["scope"] = reader.text("figures.burn_up.dated")
    return "".join(
        f'<span class="ioc-end-{line}" style="top:{height:.2%}"><b>{reader.number(last[line])}</b>'
        f" {safe(words[line])}</span>"
        for height, (_, line) in zip(placed, wanted, strict=True)
    )


def _apart(heights: Sequence[float]) -> list[float]:
    """The heights, moved as far as needed to keep their distance, within 0 and 1."""
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + LEAST_LABEL_DISTANCE) if placed else height)
    overhang = max(placed[-1] - 1.0, 0.0) if placed else 0.0
    return [height - overhang for height in placed]
