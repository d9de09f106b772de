"""The service index by hand arithmetic: each rule, each bound, each kind of 0/0, and sums."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.service_index import (
    added_up,
    gains,
    losses_of_parts,
    metric_points,
    next_cases,
    published_total,
    with_grade,
    with_score,
)

SCHEMA = pl.Schema(
    {
        "unit_id": pl.Int64,
        "metric": pl.String,
        "max_points": pl.Float64,
        "rule": pl.String,
        "full_at": pl.Float64,
        "factor": pl.Float64,
        "zero_denominator": pl.String,
        "counted": pl.String,
        "applies": pl.Boolean,
        "numerator": pl.Float64,
        "denominator": pl.Float64,
        "value": pl.Float64,
        "obs_status": pl.String,
        "is_sum": pl.Boolean,
    }
)
GRADES = pl.DataFrame(
    {"code": ["a", "b", "c", "d", "e"], "from_points": [90.0, 80.0, 70.0, 50.0, 0.0]}
)


def figure(
    numerator: float | None,
    denominator: float | None,
    *,
    points: float = 6.0,
    metric: str = "M",
    unit: int = 1,
    **more: object,
) -> dict[str, object]:
    row: dict[str, object] = {
        "unit_id": unit,
        "metric": metric,
        "max_points": points,
        "rule": "proportional",
        "full_at": None,
        "factor": None,
        "zero_denominator": "not_applicable",
        "counted": "dossier",
        "applies": True,
        "numerator": numerator,
        "denominator": denominator,
        "value": None,
        "obs_status": "final",
        "is_sum": True,
    }
    return row | more


def scored(*rows: dict[str, object]) -> pl.DataFrame:
    return metric_points(pl.DataFrame(rows, schema=SCHEMA))


def one(*args: float | None, **more: object) -> tuple[str, float | None]:
    row = scored(figure(*args, **more)).row(0, named=True)  # type: ignore[arg-type]
    return row["state"], row["points"]


def test_a_proportional_metric_gives_its_points_times_the_rate() -> None:
    assert one(980, 1000, points=20) == ("by_rate", pytest.approx(19.6))
    assert one(1000, 1000, points=20) == ("by_rate", 20.0)
    assert one(0, 1000, points=20) == ("by_rate", 0.0)


@pytest.mark.parametrize(
    ("numerator", "points"),
    [(250, 3.0), (499, 5.988), (500, 6.0), (501, 6.0), (1000, 6.0)],
)
def test_a_capped_metric_is_full_at_exactly_its_bound_and_never_above(
    numerator: int, points: float
) -> None:
    # Dossiers submitted online: min(6, 6C / 0.50).
    state, given_points = one(numerator, 1000, rule="capped", full_at=0.5)
    assert (state, given_points) == ("by_rate", pytest.approx(points, abs=1e-12))
    assert given_points is not None and given_points <= 6.0


def test_the_caps_of_the_scheme_by_hand() -> None:
    # min(2, 2A / 0.80); reuse 2 full at 80 %; settlement 6 full at 90 %.
    assert one(60, 100, points=2, rule="capped", full_at=0.8)[1] == pytest.approx(1.5)
    assert one(80, 100, points=2, rule="capped", full_at=0.8)[1] == pytest.approx(2.0, abs=1e-12)
    assert one(81, 90, rule="capped", full_at=0.9)[1] == pytest.approx(6.0, abs=1e-12)
    assert one(45, 100, rule="capped", full_at=0.9)[1] == pytest.approx(3.0)


def test_a_linear_metric_gives_its_factor_times_the_rate_up_to_its_points() -> None:
    assert one(3, 10, points=4, rule="linear", factor=4)[1] == pytest.approx(1.2)  # 4B
    assert one(1, 2, points=2, rule="linear", factor=2.5)[1] == pytest.approx(1.25)  # 2.5C
    assert one(4, 5, points=2, rule="linear", factor=2.5)[1] == pytest.approx(2.0, abs=1e-12)
    assert one(1, 1, points=2, rule="linear", factor=2.5)[1] == 2.0
    assert one(1, 1, points=4, rule="linear", factor=3)[1] == pytest.approx(3.0)  # never all


def test_nothing_to_count_is_what_the_metric_says_it_is() -> None:
    assert one(0, 0) == ("not_applicable", None)
    assert one(0, 0, zero_denominator="full_points") == ("by_rule", 6.0)
    assert one(0, 0, zero_denominator="zero_points") == ("by_rule", 0.0)


def test_no_value_is_never_zero_points() -> None:
    assert one(None, None, obs_status="missing") == ("missing", None)
    assert one(None, None, obs_status=None) == ("missing", None)
    assert one(None, None, obs_status="not_applicable") == ("not_applicable", None)
    assert one(5, 10, applies=False) == ("not_applicable", None)


def test_a_rate_that_was_published_without_its_counts_is_scored() -> None:
    assert one(None, None, value=0.45, rule="capped", full_at=0.5) == (
        "by_rate",
        pytest.approx(5.4),
    )


def test_a_score_is_the_points_of_those_applicable() -> None:
    rows = scored(
        figure(90, 100, points=20, metric="A"),
        figure(0, 0, points=6, metric="B"),
        figure(3, 4, points=4, metric="C", applies=False),
        figure(30, 40, points=4, metric="D"),
        figure(None, None, points=2, metric="E", obs_status="missing"),
    )
    total = with_score(added_up(rows, by=["unit_id"]), scale=100).row(0, named=True)
    # 18 of 20 and 3 of 4: 21 of 24; B and C do not apply, E is unknown.
    assert total["points"] == pytest.approx(21.0)
    assert (total["applicable"], total["unknown"]) == (24.0, 2.0)
    assert total["lost"] == pytest.approx(3.0)
    assert total["score"] == pytest.approx(87.5)


def test_where_nothing_could_be_scored_there_is_no_score() -> None:
    rows = scored(figure(None, None, obs_status="missing"))
    total = with_grade(with_score(added_up(rows, by=["unit_id"]), scale=100), GRADES)
    assert total.select("points", "lost", "score", "grade").row(0) == (None, None, None, None)


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        (100.0, "a"), (90.0, "a"), (89.99, "b"), (89.994, "b"), (89.996, "a"), (80.0, "b"),
        (79.99, "c"), (70.0, "c"), (69.99, "d"), (50.0, "d"), (49.99, "e"), (0.0, "e"),
    ],
)  # fmt: skip
def test_a_grade_begins_at_its_bound_as_read_with_two_decimals(score: float, grade: str) -> None:
    totals = pl.DataFrame({"score": [score], "unknown": [0.0]})
    assert with_grade(totals, GRADES)["grade"].to_list() == [grade]


def test_there_is_no_grade_while_points_are_unknown() -> None:
    totals = pl.DataFrame({"score": [95.0, 60.0, None], "unknown": [2.0, 0.0, 0.0]})
    assert with_grade(totals, GRADES)["grade"].to_list() == [None, "d", None]


def test_the_published_groups_of_thai_nguyen_add_up_to_its_published_total() -> None:
    groups = pl.Series([15.67, 19.31, 17.49, 17.86, 16.64])
    assert published_total(groups) == 86.97
    assert published_total(pl.Series([15.67, None])) is None
    assert published_total(pl.Series([], dtype=pl.Float64)) is None


def test_the_next_dossiers_are_a_round_number_of_about_a_tenth() -> None:
    assert [next_cases(d) for d in (None, 0, 99, 100, 1_400, 99_999, 2_430_000)] == [
        1, 1, 1, 10, 100, 1_000, 100_000,
    ]  # fmt: skip


def test_gains_are_points_per_dossier_up_to_the_cap() -> None:
    rows = scored(
        figure(9_900, 10_000, points=20, metric="on_time"),  # 100 late: 20 / 10,000 each
        figure(4_950, 10_000, points=6, metric="online", rule="capped", full_at=0.5),  # 50 to full
        figure(1_000, 10_000, points=4, metric="digital"),
        figure(10_000, 10_000, points=6, metric="full"),
        figure(1, 2, points=2, metric="procedures", counted="procedure"),
    )
    found = gains(rows, cases=100)
    assert found["metric"].to_list() == ["on_time", "online", "digital"]
    # 100 x 20 / 10,000; 50 x 6 / (0.5 x 10,000); 100 x 4 / 10,000.
    assert found["gain"].to_list() == pytest.approx([0.2, 0.06, 0.04])
    assert found["gain_per_case"].to_list() == pytest.approx([0.002, 0.0012, 0.0004])
    assert found["cases_to_full"].to_list() == [100, 50, 9_000]
    assert found["can_be_had"].to_list() == pytest.approx([0.2, 0.06, 3.6])


def test_a_bound_that_binary_fractions_miss_needs_no_further_dossier() -> None:
    rows = scored(figure(240, 300, points=2, rule="capped", full_at=0.8))
    assert gains(rows, cases=10).is_empty()


def test_losses_of_units_add_up_to_the_loss_of_the_whole() -> None:
    online: dict[str, object] = {"rule": "capped", "full_at": 0.5}
    whole = scored(figure(400, 1_000, unit=0, **online))  # 4.8 of 6
    parts = scored(
        figure(60, 400, unit=1, **online),
        figure(340, 600, unit=2, **online),
    )
    found = losses_of_parts(whole, parts)
    # 6 x (400 - 120) / 1,000 and 6 x (600 - 680) / 1,000.
    assert found.select("unit_id", "lost").rows() == [
        (1, pytest.approx(1.68)),
        (2, pytest.approx(-0.48)),
    ]


def test_what_the_province_reported_itself_is_nobodys_loss_below_it() -> None:
    whole = scored(figure(50, 100, unit=0, is_sum=False))
    parts = scored(figure(20, 40, unit=1))
    assert losses_of_parts(whole, parts).select("unit_id", "lost").rows() == [(None, 3.0)]


def test_units_that_are_not_shown_leave_a_rest() -> None:
    whole = scored(figure(50, 100, unit=0))
    shown = scored(figure(20, 40, unit=1))
    found = losses_of_parts(whole, shown).select("unit_id", "lost").rows()
    assert found == [(1, pytest.approx(1.2)), (None, pytest.approx(1.8))]


counts = st.integers(0, 5_000).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))
rules = st.one_of(
    st.just({"rule": "proportional"}),
    st.floats(0.05, 1.0).map(lambda bound: {"rule": "capped", "full_at": bound}),
    st.floats(0.1, 20.0).map(lambda factor: {"rule": "linear", "factor": factor}),
)
zeros = st.sampled_from(["not_applicable", "full_points", "zero_points"])


@given(st.lists(counts, min_size=1, max_size=8), rules, zeros)
def test_a_province_scores_by_the_sums_of_its_units_and_never_above_the_points(
    units: list[tuple[int, int]], rule: dict[str, object], zero: str
) -> None:
    whole = scored(
        figure(sum(n for n, _ in units), sum(d for _, d in units), zero_denominator=zero, **rule)
    )
    parts = scored(
        *(
            figure(n, d, unit=number, zero_denominator=zero, **rule)
            for number, (n, d) in enumerate(units)
        )
    )
    for points in (*whole["points"], *parts["points"]):
        assert points is None or 0 <= points <= 6.0
    found = losses_of_parts(whole, parts)
    lost = whole["lost"][0]
    if whole["state"][0] == "by_rate" and round(lost, 9) > 0:
        assert found["lost"].sum() == pytest.approx(lost, abs=1e-9)
        assert found["unit_id"].null_count() == 0
    else:
        assert found.is_empty()


@given(st.lists(st.lists(counts, min_size=1, max_size=4), min_size=1, max_size=4), rules)
def test_sums_of_sums_score_as_the_sums_of_all(
    months: list[list[tuple[int, int]]], rule: dict[str, object]
) -> None:
    every = [pair for month in months for pair in month]
    by_month = [(sum(n for n, _ in month), sum(d for _, d in month)) for month in months]

    def points(pairs: list[tuple[int, int]]) -> float | None:
        summed = figure(sum(n for n, _ in pairs), sum(d for _, d in pairs), **rule)
        given_points: float | None = scored(summed)["points"][0]
        return given_points

    assert points(by_month) == points(every)


@given(counts, rules, st.integers(1, 1_000))
def test_dossiers_treated_right_bring_what_the_score_says_they_bring(
    pair: tuple[int, int], rule: dict[str, object], cases: int
) -> None:
    n, d = pair
    before = scored(figure(n, d, **rule))
    found = gains(before, cases=cases)
    if found.is_empty():
        return
    more = min(float(cases), found["cases_to_full"][0])
    after = scored(figure(n + more, d, **rule))["points"][0]
    assert found["gain"][0] == pytest.approx(after - before["points"][0], abs=1e-6)
