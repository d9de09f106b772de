"""Rows of the store become frames with the types that were declared, few rows and many alike."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import polars as pl
import pytest
from sqlalchemy import Connection, Select, event, literal, null, select, true
from sqlalchemy import Date as SqlDate

from queries.frames import frame, large_frames
from store.database import engine
from store.tables import plan, unit, work_item
from tests.queries.stores import Store

Read = Callable[[Connection, Select[Any], pl.Schema], pl.DataFrame]
ITEM = pl.Schema(
    {
        "item_id": pl.Int64,
        "code": pl.String,
        "title": pl.String,
        "deadline": pl.Date,
        "lead": pl.Int64,
        "is_open": pl.Boolean,
    }
)
HOSTILE = 'Rà soát "danh mục"; \\ dòng\nhai \u2028 \u200b[null, 1]'


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    """Three items: one with everything, one with a title that no format likes, one with little."""
    store = Store(database_url)
    store.unit("STP")
    store.plan("KH")
    store.item("KH", "1", deadline=date(2024, 2, 29), lead="STP")
    store.item("KH", "2", deadline=date(1899, 12, 31), note_vi=HOSTILE, measure="null")
    store.item("KH", "3", note_vi="")
    with engine(database_url).connect() as reading:
        yield reading


def large_frame(conn: Connection, statement: Select[Any], schema: pl.Schema) -> pl.DataFrame:
    (only,) = large_frames(conn, (statement, schema))
    return only


def items() -> Select[Any]:
    return (
        select(
            work_item.c.id.label("item_id"),
            work_item.c.code,
            work_item.c.note_vi.label("title"),
            work_item.c.deadline,
            unit.c.id.label("lead"),
            work_item.c.measure.label("not_asked_for"),
            (work_item.c.code != "3").label("is_open"),
        )
        .select_from(work_item.outerjoin(unit, unit.c.id == work_item.c.lead_unit_id))
        .order_by(work_item.c.id)
    )


@pytest.mark.parametrize("read", [frame, large_frame])
def test_values_types_and_nulls_come_as_they_lie_in_the_store(
    connection: Connection, read: Read
) -> None:
    rows = read(connection, items(), ITEM)
    assert rows.schema == ITEM
    first, second, third = rows.sort("item_id").drop("item_id", "lead").rows()
    assert first == ("1", None, date(2024, 2, 29), True)
    assert second == ("2", HOSTILE, date(1899, 12, 31), True)
    assert third == ("3", "", None, False)
    assert rows.sort("item_id")["lead"].is_null().to_list() == [False, True, True]


@pytest.mark.parametrize("read", [frame, large_frame])
def test_what_finds_nothing_has_the_declared_columns_and_no_rows(
    connection: Connection, read: Read
) -> None:
    rows = read(connection, items().where(~true()), ITEM)
    assert (rows.schema, rows.height) == (ITEM, 0)


@pytest.mark.parametrize("read", [frame, large_frame])
def test_a_column_that_is_nothing_but_null_keeps_its_type(
    connection: Connection, read: Read
) -> None:
    statement = select(plan.c.code, null().cast(SqlDate).label("ended_on"))
    rows = read(connection, statement, pl.Schema({"ended_on": pl.Date, "code": pl.String}))
    assert rows.rows() == [(None, "KH")]
    assert rows.schema["ended_on"] == pl.Date


@pytest.mark.parametrize("read", [frame, large_frame])
def test_a_column_that_was_not_selected_is_named(connection: Connection, read: Read) -> None:
    with pytest.raises(KeyError, match="not selected: ended_on"):
        read(connection, select(plan.c.code), pl.Schema({"ended_on": pl.Date, "code": pl.String}))


def test_several_answers_come_in_one_statement_each_with_its_own_columns(
    connection: Connection,
) -> None:
    """The second has more columns than the first, and the third finds nothing."""
    one = pl.Schema({"item_id": pl.String})
    statements: list[str] = []
    event.listen(connection, "before_cursor_execute", lambda *told: statements.append(told[2]))
    codes, rows, none = large_frames(
        connection, (items(), one), (items(), ITEM), (items().where(~true()), ITEM)
    )
    assert codes.sort("item_id")["item_id"].to_list() == ["1", "2", "3"]
    assert rows.sort("item_id").rows() == frame(connection, items(), ITEM).sort("item_id").rows()
    assert (none.schema, none.height) == (ITEM, 0)
    assert sum("json" in told for told in statements) == 1


def test_fractions_are_refused_where_they_would_lose_digits(connection: Connection) -> None:
    """A third has 16 digits; a text of the database would hold 15 of them."""
    statement = select(literal(1 / 3).label("share"))
    with pytest.raises(TypeError, match="not for large frames: share"):
        large_frame(connection, statement, pl.Schema({"share": pl.Float64}))
    rows = frame(connection, statement, pl.Schema({"share": pl.Float64}))
    assert rows["share"].to_list() == [1 / 3]
