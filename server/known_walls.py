"""Who the screens of walls are, and which of them may go on while the store cannot be asked.

What the store says is remembered for seconds, and then asked anew for all screens together: ten
walls cost it as many questions as one. A link that is revoked elsewhere shuts its screens when
that time is over; one that is revoked in this process at once.

A wall that was let in goes on with what it has when the store is down, slow or wrong: nobody
stands beside it to sign in again. Walls are kept on disk, too (server/kept_walls.py), so that a
server that is started meanwhile knows them.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Lock
from time import monotonic

from sqlalchemy.exc import SQLAlchemyError

from server.errors import report
from server.kept_walls import GOOD_FOR, Admitted, change_kept, is_good, kept_walls
from server.single_flight import Late, SingleFlight
from server.waiting import NotYet, waiting
from store.database import engine
from store.settings import current_settings
from store.wall_changes import changes
from store.wall_links import hash_of
from store.walls import Screen, Wall, live_walls

# In seconds: how long an answer holds. As long as a window waits after each answer before it asks
# again (assets/script/wall.js): a link that was revoked elsewhere is off its screens after twice
# that time at the latest.
REMEMBERED = 5.0
# In seconds: who has not asked for so long is not asked about with the others.
PRESENT = 60.0
# In seconds: a question that takes longer is given up, the wall must go on.
PATIENCE = 3.0
AT_A_TIME = 4
MOST_KNOWN = 1_000
# What lies on disk is said anew so often, or when it changed: not at every question.
KEPT_EVERY = timedelta(minutes=10)

Ask = Callable[[Collection[Screen], datetime], Mapping[Screen, Wall]]


class StoreGone(Exception):
    """The store did not answer, and nothing is known of this wall from before."""


@dataclass
class _Known:
    """What the store said of a screen last; `asked_at`, `seen_at`: of a clock that never jumps."""

    admitted: Admitted
    changes: int
    asked_at: float
    seen_at: float


class KnownWalls:
    """The screens that were let in, by the hash of their token and their address."""

    def __init__(self, ask: Ask | None = None, *, patience: float = PATIENCE) -> None:
        self._ask = ask or ask_store
        self._patience = patience
        self._known: dict[Screen, _Known] = {}
        # As it lies on disk, or should: a disk that is full is tried again at the same pace.
        self._kept: dict[str, Admitted] = {}
        self._lock = Lock()
        # Apart, so that strangers who try cookies take no place of those who are known.
        self._of_known = SingleFlight(most=1, name="walls")
        self._of_strangers = SingleFlight(most=AT_A_TIME, name="walls-new")

    def admitted(self, token: str, *, address: str | None, now: datetime) -> Admitted | None:
        """Who holds `token` at `address`; None: the store was asked and says no.

        Without the store: who was let in at this very address within GOOD_FOR and is not past
        its end, by this process or another one of this server. Raises StoreGone for all others.
        """
        screen = (hash_of(token), address)
        known = self._known.get(screen)
        if known is not None:
            known.seen_at = monotonic()
            if _holds(known) and now < known.admitted.wall.expires_at:
                return known.admitted
        try:
            return self._asked(screen, now)
        except (SQLAlchemyError, Late, NotYet) as error:
            before = known.admitted if known else None
            for admitted in (before, kept_walls(_folder()).get(screen[0])):
                if admitted and admitted.address == address and is_good(admitted, now=now):
                    return replace(admitted, is_from_memory=True)
            raise StoreGone from error

    def _asked(self, screen: Screen, now: datetime) -> Admitted | None:
        """What the store says: of all screens that are there, or of one that was not until now.

        One that hangs holds a thread, not the wall.
        """
        if screen in self._known:
            key = ("all", changes())
            together = self._of_known.result(
                key, partial(self._ask_about, None, now), seconds=self._patience
            )
            if screen in together:
                return together[screen]
        alone = self._of_strangers.result(
            (screen, changes()), partial(self._ask_about, screen, now), seconds=self._patience
        )
        return alone[screen]

    def _ask_about(self, one: Screen | None, now: datetime) -> dict[Screen, Admitted | None]:
        # Before the question: what is changed while it is asked is not in the answer for certain.
        as_of, asked_at = changes(), monotonic()
        with self._lock:
            there = [s for s, known in self._known.items() if asked_at - known.seen_at < PRESENT]
        screens = there if one is None else [one]
        walls = self._ask(screens, now)
        told = {
            screen: Admitted(walls[screen], screen[1], now) if screen in walls else None
            for screen in screens
        }
        with self._lock:
            for screen, admitted in told.items():
                self._note(screen, admitted, changes=as_of, asked_at=asked_at)
                self._keep(screen[0], admitted, now=now)
            while len(self._known) > MOST_KNOWN:
                del self._known[next(iter(self._known))]
        return told

    def _note(
        self, screen: Screen, admitted: Admitted | None, *, changes: int, asked_at: float
    ) -> None:
        before = self._known.pop(screen, None)
        if admitted is not None:
            seen_at = before.seen_at if before else asked_at
            self._known[screen] = _Known(admitted, changes, asked_at, seen_at)

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


def ask_store(screens: Collection[Screen], now: datetime) -> Mapping[Screen, Wall]:
    """What the store says of `screens` at this moment. Raises NotYet."""
    waiting.refuse()
    with engine(current_settings().database_url).begin() as connection:
        return live_walls(connection, screens, now=now)


def _folder() -> Path:
    return current_settings().data_dir


def _holds(known: _Known) -> bool:
    return known.changes == changes() and monotonic() - known.asked_at < REMEMBERED


def _is_as_good(kept: Admitted, admitted: Admitted) -> bool:
    is_recent = admitted.confirmed_at - kept.confirmed_at < KEPT_EVERY
    return is_recent and (kept.wall, kept.address) == (admitted.wall, admitted.address)
