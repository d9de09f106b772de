"""A production server that is started while its store is away: its walls go on, nothing else."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import text

from assets.wording import text as said
from server.kept_walls import Admitted, change_kept
from server.readiness import EXIT_CODE
from store import clock
from store.database import engine
from tests.app.caller import Caller
from tests.app.starting import PRODUCTION
from tests.app.walls_shown import wall_of
from tests.browser.board import Board, copied, serving
from tests.browser.wall_screen import link_to

LONGEST = 60
SLOT = "situation~~~~"
HERE = {"IOC_HOSTS": "localhost"}


@pytest.fixture
def caller(sample_url: str, tmp_path: Path) -> Iterator[Caller]:
    """A board that may run in production: without demo accounts, on the day it is."""
    board = copied(sample_url, tmp_path)
    change(board, "update account set disabled_at = current_timestamp where is_demo")
    change(board, "update province set clock_stands_at = null")
    yield Caller(board)
    engine(board.database_url).dispose()


def change(board: Board, statement: str) -> None:
    with engine(board.database_url).execution_options(writes=True).begin() as connection:
        connection.execute(text(statement))


def production(board: Board, *, ready: str = "/healthz") -> Any:
    return serving(board, ready=ready, **(PRODUCTION | HERE))


def opened(caller: Caller) -> str:
    """The Cookie header of a screen."""
    origin = caller.origin.replace("http:", "https:")
    secret = link_to(caller.board.database_url, "situation")
    answer = caller.ask("/wall/open", method="POST", body=secret, origin=origin)
    assert answer.status == 204, answer
    return answer.headers["set-cookie"].split(";")[0]


def shown(caller: Caller, cookie: str) -> dict[str, Any]:
    answer = caller.ask(f"/wall/frame?slot={SLOT}", cookie=cookie)
    assert answer.status == 200, answer
    frame: dict[str, Any] = json.loads(answer.body)
    return frame


def until(is_so: Callable[[], bool]) -> None:
    """Ask twice a second, until it is so."""
    for _ in range(LONGEST * 2):
        if is_so():
            return
        Event().wait(0.5)
    raise AssertionError("it never came about")


@contextmanager
def away(board: Board) -> Iterator[Path]:
    """The file of the store is not where it was; gives where it is."""
    file = Path(board.database_url.removeprefix("sqlite:///"))
    engine(board.database_url).dispose()
    hidden = file.rename(file.with_suffix(".away"))
    yield hidden
    assert file.exists()


@pytest.mark.trust("F45")
def test_walls_go_on_from_disk_and_all_is_alive_when_the_store_is_back(caller: Caller) -> None:
    with production(caller.board):
        cookie = opened(caller)
        before = shown(caller, cookie)
    with away(caller.board) as hidden, production(caller.board, ready="/wall/open"):
        assert caller.ask("/wall/show", cookie=cookie).status == 200
        during = shown(caller, cookie)
        assert during["body"] == before["body"] and during["asOf"] == before["asOf"]
        assert during["band"].startswith("Kho số liệu không trả lời từ ") and not before["band"]
        # Nobody signs in, nothing is read, no new wall is let in; each is told why.
        for path, method in (("/", "GET"), ("/map", "GET"), ("/auth/enter", "POST")):
            answer = caller.ask(path, method=method, origin=caller.origin)
            assert answer.status == 503 and answer.headers["retry-after"], path
            for language in ("vi", "en"):
                assert said("readiness.waiting", language=language) in answer.body.decode()
        assert caller.ask("/healthz").status == caller.ask("/_stcore/health").status == 503
        assert caller.ask("/wall/plan", cookie="__Host-ioc_wall=unknown").status == 503

        hidden.rename(hidden.with_suffix(".db"))
        until(lambda: caller.ask("/healthz").status == 200)
        assert caller.ask("/map").status == 200
        # Signing in is asked again, and this ticket is none.
        secure = caller.origin.replace("http:", "https:")
        answer = caller.ask("/auth/enter", method="POST", body="x", origin=secure)
        assert answer.status == 401
        until(lambda: not shown(caller, cookie)["band"])
        assert shown(caller, cookie)["body"] == before["body"]


@pytest.mark.trust("A1")
def test_a_store_that_comes_back_with_demo_accounts_ends_the_server(caller: Caller) -> None:
    change(caller.board, "update account set disabled_at = null where is_demo")
    wall = wall_of(caller.board.database_url)
    admitted = Admitted(wall, None, clock.now())
    change_kept(caller.board.data_dir, "a wall", admitted, oldest=admitted.confirmed_at)
    with (
        away(caller.board) as hidden,
        production(caller.board, ready="/wall/open") as process,
    ):
        hidden.rename(hidden.with_suffix(".db"))
        assert process.wait(LONGEST) == EXIT_CODE
    assert "lanhdao" in caller.board.log.read_text()
