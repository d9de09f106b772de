"""Random reforms against a slow reference that knows nothing but fractions and lists."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.succession import (
    check_registry,
    convert,
    origins,
    routes_between,
    routes_to,
)

REFORMS = (date(2024, 12, 1), date(2025, 7, 1))
# A month of each era: before the first reform, between the two, after the second.
MONTHS = (
    (date(2024, 3, 1), date(2024, 3, 31)),
    (date(2025, 1, 1), date(2025, 1, 31)),
    (date(2025, 8, 1), date(2025, 8, 31)),
)
LAST_DAY = date(2025, 8, 31)
SERIES = {
    "unit_id": pl.Int64,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "indicator": pl.String,
    "measure": pl.String,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "value": pl.Float64,
    "obs_status": pl.String,
}
MEASURES = {"DVC01": "rate", "TDO03": "duration", "DVC13": "flow", "DDI01": "stock"}


@dataclass
class Reforms:
    """A registry made of plain lists: units by id, and who went where on which day."""

    units: dict[int, list[Any]] = field(default_factory=dict)
    hops: list[tuple[int, int, date, Fraction]] = field(default_factory=list)

    def alive(self, day: date) -> list[int]:
        return [u for u, (start, end) in self.units.items() if start <= day <= (end or date.max)]

    @property
    def unit_frame(self) -> pl.DataFrame:
        rows = [(u, 40, "commune", str(u), f"Xã {u}", *life) for u, life in self.units.items()]
        names = ["unit_id", "province_id", "level", "code", "name_vi", "valid_from", "valid_to"]
        types = [pl.Int64, pl.Int64, pl.String, pl.String, pl.String, pl.Date, pl.Date]
        return pl.DataFrame(rows, schema=dict(zip(names, types, strict=True)), orient="row")

    @property
    def succession_frame(self) -> pl.DataFrame:
        rows = [(old, new, day, str(weight)) for old, new, day, weight in self.hops]
        names = ["old_unit_id", "new_unit_id", "on_date", "weight"]
        types = [pl.Int64, pl.Int64, pl.Date, pl.String]
        return pl.DataFrame(rows, schema=dict(zip(names, types, strict=True)), orient="row")


@st.composite
def reforms(draw: st.DrawFn) -> Reforms:
    """Two reforms: units live on, are merged, split among new and old ones, or all of it."""
    made = Reforms({unit: [date(2020, 1, 1), None] for unit in range(1, draw(st.integers(2, 6)))})
    for day in REFORMS:
        before = made.alive(day)
        ending = draw(st.lists(st.sampled_from(before), unique=True, max_size=len(before)))
        new = [max(made.units) + 1 + more for more in range(draw(st.integers(1, 3)))]
        made.units |= {unit: [day, None] for unit in new}
        heirs = [unit for unit in before if unit not in ending] + new
        for old in ending:
            made.units[old][1] = day - timedelta(days=1)
            got = draw(st.lists(st.sampled_from(heirs), unique=True, min_size=1, max_size=4))
            parts = draw(st.lists(st.integers(1, 30), min_size=len(got), max_size=len(got)))
            for unit, part in zip(got, parts, strict=True):
                made.hops.append((old, unit, day, Fraction(part, sum(parts))))
    return made


whole_amounts = st.one_of(st.integers(0, 20), st.integers(0, 10**12))
# With decimals: what a float holds to six digits, in millionths.
millionths = st.integers(0, 10**14)


@st.composite
def series_of(draw: st.DrawFn, made: Reforms, *, decimals: bool = False) -> pl.DataFrame:
    """Rows of every unit in the month of each era, some without a report."""
    amounts = millionths.map(lambda n: n / 10**6) if decimals else whole_amounts.map(float)
    rows = []
    for start, end in MONTHS:
        for unit in made.alive(end):
            for indicator, measure in MEASURES.items():
                kind = draw(st.sampled_from(["figure"] * 6 + ["absent", "missing", "none"]))
                if kind == "absent":
                    continue
                n, d = draw(amounts), draw(amounts)
                if measure == "rate":
                    n, d = min(n, d), max(n, d)
                about = (unit, start, end, indicator, measure)
                if kind == "figure":
                    sides = (n, d) if measure in ("rate", "duration") else (n, None)
                    rows.append((*about, *sides, None, "final"))
                else:
                    status = "missing" if kind == "missing" else "not_applicable"
                    rows.append((*about, None, None, None, status))
    return pl.DataFrame(rows, schema=SERIES, orient="row")


def way(made: Reforms, unit: int, day: date) -> dict[int, Fraction]:
    """Where `unit` has gone by `day`, forwards, one hop after the other."""
    end = made.units[unit][1]
    if end is None or end >= day:
        return {unit: Fraction(1)}
    onward: dict[int, Fraction] = {}
    for old, new, _, weight in made.hops:
        if old == unit:
            for last, share in way(made, new, day).items():
                onward[last] = onward.get(last, Fraction(0)) + weight * share
    return onward


def deal(amount: Fraction, shares: dict[int, Fraction]) -> dict[int, Fraction]:
    """Steps dealt out by largest remainder, of equal ones to the lower id."""
    got = {unit: Fraction(floor(amount * share)) for unit, share in shares.items()}
    remainders = {unit: amount * share - got[unit] for unit, share in shares.items()}
    order = sorted(shares, key=lambda unit: (-remainders[unit], unit))
    for unit in order[: int(amount - sum(got.values()))]:
        got[unit] += 1
    return got


def dealt_row(
    n: Fraction | None, d: Fraction | None, shares: dict[int, Fraction]
) -> tuple[dict[int, Fraction], dict[int, Fraction]]:
    """Numerator and denominator of one row, dealt out to `shares`."""

    def in_steps(amount: Fraction, of: dict[int, Fraction], whole: bool) -> dict[int, Fraction]:
        step = 1 if whole else 10**6
        return {unit: got / step for unit, got in deal(amount * step, of).items()}

    if n is None:
        return {}, {}
    if d is None:
        return in_steps(n, shares, n.denominator == 1), {}
    got_d = in_steps(d, shares, d.denominator == 1)
    by = {unit: got / d for unit, got in got_d.items()} if d else shares
    return in_steps(n, by, n.denominator == 1 and d.denominator == 1), got_d


def exactly(amount: Decimal | float | None) -> Fraction | None:
    return (
        None if amount is None else Fraction(repr(amount) if isinstance(amount, float) else amount)
    )


def converted_slowly(made: Reforms, series: pl.DataFrame, day: date) -> dict[tuple[Any, ...], Any]:
    """(unit, period_end, indicator) -> numerator, denominator, incomplete, sources."""
    found: dict[tuple[Any, ...], Any] = {}
    for row in series.iter_rows(named=True):
        shares = way(made, row["unit_id"], day)
        got = dealt_row(exactly(row["numerator"]), exactly(row["denominator"]), shares)
        for unit in shares:
            one = found.setdefault((unit, row["period_end"], row["indicator"]), [0, 0, False, []])
            one[0] += got[0].get(unit, 0)
            one[1] += got[1].get(unit, 0)
            one[2] |= row["obs_status"] == "missing"
            one[3].append(row["unit_id"])
    for (unit, end, _), one in found.items():
        owed = {source for source in made.alive(end) if unit in way(made, source, day)}
        one[2] |= not owed <= set(one[3])
        one[3] = sorted(one[3])
        # A unit that stands for itself alone is as it was: not incomplete, simply missing.
        one[2] &= owed != {unit}
    return found


def upto(series: pl.DataFrame, made: Reforms, day: date) -> pl.DataFrame:
    """The rows of eras that had begun by `day`: newer ones cannot be read on its map."""
    eras = [
        start for start, end in MONTHS if all(reform <= day or reform > end for reform in REFORMS)
    ]
    return series.filter(pl.col("period_start").is_in(eras))


days = st.sampled_from([date(2024, 11, 30), date(2024, 12, 1), date(2025, 6, 30), LAST_DAY])
situations = reforms().flatmap(
    lambda made: st.tuples(
        st.just(made),
        st.booleans().flatmap(lambda decimals: series_of(made, decimals=decimals)),
        days,
    )
)
Situation = tuple[Reforms, pl.DataFrame, date]
some = settings(max_examples=20, deadline=None)
many = settings(max_examples=100, deadline=None)


def read(situation: Situation) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that can be read on the day, and their conversion."""
    made, series, day = situation
    rows = upto(series, made, day)
    return rows, convert(rows, routes=routes_to(made.unit_frame, made.succession_frame, day=day))


