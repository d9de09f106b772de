from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from queries.headlines import headline_figures
from queries.schemas import HEADLINE_FIGURES
from store.database import engine
from tests.queries.stores import Store, figures


@pytest.fixture
def store(database_url: str) -> Store:
    """A province with two districts, an agency, and the online dossier rate as its headline."""
    made = Store(database_url)
    made.unit("412")
    made.unit("413")
    made.unit("STP", level="agency")
    made.indicator("DVC01")
    return made


def figure(store: Store, period: str = "2023", *, of: str = "DVC01", **ask: Any) -> dict[str, Any]:
    """The row of one headline indicator."""
    rows = store.answer(headline_figures, store.ask(period, **ask))
    assert rows.schema == HEADLINE_FIGURES
    return next(row for row in rows.to_dicts() if row["indicator"] == of)


def test_what_was_observed_for_the_period_itself_is_the_figure(store: Store) -> None:
    store.document("report", date(2024, 1, 19))
    store.observe("DVC01", "40", "2023", value=0.4503, provenance="published", document="report")
    store.observe("DVC01", "40", "2023-12", 1, 2)
    store.target("DVC01", 0.40, note_vi="Ngầm định")
    row = figure(store)
    assert (row["value"], row["numerator"], row["provenance"]) == (0.4503, None, "published")
    assert (row["target"], row["distance"], row["status"]) == (0.40, 0.0503, "met")
    assert (row["source_title_vi"], row["source_issued_on"]) == (
        "Văn bản report",
        date(2024, 1, 19),
    )
    assert row["target_note_vi"] == "Ngầm định"


def test_of_conflicting_documents_the_published_and_newest_speaks_alone(store: Store) -> None:
    store.document("may 10", date(2023, 5, 10))
    store.document("may 12", date(2023, 5, 12))
    store.document("june 1", date(2023, 6, 1))
    store.observe("DVC01", "40", "2023", 46, 100, provenance="published", document="may 12")
    store.observe("DVC01", "40", "2023", 44, 100, provenance="published", document="may 10")
    store.observe("DVC01", "40", "2023", 50, 100, provenance="reported", document="june 1")
    assert figure(store)["value"] == 0.46


def test_a_corrected_figure_is_gone_and_the_old_one_can_be_seen_as_of_then(store: Store) -> None:
    wrong = store.observe("DVC01", "40", "2023", 45, 100)
    before = store.batch
    store.observe("DVC01", "40", "2023", 54, 100, replaces=wrong)
    assert figure(store)["value"] == 0.54
    assert figure(store, as_of=before)["value"] == 0.45
    assert figure(store, as_of=before - 1)["value"] is None


def test_months_of_the_period_give_the_ratio_of_their_sums(store: Store) -> None:
    store.observe("DVC01", "40", "2022-12", 100, 100)
    store.observe("DVC01", "40", "2023-01", 1, 10)
    store.observe("DVC01", "40", "2023-02", 80, 90)
    store.observe("DVC01", "40", "2023-04", 0, 100)
    row = figure(store, "2023-Q1")
    assert (row["numerator"], row["denominator"], row["value"]) == (81, 100, 0.81)
    assert (row["provenance"], row["obs_status"]) == ("derived", "final")
    assert (row["period_start"], row["period_end"]) == (date(2023, 1, 1), date(2023, 2, 28))


def test_a_month_told_by_two_documents_counts_once(store: Store) -> None:
    store.document("first", date(2023, 2, 5))
    store.document("second", date(2023, 2, 9))
    store.observe("DVC01", "40", "2023-01", 1, 10, document="first")
    store.observe("DVC01", "40", "2023-01", 3, 10, document="second")
    store.observe("DVC01", "40", "2023-02", 5, 10)
    assert figure(store)["numerator"] == 8


def test_nothing_of_nothing_is_no_value(store: Store) -> None:
    store.observe("DVC01", "40", "2023-01", 0, 0)
    row = figure(store)
    assert (row["value"], row["denominator"], row["status"]) == (None, 0, "no_value")


def test_the_province_is_the_ratio_of_the_sums_of_its_units(store: Store) -> None:
    store.unit("412.1", level="commune", parent="412")
    store.indicator("DVC02", leads="side_by_side")
    store.indicator("DVC03", leads="side_by_side")
    for month in ("2023-11", "2023-12"):
        store.observe("DVC01", "412", month, 60, 100)
        store.observe("DVC01", "412.1", month, 60, 100)
        store.observe("DVC01", "413", month, 40, 60)
        store.observe("DVC01", "STP", month, 20, 90)
    rows = store.answer(headline_figures, store.ask("2023"))
    assert figures(rows, "numerator", "denominator", by="indicator") == {
        "DVC01": (240, 500),
        "DVC02": (200, 320),
        "DVC03": (40, 180),
    }
    assert figures(rows, "value", by="indicator")["DVC02"] == 0.625
    assert rows["provenance"].unique().to_list() == ["derived"]


