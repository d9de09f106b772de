import base64
import hashlib
import hmac
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from pages import PAGES
from server.session_cookie import NAME
from store import clock
from store.accounts import disable, enable, find_account
from store.database import engine
from store.demo_accounts import DEMO_PASSWORD
from store.sign_in import sign_in
from store.tables import account, session
from tests.app.caller import Caller
from tests.app.visiting import everything_said, visit
from tests.browser.board import PROJECT, Board, serving
from tests.faults.files import cookie_of, download
from tests.postgres import free_port
from tests.store.people import reading, writing

EXPIRIES = ("tomorrow", 1e99, -1, None, "2099-01-01T00:00:00Z", True)


def json_web_token(algorithm: str, *, key: str | None, **claims: Any) -> str:
    """A token as streamlit-authenticator makes them, signed with `key` or not at all."""
    header = {"alg": algorithm, "typ": "JWT"}
    parts = [_spelled(json.dumps(part).encode()) for part in (header, claims)]
    signed = ".".join(parts).encode()
    if key is None:
        return f"{signed.decode()}."
    return f"{signed.decode()}.{_spelled(hmac.digest(key.encode(), signed, hashlib.sha256))}"


def _spelled(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def forgeries() -> Iterator[str]:
    for expiry in EXPIRIES:
        claims = {"username": "lanhdao", "exp_date": expiry, "exp": expiry}
        claims = {name: value for name, value in claims.items() if value is not None}
        yield json_web_token("none", key=None, **claims)
        for key in ("", "some_key"):
            yield json_web_token("HS256", key=key, **claims)


@pytest.mark.trust("A4")
@pytest.mark.parametrize("token", list(forgeries()))
def test_a_forged_token_opens_nothing_and_breaks_nothing(served: Caller, token: str) -> None:
    logged = served.board.log.read_text()
    for path in ("/media/x.png", "/download/units.csv"):
        assert served.ask(path, cookie=f"{NAME}={token}").status == 401
    assert "Traceback" not in served.board.log.read_text().removeprefix(logged)


@pytest.mark.trust("A4")
@pytest.mark.parametrize("token", list(forgeries())[:3])
def test_a_forged_token_shows_the_sign_in(visited_url: str, token: str) -> None:
    app = visit(token)
    assert not app.exception and not app.error
    assert len(app.text_input) == 2 and "45,03%" not in everything_said(app)


@pytest.mark.trust("A10")
def test_a_session_chosen_in_advance_is_not_taken_over_by_signing_in(served: Caller) -> None:
    planted = "A" * 43
    answer = served.enter(served.ticket(), cookie=f"{NAME}={planted}")
    assert answer.status == 204
    given = answer.headers["set-cookie"].split(";")[0]
    assert planted not in given
    assert served.ask("/media/x", cookie=f"{NAME}={planted}").status == 401
    assert served.ask("/media/x", cookie=given).status == 404


@pytest.mark.trust("A13")
@pytest.mark.parametrize("page", [page.key for page in PAGES])
@pytest.mark.parametrize("address", [{}, {"province": "nghe-an", "unit": "425", "lang": "en"}])
def test_without_a_session_every_screen_is_the_sign_in(
    visited_url: str, page: str, address: dict[str, str]
) -> None:
    app = visit(None, screen=page, **address)
    assert not app.exception and not app.error
    assert len(app.text_input) == 2
    assert not app.selectbox and not app.get("page_link")


@pytest.fixture(scope="module")
def second(served: Caller, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    """Another process of the board over the same store."""
    folder: Path = tmp_path_factory.mktemp("second")
    url = f"http://localhost:{free_port()}"
    board: Board = replace(served.board, url=url, data_dir=folder, log=folder / "server.log")
    with serving(board):
        yield Caller(board)


@pytest.mark.trust("A2")
def test_what_ends_in_one_process_has_ended_in_the_other(served: Caller, second: Caller) -> None:
    cookie = cookie_of(served)
    assert download(second, "plans.csv", cookie=cookie).status == 200
    left = second.ask("/auth/leave", method="POST", origin=second.origin, cookie=cookie)
    assert left.status == 204
    for caller in (served, second):
        assert download(caller, "plans.csv", cookie=cookie).status == 401


@pytest.mark.trust("B21", "A3")
def test_who_is_disabled_is_out_of_every_process_at_once(served: Caller, second: Caller) -> None:
    cookie = cookie_of(served, "canbo")
    url = served.board.database_url
    with writing(url) as connection:
        disable(connection, find_account(connection, username="canbo"), now=clock.now())
    for caller in (served, second):
        assert caller.ask("/media/x", cookie=cookie).status == 401
    with writing(url) as connection:
        enable(connection, find_account(connection, username="canbo"))
    assert served.ask("/media/x", cookie=cookie).status == 401  # the session stays ended


SIGN_IN_FOR_EVER = """
import sys
from store import clock
from store.sign_in import sign_in
while True:
    sign_in(username="canbo", password=sys.argv[1], now=clock.now())
    print("in", flush=True)
"""


@pytest.mark.trust("A12")
def test_a_process_killed_while_somebody_signs_in_leaves_the_accounts_whole(
    visited_url: str,
) -> None:
    with reading(visited_url) as connection:
        before = connection.execute(select(account).order_by(account.c.id)).all()
    command = [sys.executable, "-c", SIGN_IN_FOR_EVER, DEMO_PASSWORD]
    for _ in range(2):
        with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            process.send_signal(signal.SIGKILL)
    with reading(visited_url) as connection:
        assert connection.execute(select(account).order_by(account.c.id)).all() == before
        assert connection.scalar(select(func.count()).select_from(session))
    with engine(visited_url).begin() as connection:
        assert connection.exec_driver_sql("pragma integrity_check").scalar() == "ok"
    assert sign_in(username="lanhdao", password=DEMO_PASSWORD, now=clock.now())
