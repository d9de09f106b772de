import os
import subprocess
import sys
from pathlib import Path

import pytest

from server.readiness import EXIT_CODE
from store.database import migrate
from tests.app.starting import start
from tests.browser.board import PROJECT


@pytest.mark.trust("A1")
def test_a_demonstration_starts_and_makes_its_key(tmp_path: Path, sqlite_url: str) -> None:
    assert start(tmp_path / "data", url=sqlite_url).code == 0
    assert (tmp_path / "data" / "cookie.key").is_file()


@pytest.mark.trust("A1")
def test_a_default_or_short_key_is_refused_in_every_mode(tmp_path: Path, sqlite_url: str) -> None:
    for key, why in (("some_key" * 4, "default key"), ("short", "fewer than 32")):
        started = start(tmp_path, url=sqlite_url, IOC_COOKIE_KEY=key)
        assert started.code == EXIT_CODE
        assert len(started.en) == 1 and why in started.en[0] and key not in started.said


def test_without_a_store_of_this_version_nothing_starts_and_none_is_made(tmp_path: Path) -> None:
    missing = tmp_path / "ioc.db"
    started = start(tmp_path, url=f"sqlite:///{missing}")
    assert started.code == EXIT_CODE and "There is no store" in started.en[0]
    assert not missing.exists()
    missing.touch()
    started = start(tmp_path, url=f"sqlite:///{missing}")
    assert started.code == EXIT_CODE and "migration None" in started.en[0]


def test_a_demonstration_waits_for_a_store_that_is_away(tmp_path: Path) -> None:
    away = "postgresql://board:very-secret@127.0.0.1:9/ioc"
    assert start(tmp_path, url=away).code == 0


@pytest.mark.trust("A1")
def test_streamlits_own_short_key_is_refused_too(tmp_path: Path, sqlite_url: str) -> None:
    started = start(tmp_path, url=sqlite_url, STREAMLIT_SERVER_COOKIE_SECRET="tooshort")
    assert started.code == EXIT_CODE and "server.cookieSecret" in started.en[0]


def test_any_asgi_server_finds_the_application(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ioc.db'}"
    migrate(url)
    found = "import app, streamlit as st; assert isinstance(app.app, st.App)"
    environment = os.environ | {"IOC_DATA_DIR": str(tmp_path), "IOC_DATABASE_URL": url}
    # From another folder, as a service manager may start it.
    code = f"import sys; sys.path.insert(0, {str(PROJECT)!r}); {found}"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True)
