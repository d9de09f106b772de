"""The published figures of the sample provinces, asked twice: by the queries of the board, and by
plain SQL over the tables as somebody outside this code would write it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest
from sqlalchemy import text

from domain.indicators import roll_up
from domain.periods import parse_period
from domain.scope import Scope
from queries.catalogue import periods_available, provinces
from queries.headlines import headline_figures
from queries.question import Question
from queries.units import unit_boundaries, unit_values
from queries.work import plan_states, work_items
from queries.work_item import plan_versions
from queries.work_progress import burn_up
from store.database import engine
from tests.queries.stores import figures

CLOCKS = {"nghe-an": date(2024, 4, 2), "ha-tinh": date(2023, 7, 1), "bac-giang": date(2025, 9, 30)}


@pytest.fixture
def sample(sample_url: str) -> "Sample":
    return Sample(sample_url)


class Sample:
    """The sample store, asked by question or by SQL."""

    def __init__(self, url: str) -> None:
        self.url = url

    def sql(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        """Rows of a plain SQL statement."""
        with engine(self.url).connect() as connection:
            return [tuple(row) for row in connection.execute(text(statement), values)]

    def ask(self, slug: str, period: str) -> Question:
        """The question of somebody who sees the whole province, on its clock's day."""
        [(province_id,)] = self.sql("select id from province where slug = :slug", slug=slug)
        [(newest,)] = self.sql("select max(id) from import_batch where status = 'landed'")
        return Question(
            province_id=province_id,
            scope=Scope(provinces=frozenset({province_id})),
            as_of=newest,
            today=CLOCKS[slug],
            period=parse_period(period),
        )

    def answer(
        self,
        query: Callable[..., pl.DataFrame],
        slug: str,
        period: str,
        *,
        today: date | None = None,
        **params: Any,
    ) -> pl.DataFrame:
        """The frame of `query` for one province and period, on its clock's day or another."""
        asked = self.ask(slug, period)
        with engine(self.url).connect() as connection:
            return query(connection, replace(asked, today=today or asked.today), **params)


PUBLISHED = {
    "DVC01": 0.4503,
    "DVC02": 0.5712,
    "DVC03": 0.2796,
    "DVC04": 0.744,
    "DVC05": 25,
    "DVC06": 6,
    "DDI01": 2_852_992,
    "DDI03": 2_389_718,
    "DDI04": 1_899_673,
}

SUMS_OF_2023 = """
    select round(1.0 * sum(observation.numerator) / sum(observation.denominator), 6)
    from observation join indicator on indicator.id = indicator_id
    join unit on unit.id = unit_id join province on province.id = unit.province_id
    where indicator.code = :code and slug = 'nghe-an' and level in (:one_level, :other_level)
    and observation.frequency = 'month' and period_start >= '2023-01-01'
    and period_end <= '2023-12-31'
    and replaced_in is null
"""

STATES = """
    select plan.code, work_item.kind,
        coalesce((select event_type from work_event
            where work_item_id = work_item.id
            and event_type in ('started', 'progress', 'submitted', 'accepted', 'reopened')
            and happened_on <= :today
            order by happened_on desc, id desc limit 1), 'none') as last_event,
        count(*)
    from work_item join plan on plan.id = plan_id join province on province.id = province_id
    where slug = :slug group by 1, 2, 3
"""


def counted(sample: Sample, plan: str, slug: str) -> dict[str, int]:
    """Accepted, recurring, in progress and not started items of a plan, by plain SQL."""
    states = {"accepted": 0, "recurring": 0, "in_progress": 0, "not_started": 0}
    word = {"accepted": "accepted", "none": "not_started"}
    for code, kind, last_event, count in sample.sql(STATES, slug=slug, today=str(CLOCKS[slug])):
        if code == plan:
            state = "recurring" if kind == "recurring" else word.get(last_event, "in_progress")
            states[state] += count
    return states


@pytest.mark.parametrize(("indicator", "value"), PUBLISHED.items())
def test_nghe_an_leads_with_its_published_figures(
    sample: Sample, indicator: str, value: float
) -> None:
    rows = sample.answer(headline_figures, "nghe-an", "2023")
    row = rows.row(by_predicate=pl.col("indicator") == indicator, named=True)
    assert (row["value"], row["provenance"]) == (value, "published")
    in_the_store = sample.sql(
        "select value from observation join indicator on indicator.id = indicator_id"
        " where code = :code and provenance = 'published' and replaced_in is null"
        " and period_end between '2023-12-31' and '2024-01-19'",
        code=indicator,
    )
    assert in_the_store == [(value,)]


def test_the_rate_of_2023_is_5_03_points_above_its_target(sample: Sample) -> None:
    rows = sample.answer(headline_figures, "nghe-an", "2023")
    assert figures(rows, "target", "distance", "status", by="indicator")["DVC01"] == (
        0.40,
        0.0503,
        "met",
    )


