"""The service index from a store: sums, schemes over time, official scores, scope, as of."""

from datetime import date

import polars as pl
import pytest

from components.index_standing import Standing, standing
from domain.service_index import added_up
from queries.question import Question
from queries.service_index import index_grades, index_official, index_points
from tests.queries.index_schemes import with_indicators, with_scheme
from tests.queries.stores import Store, figures

Y, X = "2023-02", "2023-01"


@pytest.fixture
def store(database_url: str) -> Store:
    """Two districts and a department; February 2023 in full."""
    store = Store(database_url)
    store.unit("412")
    store.unit("413")
    store.unit("SYT", level="agency")
    with_indicators(store)
    with_scheme(store)
    store.observe("R1", "412", Y, 90, 100)
    store.observe("R1", "413", Y, 150, 300)
    store.observe("R2", "40", Y, 30, 50)
    store.observe("R3", "412", Y, 1, 4)
    store.observe("R3", "413", Y, 2, 4)
    store.observe("R4", "412", Y, 0, 0)
    store.observe("R4", "413", Y, 1, 2)
    return store


def points_of(rows: pl.DataFrame) -> dict[str, float | None]:
    return figures(rows, "points", by="metric")


def stand(store: Store, asked: Question) -> Standing:
    return standing(
        store.answer(index_points, asked),
        before=store.answer(index_points, store.ask(asked.period.previous().code)),
        grades=store.answer(index_grades, asked),
        official=store.answer(index_official, asked),
    )


def test_the_province_is_scored_from_sums_and_units_from_their_own(store: Store) -> None:
    rows = store.answer(index_points, store.ask(Y))
    whole = rows.filter("is_subject")
    # 6 x 240/400; 4 x 0.6/0.8; 4 x 3/8; 6 x 1/2.
    assert points_of(whole) == pytest.approx({"A1": 3.6, "A2": 3.0, "X": 1.5, "Y": 3.0})
    assert figures(whole, "is_sum", by="metric") == {
        "A1": True, "A2": False, "X": True, "Y": True,
    }  # fmt: skip
    single = rows.filter(pl.col("unit_code") == "412")
    # 6 x 0.9; the province's alone; 4 x 1/4; no petition: all 6.
    assert points_of(single) == {
        "A1": pytest.approx(5.4), "A2": None, "X": 1.0, "Y": 6.0,
    }  # fmt: skip
    total = added_up(single, by=["unit_id"]).row(0, named=True)
    assert (total["points"], total["applicable"]) == (pytest.approx(12.4), 16.0)


def test_a_department_that_reported_nothing_is_not_ranked_and_a_silent_district_is(
    store: Store,
) -> None:
    store.unit("414")
    rows = store.answer(index_points, store.ask(Y))
    assert set(rows["unit_code"].drop_nulls()) == {"40", "412", "413", "414"}
    silent = rows.filter(pl.col("unit_code") == "414")
    assert set(silent["state"]) == {"missing", "not_applicable"}
    whole = rows.filter("is_subject", pl.col("metric") == "A1").row(0, named=True)
    assert (whole["parts_known"], whole["parts_expected"]) == (2, 3)


def test_months_add_up_before_they_are_scored(store: Store) -> None:
    store.observe("R1", "412", X, 10, 100)
    rows = store.answer(index_points, store.ask("2023-Q1", today=date(2023, 4, 2)))
    single = rows.filter(pl.col("unit_code") == "412", pl.col("metric") == "A1")
    # 6 x 100/200, not the mean of 6 x 0.1 and 6 x 0.9 weighted otherwise.
    assert single.select("numerator", "denominator", "points").row(0) == (100, 200, 3.0)


def test_a_rate_the_province_published_without_counts_gives_way_to_the_sums(store: Store) -> None:
    store.observe("R1", "40", Y, value=0.61, provenance="published")
    rows = store.answer(index_points, store.ask(Y)).filter("is_subject")
    assert points_of(rows)["A1"] == pytest.approx(3.6)
    store.observe("R1", "40", "2023-03", value=0.5, provenance="published")
    later = store.answer(index_points, store.ask("2023-03")).filter("is_subject")
    assert points_of(later)["A1"] == pytest.approx(3.0)