@many
@given(reforms())
def test_the_random_reforms_are_sound(made: Reforms) -> None:
    check_registry(made.unit_frame, made.succession_frame)


@many
@given(situations)
def test_every_figure_is_that_of_the_slow_reference(situation: Situation) -> None:
    made, _, day = situation
    rows, fast = read(situation)
    slow = converted_slowly(made, rows, day)
    assert fast.height == len(slow)
    for row in fast.iter_rows(named=True):
        n, d, incomplete, sources = slow[row["unit_id"], row["period_end"], row["indicator"]]
        assert (exactly(row["numerator"]) or 0, exactly(row["denominator"]) or 0) == (n, d)
        assert row["incomplete"] == incomplete
        assert row["source_units"] == sources
        assert row["source_count"] == len(sources)


def totals(frame: pl.DataFrame) -> dict[tuple[Any, ...], tuple[Fraction, Fraction]]:
    """Exact sums of both sides per period and indicator."""
    sums: dict[tuple[Any, ...], tuple[Fraction, Fraction]] = {}
    columns = ["period_start", "indicator", "numerator", "denominator"]
    for start, indicator, n, d in frame.select(columns).iter_rows():
        one = sums.get((start, indicator), (Fraction(0), Fraction(0)))
        sums[start, indicator] = (one[0] + (exactly(n) or 0), one[1] + (exactly(d) or 0))
    return sums