@pytest.mark.parametrize(
    ("indicator", "levels", "rate"),
    [
        ("DVC01", ("district", "district"), 0.5712),
        ("DVC01", ("agency", "agency"), 0.2796),
        ("DVC01", ("district", "agency"), 0.4503),
        ("DVC04", ("province", "province"), 0.744),
    ],
)
def test_the_months_of_units_and_services_give_the_published_rates(
    sample: Sample, indicator: str, levels: tuple[str, str], rate: float
) -> None:
    one_level, other_level = levels
    values = {"code": indicator, "one_level": one_level, "other_level": other_level}
    assert sample.sql(SUMS_OF_2023, **values) == [(rate,)]


@pytest.mark.parametrize(
    ("level", "online", "received"),
    [("locality", 812_532, 1_422_500), ("agency", 281_697, 1_007_500)],
)
def test_the_units_of_a_block_sum_to_its_dossiers(
    sample: Sample, level: str, online: int, received: int
) -> None:
    rows = sample.answer(unit_values, "nghe-an", "2023", indicator="DVC01", level=level)
    assert (rows["numerator"].sum(), rows["denominator"].sum()) == (online, received)


def test_a_total_is_what_the_rule_of_the_domain_makes_of_the_units(sample: Sample) -> None:
    asked = {"slug": "nghe-an", "period": "2024-Q1"}
    units = [
        sample.answer(unit_values, **asked, indicator="DVC01", level=level)
        for level in ("locality", "agency")
    ]
    parts = pl.concat(units).with_columns(province=pl.lit("40"))
    whole = roll_up(parts, by=["province"], aggregation="ratio_of_sums").row(0)[1:]
    rows = sample.answer(headline_figures, **asked)
    by_sql = figures(rows, "numerator", "denominator", "value", by="indicator")
    assert by_sql["DVC01"] == whole


@pytest.mark.parametrize("indicator", ["DDI01", "DDI03", "DDI04"])
def test_the_21_districts_sum_to_the_published_stock(sample: Sample, indicator: str) -> None:
    rows = sample.answer(unit_values, "nghe-an", "2023", indicator=indicator, level="locality")
    assert (len(rows), rows["value"].sum()) == (21, PUBLISHED[indicator])
    by_sql = sample.sql(
        "select count(*), sum(value) from observation"
        " join indicator on indicator.id = indicator_id join unit on unit.id = unit_id"
        " join province on province.id = unit.province_id"
        " where indicator.code = :code and slug = 'nghe-an' and level = 'district'"
        " and period_end = '2023-12-31' and replaced_in is null",
        code=indicator,
    )
    assert by_sql == [(21, PUBLISHED[indicator])]


@pytest.mark.parametrize(
    ("period", "stocks"),
    [
        ("2023-05", {"DDI01": 2_617_956, "DDI04": 960_228}),
        ("2024-Q1", {"DDI01": 2_878_175, "DDI04": 1_977_962}),
    ],
)
def test_the_province_stands_where_its_districts_stand_in_every_period(
    sample: Sample, period: str, stocks: dict[str, float]
) -> None:
    rows = sample.answer(headline_figures, "nghe-an", period)
    shown = figures(rows, "value", "parts_known", "parts_expected", by="indicator")
    for indicator, stock in stocks.items():
        units = sample.answer(unit_values, "nghe-an", period, indicator=indicator, level="locality")
        assert shown[indicator] == (stock, 21, 21)
        assert units["value"].sum() == stock


def test_no_part_is_missing_from_the_figures_the_provinces_open_with(sample: Sample) -> None:
    for slug, period in {"nghe-an": "2023", "ha-tinh": "2023-06", "bac-giang": "2025-09"}.items():
        rows = sample.answer(headline_figures, slug, period)
        assert "incomplete" not in rows["status"].to_list()


def test_79_49_percent_of_the_collected_accounts_are_activated(sample: Sample) -> None:
    rows = sample.answer(unit_values, "nghe-an", "2023", indicator="DDI05", level="locality")
    of_units = rows["numerator"].sum() / rows["denominator"].sum()
    headline = figures(sample.answer(headline_figures, "nghe-an", "2023"), "value", by="indicator")
    assert round(of_units, 4) == round(headline["DDI04"] / headline["DDI03"], 4) == 0.7949


@pytest.mark.parametrize(
    ("slug", "plan", "states"),
    [
        ("nghe-an", "NA-DA06", {"accepted": 9, "recurring": 14, "in_progress": 2}),
        ("nghe-an", "NA-MH38", {"accepted": 6, "in_progress": 20, "not_started": 12}),
    ],
)
def test_plans_stand_where_the_articles_say(
    sample: Sample, slug: str, plan: str, states: dict[str, int]
) -> None:
    rows = sample.answer(plan_states, slug, "2023")
    row = rows.row(by_predicate=pl.col("plan") == plan, named=True)
    zeros = {"accepted": 0, "recurring": 0, "in_progress": 0, "not_started": 0}
    assert {name: row[name] for name in zeros} == zeros | states
    assert row["provenance"] == "published"
    assert counted(sample, plan, slug) == zeros | states


def test_counts_that_no_article_gives_are_marked_illustrative(sample: Sample) -> None:
    rows = sample.answer(plan_states, "nghe-an", "2023")
    assert figures(rows, "provenance", by="plan")["NA-KH2024"] == "illustrative"


