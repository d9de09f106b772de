"""How checked rows enter a table: new ones are added, equal ones left alone, none overwritten."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import dataframely as dy
import polars as pl
from sqlalchemy import Connection, Select, Table, bindparam, insert, select, update

from domain.cells import shown
from store.imports.frames import frame_of
from store.imports.kinds import KIND_BY_NAME, table_of
from store.imports.reading import Progress, ReadTable
from store.imports.reform import NOTHING_STATED, Reform
from store.imports.refusals import Refusal

CHUNK = 5_000
_CLOSE_ENOUGH = 1e-9


@dataclass(frozen=True)
class Province:
    """For whom a file is imported. `today`: its own day, the sample's clock included."""

    id: int
    code: str
    today: date


@dataclass(frozen=True)
class Landing:
    """One batch on its way in, inside its transaction."""

    connection: Connection
    batch_id: int
    province: Province | None
    on_progress: Progress
    reform: Reform = NOTHING_STATED

    @property
    def for_province(self) -> Province:
        assert self.province is not None, "kinds of a province are not imported without one"
        return self.province


@dataclass(frozen=True)
class Fault:
    """How a broken rule is told: the column to blame, and columns of the frame that say more."""

    column: str
    reason: str | None = None
    proposal: str | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What the rows of one kind must fulfil and where they go.

    `file_key`: columns of the file that no two rows may share. `key`: columns of the table that
    make a row the same one as before. `resolve`: adds the ids and facts that `rules` and the
    table need. `existing`: rows of the table that may have the key of a row of the frame.
    `derived`: columns that follow from other rows and are not compared with what is there.
    `replaces`: a row with a known key is a revision; otherwise it must be equal to the old one,
    save for what `amends` allows: columns that may be filled `once` where nothing stood, or be
    changed `always`.
    `stages`: parts of the frame that land one after the other, later ones needing earlier ones.
    """

    kind: str
    file_key: tuple[str, ...]
    key: tuple[str, ...]
    resolve: Callable[[Landing, pl.DataFrame], pl.DataFrame]
    rules: type[dy.Schema]
    faults: Mapping[str, Fault]
    existing: Callable[[Landing, pl.DataFrame], Select[Any]]
    derived: tuple[str, ...] = ()
    replaces: bool = False
    amends: Mapping[str, str] = field(default_factory=dict)
    stages: Callable[[pl.DataFrame], list[pl.DataFrame]] = field(default=lambda frame: [frame])
    after: Callable[[Landing, pl.DataFrame], None] | None = None

    @property
    def table(self) -> Table:
        return table_of(KIND_BY_NAME[self.kind])


@dataclass(frozen=True)
class Counts:
    """Rows by what became of them; a replaced row is a new revision of an older one."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.added + other.added,
            self.replaced + other.replaced,
            self.unchanged + other.unchanged,
        )


def land(
    landing: Landing, subject: Subject, table: ReadTable, checked: pl.DataFrame
) -> tuple[Counts, list[Refusal]]:
    """Write the rows of `checked` (resolved, rules fulfilled) that are not there yet.

    Returns the counts, and the refusals of rows that contradict what must not change.
    """
    columns = [c.name for c in subject.table.columns if c.name in checked.columns]
    compared = [name for name in columns if name not in {*subject.key, *subject.derived}]
    before = frame_of(landing.connection, subject.existing(landing, checked))
    joined = checked.join(
        before.select("id", *subject.key, *compared),
        on=list(subject.key),
        how="left",
        nulls_equal=True,
        suffix="_before",
        maintain_order="left",
    )
    is_new = pl.col("id").is_null()
    is_equal = pl.all_horizontal(pl.lit(True), *(_same(name, joined) for name in compared))
    new = joined.filter(is_new)
    different = joined.filter(~is_new & ~is_equal)
    refusals: list[Refusal] = []
    amended = 0
    if subject.replaces:
        close_rows(landing, subject.table, different["id"].to_list())
        new = pl.concat([new, different])
    else:
        for row in different.iter_rows(named=True):
            changes = _amendments(subject, row, compared=compared)
            if changes is None:
                refusals += _differences(landing, subject, table, row=row, compared=compared)
            else:
                _amend(landing, subject.table, row["id"], changes)
                amended += 1
    _insert(landing, subject.table, new.select(columns))
    if subject.after:
        subject.after(landing, new)
    replaced = len(different) if subject.replaces else 0
    unchanged = len(joined) - len(joined.filter(is_new)) - len(different)
    return Counts(len(new) - replaced, replaced + amended, unchanged), refusals


