"""A store a hundred times the sample: by default 2,100 units x 93 indicators x 36 months.

Seven million rows would take the importer an hour, so they are written by one statement of the
database itself, with the indexes of the table made afterwards. They stand beside the sample
provinces, in provinces of their own of 420 units each, so that both can be measured: a page that
shows much, and a page with much history beside it that it does not show. Every value follows from
the numbers of its row by arithmetic: each run measures the same.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    Date,
    Integer,
    Select,
    case,
    func,
    insert,
    literal,
    null,
    select,
    union_all,
)

from store.clock import now
from store.database import engine
from store.tables import (
    account_scope,
    headline,
    import_batch,
    indicator,
    observation,
    province,
    target,
    unit,
)

UNITS, MONTHS = 2_100, 36
# One province unit, districts, departments; the rest are communes of the districts.
UNITS_OF_A_PROVINCE, DISTRICTS, DEPARTMENTS = 420, 21, 20
# Whose headlines and targets the made-up provinces get, and at whose day they stand still.
LIKE = "nghe-an"
FIRST_SLUG = "sinh-1"
FIRST_DAY = date(2010, 1, 1)
# What makes the values: primes, so that neighbours differ.
SPREAD, SPREAD_OF_UNITS, SPREAD_OF_MONTHS, AMOUNTS = 7919, 104_729, 31, 997


@dataclass(frozen=True)
class Size:
    """How much is made: units in all (whole provinces of UNITS_OF_A_PROVINCE) and months."""

    units: int = UNITS
    months: int = MONTHS


def enlarge(url: str, size: Size) -> int:
    """Add made-up provinces of `size` to the sample store at `url`; returns their observations.

    Takes about a minute for seven million rows. Raises SQLAlchemy's errors, and then nothing is
    added.
    """
    with engine(url).execution_options(writes=True).begin() as connection:
        like = connection.execute(select(province).where(province.c.slug == LIKE)).one()
        batch = _batch(connection)
        for number in range(1, size.units // UNITS_OF_A_PROVINCE + 1):
            _province(connection, number, like=like, batch=batch)
        rows = _observe(connection, batch=batch, months=_months(like.clock_stands_at, size.months))
    with engine(url).execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        # PostgreSQL counts by itself after a while; a bench cannot wait for it.
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("vacuum analyze")
    return rows


def _batch(connection: Connection) -> int:
    made = insert(import_batch).values(
        kind="bench",
        file_name="bench",
        file_sha256="0" * 64,
        file_bytes=0,
        status="landed",
        row_count=0,
        rejected_count=0,
        imported_at=now(),
    )
    return int(connection.execute(made).inserted_primary_key[0])


def _province(connection: Connection, number: int, *, like: Any, batch: int) -> None:
    name = f"Tỉnh sinh {number}"
    province_id = connection.execute(
        insert(province).values(
            code=f"S{number}",
            slug=f"sinh-{number}",
            name_vi=name,
            name_en=f"Made-up province {number}",
            time_zone=like.time_zone,
            clock_stands_at=like.clock_stands_at,
            default_period=like.default_period,
        )
    ).inserted_primary_key[0]

    def add(level: str, codes: list[str], parents: list[int | None]) -> list[int]:
        rows = [
            {
                "province_id": province_id,
                "code": code,
                "level": level,
                "parent_id": parent,
                "valid_from": FIRST_DAY,
                "import_batch_id": batch,
                **{
                    f"{column}_{language}": name if level == "province" else f"{name} {code}"
                    for column in ("name", "full_name")
                    for language in ("vi", "en")
                },
            }
            for code, parent in zip(codes, parents, strict=True)
        ]
        connection.execute(insert(unit), rows)
        found = select(unit.c.id).where(unit.c.province_id == province_id, unit.c.level == level)
        return list(connection.scalars(found.order_by(unit.c.id)))

    (whole,) = add("province", [f"S{number}"], [None])
    districts = add("district", [f"H{place}" for place in range(DISTRICTS)], [whole] * DISTRICTS)
    add("agency", [f"S{place}" for place in range(DEPARTMENTS)], [whole] * DEPARTMENTS)
    places = range(UNITS_OF_A_PROVINCE - 1 - DISTRICTS - DEPARTMENTS)
    add("commune", [f"X{p}" for p in places], [districts[p % DISTRICTS] for p in places])
    _seen_by_all(connection, whole)
    own = {"province_id": province_id, "import_batch_id": batch}
    for table in (headline, target):
        _copy(connection, table, like.id, own)


def _seen_by_all(connection: Connection, whole: int) -> None:
    """Whoever sees the province of LIKE sees this one too."""
    seeing = (
        select(account_scope.c.account_id, literal(whole, Integer))
        .join(unit, unit.c.id == account_scope.c.unit_id)
        .join(province, province.c.id == unit.c.province_id)
        .where(province.c.slug == LIKE, unit.c.level == "province")
    )
    connection.execute(insert(account_scope).from_select(["account_id", "unit_id"], seeing))


def _copy(connection: Connection, table: Any, province_id: int, own: dict[str, int]) -> None:
    """The rows of `table` for the whole province `province_id` again, for another one."""
    columns = [column for column in table.c if column.name != "id"]
    told = [literal(own[c.name], Integer) if c.name in own else c for c in columns]
    rows = select(*told).where(table.c.province_id == province_id)
    if "unit_id" in table.c:
        rows = rows.where(table.c.unit_id.is_(None))
    connection.execute(insert(table).from_select([c.name for c in columns], rows))


def _months(until: date, count: int) -> list[tuple[date, date]]:
    """First and last days of the last `count` months that are over on the day `until`."""
    months = []
    first = until.replace(day=1)
    for _ in range(count):
        first = (first - timedelta(days=1)).replace(day=1)
        months.append((first, first.replace(day=monthrange(first.year, first.month)[1])))
    return months


def _observe(connection: Connection, *, batch: int, months: list[tuple[date, date]]) -> int:
    """Every unit of `batch` observed by every indicator in each of `months`."""
    for index in observation.indexes:
        index.drop(connection)
    if connection.dialect.name == "postgresql":
        # Else each row's references are looked up one by one. For superusers, as on a
        # throw-away server.
        connection.exec_driver_sql("set local session_replication_role = replica")
    names, rows = _observations(batch, months)
    connection.execute(insert(observation).from_select(names, rows))
    for index in observation.indexes:
        index.create(connection)
    made = select(func.count()).where(observation.c.import_batch_id == batch)
    return connection.scalar(made) or 0


def _observations(
    batch: int, months: list[tuple[date, date]]
) -> tuple[list[str], Select[tuple[Any, ...]]]:
    month = union_all(
        *(
            select(
                literal(number, Integer).label("number"),
                literal(first, Date).label("first"),
                literal(last, Date).label("last"),
            )
            for number, (first, last) in enumerate(months)
        )
    ).cte("month")
    some = (
        indicator.c.id * SPREAD + unit.c.id * SPREAD_OF_UNITS + month.c.number * SPREAD_OF_MONTHS
    ) % AMOUNTS
    is_rate = indicator.c.measure == "rate"
    columns: dict[str, Any] = {
        "indicator_id": indicator.c.id,
        "unit_id": unit.c.id,
        "period_start": month.c.first,
        "period_end": month.c.last,
        "frequency": literal("month"),
        "numerator": case((is_rate, some), else_=null()),
        "denominator": case((is_rate, literal(AMOUNTS, Integer)), else_=null()),
        "value": case((is_rate, some * 1.0 / AMOUNTS), else_=some),
        "obs_status": literal("final"),
        "provenance": literal("illustrative"),
        "cut_off": month.c.last,
        "import_batch_id": literal(batch, Integer),
    }
    rows = (
        select(*columns.values())
        .select_from(indicator)
        .join(unit, unit.c.import_batch_id == batch)
        .join(month, literal(1, Integer) == 1)
        .order_by(indicator.c.id, unit.c.id, month.c.last)
    )
    return list(columns), rows
