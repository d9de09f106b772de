from datetime import date

import pytest

from queries.origin import freshness
from queries.schemas import FRESHNESS
from tests.queries.stores import Store


@pytest.fixture
def store(database_url: str) -> Store:
    made = Store(database_url)
    made.unit("412")
    made.indicator("DVC01")
    made.observe("DVC01", "40", "2023", 1, 2, provenance="published")
    made.observe("DVC01", "412", "2023-11", 1, 2, provenance="illustrative")
    made.observe("DVC01", "412", "2023-12", 1, 2, cut_off=date(2024, 1, 14))
    made.observe("DVC01", "412", "2024-01", 1, 2, provenance="illustrative")
    return made


def test_rows_of_the_period_are_counted_by_their_origin(store: Store) -> None:
    rows = store.answer(freshness, store.ask())
    assert rows.schema == FRESHNESS
    row = rows.row(0, named=True)
    counted = [row[f"{word}_rows"] for word in ("published", "reported", "derived", "illustrative")]
    assert counted == [1, 1, 0, 1]
    assert (row["cut_off"], row["batch"]) == (date(2024, 1, 14), store.batch)
    assert row["file_name"] == "observations.csv"


def test_an_older_batch_was_the_newest_then(store: Store) -> None:
    asked = store.ask(as_of=store.batch - 2)
    row = store.answer(freshness, asked).row(0, named=True)
    assert (row["batch"], row["reported_rows"]) == (store.batch - 2, 0)


def test_without_figures_there_is_a_batch_but_no_cut_off(store: Store) -> None:
    row = store.answer(freshness, store.ask("2019")).row(0, named=True)
    assert (row["cut_off"], row["published_rows"]) == (None, 0)
    assert row["imported_at"].isoformat() == "2024-04-02T08:00:00+00:00"
