"""What a first visit to the first page brings over the wire, measured in a real Chromium."""

import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from pages import PAGES
from store.demo_accounts import DEMO_ACCOUNTS
from tests.browser.board import running_board
from tests.browser.screens import SignIn, Situation
from tests.chromium import FLAGS, chromium

SETTLED_MS = 3000


def wire_bytes_of_first_visit(url: str) -> list[str]:
    """One line a part: HTTP bodies as sent, websocket frames, both; for the first page."""
    path = chromium()  # before Playwright starts: looking may start it, too
    if path is None:
        return ["no Chromium or Chrome here: not measured"]
    first = next(page for page in PAGES if page.is_first)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_board(sample_url=url, folder=Path(folder)) as board,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        # Sign in first in one context, then visit with an empty cache and only the cookie.
        entering = browser.new_context(locale="vi-VN")
        page = entering.new_page()
        page.goto(board.url)
        SignIn(page).set_account(DEMO_ACCOUNTS[0].username)
        Situation(page).expect_shown()
        visiting = browser.new_context(
            storage_state=entering.storage_state(), viewport={"width": 1920, "height": 1080}
        )
        page = visiting.new_page()
        received = _count(page)
        page.goto(board.url)
        Situation(page).expect_shown()
        page.wait_for_timeout(SETTLED_MS)
        browser.close()
    http, socket = received["http"], received["socket"]
    return [
        f"{first.key}: HTTP {http / 1e6:.2f} MB",
        f"{first.key}: websocket {socket / 1e6:.2f} MB (frames before permessage-deflate)",
        f"{first.key}: together {(http + socket) / 1e6:.2f} MB of 2 MB allowed",
    ]


def _count(page: Any) -> dict[str, float]:
    received = {"http": 0.0, "socket": 0.0}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    def on_body(event: dict[str, Any]) -> None:
        received["http"] += event["encodedDataLength"]

    def on_frame(event: dict[str, Any]) -> None:
        received["socket"] += len(event["response"]["payloadData"]) * 3 / 4

    session.on("Network.loadingFinished", on_body)
    session.on("Network.webSocketFrameReceived", on_frame)
    return received
