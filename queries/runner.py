"""The one cached door between screens and the store.

An answer is kept per question, parameters and store; a question carries its scope and the batch
it is as of, so a new batch or another person never meets an old answer. Concurrent askers of the
same thing wait for one answer instead of asking the store each.
"""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

import polars as pl
import streamlit as st
from sqlalchemy import Connection, func, select

from queries.question import Question
from store.database import engine
from store.settings import Settings
from store.tables import import_batch

P = ParamSpec("P")
Query = Callable[Concatenate[Connection, Question, P], pl.DataFrame]

MOST_ANSWERS_KEPT = 4096


def store_url() -> str:
    """The address of the store this process reads."""
    return Settings().database_url


def data_version() -> int:
    """Id of the newest batch that landed, 0 for an empty store. Never cached: one statement."""
    landed = select(func.max(import_batch.c.id)).where(import_batch.c.status == "landed")
    with engine(store_url()).connect() as connection:
        return connection.execute(landed).scalar() or 0


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
