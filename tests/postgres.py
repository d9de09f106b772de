"""A throw-away PostgreSQL server for the tests, and databases copied from a migrated template.

The server is the one named by IOC_TEST_POSTGRES_URL (any database of it; ours are made beside it
and dropped), else one that Debian's pg_virtualenv starts and removes. `python -m tests.postgres`,
which `make test` runs first, installs PostgreSQL where it may; the tests themselves only look.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer
from typing import IO

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from store.database import engine
from tests import apt

START_SECONDS = 120
# pg_virtualenv keeps its server as long as the wrapped command lives: `cat` ends with our pipe,
# so the server goes away even when the test run is killed.
REPORT_AND_WAIT = 'echo "$PGHOST $PGPORT $PGUSER $PGPASSWORD" > {pipe}; cat > /dev/null'


class PostgresUnavailable(RuntimeError):
    """No PostgreSQL server can be had here; the message says why."""


@contextmanager
def postgres_server() -> Iterator[str]:
    """Yield the address of a server's database from which others may be created."""
    given = os.environ.get("IOC_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    if shutil.which("pg_virtualenv") is None:
        raise PostgresUnavailable(
            "no pg_virtualenv here (Debian: apt install postgresql) and IOC_TEST_POSTGRES_URL unset"
        )
    with tempfile.TemporaryFile("w+") as log:
        process, report = _start_pg_virtualenv(log)
        try:
            yield _reported_address(process, report=report, log=log)
        finally:
            assert process.stdin
            process.stdin.close()
            process.wait()


def _start_pg_virtualenv(log: IO[str]) -> tuple[subprocess.Popen[str], IO[str]]:
    """Start the server; its address will come by the returned pipe."""
    reading, writing = os.pipe()
    # The pipe is not its standard output: when we are killed, what it says while it clears up
    # would break that pipe and end it before its work is done.
    process = subprocess.Popen(
        [
            "pg_virtualenv",
            "-t",  # in a temporary directory even as root, so that two runs do not meet
            "-c",
            "--locale=C.UTF-8 --encoding=UTF8",
            "sh",
            "-c",
            REPORT_AND_WAIT.format(pipe=f"/dev/fd/{writing}"),
        ],
        env={**os.environ, "PGPORT": str(free_port())},
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=log,
        text=True,
        pass_fds=[writing],
        # Ctrl-C is for pytest, which then closes the input.
        start_new_session=True,
    )
    os.close(writing)
    return process, os.fdopen(reading)


def _reported_address(process: subprocess.Popen[str], *, report: IO[str], log: IO[str]) -> str:
    limit = Timer(START_SECONDS, process.terminate)
    limit.start()
    with report:
        address = report.readline().split()
    limit.cancel()
    if address:
        host, port, user, password = address
        return f"postgresql://{user}:{password}@{host}:{port}/postgres"
    log.seek(0)
    last_words = " | ".join(log.read().splitlines()[-5:])
    raise PostgresUnavailable(f"pg_virtualenv did not start: {last_words}")


@contextmanager
def new_database(server: str, *, template: str | None = None) -> Iterator[str]:
    """Yield the address of a new database on `server`, dropped at the end.

    It is a copy of the database at the address `template` (to which nobody may be connected),
    else empty.
    """
    name = f"ioc_test_{uuid.uuid4().hex}"
    copied = make_url(template).database if template else "template0"
    create = sql.SQL("create database {} template {} encoding 'UTF8'")
    _run(server, create.format(sql.Identifier(name), sql.Identifier(str(copied))))
    address = make_url(server).set(database=name).render_as_string(hide_password=False)
    try:
        yield address
    finally:
        engine(address).dispose()
        _run(server, sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def _run(server: str, statement: sql.Composed) -> None:
    plain = make_url(server).set(drivername="postgresql")
    with psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True) as connected:
        connected.execute(statement)


def free_port() -> int:
    """A port of this machine that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """Say which PostgreSQL the tests will use; install one where this machine lets us."""
    if os.environ.get("IOC_TEST_POSTGRES_URL"):
        print("PostgreSQL for the tests: the server of IOC_TEST_POSTGRES_URL")
    elif shutil.which("pg_virtualenv") or apt.install("postgresql"):
        print(f"PostgreSQL for the tests: {shutil.which('pg_virtualenv')}")
    else:
        print("PostgreSQL for the tests: NONE, its tests will be skipped")


if __name__ == "__main__":
    main()
