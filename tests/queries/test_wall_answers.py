from dataclasses import replace
from datetime import timedelta

import polars as pl
import pytest

from queries.catalogue import units_of_province
from queries.question import Question
from server.wall_answers import KEPT_BATCHES, Answers
from tests.queries.stores import Store


@pytest.fixture
def store(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("IOC_DATABASE_URL", database_url)
    store = Store(database_url)
    store.unit("412")
    return store


class Counted:
    """A query of ours that counts how often the store is asked."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.__qualname__ = "counted"

    def __call__(self, conn: object, asked: Question, **params: object) -> pl.DataFrame:
        self.asked.append(asked)
        return pl.DataFrame({"as_of": [asked.as_of]})


def test_an_answer_is_the_stores(store: Store) -> None:
    asked = store.ask("2023")
    assert Answers()(units_of_province, asked).equals(store.answer(units_of_province, asked))


def test_each_question_is_asked_once(store: Store) -> None:
    query, answers, asked = Counted(), Answers(), store.ask("2023")
    for _ in range(3):
        answers(query, asked)
    answers(query, asked, level="commune")
    answers(query, replace(asked, unit_id=store.ids["unit", "412"]))
    assert len(query.asked) == 3


def test_of_older_batches_and_of_yesterday_nothing_is_kept(store: Store) -> None:
    query, answers, asked = Counted(), Answers(), store.ask("2023")
    for batch in range(1, 30):
        answers(query, replace(asked, as_of=batch))
        assert len(answers._kept) <= KEPT_BATCHES
    answers(query, replace(asked, as_of=29, today=asked.today + timedelta(days=1)))
    assert sum(map(len, answers._kept.values())) == 1


def test_a_question_that_failed_is_asked_again(store: Store) -> None:
    answers, asked, failing = Answers(), store.ask("2023"), [True]

    def query(conn: object, asked: Question) -> pl.DataFrame:
        if failing:
            failing.pop()
            raise ConnectionError("gone")
        return pl.DataFrame()

    with pytest.raises(ConnectionError):
        answers(query, asked)
    assert answers(query, asked).is_empty()


@pytest.mark.postgres
def test_postgresql_ends_what_takes_too_long(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IOC_DATABASE_URL", postgresql_url)
    asked = Store(postgresql_url).ask("2023")

    def limit(conn: object, asked: Question) -> pl.DataFrame:
        told = conn.exec_driver_sql("show statement_timeout").scalar()  # type: ignore[attr-defined]
        return pl.DataFrame({"limit": [told]})

    assert Answers()(limit, asked)["limit"].to_list() == ["10s"]
