"""Two newspapers, two numbers of cards on one day: both are kept and nobody chooses."""

from datetime import date

import polars as pl
import pytest

from components.figures.conflicts import conflict_notes
from components.reader import Reader
from queries.conflicts import conflicts
from tests.queries.stores import Store

ON = "2023-05-10"


@pytest.fixture
def store(database_url: str) -> Store:
    made = Store(database_url)
    made.unit("412")
    made.indicator("DDI01", measure="stock", aggregation="sum_of_latest")
    made.indicator("DVC01")
    for code in ("A", "B"):
        made.document(code, date(2023, 5, 12))
    return made


def say(store: Store, document: str, value: float, **more: object) -> int:
    said = {"indicator": "DDI01", "unit": "40", "provenance": "published"} | more
    return store.observe(
        str(said.pop("indicator")),
        str(said.pop("unit")),
        ON,
        value=value,
        document=document,
        **said,  # type: ignore[arg-type]
    )


def told(store: Store, period: str = "2023", **changes: object) -> list[tuple[int, float]]:
    rows = store.answer(conflicts, store.ask(period, **changes))
    return rows.select("conflict", "value").rows()


def test_both_figures_stand_with_their_documents(store: Store) -> None:
    say(store, "A", 1_128_438)
    say(store, "B", 1_130_342)
    rows = store.answer(conflicts, store.ask("2023"))
    assert rows.select("conflict", "value", "document_title_en").rows() == [
        (1, 1_128_438, "Document A"),
        (1, 1_130_342, "Document B"),
    ]


def test_two_that_agree_are_no_conflict(store: Store) -> None:
    say(store, "A", 1_128_438)
    say(store, "B", 1_128_438)
    assert told(store) == []


def test_a_rate_rounded_for_print_contradicts_nobody(store: Store) -> None:
    say(store, "A", 0.4503, indicator="DVC01")
    say(store, "B", 0.450299, indicator="DVC01")
    assert told(store) == []


def test_an_illustrative_figure_contradicts_nobody(store: Store) -> None:
    say(store, "A", 1_128_438)
    say(store, "B", 900, provenance="illustrative")
    assert told(store) == []


def test_a_correction_settles_a_conflict_from_its_batch_on(store: Store) -> None:
    wrong = say(store, "A", 1_128_438)
    say(store, "B", 1_130_342)
    before = store.batch
    say(store, "A", 1_130_342, replaces=wrong)
    assert told(store) == []
    assert len(told(store, as_of=before)) == 2


def test_a_conflict_of_a_unit_is_for_those_who_see_it(store: Store) -> None:
    say(store, "A", 10, unit="412")
    say(store, "B", 12, unit="412")
    store.unit("413")
    assert len(told(store, scope=store.scope("412"))) == 2
    assert told(store, scope=store.scope("413")) == []


def test_what_lies_after_the_period_or_long_before_it_is_not_told(store: Store) -> None:
    say(store, "A", 1_128_438)
    say(store, "B", 1_130_342)
    assert told(store, "2023-04") == []
    assert len(told(store, "2023-06")) == 2
    assert told(store, "2025", today=date(2025, 12, 31)) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_note_names_both_values_and_both_documents(store: Store, language: str) -> None:
    say(store, "A", 1_128_438)
    say(store, "B", 1_130_342)
    rows = store.answer(conflicts, store.ask("2023")).with_columns(
        publisher_vi=pl.lit("Báo <script>"), publisher_en=pl.lit("Paper <script>")
    )
    reader = Reader(language)
    note = conflict_notes(rows, reader=reader)
    for value in (1_128_438, 1_130_342):
        assert f"<b>{reader.number(value)}</b>" in note
    assert note.count(reader.date(date(2023, 5, 12))) == 2
    assert "<script>" not in note
    assert conflict_notes(rows, reader=reader, indicators=("DVC01",)) == ""
