import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.indicators import names_level, rate, roll_up

SCHEMA = {
    "block": pl.String,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "value": pl.Float64,
}


def parts(*rows: tuple[float | None, float | None, float | None]) -> pl.DataFrame:
    """Numerator, denominator and value of the parts of one block."""
    return pl.DataFrame([("all", *row) for row in rows], schema=SCHEMA, orient="row")


def whole(
    *rows: tuple[float | None, float | None, float | None], rule: str
) -> tuple[float | None, ...]:
    """Numerator, denominator and value of the whole that the parts make."""
    return roll_up(parts(*rows), by=["block"], aggregation=rule).row(0)[1:]


def rate_of(numerator: float | None, denominator: float | None) -> float | None:
    row = pl.DataFrame({"n": [numerator], "d": [denominator]}, schema_overrides={"n": pl.Float64})
    value: float | None = row.select(rate(pl.col("n"), pl.col("d").cast(pl.Float64))).item()
    return value


def test_nothing_of_nothing_is_no_value() -> None:
    assert rate_of(0, 0) is None
    assert rate_of(None, 10) is None
    assert rate_of(10, None) is None
    assert rate_of(0, 10) == 0
    assert rate_of(3, 4) == 0.75


def test_the_rate_of_the_whole_is_the_ratio_of_the_sums_not_the_mean() -> None:
    # 57.12 % of 58,500 and 27.96 % of 41,500: 45.02 %, where the mean of the rates is 42.54 %.
    sums = whole((33415, 58500, 0.5712), (11603, 41500, 0.2796), rule="ratio_of_sums")
    assert sums == (45018, 100000, 0.45018)


def test_a_part_with_an_empty_denominator_changes_nothing() -> None:
    assert whole((3, 4, 0.75), (0, 0, None), rule="ratio_of_sums") == (3, 4, 0.75)
    assert whole((0, 0, None), rule="ratio_of_sums") == (0, 0, None)


def test_a_rate_without_its_two_sides_cannot_be_rolled_up() -> None:
    assert whole((3, 4, 0.75), (None, None, 0.9), rule="ratio_of_sums") == (3, 4, 0.75)
    assert whole((None, None, 0.9), rule="ratio_of_sums") == (None, None, None)


def test_minutes_are_weighted_by_submissions() -> None:
    assert whole((100, 10, 10), (10, 5, 2), rule="weighted_mean")[2] == pytest.approx(110 / 15)


@pytest.mark.parametrize("rule", ["sum", "sum_of_latest"])
def test_counts_are_summed_and_unknown_ones_are_not_zero(rule: str) -> None:
    assert whole((2, None, 2), (None, None, 5), rule=rule) == (7, None, 7)
    assert whole((None, None, None), rule=rule) == (None, None, None)


@pytest.mark.parametrize("rule", ["not_aggregated", "recompute", "median", "maximum", "count"])
def test_ranks_and_scores_of_parts_say_nothing_about_the_whole(rule: str) -> None:
    assert whole((None, None, 1), (None, None, 2), rule=rule) == (None, None, None)


counts = st.integers(0, 10_000)


@given(st.lists(st.tuples(counts, counts), min_size=1, max_size=8))
def test_rolling_up_in_two_steps_is_rolling_up_in_one(pairs: list[tuple[int, int]]) -> None:
    rows = [(float(min(a, b)), float(max(a, b)), None) for a, b in pairs]
    frame = parts(*rows).with_columns(half=pl.int_range(pl.len()) % 2, whole=pl.lit("province"))
    halves = roll_up(frame, by=["whole", "half"], aggregation="ratio_of_sums")
    in_two = roll_up(halves, by=["whole"], aggregation="ratio_of_sums")
    assert in_two.equals(roll_up(frame, by=["whole"], aggregation="ratio_of_sums"))


@pytest.mark.parametrize(
    ("level", "expected"), [("agency", True), ("commune", True), ("gen", False)]
)
def test_levels_are_named_word_by_word(level: str, expected: bool) -> None:
    listed = pl.DataFrame({"levels": ["province, agency/commune"], "level": [level]})
    assert listed.select(names_level(pl.col("levels"), pl.col("level"))).item() is expected
