"""The store's answers for walls: each question asked once, and only the newest batches kept.

The pages' own door (queries/runner.py) keeps answers about every batch that somebody may look at.
A wall looks at the newest alone, for weeks: what it asked about older ones is let go of at once.
"""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from datetime import date
from threading import Lock
from typing import Any

import polars as pl

from queries.last_known import question_key
from queries.question import Question
from queries.runner import store_url
from store.database import engine

# In seconds: PostgreSQL ends what takes longer, so that nothing hangs there for ever.
LONGEST = 10
# The batch that is shown and the one before, which tells what is new.
KEPT_BATCHES = 2


class Answers:
    """A fetch (as queries.runner.fetch) for all walls of this process."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int], dict[str, Future[pl.DataFrame]]] = OrderedDict()
        self._days: dict[tuple[str, int], date] = {}
        self._lock = Lock()

    def __call__(
        self, query: Callable[..., pl.DataFrame], asked: Question, **params: Any
    ) -> pl.DataFrame:
        """The answer of `query`; who asks the same meanwhile waits for the same answer."""
        url, key = store_url(), question_key(query, asked, params)
        with self._lock:
            answers = self._of_batch(url, asked)
            answer = answers.get(key)
            is_first = answer is None
            answer = answers.setdefault(key, Future())
        if is_first:
            try:
                answer.set_result(_ask(url, query, asked, params))
            except BaseException as error:
                with self._lock:
                    answers.pop(key, None)
                answer.set_exception(error)
        return answer.result()

    def forget_after(self, batch: int) -> None:
        """Let go of what was told about later batches: the store was set back to `batch`."""
        with self._lock:
            for url, as_of in list(self._kept):
                if url == store_url() and as_of > batch:
                    del self._kept[url, as_of]

    def _of_batch(self, url: str, asked: Question) -> dict[str, Future[pl.DataFrame]]:
        """What is kept about the batch; older batches, and all of yesterday, go."""
        province = (url, asked.province_id)
        if asked.today > self._days.setdefault(province, asked.today):
            self._kept.clear()
            self._days[province] = asked.today
        batch = (url, asked.as_of)
        self._kept.setdefault(batch, {})
        self._kept.move_to_end(batch)
        while len(self._kept) > KEPT_BATCHES:
            self._kept.popitem(last=False)
        return self._kept[batch]


def _ask(
    url: str, query: Callable[..., pl.DataFrame], asked: Question, params: dict[str, Any]
) -> pl.DataFrame:
    with engine(url).connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"set local statement_timeout = '{LONGEST}s'")
        return query(connection, asked, **params)
