"""The store of the sample provinces, built by the real importer from the files of sample_data."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, func, inspect, make_url, select

from store import clock
from store.audit_head import forget_head
from store.boundaries import load_boundaries, schematic_files
from store.database import engine, migrate, undo_migrations
from store.demo_accounts import create_demo_accounts
from store.imports import batches
from store.imports.batches import Delivery
from store.imports.importer import ImportReport, import_file
from store.province_clock import clock_of, move_clock
from store.settings import PROJECT
from store.tables import account, import_batch

SAMPLE_DATA = PROJECT / "sample_data"
CATALOGUE = "catalogue"
# Files that a province could only send after the day at which its clock stands, and when it did.
LATER, LATER_DAY = "_later", date(2025, 9, 5)
# The kind of the last batch of a finished sample store; it holds no rows.
MARK = "sample"

# (what, done, of how many)
Progress = Callable[[str, int, int], None]


class State(StrEnum):
    """What lies at the address of a store."""

    ABSENT = "absent"
    EMPTY = "empty"
    SAMPLE = "sample"
    OTHER = "other"


class NotEmpty(RuntimeError):
    """The store holds something that building the samples would overwrite."""


class SampleRefused(RuntimeError):
    """A sample file was refused by the importer: the sample data are wrong."""

    def __init__(self, report: ImportReport) -> None:
        first = report.refusals[0] if report.refusals else None
        super().__init__(f"{report.file_name}: {first}")
        self.report = report


def state_of(url: str) -> State:
    """What lies at `url`. A sample store whose building was cut short counts as other."""
    if _sqlite_file(url) is not None and not _sqlite_file_exists(url):
        return State.ABSENT
    with engine(url).connect() as connection:
        if not inspect(connection).has_table("import_batch"):
            return State.EMPTY
        kinds = set(connection.scalars(select(import_batch.c.kind).distinct()))
        accounts = connection.scalar(select(func.count()).select_from(account))
    if MARK in kinds:
        return State.SAMPLE
    return State.OTHER if kinds or accounts else State.EMPTY


def build(url: str, *, again: bool = False, on_progress: Progress | None = None) -> int:
    """Build the sample store at `url`; returns how many files landed.

    A SQLite store is built beside its place and put there when it is whole, so that a killed
    build leaves what was there before. `again` replaces a finished sample store.
    `on_progress(what, done, of)` hears of every file.
    Raises NotEmpty for any other store with data, SampleRefused for a sample file that is wrong.
    """
    found = state_of(url)
    if found == State.OTHER or (found == State.SAMPLE and not again):
        raise NotEmpty(found)
    progress = on_progress or (lambda _what, _done, _of: None)
    target = _sqlite_file(url)
    if target is None:
        if found == State.SAMPLE:
            undo_migrations(url)
            forget_head(url)
        return _fill(url, on_progress=progress)
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.{os.getpid()}.building")
    try:
        files = _fill(f"sqlite:///{aside}", on_progress=progress)
        forget_head(url)
        # Closing the last connection writes the journal back: one file is all there is.
        engine(f"sqlite:///{aside}").dispose()
        _put_in_place(aside, target)
    finally:
        engine(f"sqlite:///{aside}").dispose()
        for leftover in target.parent.glob(f"{aside.name}*"):
            leftover.unlink()
    return files


def _sqlite_file(url: str) -> Path | None:
    parsed = make_url(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database
    return Path(str(parsed.database)) if is_file else None


def _sqlite_file_exists(url: str) -> bool:
    path = _sqlite_file(url)
    return path is not None and path.exists()


def _put_in_place(built: Path, target: Path) -> None:
    if not target.exists():
        built.replace(target)
        return
    # Whoever has the store open, the board for one, sees the old one or the new one, never a mix.
    with closing(sqlite3.connect(built)) as new, closing(sqlite3.connect(target)) as old:
        new.backup(old)


def _fill(url: str, *, on_progress: Progress) -> int:
    """Migrate, import everything, and set the mark that says it is whole."""
    migrate(url)
    made = engine(url)
    steps = list(_steps(made))
    for done, (what, step) in enumerate(steps):
        on_progress(what, done, len(steps))
        report = step()
        if report.status == "refused":
            raise SampleRefused(report)
    with made.execution_options(writes=True).begin() as connection:
        create_demo_accounts(connection, now=clock.now())
        _set_mark(connection)
    on_progress(MARK, len(steps), len(steps))
    return len(steps)


def _steps(made: Engine) -> Iterator[tuple[str, Callable[[], ImportReport]]]:
    """What to import in which order: the catalogue, provinces, what came later, boundaries."""
    for path, province in sample_files():
        name = f"{path.parent.name}/{path.name}"
        yield name, partial(import_file, made, path, province=province)
    for path, slug in later_files():
        name = f"{path.parent.name}/{path.name}"
        yield name, partial(_import_later, made, path, province=slug)
    for path, slug, level in schematic_files():
        yield path.name, partial(load_boundaries, made, path, province=slug, level=level)


def sample_files() -> list[tuple[Path, str | None]]:
    """The import files of sample_data with the province each belongs to, in order."""
    folders = sorted(
        {
            path.parent
            for path in SAMPLE_DATA.glob("*/*")
            if path.suffix in {".csv", ".xlsx"} and not path.parent.name.endswith(LATER)
        },
        key=lambda folder: (folder.name != CATALOGUE, folder.name),
    )
    return [
        (path, None if folder.name == CATALOGUE else folder.name.replace("_", "-"))
        for folder in folders
        for path in sorted(folder.iterdir())
        if path.suffix in {".csv", ".xlsx"}
    ]


def later_files() -> list[tuple[Path, str]]:
    """Files of `<province>_later` with their province: what it reports after its clock."""
    folders = sorted(SAMPLE_DATA.glob(f"*{LATER}"))
    return [
        (path, folder.name.removesuffix(LATER).replace("_", "-"))
        for folder in folders
        for path in sorted(folder.glob("*.csv"))
    ]


def _import_later(made: Engine, path: Path, *, province: str) -> ImportReport:
    """Import a file of days after the province's clock, which is put forward for it and back."""
    with made.connect() as connection:
        _, stands_at = clock_of(connection, province)
    writing = made.execution_options(writes=True)
    with writing.begin() as connection:
        move_clock(connection, province, day=LATER_DAY, now=clock.now())
    report = import_file(made, path, province=province)
    with writing.begin() as connection:
        move_clock(connection, province, day=stands_at, now=clock.now())
    return report


def _set_mark(connection: Connection) -> None:
    batches.take_turn(connection)
    names = "".join(str(path.name) for path, _ in sample_files()).encode()
    delivery = Delivery(
        file_name=SAMPLE_DATA.name,
        sha256=batches.fingerprint(names),
        size=0,
        kind=MARK,
        province_id=None,
        account_id=None,
    )
    batches.open_batch(connection, delivery, now=clock.now())
