"""Public tables of old and new communes: who became whom on the day of one reform.

Such a table knows neither the day nor the shares of a divided commune: the day follows from the
new communes, which are there already, or is stated (`--on`); shares are stated (`--split`) or the
file is refused. Old communes that the store does not know are brought along, below their last
district. What became of the districts can be derived (`--districts-by`).
"""

# ruff: noqa: N805 - dataframely calls a rule with its schema

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import dataframely as dy
import polars as pl

from domain.succession.naming import day_told, listed
from domain.succession.wholes import Way
from store.imports.brought_communes import bring_communes
from store.imports.landing import Fault, Landing, Subject
from store.imports.refusals import file_refused
from store.imports.splitting import (
    Ends,
    Split,
    district_rows,
    shares_of_split,
    sizes_of_units,
)
from store.imports.subjects.successions import (
    RESOLVED,
    TOLD,
    is_yes,
    replacing_the_rest,
    successions_there,
)
from store.imports.unit_lookup import LEVEL_WORDS, KnownUnit, UnitsOfProvince

_COMMUNE, _DISTRICT = "commune", "district"
_COLUMNS = RESOLVED | {"line": pl.Int64, "on_date": pl.Date}


def _resolve(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    """Rows of the table `unit_succession`, those of districts under the line of a commune.

    Raises FileRefused for what concerns the file as a whole.
    """
    _refuse_strangers(landing, frame)
    on_date = _day(landing, frame)
    last_day = on_date - timedelta(days=1)
    bring_communes(landing, UnitsOfProvince(landing), frame, last_day=last_day)
    registry = UnitsOfProvince(landing)
    faults: dict[int, tuple[str, str]] = {}
    ends: list[Ends] = []
    for row in frame.iter_rows(named=True):
        found = _ends(registry, row, last_day=last_day, on_date=on_date)
        if isinstance(found, Ends):
            ends.append(found)
        else:
            faults[row["line"]] = found
    split = _shares(landing, ends)
    rows = [*split.rows]
    if landing.reform.districts_by and not faults:
        rows += district_rows(landing, split, by=landing.reform.districts_by)
    rows += [
        {"line": line, "fault": fault, "units": units} for line, (fault, units) in faults.items()
    ]
    for row in rows:
        row |= {"on_date": on_date, "days": day_told(on_date)}
    blank = dict.fromkeys(_COLUMNS)
    resolved = pl.DataFrame([blank | row for row in rows], schema=_COLUMNS, orient="row")
    return replacing_the_rest(landing, resolved)


def _refuse_strangers(landing: Landing, frame: pl.DataFrame) -> None:
    """Raise FileRefused when the file has rows of another province."""
    codes = set(frame["province_old_code"]) - {landing.for_province.code}
    if codes:
        raise file_refused("crosswalk_of_another_province", codes=listed(sorted(codes)))


def _day(landing: Landing, frame: pl.DataFrame) -> date:
    """The day of the reform, as stated or as the first day of all new communes."""
    if landing.reform.on_date:
        return landing.reform.on_date
    registry = UnitsOfProvince(landing)
    first_days = {
        # Of an old commune with the same code and name the new one is the youngest.
        max(one.valid_from for one in of_ward)
        for code, name in frame.select("new_ward_code", "new_ward").unique().rows()
        if (of_ward := registry.called(level=_COMMUNE, code=code, name=name))
    }
    if len(first_days) != 1:
        days = listed(day_told(day) for day in sorted(first_days)) or "–"
        raise file_refused("reform_day_not_stated", days=days)
    return first_days.pop()


def _ends(
    registry: UnitsOfProvince, row: dict[str, Any], *, last_day: date, on_date: date
) -> Ends | tuple[str, str]:
    """The units that a row names, or what is wrong with it."""
    split, main = is_yes(row["split_unit"]), is_yes(row["main_target"])
    if split is None or main is None:
        return "not_yes_or_no", ""
    found = []
    # The district first: without it its communes could not be brought along.
    for level, end, day in (
        (_DISTRICT, "old_district_2025", last_day),
        (_COMMUNE, "old_ward", last_day),
        (_COMMUNE, "new_ward", on_date),
    ):
        code, name = row[f"{end}_code"], row[end]
        known = registry.find(level=level, code=code, name=name, day=day)
        if known is None:
            return _why_not(registry, level=level, end=end, code=code, name=name)
        found.append(known)
    district, old, new = found
    return Ends(row["line"], old, new, district, split=split, main=main)


def _why_not(
    registry: UnitsOfProvince, *, level: str, end: str, code: str, name: str
) -> tuple[str, str]:
    others = registry.of_other_days(level=level, code=code, name=name)
    if not others:
        return "unknown_unit", f"{name} ({code}), {LEVEL_WORDS[level]}"
    fault = "successor_not_there" if end == "new_ward" else "predecessor_does_not_end"
    return fault, f"{name} ({code}), {others}"


def _shares(landing: Landing, ends: list[Ends]) -> Split:
    """Every commune with its shares. Raises FileRefused naming those that cannot be divided."""
    into: dict[int, list[Ends]] = defaultdict(list)
    for end in ends:
        into[end.old.id].append(end)
    incomplete = [ways[0].old for ways in into.values() if len(ways) == 1 and ways[0].split]
    divided = {old: ways for old, ways in into.items() if len(ways) > 1}
    how = landing.reform.split
    if incomplete:
        raise file_refused("split_incomplete", units=_told(incomplete))
    if divided and how is None:
        raise file_refused("split_not_stated", units=_told([w[0].old for w in divided.values()]))
    sizes = sizes_of_units(landing, how) if how in {"area", "population"} else {}
    rows: list[dict[str, Any]] = []
    ways_of_parts: list[Way[int]] = []
    undivided: list[KnownUnit] = []
    for ways in into.values():
        shares = shares_of_split(ways, how=how, sizes=sizes)
        if shares is None:
            undivided.append(ways[0].old)
            continue
        for end, share in shares:
            basis = "whole" if share == 1 and len(ways) == 1 else how
            rows.append(succession_row(end, share, basis=basis))
            ways_of_parts.append(Way(end.district.id, end.old.id, end.new.id, share))
    if undivided:
        raise file_refused("split_not_possible", units=_told(undivided), how=str(how))
    return Split(tuple(rows), tuple(ways_of_parts), tuple(ends))


def succession_row(end: Ends, share: Fraction, *, basis: str | None) -> dict[str, Any]:
    """What a commune became, as a row of the table."""
    return {
        "line": end.line,
        "old_unit_id": end.old.id,
        "new_unit_id": end.new.id,
        "weight_part": share.numerator,
        "weight_whole": share.denominator,
        "basis": basis,
        "units": f"{end.old.told} → {end.new.told}",
    }


def _told(units: list[KnownUnit]) -> str:
    return listed(sorted(one.told for one in units))


class CrosswalkRules(dy.Schema):
    """The units that a row names are there on their days."""

    line = dy.Int64()
    fault = dy.String(nullable=True)

    @dy.rule()
    def not_yes_or_no(cls) -> pl.Expr:
        return pl.col("fault") != "not_yes_or_no"

    @dy.rule()
    def unknown_unit(cls) -> pl.Expr:
        return pl.col("fault") != "unknown_unit"

    @dy.rule()
    def predecessor_does_not_end(cls) -> pl.Expr:
        return pl.col("fault") != "predecessor_does_not_end"

    @dy.rule()
    def successor_not_there(cls) -> pl.Expr:
        return pl.col("fault") != "successor_not_there"

    @dy.rule()
    def succession_twice(cls) -> pl.Expr:
        return pl.col("fault") != "succession_twice"


CROSSWALK = Subject(
    kind="crosswalk",
    file_key=("old_ward_code", "new_ward_code"),
    key=("old_unit_id", "new_unit_id", "on_date"),
    resolve=_resolve,
    rules=CrosswalkRules,
    faults={
        "not_yes_or_no": Fault("split_unit"),
        "unknown_unit": Fault("", values=TOLD),
        "predecessor_does_not_end": Fault("old_ward", values=TOLD),
        "successor_not_there": Fault("new_ward", values=TOLD),
        "succession_twice": Fault("", values=TOLD),
    },
    existing=successions_there,
    replaces=True,
)
