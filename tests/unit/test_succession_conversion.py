from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from domain.succession import UnitsRefused, convert, origins, routes_to
from tests.unit.succession_frames import (
    AFTER_REFORMS,
    AUGUST_2025,
    BEFORE_REFORMS,
    BETWEEN_REFORMS,
    CUA_LO,
    DIEN_CHAU,
    FIRST_REFORM,
    HEALTH,
    JANUARY_2025,
    MARCH_2024,
    NEW_DIEN_CHAU,
    SECOND_REFORM,
    THANH_VINH,
    VINH,
    VINH_PHU,
    UnitRow,
    row,
    series,
    successions,
    units,
)


def read(*rows: dict[str, Any], day: date = AFTER_REFORMS, **also: Any) -> pl.DataFrame:
    """These rows on the map of `day`."""
    return convert(series(*rows), routes=routes_to(units(), successions(), day=day), **also)


def of(frame: pl.DataFrame, unit_id: int) -> dict[str, Any]:
    """The only row of a unit."""
    return frame.row(by_predicate=pl.col("unit_id") == unit_id, named=True)


def numerators(frame: pl.DataFrame) -> dict[int, int]:
    return {unit: int(n) for unit, n in frame.select("unit_id", "numerator").iter_rows()}


def test_a_hundred_and_eighty_are_a_hundred_and_eighty() -> None:
    merged = of(
        read(row(VINH, numerator=100), row(CUA_LO, numerator=80), day=BETWEEN_REFORMS), VINH
    )
    assert (merged["numerator"], merged["value"]) == (180, 180.0)
    assert merged["converted"] and not merged["by_weights"] and not merged["incomplete"]
    assert (merged["source_units"], merged["source_count"]) == ([VINH, CUA_LO], 2)


def test_a_count_in_the_value_alone_is_a_count() -> None:
    assert (
        of(read(row(CUA_LO, value=80), row(VINH, value=20), day=BETWEEN_REFORMS), VINH)["value"]
        == 100
    )


def test_a_split_count_stays_whole_and_complete() -> None:
    split = read(row(VINH, numerator=99), row(CUA_LO, numerator=1))
    assert numerators(split) == {THANH_VINH: 33, VINH_PHU: 67}
    assert split["by_weights"].all() and not split["incomplete"].any()


def test_the_largest_remainder_gets_the_last_one() -> None:
    # Thirds of 100: 33.33 and 66.67.
    assert numerators(read(row(VINH, numerator=100))) == {THANH_VINH: 33, VINH_PHU: 67}
    # Thirds of 2: 0.67 and 1.33.
    assert numerators(read(row(VINH, numerator=2))) == {THANH_VINH: 1, VINH_PHU: 1}


def test_of_equal_remainders_the_lower_id_gets_the_last_one() -> None:
    halves = successions(
        (VINH, VINH_PHU, SECOND_REFORM, "1/2"), (VINH, THANH_VINH, SECOND_REFORM, "1/2")
    )
    routes = routes_to(units(), halves, day=AFTER_REFORMS)
    assert numerators(convert(series(row(VINH, numerator=3)), routes=routes)) == {
        THANH_VINH: 2,
        VINH_PHU: 1,
    }


def test_an_amount_with_decimals_is_divided_into_millionths() -> None:
    split = read(row(VINH, numerator=0.1), row(CUA_LO, numerator=0.2))
    assert split["numerator"].to_list() == [Decimal("0.100000"), Decimal("0.200000")]
    assert read(row(VINH, numerator=2.5))["numerator"].to_list() == [
        Decimal("0.833333"),
        Decimal("1.666667"),
    ]


def test_whole_counts_stay_whole_beside_amounts_with_decimals() -> None:
    split = read(row(VINH, numerator=100, indicator="A"), row(VINH, numerator=2.5, indicator="B"))
    assert split.filter(pl.col("indicator") == "A")["numerator"].to_list() == [33, 67]


