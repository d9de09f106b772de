from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest

from domain.succession import UnitsRefused, check_registry, read_weight, refusals, with_shares
from tests.unit.succession_frames import (
    CUA_LO,
    DIEN_CHAU,
    FIRST_REFORM,
    SECOND_REFORM,
    THANH_VINH,
    VINH,
    VINH_PHU,
    successions,
    units,
)

REFORM = SECOND_REFORM


def reasons(registry: pl.DataFrame, hops: pl.DataFrame) -> list[str]:
    return [refusal.reason_code for refusal in refusals(registry, hops)]


def hops_of_vinh(*weights: str) -> pl.DataFrame:
    """Vinh's succession with these weights, to the wards in turn."""
    heirs = (THANH_VINH, VINH_PHU, 13)
    return successions(
        *((VINH, heir, REFORM, weight) for heir, weight in zip(heirs, weights, strict=False))
    )


def test_a_sound_registry_passes() -> None:
    check_registry(units(), successions())
    assert refusals(units(), successions()) == []


def test_thirds_make_one() -> None:
    shares = with_shares(hops_of_vinh("1/3", "1/3", "1/3"))
    assert shares.select("part", "whole").rows() == [(1, 3), (1, 3), (1, 3)]


def test_parts_of_different_weights_share_one_whole() -> None:
    shares = with_shares(hops_of_vinh("1/4", "0.25", "0,5"))
    assert shares.select("part", "whole").rows() == [(1, 4), (1, 4), (2, 4)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1/3", Fraction(1, 3)),
        ("0.1", Fraction(1, 10)),
        ("0,25", Fraction(1, 4)),
        (" 1 ", Fraction(1)),
        (Decimal("0.333333333333333333"), Fraction(333333333333333333, 10**18)),
        (0.1, Fraction(1, 10)),
        (1, Fraction(1)),
        ("1/0", None),
        ("a half", None),
        ("-0.5", None),
        ("1e-3", None),
        (float("nan"), None),
    ],
)
def test_weights_are_read_exactly_or_not_at_all(
    written: str | Decimal | float, meant: Fraction | None
) -> None:
    assert read_weight(written) == meant


@pytest.mark.parametrize(
    ("weights", "reason"),
    [
        (("1/3", "1/3"), "weights_do_not_sum_to_one"),
        (("0.333333333333333333", "0.666666666666666666"), "weights_do_not_sum_to_one"),
        (("2/3", "2/3"), "weights_do_not_sum_to_one"),
        (("0", "1"), "weight_out_of_range"),
        (("3/2",), "weight_out_of_range"),
        (("half", "1/2"), "unreadable_weight"),
        (("1/999999999989", "999999999988/999999999989"), None),
        (("1/999999999989", "1/999999999961", "1"), "weight_too_fine"),
    ],
)
def test_faulty_weights_are_refused_by_name(weights: tuple[str, ...], reason: str | None) -> None:
    found = [one for one in reasons(units(), hops_of_vinh(*weights)) if "weight" in one]
    assert found == ([reason] if reason else [])


def test_weights_may_come_as_decimals_and_without_any_succession() -> None:
    halves = hops_of_vinh("0.5", "0.5").with_columns(pl.col("weight").cast(pl.Decimal(20, 18)))
    assert with_shares(halves)["whole"].to_list() == [2, 2]
    assert with_shares(successions().clear()).columns[-2:] == ["part", "whole"]


def test_a_refusal_shows_its_rows_and_the_values_of_its_sentence() -> None:
    with pytest.raises(UnitsRefused) as refused:
        check_registry(units(), hops_of_vinh("1/3", "1/3"))
    assert refused.value.message_key == "units.refusal.weights_do_not_sum_to_one"
    assert refused.value.rows["old_unit_id"].to_list() == [VINH, VINH]
    assert refused.value.values["count"] == "2"


def test_an_end_before_the_beginning_is_refused() -> None:
    backwards = (20, "commune", "1", "Nậm Cắn", date(2024, 1, 2), date(2024, 1, 1))
    assert reasons(units(backwards), successions()) == ["validity_backwards"]


