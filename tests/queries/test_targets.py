"""Revisions, steps, margins and windows of targets, asked on chosen days of a real store."""

from datetime import date

import pytest

from queries.definitions import defined_targets
from queries.headlines import headline_figures
from queries.targets import targets_in_force
from queries.trends import trend
from queries.units import unit_values
from store.tables import indicator
from tests.queries.stores import Store

OF_2024 = {"starts": date(2024, 1, 1), "due": date(2024, 12, 31)}
END_OF_2024 = date(2025, 1, 15)


@pytest.fixture
def store(database_url: str) -> Store:
    """A province with one district and one rate."""
    made = Store(database_url)
    made.unit("412")
    made.indicator("DVC01")
    return made


def in_force(store: Store, period: str, *, today: date) -> float | None:
    """The target that judges DVC01 in `period`, seen on `today`."""
    asked = store.ask(period, today=today)
    rows = store.answer(targets_in_force, asked, indicators=indicator.c.code == "DVC01")
    return rows["target"].item() if rows.height else None


def headline_of(store: Store, period: str, *, today: date) -> dict[str, object]:
    (row,) = store.answer(headline_figures, store.ask(period, today=today)).to_dicts()
    return dict(row)


def test_a_target_changed_mid_year_leaves_earlier_periods_on_the_old_one(store: Store) -> None:
    store.target("DVC01", 0.40, **OF_2024)
    store.target("DVC01", 0.50, effective_from=date(2024, 7, 1), **OF_2024)
    asked_on = {
        period: in_force(store, period, today=END_OF_2024)
        for period in ("2024-03", "2024-06", "2024-07", "2024-Q2", "2024-Q3", "2024")
    }
    assert asked_on == {
        "2024-03": 0.40,
        "2024-06": 0.40,
        "2024-07": 0.50,
        "2024-Q2": 0.40,
        "2024-Q3": 0.50,
        "2024": 0.50,
    }


def test_a_change_that_is_not_yet_in_effect_judges_nothing(store: Store) -> None:
    store.target("DVC01", 0.40, **OF_2024)
    store.target("DVC01", 0.50, effective_from=date(2024, 7, 1), **OF_2024)
    assert in_force(store, "2024", today=date(2024, 6, 30)) == 0.40
    assert in_force(store, "2024", today=date(2024, 7, 1)) == 0.50


def test_a_target_without_effect_any_more_judges_nothing(store: Store) -> None:
    store.target("DVC01", 0.40, effective_to=date(2024, 6, 30), **OF_2024)
    assert in_force(store, "2024-06", today=END_OF_2024) == 0.40
    assert in_force(store, "2024-07", today=END_OF_2024) is None


def test_each_decision_is_told_with_what_it_is_worth(store: Store) -> None:
    store.document("422-2022", date(2022, 4, 4))
    store.document("422-2026", date(2026, 3, 10))
    documents = {year: store.ids["source_document", f"422-{year}"] for year in ("2022", "2026")}
    store.target("DVC01", 0.40, source_document_id=documents["2022"], **OF_2024)
    store.target(
        "DVC01",
        0.50,
        effective_from=date(2024, 7, 1),
        source_document_id=documents["2026"],
        **OF_2024,
    )
    told = store.answer(defined_targets, store.ask("2024", today=date(2024, 8, 1)))
    assert told.select("value", "standing", "document_issued_on").rows() == [
        (0.40, "changed", date(2022, 4, 4)),
        (0.50, "in_force", date(2026, 3, 10)),
    ]
    before = store.answer(defined_targets, store.ask("2024", today=date(2024, 6, 1)))
    assert before["standing"].to_list() == ["in_force", "to_come"]
    after = store.answer(defined_targets, store.ask("2024", today=END_OF_2024))
    assert after["standing"].to_list() == ["changed", "ended"]


def test_the_steps_of_a_path_are_rows(store: Store) -> None:
    store.target("DVC01", 0.8, path="stepped", **OF_2024)
    store.step("DVC01", 0.3, date(2024, 3, 31), **OF_2024)
    store.step("DVC01", 0.6, date(2024, 6, 30), **OF_2024)
    for month, online in (("2024-03", 35), ("2024-06", 35)):
        store.observe("DVC01", "40", month, online, 100)
    words = {
        month: headline_of(store, month, today=date(2024, 7, 10))["status"]
        for month in ("2024-03", "2024-06")
    }
    assert words == {"2024-03": "ahead", "2024-06": "behind"}


