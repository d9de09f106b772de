"""Whom an identity provider has named: their account is ours, their password is not."""

from collections.abc import Callable

import bcrypt
import pytest
from sqlalchemy import select

from store import audit
from store.accounts import change_password, check_password, drop_password
from store.own_account import has_password
from store.provider_sign_in import sign_in_by_provider
from store.sessions import signed_in
from store.settings import Settings
from store.signed_in import SignedIn
from store.tables import audit_event
from tests.store.people import IDLE, NOW, PASSWORD, account, reading, token_for, writing


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new hash takes a quarter of a second by design; here the cheapest will do."""
    dear = bcrypt.gensalt
    monkeypatch.setattr(bcrypt, "gensalt", lambda: dear(rounds=4))


def entered(url: str, claimed: str = "canbo") -> SignedIn:
    token = sign_in_by_provider(claimed=claimed, now=NOW, settings=Settings(database_url=url))
    assert token is not None
    found = who(url, token)
    assert found is not None
    return found


def who(url: str, token: str) -> SignedIn | None:
    with reading(url) as connection:
        return signed_in(connection, token, now=NOW, idle=IDLE)


def opens(url: str, password: str) -> bool:
    with reading(url) as connection:
        return check_password(connection, username="canbo", password=password) is not None


def actions(url: str) -> list[str]:
    with reading(url) as connection:
        return list(connection.scalars(select(audit_event.c.action).order_by(audit_event.c.id)))


def test_nobody_who_comes_by_the_provider_is_asked_for_a_new_password(database_url: str) -> None:
    account(database_url, units=[], must_change_password=True)
    person = entered(database_url)
    assert not person.must_change_password
    assert not has_password(person, settings=Settings(database_url=database_url))
    assert actions(database_url) == [audit.Action.PASSWORD_DROPPED, audit.Action.SIGNED_IN]
    # Once and for all: the next time there is nothing left to drop.
    assert not entered(database_url).must_change_password
    assert actions(database_url).count(audit.Action.PASSWORD_DROPPED) == 1


def test_a_first_password_lapses_with_every_session_it_opened(database_url: str) -> None:
    account_id = account(database_url, units=[], must_change_password=True)
    by_password = token_for(database_url, account_id)
    entered(database_url)
    assert not opens(database_url, PASSWORD)
    assert who(database_url, by_password) is None


def test_a_password_of_ones_own_stays_with_its_sessions(database_url: str) -> None:
    account_id = account(database_url, units=[])
    by_password = token_for(database_url, account_id)
    person = entered(database_url)
    assert has_password(person, settings=Settings(database_url=database_url))
    assert opens(database_url, PASSWORD)
    assert who(database_url, by_password) is not None


def test_an_administrator_can_give_a_password_again(sqlite_url: str) -> None:
    account_id = account(sqlite_url, units=[], must_change_password=True)
    entered(sqlite_url)
    with writing(sqlite_url) as connection:
        change_password(
            connection, account_id, password=PASSWORD, now=NOW, must_change_password=True
        )
    assert opens(sqlite_url, PASSWORD)


@pytest.mark.trust("A7")
@pytest.mark.parametrize("typed", ["", "x", PASSWORD, "\x00", "x" * 10_000])
def test_no_password_matches_where_there_is_none_and_it_takes_the_same_work(
    sqlite_url: str, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    account_id = account(sqlite_url, units=[])
    with writing(sqlite_url) as connection:
        drop_password(connection, account_id, now=NOW)
    compared: list[int] = []
    checkpw: Callable[[bytes, bytes], bool] = bcrypt.checkpw

    def counting(password: bytes, hashed: bytes) -> bool:
        compared.append(int(hashed.split(b"$")[2]))
        return checkpw(password, hashed)

    monkeypatch.setattr(bcrypt, "checkpw", counting)
    assert not opens(sqlite_url, typed)
    assert compared == [12]
