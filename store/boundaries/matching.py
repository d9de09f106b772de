"""Which row of a boundary file is which unit: by code, or by name as people write names."""

import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd

from domain.cells import fold
from store.boundaries.refused import BoundariesRefused, named
from store.imports.unit_lookup import KIND_WORDS, KnownUnit, split_kind

# From this share of rows on, a column is believed to hold the names of the units.
MOST_ROWS = 0.5


@dataclass(frozen=True)
class Matched:
    """The units in the order of the rows, and by which column they were found.

    `differing`: rows found by code whose name the store does not know for that unit.
    """

    units: tuple[KnownUnit, ...]
    column: str
    by: str
    differing: tuple[str, ...] = ()


class _Index:
    """Units by the ways to write their code or their name."""

    def __init__(self, units: Iterable[KnownUnit]) -> None:
        self.units = tuple(units)
        self._codes: dict[str, set[KnownUnit]] = defaultdict(set)
        self._exact: dict[str, set[KnownUnit]] = defaultdict(set)
        self._folded: dict[str, set[KnownUnit]] = defaultdict(set)
        self._packed: dict[str, set[KnownUnit]] = defaultdict(set)
        for one in self.units:
            # A column of numbers has lost the zeros in front.
            for code in {one.code.casefold(), one.code.casefold().lstrip("0")}:
                self._codes[code].add(one)
            for exact in (_exact(one.full_name), _without_kind(_exact(one.full_name))):
                self._exact[exact].add(one)
            for name in {*one.names, f"{one.kind} {one.bare_name}"}:
                self._folded[name].add(one)
                self._packed[name.replace(" ", "")].add(one)

    def by_code(self, written: str) -> set[KnownUnit]:
        return self._codes.get(written.casefold(), set())

    def by_name(self, written: str) -> set[KnownUnit]:
        """Units `written` may mean: with its accents, else without, else without blanks too."""
        kind, bare = split_kind(fold(written))
        whole = f"{kind} {bare}" if kind else bare
        return (
            self._exact.get(_exact(written))
            or self._folded.get(fold(written))
            or self._folded.get(whole)
            or self._packed.get(whole.replace(" ", ""))
            or set()
        )


def match_rows(
    frame: gpd.GeoDataFrame,
    known: Sequence[KnownUnit],
    *,
    level: str,
    day: date,
    key: str | None = None,
    name: str | None = None,
) -> Matched:
    """Find for each row the unit of `level` on `day`, each unit once.

    `known`: all units of the province, of every era. `key`, `name`: the columns with codes and
    with names; left out, the column that names the most units is taken. Raises BoundariesRefused.
    """
    wanted = _Index(one for one in known if one.level == level and one.exists_within(day, day))
    if not wanted.units:
        raise BoundariesRefused("no_units", day=f"{day:%d/%m/%Y}")
    texts = _texts(frame, needed=(key, name))
    column, by = _choose(texts, wanted, key=key, name=name)
    found = [_found(texts, row, wanted, column=column, by=by) for row in range(len(frame))]
    written = texts[column]
    several = [written[row] for row, units in enumerate(found) if len(units) > 1]
    if several:
        raise BoundariesRefused("ambiguous", column=column, names=named(several))
    _refuse_twice(found, written, column=column)
    everywhere = _Index(known)
    _refuse_other_units(found, _with_names(texts, found, wanted, column=column), wanted, everywhere)
    units = tuple(one for (one,) in found)
    differing = _differing(texts, units, wanted, name=name) if by == "code" else ()
    return Matched(units, column, by, differing)


def _texts(frame: gpd.GeoDataFrame, *, needed: tuple[str | None, ...]) -> dict[str, list[str]]:
    """The columns of attributes as texts. Refuses a file without a `needed` column."""
    columns = [column for column in frame.columns if column != frame.geometry.name]
    texts = {str(column): [_text(value) for value in frame[column]] for column in columns}
    for column in needed:
        if column is not None and column not in texts:
            raise BoundariesRefused("no_column", column=column, columns=named(list(texts)))
    return texts


