"""The frames of all walls: made once for everybody, and kept for when the store gives none.

A frame is made from the store at most once for a slot, scope, room, language, batch and day. When
that fails or takes too long, the last good one goes on: from memory, else drawn again from the
answers that lie on disk (queries/last_known.py); it says since when and why, and how old it is.
"""

import hashlib
import json
import logging
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Protocol, TypeVar

from domain.choices import UnknownChoice
from domain.playlist import Frame, Slot
from domain.scope import Scope
from domain.viewing import Room
from queries import last_known
from queries.last_known import Key, Recorder, Replay, Snapshot
from queries.runner import store_url
from queries.turns import Day, Fetch, day_of
from server.errors import report
from server.single_flight import Late, SingleFlight
from server.wall_pulse import Pulse, Trouble, troubled
from store import clock
from store.settings import current_settings

# In seconds: how long a wall waits for a frame, and how long what failed is left alone.
PATIENCE = 8.0
REST = timedelta(seconds=20)
# Threads that make frames; one that hangs keeps its place until it ends.
AT_A_TIME = 4
MOST_FRAMES = 600

Made = TypeVar("Made")

_log = logging.getLogger(__name__)


class DrawFrame(Protocol):
    """pages.scenes.frames.frame_of, which the server does not know: app.py hands it in."""

    def __call__(
        self, slot: Slot, day: Day, *, language: str, room: Room, fetch: Fetch
    ) -> Frame: ...


class NothingKnown(Exception):
    """The store gives nothing, and nothing good is kept; `trouble` says why."""

    def __init__(self, trouble: Trouble, ignored: tuple[str, ...] = ()) -> None:
        super().__init__(trouble.why)
        self.trouble = trouble
        self.ignored = ignored


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which frame: everything it depends on but batch and day."""

    slot: Slot
    scope: Scope
    province: str
    language: str
    room: Room


@dataclass(frozen=True, kw_only=True)
class Stale:
    """Why a frame is not made from the store of this moment.

    `day`: the day its figures tell of; `ignored`: why kept answers could not be used
    (queries.last_known: corrupt, newer, other).
    """

    trouble: Trouble
    day: date
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A frame to be shown; `digest` is equal for frames that look the same."""

    frame: Frame
    digest: str
    day: date
    stale: Stale | None = None


@dataclass
class _Failing:
    trouble: Trouble
    tried_at: datetime = field(default_factory=clock.now)


