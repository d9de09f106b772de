"""Commune readiness, what is left to hand over, and means: small stores and the sample province."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from sqlalchemy import select

from domain.periods import parse_period
from domain.scope import Scope
from queries.handover import handover_left
from queries.question import Question
from queries.readiness import commune_readiness
from queries.resources import resources
from store import tables
from store.database import engine
from tests.queries.stores import Store

MONTH = "2024-03"


class Readiness(Store):
    """Two communes, a condition by rate (KH208) and one by count (KH206)."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        for code in ("A", "B"):
            self.unit(code, level="commune")
        self.indicator("KH208", aggregation="ratio_of_latest", leads=None)
        self.indicator("KH206", measure="stock", aggregation="sum_of_latest", leads=None)
        rate = {"judged": "rate", "polarity": "higher", "green_from": 0.95, "yellow_from": 0.8}
        count = {"judged": "count", "polarity": "lower", "green_from": 0.0, "yellow_from": 5.0}
        self.condition("signatures", "KH208", **rate)
        self.condition("handed_over", "KH206", **count)
        since = {"effective_from": date(2024, 1, 1)}
        self.rule(tables.readiness_rule, colour="red", failed_from=1, **since)
        self.rule(tables.readiness_rule, colour="yellow", not_met_from=1, **since)

    def condition(self, code: str, indicator: str, **more: Any) -> None:
        values = {
            "position": len(self.ids),
            "name_vi": f"Điều kiện {code}",
            "name_en": f"Condition {code}",
            "short_vi": code,
            "short_en": code,
            "level": "commune",
            "effective_from": date(2024, 1, 1),
            "definition_source_vi": "test",
            "definition_source_en": "test",
        }
        self._add(
            tables.readiness_condition,
            f"{code} {len(self.ids)}",
            code=code,
            indicator_id=self.ids["indicator", indicator],
            import_batch_id=self._new_batch("readiness_conditions"),
            **values | more,
        )


@pytest.fixture
def store(database_url: str) -> Readiness:
    return Readiness(database_url)


def states(rows: pl.DataFrame) -> dict[tuple[str, str], tuple[str, str]]:
    """(commune, condition) -> (state, overall)."""
    named = rows.select("unit_code", "condition", "state", "overall").rows()
    return {(unit, condition): (state, colour) for unit, condition, state, colour in named}


def test_each_commune_is_judged_by_each_condition(store: Readiness) -> None:
    store.observe("KH208", "A", MONTH, 19, 20)
    store.observe("KH206", "A", MONTH, value=0)
    store.observe("KH208", "B", MONTH, 8, 10)
    found = states(store.answer(commune_readiness, store.ask(MONTH)))
    assert found == {
        ("A", "signatures"): ("green", "green"),
        ("A", "handed_over"): ("green", "green"),
        ("B", "signatures"): ("yellow", "no_report"),
        ("B", "handed_over"): ("no_report", "no_report"),
    }


def test_the_worst_commune_comes_first(store: Readiness) -> None:
    for unit, still_open in (("A", 0), ("B", 6)):
        store.observe("KH208", unit, MONTH, 10, 10)
        store.observe("KH206", unit, MONTH, value=still_open)
    rows = store.answer(commune_readiness, store.ask(MONTH))
    assert rows["unit_code"].to_list() == ["B", "B", "A", "A"]
    assert rows["overall"].to_list() == ["red", "red", "green", "green"]


def test_a_report_of_an_earlier_period_is_none_of_this_one(store: Readiness) -> None:
    store.observe("KH206", "A", "2024-02", value=0)
    rows = store.answer(commune_readiness, store.ask(MONTH))
    row = rows.row(
        by_predicate=(pl.col("unit_code") == "A") & (pl.col("condition") == "handed_over"),
        named=True,
    )
    assert (row["state"], row["value"], row["last_report"]) == (
        "no_report",
        None,
        date(2024, 2, 29),
    )


def test_a_changed_threshold_holds_from_its_day(store: Readiness) -> None:
    store.condition(
        "handed_over",
        "KH206",
        judged="count",
        polarity="lower",
        green_from=3.0,
        yellow_from=5.0,
        effective_from=date(2024, 3, 1),
    )
    for month in ("2024-02", MONTH):
        store.observe("KH206", "A", month, value=3)
    before, since = (
        states(store.answer(commune_readiness, store.ask(month)))["A", "handed_over"][0]
        for month in ("2024-02", MONTH)
    )
    assert (before, since) == ("yellow", "green")