@pytest.mark.parametrize("start", [date(2024, 3, 1), date(2025, 6, 30)])
def test_two_units_of_one_code_on_one_day_are_refused(start: date) -> None:
    twice = (20, "district", "412", "Vinh", start, None)
    assert reasons(units(twice), successions()) == ["validities_overlap"]


def test_an_overlap_behind_a_shorter_one_is_found() -> None:
    within = (20, "district", "412", "Vinh", date(2021, 1, 1), date(2021, 1, 31))
    behind = (21, "district", "412", "Vinh", date(2025, 1, 1), date(2025, 1, 2))
    (refusal,) = refusals(units(within, behind), successions())
    assert refusal.rows["unit_id"].to_list() == [20, 21]


def test_a_unit_that_comes_back_after_a_gap_is_refused() -> None:
    again = (20, "district", "413", "CỬA LÒ", date(2025, 1, 1), date(2025, 6, 30))
    assert reasons(units(again), successions()) == ["validity_gap"]


def test_a_code_given_to_another_unit_is_no_gap() -> None:
    recycled = (20, "district", "413", "Hoàng Mai", date(2025, 1, 1), date(2025, 6, 30))
    assert reasons(units(recycled), successions()) == []


def test_the_same_code_in_another_province_or_level_is_no_overlap() -> None:
    other_level = (20, "agency", "412", "Vinh", date(2020, 1, 1), None)
    assert reasons(units(other_level), successions()) == []
    elsewhere = units().vstack(
        units().with_columns(pl.col("unit_id") + 100, province_id=pl.lit(42, dtype=pl.Int64))
    )
    assert reasons(elsewhere, successions()) == []


def test_a_unit_outside_the_registry_is_refused() -> None:
    assert reasons(units(), successions((CUA_LO, 99, FIRST_REFORM, "1"))) == ["unknown_unit"]


def test_the_same_succession_twice_is_refused() -> None:
    hop = (DIEN_CHAU, 13, REFORM, "1/2")
    assert reasons(units(), successions(hop, hop)) == ["succession_twice"]


@pytest.mark.parametrize("circle", [[VINH], [VINH, CUA_LO], [VINH, CUA_LO, DIEN_CHAU]])
def test_a_circle_is_named_before_the_days_it_breaks(circle: list[int]) -> None:
    onward: Iterable[tuple[int, int]] = zip(circle, [*circle[1:], circle[0]], strict=True)
    around = successions(*((old, new, REFORM, "1") for old, new in onward))
    first = refusals(units(), around)[0]
    assert first.reason_code == "succession_in_a_circle"
    assert sorted(first.rows["old_unit_id"]) == sorted(circle)


@pytest.mark.parametrize("day", [date(2024, 11, 30), date(2024, 12, 2)])
def test_a_predecessor_ends_the_day_before(day: date) -> None:
    assert reasons(units(), successions((CUA_LO, VINH, day, "1"))) == ["predecessor_does_not_end"]


def test_a_predecessor_without_an_end_is_refused() -> None:
    living = successions((THANH_VINH, VINH_PHU, date(2025, 9, 1), "1"))
    assert reasons(units(), living) == ["predecessor_does_not_end"]


def test_a_successor_is_there_on_the_day() -> None:
    not_yet = successions((CUA_LO, THANH_VINH, FIRST_REFORM, "1"))
    assert reasons(units(), not_yet) == ["successor_not_there"]
    no_more = successions((VINH, DIEN_CHAU, REFORM, "1"))
    assert reasons(units(), no_more) == ["successor_not_there"]


def test_every_fault_is_found_not_only_the_first() -> None:
    faulty = successions((CUA_LO, 99, FIRST_REFORM, "1"), (VINH, THANH_VINH, REFORM, "1/2"))
    assert reasons(units(), faulty) == ["unknown_unit", "weights_do_not_sum_to_one"]
