from datetime import date

import pytest

from queries.schemas import TREND
from queries.trends import MONTHS_SHOWN, trend
from tests.queries.stores import Store, figures

MARCH, APRIL = date(2023, 3, 1), date(2023, 4, 1)


@pytest.fixture
def store(database_url: str) -> Store:
    """Two districts and an agency; the province itself observed only April."""
    made = Store(database_url)
    made.unit("412")
    made.unit("413")
    made.unit("STP", level="agency")
    made.indicator("DVC01")
    made.observe("DVC01", "412", "2023-03", 10, 20)
    made.observe("DVC01", "413", "2023-03", 20, 20)
    made.observe("DVC01", "STP", "2023-03", 0, 20)
    made.observe("DVC01", "412", "2023-04", 1, 20)
    made.observe("DVC01", "40", "2023-04", 70, 100)
    made.observe("DVC01", "40", "2023", 45, 100)
    return made


def test_months_the_province_did_not_observe_are_rolled_up(store: Store) -> None:
    rows = store.answer(trend, store.ask(), indicator="DVC01")
    assert rows.schema == TREND
    assert figures(rows, "value", "provenance", by="period_start") == {
        MARCH: (0.5, "derived"),
        APRIL: (0.7, "reported"),
    }


def test_a_block_is_rolled_up_over_its_own_units(store: Store) -> None:
    store.indicator("DVC02")
    rows = store.answer(trend, store.ask(), indicator="DVC02")
    assert figures(rows, "value", by="period_start") == {MARCH: 0.75, APRIL: 0.05}


def test_a_list_of_services_is_rolled_up_over_its_services(store: Store) -> None:
    store.indicator("DVC04")
    for number, online in ((1, 2), (2, 7)):
        service = store.service(f"QD06-0{number}", number=number)
        store.observe("DVC04", "40", "2023-03", online, 10, public_service_id=service)
    rows = store.answer(trend, store.ask(), indicator="DVC04")
    assert rows.select("numerator", "value").rows() == [(9, 0.45)]


def test_a_unit_shows_its_own_months(store: Store) -> None:
    unit_id = store.ids["unit", "412"]
    by_parameter = store.answer(trend, store.ask(), indicator="DVC01", unit_id=unit_id)
    by_question = store.answer(trend, store.ask(unit="412"), indicator="DVC01")
    assert by_parameter["value"].to_list() == [0.5, 0.05]
    assert by_parameter.equals(by_question)


def test_a_month_without_value_stays_without_and_an_absent_one_has_no_row(store: Store) -> None:
    store.observe("DVC01", "412", "2023-06", obs_status="missing")
    rows = store.answer(trend, store.ask(unit="412"), indicator="DVC01")
    assert figures(rows, "value", "obs_status", by="period_start")[date(2023, 6, 1)] == (
        None,
        "missing",
    )
    assert date(2023, 5, 1) not in rows["period_start"]


def test_only_units_that_existed_in_a_month_count_in_it(store: Store) -> None:
    store.unit("500", valid_to=date(2023, 2, 28))
    store.observe("DVC01", "500", "2023-02", 9, 10)
    store.observe("DVC01", "500", "2023-03", 9, 10)
    rows = store.answer(trend, store.ask(), indicator="DVC01")
    assert figures(rows, "denominator", by="period_start")[MARCH] == 60


def test_the_trend_ends_with_the_asked_period_and_is_not_longer_than_two_years(
    store: Store,
) -> None:
    for year in (2021, 2022):
        for month in range(1, 13):
            store.observe("DVC01", "412", f"{year}-{month:02d}", 1, 2)
    rows = store.answer(trend, store.ask("2022", unit="412"), indicator="DVC01")
    assert len(rows) == MONTHS_SHOWN
    assert rows["period_start"][-1] == date(2022, 12, 1)
    rows = store.answer(trend, store.ask("2023", unit="412"), indicator="DVC01")
    assert rows["period_start"][0] == date(2022, 1, 1)


def test_a_unit_out_of_scope_has_no_trend(store: Store) -> None:
    asked = store.ask(scope=store.scope("413"))
    hidden = store.answer(trend, asked, indicator="DVC01", unit_id=store.ids["unit", "412"])
    assert hidden.is_empty()
    assert len(store.answer(trend, asked, indicator="DVC01")) == 2