def test_a_total_with_an_invented_part_is_marked_illustrative(store: Store) -> None:
    store.observe("DVC01", "412", "2023", 1, 2)
    assert figure(store)["provenance"] == "derived"
    store.observe("DVC01", "413", "2023", 1, 2, provenance="illustrative")
    assert figure(store)["provenance"] == "illustrative"


def test_a_total_with_a_missing_part_is_provisional(store: Store) -> None:
    store.observe("DVC01", "412", "2023", 1, 2)
    store.observe("DVC01", "413", "2023", obs_status="missing")
    row = figure(store)
    assert (row["value"], row["obs_status"]) == (0.5, "provisional")


@pytest.mark.parametrize("obs_status", ["missing", "not_applicable"])
def test_the_kinds_of_no_value_stay_apart(store: Store, obs_status: str) -> None:
    store.observe("DVC01", "40", "2023", obs_status=obs_status)
    store.observe("DVC01", "412", "2023", 1, 2)
    row = figure(store)
    assert (row["value"], row["obs_status"], row["status"]) == (None, obs_status, "no_value")


def test_what_nobody_observed_has_a_row_without_value_and_status(store: Store) -> None:
    row = figure(store)
    assert (row["value"], row["obs_status"], row["provenance"]) == (None, None, None)


def test_rows_of_a_single_service_are_not_the_indicator(store: Store) -> None:
    store.observe("DVC01", "40", "2023", 1, 2, public_service_id=store.service("DV01", number=1))
    assert figure(store)["value"] is None


def test_what_was_cut_off_after_today_is_not_known_yet(store: Store) -> None:
    store.observe("DVC01", "40", "2024-03", 1, 2)
    store.observe("DVC01", "40", "2024-04", 2, 2, cut_off=date(2024, 4, 15))
    assert figure(store, "2024")["numerator"] == 1


def test_a_stock_is_the_newest_up_to_the_end_of_the_period(store: Store) -> None:
    store.indicator("DDI01", measure="stock", aggregation="sum_of_latest", leads="funnel")
    store.observe("DDI01", "40", "2023-10", value=100)
    store.observe("DDI01", "40", "2023-11", value=110)
    store.observe("DDI01", "40", "2024-01", value=130)
    at_year_end = figure(store, of="DDI01")
    assert (at_year_end["value"], at_year_end["period_end"]) == (110, date(2023, 11, 30))
    assert figure(store, "2024-Q1", of="DDI01")["value"] == 130


def test_a_fact_of_a_day_after_the_period_shows_with_its_own_day(store: Store) -> None:
    store.indicator("DVC05", measure="stock", aggregation="sum_of_latest")
    store.observe("DVC05", "40", "2024-01-19", 25, 25, value=25, provenance="published")
    store.target("DVC05", 25)
    row = figure(store, of="DVC05")
    assert (row["value"], row["period_end"]) == (25, date(2024, 1, 19))
    assert (row["distance"], row["status"]) == (0, "met")


def test_a_past_period_shows_nothing_from_its_future(store: Store) -> None:
    store.indicator("DVC05", measure="stock", aggregation="sum_of_latest", levels="province")
    store.indicator("DDI01", measure="stock", aggregation="sum_of_latest")
    store.observe("DVC05", "40", "2024-01-19", value=25)
    store.observe("DDI01", "40", "2023-12", value=900)
    store.observe("DDI01", "412", "2023-12", value=500)
    assert figure(store, "2023-11", of="DVC05")["value"] is None
    assert figure(store, "2023-11", of="DDI01")["value"] is None
    assert figure(store, "2023-11", of="DDI01", unit="412")["value"] is None


def test_a_fact_is_told_about_a_period_until_31_days_after_it(store: Store) -> None:
    store.indicator("DVC05", measure="stock", aggregation="sum_of_latest")
    store.indicator("DVC06", measure="stock", aggregation="sum_of_latest")
    store.observe("DVC05", "40", "2024-01-31", value=25)
    store.observe("DVC06", "40", "2024-02-01", value=6)
    assert figure(store, of="DVC05")["value"] == 25
    assert figure(store, of="DVC06")["value"] is None


