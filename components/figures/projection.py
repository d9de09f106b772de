"""Where longitude and latitude fall on a picture of a given size, as deck.gl's map view has it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

Degrees = tuple[float, float]
Pixels = tuple[float, float]

# Width of the whole world at zoom 0, as deck.gl counts it.
WORLD = 512.0


@dataclass(frozen=True)
class MapView:
    """A Web Mercator view without turn or tilt: its centre, zoom, and size in pixels."""

    longitude: float
    latitude: float
    zoom: float
    width: int
    height: int

    @classmethod
    def fitted(
        cls,
        places: Iterable[Degrees],
        *,
        width: int,
        height: int,
        left: int = 0,
        bottom: int = 0,
        across: float = 0.5,
        margin: int = 8,
    ) -> "MapView":
        """The closest view that shows all `places` with `margin` pixels around them.

        `left` and `bottom`: so many pixels there are kept free. Room left over at the sides:
        `across` of it (0-1) lies at the left. Raises ValueError without places.
        """
        at = [_mercator(longitude, latitude) for longitude, latitude in places]
        if not at:
            raise ValueError("nothing to fit a view to")
        xs, ys = [x for x, _ in at], [y for _, y in at]
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        room = width - left - 2 * margin, height - bottom - 2 * margin
        scale = min(room[0] / max(wide, 1e-9), room[1] / max(high, 1e-9))
        # From the west edge of the places to the middle of the picture.
        start = left + margin + (room[0] - wide * scale) * across
        middle_x = min(xs) + (width / 2 - start) / scale
        middle_y = (max(ys) + min(ys)) / 2 + bottom / 2 / scale
        longitude, latitude = _degrees(middle_x, middle_y)
        return cls(longitude, latitude, math.log2(scale), width, height)

    @cached_property
    def _middle(self) -> Pixels:
        return _mercator(self.longitude, self.latitude)

    @cached_property
    def _scale(self) -> float:
        return float(2.0**self.zoom)

    def to_pixels(self, place: Degrees) -> Pixels:
        """From the left and from the top of the picture."""
        (x, y), (middle_x, middle_y), scale = _mercator(*place), self._middle, self._scale
        return (
            (x - middle_x) * scale + self.width / 2,
            (y - middle_y) * scale + self.height / 2,
        )

    def to_degrees(self, at: Pixels) -> Degrees:
        """The inverse of `to_pixels`."""
        (middle_x, middle_y), scale = self._middle, self._scale
        return _degrees(
            (at[0] - self.width / 2) / scale + middle_x,
            (at[1] - self.height / 2) / scale + middle_y,
        )


def _mercator(longitude: float, latitude: float) -> Pixels:
    """Pixels of the world at zoom 0, from its north-west corner."""
    northing = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
    return (longitude + 180) / 360 * WORLD, (1 - northing / math.pi) / 2 * WORLD


def _degrees(x: float, y: float) -> Degrees:
    northing = (1 - 2 * y / WORLD) * math.pi
    return x / WORLD * 360 - 180, math.degrees(2 * math.atan(math.exp(northing)) - math.pi / 2)
