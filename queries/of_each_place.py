"""Answers about one place after another, cut from one answer about all places of the map.

A paper with a page for each of 130 communes asks the store a few times, not 130 times. What is cut
is what the question about the one place would have been answered
(tests/queries/test_of_each_place.py); whatever else is asked goes on as it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from domain.indicators import LOCALITY_LEVELS
from queries.catalogue import units_of_province
from queries.directions import directions
from queries.origin import freshness
from queries.question import Question
from queries.trends import trend, trends_of_places
from queries.turns import Fetch
from queries.unit_figures import figures_of_places, unit_figures
from queries.unit_obligations import reports_of_places, unit_bottlenecks, unit_reports
from queries.units import unit_boundaries
from queries.work import items_of_places, work_items

Cut = Callable[[Fetch, Question, int, Mapping[str, Any]], pl.DataFrame]


def of_each_place(fetch: Fetch) -> Fetch:
    """`fetch` for who asks about one place after another.

    Agencies, units that are not on the map asked for, and places out of scope are asked one by one.
    """

    def fetch_one(
        query: Callable[..., pl.DataFrame], asked: Question, **params: Any
    ) -> pl.DataFrame:
        cut = _CUTS.get(query)
        whole = replace(asked, unit_id=None)
        if query in _OF_THE_PROVINCE:
            return fetch(query, whole, **params)
        if cut is None or asked.unit_id is None or params.get("unit_id") is not None:
            return fetch(query, asked, **params)
        places = fetch(units_of_province, whole).filter(pl.col("level").is_in(LOCALITY_LEVELS))
        if asked.unit_id not in places["unit_id"]:
            return fetch(query, asked, **params)
        return cut(fetch, whole, asked.unit_id, params)

    return fetch_one


def _of(query: Callable[..., pl.DataFrame]) -> Cut:
    """The rows of `query` about the place, which have its unit_id."""

    def cut(fetch: Fetch, whole: Question, unit_id: int, params: Mapping[str, Any]) -> pl.DataFrame:
        rows = fetch(query, whole, **params)
        return rows.filter(pl.col("unit_id") == unit_id).drop("unit_id")

    return cut


def _items(fetch: Fetch, whole: Question, unit_id: int, _params: Mapping[str, Any]) -> pl.DataFrame:
    mine = fetch(items_of_places, whole).filter(pl.col("unit_id") == unit_id)["work_item_id"]
    return fetch(work_items, whole).filter(pl.col("work_item_id").is_in(mine.implode()))


def _bottlenecks(
    fetch: Fetch, whole: Question, unit_id: int, _params: Mapping[str, Any]
) -> pl.DataFrame:
    return fetch(unit_bottlenecks, whole).filter(pl.col("owner_unit_id") == unit_id)


def _directions(
    fetch: Fetch, whole: Question, unit_id: int, _params: Mapping[str, Any]
) -> pl.DataFrame:
    is_mine = (pl.col("from_unit_id") == unit_id) | (pl.col("to_unit_id") == unit_id)
    return fetch(directions, whole).filter(is_mine)


_CUTS: Mapping[Callable[..., pl.DataFrame], Cut] = {
    unit_figures: _of(figures_of_places),
    unit_reports: _of(reports_of_places),
    trend: _of(trends_of_places),
    work_items: _items,
    unit_bottlenecks: _bottlenecks,
    directions: _directions,
}
# They answer the same whichever unit is asked about.
_OF_THE_PROVINCE = (freshness, unit_boundaries)
