"""Walls that were let in, on disk: for a server that is started while its store is away.

One file in IOC_DATA_DIR, shared by all processes: by the hash of its token (never the token) the
wall and when the store last said so. It is a copy for want of something better and only asked when
the store cannot be; what cannot be read counts as nothing.
"""

import fcntl
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from store.walls import Wall

FILE = "known_walls.json"
MOST_KEPT = 200
GOOD_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Admitted:
    """A wall that may be shown; `confirmed_at`: when the store said so."""

    wall: Wall
    address: str | None
    confirmed_at: datetime
    is_from_memory: bool = False


def is_good(known: Admitted, *, now: datetime) -> bool:
    """Whether the wall may go on without the store: not for ever, and not past its end."""
    return now - known.confirmed_at <= GOOD_FOR and now < known.wall.expires_at


_FORMAT = TypeAdapter(dict[str, Admitted])


def kept_walls(folder: Path) -> Mapping[str, Admitted]:
    """What lies in `folder`; nothing when it is not there or not to be read."""
    try:
        return _FORMAT.validate_json((folder / FILE).read_bytes())
    except (OSError, ValidationError):
        return {}


def change_kept(
    folder: Path, key: str, admitted: Admitted | None, *, oldest: datetime
) -> Mapping[str, Admitted]:
    """Keep `admitted` under `key`, or with None forget it; gives what lies there now.

    What the store said before `oldest` goes, and the oldest beyond MOST_KEPT. Raises OSError, then
    the file is as it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    with os.fdopen(_opened(path.with_suffix(".lock")), "w") as lock:
        # Another process must not write between our reading and our writing.
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = {
            other: known
            for other, known in kept_walls(folder).items()
            if other != key and known.confirmed_at >= oldest
        }
        if admitted is not None:
            kept[key] = admitted
        newest = sorted(kept.items(), key=lambda item: item[1].confirmed_at)[-MOST_KEPT:]
        unfinished = path.with_suffix(".tmp")
        with os.fdopen(_opened(unfinished), "wb") as file:
            file.write(_FORMAT.dump_json(dict(newest)))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    return dict(newest)


def _opened(path: Path) -> int:
    """For this user alone, whatever the process's umask is."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