def test_a_rate_goes_by_its_two_sides_and_is_the_ratio_of_sums() -> None:
    rates = {"indicator": "DVC01", "measure": "rate"}
    merged = of(
        read(
            row(VINH, numerator=60, denominator=100, value=0.6, **rates),
            row(CUA_LO, numerator=1, denominator=20, value=0.05, **rates),
            day=BETWEEN_REFORMS,
        ),
        VINH,
    )
    assert (merged["numerator"], merged["denominator"]) == (61, 120)
    assert merged["value"] == pytest.approx(61 / 120)


def test_a_numerator_goes_by_what_the_denominator_got() -> None:
    # 5 of 5: by the weights alone the sides could be dealt 2 and 3 against 1 and 4.
    split = read(row(VINH, numerator=5, denominator=5, measure="rate"))
    assert split["numerator"].to_list() == split["denominator"].to_list() == [2, 3]


def test_a_whole_numerator_under_a_denominator_with_decimals_keeps_below_it() -> None:
    split = read(row(VINH, numerator=1, denominator=1.5, measure="rate"))
    assert split["denominator"].to_list() == [Decimal("0.500000"), Decimal("1.000000")]
    assert split["numerator"].to_list() == [Decimal("0.333333"), Decimal("0.666667")]


def test_a_numerator_above_its_denominator_keeps_its_sum() -> None:
    split = read(row(VINH, numerator=100, denominator=3, measure="duration"))
    assert split["numerator"].to_list() == [33, 67]
    assert split["denominator"].to_list() == [1, 2]
    empty = read(row(VINH, numerator=9, denominator=0, measure="duration"))
    assert empty["numerator"].to_list() == [3, 6]


def test_nothing_of_nothing_is_no_value_and_not_zero() -> None:
    split = read(row(VINH, numerator=0, denominator=0, measure="rate"))
    assert split["denominator"].to_list() == [0, 0]
    assert split["value"].to_list() == [None, None]
    assert split["obs_status"].to_list() == ["final", "final"]


def test_a_rate_without_its_two_sides_cannot_be_converted_and_says_so() -> None:
    alone = read(row(DIEN_CHAU, value=0.9, measure="rate"))
    new = of(alone, NEW_DIEN_CHAU)
    assert new["not_convertible"] and new["incomplete"]
    assert (new["numerator"], new["denominator"], new["value"]) == (None, None, None)


def test_beside_other_parts_it_makes_them_incomplete() -> None:
    merged = of(
        read(
            row(VINH, numerator=60, denominator=100, measure="rate"),
            row(CUA_LO, value=0.9, measure="rate"),
            day=BETWEEN_REFORMS,
        ),
        VINH,
    )
    assert (merged["numerator"], merged["denominator"], merged["value"]) == (60, 100, 0.6)
    assert merged["incomplete"] and not merged["not_convertible"]


@pytest.mark.parametrize("measure", ["rank", "score"])
def test_ranks_and_scores_cannot_be_converted(measure: str) -> None:
    new = of(read(row(DIEN_CHAU, value=3, numerator=3, denominator=20, measure=measure)), 13)
    assert new["not_convertible"] and new["converted"]
    assert (new["numerator"], new["denominator"], new["value"]) == (None, None, None)


@pytest.mark.parametrize(
    "figure",
    [
        {"measure": "rate", "numerator": 3, "denominator": 4, "value": 0.76},
        {"measure": "rate", "value": 0.4503},
        {"measure": "rank", "value": 3},
        {"measure": "score", "value": 86.97, "numerator": 10, "denominator": 12},
        {"measure": "stock", "value": 25, "numerator": 25, "denominator": 25},
        {"measure": "flow", "value": 7, "numerator": 7, "obs_status": "provisional"},
        {"measure": "flow", "obs_status": "missing"},
        {"measure": "rate", "obs_status": "not_applicable"},
    ],
)
def test_what_a_unit_that_lives_on_reported_stays_as_it_is(figure: dict[str, Any]) -> None:
    before = series(row(HEALTH, **figure))
    after = convert(before, routes=routes_to(units(), successions(), day=AFTER_REFORMS))
    kept = after.select(pl.col(name).cast(dtype) for name, dtype in before.schema.items())
    assert kept.equals(before)
    marks = after.select("converted", "by_weights", "incomplete", "not_convertible")
    assert marks.row(0) == (False, False, False, False)
    assert of(after, HEALTH)["source_units"] == [HEALTH]


