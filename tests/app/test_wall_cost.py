"""What walls cost the store while they are on, over whole minutes, through the gate."""

from collections.abc import Callable
from itertools import count

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from queries.runner import data_version
from server import known_walls, wall_entry, wall_pulse
from server.gate import Gate
from server.known_walls import REMEMBERED, KnownWalls
from server.wall import Walls
from server.wall_beats import Beats
from server.wall_pulse import EVERY, Pulse
from store import clock
from store.database import engine
from store.wall_beats import Beat
from store.wall_changes import note_change
from store.walls import enter_wall, revoke_wall_link
from tests.app.visiting import statements
from tests.app.walls_shown import (
    PLAIN,
    Board,
    _nothing_goes_on,  # noqa: F401 (a fixture of these tests)
)
from tests.browser.wall_screen import link_to

# In seconds: a window asks for its plan so often, and stands so long before it turns.
POLL, SCENE = 5.0, 20.0
STEP = 0.5


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The steady clock of the server, moved by the test."""
    now = [1_000.0]
    for module in (known_walls, wall_pulse):
        monkeypatch.setattr(module, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def boards() -> list[Board]:
    """The servers that were started in the test."""
    return []


@pytest.fixture
def windows(
    visited_url: str,
    boards: list[Board],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[int], list[TestClient]]:
    """So many windows of one wall at a server that was just started."""

    def opened(walls: int) -> list[TestClient]:
        monkeypatch.setenv("IOC_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        monkeypatch.setattr(wall_entry, "_known", KnownWalls(patience=30))
        board = Board()
        board.frames.pulse = Pulse(data_version, every=EVERY, patience=30)
        gate = Gate(Starlette(routes=Walls(board.frames, board.plans, board.beats).routes()))
        boards.append(board)
        secret = link_to(visited_url, entries=(PLAIN,))
        tokens = []
        for _ in range(walls):
            with engine(visited_url).execution_options(writes=True).begin() as connection:
                tokens.append(
                    enter_wall(connection, secret, address=None, browser=None, now=clock.now())
                )
        return [TestClient(gate, cookies={"ioc_wall": token or ""}) for token in tokens]

    return opened


def minute(windows: list[TestClient], time: list[float]) -> None:
    """Sixty seconds of the questions that windows ask, each at its own time."""
    for step in range(int(60 / STEP)):
        for place, window in enumerate(windows):
            since = step * STEP - place * STEP
            if since % POLL == 0:
                assert window.get("/wall/plan").json()["band"] == ""
            if since % SCENE == 0:
                assert window.get("/wall/frame", params={"slot": "plain~~~~"}).status_code == 200
        time[0] += STEP


@pytest.mark.trust("F49")
def test_a_minute_of_ten_walls_costs_the_store_what_a_minute_of_one_does(
    windows: Callable[[int], list[TestClient]],
    boards: list[Board],
    visited_url: str,
    time: list[float],
) -> None:
    cost = []
    for walls in (1, 10):
        opened = windows(walls)
        # Who comes is asked about once, and what is new is looked for beside; then the minute that
        # is counted begins.
        minute(opened, time)
        boards[-1].wait()
        with statements(visited_url) as seen:
            minute(opened, time)
        cost.append(len(seen))
    # Three statements ask who is there, one asks for the newest batch.
    assert cost == [60 / POLL * 4] * 2


@pytest.mark.trust("A14")
def test_a_link_revoked_by_another_process_shuts_all_its_screens_within_ten_seconds(
    windows: Callable[[int], list[TestClient]], visited_url: str, time: list[float]
) -> None:
    opened = windows(3)
    assert [window.get("/wall/plan").status_code for window in opened] == [200] * 3
    with engine(visited_url).execution_options(writes=True).begin() as connection:
        revoke_wall_link(connection, 1, account_id=None, now=clock.now())
    time[0] += REMEMBERED
    assert [window.get("/wall/plan").status_code for window in opened] == [401] * 3
    assert REMEMBERED + POLL <= 10


@pytest.mark.trust("A14")
def test_a_link_revoked_by_the_same_process_shuts_its_screens_at_once(
    windows: Callable[[int], list[TestClient]], visited_url: str, time: list[float]
) -> None:
    (window,) = windows(1)
    assert window.get("/wall/plan").status_code == 200
    with engine(visited_url).execution_options(writes=True).begin() as connection:
        revoke_wall_link(connection, 1, account_id=None, now=clock.now())
    note_change()
    assert window.get("/wall/plan").status_code == 401


def test_beats_that_come_soon_after_a_writing_wait_and_are_written_together(
    visited_url: str, windows: Callable[[int], list[TestClient]]
) -> None:
    windows(10)
    number = count()
    beats = Beats(every=3600)
    beats.note(1, Beat(scene="first"), address=None)
    beats.wait_until_written()
    with statements(visited_url) as seen:
        for screen in [*range(1, 11), *range(1, 11)]:
            beats.note(screen, Beat(scene=f"{next(number)}"), address=None)
        assert seen == []
        beats.wait_until_written()
    assert len(seen) == 3
    with engine(visited_url).connect() as connection:
        scenes = connection.exec_driver_sql("select scene from wall_session order by id")
        assert [row.scene for row in scenes] == [str(n) for n in range(10, 20)]
