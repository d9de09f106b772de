"""The one cached door between screens and the store: answers, and figures made of them.

An answer is kept per question, parameters and store; a question carries its scope and the batch
it is as of, so a new batch or another person never meets an old answer. Concurrent askers of the
same thing wait for one answer instead of asking the store each.
"""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

import polars as pl
import streamlit as st
from sqlalchemy import Connection, func, select

from domain.frozen import Frozen
from queries.frozen import frozen_at
from queries.question import Question
from store.database import engine
from store.settings import current_settings
from store.tables import import_batch

P = ParamSpec("P")
Made = TypeVar("Made")
Query = Callable[Concatenate[Connection, Question, P], pl.DataFrame]

MOST_ANSWERS_KEPT = 4096
MOST_FIGURES_KEPT = 1024


def store_url() -> str:
    """The address of the store this process reads."""
    return current_settings().database_url


def data_version() -> int:
    """Id of the newest batch that landed, 0 for an empty store. Never cached: one statement."""
    landed = select(func.max(import_batch.c.id)).where(import_batch.c.status == "landed")
    with engine(store_url()).connect() as connection:
        return connection.execute(landed).scalar() or 0


def standing_still(at: str) -> Frozen:
    """What the word `at` of an address stands for. Never cached: one statement.

    Raises UnknownChoice.
    """
    with engine(store_url()).connect() as connection:
        return frozen_at(connection, at)


def fetch(query: Query[P], asked: Question, *args: P.args, **params: P.kwargs) -> pl.DataFrame:
    """The answer of `query` to `asked`, from the cache or from the store."""
    if args:
        raise TypeError("the parameters of a query are given by name")
    name = f"{query.__module__}.{query.__qualname__}"
    return _answer(store_url(), name, asked, tuple(sorted(params.items())), _query=query)


@st.cache_resource(
    max_entries=MOST_ANSWERS_KEPT,
    show_spinner=False,
    hash_funcs={Question: lambda asked: asked.cache_key},
)
def _answer(
    url: str,
    name: str,
    asked: Question,
    params: tuple[tuple[str, Any], ...],
    *,
    _query: Callable[..., pl.DataFrame],
) -> pl.DataFrame:
    with engine(url).connect() as connection:
        return _query(connection, asked, **dict(params))


def kept(name: str, asked: Question, *look: str, make: Callable[[], Made]) -> Made:
    """What `make` makes of answers to `asked`, kept: a finished figure, card or document.

    `name` is unique on the board (`situation.units`); `look` is all else the result depends on:
    language, theme, what else was chosen.
    """
    made: Made = _figure(store_url(), name, asked, look, _make=make)
    return made


@st.cache_resource(
    max_entries=MOST_FIGURES_KEPT,
    show_spinner=False,
    hash_funcs={Question: lambda asked: asked.figure_key},
)
def _figure(
    url: str, name: str, asked: Question, look: tuple[str, ...], *, _make: Callable[[], Any]
) -> Any:
    return _make()
