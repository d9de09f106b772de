"""What a browser journey may ask for.

`visitor`: a Playwright page on a 1920x1080 screen whose relative addresses are the board's.
`new_visitor(...)`: further ones, each with its own cookies. `board`: the running server, shared.
`fresh_board`: a server that nobody has visited, for this test alone.

No visitor may reach another host than this machine: whoever tries fails its test.
"""

import re
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Route,
    WebSocketRoute,
    expect,
    sync_playwright,
)

from tests.browser.board import PROJECT, Board, NewVisitor, running_board
from tests.chromium import FLAGS, chromium

OWN_HOSTS = {"localhost", "127.0.0.1"}
# Nothing passes later than it must: a machine that tests in two processes may only be slow.
WAIT_MS = 45_000
PICTURES = PROJECT / "test-results"
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember a failure, so that its screen is kept as a picture."""
    report = yield
    # A journey walked once more begins anew: the pictures are those of the first failure.
    before = item.stash.get(FAILED, False) and report.when != "setup"
    item.stash[FAILED] = before or report.failed
    return report


@pytest.fixture(scope="session")
def board(sample_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """The board over a copy of the sample provinces, one server for the whole run."""
    with running_board(sample_url=sample_url, folder=tmp_path_factory.mktemp("board")) as running:
        yield running


@pytest.fixture
def fresh_board(sample_url: str, tmp_path: Path) -> Iterator[Board]:
    """A board of this test's own that nobody has visited yet."""
    with running_board(sample_url=sample_url, folder=tmp_path) as running:
        yield running


# A module's: while Playwright runs, no other test of this process can start an event loop.
@pytest.fixture(scope="module")
def _browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("BROWSER JOURNEYS SKIPPED: no Chromium or Chrome (see make test)")
    expect.set_options(timeout=WAIT_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_visitor(_browser: Browser, request: pytest.FixtureRequest) -> Iterator[NewVisitor]:
    """Make visitors: `new_visitor(board, width=1920, height=1080, locale="vi-VN", **context)`.

    `context` goes to Playwright's `new_context` (`color_scheme="dark"`, ...). At the test's end
    all of them must have kept to this machine.
    """
    outside: list[str] = []
    contexts: list[BrowserContext] = []

    def visit(
        board: Board,
        *,
        width: int = 1920,
        height: int = 1080,
        locale: str = "vi-VN",
        **context: Any,
    ) -> Page:
        made = _browser.new_context(
            base_url=board.url,
            viewport={"width": width, "height": height},
            locale=locale,
            service_workers="block",
            **context,
        )
        contexts.append(made)
        made.set_default_timeout(WAIT_MS)
        _keep_inside(made, outside)
        return made.new_page()

    yield visit
    if request.node.stash.get(FAILED, False):
        _keep_pictures(contexts, name=request.node.name)
    for made in contexts:
        made.close()
    assert not outside, f"asked other hosts than this machine: {outside}"


@pytest.fixture
def visitor(new_visitor: NewVisitor, board: Board) -> Page:
    """A reader's browser page on the shared board, 1920x1080, Vietnamese."""
    return new_visitor(board)


def _keep_inside(context: BrowserContext, outside: list[str]) -> None:
    def answer(route: Route) -> None:
        if _is_own(route.request.url):
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    def refuse(socket: WebSocketRoute) -> None:
        outside.append(socket.url)
        socket.close()

    context.route("**/*", answer)
    # Websockets to our own server are left alone: the pattern does not match them.
    context.route_web_socket(lambda url: not _is_own(url), refuse)


def _is_own(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about"} or parts.hostname in OWN_HOSTS


def _keep_pictures(contexts: list[BrowserContext], *, name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    pages = [page for context in contexts for page in context.pages]
    stem = re.sub(r"\W+", "-", name)
    for number, page in enumerate(pages, start=1):
        page.screenshot(path=PICTURES / f"{stem}-{number}.png")
