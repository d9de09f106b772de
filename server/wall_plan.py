"""What a wall shows in turn, and what it turns to at once because it is new.

As frames are (server/wall_frames.py), the list of slots is made once for a batch and day, and the
last good one goes on when the store gives none.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from threading import Lock

from domain.playlist import Case, Slot, Turn
from domain.playlist import alerts as alerts_of
from domain.scope import Scope
from queries import last_known
from queries.last_known import Key, Recorder, Replay, Snapshot
from queries.runner import store_url
from queries.turns import Day, Fetch, Settling, cases, day_of, turns
from server.errors import report
from server.single_flight import SingleFlight
from server.wall_frames import Frames, NothingKnown, root
from server.wall_pulse import Trouble, troubled
from store import clock
from store.walls import Wall


@dataclass(frozen=True, kw_only=True)
class Alert:
    """A slot to turn to once: `code` tells it from the same slot's alert of another batch."""

    code: str
    slot: Slot
    cases: int


@dataclass(frozen=True, kw_only=True)
class Planned:
    """The slots of a wall in order; `unknown` are those that ask for what is not there.

    `trouble`: these are the last good ones.
    """

    day: Day
    settlings: tuple[Settling, ...]
    unknown: tuple[Slot, ...]
    alerts: tuple[Alert, ...] = ()
    trouble: Trouble | None = None

    def turn(self, key: str) -> Turn | None:
        """The turn of the slot whose key that is."""
        turns = (settling.turn for settling in self.settlings)
        return next((turn for turn in turns if turn.slot.key == key), None)


Entries = tuple[tuple[Slot, int], ...]
# Store, scope, province, playlist.
PlanKey = tuple[str, Scope, str, Entries]


@dataclass(frozen=True)
class _News:
    """All cases of a batch and day, and those of them that were not there before.

    `known` None: nobody could look.
    """

    edition: tuple[int, date]
    known: frozenset[tuple[str, str]] | None
    new: tuple[Case, ...] = ()


class Plans:
    """Makes and keeps what the walls of this process show in turn."""

    def __init__(self, frames: Frames, *, fetch: Fetch) -> None:
        self._frames = frames
        self._fetch = fetch
        self._good: dict[PlanKey, Planned] = {}
        self._lock = Lock()
        # Beside the frames: who looks for what is new takes nobody's place.
        self.lookout = SingleFlight(most=1, name="wall-news")
        self._news: dict[tuple[str, Scope], _News] = {}

    def plan(self, wall: Wall) -> Planned:
        """The slots of `wall`. Raises NothingKnown."""
        entries = entries_of(wall)
        key = (store_url(), wall.scope, wall.province, entries)
        try:
            day = self._frames.day(wall.scope, wall.province)
        except NothingKnown as nothing:
            return self._last_good(key, nothing.trouble)
        good = self._good.get(key)
        if good is not None and good.day.as_of > day.as_of:
            # The store was set back.
            good = None
            self._good.pop(key, None)
            self._news.pop((store_url(), day.scope), None)
        if good is None or good.day != day:
            make = partial(self._make, key, day)
            try:
                good = self._frames.in_time((key, day.as_of, day.today), make)
            except Exception as error:
                report(error)
                return self._last_good(key, troubled(None, error))
        return replace(good, alerts=self._alerts(good))

    def _make(self, key: PlanKey, day: Day) -> Planned:
        store, scope, province, entries = key
        recorder = Recorder(self._fetch)
        day_of(scope, as_of=day.as_of, fetch=recorder, province=province)
        settlings, unknown = turns(entries, day, fetch=recorder)
        planned = Planned(day=day, settlings=tuple(settlings), unknown=tuple(unknown))
        # Lists of earlier batches, and of playlists that were changed, are of no use any more.
        with self._lock:
            for other, plan in list(self._good.items()):
                if (plan.day.as_of, plan.day.today) != (day.as_of, day.today):
                    del self._good[other]
            self._good[key] = planned
        snapshot = Snapshot(
            key=_snapshot_key(store, scope, entries),
            unit_id=None,
            as_of=day.as_of,
            day=day.today,
            written_at=clock.now(),
            answers=recorder.answers,
        )
        self._frames.keep(snapshot)
        return planned

    def _last_good(self, key: PlanKey, trouble: Trouble) -> Planned:
        good = self._good.get(key)
        if good is None:
            good = self._good[key] = _from_disk(key, trouble)
        return replace(good, alerts=(), trouble=trouble)

    def _alerts(self, planned: Planned) -> tuple[Alert, ...]:
        """What is new since the batch and day before; nothing until somebody has looked."""
        day = planned.day
        edition = (day.as_of, day.today)
        key = (store_url(), day.scope)
        news = self._news.get(key)
        if news is None or news.edition != edition:
            self.lookout.begin(key, partial(self._look, key, day))
            return ()
        slots = [settling.turn.slot for settling in planned.settlings]
        found = alerts_of(news.new, known=(), slots=slots)
        code = f"{day.as_of}~{day.today.isoformat()}"
        return tuple(
            Alert(code=f"{code}~{slot.key}", slot=slot, cases=len(of_slot))
            for slot, of_slot in found.items()
        )

    def _look(self, key: tuple[str, Scope], day: Day) -> None:
        edition = (day.as_of, day.today)
        before = self._news.get(key)
        known = before.known if before else None
        try:
            if known is None:
                known = self._known_before(day)
            now = cases(day, fetch=self._fetch)
        except Exception as error:
            report(error)
            # Not again before the next batch: an alert is worth less than the store's breath.
            self._news[key] = _News(edition, known)
        else:
            there = frozenset((case.subject, case.case_id) for case in now)
            new = tuple(case for case in now if (case.subject, case.case_id) not in known)
            self._news[key] = _News(edition, there, new)

    def _known_before(self, day: Day) -> frozenset[tuple[str, str]]:
        """The cases of the batch before, for a server that has seen none."""
        earlier = replace(day, as_of=day.as_of - 1)
        return frozenset((case.subject, case.case_id) for case in cases(earlier, fetch=self._fetch))


def entries_of(wall: Wall) -> Entries:
    """The playlist of `wall`: slots and their seconds, of its scenes alone."""
    return tuple(
        (
            Slot(
                scene=entry.scene,
                unit=entry.unit,
                period=entry.period,
                indicator=entry.indicator,
                plan=entry.plan,
            ),
            entry.seconds or wall.seconds,
        )
        for entry in wall.entries
        if entry.scene in wall.scenes
    )


def _from_disk(key: PlanKey, trouble: Trouble) -> Planned:
    store, scope, province, entries = key
    found = last_known.newest(root(), _snapshot_key(store, scope, entries))
    ignored = tuple(why for _, why in found.ignored)
    if found.snapshot is None:
        raise NothingKnown(trouble, ignored)
    replay = Replay(found.snapshot.answers)
    try:
        then = day_of(scope, as_of=found.snapshot.as_of, fetch=replay, province=province)
        day = replace(then, today=found.snapshot.day)
        settlings, unknown = turns(entries, day, fetch=replay)
    except Exception as error:
        report(error)
        raise NothingKnown(trouble, (*ignored, last_known.OTHER)) from error
    return Planned(day=day, settlings=tuple(settlings), unknown=tuple(unknown))


def _snapshot_key(store: str, scope: Scope, entries: Entries) -> Key:
    written = hashlib.sha256(repr(entries).encode()).hexdigest()[:16]
    return Key(store=store, scope=scope, slot=f"plan {written}")
