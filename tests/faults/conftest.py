"""What the faults are tried against: the real server, the shell in its harness, both filled."""

from collections.abc import Iterator

import pytest

from store.database import engine
from tests.app.caller import Caller, caller  # noqa: F401 (a fixture of these tests)
from tests.app.conftest import visited_url  # noqa: F401 (a fixture of these tests)
from tests.browser.board import running_board


@pytest.fixture(scope="session")
def served(sample_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    """One server for the whole run, over a copy of the sample provinces."""
    folder = tmp_path_factory.mktemp("served")
    with running_board(sample_url=sample_url, folder=folder) as board:
        yield Caller(board)
    engine(board.database_url).dispose()
