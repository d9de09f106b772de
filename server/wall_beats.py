"""What the windows of walls say of themselves, written to the store beside their answers.

Those of all walls are written together and not more often than every few seconds: ten walls cost
the store what one does. A server that is killed loses what it has not written, which is at most
the last beat of each; the window sends the next.
"""

import json
import logging
from collections.abc import Callable
from math import isfinite
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from queries.runner import store_url
from store import clock
from store.database import engine
from store.wall_beats import Beat, Heard, note_beats

LONGEST = 4096
# In seconds: between two writings. A window says something every 30 (assets/script/wall.js), and
# is called silent after 90.
EVERY = 15.0
MOST_PANELS = 32

_log = logging.getLogger(__name__)


class Beats:
    """Notes the newest beat of each window; while a long import holds the store, others wait here
    and not at the window.
    """

    def __init__(self, *, every: float = EVERY, time: Callable[[], float] = monotonic) -> None:
        self._every = every
        self._time = time
        # By store, screen and panel.
        self._newest: dict[tuple[str, int, int], Heard] = {}
        self._lock = Lock()
        self._writing = Lock()
        self._writer: Thread | None = None
        self._written_at: float | None = None
        self._hurry = Event()

    def note(self, wall_session_id: int, beat: Beat, *, address: str | None) -> None:
        """Write `beat` with the next ones; an older one that still waits is dropped."""
        heard = Heard(wall_session_id=wall_session_id, beat=beat, at=clock.now(), address=address)
        with self._lock:
            waits = bool(self._newest)
            self._newest[(store_url(), wall_session_id, beat.panel)] = heard
            if not waits:
                # A daemon: a server that is told to end does not wait for it.
                self._writer = Thread(target=self._write, name="wall-beats", daemon=True)
                self._writer.start()

    def wait_until_written(self) -> None:
        """Return when every beat noted so far is in the store, or given up; nobody waits longer."""
        self._hurry.set()
        if self._writer is not None:
            self._writer.join()
        self._hurry.clear()

    def _write(self) -> None:
        if self._written_at is not None:
            self._hurry.wait(max(0.0, self._written_at + self._every - self._time()))
        # Who comes while this is being written begins another, and waits here.
        with self._writing:
            with self._lock:
                newest, self._newest = self._newest, {}
            self._written_at = self._time()
            for url in {key[0] for key in newest}:
                _note(url, [heard for key, heard in newest.items() if key[0] == url])


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
    panels = min(_whole(said, "panels") or 1, MOST_PANELS)
    return Beat(
        scene=_text(said, "scene"),
        as_of=_whole(said, "asOf"),
        version=_text(said, "version"),
        heap_bytes=_whole(said, "heap"),
        dom_nodes=_whole(said, "nodes"),
        frame_errors=_whole(said, "errors") or 0,
        note=_text(said, "note"),
        panel=max(1, min(_whole(said, "panel") or 1, panels)),
        panels=panels,
    )


def _note(url: str, heard: list[Heard]) -> None:
    try:
        with engine(url).execution_options(writes=True).begin() as connection:
            note_beats(connection, heard)
    except SQLAlchemyError as error:
        _log.warning("Beats of walls were not noted: %s", type(error).__name__)


def _text(said: dict[str, Any], name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""


def _whole(said: dict[str, Any], name: str) -> int | None:
    value = said.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return None
    return int(max(value, 0))