def test_a_missing_part_makes_the_sum_incomplete() -> None:
    parts = row(VINH, numerator=100), row(CUA_LO, obs_status="missing")
    merged = of(read(*parts, day=BETWEEN_REFORMS), VINH)
    assert (merged["value"], merged["incomplete"], merged["obs_status"]) == (100, True, "final")


def test_a_part_without_any_row_makes_the_sum_incomplete() -> None:
    for reported in (VINH, CUA_LO):
        merged = of(read(row(reported, numerator=100), day=BETWEEN_REFORMS), VINH)
        assert (merged["value"], merged["incomplete"], merged["converted"]) == (100, True, True)


def test_parts_are_owed_only_while_they_exist() -> None:
    january = of(read(row(VINH, JANUARY_2025, numerator=180), day=BETWEEN_REFORMS), VINH)
    assert (january["converted"], january["incomplete"]) == (False, False)


def test_what_ended_within_the_period_does_not_stand_in_for_who_was_there_at_its_end() -> None:
    year = (date(2024, 1, 1), date(2024, 12, 31))
    alone = of(read(row(CUA_LO, year, numerator=70), day=BETWEEN_REFORMS), VINH)
    assert (alone["value"], alone["incomplete"]) == (70, True)
    both = read(
        row(CUA_LO, year, numerator=70), row(VINH, year, numerator=400), day=BETWEEN_REFORMS
    )
    assert (of(both, VINH)["value"], of(both, VINH)["incomplete"]) == (470, False)


def test_a_figure_recomputed_for_a_time_before_its_unit_is_whole() -> None:
    recomputed = of(read(row(THANH_VINH, MARCH_2024, numerator=33)), THANH_VINH)
    assert (recomputed["value"], recomputed["converted"]) == (33, False)
    assert not recomputed["incomplete"]


def test_a_part_to_which_it_does_not_apply_lacks_nothing() -> None:
    parts = row(VINH, numerator=100), row(CUA_LO, obs_status="not_applicable")
    merged = of(read(*parts, day=BETWEEN_REFORMS), VINH)
    assert (merged["value"], merged["incomplete"]) == (100, False)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("missing", "missing", "missing"),
        ("missing", "not_applicable", "missing"),
        ("not_applicable", "not_applicable", "not_applicable"),
    ],
)
def test_no_value_stays_the_kind_of_no_value_it_was(first: str, second: str, expected: str) -> None:
    parts = row(VINH, obs_status=first), row(CUA_LO, obs_status=second)
    merged = of(read(*parts, day=BETWEEN_REFORMS), VINH)
    assert (merged["obs_status"], merged["value"]) == (expected, None)


def test_one_that_does_not_apply_and_one_without_a_row_are_missing() -> None:
    merged = of(read(row(CUA_LO, obs_status="not_applicable"), day=BETWEEN_REFORMS), VINH)
    assert (merged["obs_status"], merged["incomplete"]) == ("missing", True)


@pytest.mark.parametrize(
    ("statuses", "least"),
    [
        (("final", "provisional"), "provisional"),
        (("estimated", "provisional"), "estimated"),
        (("final", "final"), "final"),
    ],
)
def test_a_sum_is_as_certain_as_its_least_certain_part(
    statuses: tuple[str, str], least: str
) -> None:
    parts = [
        row(unit, numerator=1, obs_status=status)
        for unit, status in zip((VINH, CUA_LO), statuses, strict=True)
    ]
    assert of(read(*parts, day=BETWEEN_REFORMS), VINH)["obs_status"] == least


def test_periods_and_indicators_are_never_added_up() -> None:
    stocks = read(
        row(VINH, MARCH_2024, numerator=100, measure="stock"),
        row(VINH, JANUARY_2025, numerator=120, measure="stock"),
        row(VINH, JANUARY_2025, numerator=7, measure="stock", indicator="Y"),
        day=BETWEEN_REFORMS,
    )
    assert stocks.select("period_start", "indicator", "numerator").rows() == [
        (date(2024, 3, 1), "X", 100),
        (date(2025, 1, 1), "X", 120),
        (date(2025, 1, 1), "Y", 7),
    ]


