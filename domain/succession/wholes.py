"""What became of a whole, when only the ways of its parts are known.

On 1 July 2025 the communes of a district went into new communes, and the district into nothing by
itself: its share in each new commune is that of its communes, by their size.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Way(Generic[Key]):
    """One part of `whole` goes into `new` with this share of itself."""

    whole: Key
    part: Key
    new: Key
    share: Fraction = Fraction(1)


def by_size_of_parts(ways: Sequence[Way[Key]], *, sizes: Mapping[Key, Fraction]) -> list[Fraction]:
    """What each way carries, when the sizes of the parts are known."""
    return [sizes[way.part] * way.share for way in ways]


def by_size_of_new(ways: Sequence[Way[Key]], *, sizes: Mapping[Key, Fraction]) -> list[Fraction]:
    """What each way carries, when only the sizes of what came of it are known.

    A new unit's size is shared equally among the parts it was made of, whole ones counting more
    than divided ones. Exact for a whole whose parts share no new unit with parts of others.
    """
    gone_into: dict[Key, Fraction] = defaultdict(Fraction)
    for way in ways:
        gone_into[way.new] += way.share
    return [sizes[way.new] * way.share / gone_into[way.new] for way in ways]


def shares_of_wholes(
    ways: Sequence[Way[Key]], carried: Sequence[Fraction]
) -> dict[Key, dict[Key, Fraction]]:
    """For each whole its share in each new unit; they make one. A whole of size 0 is left out."""
    amounts: dict[Key, dict[Key, Fraction]] = {}
    for way, amount in zip(ways, carried, strict=True):
        of_whole = amounts.setdefault(way.whole, defaultdict(Fraction))
        of_whole[way.new] += amount
    return {
        whole: {new: amount / sum(into.values()) for new, amount in into.items() if amount}
        for whole, into in amounts.items()
        if sum(into.values())
    }
