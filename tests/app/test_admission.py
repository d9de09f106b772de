import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from ipaddress import ip_network
from urllib.parse import urlsplit

import pytest
from httpx2 import ASGITransport, AsyncClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from server.admission import LARGEST_BODY, METHODS, KnownRequests
from server.proxy import real_address
from store.database import engine, migrate
from tests.app.caller import Caller
from tests.browser.board import Board, serving
from tests.postgres import free_port

PROXY = (ip_network("10.0.0.0/24"),)


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    """A board that is asked for as localhost and under no other name."""
    folder = tmp_path_factory.mktemp("named")
    url = f"sqlite:///{folder / 'ioc.db'}"
    migrate(url)
    engine(url).dispose()
    address = f"http://localhost:{free_port()}"
    board = Board(url=address, database_url=url, data_dir=folder, log=folder / "server.log")
    with serving(board, IOC_HOSTS="localhost, bang.tinh.example"):
        yield Caller(board)


@contextmanager
def spoken_to(caller: Caller) -> Iterator[socket.socket]:
    address = urlsplit(caller.origin)
    with socket.create_connection((address.hostname, address.port), timeout=20) as connection:
        yield connection


def first_line(caller: Caller, *lines: str) -> bytes:
    """The first line of the answer to a request written by hand."""
    with spoken_to(caller) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        return connection.recv(200).split(b"\r\n")[0]


def websocket(caller: Caller, **headers: str) -> bytes:
    asked = {
        "Host": urlsplit(caller.origin).netloc,
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    } | headers
    return first_line(
        caller,
        "GET /_stcore/stream HTTP/1.1",
        *(f"{name}: {value}" for name, value in asked.items()),
    )


def test_our_names_are_served_with_any_port_and_no_other_is(named: Caller) -> None:
    for ours in ("localhost", "localhost:1234", "bang.tinh.example", "BANG.tinh.example"):
        assert named.ask("/", host=ours).status == 200, ours
    for other in (
        "elsewhere.example",
        "bang.tinh.example.elsewhere.example",
        "x.bang.tinh.example",
        "localhost@elsewhere.example",
        "127.0.0.1",
        "",
    ):
        for path in ("/", "/assets/script/session.js", "/_stcore/health", "/media/x"):
            assert named.ask(path, host=other).status == 400, (other, path)


def test_health_is_told_under_any_name_to_whoever_watches(named: Caller) -> None:
    assert named.ask("/healthz", host="10.0.0.9:8501").status == 200


def test_a_websocket_opens_for_our_own_page_alone(named: Caller) -> None:
    assert b" 101 " in websocket(named, Origin=named.origin)
    for origin in ("http://elsewhere.example", "null", "", "file://", "http://localhost"):
        assert b" 403 " in websocket(named, Origin=origin), origin
    assert b" 403 " in websocket(named), "no Origin at all"
    assert b" 403 " in websocket(named, Origin=named.origin, Host="elsewhere.example")
    elsewhere = {"Origin": "http://elsewhere.example", "Host": "elsewhere.example"}
    assert b" 403 " in websocket(named, **elsewhere)


@pytest.mark.parametrize("method", ["TRACE", "PATCH", "PROPFIND", "X"])
def test_a_method_that_nobody_needs_is_refused(named: Caller, method: str) -> None:
    answer = named.ask("/", method=method)
    assert answer.status == 405
    assert answer.headers["allow"] == ", ".join(METHODS)


def test_whatever_changes_something_must_say_that_it_comes_from_our_page(named: Caller) -> None:
    assert named.ask("/auth/leave", method="POST", origin=named.origin).status == 204
    for origin in ({}, {"origin": "null"}, {"origin": "https://elsewhere.example"}):
        assert named.ask("/auth/leave", method="POST", **origin).status == 403


def test_a_body_larger_than_any_of_ours_is_not_taken(named: Caller) -> None:
    large = "x" * (LARGEST_BODY + 1)
    assert named.ask("/auth/enter", method="POST", body=large, origin=named.origin).status == 413


def test_a_body_of_no_stated_length_is_counted_while_it_comes() -> None:
    async def read(request: Request) -> Response:
        return PlainTextResponse(str(len(await request.body())))

    async def in_pieces(of: int) -> AsyncIterator[bytes]:
        for _ in range(of // 1024):
            yield b"x" * 1024

    async def sent(size: int) -> int:
        app = KnownRequests(Starlette(routes=[Route("/", read, methods=["POST"])]))
        async with AsyncClient(transport=ASGITransport(app=app)) as client:
            answer = await client.post("http://localhost/", content=in_pieces(size))
            return answer.status_code

    assert asyncio.run(sent(LARGEST_BODY)) == 200
    assert asyncio.run(sent(LARGEST_BODY + 1024)) == 413


@pytest.mark.parametrize(
    ("peer", "told", "real"),
    [
        ("10.0.0.7", "113.160.1.2", "113.160.1.2"),
        ("10.0.0.7", "2001:db8::1", "2001:db8::1"),
        ("10.0.0.7", "", "10.0.0.7"),
        ("10.0.0.7", "113.160.1.2, 1.1.1.1", "10.0.0.7"),
        ("10.0.0.7", "<script>", "10.0.0.7"),
        ("10.0.1.7", "113.160.1.2", "10.0.1.7"),
        ("unix", "113.160.1.2", "unix"),
    ],
)
def test_the_proxy_alone_is_believed_about_who_asks(peer: str, told: str, real: str) -> None:
    found = real_address((peer, 5000), told=told, trusted=PROXY)
    assert found is not None and found[0] == real


def test_without_a_trusted_proxy_nobody_is_believed() -> None:
    assert real_address(("127.0.0.1", 1), told="10.1.1.1", trusted=()) == ("127.0.0.1", 1)
    assert real_address(None, told="10.1.1.1", trusted=PROXY) is None
