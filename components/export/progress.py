"""How far a document is, told while it is made."""

from collections.abc import Callable

# Told of so many units out of so many. What it raises ends the making: nothing is kept then.
Progress = Callable[[int, int], None]


def untold(_done: int, _total: int) -> None:
    """Nobody waits for news."""
