"""The store that the shell reads in these tests: a copy of the sample provinces."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.view_notes import wait_until_written
from store.database import engine
from store.sign_in import NOBODY_KNOWN
from tests.app.caller import caller  # noqa: F401 (a fixture of these tests)
from tests.app.visiting import forget_answers


@pytest.fixture
def visited_url(sample_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Address of a copy of the sample store that the shell reads during the test."""
    engine(sample_url).dispose()
    copy = shutil.copy(sample_url.removeprefix("sqlite:///"), tmp_path / "visited.db")
    url = f"sqlite:///{copy}"
    monkeypatch.setenv("IOC_DATABASE_URL", url)
    forget_answers()
    yield url
    wait_until_written()
    forget_answers()
    engine(url).dispose()


@pytest.fixture(autouse=True)
def _caller_of_the_harness(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit's harness has no connection that could tell where an action comes from."""
    monkeypatch.setattr("server.visitor.current_caller", lambda: NOBODY_KNOWN)
