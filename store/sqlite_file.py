"""A SQLite store is the file that lies in its place, never another one.

A connection goes on reading a file that was moved away or replaced, and a new one makes an empty
file where there is none: both would pass for the store. Here each is a store that does not answer,
until the file is back.
"""

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, make_url
from sqlalchemy.exc import DisconnectionError


def file_of(url: str) -> Path | None:
    """The file of a SQLite store; None for a store in memory or on a server."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    # file:... is SQLite's own kind of address, which says more than a place.
    return None if str(parsed.database).startswith("file:") else Path(str(parsed.database))


def hold_to(made: Engine, file: Path) -> None:
    """Let every connection of `made` be to the file that lies there when it is taken."""

    def refuse_to_make_one(*_connecting: Any) -> None:
        if not file.exists():
            raise sqlite3.OperationalError("unable to open database file: it is not there")

    def note_which(_connection: Any, record: Any) -> None:
        record.info["file"] = _identity(file)

    def refuse_another(_connection: Any, record: Any, _taken: Any) -> None:
        if record.info["file"] != _identity(file):
            raise DisconnectionError("the file of the store was moved or replaced")

    event.listen(made, "do_connect", refuse_to_make_one)
    event.listen(made, "connect", note_which)
    event.listen(made, "checkout", refuse_another)


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino
