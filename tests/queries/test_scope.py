import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import polars as pl
import pytest

import queries
from domain.scope import NOTHING, Scope
from store.tables import indicator
from tests.queries.stores import Store

# Every query of the package, with parameters under which `store` has an answer.
PARAMS: dict[str, dict[str, Any]] = {
    "burn_up": {"plan_id": 1},
    "targets_in_force": {"indicators": indicator.c.code == "DVC01"},
    "trend": {"indicator": "DVC01"},
    "unit_boundaries": {"level": "locality"},
    "unit_values": {"indicator": "DVC01", "level": "locality"},
}


def all_queries() -> Iterator[Callable[..., pl.DataFrame]]:
    """Public functions of the modules of `queries` that answer a question with a frame."""
    for found in pkgutil.iter_modules(queries.__path__, "queries."):
        module = importlib.import_module(found.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            signature = inspect.signature(function)
            answers = (list(signature.parameters)[:2], signature.return_annotation)
            is_own = function.__module__ == found.name and not name.startswith("_")
            if is_own and answers == (["conn", "asked"], pl.DataFrame):
                yield function


every_query = pytest.mark.parametrize(
    "query", list(all_queries()), ids=lambda query: query.__name__
)


@pytest.fixture
def store(database_url: str) -> Store:
    """A store in which every query has an answer."""
    made = Store(database_url)
    made.unit("412")
    made.indicator("DVC01")
    made.observe("DVC01", "40", "2023-12", 1, 2)
    made.observe("DVC01", "412", "2023-12", 1, 2)
    made.target("DVC01", 0.4)
    made.boundaries("412")
    made.plan("KH2024")
    made.item("KH2024", "NV1", lead="412", deadline=date(2024, 3, 31))
    return made


@pytest.mark.trust("B15")
@every_query
def test_no_scope_no_rows(store: Store, query: Callable[..., pl.DataFrame]) -> None:
    params = PARAMS.get(query.__name__, {})
    seen = store.answer(query, store.ask(), **params)
    assert not seen.is_empty()
    for nothing in (store.ask(scope=NOTHING), store.ask(scope=NOTHING, unit="412")):
        unseen = store.answer(query, nothing, **params)
        assert unseen.is_empty()
        assert unseen.schema == seen.schema


@pytest.mark.trust("B15")
@every_query
def test_scope_elsewhere_opens_nothing_here(
    store: Store, query: Callable[..., pl.DataFrame]
) -> None:
    params = PARAMS.get(query.__name__, {})
    elsewhere = Scope(provinces=frozenset({store.province_id + 1}), units=frozenset({999}))
    assert store.answer(query, store.ask(scope=elsewhere), **params).is_empty()


@every_query
def test_at_most_three_statements(store: Store, query: Callable[..., pl.DataFrame]) -> None:
    assert store.statements(query, store.ask("2023"), **PARAMS.get(query.__name__, {})) <= 3


@every_query
def test_what_came_in_later_is_not_seen(store: Store, query: Callable[..., pl.DataFrame]) -> None:
    params = PARAMS.get(query.__name__, {})
    asked = store.ask("2023")
    before = store.answer(query, asked, **params)
    store.observe("DVC01", "40", "2023", 2, 2, provenance="published")
    store.observe("DVC01", "412", "2023", 2, 2, provenance="published")
    store.target("DVC01", 0.9)
    store.boundaries("412", kind="official")
    store.event("NV1", "accepted", date(2024, 3, 1))
    store.item("KH2024", "NV2", lead="412")
    assert store.answer(query, asked, **params).equals(before)
