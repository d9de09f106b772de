"""Files that take a while: whose they are, how far they are, and what is left of them."""

import errno
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.requests import Request

from domain.scope import Scope
from server.downloads import answer, handed_out
from server.making import ENDED, KEPT_FOR, MOST_WAITING, Making, State, TooMany, Workshop
from store import clock
from store.signed_in import SignedIn

ME = SignedIn(
    account_id=1,
    username="lanhdao",
    display_name="Lãnh đạo",
    role="leader",
    scope=Scope(provinces=frozenset({1})),
    must_change_password=False,
    session_id=5,
)
FILE = ("nghe-an_trinh-chieu_2023_dot-7.pptx", b"whole")
LONGEST_WAIT = 60.0
Make = Callable[[Callable[[int, int], None]], tuple[str, bytes]]


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    yield Workshop()


def start(workshop: Workshop, make: Make, person: SignedIn = ME) -> Making:
    return workshop.start(make, person=person, about=None)


def ended(making: Making) -> State:
    """The state in which the making ends."""
    until = time.monotonic() + LONGEST_WAIT
    pause = threading.Event()
    while making.state not in ENDED and time.monotonic() < until:
        pause.wait(0.005)
    return making.state


class Slow:
    """A file of three units that waits to be let on before each."""

    def __init__(self) -> None:
        self.may_go = threading.Semaphore(0)
        self.began = threading.Event()

    def __call__(self, tell: Callable[[int, int], None]) -> tuple[str, bytes]:
        for done in range(3):
            tell(done, 3)
            self.began.set()
            assert self.may_go.acquire(timeout=LONGEST_WAIT)
        tell(3, 3)
        return FILE


def test_a_file_is_made_beside_and_fetched_by_who_ordered_it(workshop: Workshop) -> None:
    making = start(workshop, lambda tell: (tell(1, 1), FILE)[1])
    assert ended(making) is State.READY
    found = workshop.find(making.key, person=ME)
    assert found is making and (found.name, found.body) == FILE


@pytest.mark.trust("A3", "B18")
@pytest.mark.parametrize(
    "other",
    [
        replace(ME, account_id=2),
        replace(ME, session_id=6),
        replace(ME, role="presenter"),
        replace(ME, scope=Scope(units=frozenset({9}))),
    ],
    ids=["somebody else", "another session", "another role", "a narrower scope"],
)
def test_nobody_else_gets_it_and_whose_rights_changed_loses_it(
    workshop: Workshop, other: SignedIn
) -> None:
    making = start(workshop, lambda _tell: FILE)
    assert ended(making) is State.READY
    assert workshop.find(making.key, person=other) is None
    if other.account_id == ME.account_id:
        assert making.body == b""
        assert workshop.find(making.key, person=ME) is None
    else:
        assert workshop.find(making.key, person=ME) is making


def test_progress_is_told_and_what_is_cancelled_stops_and_keeps_nothing(
    workshop: Workshop,
) -> None:
    slow = Slow()
    making = start(workshop, slow)
    assert slow.began.wait(LONGEST_WAIT)
    slow.may_go.release()
    while making.done < 1:
        slow.began.wait(0.005)
    assert (making.state, making.done, making.total) == (State.MAKING, 1, 3)
    workshop.cancel(making)
    slow.may_go.release(3)
    assert ended(making) is State.CANCELLED
    assert making.body == b"" and making.name == ""


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), State.NO_ROOM),
        (PermissionError(errno.EACCES, "Permission denied"), State.NO_ROOM),
        (MemoryError(), State.NO_ROOM),
        (ValueError("anything else"), State.FAILED),
    ],
)
def test_what_breaks_is_told_with_a_reference_and_no_half_file(
    workshop: Workshop, error: Exception, state: State
) -> None:
    def broken(tell: Callable[[int, int], None]) -> tuple[str, bytes]:
        tell(1, 2)
        raise error

    making = start(workshop, broken)
    assert ended(making) is state
    assert making.reference and making.body == b""


def test_two_are_made_at_once_and_of_one_person_the_newest_two_are_kept(
    workshop: Workshop,
) -> None:
    first, second, third = Slow(), Slow(), Slow()
    one = start(workshop, first)
    two = start(workshop, second)
    assert first.began.wait(LONGEST_WAIT) and second.began.wait(LONGEST_WAIT)
    three = start(workshop, third)
    assert one.state is State.CANCELLED
    for slow in (first, second, third):
        slow.may_go.release(3)
    assert (ended(two), ended(three)) == (State.READY, State.READY)


def test_so_many_wait_and_another_one_is_refused(workshop: Workshop) -> None:
    slow = [Slow() for _ in range(2 + MOST_WAITING)]
    makings = [
        start(workshop, each, replace(ME, account_id=place)) for place, each in enumerate(slow)
    ]
    with pytest.raises(TooMany):
        start(workshop, Slow(), replace(ME, account_id=99))
    for making in makings:
        workshop.cancel(making)
    for each in slow:
        each.may_go.release(3)


def test_what_nobody_fetches_is_gone_after_a_while(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    making = start(workshop, lambda _tell: FILE)
    assert ended(making) is State.READY
    later = clock.now() + KEPT_FOR + timedelta(seconds=1)
    monkeypatch.setattr("server.making.clock.now", lambda: later)
    assert workshop.find(making.key, person=ME) is None


def request(**address: str) -> Request:
    query = "&".join(f"{name}={value}" for name, value in address.items())
    return Request({"type": "http", "query_string": query.encode(), "headers": []})


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_full_disk_is_one_clear_sentence_and_no_file(lang: str) -> None:
    def give(_request: Request) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    told = answer(request(lang=lang), give)  # type: ignore[arg-type]
    assert told.status_code == 507
    said = bytes(told.body).decode()
    assert ("không còn chỗ" if lang == "vi" else "no room left") in said
    assert "content-disposition" not in told.headers


def test_a_file_is_handed_out_whole_and_kept_by_no_cache() -> None:
    told = handed_out(*FILE)
    assert told.headers["content-disposition"].endswith('.pptx"')
    assert told.headers["cache-control"] == "private, no-store"
    assert json.dumps(len(bytes(told.body))) == told.headers["content-length"]