def _amendments(
    subject: Subject, row: Mapping[str, Any], *, compared: list[str]
) -> dict[str, Any] | None:
    """What a row changes of the one already there, or None when it may not change all of that."""
    changes = {name: row[name] for name in compared if _differ(row[name], row[f"{name}_before"])}
    allowed = all(
        subject.amends.get(name) == "always"
        or (subject.amends.get(name) == "once" and row[f"{name}_before"] is None)
        for name in changes
    )
    return changes if allowed else None


def _differ(now: Any, before: Any) -> bool:
    both_numbers = isinstance(now, float) and isinstance(before, float)
    return bool(abs(now - before) > _CLOSE_ENOUGH if both_numbers else now != before)


def _amend(landing: Landing, table: Table, row_id: int, changes: dict[str, Any]) -> None:
    if "closed_in" in table.c and "valid_to" in changes:
        changes = changes | {"closed_in": landing.batch_id}
    landing.connection.execute(update(table).where(table.c.id == row_id).values(**changes))


def _same(name: str, joined: pl.DataFrame) -> pl.Expr:
    now, before = pl.col(name), pl.col(f"{name}_before")
    if joined.schema[name].is_float():
        return ((now - before).abs() <= _CLOSE_ENOUGH).fill_null(now.is_null() & before.is_null())
    return now.eq_missing(before)


def close_rows(landing: Landing, table: Table, ids: list[int]) -> None:
    """Mark rows of `table` as replaced by this batch."""
    statement = (
        update(table).where(table.c.id == bindparam("closed")).values(replaced_in=landing.batch_id)
    )
    for part in _chunks([{"closed": row_id} for row_id in ids]):
        landing.connection.execute(statement, part)


def _insert(landing: Landing, table: Table, rows: pl.DataFrame) -> None:
    known_batch = {"import_batch_id": landing.batch_id} if "import_batch_id" in table.c else {}
    done = 0
    for part in _chunks([{**row, **known_batch} for row in rows.iter_rows(named=True)]):
        landing.connection.execute(insert(table), part)
        done += len(part)
        landing.on_progress("land", done, len(rows))


def _chunks(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))


def _differences(
    landing: Landing,
    subject: Subject,
    table: ReadTable,
    *,
    row: dict[str, Any],
    compared: list[str],
) -> Iterator[Refusal]:
    """One refusal for each column in which a row contradicts the one already there."""
    for name in compared:
        if _differ(row[name], row[f"{name}_before"]):
            stored = _told(landing, subject.table, name, row[f"{name}_before"])
            yield table.refusal(
                row["line"], column_of_file(name), "already_there_differently", stored=stored
            )


def _told(landing: Landing, table: Table, name: str, value: Any) -> str:
    """A stored value as a person knows it: the code for an id."""
    for foreign_key in table.c[name].foreign_keys:
        other = foreign_key.column.table
        if value is not None and "code" in other.c:
            found = landing.connection.scalar(select(other.c.code).where(other.c.id == value))
            return str(found)
    return shown(value) or "–"


def column_of_file(name: str) -> str:
    """The column of a file that gives the column `name` of a table."""
    if name in {"period_start", "period_end", "frequency"}:
        return "period"
    return name.removesuffix("_id")