def test_a_fact_after_the_period_is_for_the_province_alone(store: Store) -> None:
    store.indicator("DVC05", measure="stock", aggregation="sum_of_latest")
    store.observe("DVC05", "412", "2024-01-19", value=5)
    assert figure(store, of="DVC05")["value"] is None
    assert figure(store, of="DVC05", unit="412")["value"] is None


def test_what_the_parts_told_in_time_comes_before_a_later_fact(store: Store) -> None:
    store.indicator("DDI01", measure="stock", aggregation="sum_of_latest")
    store.observe("DDI01", "40", "2023-06-15", value=990)
    store.observe("DDI01", "412", "2023-05", value=500)
    store.observe("DDI01", "413", "2023-05", value=400)
    row = figure(store, "2023-05", of="DDI01")
    assert (row["value"], row["period_end"]) == (900, date(2023, 5, 31))
    assert figure(store, "2023-06", of="DDI01")["value"] == 990


def test_parts_that_all_tell_of_a_later_day_come_before_the_provinces_row(store: Store) -> None:
    store.indicator("DDI01", measure="stock", aggregation="sum_of_latest")
    store.observe("DDI01", "40", "2023-12-31", value=900)
    store.observe("DDI01", "412", "2024-02", value=510)
    store.observe("DDI01", "413", "2023-12", value=400)
    assert figure(store, "2024-Q1", of="DDI01")["value"] == 900
    store.observe("DDI01", "413", "2024-03", value=420)
    row = figure(store, "2024-Q1", of="DDI01")
    assert (row["value"], row["provenance"], row["source_title_vi"]) == (930, "derived", None)
    assert (row["parts_known"], row["parts_expected"]) == (2, 2)
    assert figure(store, "2023", of="DDI01")["value"] == 900


def test_a_roll_up_over_some_of_the_units_does_not_pass_as_the_provinces(store: Store) -> None:
    store.observe("DVC01", "412", "2023", 9, 10)
    store.target("DVC01", 0.40)
    row = figure(store)
    assert (row["value"], row["obs_status"]) == (0.9, "provisional")
    assert (row["parts_known"], row["parts_expected"]) == (1, 2)
    assert (row["target"], row["status"], row["distance"]) == (0.40, "incomplete", None)
    store.observe("DVC01", "413", "2023", 7, 10)
    row = figure(store)
    assert (row["parts_known"], row["parts_expected"]) == (2, 2)
    assert (row["status"], row["distance"]) == ("met", 0.40)


def test_units_to_which_an_indicator_does_not_apply_are_not_missed(store: Store) -> None:
    store.observe("DVC01", "412", "2023", 9, 10)
    store.observe("DVC01", "413", "2023", obs_status="not_applicable")
    row = figure(store)
    assert (row["parts_known"], row["parts_expected"], row["obs_status"]) == (1, 1, "final")


def test_a_department_is_missed_once_it_has_reported_before(store: Store) -> None:
    store.unit("SNV", level="agency")
    for month in ("2023-04", "2023-05"):
        store.observe("DVC01", "412", month, 9, 10)
        store.observe("DVC01", "413", month, 9, 10)
    store.observe("DVC01", "STP", "2023-04", 1, 10)

    def parts(period: str) -> tuple[int, int]:
        row = figure(store, period)
        return row["parts_known"], row["parts_expected"]

    assert parts("2023-04") == (3, 3)
    assert parts("2023-05") == (2, 3)


def test_localities_of_an_indicator_that_no_locality_reports_are_not_missed(store: Store) -> None:
    store.indicator("BCA01", levels="province, agency")
    store.observe("BCA01", "STP", "2023", 1, 2)
    row = figure(store, of="BCA01")
    assert (row["parts_known"], row["parts_expected"]) == (1, 1)


def test_a_figure_of_the_province_itself_is_not_made_of_parts(store: Store) -> None:
    store.observe("DVC01", "40", "2023", 45, 100)
    store.observe("DVC01", "412", "2023", 9, 10)
    row = figure(store)
    assert (row["parts_known"], row["parts_expected"]) == (None, None)


def test_stocks_of_units_are_summed_as_they_last_stood(store: Store) -> None:
    store.indicator("DDI01", measure="stock", aggregation="sum_of_latest")
    store.observe("DDI01", "412", "2023-11", value=100)
    store.observe("DDI01", "412", "2023-12", value=105)
    store.observe("DDI01", "413", "2023-11", value=40)
    row = figure(store, of="DDI01")
    assert (row["value"], row["cut_off"]) == (145, date(2023, 11, 30))


