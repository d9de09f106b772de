"""Figures that may still change: a star behind them, and once per subject what it means."""

from collections.abc import Sequence

from components.figures.marks import NOT_FINAL
from components.reader import Reader

STAR = "*"


def starred(written: str, obs_status: str | None) -> str:
    """`77,72% *` where the figure is provisional or estimated; else as it is."""
    return f"{written} {STAR}" if obs_status in NOT_FINAL else written


def starred_as(name: str, written: str) -> str:
    """`name` with a star where `written` has one: where the number itself cannot bear it."""
    return f"{name} {STAR}" if written.endswith(STAR) else name


def with_star_told(origin: str, written: Sequence[str], *, reader: Reader) -> str:
    """`origin` with what a star means, where any text of `written` has one."""
    if not any(text.endswith(STAR) for text in written):
        return origin
    return f"{reader.text('exports.star')} {origin}".strip()
