import json
import os
import re
import socket
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from server.gate import is_open, is_shut
from tests.app.caller import Caller
from tests.browser.board import PROJECT

# What somebody without a session may have. A new route is not in it: open it here and in
# server/gate.py only when there is no figure behind it.
OPEN_ROUTES = {
    "/",
    "/{screen:screen}",
    "/situation",
    "/healthz",
    "/assets/{path:path}",
    "/_stcore/health",
    "/_stcore/host-config",
    "/wall/open",
    # Leads on to a screen, whoever asks and whatever the code.
    "/s/{code}",
}
POSTS_ONLY = {"/auth/enter", "/auth/leave"}
SHUT_ROUTES = {
    "/_stcore/metrics",
    "/_stcore/agent/interact",
    "/_stcore/agent/openapi.json",
    "/_stcore/agent/mcp",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback",
}
LIST_ROUTES = """
import json, app
routes = app.app._build_starlette_app().routes
print(json.dumps([r.path for r in routes if hasattr(r, "methods")]))
"""


@pytest.fixture(scope="module")
def routes(caller: Caller) -> set[str]:
    """Every route of the application, ours and Streamlit's."""
    listed = subprocess.run(
        [sys.executable, "-c", LIST_ROUTES],
        cwd=PROJECT,
        env=os.environ | {"IOC_DATABASE_URL": caller.board.database_url},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(listed.stdout.splitlines()[-1]))


@pytest.mark.trust("A13", "B18")
def test_every_route_is_closed_but_the_way_to_the_sign_in(caller: Caller, routes: set[str]) -> None:
    assert {"/media/{file_id:path}", "/component/{path:path}"} <= routes
    for route in routes - OPEN_ROUTES - POSTS_ONLY:
        answer = caller.ask(re.sub(r"{[^}]*}", "x", route))
        assert answer.status == (404 if route in SHUT_ROUTES else 401), route
        assert b"x" not in answer.body, route


def test_some_routes_of_streamlit_stay_shut_with_a_session_too(
    caller: Caller, routes: set[str]
) -> None:
    assert routes >= SHUT_ROUTES
    cookie = caller.cookie()
    for route in SHUT_ROUTES:
        for method in ("GET", "POST", "OPTIONS"):
            assert caller.ask(route, method=method, cookie=cookie).status == 404, route


@pytest.mark.trust("B18")
@pytest.mark.parametrize(
    "path", ["/media/x.png", "/component/x/index.html", "/_stcore/bidi-components/x", "/a/b"]
)
def test_a_session_opens_the_rest_and_nothing_of_it_may_be_kept(caller: Caller, path: str) -> None:
    assert caller.ask(path).status == 401
    answer = caller.ask(path, cookie=caller.cookie())
    assert answer.status in (200, 404)
    assert answer.headers["cache-control"] == "private, no-store"


@pytest.mark.trust("A2")
def test_a_cookie_copied_before_leaving_opens_nothing_after_it(caller: Caller) -> None:
    cookie = caller.cookie()
    assert caller.ask("/media/x.png", cookie=cookie).status == 404
    assert (
        caller.ask("/auth/leave", method="POST", origin=caller.origin, cookie=cookie).status == 204
    )
    assert caller.ask("/media/x.png", cookie=cookie).status == 401


@pytest.mark.trust("A4")
@pytest.mark.parametrize(
    "cookie", ["", "ioc_session=", "ioc_session=x", "ioc_session=' or 1=1 --", "session=x; a", "="]
)
def test_a_made_up_cookie_opens_nothing(caller: Caller, cookie: str) -> None:
    assert caller.ask("/media/x.png", cookie=cookie).status == 401


@pytest.mark.parametrize(
    "path", ["/static/../media/x", "/assets/../media/x", "//media/x", "/assets/%2e%2e/app.py"]
)
def test_no_detour_leads_around_the_gate(caller: Caller, path: str) -> None:
    assert caller.ask(path).status in (400, 401, 404)


def test_only_reading_is_open_at_the_address_of_a_screen(caller: Caller) -> None:
    assert caller.ask("/work").status == 200
    assert caller.ask("/work", method="POST").status == 401
    assert caller.ask("/work", method="DELETE").status == 401


@pytest.mark.parametrize(("path", "opens"), [("/_stcore/stream", True), ("/other/stream", False)])
def test_of_websockets_only_the_screens_own_is_open(caller: Caller, path: str, opens: bool) -> None:
    address = urlsplit(caller.origin)
    asked = (
        f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\nOrigin: {caller.origin}\r\n"
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    with socket.create_connection((address.hostname, address.port), timeout=20) as connection:
        connection.sendall(asked.encode())
        first_line = connection.recv(200).split(b"\r\n")[0]
    assert (b" 101 " in first_line) == opens


def test_what_is_not_listed_is_closed() -> None:
    for path in ("/export/situation.csv", "/download/1", "/x.csv", "/_stcore/new", "/Static/x"):
        assert not is_open({"type": "http", "method": "GET", "path": path})
        assert not is_shut(path)
