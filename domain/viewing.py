"""How large letters must be to be read from afar, and how many of them a screen then has room for.

A letter is seen under an angle; what is readable does not depend on how many pixels a screen has.
"""

import math
from dataclasses import dataclass

# Under this angle the smallest letter that carries a figure is still read without effort.
LEAST_DEGREES = 0.3
# Height of a capital or a digit as a share of the size of the type (Inter).
CAPITAL = 0.727


@dataclass(frozen=True, kw_only=True)
class Room:
    """How many times the smallest size of type fits across a screen and down it.

    A scene decides by it how many rows it shows; 53 x 30 is a screen of 1280x720 whose smallest
    type has 24 px, and every scene is whole in that.
    """

    across: float
    down: float

    @classmethod
    def seen(cls, *, metres: float, width: float, shape: float) -> "Room":
        """Of a screen `width` metres wide and `shape` (width / height), seen from `metres` away.

        Raises ValueError for what is no screen: a length or shape that is not above zero.
        """
        if not all(math.isfinite(length) and length > 0 for length in (metres, width, shape)):
            raise ValueError("a distance, a width and a shape are above zero")
        letter = smallest_letter(metres=metres)
        return cls(across=width / letter, down=width / shape / letter)


# The smallest room: the letters of a picture that is shown small or sent as compressed video.
PRESENTED = Room(across=1280 / 24, down=720 / 24)


def smallest_letter(*, metres: float) -> float:
    """Size of type, in metres, whose digits are seen under LEAST_DEGREES from `metres` away."""
    return 2 * metres * math.tan(math.radians(LEAST_DEGREES / 2)) / CAPITAL