def test_a_ratio_of_stocks_is_that_of_the_last_month_not_of_the_sum_of_months(store: Store) -> None:
    store.indicator("DDI05", aggregation="ratio_of_latest")
    store.observe("DDI05", "412", "2023-11", 10, 100)
    store.observe("DDI05", "412", "2023-12", 60, 100)
    store.observe("DDI05", "413", "2023-12", 40, 100)
    row = figure(store, of="DDI05")
    assert (row["numerator"], row["denominator"], row["value"]) == (100, 200, 0.5)


def test_a_rank_is_never_made_of_months_or_units(store: Store) -> None:
    store.indicator("I766R", measure="rank", aggregation="not_aggregated", polarity="lower")
    store.observe("I766R", "40", "2023-11", value=20)
    store.observe("I766R", "412", "2023", value=1)
    assert figure(store, of="I766R")["value"] is None
    assert figure(store, "2023-11", of="I766R")["value"] == 20


def test_a_year_across_a_merger_counts_the_months_of_old_and_new_units(store: Store) -> None:
    store.unit("500", valid_to=date(2023, 6, 30))
    store.unit("600", valid_from=date(2023, 7, 1))
    store.indicator("DDI01", measure="stock", aggregation="sum_of_latest")
    store.observe("DVC01", "500", "2023-06", 10, 20)
    store.observe("DVC01", "600", "2023-07", 15, 20)
    store.observe("DDI01", "500", "2023-06", value=1000)
    store.observe("DDI01", "600", "2023-07", value=1010)
    assert figure(store)["value"] == 25 / 40
    assert figure(store, of="DDI01")["value"] == 1010


def test_a_unit_asked_about_shows_its_own_figures(store: Store) -> None:
    store.observe("DVC01", "40", "2023", 45, 100)
    store.observe("DVC01", "412", "2023-01", 3, 4)
    store.target("DVC01", 0.40, level="province")
    store.target("DVC01", 0.80, level="district")
    row = figure(store, unit="412")
    assert (row["value"], row["target"], row["status"]) == (0.75, 0.80, "missed")
    assert figure(store)["target"] == 0.40


def test_what_units_of_its_level_do_not_report_is_not_asked_of_a_unit(store: Store) -> None:
    store.indicator("DVC05", measure="stock", aggregation="sum_of_latest", levels="province")
    store.indicator("KH205", levels="commune, agency")
    asked = store.answer(headline_figures, store.ask(unit="412"))
    assert figures(asked, "obs_status", by="indicator") == {
        "DVC01": None,
        "DVC05": "not_applicable",
        "KH205": "not_applicable",
    }
    store.observe("KH205", "412", "2023-05", 1, 2)
    assert figure(store, of="KH205", unit="412")["value"] == 0.5
    # It has reported, so that a silent month is a report that is missing.
    assert figure(store, "2023-06", of="KH205", unit="412")["obs_status"] is None


def test_the_two_blocks_stay_those_of_the_province_when_a_unit_is_asked(store: Store) -> None:
    store.indicator("DVC02", leads="side_by_side", levels="block")
    store.observe("DVC01", "412", "2023", 30, 40)
    store.observe("DVC01", "413", "2023", 10, 40)
    store.observe("DVC02", "412", "2023", 1, 1)
    rows = store.answer(headline_figures, store.ask(unit="412"))
    assert figures(rows, "value", "of_whole", by="indicator") == {
        "DVC01": (0.75, False),
        "DVC02": (0.5, True),
    }
    out_of_scope = store.ask(unit="412", scope=store.scope("413"))
    assert store.answer(headline_figures, out_of_scope).is_empty()
    of_412 = store.ask(unit="412", scope=store.scope("412"))
    assert store.answer(headline_figures, of_412).equals(rows)
    whole = store.answer(headline_figures, store.ask())
    assert figures(whole, "value", "of_whole", by="indicator") == {
        "DVC01": (0.5, True),
        "DVC02": (0.5, True),
    }


def test_a_district_sees_the_totals_of_its_province_and_no_other_unit(store: Store) -> None:
    store.observe("DVC01", "412", "2023", 1, 4)
    store.observe("DVC01", "413", "2023", 2, 4)
    only_412 = store.scope("412")
    assert figure(store, scope=only_412)["value"] == 3 / 8
    assert figure(store, scope=only_412, unit="412")["value"] == 1 / 4
    asked = store.ask(scope=only_412, unit="413")
    assert store.answer(headline_figures, asked).is_empty()


