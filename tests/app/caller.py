"""A real server over a small store, and plain HTTP to it: the fixture `caller`.

tests/app/conftest.py makes it known.
"""

import http.client
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from store import clock
from store.database import engine, migrate
from store.demo_accounts import DEMO_PASSWORD, create_demo_accounts
from store.settings import Settings
from store.sign_in import sign_in
from tests.browser.board import Board, running_board
from tests.store.people import units_of, writing


@dataclass(frozen=True)
class Answer:
    """What came back; names of headers in lower case, repeated ones joined by commas."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Caller:
    """Asks the server as a program does: no redirects, no cookies of its own."""

    board: Board

    @property
    def origin(self) -> str:
        return self.board.url

    def ask(
        self, path: str, *, method: str = "GET", body: str | None = None, **headers: str
    ) -> Answer:
        """`headers` as keyword arguments: accept_encoding="br", cookie="..."."""
        address = urlsplit(self.board.url)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            got: dict[str, str] = {}
            for name, value in answer.getheaders():
                before = got.get(name.lower())
                got[name.lower()] = value if before is None else f"{before}, {value}"
            return Answer(answer.status, answer.read(), got)
        finally:
            connection.close()

    def ticket(self, username: str = "lanhdao") -> str:
        """What the sign-in form hands to the browser."""
        ticket = sign_in(
            username=username,
            password=DEMO_PASSWORD,
            now=clock.now(),
            settings=Settings(database_url=self.board.database_url),
        )
        assert ticket is not None
        return ticket

    def enter(self, ticket: str, **headers: str) -> Answer:
        """The post of our own sign-in page, unless `headers` say otherwise."""
        return self.ask(
            "/auth/enter", method="POST", body=ticket, **({"origin": self.origin} | headers)
        )

    def cookie(self) -> str:
        """The Cookie header of somebody who has just signed in."""
        return self.enter(self.ticket()).headers["set-cookie"].split(";")[0]


@pytest.fixture(scope="session")
def caller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    """One server for the whole run, over one province and the demo accounts."""
    folder = tmp_path_factory.mktemp("server")
    url = f"sqlite:///{folder / 'small.db'}"
    migrate(url)
    units_of(url)
    with writing(url) as connection:
        create_demo_accounts(connection, now=clock.now())
    engine(url).dispose()
    served: Path = folder / "served"
    served.mkdir()
    with running_board(sample_url=url, folder=served) as board:
        yield Caller(board)
    engine(board.database_url).dispose()
