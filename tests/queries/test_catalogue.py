from datetime import date

import pytest
from sqlalchemy import update

from domain.scope import NOTHING
from queries.catalogue import indicators_on_map, periods_available, provinces, units_of_province
from queries.definitions import definitions
from queries.question import Question
from queries.schemas import INDICATORS, PERIODS, PROVINCES, UNITS
from store.database import engine
from store.tables import province
from tests.queries.stores import Store


@pytest.fixture
def store(database_url: str) -> Store:
    made = Store(database_url)
    made.unit("413")
    made.unit("412")
    made.unit("STP", level="agency")
    made.indicator("DVC01")
    return made


def test_provinces_are_those_with_any_scope_in_them(store: Store) -> None:
    whole = Question.before_a_province(scope=store.ask().scope, as_of=store.batch)
    rows = store.answer(provinces, whole)
    assert rows.schema == PROVINCES
    assert rows["slug"].to_list() == ["nghe-an"]
    one_unit = Question.before_a_province(scope=store.scope("412"), as_of=store.batch)
    assert store.answer(provinces, one_unit)["slug"].to_list() == ["nghe-an"]
    nobody = Question.before_a_province(scope=NOTHING, as_of=store.batch)
    assert store.answer(provinces, nobody).is_empty()


def test_units_to_choose_from_are_places_then_agencies_in_scope(store: Store) -> None:
    store.unit("500", valid_to=date(2022, 12, 31))
    rows = store.answer(units_of_province, store.ask())
    assert rows.schema == UNITS
    assert rows["unit_code"].to_list() == ["412", "413", "STP"]
    mine = store.answer(units_of_province, store.ask(scope=store.scope("413")))
    assert mine["unit_code"].to_list() == ["413"]


def test_periods_are_those_observed_newest_first(store: Store) -> None:
    store.indicator("DDI09", leads=None)
    store.observe("DDI09", "40", "2019")
    store.observe("DVC01", "40", "2022", 1, 2)
    store.observe("DVC01", "412", "2023-11", 1, 2)
    store.observe("DVC01", "412", "2024-01", 1, 2)
    store.observe("DVC01", "412", "2024-Q2", 1, 2, cut_off=date(2024, 4, 2))
    store.observe("DVC01", "412", "2024-06", 1, 2, cut_off=date(2024, 4, 2))
    rows = store.answer(periods_available, store.ask())
    assert rows.schema == PERIODS
    assert rows["period"].to_list() == [
        "2024",
        "2023",
        "2022",
        "2024-Q2",
        "2024-Q1",
        "2023-Q4",
        "2024-01",
        "2023-11",
    ]
    assert not rows["is_default"].any()


def test_the_provinces_own_choice_is_the_default(store: Store) -> None:
    store.observe("DVC01", "412", "2023-11", 1, 2)
    with engine(store.url).execution_options(writes=True).begin() as connection:
        connection.execute(update(province).values(default_period="2023"))
    rows = store.answer(periods_available, store.ask())
    assert rows.filter("is_default")["period"].to_list() == ["2023"]


def test_on_the_map_is_what_places_report_in_the_period(store: Store) -> None:
    store.indicator("DDI01", measure="stock", aggregation="sum_of_latest", leads=None)
    store.indicator("DVC04", leads=None)
    store.indicator("TDO01")
    store.observe("DVC01", "412", "2023-05", 1, 2)
    store.observe("DDI01", "413", "2022-05", value=10)
    store.observe("DVC04", "40", "2023-05", 1, 2)
    store.observe("TDO01", "STP", "2023-05", 1, 2)
    rows = store.answer(indicators_on_map, store.ask())
    assert rows.schema == INDICATORS
    assert rows["indicator"].to_list() == ["DVC01", "DDI01"]
    assert store.answer(indicators_on_map, store.ask("2022"))["indicator"].to_list() == ["DDI01"]
    mine = store.answer(indicators_on_map, store.ask(scope=store.scope("413")))
    assert mine["indicator"].to_list() == ["DDI01"]


def test_a_province_that_leads_with_no_indicator_has_the_periods_of_all(database_url: str) -> None:
    store = Store(database_url)
    store.indicator("OWN01", leads=None)
    store.observe("OWN01", "40", "2023-05", 1, 2)
    periods = store.answer(periods_available, store.ask())["period"].to_list()
    assert periods == ["2023", "2023-Q2", "2023-05"]
    store.indicator("DVC01")
    store.observe("DVC01", "40", "2022-01", 1, 2)
    led = store.answer(periods_available, store.ask())["period"].to_list()
    assert led == ["2022", "2022-Q1", "2022-01"]


def test_a_block_of_units_has_figures_where_a_unit_of_it_has(store: Store) -> None:
    store.indicator("DVC02", leads=None)
    store.indicator("DVC03", leads=None)

    def observed() -> list[str]:
        rows = store.answer(definitions, store.ask(scope=store.scope("413")))
        return rows.filter("has_figures")["indicator"].to_list()

    assert observed() == []
    store.observe("DVC01", "40", "2023", 1, 2)
    assert observed() == ["DVC01"]  # the whole province tells nothing of its blocks
    store.observe("DVC01", "412", "2023", obs_status="missing")
    assert observed() == ["DVC01"]
    store.observe("DVC01", "STP", "2023", 1, 2)
    assert observed() == ["DVC01", "DVC03"]
    store.observe("DVC01", "412", "2022", 1, 2)
    assert observed() == ["DVC01", "DVC02", "DVC03"]


def test_a_block_stated_by_the_province_has_figures(store: Store) -> None:
    store.indicator("DVC02", leads=None)
    store.observe("DVC02", "40", "2023", value=0.7)
    rows = store.answer(definitions, store.ask())
    assert rows.filter("has_figures")["indicator"].to_list() == ["DVC02"]
