"""What a person may see: whole provinces, or single units with all that lies below them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """Ids of `province` seen whole and ids of `unit` seen alone (descendants already included).

    An empty scope sees nothing.
    """

    provinces: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()

    @property
    def sees_nothing(self) -> bool:
        return not self.provinces and not self.units


NOTHING = Scope()
