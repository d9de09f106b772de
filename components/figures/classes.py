"""Classes of value for a map: five of about equal size, at round bounds, from worst to best."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from components.measures import Measure
from components.reader import Reader

MOST_CLASSES = 5
# What bounds are multiples of: 1, 2 and 5 with a power of ten, the largest first.
STEPS = tuple(float(f"{digit}e{power}") for power in range(6, -5, -1) for digit in (5, 2, 1))


@dataclass(frozen=True)
class ValueClasses:
    """`bounds` between neighbouring classes, rising; `order` maps a class to its place on a ramp.

    A value on a bound belongs to the class above it.
    """

    bounds: tuple[float, ...]
    lower_is_better: bool

    @classmethod
    def of(cls, values: Sequence[float], *, measure: Measure) -> "ValueClasses":
        """Bounds near the quintiles of `values`, rounded; fewer classes where values are alike."""
        ordered = sorted(values)
        bounds: list[float] = []
        for part in range(1, MOST_CLASSES):
            if not ordered:
                break
            bound = _rounded(ordered[len(ordered) * part // MOST_CLASSES], ordered[-1] - ordered[0])
            if ordered[0] < bound <= ordered[-1] and bound not in bounds:
                bounds.append(bound)
        return cls(tuple(bounds), measure.polarity == "lower")

    @property
    def count(self) -> int:
        return len(self.bounds) + 1

    def index(self, value: float) -> int:
        """Which class a value is in, in rising order."""
        return bisect_right(self.bounds, value)

    def place_on_ramp(self, index: int) -> int:
        """0 (worst) to 4 (best); with fewer than five classes they keep to the two ends."""
        if self.lower_is_better:
            index = self.count - 1 - index
        if self.count == 1:
            return MOST_CLASSES // 2
        return round(index * (MOST_CLASSES - 1) / (self.count - 1))

    def labels(self, *, measure: Measure, reader: Reader) -> list[str]:
        """`dưới 40%`, `40% – 50%`, `từ 60%`, in rising order."""
        if not self.bounds:
            return [reader.text("figures.classes.all")]
        written = [measure.mark(bound, reader) for bound in self.bounds]
        middle = [f"{low} – {high}" for low, high in pairwise(written)]
        return [
            reader.text("figures.classes.below", bound=written[0]),
            *middle,
            reader.text("figures.classes.from", bound=written[-1]),
        ]


def _rounded(value: float, spread: float) -> float:
    """A multiple of the largest step that is no more than an eighth of the spread.

    Classes are at least a step wide, so that no two bounds differ by a hair.
    """
    for step in STEPS:
        if step <= spread / 8:
            return round(round(value / step) * step, 6)
    return value
