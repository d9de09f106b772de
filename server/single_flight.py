"""Work that many wait for and one does, with an end to the waiting.

What hangs holds one thread and nobody who waits: they go on after their time, and nothing more is
begun for it until it has ended.
"""

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Condition, Thread
from time import monotonic
from typing import Any, TypeVar

Made = TypeVar("Made")


class Late(Exception):
    """It is not there in time."""


@dataclass(frozen=True)
class _Work:
    future: Future[Any]
    begun: float


class SingleFlight:
    """At most one work of a key at a time, and at most `most` of all."""

    def __init__(self, *, most: int, name: str) -> None:
        self._most = most
        self._name = name
        self._running: dict[Hashable, _Work] = {}
        self._changed = Condition()

    def result(self, key: Hashable, make: Callable[[], Made], *, seconds: float) -> Made:
        """What `make` gives, or gave to whoever asked first for `key`; what it raises is raised.

        Raises Late after `seconds`, at once where the work of `key`, or all there is room for,
        has hung for that long already.
        """
        until = monotonic() + seconds
        with self._changed:
            # What has just failed, and is not yet away, is no answer to who asks now.
            over = self._running.get(key)
            if over and over.future.done() and over.future.exception():
                del self._running[key]
            while key not in self._running and len(self._running) >= self._most:
                hangs = all(monotonic() - work.begun > seconds for work in self._running.values())
                if hangs or not self._changed.wait(until - monotonic()):
                    raise Late
            work = self._running.get(key) or self._begin(key, make)
        # A work that has long been running may yet end in the time of who comes now; not if it
        # has had that time before.
        left = until - monotonic() if monotonic() - work.begun <= seconds else 0.0
        try:
            made: Made = work.future.result(max(left, 0.0))
        except TimeoutError:
            if work.future.done():
                raise
            raise Late from None
        return made

    def begin(self, key: Hashable, make: Callable[[], Any]) -> bool:
        """Begin beside whoever asks, unless it is being done; False where there is no room."""
        with self._changed:
            if key in self._running:
                return True
            if len(self._running) >= self._most:
                return False
            self._begin(key, make)
            return True

    @property
    def running(self) -> int:
        """How many works are not over."""
        return len(self._running)

    def wait(self) -> None:
        """Return when nothing is running."""
        with self._changed:
            self._changed.wait_for(lambda: not self._running)

    def _begin(self, key: Hashable, make: Callable[[], Any]) -> _Work:
        work = self._running[key] = _Work(Future(), monotonic())
        # A daemon: what hangs must not hold the server back when it is told to end.
        Thread(target=self._do, args=(key, work, make), name=self._name, daemon=True).start()
        return work

    def _do(self, key: Hashable, work: _Work, make: Callable[[], Any]) -> None:
        # Told before it ends: who comes in between finds it done and does not begin again.
        try:
            work.future.set_result(make())
        except BaseException as error:
            work.future.set_exception(error)
        with self._changed:
            if self._running.get(key) is work:
                del self._running[key]
            self._changed.notify_all()
