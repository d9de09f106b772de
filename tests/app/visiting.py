"""A signed-in visitor of the shell in Streamlit's own test harness, over a real store."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import streamlit as st
from sqlalchemy import event, select
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from pages import PAGES
from store.clock import now
from store.database import engine
from store.sessions import open_session, redeem_ticket
from store.sign_in import NOBODY_KNOWN
from store.tables import account

SHELL = Path(__file__).parents[2] / "shell.py"
LONGEST_RUN_SECONDS = 60
# Who is there, is there a new batch, is a meeting open.
STATEMENTS_OF_A_WARM_RUN = 3
# Threads that write beside the reader's path (server/visitor.py, server/view_notes.py).
NOTES = ("activity", "view-notes")


def token_of(url: str, username: str) -> str:
    """A session of `username` in the store at `url`, as the server's own route would open it."""
    with engine(url).execution_options(writes=True).begin() as connection:
        found = connection.scalar(select(account.c.id).where(account.c.username == username))
        assert found is not None, username
        ticket = open_session(
            connection,
            found,
            now=now(),
            lifetime=timedelta(hours=1),
            address=None,
            browser="test",
        )
        token = redeem_ticket(connection, ticket, now=now())
    assert token is not None
    return token


def visit(token: str | None, *, screen: str | None = None, **address: str | list[str]) -> AppTest:
    """One run of the shell for the holder of `token` at the given query parameters.

    `screen` is the key of a page, the first one without it.
    """
    app = AppTest.from_file(str(SHELL), default_timeout=LONGEST_RUN_SECONDS)
    if screen is not None and not any(page.key == screen and page.is_first for page in PAGES):
        # What AppTest.switch_page does for pages that are found by their file.
        app._page_hash = calc_hash(screen)
    for name, value in address.items():
        app.query_params[name] = value
    with (
        patch("server.visitor.session_token", return_value=token),
        # The harness has no connection that could tell where an action comes from.
        patch("server.visitor.current_caller", return_value=NOBODY_KNOWN),
    ):
        app.run()
    return app


def everything_said(app: AppTest) -> str:
    """All HTML and text of a run, in one string."""
    return "\n".join(
        str(getattr(block.proto, "body", "")) for block in app.get("html")
    ) + "\n".join(
        element.value for kind in (app.markdown, app.text, app.info, app.error) for element in kind
    )


def everything_sent(app: AppTest) -> str:
    """All that a run sends to the browser: texts, HTML, maps with their tooltips, options."""
    return "\n".join(
        element.proto.SerializeToString().decode("utf-8", errors="replace")
        for element in app._tree
        if getattr(element, "proto", None) is not None
    )


@contextmanager
def statements(url: str) -> Iterator[list[str]]:
    """The SQL statements that a visitor of the store at `url` waits for meanwhile."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        # SQLite's transactions are begun by a statement of their own (store/database.py); what
        # is noted beside the reader's path costs the reader nothing.
        is_note = threading.current_thread().name.startswith(NOTES)
        if not is_note and not statement.startswith("begin"):
            seen.append(statement)

    event.listen(engine(url), "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine(url), "before_cursor_execute", note)


def forget_answers() -> None:
    """Empty the cache that all harness runs of a process share."""
    st.cache_resource.clear()
