"""What the windows of walls say of themselves, written to the store beside their answers."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from math import isfinite
from threading import Lock
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from queries.runner import store_url
from store import clock
from store.database import engine
from store.walls import Beat, note_beat

LONGEST = 4096

_log = logging.getLogger(__name__)


class Beats:
    """Notes the newest beat of each wall; while a long import holds the store, others wait here
    and not at the window.
    """

    def __init__(self) -> None:
        self._notes = ThreadPoolExecutor(max_workers=1, thread_name_prefix="wall-beats")
        self._newest: dict[int, tuple[str, Beat, str | None]] = {}
        self._lock = Lock()

    def note(self, wall_session_id: int, beat: Beat, *, address: str | None) -> None:
        """Write `beat` as soon as the store lets one; an older one that still waits is dropped."""
        with self._lock:
            waits = wall_session_id in self._newest
            self._newest[wall_session_id] = (store_url(), beat, address)
        if not waits:
            self._notes.submit(self._write, wall_session_id)

    def wait_until_written(self) -> None:
        """Return when every beat noted so far is in the store, or given up."""
        self._notes.submit(lambda: None).result()

    def _write(self, wall_session_id: int) -> None:
        with self._lock:
            url, beat, address = self._newest.pop(wall_session_id)
        try:
            with engine(url).execution_options(writes=True).begin() as connection:
                note_beat(connection, wall_session_id, beat, now=clock.now(), address=address)
        except SQLAlchemyError as error:
            _log.warning("A wall's beat was not noted: %s", type(error).__name__)


def beat_of(body: bytes) -> Beat | None:
    """What a window posted; None for what is no beat. Every value comes from a browser."""
    if len(body) > LONGEST:
        return None
    try:
        said = json.loads(body)
    except ValueError:
        return None
    if not isinstance(said, dict):
        return None
    return Beat(
        scene=_text(said, "scene"),
        as_of=_whole(said, "asOf"),
        version=_text(said, "version"),
        heap_bytes=_whole(said, "heap"),
        dom_nodes=_whole(said, "nodes"),
        frame_errors=_whole(said, "errors") or 0,
        note=_text(said, "note"),
    )


def _text(said: dict[str, Any], name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""


def _whole(said: dict[str, Any], name: str) -> int | None:
    value = said.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return None
    return int(max(value, 0))