def test_a_new_scheme_leaves_old_periods_to_the_old_one(store: Store) -> None:
    before = store.answer(index_points, store.ask(Y)).drop("source_title_vi")
    with_scheme(store, "S2", effective_from=date(2023, 3, 1))
    store.observe("R1", "412", "2023-03", 1, 1)
    assert store.answer(index_points, store.ask(Y)).drop("source_title_vi").equals(before)
    assert set(store.answer(index_points, store.ask("2023-03"))["scheme"]) == {"S2"}
    # A quarter that began under the old rules keeps them.
    assert set(store.answer(index_points, store.ask("2023-Q1"))["scheme"]) == {"S1"}
    assert not stand(store, store.ask("2023-03")).same_scheme


def test_a_scheme_of_a_province_comes_before_those_for_all(store: Store) -> None:
    with_scheme(store, "OWN", effective_from=date(2022, 9, 1), province_id=store.province_id)
    with_scheme(store, "NEWER", effective_from=date(2023, 1, 1))
    assert set(store.answer(index_points, store.ask(Y))["scheme"]) == {"OWN"}


def test_before_any_scheme_there_is_no_score(store: Store) -> None:
    asked = store.ask("2022-07")
    assert store.answer(index_points, asked).is_empty()
    assert store.answer(index_grades, asked).is_empty()
    assert store.answer(index_official, asked).is_empty()
    nothing = stand(store, asked)
    assert nothing.scheme is None and nothing.groups.is_empty() and nothing.losses.is_empty()


def test_as_of_an_earlier_batch_the_earlier_figures_are_scored(store: Store) -> None:
    then = store.batch
    first = store.observe("R1", "412", X, 50, 100)
    store.observe("R1", "412", X, 100, 100, replaces=first)
    asked = store.ask(X)

    def points(as_of: int) -> float | None:
        rows = store.answer(index_points, store.ask(X, as_of=as_of))
        found = rows.filter(pl.col("unit_code") == "412", pl.col("metric") == "A1")["points"]
        return found[0] if len(found) else None

    assert (points(then), points(then + 1), points(asked.as_of)) == (None, 3.0, 6.0)


def test_a_person_of_one_district_sees_the_total_and_that_district(store: Store) -> None:
    asked = store.ask(Y, scope=store.scope("412"))
    rows = store.answer(index_points, asked)
    assert set(rows["unit_code"]) == {"40", "412"}
    assert points_of(rows.filter("is_subject"))["A1"] == pytest.approx(3.6)
    outside = store.ask(Y, scope=store.scope("412"), unit="413")
    assert store.answer(index_points, outside).is_empty()


def test_a_single_unit_is_the_subject_when_it_is_asked_about(store: Store) -> None:
    found = stand(store, store.ask(Y, unit="412"))
    assert set(found.metrics["unit_code"]) == {"412"}
    assert found.total["score"] == pytest.approx(12.4 / 16 * 20)
    assert found.losses.is_empty()


def test_losses_of_units_and_the_rest_add_up_to_what_the_province_lost(store: Store) -> None:
    found = stand(store, store.ask(Y))
    assert found.total["lost"] == pytest.approx(20 - 11.1)
    assert found.losses["lost"].sum() == pytest.approx(20 - 11.1)
    own = found.losses.filter(pl.col("unit_id").is_null())
    assert own["lost"].to_list() == [pytest.approx(1.0)]  # A2, which the province reports
    assert found.losses["unit_code"][0] == "413"


def test_the_official_score_stands_beside_ours_with_the_difference(store: Store) -> None:
    store.observe("T", "40", Y, value=11.5, provenance="published")
    store.observe("TA", "40", Y, value=6.8, provenance="published")
    found = stand(store, store.ask(Y))
    assert (found.total["official"], found.total["difference"]) == (11.5, -0.4)
    by_group = figures(found.groups, "official", "difference", by="group")
    assert by_group == {"A": (6.8, -0.2), "B": (None, None)}