def test_10_of_the_51_tasks_of_2024_are_past_their_deadline(sample: Sample) -> None:
    rows = sample.answer(plan_states, "nghe-an", "2023")
    assert figures(rows, "total", "overdue", by="plan")["NA-KH2024"] == (51, 10)
    items = sample.answer(work_items, "nghe-an", "2023").filter(pl.col("plan") == "NA-KH2024")
    assert items["group_vi"].n_unique() == 10
    late = items.filter(pl.col("flag") == "open_overdue")
    assert late["deadline"].unique().to_list() == [date(2024, 3, 31)]
    by_sql = sample.sql(
        "select count(*) from work_item join plan on plan.id = plan_id"
        " where plan.code = 'NA-KH2024' and plan.version = '2024'"
        " and work_item.kind <> 'recurring'"
        " and deadline < '2024-04-02' and work_item.id not in"
        " (select work_item_id from work_event where event_type = 'accepted')"
    )
    assert by_sql == [(10,)]


def test_the_51_tasks_became_53_and_the_two_versions_are_never_added(sample: Sample) -> None:
    """The revision is of 1 August 2024; two new tasks, and each of the 51 goes on with its own."""
    versions = {}
    for day in (date(2024, 7, 31), date(2024, 8, 1)):
        plans = sample.answer(plan_states, "nghe-an", "2024", today=day)
        (total,) = plans.filter(pl.col("plan") == "NA-KH2024")["total"]
        known = sample.answer(plan_versions, "nghe-an", "2024", today=day)
        versions[day] = (total, known.filter(pl.col("plan") == "NA-KH2024")["items"].to_list())
    assert versions == {date(2024, 7, 31): (51, [51]), date(2024, 8, 1): (53, [51, 53])}
    [(plan_id,)] = sample.sql("select id from plan where version = '2024-2'")
    lines = sample.answer(
        burn_up, "nghe-an", "2024", today=date(2024, 9, 1), plan_id=plan_id, known="then"
    )
    scope = dict(lines.select("day", "scope").iter_rows())
    # 8 of the tasks recur and have no end.
    assert scope[date(2024, 8, 1)] == 53 - 8
    assert lines.filter(pl.col("day") < date(2024, 8, 1))["scope"][-1] == 51 - 8
    going_on = "select count(*) from work_item where continues_item_id is not null and plan_id = "
    assert sample.sql(f"{going_on}{plan_id}") == [(51,)]


def test_the_burn_up_of_the_25_tasks_ends_with_9_of_11_done(sample: Sample) -> None:
    [(plan_id,)] = sample.sql("select id from plan where code = 'NA-DA06'")
    lines = sample.answer(burn_up, "nghe-an", "2023", plan_id=plan_id)
    assert lines.row(-1)[:3] == (CLOCKS["nghe-an"], 11, 9)


def test_ha_tinh_keeps_the_deadline_that_no_calendar_has(sample: Sample) -> None:
    items = sample.answer(work_items, "ha-tinh", "2023-06")
    assert (
        date(2023, 6, 30)
        in items.filter(pl.col("deadline_text").str.contains("31/6/2023"))["deadline"]
    )
    assert set(items["deadline"].drop_nulls()) >= {
        date(2023, 6, 25),
        date(2023, 7, 10),
        date(2023, 7, 15),
        date(2023, 9, 15),
    }


def test_bac_giang_has_67_tasks_and_58_communes(sample: Sample) -> None:
    states = sample.answer(plan_states, "bac-giang", "2025-09")
    assert figures(states, "total", by="plan") == {"BG-KH02": 67}
    communes = sample.answer(
        unit_values, "bac-giang", "2025-09", indicator="DVC10", level="locality"
    )
    assert (len(communes), communes["level"].unique().to_list()) == (58, ["commune"])


def test_a_moving_target_is_compared_with_where_one_should_be_today(sample: Sample) -> None:
    rows = sample.answer(headline_figures, "bac-giang", "2025-09")
    row = rows.row(by_predicate=pl.col("indicator") == "DVC10", named=True)
    assert (row["target"], row["target_due_on"]) == (0.80, date(2025, 12, 31))
    assert row["status"] in ("ahead", "on_course", "behind", "met")


@pytest.mark.parametrize(("slug", "units"), [("nghe-an", 21), ("ha-tinh", 13), ("bac-giang", 58)])
def test_every_place_has_an_outline(sample: Sample, slug: str, units: int) -> None:
    period = {"nghe-an": "2023", "ha-tinh": "2023-06", "bac-giang": "2025-09"}[slug]
    outlines = sample.answer(unit_boundaries, slug, period, level="locality")
    assert (len(outlines), outlines["boundary_kind"].unique().to_list()) == (units, ["schematic"])


def test_each_province_opens_with_a_period_that_is_there(sample: Sample) -> None:
    shown = sample.answer(provinces, "nghe-an", "2023")
    assert shown["slug"].to_list() == ["nghe-an"]
    for slug in CLOCKS:
        rows = sample.answer(periods_available, slug, "2023")
        assert rows["is_default"].sum() == 1
