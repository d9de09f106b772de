"""Figures of the province, its blocks and its units in one answer, by hand arithmetic."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from domain.scope import NOTHING
from queries.headlines import headline_figures
from queries.identity import identity_figures
from queries.online_services import listed_services, service_figures
from tests.queries.stores import Store
from tests.queries.test_sample_figures import Sample


@pytest.fixture
def store(database_url: str) -> Store:
    """Two districts and a department: 90 + 10 of 140 and 20 of 60 dossiers came online in May."""
    made = Store(database_url)
    for code, level in (("412", "district"), ("417", "district"), ("SNV", "agency")):
        made.unit(code, level=level)
    for code in ("DVC01", "DVC02", "DVC03", "DVC04"):
        made.indicator(code, leads=None)
    made.observe("DVC01", "412", "2023-05", 90, 100)
    made.observe("DVC01", "417", "2023-05", 10, 40)
    made.observe("DVC01", "SNV", "2023-05", 20, 60)
    return made


def row(answer: pl.DataFrame, indicator: str, whom: str, unit_id: int | None = None) -> Any:
    found = answer.filter(pl.col("indicator") == indicator, pl.col("whom") == whom)
    if unit_id is not None:
        found = found.filter(pl.col("unit_id") == unit_id)
    [only] = found.to_dicts()
    return only


def test_province_and_blocks_are_ratios_of_sums(store: Store) -> None:
    answer = store.answer(service_figures, store.ask("2023-05"))
    whole = row(answer, "DVC01", "province")
    assert (whole["numerator"], whole["denominator"], whole["value"]) == (120, 200, 0.6)
    places = row(answer, "DVC01", "localities")
    assert (places["value"], places["parts_known"]) == (pytest.approx(100 / 140), 2)
    assert row(answer, "DVC01", "departments")["value"] == pytest.approx(20 / 60)
    assert "DVC02" not in answer["indicator"]  # stands in the rows of DVC01


def test_what_was_stated_speaks_and_the_sums_stay_beside_it(store: Store) -> None:
    for code, value in (("DVC01", 0.61), ("DVC02", 0.72), ("DVC03", 0.33)):
        store.observe(code, "40", "2023-05", value=value, provenance="published")
    answer = store.answer(service_figures, store.ask("2023-05"))
    for whom, value, sums in (
        ("province", 0.61, (120, 200)),
        ("localities", 0.72, (100, 140)),
        ("departments", 0.33, (20, 60)),
    ):
        found = row(answer, "DVC01", whom)
        assert (found["value"], found["provenance"]) == (value, "published")
        assert (found["sum_numerator"], found["sum_denominator"]) == sums
        assert found["parts_known"] is None


def test_a_silent_place_is_a_gap_and_not_a_zero(store: Store) -> None:
    store.unit("420")
    answer = store.answer(service_figures, store.ask("2023-05"))
    whole = row(answer, "DVC01", "province")
    assert (whole["sum_known"], whole["sum_expected"], whole["status"]) == (3, 4, "incomplete")
    silent = row(answer, "DVC01", "unit", store.ids["unit", "420"])
    assert (silent["value"], silent["rank"]) == (None, None)


def test_nothing_over_nothing_is_no_value(store: Store) -> None:
    store.unit("420")
    store.observe("DVC01", "420", "2023-05", 0, 0)
    answer = store.answer(service_figures, store.ask("2023-05"))
    assert row(answer, "DVC01", "unit", store.ids["unit", "420"])["value"] is None
    assert row(answer, "DVC01", "province")["value"] == 0.6


def test_units_are_ranked_among_places_and_among_departments(store: Store) -> None:
    answer = store.answer(service_figures, store.ask("2023-05"))
    ranks = {
        code: row(answer, "DVC01", "unit", store.ids["unit", code])["rank"]
        for code in ("412", "417", "SNV")
    }
    assert ranks == {"412": 1, "417": 2, "SNV": 1}


def test_a_target_judges_the_province_and_its_blocks(store: Store) -> None:
    store.target("DVC01", 0.5)
    answer = store.answer(service_figures, store.ask("2023-05"))
    assert row(answer, "DVC01", "province")["status"] == "met"
    assert row(answer, "DVC01", "departments")["status"] == "behind"


def test_a_target_of_the_next_year_leaves_the_year_before_alone(store: Store) -> None:
    store.target("DVC01", 0.5)
    store.target("DVC01", 0.9, starts=date(2024, 1, 1), due=date(2024, 12, 31))
    answer = store.answer(service_figures, store.ask("2023-05"))
    assert row(answer, "DVC01", "province")["target"] == 0.5


def test_one_district_sees_its_own_row_and_the_totals(store: Store) -> None:
    asked = store.ask("2023-05", scope=store.scope("417"))
    answer = store.answer(service_figures, asked)
    assert set(answer["unit_id"].drop_nulls()) == {store.ids["unit", "417"]}
    assert row(answer, "DVC01", "province")["value"] == 0.6
    own = row(answer, "DVC01", "unit", store.ids["unit", "417"])
    assert (own["rank"], own["ranked_of"]) == (2, 2)


def test_nobody_without_scope_sees_anything(store: Store) -> None:
    asked = store.ask("2023-05", scope=NOTHING)
    for query in (service_figures, identity_figures, listed_services):
        assert store.answer(query, asked).is_empty()


def test_an_older_batch_does_not_know_a_correction(store: Store) -> None:
    told = store.observe("DVC01", "417", "2023-04", 10, 40)
    before = store.ask("2023-04")
    store.observe("DVC01", "417", "2023-04", 30, 40, replaces=told)
    after = store.ask("2023-04")
    for asked, numerator in ((before, 10), (after, 30)):
        answer = store.answer(service_figures, asked)
        assert row(answer, "DVC01", "localities")["numerator"] == numerator


def test_places_are_read_on_the_map_of_another_day(store: Store) -> None:
    merged = date(2024, 1, 1)
    joined = store.unit("500", valid_from=merged)
    for old in ("412", "417"):
        store.became(old, "500", on=merged)
    asked = store.ask("2023-05", era=merged)
    answer = store.answer(service_figures, asked)
    found = row(answer, "DVC01", "unit", joined)
    assert (found["numerator"], found["denominator"]) == (100, 140)
    assert found["is_converted"]
    assert row(answer, "DVC01", "province")["value"] == 0.6


def test_statements_stay_few(store: Store) -> None:
    assert store.statements(service_figures, store.ask("2023-05")) <= 3
    assert store.statements(listed_services, store.ask("2023-05")) <= 3


def services_of(store: Store, **asked: Any) -> dict[str, Any]:
    answer = store.answer(listed_services, store.ask("2023-05", **asked))
    return {one["service"]: one for one in answer.to_dicts()}


def test_a_service_without_a_report_is_not_at_zero(store: Store) -> None:
    one, two = (store.service(f"QD06-0{n}", number=n) for n in (1, 2))
    store.observe("DVC04", "40", "2023-05", 0, 5, public_service_id=one)
    found = services_of(store)
    assert (found["QD06-01"]["value"], found["QD06-01"]["obs_status"]) == (0, "final")
    assert (found["QD06-02"]["value"], found["QD06-02"]["obs_status"]) == (None, None)
    assert two


def test_the_newest_word_says_whether_a_service_is_offered_and_by_whom(store: Store) -> None:
    store.indicator("DVC06", measure="stock", aggregation="sum_of_latest", leads=None)
    slot = store.service("QD422-01", number=1, list_code="QD422")
    for period, held in (("2023-03", 0), ("2023-05", 1), ("2023-06", 0)):
        store.observe("DVC06", "SNV", period, held, 1, value=held, public_service_id=slot)
    found = services_of(store)["QD422-01"]
    assert (found["is_live"], found["unit_id"]) == (True, store.ids["unit", "SNV"])
    assert found["name_vi"] is None
    assert services_of(store, scope=store.scope("417"))["QD422-01"]["is_live"] is None


def test_account_stocks_are_those_of_the_last_day(store: Store) -> None:
    for code in ("DDI03", "DDI04"):
        store.indicator(code, measure="stock", aggregation="sum_of_latest", leads=None)
    store.indicator("DDI05", aggregation="ratio_of_latest", leads=None)
    for month, collected, activated in (("2023-04", 50, 20), ("2023-05", 60, 45)):
        store.observe("DDI03", "412", month, value=collected)
        store.observe("DDI04", "412", month, value=activated)
        store.observe("DDI05", "412", month, activated, collected)
    answer = store.answer(identity_figures, store.ask("2023"))
    found = row(answer, "DDI05", "unit", store.ids["unit", "412"])
    assert (found["numerator"], found["denominator"]) == (45, 60)


# ---- The sample provinces


@pytest.fixture
def sample(sample_url: str) -> Sample:
    return Sample(sample_url)


@pytest.mark.parametrize(
    ("slug", "period"),
    [("nghe-an", "2023"), ("nghe-an", "2024-Q1"), ("ha-tinh", "2023-06"), ("bac-giang", "2025-09")],
)
def test_both_pages_say_what_the_first_page_says(sample: Sample, slug: str, period: str) -> None:
    headlines = sample.answer(headline_figures, slug, period)
    told = pl.concat(
        sample.answer(query, slug, period) for query in (service_figures, identity_figures)
    ).filter(pl.col("whom") == "province")
    same = headlines.join(told, on="indicator", suffix="_here")
    assert same.height >= 3
    for name in ("value", "provenance", "target", "status", "parts_known"):
        here = same[f"{name}_here"].to_list()
        assert here == same[name].to_list() or here == pytest.approx(same[name].to_list()), name


def test_published_figures_stand_as_published(sample: Sample) -> None:
    answer = sample.answer(service_figures, "nghe-an", "2023")
    for whom, value in (("province", 0.4503), ("localities", 0.5712), ("departments", 0.2796)):
        found = row(answer, "DVC01", whom)
        assert (found["value"], found["provenance"]) == (value, "published")
    for code, counts in (("DVC05", (25, 25)), ("DVC06", (6, 11))):
        found = row(answer, code, "province")
        assert ((found["numerator"], found["denominator"]), found["provenance"]) == (
            counts,
            "published",
        )
    identity = sample.answer(identity_figures, "nghe-an", "2023")
    assert row(identity, "DDI05", "province")["value"] == pytest.approx(0.7949, abs=5e-5)
    assert row(identity, "DDI02", "province")["denominator"] is None


def test_the_services_missing_are_as_many_as_the_published_count_says(sample: Sample) -> None:
    services = sample.answer(listed_services, "nghe-an", "2023")
    of_422 = services.filter(pl.col("list") == "QD422")
    assert of_422["is_live"].sum() == 6 and (~of_422["is_live"]).sum() == 11 - 6
    assert set(of_422.filter(pl.col("is_live").is_not_null())["live_provenance"]) == {
        "illustrative"
    }
    assert services.filter(pl.col("list") == "QD06")["is_live"].sum() == 25
    [counts] = sample.sql(
        "select sum(o.numerator), sum(o.denominator) from observation o"
        " join indicator i on i.id = o.indicator_id join public_service s"
        " on s.id = o.public_service_id join unit u on u.id = o.unit_id"
        " join province p on p.id = u.province_id where i.code = 'DVC04'"
        " and p.slug = 'nghe-an' and o.period_start between '2023-01-01' and '2023-12-31'"
    )
    listed = services.filter(pl.col("list") == "QD06")
    assert (listed["numerator"].sum(), listed["denominator"].sum()) == counts
