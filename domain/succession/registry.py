"""Is a registry of units and successions sound? Every fault has a name of its own.

units: unit_id, province_id, level, code, name_vi, valid_from, valid_to (null: still valid).
successions: old_unit_id, new_unit_id, on_date, weight (see weights.py): on that day the new unit
takes over that share of the old one, which ended the day before.
"""

from collections.abc import Callable
from graphlib import CycleError, TopologicalSorter

import polars as pl

from domain.cells.texts import fold
from domain.succession.refusals import (
    PredecessorDoesNotEnd,
    SuccessionInACircle,
    SuccessionTwice,
    SuccessorNotThere,
    UnitsRefused,
    UnknownUnit,
    ValiditiesOverlap,
    ValidityBackwards,
    ValidityGap,
)
from domain.succession.weights import with_shares

_CODE = ["province_id", "level", "code"]


def check_registry(units: pl.DataFrame, successions: pl.DataFrame) -> None:
    """Raise the first refusal of `refusals`, if there is any."""
    for refusal in refusals(units, successions):
        raise refusal


def refusals(units: pl.DataFrame, successions: pl.DataFrame) -> list[UnitsRefused]:
    """Every fault of the registry, one refusal a reason, each with all the rows concerned."""
    found = []
    for check in _CHECKS:
        try:
            check(units, successions)
        except UnitsRefused as refusal:
            found.append(refusal)
    return found


def _validity_runs_forwards(units: pl.DataFrame, _: pl.DataFrame) -> None:
    _refuse_any(ValidityBackwards, units.filter(pl.col("valid_to") < pl.col("valid_from")))


def _one_unit_a_code_and_day(units: pl.DataFrame, _: pl.DataFrame) -> None:
    overlaps = units.with_columns(earlier_until=_earlier_until(_CODE)).filter(
        pl.col("valid_from") <= pl.col("earlier_until")
    )
    _refuse_any(ValiditiesOverlap, overlaps)


def _no_unit_comes_back(units: pl.DataFrame, _: pl.DataFrame) -> None:
    # Under another name a code that returns is a recycled one: that is how codes are given.
    names = pl.Series("name", [fold(name) for name in units["name_vi"].to_list()], dtype=pl.String)
    gaps = units.with_columns(names).with_columns(earlier_until=_earlier_until([*_CODE, "name"]))
    days_away = (pl.col("valid_from") - pl.col("earlier_until")).dt.total_days()
    _refuse_any(ValidityGap, gaps.filter(days_away > 1).drop("name"))


def _earlier_until(same: list[str]) -> pl.Expr:
    """The last day of all earlier units of the `same` columns: a long one may hold short ones."""
    ends = pl.col("valid_to").fill_null(pl.date(9999, 12, 31))
    return ends.cum_max().shift(1).over(same, order_by="valid_from")


def _successions_name_known_units(units: pl.DataFrame, successions: pl.DataFrame) -> None:
    known = units["unit_id"].implode()
    strangers = ~(pl.col("old_unit_id").is_in(known) & pl.col("new_unit_id").is_in(known))
    _refuse_any(UnknownUnit, successions.filter(strangers))


def _each_succession_once(_: pl.DataFrame, successions: pl.DataFrame) -> None:
    same = pl.struct("old_unit_id", "new_unit_id", "on_date").is_duplicated()
    _refuse_any(SuccessionTwice, successions.filter(same))


def _no_circle(_: pl.DataFrame, successions: pl.DataFrame) -> None:
    order: TopologicalSorter[int] = TopologicalSorter()
    for old, new in successions.select("old_unit_id", "new_unit_id").iter_rows():
        order.add(new, old)
    try:
        order.prepare()
    except CycleError as error:
        circle = list(error.args[1])
        inside = pl.col("old_unit_id").is_in(circle) & pl.col("new_unit_id").is_in(circle)
        raise SuccessionInACircle(successions.filter(inside)) from error


def _predecessors_end_the_day_before(units: pl.DataFrame, successions: pl.DataFrame) -> None:
    ends = units.select(old_unit_id="unit_id", old_valid_to="valid_to")
    ended = pl.col("old_valid_to").eq_missing(pl.col("on_date").dt.offset_by("-1d"))
    _refuse_any(PredecessorDoesNotEnd, successions.join(ends, on="old_unit_id").filter(~ended))


def _successors_are_there(units: pl.DataFrame, successions: pl.DataFrame) -> None:
    lives = units.select(
        new_unit_id="unit_id", new_valid_from="valid_from", new_valid_to="valid_to"
    )
    there = (pl.col("new_valid_from") <= pl.col("on_date")) & (
        pl.col("new_valid_to").is_null() | (pl.col("on_date") <= pl.col("new_valid_to"))
    )
    _refuse_any(SuccessorNotThere, successions.join(lives, on="new_unit_id").filter(~there))


def _weights_make_one(_: pl.DataFrame, successions: pl.DataFrame) -> None:
    with_shares(successions)


def _refuse_any(reason: type[UnitsRefused], rows: pl.DataFrame) -> None:
    if not rows.is_empty():
        raise reason(rows)


# A circle contradicts the days too, so it is named before them.
_CHECKS: tuple[Callable[[pl.DataFrame, pl.DataFrame], None], ...] = (
    _validity_runs_forwards,
    _one_unit_a_code_and_day,
    _no_unit_comes_back,
    _successions_name_known_units,
    _each_succession_once,
    _no_circle,
    _predecessors_end_the_day_before,
    _successors_are_there,
    _weights_make_one,
)
