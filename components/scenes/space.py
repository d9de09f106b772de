"""The box of a scene, between the top line of a frame and its bottom line, and what fits in it.

Sizes are told in units. A unit is a letter (the smallest type) where a screen has room for no
more than PRESENTED, and grows with the room: a scene looks the same on a larger screen, and what
is counted (rows, names) becomes more.
"""

import math
from dataclasses import dataclass

from domain.viewing import PRESENTED, Room

# Letters that the lines above and below the scene take.
LINES = 5.0
# Sizes of type in units, as in assets/style/scenes.css; none is under a letter.
SMALL, TEXT = 0.72, 0.86
# Mean width of a letter as a share of its size.
LETTER = 0.535


@dataclass(frozen=True, kw_only=True)
class Space:
    """A box `across` x `down` letters large; `unit` is one unit in letters, at least 1."""

    across: float
    down: float
    unit: float

    @classmethod
    def of(cls, room: Room) -> "Space":
        """What a room leaves for the scene itself."""
        down = max(room.down - LINES, 1.0)
        by_width = room.across / PRESENTED.across
        by_height = down / (PRESENTED.down - LINES)
        return cls(across=room.across, down=down, unit=max(1.0, min(by_width, by_height)))

    @property
    def wide(self) -> float:
        """Units across."""
        return self.across / self.unit

    @property
    def high(self) -> float:
        """Units down."""
        return self.down / self.unit

    @property
    def text(self) -> float:
        """Size of running text in units."""
        return max(1 / self.unit, TEXT)

    @property
    def small(self) -> float:
        """Size of the smallest type in units: a letter, or more where there is room for more."""
        return max(1 / self.unit, SMALL)

    @property
    def least(self) -> float:
        """A letter in units: what holds as much as there can be."""
        return 1 / self.unit

    @property
    def has_plenty(self) -> bool:
        """Whether the smallest type is well below a unit: what is good to know fits as well."""
        return self.small <= 0.8

    def letters(self, *, width: float, size: float) -> int:
        """How many letters of mean width, `size` units high, fit in a line `width` wide."""
        return max(math.floor(width / (size * LETTER)), 1)

    def rows(self, *, each: float, of: float) -> int:
        """How many rows of `each` units fit in a height `of` units; at least one."""
        return max(math.floor(of / each + 1e-9), 1)
