"""How much text there is room for on a slide, judged before it is set: nothing may run over."""

from collections.abc import Callable

from components.export.letter_widths import width_of
from components.markup import plain

LINE = 1.2
# Longer texts are never looked at whole.
LONGEST = 2000
ELLIPSIS = "…"


def lines_needed(text: str, *, width: float, points: float, bold: bool = False) -> int:
    """How many lines `text` takes in a box `width` points wide, at least one."""
    space = width_of(" ", points, bold=bold)
    used, lines = 0.0, 1
    for word in text.split(" "):
        long = width_of(word, points, bold=bold)
        if used and used + space + long > width:
            lines, used = lines + 1, 0.0
        used += long + (space if used else 0.0)
        while used > width:
            lines, used = lines + 1, used - width
    return lines


def cut_to(text: str, *, width: float, points: float, lines: int, bold: bool = False) -> str:
    """`text`, by whole words and with an ellipsis where it would take more than `lines` lines."""
    whole = plain(text, limit=LONGEST)

    def fits(shown: str) -> bool:
        return lines_needed(shown, width=width, points=points, bold=bold) <= lines

    if fits(whole):
        return whole
    words = whole.split(" ")
    kept = _most(len(words), lambda count: fits(_ended(" ".join(words[:count]))))
    if kept:
        return _ended(" ".join(words[:kept]))
    # One word alone is too long.
    letters = _most(len(words[0]), lambda count: fits(words[0][:count] + ELLIPSIS))
    return words[0][: max(letters, 1)] + ELLIPSIS


def height_of(lines: int, points: float) -> float:
    """Height of so many lines, in points."""
    return lines * points * LINE


def _ended(text: str) -> str:
    return text.rstrip(" ,;:.(·–-") + ELLIPSIS


def _most(count: int, fits: Callable[[int], bool]) -> int:
    """The largest number up to `count` that fits; 0 where none does."""
    low, high = 0, count
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low
