"""Units found by code, level and day: a code alone says too little, for codes are recycled."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import Connection, RowMapping, select

from domain.cells import fold
from domain.succession.naming import listed, span_told, unit_told
from store.imports.landing import Landing
from store.imports.lookups import nearest
from store.tables import unit
from store.tables.base import LEVELS

# Ways to write what a unit is, folded. "Huyện Kỳ Anh" and "Thị xã Kỳ Anh" are two units.
KIND_WORDS = {
    "thanh pho": "thanh pho",
    "tp": "thanh pho",
    "thi xa": "thi xa",
    "tx": "thi xa",
    "thi tran": "thi tran",
    "tt": "thi tran",
    "huyen": "huyen",
    "h": "huyen",
    "phuong": "phuong",
    "p": "phuong",
    "xa": "xa",
    "x": "xa",
    "tinh": "tinh",
}

# For sentences of both languages.
LEVEL_WORDS = {
    "province": "tỉnh (province)",
    "district": "cấp huyện (district)",
    "commune": "cấp xã (commune)",
    "agency": "sở, ban, ngành (agency)",
}


@dataclass(frozen=True)
class KnownUnit:
    """A unit as the store knows it, its names folded."""

    id: int
    province_id: int
    level: str
    code: str
    full_name: str
    names: frozenset[str]
    kind: str | None
    bare_name: str
    valid_from: date
    valid_to: date | None

    def exists_within(self, start: date, end: date) -> bool:
        return self.valid_from <= end and (self.valid_to is None or start <= self.valid_to)

    @property
    def told(self) -> str:
        """`Thị xã Cửa Lò (413, 01/01/2020 – 30/11/2024)`."""
        return unit_told(self.full_name, self.code, self.valid_from, self.valid_to)

    def is_called(self, written: str) -> bool:
        """Whether `written` can be this unit's name: full, bare, or with the kind shortened."""
        folded = fold(written)
        kind, bare = split_kind(folded)
        return folded in self.names or (bare == self.bare_name and kind == self.kind)

    def is_bare(self, written: str) -> bool:
        """Whether `written` is this unit's name, whatever kind of unit it says."""
        return split_kind(fold(written))[1] == self.bare_name


@dataclass(frozen=True)
class Found:
    """The unit, or why there is none (a reason code) with what may have been meant."""

    unit: KnownUnit | None = None
    fault: str | None = None
    proposal: str | None = None
    told: str | None = None


def split_kind(folded: str) -> tuple[str | None, str]:
    """`tp vinh` -> (`thanh pho`, `vinh`); a name without a kind stays whole."""
    for word, kind in KIND_WORDS.items():
        if folded.startswith(f"{word} "):
            return kind, folded.removeprefix(f"{word} ")
    return None, folded


def known_units(connection: Connection) -> list[KnownUnit]:
    """All units of the store, of every province and time."""
    return [_known(row) for row in connection.execute(select(unit)).mappings()]


def _known(row: RowMapping) -> KnownUnit:
    kind, bare = split_kind(fold(row["full_name_vi"]))
    names = (row["name_vi"], row["name_en"], row["full_name_vi"], row["full_name_en"])
    return KnownUnit(
        id=row["id"],
        province_id=row["province_id"],
        level=row["level"],
        code=row["code"],
        full_name=row["full_name_vi"],
        names=frozenset(map(fold, names)),
        kind=kind,
        bare_name=bare,
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
    )


class UnitLookup:
    """All units of the store, as one landing sees them."""

    def __init__(self, landing: Landing) -> None:
        self._province_id = landing.for_province.id
        self._by_code: dict[str, list[KnownUnit]] = defaultdict(list)
        for known in known_units(landing.connection):
            self._by_code[known.code].append(known)

    def find(
        self, code: str, *, start: date, end: date, levels: frozenset[str] | None = None
    ) -> Found:
        """The one unit of the province with `code` (and one of `levels`) within the days given.

        Faults: unit_unknown, unit_of_another_province, unit_level_mismatch,
        unit_not_existing_then, unit_code_ambiguous.
        """
        here = [known for known in self._by_code[code] if known.province_id == self._province_id]
        if not here:
            return self._unknown(code)
        fitting = [known for known in here if levels is None or known.level in levels]
        if not fitting:
            return Found(fault="unit_level_mismatch", told=_levels(here))
        alive = [known for known in fitting if known.exists_within(start, end)]
        if not alive:
            spans = "; ".join(_span(known) for known in fitting)
            return Found(fault="unit_not_existing_then", told=spans)
        if len({known.level for known in alive}) > 1:
            return Found(fault="unit_code_ambiguous", told=_levels(alive))
        return Found(max(alive, key=lambda known: known.valid_from))

    def _unknown(self, code: str) -> Found:
        if self._by_code.get(code):
            return Found(fault="unit_of_another_province")
        here = [
            known.code
            for units in self._by_code.values()
            for known in units
            if known.province_id == self._province_id
        ]
        near = nearest([code], known=here)
        return Found(fault="unit_unknown", proposal=near[0][1] if near else None)


