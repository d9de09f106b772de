"""What one run of a page costs inside the server: time, SQL statements, bytes for the browser.

The script runs as in production, through the shell, in Streamlit's own test harness; only the
time between the start and the end of the script counts, not the harness around it.
"""

import os
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from store.demo_accounts import DEMO_ACCOUNTS
from tests.app.visiting import forget_answers, statements, token_of, visit

# Of the demo accounts the administrator may open every page.
VISITOR = next(demo.username for demo in DEMO_ACCOUNTS if demo.role == "administrator")


@dataclass(frozen=True)
class RunCost:
    """One run: milliseconds of script, SQL statements, bytes sent, bytes when deflated."""

    milliseconds: float
    statements: int
    sent: int
    sent_compressed: int


@dataclass
class _Run:
    seconds: float = 0.0
    messages: list[bytes] = field(default_factory=list)


def page_costs(
    key: str, *, url: str, cold_runs: int, warm_runs: int, **address: str
) -> tuple[list[RunCost], list[RunCost]]:
    """Cold runs (empty cache) and warm runs (all in cache) of the page `key` at `address`."""
    os.environ["IOC_DATABASE_URL"] = url
    token = token_of(url, VISITOR)
    _cost_of_run(
        key, url=url, token=token, **address
    )  # libraries are imported once a process, not a page
    cold = []
    for _ in range(cold_runs):
        forget_answers()
        cold.append(_cost_of_run(key, url=url, token=token, **address))
    warm = [_cost_of_run(key, url=url, token=token, **address) for _ in range(warm_runs)]
    return cold, warm


def _cost_of_run(key: str, *, url: str, token: str, **address: str) -> RunCost:
    with statements(url) as seen, _watched() as run:
        app = visit(token, screen=key, **address)
    if app.exception or app.error:
        raise RuntimeError(f"page {key} failed: {[e.value for e in [*app.exception, *app.error]]}")
    whole = b"".join(run.messages)
    deflated = len(zlib.compress(whole, level=6))
    return RunCost(run.seconds * 1000, len(seen), len(whole), deflated)


@contextmanager
def _watched() -> Iterator[_Run]:
    run = _Run()

    class WatchedRunner(LocalScriptRunner):
        def _run_script(self, rerun_data: Any) -> None:
            began = time.perf_counter()
            super()._run_script(rerun_data)
            run.seconds += time.perf_counter() - began
            run.messages = [message.SerializeToString() for message in self.forward_msgs()]

    with patch("streamlit.testing.v1.app_test.LocalScriptRunner", WatchedRunner):
        yield run
