"""The head of a scene: its one large statement, and what belongs to it beside it."""

from components.scenes.fitting import GAP, height_of, width_of
from components.scenes.parts import Statement, statement
from components.scenes.space import Space

# As in assets/style/scenes_work.css: shares of the width, sizes of figure and words, the largest
# share of its box that a figure takes, width of a letter of it, of its icon, rims, least height.
SHARES, FIGURES, WORDS, MOST = (0.6, 0.4), (4.4, 2.8), (1.5, 1.2), (0.5, 0.52)
FIGURE_LETTER, FIGURE_ICON, RIMS, BETWEEN, LEAST = 0.6, 0.9, 1.8, 0.8, 5.6
# Between words and the line below them; rims above and below.
ABOVE_BELOW, EDGES = 0.25, 0.8


def heads(first: Statement, *others: Statement) -> str:
    """`first` very large, another at its right."""
    beside = "".join(statement(other) for other in others)
    return f'<div class="ioc-scene-heads">{statement(first)}{beside}</div>'


def heads_height(*said: Statement, space: Space) -> float:
    """How high `heads` of these statements is, in units, with the gap below it."""
    whole = width_of(space)
    shares = SHARES if len(said) > 1 else (1.0,)
    heights = [
        _height(one, place=place, across=whole * share - GAP / 2, space=space)
        for place, (one, share) in enumerate(zip(said, shares, strict=True))
    ]
    return max(*heights, LEAST) + GAP


def _height(said: Statement, *, place: int, across: float, space: Space) -> float:
    inside = across - RIMS
    length = len(said.figure)
    # At least three letters, as components.scenes.parts.statement reckons.
    letters = FIGURE_LETTER * max(length, 3) + FIGURE_ICON
    size = min(FIGURES[place], MOST[place] * inside / letters)
    words = inside - size * (FIGURE_LETTER * length + FIGURE_ICON) - BETWEEN
    told = height_of((said.words, WORDS[place]), (said.below, space.text), across=words)
    return max(told + ABOVE_BELOW, size) + EDGES