def test_further_columns_keep_rows_apart_nulls_included() -> None:
    rows = series(row(VINH, numerator=1), row(VINH, numerator=2)).with_columns(
        public_service_id=pl.Series([None, 7])
    )
    routes = routes_to(units(), successions(), day=BETWEEN_REFORMS)
    read = convert(rows, routes=routes, also_by=["public_service_id"])
    assert read.select("public_service_id", "numerator").rows() == [(None, 1), (7, 2)]


def test_further_columns_may_be_of_any_kind_that_keeps_rows_apart() -> None:
    rows = series(row(VINH, numerator=1), row(VINH, numerator=2))
    routes = routes_to(units(), successions(), day=BETWEEN_REFORMS)
    for kept in ([True, False], ["x", None], [date(2024, 1, 1), None]):
        told = convert(rows.with_columns(more=pl.Series(kept)), routes=routes, also_by=["more"])
        assert dict(told.select("more", "numerator").iter_rows()) == dict(
            zip(kept, (1, 2), strict=True)
        )
    nothing = rows.head(1).with_columns(more=pl.lit(None))
    assert convert(nothing, routes=routes, also_by=["more"])["more"].to_list() == [None]
    with pytest.raises(TypeError, match="more is Float64"):
        convert(rows.with_columns(more=pl.Series([0.5, 1])), routes=routes, also_by=["more"])


def test_a_correction_below_zero_is_divided_like_any_count() -> None:
    split = read(row(VINH, numerator=-5))
    assert numerators(split) == {THANH_VINH: -2, VINH_PHU: -3}


def test_a_unit_may_go_into_very_many() -> None:
    heirs: list[UnitRow] = [
        (100 + n, "commune", f"N{n}", f"Xã {n}", SECOND_REFORM, None) for n in range(150)
    ]
    hops = successions(*((VINH, heir[0], SECOND_REFORM, "1/150") for heir in heirs))
    routes = routes_to(units(*heirs), hops, day=AFTER_REFORMS)
    split = convert(series(row(VINH, numerator=310)), routes=routes)
    # Two each make 300; the ten left go to the ten lowest ids.
    assert split["numerator"].to_list() == [3] * 10 + [2] * 140


def test_figures_of_newer_units_are_not_read_on_an_older_map() -> None:
    with pytest.raises(UnitsRefused) as refused:
        read(row(THANH_VINH, AUGUST_2025, numerator=1), day=BETWEEN_REFORMS)
    assert refused.value.message_key == "units.refusal.read_backwards"
    assert refused.value.rows["unit_id"].to_list() == [THANH_VINH]


def test_figures_of_a_unit_that_took_others_in_are_not_read_on_an_older_map() -> None:
    assert read(row(VINH, numerator=1), day=BEFORE_REFORMS).height == 1
    with pytest.raises(UnitsRefused, match="read_backwards"):
        read(row(VINH, JANUARY_2025, numerator=1), day=BEFORE_REFORMS)


def test_figures_that_would_vanish_are_refused() -> None:
    without = successions((CUA_LO, VINH, FIRST_REFORM, "1"))
    routes = routes_to(units(), without, day=AFTER_REFORMS)
    with pytest.raises(UnitsRefused, match="no_successor"):
        convert(series(row(CUA_LO, numerator=1)), routes=routes)


def test_figures_of_unknown_units_are_refused() -> None:
    with pytest.raises(UnitsRefused, match="unknown_unit"):
        read(row(99, numerator=1))


def test_a_unit_and_the_units_below_it_are_not_added_up() -> None:
    below = (30, "commune", "16700", "Hưng Dũng", date(2020, 1, 1), date(2025, 6, 30))
    hops = successions((VINH, VINH_PHU, SECOND_REFORM, "1"), (30, VINH_PHU, SECOND_REFORM, "1"))
    routes = routes_to(units(below), hops, day=AFTER_REFORMS)
    communes = convert(series(row(30, numerator=3)), routes=routes)
    assert of(communes, VINH_PHU)["incomplete"] is False
    with pytest.raises(UnitsRefused, match="levels_counted_twice"):
        convert(series(row(VINH, numerator=10), row(30, numerator=3)), routes=routes)