class Frames:
    """Makes and keeps frames for all walls of this process."""

    def __init__(
        self,
        draw: DrawFrame,
        *,
        fetch: Fetch,
        forget_after: Callable[[int], None] | None = None,
        pulse: Pulse | None = None,
        patience: float = PATIENCE,
    ) -> None:
        """`forget_after`: tells what keeps the answers of `fetch` that the store was set back."""
        self._draw = draw
        self._fetch = fetch
        self._forget_after = forget_after
        self._patience = patience
        self.pulse = pulse or Pulse()
        self.flight = SingleFlight(most=AT_A_TIME, name="wall-frame")
        self._good: OrderedDict[tuple[str, Wanted], Shown] = OrderedDict()
        self._failing: dict[tuple[str, Wanted], _Failing] = {}
        self._days: dict[tuple[str, Scope, str], Day] = {}
        # The batch that each store had last.
        self._newest: dict[str, int] = {}
        self._lock = Lock()
        # One after another, beside whoever waits for the frame.
        self._keeper = ThreadPoolExecutor(max_workers=1, thread_name_prefix="last-known")
        # Since when frames cannot be kept on disk; None: they can.
        self.not_kept_since: datetime | None = None

    def day(self, scope: Scope, province: str) -> Day:
        """The newest batch and the day in the province. Raises NothingKnown while in trouble."""
        batch = self.pulse.read()
        if isinstance(batch, Trouble):
            raise NothingKnown(batch)
        self._note_batch(store_url(), batch)
        key = (store_url(), scope, province)
        known = self._days.get(key)
        if known is None or known.as_of != batch:
            make = partial(day_of, scope, as_of=batch, fetch=self._fetch, province=province)
            try:
                known = self.flight.result((*key, batch), make, seconds=self._patience)
            # A province that is gone (UnknownChoice) is a store that is wrong.
            except Exception as error:
                raise NothingKnown(troubled(None, error)) from error
            self._days[key] = known
        return known.on_its_day()

    def frame(self, wanted: Wanted) -> Shown:
        """The frame, of this moment or the last good one.

        Raises UnknownChoice for what is no longer there, and NothingKnown.
        """
        key = (store_url(), wanted)
        try:
            day = self.day(wanted.scope, wanted.province)
        except NothingKnown as nothing:
            return self._last_good(key, nothing.trouble)
        good = self._good.get(key)
        if good and not good.stale and (good.frame.as_of, good.day) == (day.as_of, day.today):
            return good
        failing = self._failing.get(key)
        if failing and clock.now() - failing.tried_at < REST:
            return self._last_good(key, failing.trouble)
        try:
            made = self.flight.result(
                (key, day.as_of, day.today),
                partial(self._make, key, day),
                seconds=self._patience,
            )
        except UnknownChoice:
            raise
        except Exception as error:
            trouble = troubled(failing.trouble if failing else None, error)
            self._note_failure(key, trouble)
            reference = "" if isinstance(error, Late) else report(error)
            _log.warning("No frame %s: %s %s", wanted.slot.key, trouble.why, reference)
            return self._last_good(key, trouble)
        self._failing.pop(key, None)
        return made

    def in_time(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` gives, made once for all who ask; raises Late, and what `make` raises."""
        return self.flight.result(key, make, seconds=self._patience)

    def wait_until_kept(self) -> None:
        """Return when every frame made so far lies on disk, or could not be kept."""
        self._keeper.submit(lambda: None).result()

    def keep(self, snapshot: Snapshot) -> None:
        """Write `snapshot` beside whoever waits; what cannot be written breaks nothing."""
        self._keeper.submit(self._write, snapshot)

    def _make(self, key: tuple[str, Wanted], day: Day) -> Shown:
        wanted = key[1]
        recorder = Recorder(self._fetch)
        # Asked again, so that the kept answers tell of the province, too.
        day_of(wanted.scope, as_of=day.as_of, fetch=recorder, province=wanted.province)
        frame = self._draw(
            wanted.slot, day, language=wanted.language, room=wanted.room, fetch=recorder
        )
        made = Shown(frame=frame, digest=_digest(frame), day=day.today)
        self._remember(key, made)
        snapshot = Snapshot(
            key=_snapshot_key(key),
            unit_id=frame.unit_id,
            as_of=day.as_of,
            day=day.today,
            written_at=clock.now(),
            answers=recorder.answers,
        )
        self.keep(snapshot)
        return made

    def _remember(self, key: tuple[str, Wanted], shown: Shown) -> None:
        with self._lock:
            self._good[key] = shown
            self._good.move_to_end(key)
            while len(self._good) > MOST_FRAMES:
                self._good.popitem(last=False)

    def _note_batch(self, store: str, batch: int) -> None:
        """Forget what came after `batch` where the store was set back to it, as by a backup.

        Numbers are given again: what is kept of them would pass for what comes. On disk that may
        have been before this process.
        """
        with self._lock:
            before = self._newest.get(store)
            self._newest[store] = batch
            if before is not None and before <= batch:
                return
            for key, shown in list(self._good.items()):
                if key[0] == store and shown.frame.as_of > batch:
                    del self._good[key]
        if self._forget_after is not None:
            self._forget_after(batch)
        try:
            last_known.forget_after(root(), store, batch=batch)
        except OSError as error:
            _log.warning("Later batches cannot be taken off the disk: %s", report(error))

    def _note_failure(self, key: tuple[str, Wanted], trouble: Trouble) -> None:
        with self._lock:
            if len(self._failing) >= MOST_FRAMES:
                self._failing.clear()
            self._failing[key] = _Failing(trouble)

    def _last_good(self, key: tuple[str, Wanted], trouble: Trouble) -> Shown:
        good = self._good.get(key) or self._from_disk(key, trouble)
        ignored = good.stale.ignored if good.stale else ()
        return replace(good, stale=Stale(trouble=trouble, day=good.day, ignored=ignored))

    def _from_disk(self, key: tuple[str, Wanted], trouble: Trouble) -> Shown:
        found = last_known.newest(root(), _snapshot_key(key))
        ignored = [why for _, why in found.ignored]
        for path, why in found.ignored:
            _log.warning("The kept answers %s are not used: %s", path.name, why)
        if found.snapshot is None:
            raise NothingKnown(trouble, tuple(ignored))
        try:
            frame = self._redrawn(key[1], found.snapshot)
        except Exception as error:
            _log.warning("The kept answers do not make a frame: %s", report(error))
            raise NothingKnown(trouble, (*ignored, last_known.OTHER)) from error
        day = found.snapshot.day
        stale = Stale(trouble=trouble, day=day, ignored=tuple(ignored))
        shown = Shown(frame=frame, digest=_digest(frame), day=day, stale=stale)
        self._remember(key, shown)
        return shown

    def _redrawn(self, wanted: Wanted, snapshot: Snapshot) -> Frame:
        """The frame of kept answers. Raises as drawing does, and ValueError for a stranger's."""
        replay = Replay(snapshot.answers)
        then = day_of(wanted.scope, as_of=snapshot.as_of, fetch=replay, province=wanted.province)
        frame = self._draw(
            wanted.slot,
            replace(then, today=snapshot.day),
            language=wanted.language,
            room=wanted.room,
            fetch=replay,
        )
        if (frame.unit_id, frame.as_of) != (snapshot.unit_id, snapshot.as_of):
            raise ValueError("the kept answers are of another unit or batch")
        return frame

    def _write(self, snapshot: Snapshot) -> None:
        try:
            last_known.write(root(), snapshot)
        except OSError as error:
            if self.not_kept_since is None:
                self.not_kept_since = clock.now()
                _log.warning("Frames cannot be kept on disk: %s", report(error))
        else:
            self.not_kept_since = None


def _snapshot_key(key: tuple[str, Wanted]) -> Key:
    return Key(store=key[0], scope=key[1].scope, slot=key[1].slot.key)


def root() -> Path:
    """Below it lies what is kept for when the store gives nothing."""
    return current_settings().data_dir


def _digest(frame: Frame) -> str:
    """Of what can be seen: a batch or a day that changed nothing gives an equal one."""
    told = (frame.cut_off, frame.is_old)
    seen = asdict(replace(frame, as_of=0, batch=None, imported_at=None, age=None)) | {"age": told}
    return hashlib.sha256(json.dumps(seen, default=str).encode()).hexdigest()[:16]
