"""What one run of a page costs inside the server: time, SQL statements, bytes for the browser.

The script runs as in production, through the shell, in Streamlit's own test harness; only the
time between the start and the end of the script counts, not the harness around it.
"""

import os
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import streamlit as st
from sqlalchemy import event
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from store.accounts import DEMO_LEADER
from store.clock import now
from store.database import engine
from store.sessions import open_session, redeem_ticket

SHELL = Path(__file__).parents[1] / "shell.py"


@dataclass(frozen=True)
class RunCost:
    """One run: milliseconds of script, SQL statements, bytes sent, bytes when deflated."""

    milliseconds: float
    statements: int
    sent: int
    sent_compressed: int


class _Watch:
    """Counts one run at a time."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.statements = 0
        self.messages: list[bytes] = []


def page_costs(
    key: str, *, url: str, cold_runs: int, warm_runs: int
) -> tuple[list[RunCost], list[RunCost]]:
    """Cold runs (empty cache) and warm runs (all in cache) of the page `key` for a leader."""
    os.environ["IOC_DATABASE_URL"] = url
    token = _token_of_leader(url)
    with patch("server.visitor.session_token", return_value=token), _watched(url) as watch:
        _run(key, watch)  # imports of the libraries are paid once per process, not per page
        cold = []
        for _ in range(cold_runs):
            st.cache_resource.clear()
            cold.append(_run(key, watch))
        warm = [_run(key, watch) for _ in range(warm_runs)]
    return cold, warm


def _token_of_leader(url: str) -> str:
    with engine(url).execution_options(writes=True).begin() as connection:
        ticket = open_session(connection, DEMO_LEADER, now=now(), address=None, browser="bench")
        token = redeem_ticket(connection, ticket, now=now())
    assert token is not None
    return token


def _run(key: str, watch: _Watch) -> RunCost:
    watch.__init__()  # type: ignore[misc]
    app = AppTest.from_file(str(SHELL), default_timeout=60)
    app.run()
    if app.exception or app.error:
        raise RuntimeError(f"page {key} failed: {[e.value for e in [*app.exception, *app.error]]}")
    whole = b"".join(watch.messages)
    return RunCost(
        watch.seconds * 1000, watch.statements, len(whole), len(zlib.compress(whole, level=6))
    )


@contextmanager
def _watched(url: str) -> Iterator[_Watch]:
    watch = _Watch()

    class WatchedRunner(LocalScriptRunner):
        def _run_script(self, rerun_data: Any) -> None:
            began = time.perf_counter()
            super()._run_script(rerun_data)
            watch.seconds += time.perf_counter() - began
            watch.messages = [m.SerializeToString() for m in self.forward_msgs()]

    def count(*_: Any) -> None:
        watch.statements += 1

    event.listen(engine(url), "before_cursor_execute", count)
    try:
        with patch("streamlit.testing.v1.app_test.LocalScriptRunner", WatchedRunner):
            yield watch
    finally:
        event.remove(engine(url), "before_cursor_execute", count)
        assert get_script_run_ctx(suppress_warning=True) is None