@pytest.mark.parametrize(
    ("figure", "reason"),
    [
        ({"measure": "percentage", "numerator": 1}, "unknown_measure"),
        ({"obs_status": "lost", "numerator": 1}, "unknown_status"),
        ({"numerator": 1e15}, "amount_out_of_range"),
        ({"numerator": 1e12 + 0.5}, "amount_out_of_range"),
        ({"numerator": float("nan")}, "amount_out_of_range"),
        ({"value": float("inf")}, "amount_out_of_range"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(figure: dict[str, Any], reason: str) -> None:
    with pytest.raises(UnitsRefused) as refused:
        read(row(HEALTH, numerator=1), row(VINH, **figure))
    assert refused.value.reason_code == reason
    assert refused.value.rows["unit_id"].to_list() == [VINH]


def test_fifteen_digits_and_the_finest_weights_lose_nothing() -> None:
    fine = successions(
        (VINH, THANH_VINH, SECOND_REFORM, "0.333333333333333333"),
        (VINH, VINH_PHU, SECOND_REFORM, "0.666666666666666667"),
    )
    routes = routes_to(units(), fine, day=AFTER_REFORMS)
    most = 999_999_999_999_999
    split = convert(
        series(row(VINH, numerator=most, denominator=most, measure="rate")), routes=routes
    )
    # 10^15 - 1 is divisible by 3; the weights are off by 10^-18 of it, far below one.
    assert split["numerator"].to_list() == [most // 3, most // 3 * 2]
    assert split["numerator"].to_list() == split["denominator"].to_list()


def test_sums_beyond_what_a_float_holds_are_exact() -> None:
    many = [row(VINH, numerator=999_999_999_999_999), row(CUA_LO, numerator=999_999_999_999_998)]
    merged = of(read(*many, day=BETWEEN_REFORMS), VINH)
    assert merged["numerator"] == 1_999_999_999_999_997


def test_amounts_may_be_of_any_type_of_number() -> None:
    floats = series(row(VINH, numerator=7), row(CUA_LO, numerator=4))
    routes = routes_to(units(), successions(), day=AFTER_REFORMS)
    expected = convert(floats, routes=routes)
    for dtype in (pl.Int32, pl.Int64, pl.Decimal(24, 6), pl.Float32):
        typed = floats.with_columns(pl.col("numerator").cast(dtype), denominator=pl.lit(None))
        assert convert(typed, routes=routes).equals(expected)


def test_words_may_be_enumerated_and_keep_their_type() -> None:
    kinds = pl.Enum(["stock", "flow"])
    enumerated = series(row(VINH, numerator=7)).with_columns(
        pl.col("measure").cast(kinds), pl.col("indicator").cast(pl.Categorical)
    )
    read = convert(enumerated, routes=routes_to(units(), successions(), day=AFTER_REFORMS))
    assert (read.schema["measure"], read.schema["indicator"]) == (kinds, pl.Categorical())
    assert read["measure"].to_list() == ["flow", "flow"]


def test_no_rows_make_no_rows() -> None:
    empty = read()
    assert empty.is_empty()
    assert empty.columns == [*read(row(HEALTH, numerator=1)).columns]


def test_origins_show_what_each_unit_brought() -> None:
    rows = series(row(VINH, numerator=99), row(CUA_LO, numerator=2))
    brought = origins(rows, routes=routes_to(units(), successions(), day=AFTER_REFORMS))
    names = ["unit_id", "source_unit_id", "part", "whole", "numerator"]
    assert brought.select(names).rows() == [
        (THANH_VINH, VINH, 1, 3, 33),
        (THANH_VINH, CUA_LO, 1, 3, 1),
        (VINH_PHU, VINH, 2, 3, 66),
        (VINH_PHU, CUA_LO, 2, 3, 1),
    ]
