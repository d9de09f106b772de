"""Which walls may go on while the store cannot be asked.

A wall that was let in goes on with what it has when the store is down, slow or wrong: nobody
stands beside it to sign in again. Whatever the store says while it can be asked holds at once.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, TimeoutError
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import BoundedSemaphore, Lock

from sqlalchemy.exc import SQLAlchemyError

from store.database import engine
from store.settings import current_settings
from store.wall_links import hash_of
from store.walls import Wall, live_wall

GOOD_FOR = timedelta(hours=24)
# In seconds: a question that takes longer is given up, the wall must go on.
PATIENCE = 3.0
AT_A_TIME = 4
MOST_KNOWN = 1_000

Ask = Callable[[str, str | None, datetime], Wall | None]


class StoreGone(Exception):
    """The store did not answer, and nothing is known of this wall from before."""


@dataclass(frozen=True)
class Admitted:
    """A wall that may be shown; `confirmed_at`: when the store said so."""

    wall: Wall
    address: str | None
    confirmed_at: datetime
    is_from_memory: bool = False


class KnownWalls:
    """The walls this process has let in, by the hash of their token."""

    def __init__(self, ask: Ask | None = None, *, patience: float = PATIENCE) -> None:
        self._ask = ask or ask_store
        self._patience = patience
        self._known: dict[str, Admitted] = {}
        self._lock = Lock()
        self._slots = BoundedSemaphore(AT_A_TIME)
        self._workers = ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="walls")

    def admitted(self, token: str, *, address: str | None, now: datetime) -> Admitted | None:
        """Who holds `token` at `address`; None: the store was asked and says no.

        Without the store: who was let in at this very address within GOOD_FOR and is not past
        its end. Raises StoreGone for everybody else.
        """
        key = hash_of(token)
        try:
            wall = self._asked(token, address, now)
        except (SQLAlchemyError, TimeoutError) as error:
            known = self._known.get(key)
            if known is None or not _still_good(known, address=address, now=now):
                raise StoreGone from error
            return Admitted(known.wall, known.address, known.confirmed_at, is_from_memory=True)
        with self._lock:
            self._known.pop(key, None)
            if wall is None:
                return None
            admitted = self._known[key] = Admitted(wall, address, now)
            if len(self._known) > MOST_KNOWN:
                del self._known[next(iter(self._known))]
        return admitted

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


def _still_good(known: Admitted, *, address: str | None, now: datetime) -> bool:
    return (
        known.address == address
        and now - known.confirmed_at <= GOOD_FOR
        and now < known.wall.expires_at
    )
