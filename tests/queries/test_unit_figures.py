from datetime import date

import pytest

from domain.scope import NOTHING
from queries.schemas import UNIT_FIGURES
from queries.unit_figures import unit_figures
from tests.queries.stores import Store, figures

LAST, FIRST = date(2023, 6, 30), date(2023, 7, 1)


@pytest.fixture
def store(database_url: str) -> Store:
    """Four districts and a department; what 412 reports is what is asked about."""
    made = Store(database_url)
    for code in ("412", "413", "414", "415"):
        made.unit(code)
    made.unit("STP", level="agency")
    made.indicator("DVC01")
    made.observe("DVC01", "412", "2023", 90, 100)
    made.observe("DVC01", "412", "2022", 40, 50)
    made.observe("DVC01", "413", "2023", 30, 100)
    made.observe("DVC01", "414", "2023", 90, 100)
    made.observe("DVC01", "STP", "2023", 10, 20)
    return made


def one(store: Store, *columns: str, unit: str = "412", period: str = "2023") -> object:
    rows = store.answer(unit_figures, store.ask(period, unit=unit))
    return figures(rows, *columns, by="indicator")


def test_a_value_stands_beside_its_rank_its_past_and_the_province(store: Store) -> None:
    rows = store.answer(unit_figures, store.ask(unit="412"))
    assert rows.schema == UNIT_FIGURES
    assert one(store, "value", "rank", "ranked_of") == {"DVC01": (0.9, 1, 3)}
    # 90/100 after 40/50.
    assert one(store, "previous", "change") == {"DVC01": (0.8, 0.1)}
    # (90 + 30 + 90 + 10) / (100 + 100 + 100 + 20); 415 should have reported, too.
    assert one(store, "whole_value", "whole_known", "whole_expected") == {"DVC01": (0.6875, 4, 5)}


def test_departments_are_ranked_among_themselves(store: Store) -> None:
    assert one(store, "value", "rank", "ranked_of", unit="STP") == {"DVC01": (0.5, 1, 1)}


def test_what_the_province_itself_told_comes_before_its_parts(store: Store) -> None:
    store.observe("DVC01", "40", "2023", 450, 1000)
    assert one(store, "whole_value", "whole_known") == {"DVC01": (0.45, None)}


def test_a_target_of_the_province_is_one_of_its_units_and_judges_them(store: Store) -> None:
    store.target("DVC01", 0.4)
    assert one(store, "target", "status", unit="413") == {"DVC01": (0.4, "missed")}
    assert one(store, "target", "status") == {"DVC01": (0.4, "met")}


def test_a_place_that_sent_nothing_is_shown_as_missing_what_its_peers_report(store: Store) -> None:
    assert one(store, "value", "obs_status", "rank", unit="415") == {"DVC01": (None, None, None)}


def test_a_department_is_not_asked_for_what_others_report(store: Store) -> None:
    store.unit("SNV", level="agency")
    assert one(store, "value", unit="SNV") == {}


def test_a_sum_of_three_months_is_not_compared_with_a_whole_year(store: Store) -> None:
    store.indicator("HSO01", measure="flow", aggregation="sum")
    for month in range(1, 13):
        store.observe("HSO01", "412", f"2023-{month:02}", 10)
    for month in range(1, 4):
        store.observe("HSO01", "412", f"2024-{month:02}", 20)
    rows = store.answer(unit_figures, store.ask("2024", unit="412"))
    assert figures(rows, "value", "change", by="indicator")["HSO01"] == (60.0, None)
    months = store.answer(unit_figures, store.ask("2024-03", unit="412"))
    assert figures(months, "value", "change", by="indicator")["HSO01"] == (20.0, 0.0)


def test_a_stock_that_was_not_counted_anew_has_not_changed(store: Store) -> None:
    store.indicator("DDI01", measure="stock", aggregation="sum_of_latest")
    store.observe("DDI01", "412", "2022-12-31", 7)
    assert one(store, "value", "previous", "change")["DDI01"] == (7.0, None, None)


def test_on_the_map_of_a_later_day_the_figures_of_what_went_into_a_place_are_added(
    database_url: str,
) -> None:
    store = Store(database_url)
    store.unit("412", valid_to=LAST)
    store.unit("413", valid_to=LAST)
    store.unit("17001", level="commune", valid_from=FIRST)
    store.became("412", "17001", on=FIRST)
    store.became("413", "17001", on=FIRST)
    store.indicator("DVC01")
    store.observe("DVC01", "412", "2023-05", 30, 40)
    store.observe("DVC01", "413", "2023-05", 10, 60)
    asked = store.ask("2023-05", unit="17001", era=FIRST)
    rows = store.answer(unit_figures, asked)
    assert figures(rows, "value", "is_converted", by="indicator") == {"DVC01": (0.4, True)}
    assert (
        store.answer(unit_figures, store.ask("2023-05", unit="412"))["is_converted"].item() is False
    )


def test_an_asker_out_of_scope_gets_no_rows(store: Store) -> None:
    mine = store.ask(unit="412", scope=store.scope("412"))
    assert store.answer(unit_figures, mine).height == 1
    other = store.ask(unit="413", scope=store.scope("412"))
    assert store.answer(unit_figures, other).is_empty()
    assert store.answer(unit_figures, store.ask(unit="412", scope=NOTHING)).is_empty()


def test_five_statements_tell_all_indicators_of_a_unit(store: Store) -> None:
    assert store.statements(unit_figures, store.ask(unit="412")) <= 5
