from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from server import visitor
from store import clock
from store.database import engine
from store.tables import session
from tests.store.people import account, reading, token_for


@pytest.fixture
def store_in_use(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("IOC_DATABASE_URL", sqlite_url)
    return sqlite_url


def last_seen(url: str) -> datetime:
    visitor._notes.submit(lambda: None).result()  # what was handed over before is done
    with reading(url) as connection:
        seen = connection.scalar(select(session.c.last_seen_at))
    assert seen is not None
    return seen


@pytest.mark.parametrize("token", [None, "", "made-up"])
def test_without_a_session_there_is_no_visitor(store_in_use: str, token: str | None) -> None:
    assert visitor.visitor_of(token) is None


def test_the_cookie_of_the_running_screen_says_who_is_there(
    store_in_use: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_for(store_in_use, account(store_in_use, units=[]), now=clock.now())
    monkeypatch.setattr(visitor, "session_token", lambda: token)
    found = visitor.current_visitor()
    assert found is not None and found.username == "canbo"


def test_a_visit_within_a_minute_writes_nothing(store_in_use: str) -> None:
    began = clock.now()
    token = token_for(store_in_use, account(store_in_use, units=[]), now=began)
    visitor.visitor_of(token)
    assert last_seen(store_in_use) == began


def test_a_visit_after_a_minute_is_noted(store_in_use: str) -> None:
    began = clock.now() - timedelta(minutes=2)
    token = token_for(store_in_use, account(store_in_use, units=[]), now=began)
    visitor.visitor_of(token)
    assert last_seen(store_in_use) > began + timedelta(minutes=1)


def test_a_store_that_is_busy_writing_holds_no_visitor_up(store_in_use: str) -> None:
    began = clock.now() - timedelta(minutes=2)
    token = token_for(store_in_use, account(store_in_use, units=[]), now=began)
    with engine(store_in_use).execution_options(writes=True).begin():
        # A long import; the note waits for its end, the visitor does not.
        assert visitor.visitor_of(token) is not None
    assert last_seen(store_in_use) > began
