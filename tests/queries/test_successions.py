"""The registry as screens get it: exact weights, as of a batch, and only for those with scope."""

from datetime import date

import polars as pl
import pytest

from domain.scope import NOTHING
from domain.succession import check_registry, convert, routes_to
from queries.schemas import REGISTRY_SUCCESSIONS, REGISTRY_UNITS
from queries.successions import registry, registry_successions, registry_units
from store.database import engine
from tests.queries.stores import Store

ENDS, ON = date(2024, 11, 30), date(2024, 12, 1)


@pytest.fixture
def store(database_url: str) -> Store:
    made = Store(database_url)
    made.unit("412")
    made.unit("413", valid_to=ENDS)
    made.unit("414")
    made.became("413", "412", on=ON, share="1/3")
    made.became("413", "414", on=ON, share="2/3")
    return made


def test_the_registry_is_sound_and_converts_to_the_last_digit(store: Store) -> None:
    with engine(store.url).connect() as connection:
        units, successions = registry(connection, store.ask("2024"))
    assert (units.schema, successions.schema) == (REGISTRY_UNITS, REGISTRY_SUCCESSIONS)
    check_registry(units, successions)
    assert sorted(successions["weight"]) == ["1/3", "2/3"]
    series = pl.DataFrame(
        {
            "unit_id": [store.ids["unit", "413"]],
            "period_start": [date(2024, 3, 1)],
            "period_end": [date(2024, 3, 31)],
            "indicator": ["DDI01"],
            "measure": ["stock"],
            "numerator": [None],
            "denominator": [None],
            "value": [100.0],
            "obs_status": ["final"],
        },
        schema_overrides={"numerator": pl.Float64, "denominator": pl.Float64},
    )
    read = convert(series, routes=routes_to(units, successions, day=date(2025, 1, 1)))
    # A third of 100 cards is 33 and a remainder of 1/3, two thirds 66 and the larger one.
    assert dict(read.select("unit_id", "value").rows()) == {
        store.ids["unit", "412"]: 33.0,
        store.ids["unit", "414"]: 67.0,
    }


def test_what_came_in_later_is_not_there_yet(store: Store) -> None:
    before_the_successions = store.ask("2024", as_of=store.batch - 2)
    assert store.answer(registry_successions, before_the_successions).is_empty()
    assert len(store.answer(registry_units, before_the_successions)) == 4


def test_without_scope_there_is_no_registry(store: Store) -> None:
    nothing = store.ask("2024", scope=NOTHING)
    assert store.answer(registry_units, nothing).is_empty()
    assert store.answer(registry_successions, nothing).is_empty()