def _text(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return unicodedata.normalize("NFC", str(value)).strip()


def _exact(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _without_kind(exact: str) -> str:
    words = exact.split(" ")
    for count in (2, 1):
        if fold(" ".join(words[:count])) in KIND_WORDS and len(words) > count:
            return " ".join(words[count:])
    return exact


def _choose(
    texts: dict[str, list[str]], wanted: _Index, *, key: str | None, name: str | None
) -> tuple[str, str]:
    """The column with the most units in it, and whether they are there by code or by name."""
    if key is not None:
        return key, "code"
    if name is not None:
        return name, "name"

    def reached(column: str, by: str) -> tuple[int, int]:
        """Units that the column names, and those that share a name with others too."""
        look = wanted.by_code if by == "code" else wanted.by_name
        found = [look(written) for written in set(texts[column])]
        alone = {one for units in found if len(units) == 1 for one in units}
        return len(alone), len({one for units in found for one in units})

    ways = [(column, by) for by in ("code", "name") for column in texts]
    best = max(ways, key=lambda way: reached(*way), default=None)
    if best is None or reached(*best) == (0, 0):
        raise BoundariesRefused("no_key", columns=named(list(texts)) or "–")
    return best


def _found(
    texts: dict[str, list[str]], row: int, wanted: _Index, *, column: str, by: str
) -> set[KnownUnit]:
    written = texts[column][row]
    if by == "code":
        return wanted.by_code(written)
    units = wanted.by_name(written)
    if len(units) < 2:
        return units
    # Two units of one name: another column may say which of them is the town.
    told = [
        wanted.by_name(f"{cells[row]} {written}")
        for cells in texts.values()
        if fold(cells[row]) in KIND_WORDS
    ]
    return next((narrowed for narrowed in told if len(narrowed) == 1), units)


def _refuse_twice(found: list[set[KnownUnit]], written: list[str], *, column: str) -> None:
    rows: dict[KnownUnit, list[str]] = defaultdict(list)
    for units, text in zip(found, written, strict=True):
        for one in units:
            rows[one].append(text)
    twice = [
        f"{one.full_name} ({', '.join(texts)})" for one, texts in rows.items() if len(texts) > 1
    ]
    if twice:
        raise BoundariesRefused("duplicates", column=column, names=named(twice))


def _refuse_other_units(
    found: list[set[KnownUnit]], written: list[str], wanted: _Index, everywhere: _Index
) -> None:
    there = {one for units in found for one in units}
    missing = sorted(
        (f"{one.full_name} ({one.code})" for one in set(wanted.units) - there), key=fold
    )
    extra = [
        _told(text, row, everywhere)
        for row, (units, text) in enumerate(zip(found, written, strict=True), start=1)
        if not units
    ]
    values: dict[str, object] = {"missing": named(missing), "extra": named(extra)}
    counts: dict[str, object] = {"missing_count": len(missing), "extra_count": len(extra)}
    if missing and extra:
        raise BoundariesRefused("missing_and_extra", **values, **counts)
    if missing:
        raise BoundariesRefused("missing", **values, **counts)
    if extra:
        raise BoundariesRefused("extra", **values, **counts)


def _with_names(
    texts: dict[str, list[str]], found: list[set[KnownUnit]], wanted: _Index, *, column: str
) -> list[str]:
    """What stands in `column`, and for rows that are no unit there also the name in the row."""
    rows = [(row, one) for row, units in enumerate(found) for one in units]
    known = {name: [cells[row] for row, _ in rows] for name, cells in texts.items()}
    names = _name_column(known, [one for _, one in rows], wanted) if rows else None
    written = texts[column]
    if names in (None, column):
        return written
    return [
        text if units or not texts[names][row] else f"{texts[names][row]} ({text})"
        for row, (text, units) in enumerate(zip(written, found, strict=True))
    ]


def _told(text: str, row: int, everywhere: _Index) -> str:
    """An extra row by what stands in it, with the days of the unit of another era it names."""
    spans = sorted(
        f"{one.valid_from:%d/%m/%Y}–{f'{one.valid_to:%d/%m/%Y}' if one.valid_to else '…'}"
        for one in everywhere.by_name(text)
    )
    return f"{text or f'#{row}'} [{', '.join(spans[:2])}]" if spans else text or f"#{row}"


def _differing(
    texts: dict[str, list[str]], units: Sequence[KnownUnit], wanted: _Index, *, name: str | None
) -> tuple[str, ...]:
    """Rows whose name is not their unit's. Refuses names that belong to another unit.

    Codes are recycled: a file of another era can bear the right codes on other territory.
    """
    column = name or _name_column(texts, units, wanted)
    if column is None:
        return ()
    odd = [
        (f"{one.code}: {written} ≠ {one.full_name}", bool(wanted.by_name(written)))
        for one, written in zip(units, texts[column], strict=True)
        if one not in wanted.by_name(written)
    ]
    wrong = [text for text, of_another in odd if of_another or name is not None]
    if wrong:
        raise BoundariesRefused("names_contradict", names=named(wrong))
    return tuple(text for text, _ in odd)


def _name_column(
    texts: dict[str, list[str]], units: Sequence[KnownUnit], wanted: _Index
) -> str | None:
    def agreeing(column: str) -> int:
        pairs = zip(units, texts[column], strict=True)
        return sum(one in wanted.by_name(written) for one, written in pairs)

    best = max(texts, key=agreeing)
    return best if agreeing(best) >= MOST_ROWS * len(units) else None
