"""What every test may ask for: stores on both databases, and the sample provinces.

`sqlite_url`, `postgresql_url`: address of a fresh, migrated, empty store of this test's own.
`database_url`: the same, and the test runs once on each database.
`sample_url`: the store of the sample provinces, SQLite, one for the whole run; only read it.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler.loadscope import LoadScopeScheduling

from store.database import engine, migrate
from tests.postgres import PostgresUnavailable, new_database, postgres_server

# Loaded once for the whole run: a second browser fixture elsewhere would start a second Playwright
# in one thread, which it refuses.
pytest_plugins = ["tests.browser.visitors"]

JOURNEYS = "tests/browser/"
# Who uses one of these fixtures is a browser journey.
BROWSER_FIXTURES = {"board", "fresh_board", "new_visitor", "visitor"}


def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests away from the store, the keys and the settings of this machine."""
    # A slow machine breaks no promise: time is measured by the bench.
    settings.register_profile(
        "untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("untimed")
    for name in list(os.environ):
        if name.startswith("IOC_") and not name.startswith(("IOC_TEST_", "IOC_CHROMIUM")):
            del os.environ[name]
    scratch = tempfile.mkdtemp(prefix="ioc-tests-")
    config.add_cleanup(lambda: shutil.rmtree(scratch, ignore_errors=True))
    os.environ["IOC_DATA_DIR"] = scratch
    os.environ["IOC_DATABASE_URL"] = f"sqlite:///{scratch}/nobodys.db"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the browser journeys, and run them last: a broken rule should show in seconds.

    A journey that fails is walked once more, and the report names it as RERUN.
    """
    for item in items:
        if BROWSER_FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling | None:
    """In several processes, a file stays in one of them, and the folder of journeys does."""
    return OneBrowser(config, log) if config.getoption("dist") == "loadscope" else None


class OneBrowser(LoadScopeScheduling):
    """Gives files of tests to processes, those with the most tests first.

    The journeys, nearly half of the time, are one piece: two browsers at once would leave each
    other no time.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", maxsplit=1)[0]
        return JOURNEYS if file.startswith(JOURNEYS) else file


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what this machine lacked, in whichever process it was found out."""
    reports = terminalreporter.stats.get("skipped", [])
    for reason in sorted({report.longrepr[2] for report in reports}):
        terminalreporter.write_sep("!", reason, red=True, bold=True)


@pytest.fixture(scope="session")
def _empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "template.db"
    migrate(f"sqlite:///{path}")
    # Closing the last connection also writes the journal back: the one file is then all there is.
    engine(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture
def sqlite_url(_empty_sqlite: Path, tmp_path: Path) -> Iterator[str]:
    """Address of a fresh, migrated, empty SQLite store."""
    url = f"sqlite:///{shutil.copy(_empty_sqlite, tmp_path / 'store.db')}"
    yield url
    engine(url).dispose()


@pytest.fixture(scope="session")
def _postgres() -> Iterator[tuple[str, str]]:
    """The server's address and that of the migrated template on it."""
    try:
        with postgres_server() as server, new_database(server) as template:
            migrate(template)
            engine(template).dispose()
            yield server, template
    except PostgresUnavailable as error:
        pytest.skip(f"POSTGRESQL TESTS SKIPPED: {error}")


@pytest.fixture
def postgresql_url(_postgres: tuple[str, str]) -> Iterator[str]:
    """Address of a fresh, migrated, empty PostgreSQL store."""
    server, template = _postgres
    with new_database(server, template=template) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Address of a fresh, migrated, empty store; the test runs once on each database."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(scope="session")
def sample_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the sample provinces' store (SQLite), one for the whole run: read only."""
    # Here, so that tests which need no sample province run even while its building is broken.
    from store import sample  # noqa: PLC0415

    url = f"sqlite:///{tmp_path_factory.mktemp('sample') / 'sample.db'}"
    sample.build(url, on_progress=lambda *_: None)
    yield url
    engine(url).dispose()
