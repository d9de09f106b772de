from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert

from server.kept_walls import GOOD_FOR, Admitted, change_kept
from server.readiness import EXIT_CODE, EXIT_CODE_AWAY
from store import clock
from store.demo_accounts import create_demo_accounts
from store.tables import province
from tests.app.starting import GOOD_KEY, PRODUCTION, start
from tests.app.walls_shown import wall_of
from tests.browser.board import PROJECT
from tests.postgres import free_port
from tests.store.people import units_of, writing

PROVIDER = {
    "IOC_OIDC_METADATA_URL": "https://id.tinh.example/.well-known/openid-configuration",
    "IOC_OIDC_CLIENT_ID": "board",
    "IOC_OIDC_CLIENT_SECRET": "a secret of the provider",
    "IOC_OIDC_REDIRECT_URI": "https://bang.tinh.example/oauth2callback",
}


def test_production_starts_silently_when_all_is_right(tmp_path: Path, sqlite_url: str) -> None:
    started = start(tmp_path, url=sqlite_url, **PRODUCTION)
    assert (started.code, started.said) == (0, "")
    started = start(tmp_path, url=sqlite_url, **PRODUCTION, **PROVIDER)
    assert (started.code, started.said) == (0, "")


@pytest.mark.trust("A1")
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"IOC_COOKIE_KEY": ""}, "fewer than 32 characters"),
        ({"IOC_COOKIE_KEY": "some_key" * 8}, "default key"),
        ({"IOC_HOSTS": ""}, "IOC_HOSTS is not set"),
        ({"IOC_HOSTS": "*"}, "no plain host name"),
        ({"IOC_TRUSTED_PROXY": ""}, "IOC_TRUSTED_PROXY is not set"),
        ({"IOC_TRUSTED_PROXY": "0.0.0.0/0"}, "trusts every address"),
        ({"IOC_OIDC_CLIENT_ID": "board"}, "missing: IOC_OIDC_METADATA_URL"),
        (PROVIDER | {"IOC_OIDC_METADATA_URL": "http://id.tinh.example/x"}, "begin with https"),
        (
            PROVIDER | {"IOC_OIDC_REDIRECT_URI": "https://elsewhere.example/oauth2callback"},
            "an address of the board",
        ),
    ],
)
def test_production_does_not_start_with_one_thing_wrong(
    tmp_path: Path, sqlite_url: str, changed: dict[str, str], sentence: str
) -> None:
    started = start(tmp_path, url=sqlite_url, **(PRODUCTION | changed))
    assert started.code == EXIT_CODE
    assert len(started.en) == len(started.vi) == 1, started.said
    assert sentence in started.en[0]
    assert started.vi[0] != started.en[0] and "Traceback" not in started.said


@pytest.mark.parametrize(
    "option",
    [
        "--client.showErrorDetails=full",
        "--browser.gatherUsageStats=true",
        "--server.enableXsrfProtection=false",
        '--server.trustedUserHeaders={"X-User": "name"}',
    ],
)
def test_production_does_not_start_with_one_option_of_streamlit_wrong(
    tmp_path: Path, sqlite_url: str, option: str
) -> None:
    run = ("-m", "streamlit", "run", "app.py", f"--server.port={free_port()}", option)
    started = start(tmp_path, *run, url=sqlite_url, **PRODUCTION)
    assert started.code == EXIT_CODE
    (sentence,) = started.en
    assert option.removeprefix("--").split("=")[0] in sentence


@pytest.mark.trust("A1")
def test_production_makes_no_key_by_itself(tmp_path: Path, sqlite_url: str) -> None:
    settings = {name: value for name, value in PRODUCTION.items() if name != "IOC_COOKIE_KEY"}
    started = start(tmp_path / "data", url=sqlite_url, **settings, **PROVIDER)
    assert started.code == EXIT_CODE
    assert "There is no signing key" in started.en[0] and "Chưa có khóa ký" in started.vi[0]
    assert not (tmp_path / "data" / "cookie.key").exists()
    started = start(tmp_path, url=sqlite_url, **settings, STREAMLIT_SERVER_COOKIE_SECRET=GOOD_KEY)
    assert started.code == 0


