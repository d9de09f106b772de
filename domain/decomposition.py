"""By how many points each unit pulls the rate of the whole up or down: exact, and it adds up.

A rate of the whole is R = sum(n_i) / D with D = sum(d_i). Against a reference r (the target in
force, else R itself) unit i contributes

    contribution_i = (n_i - r * d_i) / D

which is how far R - r would move if the unit were exactly at r. Over all units the contributions
add up to R - r, to the last digit: they are fractions, not floats. A large unit a little below r
can weigh more than a small one far below it, which no ranking of rates shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

# A number of a store: a float that was written with few decimals.
Number = int | float


@dataclass(frozen=True, kw_only=True)
class Side:
    """What one unit counted: `numerator` out of `denominator`."""

    numerator: Number
    denominator: Number


@dataclass(frozen=True, kw_only=True)
class Decomposition:
    """`rate` and `reference` of the whole (0-1), and what each unit contributes to the difference.

    `contributions` holds the units that were asked about; `rest` is what all others contribute
    together, so that contributions and rest add up to rate - reference exactly.
    """

    rate: Fraction
    reference: Fraction
    contributions: Mapping[int, Fraction]
    rest: Fraction

    @property
    def difference(self) -> Fraction:
        return self.rate - self.reference


def decompose(
    parts: Mapping[int, Side], *, whole: Side, reference: Number | None = None
) -> Decomposition | None:
    """How the units `parts` (by id) move the rate of `whole` away from `reference` (0-1).

    `whole` sums the sides of all units, those in `parts` among them. Without `reference` the rate
    of the whole itself is one: the contributions and the rest then add up to nothing. None where
    the whole counted nothing, since 0/0 is no rate.
    """
    total = exact(whole.denominator)
    if total <= 0:
        return None
    rate = exact(whole.numerator) / total
    against = rate if reference is None else exact(reference)
    contributions = {
        key: (exact(side.numerator) - against * exact(side.denominator)) / total
        for key, side in parts.items()
    }
    rest = rate - against - sum(contributions.values(), Fraction())
    return Decomposition(rate=rate, reference=against, contributions=contributions, rest=rest)


def worst_first(
    contributions: Mapping[int, Fraction], *, lower_is_better: bool = False
) -> list[int]:
    """The units by what they cost the whole, the dearest first; equals by id."""
    sign = -1 if lower_is_better else 1
    return sorted(contributions, key=lambda key: (sign * contributions[key], key))


def shown(
    named: Sequence[Fraction], *, total: Fraction, decimals: int
) -> tuple[list[Decimal], Decimal]:
    """`named` rounded to `decimals`, and the rest that makes them add up to the rounded `total`.

    What rounding takes or gives is in the rest, so that whoever adds up what is on the screen
    gets what the screen says.
    """
    rounded = [_rounded(amount, decimals) for amount in named]
    return rounded, _rounded(total, decimals) - sum(rounded, Decimal())


def exact(number: Number) -> Fraction:
    """`number` as it is written: 0.4 is 2/5, and not its nearest binary fraction."""
    return Fraction(repr(number))


def _rounded(amount: Fraction, decimals: int) -> Decimal:
    """Half away from zero, as the eye does it."""
    steps = floor(abs(amount) * 10**decimals + Fraction(1, 2))
    return Decimal(steps if amount >= 0 else -steps).scaleb(-decimals)
