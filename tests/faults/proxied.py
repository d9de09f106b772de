"""Two processes of the board on one PostgreSQL, in production, behind the shipped nginx."""

import re
import secrets
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

from tests.app.starting import PRODUCTION
from tests.browser.board import Board, serving
from tests.nginx import Proxy, running_nginx
from tests.postgres import free_port

ROUTE_COOKIE = "ioc_route"


@dataclass(frozen=True)
class Proxied:
    """`boards` and their `processes` in the same order; `url` is the proxy's."""

    proxy: Proxy
    boards: tuple[Board, Board]
    processes: tuple[subprocess.Popen[bytes], subprocess.Popen[bytes]]

    @property
    def url(self) -> str:
        return self.proxy.url

    def ask(self, path: str, *, method: str = "GET", **headers: str) -> HTTPResponse:
        """One answer through the proxy, without following redirects."""
        port = urlsplit(self.url).port
        trusting = ssl.create_default_context(cafile=str(self.proxy.folder / "fullchain.pem"))
        connection = HTTPSConnection("localhost", port, timeout=20, context=trusting)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=sent)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer

    def process_of(self, route: str) -> int:
        """Which process (0 or 1) a visitor with the cookie `route` is led to."""
        mark = f"/{secrets.token_hex(8)}"
        self.ask(mark, cookie=f"{ROUTE_COOKIE}={route}")
        ports = [str(urlsplit(board.url).port) for board in self.boards]
        return ports.index(self._logged(mark).rsplit(":", 1)[1])

    def _logged(self, mark: str) -> str:
        # The line is written when the answer has gone out: a moment later at most.
        for _ in range(100):
            for line in re.findall(rf".* GET {mark} .*", self.proxy.access_log.read_text()):
                return line
            Event().wait(0.05)
        raise LookupError(mark)

    def route_to(self, process: int) -> str:
        """A route cookie that leads to `process`."""
        while True:
            route = secrets.token_hex(16)
            if self.process_of(route) == process:
                return route


@contextmanager
def two_boards(database_url: str, folder: Path) -> Iterator[Proxied]:
    """Everything running; PostgreSQL at `database_url`, migrated."""
    settings = PRODUCTION | {"IOC_HOSTS": "localhost"}
    with ExitStack() as stack:
        boards, processes = [], []
        for name in ("one", "two"):
            (folder / name).mkdir()
            boards.append(
                Board(
                    url=f"http://localhost:{free_port()}",
                    database_url=database_url,
                    data_dir=folder / name,
                    log=folder / name / "server.log",
                )
            )
            processes.append(stack.enter_context(serving(boards[-1], **settings)))
        proxy = stack.enter_context(
            running_nginx(
                folder,
                ports=[urlsplit(board.url).port or 0 for board in boards],
                tls_port=free_port(),
                plain_port=free_port(),
            )
        )
        yield Proxied(proxy, (boards[0], boards[1]), (processes[0], processes[1]))
