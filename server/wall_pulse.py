"""Whether the store answers, and with which batch: asked for all walls together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from time import monotonic

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from queries.runner import data_version
from server.single_flight import Late, SingleFlight
from server.waiting import NotYet, waiting
from store import clock

# In seconds: between two questions, and how long one may take.
EVERY = 5.0
PATIENCE = 3.0
# Why figures are not those of this moment, in one word.
DOWN, SLOW, WRONG = "down", "slow", "wrong"


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """Since when the store does not give what is asked of it, and why (DOWN, SLOW, WRONG)."""

    since: datetime
    why: str


def newest_batch() -> int:
    """Id of the newest batch in the store, 0 for none. Raises NotYet."""
    waiting.refuse()
    return data_version()


class Pulse:
    """The newest batch of the store, or what is the matter with it."""

    def __init__(
        self,
        version: Callable[[], int] = newest_batch,
        *,
        every: float = EVERY,
        patience: float = PATIENCE,
    ) -> None:
        self._version = version
        self._every = every
        self._patience = patience
        self.flight = SingleFlight(most=1, name="wall-pulse")
        self._lock = Lock()
        self._asked: float | None = None
        self._told: int | Trouble = 0

    def read(self) -> int | Trouble:
        """Id of the newest batch, as of EVERY seconds ago at most, or what is the matter."""
        with self._lock:
            if self._asked is not None and monotonic() - self._asked < self._every:
                return self._told
            before = self._told
        told: int | Trouble
        try:
            told = self.flight.result("batch", self._version, seconds=self._patience)
        except Exception as error:
            told = troubled(before if isinstance(before, Trouble) else None, error)
        with self._lock:
            self._asked = monotonic()
            self._told = told
        return told


def troubled(before: Trouble | None, error: Exception) -> Trouble:
    """The trouble that `error` is, since it began."""
    return Trouble(since=before.since if before else clock.now(), why=cause_of(error))


def cause_of(error: Exception) -> str:
    """Why the store gave no answer, in one word."""
    if isinstance(error, Late | NoConnectionFree):
        return SLOW
    if isinstance(error, NotYet):
        return DOWN
    if isinstance(error, DBAPIError):
        # SQLite says "no such table" by the same class as "unable to open".
        is_gone = error.connection_invalidated or isinstance(
            error, OperationalError | InterfaceError
        )
        return DOWN if is_gone and "no such" not in str(error.orig) else WRONG
    return WRONG
