import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator

import polars as pl
import pytest

import queries
from domain.scope import NOTHING, Scope
from queries.question import Question
from store import tables
from tests.queries.full_store import DAY, UNIT, full_store, params_of
from tests.queries.stores import Store

# Statements that a query may need; those of the exceptions are made of several others.
FEW = 3
MORE = {
    "block_figures": 6,
    "bottlenecks": 8,
    "commune_readiness": 4,
    "decision_cases": 45,
    "decisions": 45,
    "headline_figures": 6,
    "identity_figures": 6,
    "pilot_models": 4,
    "plan_forecast": 4,
    "recurring_kept": 5,
    "service_figures": 6,
    "trend": 4,
    "unit_figures": 7,
    "figures_of_places": 7,
    "unit_values": 6,
    "work_items": 5,
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


QUERIES = {query.__name__: query for query in all_queries()}


@pytest.fixture
def store(database_url: str) -> Store:
    """A store in which every query has an answer: one for all of them, for it takes its time."""
    return full_store(database_url)


def answers(store: Store, asked: Question) -> dict[str, pl.DataFrame]:
    """What every query answers, by its name."""
    return {
        name: store.answer(query, asked, **params_of(name, store))
        for name, query in QUERIES.items()
    }


@pytest.mark.trust("B15")
def test_no_scope_no_rows(store: Store) -> None:
    seen = answers(store, store.ask())
    assert [name for name, answer in seen.items() if answer.is_empty()] == []
    for nothing in (store.ask(scope=NOTHING), store.ask(scope=NOTHING, unit=UNIT)):
        unseen = answers(store, nothing)
        assert [name for name, answer in unseen.items() if not answer.is_empty()] == []
        assert [name for name in seen if unseen[name].schema != seen[name].schema] == []


@pytest.mark.trust("B15")
def test_scope_elsewhere_opens_nothing_here(store: Store) -> None:
    elsewhere = Scope(provinces=frozenset({store.province_id + 1}), units=frozenset({999}))
    opened = answers(store, store.ask(scope=elsewhere))
    assert [name for name, answer in opened.items() if not answer.is_empty()] == []


def test_a_query_needs_few_statements(store: Store) -> None:
    needed = {
        name: store.statements(query, store.ask("2023"), **params_of(name, store))
        for name, query in QUERIES.items()
    }
    assert {name: count for name, count in needed.items() if count > MORE.get(name, FEW)} == {}


def test_what_came_in_later_is_not_seen(store: Store) -> None:
    asked = store.ask("2023")
    before = answers(store, asked)
    store.observe("DVC01", "40", "2023", 2, 2, provenance="published")
    store.observe("DVC01", UNIT, "2023", 2, 2, provenance="published")
    store.target("DVC01", 0.9)
    store.boundaries(UNIT, kind="official")
    store.event("NV1", "accepted", DAY)
    store.item("KH2024", "NV2", lead=UNIT)
    store.rule(tables.clear_rule, clear="time", weight=5.0)
    after = answers(store, asked)
    assert [name for name in before if not after[name].equals(before[name])] == []
