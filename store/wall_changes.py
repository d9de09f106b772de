"""How often this process has changed walls: what it remembers of them is old from then on.

Other processes ask the store anew within seconds (server/known_walls.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from store.administration import Act, acting

_changes = 0


def changes() -> int:
    """Another number than before when walls were changed since."""
    return _changes


def note_change() -> None:
    """Tell that walls were changed, after what changed them is in the store."""
    global _changes  # noqa: PLW0603 (one number of the process)
    _changes += 1


@contextmanager
def changing_walls(by: int) -> Iterator[Act]:
    """As store.administration.acting, for what changes walls."""
    try:
        with acting(by) as act:
            yield act
    finally:
        note_change()
