"""What fits in a scene: lines of a text, rows of a list. Nothing scrolls and nothing is cut, so
what is drawn is counted before. Lengths are in the units of components.scenes.space.
"""

from collections.abc import Sequence
from itertools import accumulate

from components.scenes.space import Space
from components.scenes.widths import ems

# Words are taken a little wider than they are; between two of them, as a share of their size.
ROOM, SPACE = 1.02, 0.28
# Width of a letter as a share of its size, in the mean of words.
MEAN_WIDTH = 0.49
# From one line to the next, as a share of the size of the type.
LINE = 1.22
# Between two parts of a scene.
GAP = 0.6
# Of a panel, as in assets/style/scenes.css: its rims at the sides, its rims and title above.
PANEL_SIDES, PANEL_HEAD = 2.0, 3.0


def width_of(space: Space) -> float:
    """Units from the left edge of a scene to the right one."""
    return space.wide


def panel_down(space: Space, *, down: float) -> float:
    """What a panel `down` high has for its rows, when a line below them counts the others."""
    return down - PANEL_HEAD - LINE * space.small


def width_of_line(text: str, *, size: float) -> float:
    """Units that `text` takes on one line, set in type of `size`."""
    return ems(text) * size * ROOM


def held(words: str) -> str:
    """`words` in which no line begins with a dot between parts or with the % of its points."""
    return words.replace(" · ", "\u00a0· ").replace(" %", "\u00a0%")


def lines_of(text: str, *, across: float, size: float = 1.0) -> int:
    """So many lines `text` takes in a column `across` wide, set in type of `size`; at least one."""
    whole = across / (size * ROOM)
    lines, used = 1, 0.0
    for word in held(" ".join(text.split())).split(" "):
        width = ems(word)
        if used and used + SPACE + width > whole:
            lines, used = lines + 1, 0.0
        used += width + (SPACE if used else 0.0)
        # A word longer than a line is broken.
        while used > whole:
            lines, used = lines + 1, used - whole
    return lines


def height_of(*texts: tuple[str, float], across: float) -> float:
    """Height of texts below each other in a column, each with its size of type."""
    return sum(
        lines_of(text, across=across, size=size) * LINE * size for text, size in texts if text
    )


def rows_within(heights: Sequence[float], *, down: float) -> int:
    """How many of the first rows fit in `down`, given the height of each; at least one."""
    return max(sum(1 for height in accumulate(heights) if height <= down), 1)
