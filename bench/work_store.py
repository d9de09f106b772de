"""A store with one province, one large plan and a long past, for measuring.

100,000 work items with 1,000,000 events in two years; one event in twenty was written down late.
Everything is made by arithmetic, nothing is drawn by lot: each run measures the same.
"""

from datetime import UTC, date, datetime, timedelta

import polars as pl
from sqlalchemy import Connection, Engine, Table, insert

from domain.periods import parse_period
from domain.scope import Scope
from queries.question import Question
from store import tables
from store.database import engine, migrate

ITEMS, EVENTS_OF_ONE = 100_000, 10
PLANS = 10
FIRST_DAY, TODAY = date(2023, 1, 2), date(2025, 1, 2)
LATE_ONE_IN = 20
RECURRING_ONE_IN = 10
UNITS = 40
# What happens to an item, in this order; how far it comes depends on its number.
LIFE = (
    "added", "started", "progress", "progress", "deadline_moved", "progress", "submitted",
    "accepted", "reopened", "accepted",
)  # fmt: skip
ROWS_AT_ONCE = 50_000


def frames() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Items and events as the store holds them, without texts."""
    number = pl.col("number")
    items = pl.DataFrame({"number": range(ITEMS)}).select(
        item_id=number + 1,
        kind=pl.when(number // PLANS % RECURRING_ONE_IN == 0)
        .then(pl.lit("recurring"))
        .otherwise(pl.lit("one_off")),
        deadline=pl.when(number % 7 > 0).then(
            pl.lit(FIRST_DAY) + pl.duration(days=60 + number * 7919 % 800)
        ),
        plan_start=pl.lit(FIRST_DAY),
        plan_id=number % PLANS + 1,
        lead_unit_id=number % UNITS + 2,
    )
    step = pl.col("number") % EVENTS_OF_ONE
    # So far an item has come; what is reported of it after that is progress only.
    reach = 3 + pl.col("item") // PLANS * 13 % (EVENTS_OF_ONE - 2)
    entered = pl.col("item") * 7919 % 300
    pace = 5 + pl.col("item") * 31 % 60
    events = (
        pl.DataFrame({"number": range(ITEMS * EVENTS_OF_ONE)})
        .with_columns(item=number // EVENTS_OF_ONE)
        .with_columns(happened_on=pl.lit(FIRST_DAY) + pl.duration(days=entered + step * pace))
        .with_columns(
            # Nothing lies ahead: what would be is told today.
            happened_on=pl.min_horizontal("happened_on", pl.lit(TODAY)),
            is_late=number % LATE_ONE_IN == 3,
        )
        .select(
            event_id=number + 1,
            item_id=pl.col("item") + 1,
            event_type=pl.when(step < reach)
            .then(step.replace_strict(dict(enumerate(LIFE)), return_dtype=pl.String))
            .otherwise(pl.lit("progress")),
            happened_on="happened_on",
            recorded_on=pl.when("is_late")
            .then(pl.col("happened_on") + pl.duration(days=9))
            .otherwise("happened_on"),
            new_deadline=pl.when(step < reach, step == LIFE.index("deadline_moved")).then(
                pl.col("happened_on") + pl.duration(days=120)
            ),
        )
    )
    return items, events


def build(url: str) -> None:
    """Migrate the store at `url`, which must be empty, and fill it."""
    migrate(url)
    items, events = frames()
    with engine(url).execution_options(writes=True).begin() as connection:
        _add_province(connection)
        _add(
            connection,
            tables.work_item,
            items.select(
                pl.exclude("item_id", "plan_start"),
                id="item_id",
                code=pl.format("NV{}", pl.col("item_id").cast(pl.String).str.zfill(6)),
                recurrence=pl.when(pl.col("kind") == "recurring").then(pl.lit("month")),
                group_code=pl.format("G{}", pl.col("item_id") % 12),
                group_vi=pl.lit("Nhóm nhiệm vụ"),
                group_en=pl.lit("Group of tasks"),
                title_vi=pl.format("Rà soát, cập nhật danh mục số {}", "item_id"),
                title_en=pl.format("Review and update list no. {}", "item_id"),
                executor=pl.lit("Phòng Tổng hợp"),
                product_vi=pl.lit("Danh mục"),
                product_en=pl.lit("List"),
                provenance=pl.lit("illustrative"),
                import_batch_id=pl.lit(1),
            ),
        )
        _add(
            connection,
            tables.work_event,
            events.select(
                pl.exclude("event_id", "item_id"),
                id="event_id",
                work_item_id="item_id",
                progress=pl.when(pl.col("event_type") == "progress").then(0.5),
                author=pl.lit("Tổ giúp việc"),
                provenance=pl.lit("illustrative"),
                import_batch_id=pl.lit(1),
            ),
        )
    _settle(engine(url))


def ask() -> Question:
    """The question of somebody who sees the province, on TODAY."""
    return Question(
        province_id=1,
        scope=Scope(provinces=frozenset({1})),
        as_of=1,
        today=TODAY,
        period=parse_period("2024"),
    )


def _add_province(connection: Connection) -> None:
    connection.execute(
        insert(tables.province),
        {"id": 1, "code": "40", "slug": "nghe-an", "name_vi": "Nghệ An", "name_en": "Nghe An"},
    )
    connection.execute(
        insert(tables.import_batch),
        {
            "id": 1,
            "file_name": "bench",
            "file_sha256": "0" * 64,
            "file_bytes": 0,
            "kind": "units",
            "province_id": 1,
            "status": "landed",
            "row_count": 0,
            "rejected_count": 0,
            "imported_at": datetime(2024, 1, 1, tzinfo=UTC),
        },
    )
    units = [
        {
            "id": number + 1,
            "province_id": 1,
            "code": "40" if number == 0 else f"S{number:02d}",
            "level": "province" if number == 0 else "agency",
            "name_vi": f"Sở {number}",
            "name_en": f"Department {number}",
            "full_name_vi": f"Sở {number}",
            "full_name_en": f"Department {number}",
            "parent_id": 1 if number else None,
            "valid_from": FIRST_DAY,
            "import_batch_id": 1,
        }
        for number in range(UNITS + 2)
    ]
    connection.execute(insert(tables.unit), units)
    plans = [
        {
            "id": number + 1,
            "province_id": 1,
            "code": f"KH{number:02d}",
            "version": "1",
            "kind": "tasks",
            "name_vi": f"Kế hoạch {number}",
            "name_en": f"Plan {number}",
            "starts_on": FIRST_DAY,
            "ends_on": TODAY + timedelta(days=180),
            "position": number,
            "import_batch_id": 1,
        }
        for number in range(PLANS)
    ]
    connection.execute(insert(tables.plan), plans)


def _add(connection: Connection, table: Table, rows: pl.DataFrame) -> None:
    for start in range(0, len(rows), ROWS_AT_ONCE):
        connection.execute(insert(table), rows.slice(start, ROWS_AT_ONCE).to_dicts())


def _settle(made: Engine) -> None:
    """Let the database count what it has, as after a night's maintenance."""
    with made.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("analyze")
