"""What is cut from one answer about all places is what each place alone would have been told."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from domain.indicators import LOCALITY_LEVELS
from domain.periods import parse_period
from domain.scope import Scope
from queries.catalogue import units_of_province
from queries.directions import directions
from queries.of_each_place import of_each_place
from queries.question import Question
from queries.trends import trend
from queries.unit_figures import unit_figures
from queries.unit_obligations import unit_bottlenecks, unit_reports
from queries.work import work_items
from store.database import engine
from tests.queries.stores import Store

QUERIES: dict[Callable[..., pl.DataFrame], dict[str, Any]] = {
    unit_figures: {},
    unit_reports: {},
    unit_bottlenecks: {},
    work_items: {},
    directions: {},
    trend: {"indicator": "DVC01"},
}
# Of each province: before a reform, across one, after it, and on the map of another time.
ASKED = [
    ("nghe-an", "2023", None),
    ("nghe-an", "2024-02", date(2025, 7, 1)),
    ("ha-tinh", "2023", None),
    ("bac-giang", "2025", None),
    ("ha-tinh", "2022", date(2025, 7, 1)),
]
CLOCKS = {"nghe-an": date(2024, 4, 2), "ha-tinh": date(2023, 7, 1), "bac-giang": date(2025, 9, 30)}
UNITS_COMPARED = 3


class Asking:
    """Answers of the store at `url`, kept as the board keeps them, and how often it was asked."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.kept: dict[Any, pl.DataFrame] = {}

    def __call__(
        self, query: Callable[..., pl.DataFrame], asked: Question, **params: Any
    ) -> pl.DataFrame:
        key = (query, asked, tuple(params.items()))
        if key not in self.kept:
            with engine(self.url).connect() as connection:
                self.kept[key] = query(connection, asked, **params)
        return self.kept[key]


def question(url: str, slug: str, period: str, era: date | None, **more: Any) -> Question:
    with engine(url).connect() as connection:
        found = "select id from province where slug = ?"
        province_id = connection.exec_driver_sql(found, (slug,)).scalar_one()
        newest = connection.exec_driver_sql("select max(id) from import_batch").scalar_one()
    return Question(
        province_id=province_id,
        scope=more.get("scope", Scope(provinces=frozenset({province_id}))),
        as_of=newest,
        today=CLOCKS[slug],
        period=parse_period(period),
        era=era,
    )


def places(fetch: Asking, asked: Question) -> list[int]:
    units = fetch(units_of_province, asked).filter(pl.col("level").is_in(LOCALITY_LEVELS))
    return units["unit_id"].to_list()


@pytest.mark.parametrize(("slug", "period", "era"), ASKED)
def test_a_place_is_told_the_same_alone_and_among_all(
    sample_url: str, slug: str, period: str, era: date | None
) -> None:
    fetch = Asking(sample_url)
    asked = question(sample_url, slug, period, era)
    some = random.Random(f"{slug} {period} {era}").sample(places(fetch, asked), UNITS_COMPARED)
    for query, params in QUERIES.items():
        alone = [fetch(query, replace(asked, unit_id=unit), **params) for unit in some]
        cut = [of_each_place(fetch)(query, replace(asked, unit_id=unit), **params) for unit in some]
        for one, other in zip(alone, cut, strict=True):
            assert_frame_equal(one, other)
    assert fetch(unit_figures, replace(asked, unit_id=some[0])).height > 0


def test_whoever_sees_one_place_is_told_of_that_one_alone(sample_url: str) -> None:
    whole = question(sample_url, "nghe-an", "2023", None)
    mine, other, *_ = places(Asking(sample_url), whole)
    asked = replace(whole, scope=Scope(units=frozenset({mine})))
    fetch = Asking(sample_url)
    own = of_each_place(fetch)(unit_figures, replace(asked, unit_id=mine))
    assert_frame_equal(own, fetch(unit_figures, replace(asked, unit_id=mine)))
    assert of_each_place(fetch)(unit_figures, replace(asked, unit_id=other)).is_empty()


def test_the_store_is_asked_once_for_all_places(database_url: str) -> None:
    store = Store(database_url)
    for code in ("412", "413", "414"):
        store.unit(code)
    store.indicator("DVC01")
    store.observe("DVC01", "412", "2023", 90, 100)
    fetch = Asking(database_url)
    for code in ("412", "413", "414"):
        own = of_each_place(fetch)(unit_figures, store.ask("2023", unit=code))
        assert own["value"].to_list() == [0.9 if code == "412" else None]
    assert [query.__name__ for query, *_ in fetch.kept] == [
        "units_of_province",
        "figures_of_places",
    ]
