"""Which walls may go on while the store cannot be asked.

A wall that was let in goes on with what it has when the store is down, slow or wrong: nobody
stands beside it to sign in again. Whatever the store says while it can be asked holds at once.
Walls are kept on disk, too (server/kept_walls.py), so that a server that is started meanwhile
knows them.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, TimeoutError
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import BoundedSemaphore, Lock

from sqlalchemy.exc import SQLAlchemyError

from server.errors import report
from server.kept_walls import Admitted, change_kept, kept_walls
from store.database import engine
from store.settings import current_settings
from store.wall_links import hash_of
from store.walls import Wall, live_wall

GOOD_FOR = timedelta(hours=24)
# In seconds: a question that takes longer is given up, the wall must go on.
PATIENCE = 3.0
AT_A_TIME = 4
MOST_KNOWN = 1_000
# What lies on disk is said anew so often, or when it changed: not at every request of a wall.
KEPT_EVERY = timedelta(minutes=10)

Ask = Callable[[str, str | None, datetime], Wall | None]


class StoreGone(Exception):
    """The store did not answer, and nothing is known of this wall from before."""


class KnownWalls:
    """The walls that were let in, by the hash of their token."""

    def __init__(self, ask: Ask | None = None, *, patience: float = PATIENCE) -> None:
        self._ask = ask or ask_store
        self._patience = patience
        self._known: dict[str, Admitted] = {}
        # As it lies on disk, or should: a disk that is full is tried again at the same pace.
        self._kept: dict[str, Admitted] = {}
        self._lock = Lock()
        self._slots = BoundedSemaphore(AT_A_TIME)
        self._workers = ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="walls")

    def admitted(self, token: str, *, address: str | None, now: datetime) -> Admitted | None:
        """Who holds `token` at `address`; None: the store was asked and says no.

        Without the store: who was let in at this very address within GOOD_FOR and is not past
        its end, by this process or another one of this server. Raises StoreGone for all others.
        """
        key = hash_of(token)
        try:
            wall = self._asked(token, address, now)
        except (SQLAlchemyError, TimeoutError) as error:
            for known in (self._known.get(key), kept_walls(_folder()).get(key)):
                if known is not None and _still_good(known, address=address, now=now):
                    return replace(known, is_from_memory=True)
            raise StoreGone from error
        admitted = None if wall is None else Admitted(wall, address, now)
        with self._lock:
            self._known.pop(key, None)
            if admitted is not None:
                self._known[key] = admitted
            if len(self._known) > MOST_KNOWN:
                del self._known[next(iter(self._known))]
            self._keep(key, admitted, now=now)
        return admitted

    def _keep(self, key: str, admitted: Admitted | None, *, now: datetime) -> None:
        """Bring the disk up to date, unless it is nearly so."""
        kept = self._kept.get(key)
        if admitted is None:
            # Another process may have kept it; a token that nobody knows changes nothing.
            if kept is None and key not in kept_walls(_folder()):
                return
            self._kept.pop(key, None)
        else:
            if kept is not None and _is_as_good(kept, admitted):
                return
            self._kept[key] = admitted
        try:
            change_kept(_folder(), key, admitted, oldest=now - GOOD_FOR)
        except OSError as error:
            # The wall is right all the same; it would not outlast a restart without the store.
            report(error)
        if len(self._kept) > MOST_KNOWN:
            del self._kept[next(iter(self._kept))]

    def _asked(self, token: str, address: str | None, now: datetime) -> Wall | None:
        """The store's answer within `patience`: one that hangs holds one worker, not the wall."""
        if not self._slots.acquire(timeout=self._patience):
            raise TimeoutError
        asking: Future[Wall | None] = self._workers.submit(self._ask, token, address, now)
        asking.add_done_callback(lambda _: self._slots.release())
        return asking.result(timeout=self._patience)


def ask_store(token: str, address: str | None, now: datetime) -> Wall | None:
    """What the store says of `token` at this moment."""
    with engine(current_settings().database_url).begin() as connection:
        return live_wall(connection, token, address=address, now=now)


def _folder() -> Path:
    return current_settings().data_dir


def _is_as_good(kept: Admitted, admitted: Admitted) -> bool:
    is_recent = admitted.confirmed_at - kept.confirmed_at < KEPT_EVERY
    return is_recent and (kept.wall, kept.address) == (admitted.wall, admitted.address)


def _still_good(known: Admitted, *, address: str | None, now: datetime) -> bool:
    return (
        known.address == address
        and now - known.confirmed_at <= GOOD_FOR
        and now < known.wall.expires_at
    )
