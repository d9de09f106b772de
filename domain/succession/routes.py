"""What every unit has become by a given day: successions followed over all their hops.

units and successions as in registry.py, whose checks they passed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

import polars as pl

from domain.succession.refusals import NoSuccessor, ReadBackwards, UnknownUnit
from domain.succession.weights import common_parts, with_shares

# One row per unit that ever was by the day (source) and unit of the day it lives on in, itself if
# it is still there. The parts of one source make its whole: part = whole when it went in whole.
LINKS = pl.Schema(
    {
        "source_unit_id": pl.Int64,
        "unit_id": pl.Int64,
        "part": pl.Int64,
        "whole": pl.Int64,
        "source_level": pl.String,
        "source_from": pl.Date,  # validity of the source
        "source_to": pl.Date,
    }
)

Shares = dict[int, Fraction]


@dataclass(frozen=True)
class Routes:
    """The way of every unit to the units of `day`.

    links: schema LINKS. later: ids of units that begin after the day. ended: ids of units that
    ended by the day and, wholly or in part, became nothing. grown: unit_id and grown_on, the day
    after this one on which a unit of the day took others in.
    """

    day: date
    links: pl.DataFrame
    later: frozenset[int]
    ended: frozenset[int]
    grown: pl.DataFrame

    def refuse_strays(self, series: pl.DataFrame) -> None:
        """Raise ReadBackwards, NoSuccessor or UnknownUnit where a row (unit_id, period_end) has
        no way to the day.
        """
        day = self.day.strftime("%d/%m/%Y")
        ids = series.lazy().select(pl.col("unit_id").cast(pl.Int64))
        known = self.links.lazy().select(unit_id="source_unit_id")
        strays = ids.join(known, on="unit_id", how="anti").collect(engine="streaming")
        strays = strays.unique().sort("unit_id")
        for reason, of_these in ((ReadBackwards, self.later), (NoSuccessor, self.ended)):
            rows = strays.filter(pl.col("unit_id").is_in(sorted(of_these)))
            if not rows.is_empty():
                raise reason(rows, day=day)
        if not strays.is_empty():
            raise UnknownUnit(strays, day=day)
        if self.grown.is_empty():
            return
        # The same unit by name, but with the others inside: they cannot be taken out again.
        swollen = series.lazy().join(self.grown.lazy(), on="unit_id")
        swollen = swollen.filter(pl.col("period_end") >= pl.col("grown_on"))
        rows = swollen.collect()
        if not rows.is_empty():
            raise ReadBackwards(rows, day=day)


def routes_to(units: pl.DataFrame, successions: pl.DataFrame, *, day: date) -> Routes:
    """The way of every unit that began by `day` to the units of that day.

    Weights multiply over hops. Raises what with_shares raises.
    """
    alive = units.filter(
        pl.col("valid_from") <= day, pl.col("valid_to").is_null() | (pl.col("valid_to") >= day)
    )
    shares: dict[int, Shares] = {unit: {unit: Fraction(1)} for unit in alive["unit_id"]}
    weighted = with_shares(successions)
    by_then = weighted.filter(pl.col("on_date") <= day)
    # From the newest back: a successor's own way is known before its predecessor asks for it.
    hops = by_then.sort("on_date", "old_unit_id", "new_unit_id", descending=True)
    rows = hops.select("old_unit_id", "new_unit_id", "part", "whole").iter_rows()
    for old, of_one in groupby(rows, key=itemgetter(0)):
        onward = _onward((row[1:] for row in of_one), shares)
        if onward is not None:
            shares[old] = onward
    later = units.filter(pl.col("valid_from") > day)["unit_id"].to_list()
    receiving = weighted.filter(
        pl.col("on_date") > day, pl.col("new_unit_id").is_in(alive["unit_id"].implode())
    )
    return Routes(
        day=day,
        links=_links(shares, units),
        later=frozenset(later),
        ended=frozenset(units["unit_id"]) - shares.keys() - frozenset(later),
        grown=receiving.group_by(unit_id="new_unit_id").agg(grown_on=pl.col("on_date").min()),
    )


def routes_between(
    units: pl.DataFrame, successions: pl.DataFrame, *, from_day: date, to_day: date
) -> Routes:
    """The way of the units of `from_day` to those of `to_day`.

    Raises ReadBackwards when the second day is the earlier one, else as routes_to.
    """
    if to_day < from_day:
        days = pl.DataFrame({"from_day": [from_day], "to_day": [to_day]})
        raise ReadBackwards(days, day=to_day.strftime("%d/%m/%Y"))
    routes = routes_to(units, successions, day=to_day)
    links = routes.links.filter(
        pl.col("source_from") <= from_day,
        pl.col("source_to").is_null() | (pl.col("source_to") >= from_day),
    )
    return replace(routes, links=links)


def _onward(hops: Iterable[tuple[int, int, int]], shares: dict[int, Shares]) -> Shares | None:
    """Where one unit ends up, or None when a part of it ends up nowhere."""
    onward: Shares = {}
    for successor, part, whole in hops:
        beyond = shares.get(successor)
        if beyond is None:
            return None
        if part == whole:
            return beyond
        weight = Fraction(part, whole)
        for unit, share in beyond.items():
            onward[unit] = onward.get(unit, Fraction(0)) + weight * share
    return onward


def _links(shares: dict[int, Shares], units: pl.DataFrame) -> pl.DataFrame:
    rows: list[tuple[int, int, int, int]] = []
    for source, onward in shares.items():
        parts, whole = common_parts(onward)
        rows += [(source, unit, part, whole) for unit, part in parts.items()]
    about = units.select(
        source_unit_id="unit_id",
        source_level="level",
        source_from="valid_from",
        source_to="valid_to",
    )
    links = pl.DataFrame(rows, schema=list(LINKS)[:4], orient="row").cast(pl.Int64)
    return (
        links.join(about, on="source_unit_id")
        .select(pl.col(name).cast(dtype) for name, dtype in LINKS.items())
        .sort("source_unit_id", "unit_id")
    )
