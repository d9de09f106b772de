from datetime import date

import pytest

from queries.schemas import UNIT_BOUNDARIES, UNIT_VALUES
from queries.units import unit_boundaries, unit_values
from tests.queries.stores import Store, figures


@pytest.fixture
def store(database_url: str) -> Store:
    """Four districts and two agencies with online rates; 415 sent nothing."""
    made = Store(database_url)
    for code in ("412", "413", "414", "415"):
        made.unit(code)
    made.unit("STP", level="agency")
    made.unit("SNV", level="agency")
    made.indicator("DVC01")
    made.observe("DVC01", "412", "2023", 90, 100)
    made.observe("DVC01", "413", "2023-05", 1, 10)
    made.observe("DVC01", "413", "2023-06", 49, 90)
    made.observe("DVC01", "414", "2023", 50, 100)
    made.observe("DVC01", "STP", "2023", 3, 10)
    return made


def test_units_come_worst_first_with_equals_sharing_a_rank(store: Store) -> None:
    rows = store.answer(unit_values, store.ask(), indicator="DVC01", level="locality")
    assert rows.schema == UNIT_VALUES
    assert rows.select("unit_code", "value", "rank").rows() == [
        ("413", 0.5, 2),
        ("414", 0.5, 2),
        ("412", 0.9, 1),
        ("415", None, None),
    ]


def test_where_lower_is_better_the_highest_is_worst(store: Store) -> None:
    store.indicator("TDO02", measure="flow", aggregation="sum", polarity="lower")
    store.observe("TDO02", "412", "2023-01", 5)
    store.observe("TDO02", "412", "2023-02", 4)
    store.observe("TDO02", "413", "2023-02", 7)
    rows = store.answer(unit_values, store.ask(), indicator="TDO02", level="locality")
    assert rows.select("unit_code", "value", "rank").rows()[:2] == [("412", 9, 2), ("413", 7, 1)]


def test_a_neutral_indicator_has_an_order_but_no_best(store: Store) -> None:
    store.indicator("NVU02", measure="flow", aggregation="sum", polarity="neutral")
    store.observe("NVU02", "412", "2023", 5, value=5)
    rows = store.answer(unit_values, store.ask(), indicator="NVU02", level="locality")
    assert rows["rank"].null_count() == 4


def test_agencies_are_asked_for_by_their_level(store: Store) -> None:
    rows = store.answer(unit_values, store.ask(), indicator="DVC01", level="agency")
    assert figures(rows, "value", by="unit_code") == {"STP": 0.3, "SNV": None}


def test_localities_are_communes_once_the_districts_are_gone(database_url: str) -> None:
    store = Store(database_url)
    store.indicator("DVC01")
    store.unit("412", valid_to=date(2023, 6, 30))
    store.unit("07210", level="commune", valid_from=date(2023, 7, 1))
    rows = store.answer(unit_values, store.ask("2023"), indicator="DVC01", level="locality")
    assert rows["unit_code"].to_list() == ["07210"]
    rows = store.answer(unit_values, store.ask("2023-Q2"), indicator="DVC01", level="locality")
    assert rows["unit_code"].to_list() == ["412"]


def test_only_units_in_scope_are_shown_with_their_rank_in_the_province(store: Store) -> None:
    asked = store.ask(scope=store.scope("414", "STP"))
    rows = store.answer(unit_values, asked, indicator="DVC01", level="locality")
    assert rows.select("unit_code", "rank", "ranked_of").rows() == [("414", 2, 3)]


def test_a_units_own_target_comes_before_that_of_its_level(store: Store) -> None:
    store.target("DVC01", 0.6, level="district")
    store.target("DVC01", 0.4, unit="414")
    rows = store.answer(unit_values, store.ask(), indicator="DVC01", level="locality")
    assert figures(rows, "target", "status", by="unit_code") == {
        "412": (0.6, "met"),
        "413": (0.6, "missed"),
        "414": (0.4, "met"),
        "415": (0.6, "no_value"),
    }


def test_a_rate_asked_of_all_is_asked_of_units_but_a_count_is_not(store: Store) -> None:
    store.indicator("DVC05", measure="stock", aggregation="sum_of_latest")
    store.observe("DVC05", "412", "2023", value=20)
    store.target("DVC01", 0.4)
    store.target("DVC05", 25)
    rates = store.answer(unit_values, store.ask(), indicator="DVC01", level="locality")
    counts = store.answer(unit_values, store.ask(), indicator="DVC05", level="locality")
    assert rates["target"].unique().to_list() == [0.4]
    assert counts["status"].unique(maintain_order=True).to_list() == ["no_target", "no_value"]


def test_an_unknown_indicator_has_no_rows(store: Store) -> None:
    rows = store.answer(unit_values, store.ask(), indicator="DVC99", level="locality")
    assert rows.is_empty()
    assert rows.schema == UNIT_VALUES


def test_official_outlines_replace_schematic_ones_at_once(store: Store) -> None:
    store.boundaries("412", "413")
    rows = store.answer(unit_boundaries, store.ask(), level="locality")
    assert rows.schema == UNIT_BOUNDARIES
    assert rows.select("unit_code", "boundary_kind").rows() == [
        ("412", "schematic"),
        ("413", "schematic"),
    ]
    before = store.batch
    store.boundaries("412", kind="official")
    store.boundaries("412", "413")
    rows = store.answer(unit_boundaries, store.ask(), level="locality")
    assert figures(rows, "boundary_kind", by="unit_code") == {"412": "official"}
    rows = store.answer(unit_boundaries, store.ask(as_of=before), level="locality")
    assert rows["boundary_kind"].to_list() == ["schematic", "schematic"]


def test_of_two_sets_the_newest_valid_that_day_is_drawn(store: Store) -> None:
    store.boundaries("412", valid_to=date(2023, 6, 30))
    store.boundaries("412", valid_from=date(2023, 7, 1))
    then = store.answer(unit_boundaries, store.ask("2023-Q1"), level="district")
    now = store.answer(unit_boundaries, store.ask("2023"), level="district")
    assert then["boundary_source"].to_list() != now["boundary_source"].to_list()
    assert len(then) == len(now) == 1


def test_only_outlines_of_units_in_scope_are_given(store: Store) -> None:
    store.boundaries("412", "413")
    asked = store.ask(scope=store.scope("413"))
    rows = store.answer(unit_boundaries, asked, level="locality")
    assert rows["unit_code"].to_list() == ["413"]


def test_two_units_of_one_name_are_told_apart_by_their_full_names(store: Store) -> None:
    store.unit("447", name="Kỳ Anh", full_name="Huyện Kỳ Anh")
    store.unit("449", name="Kỳ Anh", full_name="Thị xã Kỳ Anh")
    rows = store.answer(unit_values, store.ask(), indicator="DVC01", level="locality")
    named = dict(rows.select("unit_code", "unit_vi").rows())
    assert (named["447"], named["449"]) == ("Huyện Kỳ Anh", "Thị xã Kỳ Anh")
    assert not named["412"].startswith("Huyện")