class UnitsOfProvince:
    """The units of the province, found by level, code or name, and day."""

    def __init__(self, landing: Landing) -> None:
        here = landing.for_province.id
        everyone = known_units(landing.connection)
        self.units = [known for known in everyone if known.province_id == here]

    def find(
        self, *, level: str, code: str | None, name: str | None, day: date
    ) -> KnownUnit | None:
        """The unit there on that day; without a code the only one of that name."""
        called = self.called(level=level, code=code, name=name)
        found = [one for one in called if one.exists_within(day, day)]
        return found[0] if len(found) == 1 else None

    def of_other_days(self, *, level: str, code: str | None, name: str | None) -> str:
        """When units of that level, code and name were there: `01/01/2020 – 30/11/2024`."""
        called = self.called(level=level, code=code, name=name)
        return listed(span_told(one.valid_from, one.valid_to) for one in called)

    def called(self, *, level: str, code: str | None, name: str | None) -> list[KnownUnit]:
        """The units of that level, code and name, of all times.

        With the code the bare name is enough: a district that is made a town stays itself.
        """
        return [
            one
            for one in self.units
            if one.level == level
            and (code is None or one.code == code)
            and (name is None or one.is_called(name) or (code is not None and one.is_bare(name)))
        ]


def _levels(units: list[KnownUnit]) -> str:
    return ", ".join(LEVEL_WORDS[level] for level in sorted({known.level for known in units}))


def _span(known: KnownUnit) -> str:
    until = known.valid_to.strftime("%d/%m/%Y") if known.valid_to else "…"
    return f"{known.valid_from:%d/%m/%Y} – {until}"


_SAME_LEVEL = {level: frozenset({level}) for level in LEVELS}


def with_unit(
    landing: Landing,
    frame: pl.DataFrame,
    *,
    start: str,
    end: str,
    column: str = "unit",
    level: str | None = None,
    levels: Mapping[str, frozenset[str]] = _SAME_LEVEL,
    name: str | None = None,
) -> pl.DataFrame:
    """`frame` with `<column>_id`; where that is null, why: `unit_fault`, `_proposal`, `_told`.

    `start`, `end`: columns with the days within which the unit must exist (null: without bound).
    `level`: the column that says, through `levels`, at which levels to look. `name`: the column
    that must not contradict the unit's name (fault unit_name_contradicts).
    """
    lookup = UnitLookup(landing)
    nothing = pl.lit(None, dtype=pl.String)
    asked = frame.with_columns(
        _code=pl.col(column),
        _start=pl.col(start).fill_null(date.min),
        _end=pl.col(end).fill_null(date.max),
        _level=pl.col(level) if level else nothing,
        _name=pl.col(name) if name else nothing,
    )
    keys = ["_code", "_start", "_end", "_level", "_name"]
    questions = asked.select(keys).unique().drop_nulls("_code")
    answers = [
        _answer(lookup, row, column=column, levels=levels)
        for row in questions.iter_rows(named=True)
    ]
    told = dict.fromkeys(("unit_fault", "unit_proposal", "unit_told"), pl.String)
    found = pl.DataFrame(answers, schema={f"{column}_id": pl.Int64, **told})
    joined = asked.join(
        pl.concat([questions, found], how="horizontal"),
        on=keys,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    return joined.drop(keys)


def _answer(
    lookup: UnitLookup,
    row: Mapping[str, Any],
    *,
    column: str,
    levels: Mapping[str, frozenset[str]],
) -> dict[str, Any]:
    at = levels[row["_level"]] if row["_level"] else None
    found = lookup.find(row["_code"], start=row["_start"], end=row["_end"], levels=at)
    if found.unit and row["_name"] and not found.unit.is_called(row["_name"]):
        found = Found(fault="unit_name_contradicts", proposal=found.unit.full_name)
    return {
        f"{column}_id": found.unit.id if found.unit else None,
        "unit_fault": found.fault,
        "unit_proposal": found.proposal,
        "unit_told": found.told,
    }
