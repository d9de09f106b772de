"""How old each subject's figures are on a day, and whose are missing among the newest."""

from datetime import date
from typing import Any

import pytest

from domain.scope import NOTHING
from queries.freshness_board import figure_ages
from queries.schemas import FIGURE_AGES
from tests.queries.stores import Store


@pytest.fixture
def store(database_url: str) -> Store:
    made = Store(database_url)
    for code in ("412", "413", "414"):
        made.unit(code)
    made.indicator("DVC01")
    made.observe("DVC01", "412", "2024-02", 1, 2, provenance="published")
    made.observe("DVC01", "413", "2024-02", 1, 2, provenance="illustrative")
    made.observe("DVC01", "414", "2024-01", 1, 2, provenance="illustrative")
    return made


def row(store: Store, **asked: Any) -> dict[str, Any]:
    answer = store.answer(figure_ages, store.ask(**asked))
    assert answer.schema == FIGURE_AGES
    assert answer.height == 1
    return answer.row(0, named=True)


def test_units_without_a_figure_of_the_newest_period_are_missing(store: Store) -> None:
    told = row(store)
    assert told["frequency"] == "month"
    assert told["period_end"] == date(2024, 2, 29)
    assert (told["units_known"], told["units_expected"]) == (2, 3)
    # Of a published and an illustrative figure the weaker speaks.
    assert told["provenance"] == "illustrative"


def test_the_period_asked_for_changes_nothing(store: Store) -> None:
    assert row(store, period="2022") == row(store, period="2023")


def test_a_figure_told_as_missing_is_none(store: Store) -> None:
    store.observe("DVC01", "414", "2024-02", obs_status="missing")
    assert row(store)["units_known"] == 2


def test_what_came_later_was_not_yet_known(store: Store) -> None:
    before = store.batch - 1
    assert row(store, as_of=before)["units_expected"] == 2


def test_a_unit_that_is_no_more_is_not_expected(database_url: str) -> None:
    made = Store(database_url)
    made.unit("412")
    made.unit("413", valid_to=date(2024, 2, 1))
    made.indicator("DVC01")
    made.observe("DVC01", "412", "2024-02", 1, 2)
    made.observe("DVC01", "413", "2024-01", 1, 2)
    assert row(made)["units_expected"] == 1


def test_of_several_cycles_the_shortest_counts(store: Store) -> None:
    store.observe("DVC01", "412", "2023", 1, 2)
    told = row(store)
    assert (told["frequency"], told["cut_off"]) == ("month", date(2024, 2, 29))


def test_who_sees_one_unit_reads_its_figures_alone(store: Store) -> None:
    asked = store.ask(scope=store.scope("414"))
    told = store.answer(figure_ages, asked).row(0, named=True)
    assert (told["units_expected"], told["period_end"]) == (1, date(2024, 1, 31))


def test_nothing_in_scope_is_nothing(store: Store) -> None:
    assert store.answer(figure_ages, store.ask(scope=NOTHING)).is_empty()
