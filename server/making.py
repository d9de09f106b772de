"""Files that take a while, made beside the screens: how far each is, whose it is, for how long.

Bounded on every side: so many at once, so many waiting, so many bytes kept for so many minutes.
All of it is memory of this process; nothing is written, and what is cancelled, refused or too old
is gone.
"""

import secrets
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from server.errors import report
from server.no_room import is_no_room
from store import clock
from store.signed_in import SignedIn

AT_ONCE, MOST_WAITING = 2, 6
# Of one person unfinished at a time; another one takes the place of the older.
MOST_OF_ONE = 2
KEPT_FOR = timedelta(minutes=10)
MOST_BYTES_KEPT = 256 * 1024 * 1024
KEY_BYTES = 24

Progress = Callable[[int, int], None]
Make = Callable[[Progress], tuple[str, bytes]]


class State(StrEnum):
    """How a file stands."""

    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"
    NO_ROOM = "no_room"
    CANCELLED = "cancelled"


ENDED = (State.READY, State.FAILED, State.NO_ROOM, State.CANCELLED)


class TooMany(Exception):
    """So many files are being made already that another one would never be."""


class _NotWanted(Exception):
    """Raised within the making of a file that was cancelled."""


@dataclass
class Making:
    """One file being made for `person`; `about` is what it was ordered with.

    done and total count units, 0 of 0 at first.
    """

    key: str
    person: SignedIn
    about: object
    state: State = State.WAITING
    done: int = 0
    total: int = 0
    name: str = ""
    body: bytes = b""
    reference: str = ""
    ended_at: datetime | None = None
    is_wanted: threading.Event = field(default_factory=threading.Event)

    def is_for(self, person: SignedIn) -> bool:
        """Whether `person` is who asked for it, by the same session and with the same rights."""
        mine, theirs = self.person, person
        return (mine.account_id, mine.session_id, mine.role, mine.scope) == (
            theirs.account_id,
            theirs.session_id,
            theirs.role,
            theirs.scope,
        )


class Workshop:
    """All files being made in this process, and those that wait to be fetched."""

    def __init__(self) -> None:
        self._makers = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="making")
        self._by_key: dict[str, Making] = {}
        self._lock = threading.Lock()

    def start(self, make: Make, *, person: SignedIn, about: object) -> Making:
        """Have `make` called beside the screens. Raises TooMany.

        `make` is given what to tell its progress to, and gives name and bytes.
        """
        with self._lock:
            self._forget_old()
            unfinished = [one for one in self._by_key.values() if one.state not in ENDED]
            own = [one for one in unfinished if one.person.account_id == person.account_id]
            for older in own[: len(own) - MOST_OF_ONE + 1]:
                self._end(older, State.CANCELLED)
                unfinished.remove(older)
            if len(unfinished) >= AT_ONCE + MOST_WAITING:
                raise TooMany
            making = Making(key=secrets.token_urlsafe(KEY_BYTES), person=person, about=about)
            making.is_wanted.set()
            self._by_key[making.key] = making
        self._makers.submit(self._run, making, make)
        return making

    def find(self, key: str, *, person: SignedIn) -> Making | None:
        """The file under `key` if it is there and theirs; with other rights it is gone for good."""
        with self._lock:
            self._forget_old()
            making = self._by_key.get(key)
            if making is None or making.person.account_id != person.account_id:
                return None
            if making.is_for(person):
                return making
            self._end(making, State.CANCELLED)
            del self._by_key[key]
            return None

    def cancel(self, making: Making) -> None:
        """Nothing of it is kept; what is being made stops at its next word of progress."""
        with self._lock:
            self._end(making, State.CANCELLED)

    def _run(self, making: Making, make: Make) -> None:
        with self._lock:
            if not making.is_wanted.is_set():
                return
            making.state = State.MAKING

        def tell(done: int, total: int) -> None:
            if not making.is_wanted.is_set():
                raise _NotWanted
            making.done, making.total = done, total

        try:
            name, body = make(tell)
        except _NotWanted:
            return
        except Exception as error:
            self._fail(making, State.NO_ROOM if is_no_room(error) else State.FAILED, error)
        else:
            with self._lock:
                if making.is_wanted.is_set():
                    making.name, making.body = name, body
                    making.state, making.ended_at = State.READY, clock.now()
                    self._forget_old()

    def _fail(self, making: Making, state: State, error: BaseException) -> None:
        reference = report(error)
        with self._lock:
            if making.is_wanted.is_set():
                making.reference = reference
                self._end(making, state)

    def _end(self, making: Making, state: State) -> None:
        making.is_wanted.clear()
        making.body = b""
        making.state, making.ended_at = state, clock.now()

    def _forget_old(self) -> None:
        """What has been kept long enough goes, then the oldest until the rest is small enough."""
        now = clock.now()
        for key, making in list(self._by_key.items()):
            if making.ended_at is not None and making.ended_at + KEPT_FOR <= now:
                del self._by_key[key]
        ready = sorted(
            (one for one in self._by_key.values() if one.state is State.READY),
            key=lambda one: one.ended_at or now,
        )
        kept = sum(len(one.body) for one in ready)
        for oldest in ready[:-1]:
            if kept <= MOST_BYTES_KEPT:
                break
            kept -= len(oldest.body)
            del self._by_key[oldest.key]
