from datetime import date

import polars as pl
import pytest

from domain.succession import breaks, routes_between, routes_to, units_of_period, units_on
from domain.succession.refusals import ReadBackwards
from domain.succession.weights import FINEST
from tests.unit.succession_frames import (
    AFTER_REFORMS,
    BEFORE_REFORMS,
    BETWEEN_REFORMS,
    CUA_LO,
    DIEN_CHAU,
    FIRST_REFORM,
    HEALTH,
    NEW_DIEN_CHAU,
    SECOND_REFORM,
    THANH_VINH,
    VINH,
    VINH_PHU,
    successions,
    units,
)

Link = tuple[int, int, int, int]


def links(day: date, *, source: int) -> list[Link]:
    """Successor, part and whole of one unit on a day."""
    found = routes_to(units(), successions(), day=day).links
    rows = found.filter(pl.col("source_unit_id") == source).select("unit_id", "part", "whole")
    return rows.rows()


def test_before_any_reform_every_unit_is_itself() -> None:
    found = routes_to(units(), successions(), day=BEFORE_REFORMS).links
    assert found.select("source_unit_id", "unit_id", "part", "whole").rows() == [
        (unit, unit, 1, 1) for unit in (VINH, CUA_LO, DIEN_CHAU, HEALTH)
    ]


def test_the_town_is_in_the_city_from_the_day_of_the_merger() -> None:
    assert links(date(2024, 11, 30), source=CUA_LO) == [(CUA_LO, 1, 1)]
    assert links(FIRST_REFORM, source=CUA_LO) == [(VINH, 1, 1)]


def test_the_town_is_in_the_wards_after_two_hops() -> None:
    wards = [(THANH_VINH, 1, 3), (VINH_PHU, 2, 3)]
    assert links(AFTER_REFORMS, source=CUA_LO) == wards
    assert links(AFTER_REFORMS, source=VINH) == wards


def test_what_lives_on_is_itself() -> None:
    assert links(AFTER_REFORMS, source=HEALTH) == [(HEALTH, 1, 1)]


def test_two_ways_into_one_unit_add_up() -> None:
    halves = successions(
        (CUA_LO, VINH, FIRST_REFORM, "1/2"),
        (CUA_LO, DIEN_CHAU, FIRST_REFORM, "1/2"),
        (VINH, THANH_VINH, SECOND_REFORM, "1"),
        (DIEN_CHAU, THANH_VINH, SECOND_REFORM, "1"),
    )
    found = routes_to(units(), halves, day=AFTER_REFORMS).links
    assert found.row(by_predicate=pl.col("source_unit_id") == CUA_LO)[1:4] == (THANH_VINH, 1, 1)


def test_only_units_of_the_first_day_have_a_way_between_two_days() -> None:
    between = routes_between(units(), successions(), from_day=BETWEEN_REFORMS, to_day=AFTER_REFORMS)
    assert between.links["source_unit_id"].unique().to_list() == [VINH, DIEN_CHAU, HEALTH]


def test_the_way_back_is_not_offered() -> None:
    with pytest.raises(ReadBackwards) as refused:
        routes_between(units(), successions(), from_day=AFTER_REFORMS, to_day=BEFORE_REFORMS)
    assert refused.value.values["day"] == "31/03/2024"


def test_a_unit_without_a_successor_has_no_way() -> None:
    routes = routes_to(
        units(), successions((VINH, THANH_VINH, SECOND_REFORM, "1")), day=AFTER_REFORMS
    )
    assert routes.ended == {CUA_LO, DIEN_CHAU}
    assert routes_to(units(), successions(), day=BEFORE_REFORMS).later == {
        THANH_VINH,
        VINH_PHU,
        NEW_DIEN_CHAU,
    }


def test_a_unit_of_which_a_part_went_nowhere_has_no_way() -> None:
    hops = successions(
        (CUA_LO, VINH, FIRST_REFORM, "1/2"),
        (CUA_LO, DIEN_CHAU, FIRST_REFORM, "1/2"),
        (VINH, THANH_VINH, SECOND_REFORM, "1"),
    )
    assert routes_to(units(), hops, day=AFTER_REFORMS).ended == {CUA_LO, DIEN_CHAU}


def test_the_finest_weights_over_hops_still_make_one() -> None:
    big, small = "999999999999999988/999999999999999989", "1/999999999999999989"
    hops = successions(
        (CUA_LO, VINH, FIRST_REFORM, big),
        (CUA_LO, DIEN_CHAU, FIRST_REFORM, small),
        (VINH, THANH_VINH, SECOND_REFORM, big),
        (VINH, VINH_PHU, SECOND_REFORM, small),
        (DIEN_CHAU, NEW_DIEN_CHAU, SECOND_REFORM, "1"),
    )
    of_town = routes_to(units(), hops, day=AFTER_REFORMS).links.filter(
        pl.col("source_unit_id") == CUA_LO
    )
    assert of_town["whole"].unique().to_list() == [FINEST]
    assert of_town["part"].sum() == FINEST
    assert dict(of_town.select("unit_id", "part").iter_rows())[THANH_VINH] == FINEST - 2


def test_units_as_they_were() -> None:
    assert units_on(units(), day=BEFORE_REFORMS)["unit_id"].to_list() == [1, 2, 3, 9]
    assert units_on(units(), day=FIRST_REFORM)["unit_id"].to_list() == [1, 3, 9]
    assert units_on(units(), day=SECOND_REFORM)["unit_id"].to_list() == [9, 11, 12, 13]


def test_a_period_across_a_reform_says_who_was_there_at_its_end() -> None:
    quarter = units_of_period(units(), start=date(2024, 10, 1), end=date(2024, 12, 31))
    assert quarter.select("unit_id", "at_end", "throughout").rows() == [
        (VINH, True, True),
        (CUA_LO, False, False),
        (DIEN_CHAU, True, True),
        (HEALTH, True, True),
    ]
    year = units_of_period(units(), start=date(2025, 1, 1), end=date(2025, 12, 31))
    at_end = year.filter("at_end")
    assert at_end["unit_id"].to_list() == [HEALTH, THANH_VINH, VINH_PHU, NEW_DIEN_CHAU]
    assert at_end["throughout"].to_list() == [True, False, False, False]


def test_a_line_breaks_where_the_set_of_units_changes() -> None:
    found = breaks(units(), start=date(2023, 1, 1), end=date(2025, 12, 31))
    assert found.drop("ended", "begun").rows() == [
        (FIRST_REFORM, "district", 3, 2),
        (SECOND_REFORM, "commune", 0, 3),
        (SECOND_REFORM, "district", 2, 0),
    ]
    assert found["ended"].to_list() == [[CUA_LO], [], [VINH, DIEN_CHAU]]
    assert found["begun"].to_list() == [[], [THANH_VINH, VINH_PHU, NEW_DIEN_CHAU], []]


def test_a_break_lies_between_two_points_of_the_line() -> None:
    inside = {"start": FIRST_REFORM, "end": date(2025, 6, 30)}
    assert breaks(units(), **inside).is_empty()
    assert breaks(units(), start=date(2024, 11, 30), end=FIRST_REFORM).height == 1


def test_the_beginning_of_the_registry_is_no_break() -> None:
    assert breaks(units(), start=date(2000, 1, 1), end=BEFORE_REFORMS).is_empty()
    assert breaks(units().clear(), start=date(2000, 1, 1), end=BEFORE_REFORMS).is_empty()
