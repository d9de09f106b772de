"""Where longitude and latitude fall on a picture of a given size, as deck.gl's map view has it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

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
        cls, places: Iterable[Degrees], *, width: int, height: int, margin: int = 8
    ) -> "MapView":
        """The closest view that shows all `places` with `margin` pixels around them.

        Raises ValueError without places.
        """
        at = [_mercator(longitude, latitude) for longitude, latitude in places]
        if not at:
            raise ValueError("nothing to fit a view to")
        xs, ys = [x for x, _ in at], [y for _, y in at]
        across, down = max(xs) - min(xs), max(ys) - min(ys)
        room = max(width - 2 * margin, 1), max(height - 2 * margin, 1)
        scale = min(room[0] / max(across, 1e-9), room[1] / max(down, 1e-9))
        longitude, latitude = _degrees((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)
        return cls(longitude, latitude, math.log2(scale), width, height)

    def to_pixels(self, place: Degrees) -> Pixels:
        """From the left and from the top of the picture."""
        (x, y), (middle_x, middle_y) = _mercator(*place), _mercator(self.longitude, self.latitude)
        scale = 2.0**self.zoom
        return (
            (x - middle_x) * scale + self.width / 2,
            (y - middle_y) * scale + self.height / 2,
        )

    def to_degrees(self, at: Pixels) -> Degrees:
        """The inverse of `to_pixels`."""
        middle_x, middle_y = _mercator(self.longitude, self.latitude)
        scale = 2.0**self.zoom
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
