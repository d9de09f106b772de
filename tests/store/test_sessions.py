from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import bcrypt
import pytest
from sqlalchemy import Connection, event, select

from domain.scope import Scope
from store.accounts import SignedIn, change_password, disable, set_scope
from store.database import engine
from store.sessions import (
    end_all_sessions,
    end_session,
    live_session,
    note_activity,
    redeem_ticket,
    signed_in,
)
from store.settings import Mode, Settings
from store.sign_in import Caller, demo_accounts_on_offer, sign_in
from store.tables import session
from tests.store.people import (
    IDLE,
    LIFETIME,
    NOW,
    PASSWORD,
    account,
    reading,
    ticket_for,
    token_for,
    units_of,
    writing,
)


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new hash takes a quarter of a second by design; here the cheapest will do."""
    dear = bcrypt.gensalt
    monkeypatch.setattr(bcrypt, "gensalt", lambda: dear(rounds=4))


def who(url: str, token: str, *, now: datetime = NOW) -> SignedIn | None:
    with reading(url) as connection:
        return signed_in(connection, token, now=now, idle=IDLE)


def redeemed(url: str, ticket: str, *, now: datetime = NOW) -> str | None:
    with writing(url) as connection:
        return redeem_ticket(connection, ticket, now=now)


def test_a_ticket_becomes_a_token_that_names_the_person(database_url: str) -> None:
    units = units_of(database_url)
    account_id = account(database_url, units=[units["425"]])
    token = redeemed(database_url, ticket_for(database_url, account_id))
    assert token is not None
    found = who(database_url, token)
    assert found is not None
    assert (found.account_id, found.username, found.role) == (account_id, "canbo", "staff")
    assert found.scope == Scope(units=frozenset({units["425"], units["17329"]}))


@pytest.mark.trust("A10")
def test_a_ticket_opens_once(database_url: str) -> None:
    ticket = ticket_for(database_url, account(database_url, units=[]))
    assert redeemed(database_url, ticket) is not None
    assert redeemed(database_url, ticket) is None


def test_of_many_who_come_with_one_ticket_one_gets_in(database_url: str) -> None:
    ticket = ticket_for(database_url, account(database_url, units=[]))
    with ThreadPoolExecutor(8) as pool:
        tokens = list(pool.map(lambda _: redeemed(database_url, ticket), range(8)))
    assert sum(token is not None for token in tokens) == 1


def test_a_ticket_is_good_for_thirty_seconds(sqlite_url: str) -> None:
    account_id = account(sqlite_url, units=[])
    last = NOW + timedelta(seconds=29)
    late = NOW + timedelta(seconds=30)
    assert redeemed(sqlite_url, ticket_for(sqlite_url, account_id), now=last) is not None
    assert redeemed(sqlite_url, ticket_for(sqlite_url, account_id), now=late) is None


def test_a_ticket_is_no_token_and_a_token_no_ticket(sqlite_url: str) -> None:
    account_id = account(sqlite_url, units=[])
    assert who(sqlite_url, ticket_for(sqlite_url, account_id)) is None
    assert redeemed(sqlite_url, token_for(sqlite_url, account_id)) is None


@pytest.mark.trust("A4")
@pytest.mark.parametrize("made_up", ["", "x", "0" * 64, "' or 1=1 --", "\x00", "z" * 10_000])
def test_a_made_up_token_is_nobody(database_url: str, made_up: str) -> None:
    token_for(database_url, account(database_url, units=[]))
    assert who(database_url, made_up) is None


def test_the_table_holds_neither_ticket_nor_token(sqlite_url: str) -> None:
    account_id = account(sqlite_url, units=[])
    secrets = [ticket_for(sqlite_url, account_id), token_for(sqlite_url, account_id)]
    with reading(sqlite_url) as connection:
        kept = str(connection.execute(select(session)).all())
    assert not any(secret in kept for secret in secrets)


def test_a_session_ends_after_its_lifetime_however_busy(sqlite_url: str) -> None:
    token = token_for(sqlite_url, account(sqlite_url, units=[]))
    nearly = NOW + LIFETIME - timedelta(seconds=1)
    with writing(sqlite_url) as connection:
        note_activity(connection, 1, now=nearly)
    assert who(sqlite_url, token, now=nearly) is not None
    assert who(sqlite_url, token, now=NOW + LIFETIME) is None


def test_a_session_ends_after_an_idle_hour(sqlite_url: str) -> None:
    token = token_for(sqlite_url, account(sqlite_url, units=[]))
    assert who(sqlite_url, token, now=NOW + IDLE - timedelta(seconds=1)) is not None
    assert who(sqlite_url, token, now=NOW + IDLE) is None


def test_an_action_keeps_a_session_from_idling(sqlite_url: str) -> None:
    token = token_for(sqlite_url, account(sqlite_url, units=[]))
    with writing(sqlite_url) as connection:
        note_activity(connection, 1, now=NOW + timedelta(minutes=50))
        note_activity(connection, 1, now=NOW + timedelta(minutes=10))  # late news set nothing back
    assert who(sqlite_url, token, now=NOW + timedelta(minutes=100)) is not None


def test_activity_is_due_for_noting_once_a_minute(sqlite_url: str) -> None:
    token = token_for(sqlite_url, account(sqlite_url, units=[]))
    with reading(sqlite_url) as connection:
        found = live_session(connection, token, now=NOW, idle=IDLE)
    assert found is not None
    assert not found.is_due_for_noting(now=NOW + timedelta(seconds=59))
    assert found.is_due_for_noting(now=NOW + timedelta(seconds=60))


def test_who_it_is_takes_one_statement(database_url: str) -> None:
    units = units_of(database_url)
    token = token_for(database_url, account(database_url, units=[units["40"], units["425"]]))
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    with reading(database_url) as connection:
        event.listen(connection, "before_cursor_execute", note)
        signed_in(connection, token, now=NOW, idle=IDLE)
    assert len(statements) == 1


def _signs_out(connection: Connection, _account_id: int, token: str) -> None:
    end_session(connection, token, now=NOW)


def _ends_all(connection: Connection, account_id: int, _token: str) -> None:
    assert end_all_sessions(connection, account_id, now=NOW) == 2


def _is_disabled(connection: Connection, account_id: int, _token: str) -> None:
    disable(connection, account_id, now=NOW)


def _has_a_new_password(connection: Connection, account_id: int, _token: str) -> None:
    change_password(connection, account_id, password="mật khẩu thứ hai", now=NOW)


@pytest.mark.trust("A3", "B21")
@pytest.mark.parametrize("end", [_ends_all, _is_disabled, _has_a_new_password])
def test_every_session_of_the_account_ends_at_once(
    database_url: str, end: Callable[[Connection, int, str], None]
) -> None:
    account_id = account(database_url, units=[])
    somebody_else = token_for(database_url, account(database_url, units=[], username="nguoi-khac"))
    tokens = [token_for(database_url, account_id) for _ in range(2)]
    with writing(database_url) as connection:
        end(connection, account_id, tokens[0])
    assert [who(database_url, token) for token in tokens] == [None, None]
    assert who(database_url, somebody_else) is not None


def test_signing_out_ends_this_session_and_no_other(sqlite_url: str) -> None:
    account_id = account(sqlite_url, units=[])
    here, elsewhere = token_for(sqlite_url, account_id), token_for(sqlite_url, account_id)
    with writing(sqlite_url) as connection:
        _signs_out(connection, account_id, here)
    assert who(sqlite_url, here) is None
    assert who(sqlite_url, elsewhere) is not None


def test_an_unspent_ticket_dies_with_its_account(sqlite_url: str) -> None:
    account_id = account(sqlite_url, units=[])
    ticket = ticket_for(sqlite_url, account_id)
    with writing(sqlite_url) as connection:
        disable(connection, account_id, now=NOW)
    assert redeemed(sqlite_url, ticket) is None


@pytest.mark.trust("A3")
def test_a_new_scope_holds_at_the_next_action(database_url: str) -> None:
    units = units_of(database_url)
    account_id = account(database_url, units=[units["40"]])
    token = token_for(database_url, account_id)
    with writing(database_url) as connection:
        set_scope(connection, account_id, units=[])
    found = who(database_url, token)
    assert found is not None and found.scope.sees_nothing


def test_sessions_that_ended_long_ago_are_removed_at_a_sign_in_but_the_last_of_each_account(
    database_url: str,
) -> None:
    absent, busy = (account(database_url, units=[], username=name) for name in ("vang", "ban"))
    for account_id, days_ago in ((absent, 300), (absent, 200), (busy, 200), (busy, 91), (busy, 90)):
        ticket_for(database_url, account_id, now=NOW - timedelta(days=days_ago))
    held = token_for(database_url, busy)
    with reading(database_url) as connection:
        kept = connection.execute(
            select(session.c.account_id, session.c.created_at).order_by(session.c.id)
        ).all()
    # One of 90 days ago could be used for half a day after it began.
    assert [(row.account_id, (NOW - row.created_at).days) for row in kept] == [
        (absent, 200),
        (busy, 90),
        (busy, 0),
    ]
    assert who(database_url, held) is not None


@pytest.mark.trust("C26")
def test_the_note_of_a_browser_is_one_short_line(sqlite_url: str) -> None:
    settings = Settings(database_url=sqlite_url)
    account(sqlite_url, units=[])
    assert sign_in(
        username="canbo",
        password=PASSWORD,
        now=NOW,
        caller=Caller(browser="Firefox\r\n2026-11-23 INFO fake line" + "x" * 5000),
        settings=settings,
    )
    with reading(sqlite_url) as connection:
        kept = connection.scalar(select(session.c.browser))
    assert kept is not None and "\n" not in kept and len(kept) == 300


def test_a_wrong_password_opens_no_session(sqlite_url: str) -> None:
    settings = Settings(database_url=sqlite_url)
    account(sqlite_url, units=[])
    assert sign_in(username="canbo", password="sai", now=NOW, settings=settings) is None
    with engine(sqlite_url).begin() as connection:
        assert connection.scalar(select(session.c.id)) is None


def test_production_neither_names_nor_opens_demo_accounts(sqlite_url: str) -> None:
    account(sqlite_url, units=[], username="lanhdao", is_demo=True)
    for mode, offered in ((Mode.DEMO, ["lanhdao"]), (Mode.PRODUCTION, [])):
        settings = Settings(database_url=sqlite_url, mode=mode)
        assert demo_accounts_on_offer(settings) == offered
        ticket = sign_in(username="lanhdao", password=PASSWORD, now=NOW, settings=settings)
        assert (ticket is not None) == bool(offered)
