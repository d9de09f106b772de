"""What is taken from an account is gone at its next action, in every tab that stands open."""

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import bcrypt
import pytest
from sqlalchemy import Connection, select, text, update
from streamlit.testing.v1 import AppTest

from assets import wording
from server.visitor import visitor_of
from store import clock
from store.accounts import change_password, disable, find_account, set_role, set_scope
from store.sessions import end_all_sessions, end_session
from store.tables import session, unit
from tests.app.visiting import everything_said, token_of, visit
from tests.store.people import account, reading, token_for, writing


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new hash takes a quarter of a second by design; here the cheapest will do."""
    dear = bcrypt.gensalt
    monkeypatch.setattr(bcrypt, "gensalt", lambda: dear(rounds=4))


class Tab:
    """A screen somebody has open, with the cookie of its session."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.app: AppTest = visit(token)
        assert "45,03%" in everything_said(self.app)

    def acts(self) -> str:
        """Any action: the screen runs again; gives what it then says."""
        with patch("server.visitor.session_token", return_value=self.token):
            self.app.run()
        assert not self.app.exception
        return everything_said(self.app)

    @property
    def shows_sign_in(self) -> bool:
        return [field.label for field in self.app.text_input] == ["Tên đăng nhập", "Mật khẩu"]


def _disable(connection: Connection, account_id: int) -> None:
    disable(connection, account_id, now=clock.now())


def _end_all(connection: Connection, account_id: int) -> None:
    end_all_sessions(connection, account_id, now=clock.now())


def _new_password(connection: Connection, account_id: int) -> None:
    change_password(connection, account_id, password="mật khẩu thứ hai", now=clock.now())


def _lifetime_over(connection: Connection, account_id: int) -> None:
    over = clock.now() - timedelta(seconds=1)
    connection.execute(
        update(session).where(session.c.account_id == account_id).values(expires_at=over)
    )


def _idle_too_long(connection: Connection, account_id: int) -> None:
    long_ago = clock.now() - timedelta(minutes=60)
    connection.execute(
        update(session).where(session.c.account_id == account_id).values(last_seen_at=long_ago)
    )


@pytest.mark.trust("A3", "A10", "B21")
@pytest.mark.parametrize("end", [_disable, _end_all, _new_password, _lifetime_over, _idle_too_long])
def test_every_open_tab_of_the_account_shows_the_sign_in_and_no_figure(
    visited_url: str, end: Callable[[Connection, int], None]
) -> None:
    one, other = token_of(visited_url, "chuyenvien"), token_of(visited_url, "chuyenvien")
    tabs = [Tab(one), Tab(one), Tab(other)]
    bystander = Tab(token_of(visited_url, "lanhdao"))
    with writing(visited_url) as connection:
        end(connection, find_account(connection, username="chuyenvien"))
    for tab in tabs:
        assert "45,03%" not in tab.acts()
        assert tab.shows_sign_in
        assert visitor_of(tab.token) is None  # nor a file, by the gate and the downloads
    assert "45,03%" in bystander.acts()


@pytest.mark.trust("A10")
def test_leaving_in_one_tab_ends_the_others_of_that_session_only(visited_url: str) -> None:
    here, elsewhere = token_of(visited_url, "chuyenvien"), token_of(visited_url, "chuyenvien")
    tabs, kept = [Tab(here), Tab(here)], Tab(elsewhere)
    with writing(visited_url) as connection:
        end_session(connection, here, now=clock.now())
    for tab in tabs:
        tab.acts()
        assert tab.shows_sign_in
    assert "45,03%" in kept.acts()


@pytest.mark.trust("A3")
def test_a_narrower_scope_holds_in_every_open_tab(visited_url: str) -> None:
    token = token_of(visited_url, "lanhdao")
    tabs = [Tab(token), Tab(token), Tab(token_of(visited_url, "lanhdao"))]
    with writing(visited_url) as connection:
        district = connection.scalar(
            select(unit.c.id).where(unit.c.level == "district", unit.c.code == "425")
        )
        assert district is not None
        set_scope(connection, find_account(connection, username="lanhdao"), units=[district])
    for tab in tabs:
        said = tab.acts()
        assert "Kỳ Sơn" not in said and "Diễn Châu" in said


@pytest.mark.trust("A3")
def test_without_any_scope_an_open_tab_shows_no_figure(visited_url: str) -> None:
    tab = Tab(token_of(visited_url, "chuyenvien"))
    with writing(visited_url) as connection:
        set_scope(connection, find_account(connection, username="chuyenvien"), units=[])
    assert "45,03%" not in tab.acts()


@pytest.mark.trust("A3")
def test_a_role_taken_away_is_gone_in_the_open_tab(visited_url: str) -> None:
    token = token_of(visited_url, "quantri")
    tab = visit(token, screen="audit")
    assert not tab.exception and not tab.error and not tab.info
    with writing(visited_url) as connection:
        set_role(connection, find_account(connection, username="quantri"), role="staff")
    with patch("server.visitor.session_token", return_value=token):
        tab.run()
    assert not tab.exception
    assert [notice.value for notice in tab.info] == [
        wording.text("shell.not_for_role", language="vi")
    ]


def test_a_forced_change_of_password_shuts_files_as_well_as_screens(visited_url: str) -> None:
    tab = Tab(token_of(visited_url, "chuyenvien"))
    with writing(visited_url) as connection:
        connection.execute(
            text("update account set must_change_password = true where username = 'chuyenvien'")
        )
    assert "45,03%" not in tab.acts()
    assert visitor_of(tab.token) is None


@pytest.mark.trust("B22")
def test_a_role_that_nobody_knows_may_only_look(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IOC_DATABASE_URL", sqlite_url)
    token = token_for(sqlite_url, account(sqlite_url, units=[]), now=clock.now())
    with writing(sqlite_url) as connection:
        connection.execute(text("pragma ignore_check_constraints = on"))
        for role in ("owner", "ADMINISTRATOR", "administrator ", ""):
            connection.execute(text("update account set role = :role"), {"role": role})
        connection.execute(text("pragma ignore_check_constraints = off"))
    with reading(sqlite_url) as connection:
        assert connection.scalar(text("select role from account")) == ""
    found = visitor_of(token)
    assert found is not None and found.role == "presenter"