@some
@given(situations)
def test_totals_stay_the_same_to_the_last_digit(situation: Situation) -> None:
    before, after = read(situation)
    assert totals(before) == totals(after)


@some
@given(situations)
def test_whole_stays_whole_and_nothing_turns_negative(situation: Situation) -> None:
    before, after = read(situation)
    sides = [pl.col("numerator", "denominator")]
    for amounts in after.select(sides).drop_nulls().iter_rows():
        assert all(amount >= 0 for amount in amounts)
    whole = before.select((pl.col("numerator") % 1 == 0).all()).item()
    if whole and before.select((pl.col("denominator") % 1 == 0).all()).item():
        assert all(n % 1 == 0 for n in after["numerator"].drop_nulls())


@some
@given(situations)
def test_no_numerator_rises_above_its_denominator(situation: Situation) -> None:
    rates = read(situation)[1].filter(pl.col("measure") == "rate")
    assert rates.filter(pl.col("numerator") > pl.col("denominator")).is_empty()
    assert rates.filter(~pl.col("value").is_between(0, 1)).is_empty()


@some
@given(situations, st.randoms(use_true_random=False))
def test_the_order_of_rows_makes_no_difference(situation: Situation, luck: Any) -> None:
    made, series, day = situation

    def shuffled(frame: pl.DataFrame) -> pl.DataFrame:
        return frame[luck.sample(range(frame.height), frame.height)]

    routes = routes_to(shuffled(made.unit_frame), shuffled(made.succession_frame), day=day)
    again = convert(shuffled(upto(series, made, day)), routes=routes)
    assert again.equals(read(situation)[1])


@some
@given(situations)
def test_what_each_source_brings_adds_up_to_the_figure(situation: Situation) -> None:
    made, _, day = situation
    rows, figures = read(situation)
    routes = routes_to(made.unit_frame, made.succession_frame, day=day)
    brought = origins(rows, routes=routes)
    assert totals(brought) == totals(figures)
    assert brought.group_by("unit_id", "period_start", "indicator").len()["len"].sum() == sum(
        figures["source_count"]
    )


@many
@given(reforms(), days)
def test_weights_multiply_over_hops(made: Reforms, day: date) -> None:
    links = routes_to(made.unit_frame, made.succession_frame, day=day).links
    found: dict[int, dict[int, Fraction]] = {}
    for source, unit, part, whole in links.select(links.columns[:4]).iter_rows():
        found.setdefault(source, {})[unit] = Fraction(part, whole)
    begun = [unit for unit, (start, _) in made.units.items() if start <= day]
    assert found == {unit: way(made, unit, day) for unit in begun}
    assert all(sum(shares.values()) == 1 for shares in found.values())


@many
@given(reforms())
def test_two_ways_after_each_other_are_the_whole_way(made: Reforms) -> None:
    stops = (MONTHS[0][0], MONTHS[1][0], MONTHS[2][0])

    def shares(start: date, end: date) -> dict[int, dict[int, Fraction]]:
        frames = made.unit_frame, made.succession_frame
        links = routes_between(*frames, from_day=start, to_day=end).links
        found: dict[int, dict[int, Fraction]] = {}
        for source, unit, part, whole in links.select(links.columns[:4]).iter_rows():
            found.setdefault(source, {})[unit] = Fraction(part, whole)
        return found

    (first, second), direct = (shares(*leg) for leg in pairwise(stops)), shares(stops[0], stops[2])
    together: dict[int, dict[int, Fraction]] = {}
    for source, middles in first.items():
        for middle, share in middles.items():
            for unit, onward in second[middle].items():
                ends = together.setdefault(source, {})
                ends[unit] = ends.get(unit, Fraction(0)) + share * onward
    assert together == direct
