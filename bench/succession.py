"""`python -m bench.succession`: the whole country's communes, read on the map after the reform.

10,035 communes become 3,321; 36 months of 30 indicators, 10.8 million rows. Everything is made up
by arithmetic, nothing is drawn by lot: each run measures the same.
"""

import statistics
import sys
import time
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from domain.succession import convert, routes_to

BEFORE, AFTER = 10_035, 3_321
MONTHS, INDICATORS = 36, 30
# One old commune in so many went into several new ones: Hà Tĩnh had 5 of 209.
SPLIT_ONE_IN = 40
FIRST_DAY, REFORM, DAY = date(2020, 1, 1), date(2025, 7, 1), date(2025, 8, 1)
RUNS = 5
GOAL_SECONDS = 2.0


def main() -> int:
    """Print what a cold conversion costs."""
    for line in cost_of_conversion():
        print(line)
    return 0


def cost_of_conversion() -> list[str]:
    """The median time of a cold conversion: routes and figures, nothing kept in between."""
    units, successions, series = country()
    threads = pl.thread_pool_size()
    runs = [_cost(units, successions, series) for _ in range(RUNS)]
    median = statistics.median(run.seconds for run in runs)
    at_work = statistics.median(run.processor_seconds for run in runs)
    yardstick = statistics.median(_yardstick(series) for _ in range(RUNS))
    each = ", ".join(f"{run.seconds:.2f}" for run in runs)
    return [
        f"{series.height / 1e6:.1f} M rows, {successions.height:,} successions, {threads} threads",
        f"cold conversion: median {median:.2f} s of {each}; {GOAL_SECONDS:.0f} s allowed",
        f"at work: {at_work:.2f} s of processor time, {at_work / threads:.2f} s a thread",
        f"compared with summing the same rows by four columns: {median / yardstick:.2f}",
    ]


@dataclass(frozen=True)
class Cost:
    """Of one run. On a busy machine the processor time says more than the clock."""

    seconds: float
    processor_seconds: float


def country() -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Units, successions and a series of the generated country."""
    return _units(), _successions(), _series()


def _units() -> pl.DataFrame:
    old = pl.DataFrame({"unit_id": range(1, BEFORE + 1)}).with_columns(
        valid_from=pl.lit(FIRST_DAY), valid_to=pl.lit(REFORM - timedelta(days=1))
    )
    new = pl.DataFrame({"unit_id": range(BEFORE + 1, BEFORE + AFTER + 1)}).with_columns(
        valid_from=pl.lit(REFORM), valid_to=pl.lit(None, dtype=pl.Date)
    )
    return pl.concat([old, new]).with_columns(
        province_id=pl.lit(1),
        level=pl.lit("commune"),
        code=pl.col("unit_id").cast(pl.String),
        name_vi=pl.format("Đơn vị {}", "unit_id"),
    )


def _successions() -> pl.DataFrame:
    rows = []
    for old in range(BEFORE):
        new = old * AFTER // BEFORE
        if old % SPLIT_ONE_IN:
            rows.append((old, new, "1"))
            continue
        # Shares of areas in hectares, as a crosswalk gives them.
        area, ceded = 900 + old, 300 + old // 7
        rows += [(old, new, f"{area - ceded}/{area}"), (old, (new + 1) % AFTER, f"{ceded}/{area}")]
    return pl.DataFrame(
        [(old + 1, new + BEFORE + 1, REFORM, weight) for old, new, weight in rows],
        schema=["old_unit_id", "new_unit_id", "on_date", "weight"],
        orient="row",
    )


def _series() -> pl.DataFrame:
    starts = [date(2022 + month // 12, month % 12 + 1, 1) for month in range(MONTHS + 1)]
    periods = pl.DataFrame(
        {
            "period_start": starts[:-1],
            "period_end": [start - timedelta(days=1) for start in starts[1:]],
        }
    )
    indicators = pl.DataFrame({"number": range(INDICATORS)}).select(
        indicator=pl.format("IND{}", pl.col("number").cast(pl.String).str.zfill(2)),
        measure=pl.when(pl.col("number") % 3 == 0)
        .then(pl.lit("flow"))
        .when(pl.col("number") % 3 == 1)
        .then(pl.lit("stock"))
        .otherwise(pl.lit("rate")),
    )
    rows = periods.join(indicators, how="cross").join(
        pl.DataFrame({"unit_id": range(1, BEFORE + 1)}), how="cross"
    )
    some = (pl.int_range(pl.len()) * 7919) % 5003
    return rows.with_columns(
        numerator=(some // 2).cast(pl.Float64),
        denominator=pl.when(pl.col("measure") == "rate").then(some.cast(pl.Float64)),
        obs_status=pl.lit("final"),
    ).with_columns(value=pl.col("numerator") / pl.col("denominator").fill_null(1))


def _cost(units: pl.DataFrame, successions: pl.DataFrame, series: pl.DataFrame) -> Cost:
    began, worked = time.perf_counter(), time.process_time()
    read = convert(series, routes=routes_to(units, successions, day=DAY), name_sources=False)
    cost = Cost(time.perf_counter() - began, time.process_time() - worked)
    assert read["numerator"].sum() == series["numerator"].sum()
    return cost


def _yardstick(series: pl.DataFrame) -> float:
    """Seconds for what no conversion can avoid, so that a busy machine shows as one."""
    began = time.perf_counter()
    by = ["unit_id", "period_start", "period_end", "indicator"]
    sums = pl.col("numerator", "denominator").sum()
    series.lazy().group_by(by).agg(sums).collect(engine="streaming")
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
