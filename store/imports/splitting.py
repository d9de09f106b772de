"""How divided communes go into new ones, and what follows from it for their districts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from domain.succession.naming import listed
from domain.succession.wholes import Way, by_size_of_new, by_size_of_parts, shares_of_wholes
from store.imports.landing import Landing
from store.imports.refusals import file_refused
from store.imports.registry import units_of
from store.imports.unit_lookup import KnownUnit

_COLUMN = {"area": "area_km2", "population": "population"}


@dataclass(frozen=True)
class Ends:
    """One row of a crosswalk: a commune, what it went into, and its last district."""

    line: int
    old: KnownUnit
    new: KnownUnit
    district: KnownUnit
    split: bool
    main: bool


@dataclass(frozen=True)
class Split:
    """The successions of communes as `rows` of the table and as `ways` below their districts."""

    rows: tuple[dict[str, Any], ...]
    ways: tuple[Way[int], ...]
    ends: tuple[Ends, ...]


def sizes_of_units(landing: Landing, by: str) -> dict[int, Fraction]:
    """Area or population of every unit of the province that has one above zero, by its id."""
    sizes = units_of(landing).select("unit_id", _COLUMN[by]).drop_nulls().rows()
    return {unit_id: Fraction(str(size)) for unit_id, size in sizes if size > 0}


def shares_of_split(
    ways: Sequence[Ends], *, how: str | None, sizes: Mapping[int, Fraction]
) -> list[tuple[Ends, Fraction]] | None:
    """What each way gets of one old commune; None when it cannot be divided so."""
    if len(ways) == 1:
        return [(ways[0], Fraction(1))]
    if how == "main":
        main = [end for end in ways if end.main]
        return [(main[0], Fraction(1))] if len(main) == 1 else None
    if how == "equal":
        return [(end, Fraction(1, len(ways))) for end in ways]
    if any(end.new.id not in sizes for end in ways):
        return None
    whole = sum((sizes[end.new.id] for end in ways), Fraction(0))
    return [(end, sizes[end.new.id] / whole) for end in ways]


def district_rows(landing: Landing, split: Split, *, by: str) -> list[dict[str, Any]]:
    """What became of the districts, by area or population of their communes.

    Of the old communes where all have one, else of the new ones. Raises FileRefused naming the
    communes without.
    """
    known = {unit.id: unit for end in split.ends for unit in (end.old, end.new, end.district)}
    sizes = sizes_of_units(landing, by)
    if all(way.part in sizes for way in split.ways):
        carried = by_size_of_parts(split.ways, sizes=sizes)
    elif all(way.new in sizes for way in split.ways):
        carried = by_size_of_new(split.ways, sizes=sizes)
    else:
        without = [known[way.new].told for way in split.ways if way.new not in sizes]
        raise file_refused("size_missing", units=listed(sorted(without)))
    line_of: dict[int, int] = defaultdict(int)
    for end in split.ends:
        line_of.setdefault(end.district.id, end.line)
    return [
        {
            "line": line_of[district],
            "old_unit_id": district,
            "new_unit_id": new,
            "weight_part": share.numerator,
            "weight_whole": share.denominator,
            "basis": "whole" if share == 1 else by,
            "units": f"{known[district].told} → {known[new].told}",
        }
        for district, into in shares_of_wholes(split.ways, carried).items()
        for new, share in into.items()
    ]
