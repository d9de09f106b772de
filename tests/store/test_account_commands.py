import io
from argparse import ArgumentParser

import bcrypt
import pytest
from sqlalchemy import select

from store.accounts import check_password
from store.commands import accounts as command
from store.commands.talk import Talk
from store.sessions import signed_in
from store.tables import audit_event
from tests.store.people import IDLE, NOW, PASSWORD, account, reading, token_for, units_of


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new hash takes a quarter of a second by design; here the cheapest will do."""
    dear = bcrypt.gensalt
    monkeypatch.setattr(bcrypt, "gensalt", lambda: dear(rounds=4))


def said(url: str, *words: str, language: str = "en") -> tuple[int, str]:
    """Exit code and output of `python -m store accounts <words>`."""
    parser = ArgumentParser()
    command.add(parser.add_subparsers(required=True), language=language)
    lines: list[str] = []
    arguments = parser.parse_args(["accounts", *words])
    code: int = arguments.run(arguments, Talk(language, lines.append, url))
    return code, "\n".join(lines)


def typed(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))


def test_an_account_is_made_with_its_units_and_must_change_its_password(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = units_of(sqlite_url)
    typed(monkeypatch, PASSWORD)
    code, text = said(
        sqlite_url, "create", "Hiếu", "--role", "staff", "--post", "Chuyên viên",
        "--units", "nghe-an/district/425", "--password-from-input",
    )  # fmt: skip
    assert (code, "“hiếu”" in text) == (0, True)
    with reading(sqlite_url) as connection:
        found = check_password(connection, username="hiếu", password=PASSWORD)
    assert found is not None and found.must_change_password
    assert found.scope.units == {units["425"], units["17329"]}


@pytest.mark.parametrize(
    "path", ["ha-tinh", "nghe-an/district/999", "nghe-an/commune/425", "nghe-an/district/425@soon"]
)
def test_an_unknown_unit_is_refused_by_name_and_nothing_changes(sqlite_url: str, path: str) -> None:
    units = units_of(sqlite_url)
    account(sqlite_url, units=[units["412"]])
    code, text = said(sqlite_url, "scope", "canbo", "--units", "nghe-an/district/425", path)
    assert code == 1 and path in text
    with reading(sqlite_url) as connection:
        found = check_password(connection, username="canbo", password=PASSWORD)
    assert found is not None and found.scope.units == {units["412"]}


def test_scope_disable_and_end_sessions_say_what_they_did_in_both_languages(
    sqlite_url: str,
) -> None:
    units_of(sqlite_url)
    account_id = account(sqlite_url, units=[])
    token_for(sqlite_url, account_id, now=NOW)
    assert said(sqlite_url, "scope", "CANBO", "--units", "nghe-an")[0] == 0
    assert "1" in said(sqlite_url, "end-sessions", "canbo", language="vi")[1]
    assert said(sqlite_url, "disable", "canbo", language="vi")[1].startswith("Đã khóa tài khoản")
    assert "disabled" in said(sqlite_url, "list")[1]
    assert said(sqlite_url, "enable", "nobody") == (1, "There is no account “nobody”.")


@pytest.mark.trust("A3", "B22")
def test_a_role_given_at_the_terminal_holds_at_the_next_action_and_is_one_of_ours(
    sqlite_url: str,
) -> None:
    token = token_for(sqlite_url, account(sqlite_url, units=[], role="administrator"))
    assert said(sqlite_url, "change-role", "CanBo", "staff")[0] == 0
    with reading(sqlite_url) as connection:
        found = signed_in(connection, token, now=NOW, idle=IDLE)
        (event,) = connection.execute(select(audit_event.c.action, audit_event.c.detail))
    assert found is not None and found.role == "staff"
    assert event.action == "role_changed" and "administrator" in event.detail
    with pytest.raises(SystemExit):
        said(sqlite_url, "change-role", "canbo", "chairman")


def test_the_list_shows_no_hash(sqlite_url: str) -> None:
    account(sqlite_url, units=[])
    text = said(sqlite_url, "list")[1]
    assert "canbo | staff | Cán bộ | 0 | –" in text and "$2b$" not in text
