import os
import subprocess
import sys
from pathlib import Path

from store import clock
from store.database import migrate
from store.demo_accounts import create_demo_accounts
from tests.browser.board import PROJECT
from tests.postgres import free_port
from tests.store.people import writing

GOOD_KEY = "0123456789abcdefghijklmnopqrstuv"


LOAD = ("-c", "import app")


def start(folder: Path, *command: str, url: str, **settings: str) -> tuple[int, list[str]]:
    """Exit code and the sentences of a process that loads the entry, as every server does."""
    environment = os.environ | {"IOC_DATA_DIR": str(folder), "IOC_DATABASE_URL": url} | settings
    started = subprocess.run(
        [sys.executable, *(command or LOAD)],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return started.returncode, started.stderr.strip().splitlines()


def test_a_demonstration_starts_and_makes_its_key(tmp_path: Path, sqlite_url: str) -> None:
    code, _ = start(tmp_path / "data", url=sqlite_url)
    assert code == 0
    assert (tmp_path / "data" / "cookie.key").is_file()


def test_a_default_or_short_key_is_refused_in_every_mode(tmp_path: Path, sqlite_url: str) -> None:
    for key, why in (("some_key" * 4, "default key"), ("short", "fewer than 32")):
        code, sentences = start(tmp_path, url=sqlite_url, IOC_COOKIE_KEY=key)
        assert code == 1
        assert len(sentences) == 2 and why in sentences[1] and key not in sentences[1]


def test_production_starts_when_all_is_right(tmp_path: Path, sqlite_url: str) -> None:
    code, sentences = start(tmp_path, url=sqlite_url, IOC_MODE="production")
    assert (code, sentences) == (0, [])


def test_production_says_each_thing_that_is_wrong_in_a_sentence(
    tmp_path: Path, sqlite_url: str
) -> None:
    with writing(sqlite_url) as connection:
        create_demo_accounts(connection, now=clock.now())
    (tmp_path / "cookie.key").write_text(GOOD_KEY)
    (tmp_path / "cookie.key").chmod(0o644)
    unsafe = (
        "--client.showErrorDetails=full",
        "--browser.gatherUsageStats=true",
        "--server.enableAgentApi=true",
        "--server.baseUrlPath=board",
        f"--server.port={free_port()}",
    )
    command = ("-m", "streamlit", "run", "app.py", *unsafe)
    code, sentences = start(tmp_path, *command, url=sqlite_url, IOC_MODE="production")
    assert code == 1
    said = "\n".join(sentences)
    for fault in (
        "client.showErrorDetails",
        "browser.gatherUsageStats",
        "server.enableAgentApi",
        "server.baseUrlPath",
        "cookie.key may be read by others",
        "lanhdao, chuyenvien, canbo, quantri",
    ):
        assert said.count(fault) == 1, fault
    assert GOOD_KEY not in said and "Traceback" not in said


def test_without_a_store_of_this_version_nothing_starts_and_none_is_made(tmp_path: Path) -> None:
    missing = tmp_path / "ioc.db"
    code, sentences = start(tmp_path, url=f"sqlite:///{missing}")
    assert code == 1 and "there is no store" in sentences[-1]
    assert not missing.exists()
    missing.touch()
    code, sentences = start(tmp_path, url=f"sqlite:///{missing}")
    assert code == 1 and "migration None" in sentences[-1]


def test_a_demonstration_waits_for_a_store_that_is_away_and_production_does_not(
    tmp_path: Path,
) -> None:
    away = "postgresql://board:very-secret@127.0.0.1:9/ioc"
    assert start(tmp_path, url=away)[0] == 0
    code, sentences = start(tmp_path, url=away, IOC_MODE="production")
    assert code == 1 and "cannot be read" in sentences[-1] and "secret" not in sentences[-1]


def test_streamlits_own_short_key_is_refused_too(tmp_path: Path, sqlite_url: str) -> None:
    code, sentences = start(tmp_path, url=sqlite_url, STREAMLIT_SERVER_COOKIE_SECRET="tooshort")
    assert code == 1 and "server.cookieSecret" in sentences[-1]


def test_any_asgi_server_finds_the_application(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ioc.db'}"
    migrate(url)
    found = "import app, streamlit as st; assert isinstance(app.app, st.App)"
    environment = os.environ | {"IOC_DATA_DIR": str(tmp_path), "IOC_DATABASE_URL": url}
    # From another folder, as a service manager may start it.
    code = f"import sys; sys.path.insert(0, {str(PROJECT)!r}); {found}"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True)
