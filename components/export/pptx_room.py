"""How much text there is room for on a slide, judged before it is set: nothing may run over."""

from components.markup import plain

# Mean width of a letter of the slides' typeface as a share of its size, spaces included; bold
# letters and capitals are wider.
LETTER = 0.52
LINE = 1.2


def lines_needed(text: str, *, width: float, points: float) -> int:
    """How many lines `text` takes in a box `width` points wide, at least one."""
    across = letters_across(width, points)
    used, lines = 0, 1
    for word in text.split():
        if used and used + 1 + len(word) > across:
            lines, used = lines + 1, 0
        used += len(word) + (1 if used else 0)
        while used > across:
            lines, used = lines + 1, used - across
    return lines


def cut_to(text: str, *, width: float, points: float, lines: int) -> str:
    """`text` with an ellipsis where it would take more than `lines` lines."""
    limit = letters_across(width, points) * lines
    shown = plain(text, limit=max(limit, 2))
    while lines_needed(shown, width=width, points=points) > lines and limit > 2:
        limit -= 3
        shown = plain(text, limit=max(limit, 2))
    return shown


def letters_across(width: float, points: float) -> int:
    """How many letters stand side by side."""
    return max(int(width / (points * LETTER)), 1)


def height_of(lines: int, points: float) -> float:
    """Height of so many lines, in points."""
    return lines * points * LINE
