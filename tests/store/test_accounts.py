import unicodedata
from collections.abc import Callable

import bcrypt
import pytest
from sqlalchemy import select

from domain.scope import Scope
from store.accounts import (
    AccountRefused,
    PasswordRefused,
    SignedIn,
    change_password,
    check_password,
    create_account,
    disable,
    enable,
    fold_username,
    set_scope,
)
from store.demo_accounts import (
    DEMO_ACCOUNTS,
    DEMO_PASSWORD,
    create_demo_accounts,
    demo_usernames,
)
from store.tables import account as account_table
from tests.store.people import NOW, PASSWORD, account, reading, units_of, writing


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new hash takes a quarter of a second by design; here the cheapest will do."""
    dear = bcrypt.gensalt
    monkeypatch.setattr(bcrypt, "gensalt", lambda: dear(rounds=4))


def checked(
    url: str, username: str, password: str = PASSWORD, *, demo_allowed: bool = False
) -> SignedIn | None:
    with reading(url) as connection:
        return check_password(
            connection, username=username, password=password, demo_allowed=demo_allowed
        )


def test_name_and_password_give_the_person_with_role_and_scope(database_url: str) -> None:
    units = units_of(database_url)
    account_id = account(database_url, units=[units["425"]], role="editor")
    assert checked(database_url, "canbo") == SignedIn(
        account_id=account_id,
        username="canbo",
        display_name="Cán bộ",
        role="editor",
        scope=Scope(units=frozenset({units["425"], units["17329"]})),
        must_change_password=False,
    )


def test_a_province_level_unit_in_the_scope_is_the_whole_province(database_url: str) -> None:
    units = units_of(database_url)
    account(database_url, units=[units["40"]])
    found = checked(database_url, "canbo")
    assert found is not None
    assert found.scope == Scope(provinces=frozenset({units["province"]}))


def test_without_units_the_scope_is_empty(database_url: str) -> None:
    account(database_url, units=[])
    found = checked(database_url, "canbo")
    assert found is not None
    assert found.scope.sees_nothing


@pytest.mark.parametrize("wrong", ["", "một mật khẩu đủ dài ", PASSWORD.upper(), PASSWORD[:-1]])
def test_another_password_is_nobody(sqlite_url: str, wrong: str) -> None:
    account(sqlite_url, units=[])
    assert checked(sqlite_url, "canbo", wrong) is None


@pytest.mark.trust("A8")
@pytest.mark.parametrize(
    "spelling",
    ["Hiếu", " hiếu ", "HIẾU", "ｈｉếｕ", unicodedata.normalize("NFD", "hiếu"), "hi\u200bếu"],
)
def test_every_spelling_of_a_name_is_one_identity(sqlite_url: str, spelling: str) -> None:
    account(sqlite_url, units=[], username="hiếu")
    assert checked(sqlite_url, spelling) is not None
    with pytest.raises(AccountRefused, match="taken"):
        account(sqlite_url, units=[], username=spelling)


@pytest.mark.parametrize(
    "spelling",
    ["Admin", "admin ", "ａdmin", "ＡＤＭＩＮ", "\u00a0admin", "admin\x00", "\ud800admin"],
)
def test_every_spelling_of_admin_is_admin_on_both_databases(
    database_url: str, spelling: str
) -> None:
    account(database_url, units=[], username="admin", role="administrator")
    found = checked(database_url, spelling)
    assert found is not None and found.username == "admin"


@pytest.mark.parametrize(
    "name", ["a\x00b", "\ud800", "\x00", "x" * 10_000, "ﷺ" * 300, "%", "' or 1=1"]
)
def test_a_name_that_is_nobodys_is_nobody_however_it_is_made(database_url: str, name: str) -> None:
    account(database_url, units=[])
    assert checked(database_url, name) is None


def test_folding_twice_changes_nothing_more() -> None:
    for name in ("ＡＤＭＩＮ", "ǅ", "ﬁle", "İ", "ẞ", " a\u200d "):
        assert fold_username(fold_username(name)) == fold_username(name)


@pytest.mark.parametrize("name", ["", " ", "a", "x" * 65, "a b", "a\nb", "a'; drop table", "<b>"])
def test_unfit_names_are_refused(sqlite_url: str, name: str) -> None:
    with pytest.raises(AccountRefused):
        account(sqlite_url, units=[], username=name)


@pytest.mark.trust("B22")
def test_an_unknown_role_is_refused(sqlite_url: str) -> None:
    with pytest.raises(AccountRefused, match="no role “owner”"):
        account(sqlite_url, units=[], role="owner")


@pytest.mark.trust("A9")
def test_every_byte_of_a_long_password_counts(sqlite_url: str) -> None:
    # bcrypt alone would read 72 bytes; here 128 letters differ in the last one only.
    account(sqlite_url, units=[], password="p" * 127 + "a")
    assert checked(sqlite_url, "canbo", "p" * 127 + "a") is not None
    assert checked(sqlite_url, "canbo", "p" * 127 + "b") is None
    assert checked(sqlite_url, "canbo", "p" * 127) is None


@pytest.mark.trust("A9")
@pytest.mark.parametrize(
    "password", ["🔑" * 32, "a\x00b" * 12, "\u0111" * 64, "  hai đầu có dấu cách  ", "\ud800" * 12]
)
def test_a_password_of_any_letters_up_to_128_bytes_is_taken(sqlite_url: str, password: str) -> None:
    account(sqlite_url, units=[], password=password)
    assert checked(sqlite_url, "canbo", password) is not None
    for other in (
        password.strip() + "x",
        password[:-1],
        password + " ",
        password.replace("\x00", ""),
    ):
        assert other == password or checked(sqlite_url, "canbo", other) is None


@pytest.mark.trust("A9")
def test_a_longer_password_is_refused_and_never_cut(sqlite_url: str) -> None:
    with pytest.raises(PasswordRefused, match="128 bytes"):
        account(sqlite_url, units=[], password="🔑" * 33)
    account(sqlite_url, units=[], password="p" * 128)
    assert checked(sqlite_url, "canbo", "p" * 129) is None
    assert checked(sqlite_url, "canbo", "p" * 1_000_000) is None


def test_a_short_password_is_refused(sqlite_url: str) -> None:
    with pytest.raises(PasswordRefused, match="12 characters"):
        account(sqlite_url, units=[], password="mười một ký")


def test_letters_typed_decomposed_are_the_same_password(sqlite_url: str) -> None:
    account(sqlite_url, units=[])
    assert checked(sqlite_url, "canbo", unicodedata.normalize("NFD", PASSWORD)) is not None


def test_the_store_keeps_no_password(sqlite_url: str) -> None:
    account(sqlite_url, units=[])
    with reading(sqlite_url) as connection:
        kept = connection.scalar(select(account_table.c.password_hash))
    assert kept is not None and kept.startswith("$2b$") and PASSWORD not in kept


@pytest.mark.trust("A7")
def test_an_unknown_name_takes_the_work_of_a_known_one(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # the real cost, which is what is compared
    account(sqlite_url, units=[])
    costs: list[bytes] = []
    check: Callable[[bytes, bytes], bool] = bcrypt.checkpw

    def noting(password: bytes, hashed: bytes) -> bool:
        costs.append(hashed[:7])
        return check(password, hashed)

    monkeypatch.setattr(bcrypt, "checkpw", noting)
    for name, password in (("canbo", "sai"), ("khong-ai", "sai"), ("khong-ai", "p" * 5000)):
        assert checked(sqlite_url, name, password) is None
    assert costs == [b"$2b$12$"] * 3


def test_a_disabled_account_is_nobody_until_it_is_enabled(sqlite_url: str) -> None:
    account_id = account(sqlite_url, units=[])
    with writing(sqlite_url) as connection:
        disable(connection, account_id, now=NOW)
    assert checked(sqlite_url, "canbo") is None
    with writing(sqlite_url) as connection:
        enable(connection, account_id)
    assert checked(sqlite_url, "canbo") is not None


def test_after_a_change_only_the_new_password_holds(sqlite_url: str) -> None:
    account_id = account(sqlite_url, units=[], must_change_password=True)
    with writing(sqlite_url) as connection:
        change_password(connection, account_id, password="mật khẩu thứ hai", now=NOW)
    assert checked(sqlite_url, "canbo") is None
    found = checked(sqlite_url, "canbo", "mật khẩu thứ hai")
    assert found is not None and not found.must_change_password


def test_a_new_scope_replaces_the_old_one(database_url: str) -> None:
    units = units_of(database_url)
    account_id = account(database_url, units=[units["40"]])
    with writing(database_url) as connection:
        set_scope(connection, account_id, units=[units["412"], units["412"]])
    found = checked(database_url, "canbo")
    assert found is not None
    assert found.scope == Scope(units=frozenset({units["412"]}))


def test_a_refused_account_leaves_nothing_behind(database_url: str) -> None:
    account(database_url, units=[])
    with pytest.raises(AccountRefused), writing(database_url) as connection:
        create_account(
            connection,
            username="CANBO",
            display_name="",
            role="staff",
            password=PASSWORD,
            units=[],
            now=NOW,
        )
    with reading(database_url) as connection:
        assert connection.scalars(select(account_table.c.username)).all() == ["canbo"]


def test_demo_accounts_see_what_they_say_and_open_in_demo_only(database_url: str) -> None:
    units = units_of(database_url)
    with writing(database_url) as connection:
        create_demo_accounts(connection, now=NOW)
    scopes = {}
    for demo in DEMO_ACCOUNTS:
        assert checked(database_url, demo.username, DEMO_PASSWORD) is None
        found = checked(database_url, demo.username, DEMO_PASSWORD, demo_allowed=True)
        assert found is not None and found.role == demo.role
        scopes[demo.username] = found.scope
    whole = Scope(provinces=frozenset({units["province"]}))
    district = Scope(units=frozenset({units["425"], units["17329"]}))
    assert scopes == {
        "lanhdao": whole,
        "chuyenvien": whole,
        "canbo": district,
        "quantri": whole,
    }


def test_making_the_demo_accounts_again_sets_them_back(sqlite_url: str) -> None:
    units = units_of(sqlite_url)
    with writing(sqlite_url) as connection:
        create_demo_accounts(connection, now=NOW)
        before = demo_usernames(connection)
        set_scope(connection, 1, units=[units["412"]])
        change_password(connection, 1, password="ai đó đã đổi rồi", now=NOW)
        create_demo_accounts(connection, now=NOW)
        assert demo_usernames(connection) == before == [demo.username for demo in DEMO_ACCOUNTS]
    found = checked(sqlite_url, "lanhdao", DEMO_PASSWORD, demo_allowed=True)
    assert found is not None and found.scope.provinces


def test_a_real_account_is_never_made_a_demo_account(sqlite_url: str) -> None:
    account(sqlite_url, units=[], username="lanhdao")
    with pytest.raises(AccountRefused, match="lanhdao"), writing(sqlite_url) as connection:
        create_demo_accounts(connection, now=NOW)