def test_production_knows_no_demo_accounts_and_no_sample_province(
    tmp_path: Path, sqlite_url: str
) -> None:
    with writing(sqlite_url) as connection:
        create_demo_accounts(connection, now=clock.now())
        connection.execute(
            insert(province).values(
                code="40",
                slug="nghe-an",
                name_vi="Nghệ An",
                name_en="Nghe An",
                time_zone="Asia/Ho_Chi_Minh",
                clock_stands_at=date(2024, 6, 30),
            )
        )
    started = start(tmp_path, url=sqlite_url, **PRODUCTION)
    assert started.code == EXIT_CODE
    accounts, provinces = started.en
    assert "lanhdao, chuyenvien, canbo, quantri" in accounts
    assert "nghe-an" in provinces and "đứng yên" in started.vi[1]


def test_everything_that_is_wrong_is_said_at_once_and_no_key_with_it(
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
    started = start(tmp_path, *command, url=sqlite_url, IOC_MODE="production")
    assert started.code == EXIT_CODE
    for fault in (
        "client.showErrorDetails",
        "browser.gatherUsageStats",
        "server.enableAgentApi",
        "server.baseUrlPath",
        "cookie.key",
        "IOC_HOSTS",
        "IOC_TRUSTED_PROXY",
        "lanhdao, chuyenvien, canbo, quantri",
    ):
        for sentences in (started.vi, started.en):
            assert sum(fault in sentence for sentence in sentences) == 1, fault
    assert GOOD_KEY not in started.said and "Traceback" not in started.said


def test_production_does_not_start_while_its_store_cannot_be_asked(tmp_path: Path) -> None:
    away = "postgresql://board:very-secret@127.0.0.1:9/ioc"
    started = start(tmp_path, url=away, **PRODUCTION)
    # Not the code after which the service manager gives up.
    assert started.code == EXIT_CODE_AWAY == 75 != EXIT_CODE
    assert "cannot be read" in started.en[0] and "secret" not in started.said


def test_where_walls_were_on_production_starts_for_them_while_its_store_is_away(
    tmp_path: Path, sqlite_url: str
) -> None:
    units_of(sqlite_url)
    admitted = Admitted(wall_of(sqlite_url), None, clock.now())
    change_kept(tmp_path, "a wall", admitted, oldest=admitted.confirmed_at)
    away = "postgresql://board:very-secret@127.0.0.1:9/ioc"
    started = start(tmp_path, url=away, **PRODUCTION)
    assert started.code == 0 and "cannot be read" in started.en[0]
    # Not for ever, and not with another fault.
    assert start(tmp_path, url=away, **(PRODUCTION | {"IOC_HOSTS": ""})).code == EXIT_CODE
    yesterday = Admitted(admitted.wall, None, clock.now() - GOOD_FOR)
    change_kept(tmp_path, "a wall", yesterday, oldest=yesterday.confirmed_at)
    assert start(tmp_path, url=away, **PRODUCTION).code == EXIT_CODE_AWAY


def test_a_store_that_is_away_hides_no_wrong_setting(tmp_path: Path) -> None:
    away = "postgresql://board:very-secret@127.0.0.1:9/ioc"
    started = start(tmp_path, url=away, **(PRODUCTION | {"IOC_HOSTS": ""}))
    assert started.code == EXIT_CODE and len(started.en) == 2


def test_production_gives_up_on_a_store_that_is_none_or_not_migrated(tmp_path: Path) -> None:
    file = tmp_path / "ioc.db"
    url = f"sqlite:///{file}"
    assert start(tmp_path, url=url, **PRODUCTION).code == EXIT_CODE
    file.touch()
    assert start(tmp_path, url=url, **PRODUCTION).code == EXIT_CODE
    file.write_bytes(b"no store at all " * 400)
    assert start(tmp_path, url=url, **PRODUCTION).code == EXIT_CODE


def test_the_service_manager_tries_again_when_the_store_was_away() -> None:
    unit = (PROJECT / "deploy" / "board@.service").read_text()
    settings = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line[:40])
    assert settings["Restart"] == "always" and settings["StartLimitIntervalSec"] == "0"
    assert settings["RestartPreventExitStatus"].split() == [str(EXIT_CODE)]