def test_a_province_with_conditions_of_its_own_goes_by_those_alone(store: Readiness) -> None:
    own = {"judged": "yes_no", "polarity": "higher", "province_id": store.province_id}
    store.condition("own", "KH208", **own)
    rows = store.answer(commune_readiness, store.ask(MONTH))
    assert rows["condition"].unique().to_list() == ["own"]


def test_conditions_to_come_are_told_without_a_commune(store: Readiness) -> None:
    rows = store.answer(commune_readiness, store.ask("2023-12"))
    assert rows["condition"].to_list() == ["signatures", "handed_over"]
    assert rows["unit_id"].null_count() == rows["state"].null_count() == 2
    assert rows["effective_from"].to_list() == [date(2024, 1, 1)] * 2


def test_a_person_of_one_commune_sees_that_one(store: Readiness) -> None:
    only = Scope(units=frozenset({store.ids["unit", "A"]}))
    rows = store.answer(commune_readiness, store.ask(MONTH, scope=only))
    assert rows["unit_code"].unique().to_list() == ["A"]


def test_three_statements_answer_readiness_and_two_the_handover(store: Readiness) -> None:
    asked = store.ask(MONTH)
    assert store.statements(commune_readiness, asked) == 3
    assert store.statements(handover_left, asked) == 2
    assert store.statements(resources, asked) == 1


def test_what_is_left_is_counted_by_the_district_that_gave_most(store: Readiness) -> None:
    ended = {"level": "district", "valid_to": date(2024, 2, 29)}
    store.unit("D1", population=900, **ended)
    store.unit("D2", population=100, **ended)
    store.became("D1", "A", on=date(2024, 3, 1), share="1/3")
    store.became("D1", "B", on=date(2024, 3, 1), share="2/3")
    store.became("D2", "A", on=date(2024, 3, 1))
    store.observe("KH206", "D1", "2024-02", value=40)
    store.observe("KH206", "A", MONTH, value=4)
    rows = store.answer(handover_left, store.ask(MONTH)).sort("unit_code")
    told = rows.select("unit_code", "old_name_vi", "old_open", "still_open").rows()
    assert told == [
        ("A", "Đơn vị hành chính D1", 40.0, 4.0),
        ("B", "Đơn vị hành chính D1", 40.0, None),
    ]


def test_means_count_only_units_whose_level_the_catalogue_names(store: Readiness) -> None:
    store.indicator("NLU02", aggregation="ratio_of_latest", levels="agency, commune", leads=None)
    store.unit("SYT", level="agency")
    store.unit("D1")
    store.observe("NLU02", "SYT", MONTH, 3, 4)
    store.observe("NLU02", "A", MONTH, 1, 4)
    rows = store.answer(resources, store.ask(MONTH))
    assert rows.select("unit_code", "value").rows() == [("A", 0.25), ("SYT", 0.75), ("B", None)]


# ---- The sample province


@pytest.mark.parametrize(
    ("month", "green", "left"), [("2025-07", 41, 68.0), ("2025-08", 50, 25.0), ("2025-09", 55, 6.0)]
)
def test_bac_giang_has_as_many_green_communes_as_its_own_count_says(
    sample_url: str, month: str, green: int, left: float
) -> None:
    with engine(sample_url).connect() as connection:
        row = connection.execute(
            select(tables.province).where(tables.province.c.slug == "bac-giang")
        ).one()
        asked = Question(
            province_id=row.id,
            scope=Scope(provinces=frozenset({row.id})),
            as_of=10**6,
            today=row.clock_stands_at,
            period=parse_period(month),
        )
        rows = commune_readiness(connection, asked)
        places = handover_left(connection, asked)
        said = connection.execute(
            select(tables.observation.c.value)
            .join(tables.indicator)
            .where(
                tables.indicator.c.code == "KH202",
                tables.observation.c.period_end == asked.period.end,
            )
        ).scalar_one()
    communes = rows.unique("unit_id")
    assert communes.height == 58
    assert communes.filter(pl.col("overall") == "green").height == green == said
    assert places["still_open"].sum() == left
    assert places["old_name_vi"].null_count() == 0
