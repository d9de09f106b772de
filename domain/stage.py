"""How a wall's window is laid out: how large its letters are, and the room they leave a scene.

All lengths are in letters, the smallest size of type.
"""

from dataclasses import dataclass

from domain.viewing import PRESENTED, Room

# Above the scene stand its title and the clock, below it what comes next. A scene reckons with
# both together; assets/style/wall.css makes them so high.
HEAD_AND_FOOT = 5.0
# Left free at either side of a scene.
SIDE = 0.8


@dataclass(frozen=True, kw_only=True)
class Stage:
    """`letter` is a letter's size as a share of the window's width; `room` is what a scene has,
    its head and foot included. `is_small`: the letters had to be smaller than one can read from
    there, for no scene is whole in so few of them.
    """

    letter: float
    room: Room
    is_small: bool

    @classmethod
    def of(cls, *, metres: float, width: float, shape: float) -> "Stage":
        """Of a window `width` metres wide and `shape` (width / height), seen from `metres` away.

        Raises ValueError as Room.seen does.
        """
        seen = Room.seen(metres=metres, width=width, shape=shape)
        share = min(1.0, seen.across / PRESENTED.across, seen.down / PRESENTED.down)
        across, down = seen.across / share, seen.down / share
        room = Room(across=across - 2 * SIDE, down=down)
        return cls(letter=1 / across, room=room, is_small=share < 1)

    @classmethod
    def presented(cls, *, shape: float) -> "Stage":
        """Of a window that is shared as a picture: the largest letters there are, PRESENTED."""
        across = max(PRESENTED.across, PRESENTED.down * shape)
        room = Room(across=across - 2 * SIDE, down=across / shape)
        return cls(letter=1 / across, room=room, is_small=False)
