"""What came in after a batch is told as it stood and as it stands, and nothing else is."""

from datetime import date

import pytest
from sqlalchemy import update

from domain.scope import Scope
from queries.changes_since import figures_changed, targets_changed, told_since
from store import tables
from store.database import engine
from tests.queries.stores import TODAY, Store

MAY = "2023-05"


@pytest.fixture
def store(database_url: str) -> Store:
    made = Store(database_url)
    made.unit("412")
    made.unit("413")
    made.indicator("DVC01")
    made.plan("KH")
    made.item("KH", "NV1", lead="412")
    return made


def test_a_correction_is_told_with_the_old_and_the_new_value(store: Store) -> None:
    old = store.observe("DVC01", "412", MAY, 3, 4)
    since = store.batch
    store.observe("DVC01", "412", MAY, 1, 2, replaces=old)
    (row,) = store.answer(figures_changed, store.ask("2023"), since=since).to_dicts()
    told = (row["is_correction"], row["old_value"], row["new_value"], row["batch"])
    assert told == (True, 0.75, 0.5, store.batch)


def test_what_was_corrected_twice_is_told_once_from_then_to_now(store: Store) -> None:
    first = store.observe("DVC01", "412", MAY, 3, 4)
    since = store.batch
    second = store.observe("DVC01", "412", MAY, 2, 4, replaces=first)
    store.observe("DVC01", "412", MAY, 1, 4, replaces=second)
    (row,) = store.answer(figures_changed, store.ask("2023"), since=since).to_dicts()
    assert (row["old_value"], row["new_value"]) == (0.75, 0.25)


def test_corrections_come_before_new_figures_and_what_stayed_equal_is_not_told(
    store: Store,
) -> None:
    old = store.observe("DVC01", "412", MAY, 3, 4)
    same = store.observe("DVC01", "413", MAY, 3, 4)
    since = store.batch
    store.observe("DVC01", "412", "2023-06", 1, 2)
    store.observe("DVC01", "412", MAY, 1, 2, replaces=old)
    store.observe("DVC01", "413", MAY, 3, 4, replaces=same)
    rows = store.answer(figures_changed, store.ask("2023"), since=since)
    assert rows["is_correction"].to_list() == [True, False]
    assert rows["old_value"].to_list() == [0.75, None]


def test_a_value_that_went_missing_is_a_correction_to_no_value(store: Store) -> None:
    old = store.observe("DVC01", "412", MAY, 3, 4)
    since = store.batch
    store.observe("DVC01", "412", MAY, obs_status="missing", replaces=old)
    (row,) = store.answer(figures_changed, store.ask("2023"), since=since).to_dicts()
    assert (row["old_value"], row["new_value"]) == (0.75, None)


def test_what_came_after_the_newer_batch_or_speaks_of_a_later_day_is_not_told(
    store: Store,
) -> None:
    since = store.batch
    store.observe("DVC01", "412", MAY, 3, 4)
    asked = store.ask("2023")
    store.observe("DVC01", "413", MAY, 3, 4)
    store.observe("DVC01", "413", "2025-01", 3, 4)
    answer = store.answer(figures_changed, asked, since=since)
    assert answer["unit_code"].to_list() == ["412"]
    assert store.answer(figures_changed, store.ask("2023"), since=since).height == 2


def test_nobody_is_told_of_units_out_of_scope(store: Store) -> None:
    since = store.batch
    store.observe("DVC01", "412", MAY, 3, 4)
    store.observe("DVC01", "413", MAY, 3, 4)
    store.event("NV1", "started", date(2024, 3, 1))
    own = Scope(units=frozenset({store.ids["unit", "413"]}))
    asked = store.ask("2023", scope=own)
    assert store.answer(figures_changed, asked, since=since)["unit_code"].to_list() == ["413"]
    assert store.answer(told_since, asked, since=since).is_empty()


def test_a_target_is_told_when_it_is_set_and_when_it_is_corrected(store: Store) -> None:
    since = store.batch
    first = store.target("DVC01", 0.4)
    (row,) = store.answer(targets_changed, store.ask("2023"), since=since).to_dicts()
    assert (row["is_correction"], row["old_value"], row["new_value"]) == (False, None, 0.4)
    before = store.batch
    store.target("DVC01", 0.5)
    closed = update(tables.target).where(tables.target.c.id == first)
    with engine(store.url).execution_options(writes=True).begin() as connection:
        connection.execute(closed.values(replaced_in=store.batch))
    (row,) = store.answer(targets_changed, store.ask("2023"), since=before).to_dicts()
    assert (row["is_correction"], row["old_value"], row["new_value"]) == (True, 0.4, 0.5)


def test_events_and_new_bottlenecks_are_told_newest_first(store: Store) -> None:
    store.event("NV1", "started", date(2024, 3, 1))
    since = store.batch
    store.event("NV1", "submitted", date(2024, 3, 20))
    store.rule(
        tables.bottleneck,
        province_id=store.province_id,
        code="DN1",
        kind="data",
        title_vi="Vướng mắc",
        title_en="Obstacle",
        owner_unit_id=store.ids["unit", "412"],
        authority_level="unit",
        opened_on=date(2024, 3, 25),
        provenance="reported",
    )
    store.event("NV1", "accepted", TODAY)
    rows = store.answer(told_since, store.ask("2023"), since=since)
    assert rows.select("code", "event_type").rows() == [
        ("NV1", "accepted"),
        ("DN1", "opened"),
        ("NV1", "submitted"),
    ]
