"""What is asked as of a batch on a day is answered alike whatever comes in later: every query.

A later batch is landed that touches every table: rows are corrected and added, units end. Queries
are discovered, so that a new one cannot forget it.
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from polars.testing import assert_frame_equal
from sqlalchemy import (
    Connection,
    Date,
    Float,
    Integer,
    Numeric,
    String,
    Table,
    UniqueConstraint,
    insert,
    select,
    update,
)

from queries.question import Question
from store.database import engine
from store.imports import batches
from store.imports.batches import Delivery
from store.tables import headline, indicator, metadata, province, unit
from tests.contracts.test_scope import MAPS, Query, World, all_queries

# Of meetings the board asks past the cache, at every run: store/meetings.py.
NOT_DATA = {"rejected_row", "meeting"}
# A key of a row that comes later: far from those there are.
FURTHER = 1_000_000
SUFFIX = "~"
# Of the units that end: before the period asked about.
LAST_DAY = date(2022, 12, 31)
# Columns of a key that are days: such rows come again for the day after.
DAYS_OF_A_KEY = ("day", "period_start", "on_date")

every_query = pytest.mark.parametrize(
    "query", list(all_queries()), ids=lambda query: query.__name__
)


@pytest.fixture(scope="module")
def later_url(sample_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a copy of the sample store into which more has come."""
    engine(sample_url).dispose()
    place: Path = tmp_path_factory.mktemp("frozen") / "later.db"
    shutil.copy(sample_url.removeprefix("sqlite:///"), place)
    url = f"sqlite:///{place}"
    with engine(url).execution_options(writes=True).begin() as connection:
        land_a_change_of_everything(connection)
    yield url
    engine(url).dispose()


@pytest.fixture
def world(sample_url: str, monkeypatch: pytest.MonkeyPatch) -> World:
    """The sample provinces, only to be read."""
    monkeypatch.setenv("IOC_DATABASE_URL", sample_url)
    return World(sample_url)


def land_a_change_of_everything(connection: Connection) -> None:
    """Correct every row that can be, add another one beside each, end every unit."""
    delivery = Delivery("later", "0" * 64, 0, "later", None, None)
    batch = batches.open_batch(connection, delivery, now=datetime(2030, 1, 1, tzinfo=UTC))
    for table in tables_of_batches():
        before = connection.execute(select(table)).mappings().all()
        if "replaced_in" in table.c:
            standing = table.c.replaced_in.is_(None)
            connection.execute(update(table).where(standing).values(replaced_in=batch))
            before = [row for row in before if row["replaced_in"] is None]
        rows = [another(table, dict(row), batch) for row in before]
        if rows:
            # A row whose like is there already adds nothing.
            connection.execute(insert(table).prefix_with("or ignore"), rows)
    lead_with_another(connection, batch)
    ended = {"valid_to": LAST_DAY, "closed_in": batch}
    still = unit.c.valid_to.is_(None) & (unit.c.import_batch_id < batch)
    connection.execute(update(unit).where(still, unit.c.valid_from <= LAST_DAY).values(ended))


def lead_with_another(connection: Connection, batch: int) -> None:
    """Let every province lead with its catalogue's first indicator in every place."""
    first = connection.scalar(select(indicator.c.id).order_by(indicator.c.position).limit(1))
    for here in connection.scalars(select(province.c.id)).all():
        for place in ("gauge", "side_by_side", "funnel"):
            values = {"province_id": here, "indicator_id": first, "place": place, "position": 0}
            led = insert(headline).prefix_with("or ignore")
            connection.execute(led.values(**values, import_batch_id=batch))


def tables_of_batches() -> list[Table]:
    """All tables whose rows come in by batches, those pointed to first."""
    return [
        table
        for table in metadata.sorted_tables
        if "import_batch_id" in table.c and table.name not in NOT_DATA
    ]


def another(table: Table, row: dict[str, Any], batch: int) -> dict[str, Any]:
    """A row beside `row`: another key where there is one, other numbers, of the later batch."""
    unique = {
        column.name
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
        for column in constraint.columns
        if not column.foreign_keys
    }
    made = {name: value for name, value in row.items() if name != "id"}
    made["import_batch_id"] = batch
    for name, value in list(made.items()):
        kind = table.c[name].type
        if value is None or table.c[name].foreign_keys:
            continue
        if name in unique and isinstance(kind, String) and name == "code":
            made[name] = f"{value[:30]}{SUFFIX}"
        elif name in unique and isinstance(kind, Integer):
            made[name] = value + FURTHER
        elif isinstance(kind, Float | Numeric):
            made[name] = value / 2
        elif isinstance(kind, Date) and unique & set(DAYS_OF_A_KEY):
            made[name] = value + timedelta(days=1)
    return made


@every_query
def test_what_comes_in_later_does_not_move_an_answer(
    world: World, later_url: str, query: Query
) -> None:
    later = World(later_url)
    for asked in questions(world):
        before, after = world.answer(query, asked), later.answer(query, asked)
        assert_frame_equal(before, after)


def questions(world: World) -> Iterator[Question]:
    """As of the sample's last batch: by somebody of the province and of a district; on a map."""
    yield world.ask(world.whole)
    yield world.ask(world.of_district, unit_id=world.own)
    yield world.ask(world.whole, era=MAPS[0])