def test_thresholds_are_rows_and_an_indicator_may_have_its_own(store: Store) -> None:
    store.target("DVC01", 0.40, **OF_2024)
    store.observe("DVC01", "40", "2024-03", 39, 100)
    assert headline_of(store, "2024-03", today=date(2024, 4, 2))["status"] == "behind"
    wide = store.status_rule(measure="rate", course_margin=0.01)
    assert headline_of(store, "2024-03", today=date(2024, 4, 2))["status"] == "on_course"
    store.status_rule(indicator="DVC01", course_margin=0.0)
    assert headline_of(store, "2024-03", today=date(2024, 4, 2))["status"] == "behind"
    before = store.batch
    store.status_rule(measure="rate", course_margin=0.02, replaces=wide)
    assert store.batch > before


def test_a_changed_threshold_leaves_earlier_answers_as_they_were(store: Store) -> None:
    store.target("DVC01", 0.40, **OF_2024)
    store.observe("DVC01", "40", "2024-03", 39, 100)
    rule = store.status_rule(measure="rate", course_margin=0.0)
    asked = store.ask("2024-03")
    store.status_rule(measure="rate", course_margin=0.05, replaces=rule)
    assert store.answer(headline_figures, asked)["status"].to_list() == ["behind"]
    assert store.answer(headline_figures, store.ask("2024-03"))["status"].to_list() == ["on_course"]


def test_a_figure_counts_for_no_more_than_its_cap(store: Store) -> None:
    store.target("DVC01", 0.40, **OF_2024)
    store.observe("DVC01", "40", "2024-03", 80, 100)
    assert headline_of(store, "2024-03", today=date(2024, 4, 2))["attainment"] == 1.0
    store.status_rule(measure="rate", attainment_cap=1.5)
    assert headline_of(store, "2024-03", today=date(2024, 4, 2))["attainment"] == 1.5


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2024, 4, 2), "provisional"),
        (date(2024, 4, 15), "provisional"),
        (date(2024, 4, 16), "final"),
    ],
)
def test_a_month_is_provisional_while_its_window_is_open(
    store: Store, today: date, expected: str
) -> None:
    store.window("month", 15)
    store.observe("DVC01", "40", "2024-03", 1, 2)
    store.observe("DVC01", "412", "2024-03", 1, 2)
    asked = store.ask("2024-03", today=today)
    assert headline_of(store, "2024-03", today=today)["obs_status"] == expected
    units = store.answer(unit_values, asked, indicator="DVC01", level="locality")
    assert units["obs_status"].to_list() == [expected]
    assert store.answer(trend, asked, indicator="DVC01")["obs_status"].to_list() == [expected]


def test_an_indicator_may_have_a_window_of_its_own(store: Store) -> None:
    store.window("month", 15)
    store.window("month", 1, indicator="DVC01")
    store.observe("DVC01", "40", "2024-03", 1, 2)
    assert headline_of(store, "2024-03", today=date(2024, 4, 2))["obs_status"] == "final"


def test_what_was_published_stands_as_published(store: Store) -> None:
    store.window("month", 15)
    store.observe("DVC01", "40", "2024-03", 1, 2, provenance="published")
    assert headline_of(store, "2024-03", today=date(2024, 4, 2))["obs_status"] == "final"


def test_a_year_to_date_is_provisional_while_its_newest_month_is(store: Store) -> None:
    store.window("month", 15)
    store.observe("DVC01", "40", "2024-02", 1, 2)
    store.observe("DVC01", "40", "2024-03", 1, 2)
    assert headline_of(store, "2024", today=date(2024, 4, 2))["obs_status"] == "provisional"
    assert headline_of(store, "2024", today=date(2024, 5, 2))["obs_status"] == "final"


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ([], "no_value"),
        ([(40, 100)], "met"),
        ([(0, 0)], "no_value"),
        ([(123_456_789_012, 200_000_000_000)], "met"),
    ],
)
def test_edges_of_what_there_is_to_judge(
    store: Store, sides: list[tuple[int, int]], expected: str
) -> None:
    """Nothing yet; one observation, exactly the target; 0/0; counts of twelve digits."""
    store.target("DVC01", 0.40, **OF_2024)
    for numerator, denominator in sides:
        store.observe("DVC01", "40", "2024-03", numerator, denominator)
    assert headline_of(store, "2024-03", today=date(2024, 4, 2))["status"] == expected


def test_where_all_are_missing_nothing_is_judged(store: Store) -> None:
    store.target("DVC01", 0.40, **OF_2024)
    store.observe("DVC01", "40", "2024-03", obs_status="missing")
    row = headline_of(store, "2024-03", today=date(2024, 4, 2))
    assert (row["value"], row["status"], row["attainment"]) == (None, "no_value", None)
