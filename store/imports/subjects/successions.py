"""Who became whom: each row one old unit, one new one, the day, and the share that went over.

A file says all of what it names: of an old unit that stands in it, earlier successions that do
not stand in it are replaced. A share may be left out where there is only one new unit.
"""

# ruff: noqa: N805 - dataframely calls a rule with its schema

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import dataframely as dy
import polars as pl
from sqlalchemy import Select, select

from domain.cells import fold
from domain.succession import read_weight
from domain.succession.naming import day_told
from domain.succession.weights import FINEST
from store.imports.landing import Fault, Landing, Subject, close_rows
from store.imports.registry import successions_of
from store.imports.unit_lookup import LEVEL_WORDS, KnownUnit, UnitsOfProvince
from store.tables import unit, unit_succession

# What a resolved row has beside the columns of its file; no share where it has a `fault`.
RESOLVED: dict[str, Any] = {
    "old_unit_id": pl.Int64,
    "new_unit_id": pl.Int64,
    "weight_part": pl.Int64,
    "weight_whole": pl.Int64,
    "basis": pl.String,
    "fault": pl.String,
    "units": pl.String,
    "days": pl.String,
}


def _resolve(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    registry = UnitsOfProvince(landing)
    rows = list(frame.iter_rows(named=True))
    olds = Counter((row["old_level"], row["old_unit"], row["old_name"]) for row in rows)
    found = [
        _resolved(
            registry, row, alone=olds[row["old_level"], row["old_unit"], row["old_name"]] == 1
        )
        for row in rows
    ]
    resolved = pl.concat(
        [frame.drop("basis"), pl.DataFrame(found, schema=RESOLVED, orient="row")], how="horizontal"
    )
    return replacing_the_rest(landing, resolved)


def _resolved(registry: UnitsOfProvince, row: dict[str, Any], *, alone: bool) -> dict[str, Any]:
    """One row of the columns RESOLVED."""
    day: date = row["on_date"]
    old = _one_end(registry, row, end="old", day=day - timedelta(days=1))
    new = _one_end(registry, row, end="new", day=day)
    share, share_fault = _share(row["weight"], alone=alone)
    basis = row["basis"] or ("whole" if share == 1 else None)
    fault = old[1] or new[1] or share_fault or (None if basis else "basis_missing")
    return {
        "old_unit_id": old[0].id if old[0] else None,
        "new_unit_id": new[0].id if new[0] else None,
        "weight_part": None if fault else share.numerator,
        "weight_whole": None if fault else share.denominator,
        "basis": basis,
        "fault": fault,
        "units": old[2] if old[1] else new[2] if new[1] else f"{old[2]} → {new[2]}",
        "days": day_told(day),
    }


def _one_end(
    registry: UnitsOfProvince, row: dict[str, Any], *, end: str, day: date
) -> tuple[KnownUnit | None, str | None, str]:
    """The unit, or the fault; and how to tell of it."""
    level, code, name = row[f"{end}_level"], row[f"{end}_unit"], row[f"{end}_name"]
    if code is None and name is None:
        return None, "unknown_unit", LEVEL_WORDS[level]
    known = registry.find(level=level, code=code, name=name, day=day)
    if known:
        return known, None, known.told
    told = f"{name} ({code})" if name and code else str(name or code)
    others = registry.of_other_days(level=level, code=code, name=name)
    if not others:
        return None, "unknown_unit", f"{told}, {LEVEL_WORDS[level]}"
    fault = "predecessor_does_not_end" if end == "old" else "successor_not_there"
    return None, fault, f"{told}, {others}"


def _share(written: str | None, *, alone: bool) -> tuple[Fraction, str | None]:
    """The exact share, and what is wrong with it."""
    if written is None:
        return Fraction(1), None if alone else "split_without_weight"
    share = read_share(written)
    if share is None:
        return Fraction(0), "unreadable_weight"
    if not 0 < share <= 1:
        return share, "weight_out_of_range"
    return share, "weight_too_fine" if share.denominator > FINEST else None


def read_share(written: str) -> Fraction | None:
    """`1/3`, `0,25`, `25%`; None: unreadable."""
    if not written.endswith("%"):
        return read_weight(written)
    hundredfold = read_weight(written.removesuffix("%"))
    return None if hundredfold is None else hundredfold / 100


def replacing_the_rest(landing: Landing, resolved: pl.DataFrame) -> pl.DataFrame:
    """`resolved` (RESOLVED, on_date), the same succession on several rows being a fault.

    Closes the successions of its old units that do not stand in it.
    """
    key = ["old_unit_id", "new_unit_id", "on_date"]
    twice = pl.struct(key).is_duplicated() & pl.all_horizontal(pl.col(key).is_not_null())
    current = successions_of(landing)
    named = current.join(resolved.select("old_unit_id").unique(), on="old_unit_id", how="semi")
    gone = named.join(resolved.drop_nulls(key), on=key, how="anti")
    close_rows(landing, unit_succession, gone["id"].to_list())
    told = pl.when(twice).then(pl.lit("succession_twice")).otherwise("fault")
    return resolved.with_columns(fault=told)


class SuccessionRules(dy.Schema):
    """Both ends of a succession are there on its day, and its share can be read."""

    line = dy.Int64()
    fault = dy.String(nullable=True)

    @dy.rule()
    def unknown_unit(cls) -> pl.Expr:
        return pl.col("fault") != "unknown_unit"

    @dy.rule()
    def succession_twice(cls) -> pl.Expr:
        return pl.col("fault") != "succession_twice"

    @dy.rule()
    def predecessor_does_not_end(cls) -> pl.Expr:
        return pl.col("fault") != "predecessor_does_not_end"

    @dy.rule()
    def successor_not_there(cls) -> pl.Expr:
        return pl.col("fault") != "successor_not_there"

    @dy.rule()
    def split_without_weight(cls) -> pl.Expr:
        return pl.col("fault") != "split_without_weight"

    @dy.rule()
    def unreadable_weight(cls) -> pl.Expr:
        return pl.col("fault") != "unreadable_weight"

    @dy.rule()
    def weight_out_of_range(cls) -> pl.Expr:
        return pl.col("fault") != "weight_out_of_range"

    @dy.rule()
    def weight_too_fine(cls) -> pl.Expr:
        return pl.col("fault") != "weight_too_fine"

    @dy.rule()
    def basis_missing(cls) -> pl.Expr:
        return pl.col("fault") != "basis_missing"


def successions_there(landing: Landing, _frame: pl.DataFrame) -> Select[Any]:
    """The successions of the province that count."""
    return (
        select(unit_succession)
        .join(unit, unit.c.id == unit_succession.c.old_unit_id)
        .where(
            unit.c.province_id == landing.for_province.id, unit_succession.c.replaced_in.is_(None)
        )
    )


TOLD = ("units", "days")
UNIT_SUCCESSIONS = Subject(
    kind="unit_successions",
    file_key=("old_level", "old_unit", "old_name", "new_level", "new_unit", "new_name", "on_date"),
    key=("old_unit_id", "new_unit_id", "on_date"),
    resolve=_resolve,
    rules=SuccessionRules,
    faults={
        "succession_twice": Fault("", values=TOLD),
        "unknown_unit": Fault("old_unit", values=TOLD),
        "predecessor_does_not_end": Fault("old_unit", values=TOLD),
        "successor_not_there": Fault("new_unit", values=TOLD),
        "split_without_weight": Fault("weight", values=TOLD),
        "unreadable_weight": Fault("weight", values=TOLD),
        "weight_out_of_range": Fault("weight", values=TOLD),
        "weight_too_fine": Fault("weight", values=TOLD),
        "basis_missing": Fault("basis", values=TOLD),
    },
    existing=successions_there,
    replaces=True,
)


def is_yes(written: str) -> bool | None:
    """What a yes-or-no column says; None: neither."""
    return _YES_OR_NO.get(fold(written))


_YES_OR_NO = {
    **dict.fromkeys(("true", "1", "co", "x", "yes"), True),
    **dict.fromkeys(("false", "0", "khong", "no"), False),
}
