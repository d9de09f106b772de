from datetime import date
from typing import Any

import pytest

from queries.bottleneck_history import bottleneck_history
from queries.bottlenecks import bottlenecks
from queries.schemas import BOTTLENECK_HISTORY
from store import tables
from tests.queries.stores import Store


@pytest.fixture
def store(database_url: str) -> Store:
    """Today is 2 April 2024."""
    made = Store(database_url)
    made.unit("STP", level="agency")
    made.unit("412")
    made.unit("413")
    return made


def reported(store: Store, code: str, owner: str, *events: tuple[str, date]) -> int:
    one = store.rule(
        tables.bottleneck,
        province_id=store.province_id,
        code=code,
        kind="data",
        title_vi=code,
        title_en=code,
        owner_unit_id=store.ids["unit", owner],
        authority_level="unit",
        opened_on=date(2024, 3, 3),
        provenance="reported",
    )
    for event_type, day in events:
        said: dict[str, Any] = {"event_type": event_type, "happened_on": day, "recorded_on": day}
        store.rule(tables.bottleneck_event, bottleneck_id=one, provenance="reported", **said)
    return one


def test_the_history_holds_every_event_the_newest_last(store: Store) -> None:
    reported(store, "DN1", "STP", ("closed", date(2024, 3, 20)), ("opened", date(2024, 3, 3)))
    rows = store.answer(bottleneck_history, store.ask())
    assert rows.schema == BOTTLENECK_HISTORY
    assert rows.select("bottleneck", "event_type").rows() == [("DN1", "opened"), ("DN1", "closed")]


def test_it_is_for_those_who_see_the_bottleneck(store: Store) -> None:
    reported(store, "DN1", "412", ("opened", date(2024, 3, 3)))
    reported(store, "DN2", "STP", ("opened", date(2024, 3, 3)))
    own = store.answer(bottleneck_history, store.ask(scope=store.scope("412")))
    assert own["bottleneck"].to_list() == ["DN1"]
    assert store.answer(bottleneck_history, store.ask(scope=store.scope())).is_empty()


def test_of_the_units_hit_each_is_told_those_of_their_own_scope(store: Store) -> None:
    one = reported(store, "DN1", "STP", ("opened", date(2024, 3, 3)))
    for code in ("412", "413"):
        store.link(tables.bottleneck_unit, bottleneck_id=one, unit_id=store.ids["unit", code])
    own = store.answer(bottlenecks, store.ask(scope=store.scope("412")))
    assert own["units_hit_vi"].to_list() == ["Đơn vị 412"]
    everybody = store.answer(bottlenecks, store.ask())
    assert everybody["units_hit_vi"].to_list() == ["Đơn vị 412, Đơn vị 413"]