def test_published_groups_add_up_where_the_total_was_not_published(store: Store) -> None:
    for code, points in (("TA", 6.67), ("TBX", 1.49), ("TBY", 3.01)):
        store.observe(code, "40", Y, value=points, provenance="published")
    rows = store.answer(index_official, store.ask(Y))
    assert rows.select("group", "points", "is_added_up").rows() == [
        (None, 11.17, True), ("A", 6.67, False), ("B", 4.5, True), ("BX", 1.49, False),
        ("BY", 3.01, False),
    ]  # fmt: skip


def test_an_official_score_of_another_period_is_not_shown_as_this_ones(store: Store) -> None:
    store.observe("T", "40", X, value=15.0, provenance="published")
    assert store.answer(index_official, store.ask(Y)).is_empty()


def test_the_change_is_taken_from_the_period_before_under_the_same_rules(store: Store) -> None:
    for code, pair in {"R1": (60, 100), "R3": (1, 4), "R4": (0, 0)}.items():
        store.observe(code, "412", X, *pair)
    store.observe("R2", "40", X, 20, 50)
    found = stand(store, store.ask(Y))
    # January: 3.6 + 2.0 + 1.0 + 6.0; February: 11.1.
    assert found.total["before"] == pytest.approx(12.6)
    assert found.total["change"] == pytest.approx(-1.5)


def test_few_petitions_of_a_commune_show_points_but_no_counts(store: Store) -> None:
    store.unit("17001", level="commune")
    store.observe("R4", "17001", Y, 1, 4)
    rows = store.answer(index_points, store.ask(Y))
    few = rows.filter(pl.col("unit_code") == "17001", pl.col("metric") == "Y").row(0, named=True)
    assert (few["numerator"], few["denominator"], few["points"]) == (None, None, 1.5)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2023, 3, 2), "provisional"),
        (date(2023, 3, 15), "provisional"),
        (date(2023, 3, 16), "final"),
    ],
)
def test_a_month_inside_its_window_is_scored_provisionally(
    store: Store, today: date, expected: str
) -> None:
    store.window("month", 15)
    asked = store.ask(Y, today=today)
    scored = store.answer(index_points, asked).filter(pl.col("points").is_not_null())
    assert set(scored["obs_status"]) == {expected}
    found = stand(store, asked)
    assert found.total["obs_status"] == expected
    assert set(found.groups["obs_status"]) == {expected}
    assert set(found.units.filter(pl.col("score").is_not_null())["obs_status"]) == {expected}


def test_one_metric_that_may_still_change_makes_its_group_and_the_total_provisional(
    store: Store,
) -> None:
    store.window("month", 15, indicator="R3")
    found = stand(store, store.ask(Y, today=date(2023, 3, 2)))
    assert figures(found.metrics, "obs_status", by="metric") == {
        "A1": "final", "A2": "final", "X": "provisional", "Y": "final",
    }  # fmt: skip
    assert figures(found.groups, "obs_status", by="group") == {"A": "final", "B": "provisional"}
    assert figures(found.parts, "obs_status", by="part") == {"BX": "provisional", "BY": "final"}
    assert found.total["obs_status"] == "provisional"


def test_a_sum_is_as_uncertain_as_the_least_certain_of_its_units(store: Store) -> None:
    store.observe("R1", "412", X, 5, 10, obs_status="estimated")
    store.observe("R1", "413", X, 5, 10)
    store.observe("R3", "412", X, 5, 10, obs_status="provisional")
    store.observe("R3", "413", X, 5, 10)
    store.observe("R4", "412", X, 5, 10)
    rows = store.answer(index_points, store.ask(X)).filter("is_subject")
    # Of R4 a district is missing; R2 nobody reported.
    assert figures(rows, "obs_status", by="metric") == {
        "A1": "estimated", "A2": None, "X": "provisional", "Y": "provisional",
    }  # fmt: skip
    assert stand(store, store.ask(X)).total["obs_status"] == "estimated"


def test_the_page_needs_no_more_than_eight_statements(store: Store) -> None:
    asked = store.ask(Y)
    needed = {query: store.statements(query, asked) for query in (index_points, index_official)}
    grades = store.statements(index_grades, asked)
    assert 2 * needed[index_points] + needed[index_official] + grades <= 8