def test_old_periods_keep_their_target(store: Store) -> None:
    store.observe("DVC01", "40", "2022", 35, 100)
    store.observe("DVC01", "40", "2023", 45, 100)
    store.observe("DVC01", "40", "2024-Q1", 45, 100)
    store.target("DVC01", 0.30, starts=date(2022, 1, 1), due=date(2022, 12, 31))
    store.target("DVC01", 0.40, starts=date(2023, 1, 1), due=date(2023, 12, 31))
    store.target("DVC01", 0.50, starts=date(2024, 1, 1), due=date(2024, 12, 31))
    assert figure(store, "2022")["target"] == 0.30
    assert figure(store, "2023")["target"] == 0.40
    latest = figure(store, "2024-Q1")
    assert (latest["target"], latest["status"]) == (0.50, "behind")


def test_last_years_target_does_not_judge_this_year(store: Store) -> None:
    store.observe("DVC01", "40", "2023", 39, 100)
    store.observe("DVC01", "40", "2024-Q1", 39, 100)
    store.target("DVC01", 0.40)
    assert figure(store)["status"] == "missed"
    row = figure(store, "2024-Q1")
    assert (row["target"], row["distance"], row["status"]) == (None, None, "no_target")


def test_a_target_due_within_the_period_judges_it(store: Store) -> None:
    store.observe("DVC01", "40", "2023", 39, 100)
    store.target("DVC01", 0.40, due=date(2023, 1, 1))
    assert figure(store)["status"] == "missed"


def test_a_target_due_on_its_first_day_holds_from_then_on(store: Store) -> None:
    store.observe("DVC01", "40", "2024-Q1", 39, 100)
    store.target("DVC01", 1.0, starts=date(2023, 7, 1), due=date(2023, 7, 1))
    assert figure(store, "2024-Q1")["status"] == "missed"


def test_a_target_to_come_is_no_target_yet(store: Store) -> None:
    store.observe("DVC01", "40", "2023", 45, 100)
    store.target("DVC01", 0.50, starts=date(2024, 1, 1), due=date(2024, 12, 31))
    assert figure(store)["status"] == "no_target"


def test_headlines_come_in_their_order_with_their_places(store: Store) -> None:
    store.indicator("DDI03", measure="stock", aggregation="sum_of_latest", leads="funnel")
    store.indicator("DDI09", leads=None)
    rows = store.answer(headline_figures, store.ask())
    assert rows.select("place", "indicator").rows() == [("gauge", "DVC01"), ("funnel", "DDI03")]


def test_the_rate_of_a_list_of_services_is_made_of_its_services(store: Store) -> None:
    store.indicator("DVC04")
    first, second = store.service("QD06-01", number=1), store.service("QD06-02", number=2)
    other = store.service("QD422-01", number=1, list_code="QD422")
    store.observe("DVC04", "40", "2023-11", 1, 10, public_service_id=first)
    store.observe("DVC04", "40", "2023-12", 2, 10, public_service_id=first)
    store.observe("DVC04", "40", "2023-12", 9, 20, public_service_id=second)
    store.observe("DVC04", "40", "2023-12", 90, 90, public_service_id=other)
    store.observe("DVC04", "412", "2023-12", 5, 5)
    row = figure(store, of="DVC04")
    assert (row["numerator"], row["denominator"], row["value"]) == (12, 40, 0.3)
    store.observe("DVC04", "40", "2023", value=0.744, provenance="published")
    assert figure(store, of="DVC04")["value"] == 0.744


def test_one_answer_is_found_by_index_however_long_the_history(sqlite_url: str) -> None:
    store = Store(sqlite_url)
    store.indicator("DVC01")
    asked = store.ask()
    statements: list[tuple[str, Any]] = []

    def keep(_conn: object, _cursor: object, text: str, values: object, *_: object) -> None:
        statements.append((text, values))

    with engine(sqlite_url).connect() as connection:
        event.listen(connection, "before_cursor_execute", keep)
        headline_figures(connection, asked)
        event.remove(connection, "before_cursor_execute", keep)
        steps = [
            str(step.detail)
            for text, values in statements
            if "observation" in text
            for step in connection.exec_driver_sql(f"explain query plan {text}", values)
        ]
    reads = [step for step in steps if "observation" in step or " own " in step]
    assert len(reads) >= 4
    assert all("ix_observation_asked" in step or "PRIMARY KEY" in step for step in reads)
