"""Engines for SQLite and PostgreSQL, and the migrations that make their tables."""

import sqlite3
from functools import lru_cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url

from store.sqlite_file import file_of, hold_to

MIGRATIONS = Path(__file__).parent / "migrations"
# How long a writer waits for another before it says "busy", in milliseconds.
BUSY_TIMEOUT_MS = 10_000
# A cable that is pulled says nothing: without these a wall would wait until the kernel gives up.
CONNECTING = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}


@lru_cache(maxsize=16)
def engine(url: str) -> Engine:
    """The one engine of this process for `url` (sqlite:///file or postgresql://...)."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        made = create_engine(parsed)
        file = file_of(url)
        if file is not None:
            hold_to(made, file)
        event.listen(made, "connect", _prepare_sqlite)
        event.listen(made, "begin", _begin_sqlite)
        return made
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    made = create_engine(parsed, pool_pre_ping=True, connect_args=CONNECTING)
    event.listen(made, "connect", _prepare_postgresql)
    return made


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # pysqlite's own transaction handling would commit before DDL; we begin by ourselves.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        connection.execute(f"pragma {pragma}")


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    # Screens ask for few rows by their keys: compiling a statement costs more than running it,
    # and a row found by an index is nearly as cheap as the next one of a walk.
    for setting in ("jit = off", "random_page_cost = 1.1"):
        connection.execute(f"set {setting}")
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at the start, so that it cannot fail half way for a reader's sake.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("begin immediate" if writes else "begin")


def migration_config(url: str) -> Config:
    """Alembic's configuration for `url`; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    return config


def migrate(url: str, *, revision: str = "head") -> None:
    """Bring the store at `url` to `revision`, forwards; makes a SQLite file that is not there."""
    file = file_of(url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    command.upgrade(migration_config(url), revision)


def undo_migrations(url: str, *, revision: str = "base") -> None:
    """Take the store at `url` back to `revision`; the tables' rows are lost."""
    command.downgrade(migration_config(url), revision)
