"""A store with a few units and people, for tests of accounts and sessions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from store.accounts import create_account
from store.database import engine
from store.sessions import open_session, redeem_ticket
from tests.queries.stores import Store

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PASSWORD = "một mật khẩu đủ dài"
IDLE = timedelta(minutes=60)
LIFETIME = timedelta(hours=12)


@contextmanager
def writing(url: str) -> Iterator[Connection]:
    """A connection that may write; what it wrote is kept at the end."""
    with engine(url).execution_options(writes=True).begin() as connection:
        yield connection


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    with engine(url).begin() as connection:
        yield connection


def units_of(url: str) -> dict[str, int]:
    """A province 40 with districts 412 and 425 and commune 17329 under 425: ids by code."""
    store = Store(url)
    store.unit("412")
    store.unit("425")
    store.unit("17329", level="commune", parent="425")
    ids = {code: unit_id for (kind, code), unit_id in store.ids.items() if kind == "unit"}
    return ids | {"province": store.province_id}


def account(url: str, *, units: list[int], username: str = "canbo", **more: object) -> int:
    """A staff account; gives its id."""
    values: dict[str, object] = {
        "display_name": "Cán bộ",
        "role": "staff",
        "password": PASSWORD,
        "now": NOW,
        "must_change_password": False,
    }
    with writing(url) as connection:
        return create_account(
            connection,
            username=username,
            units=units,
            **(values | more),  # type: ignore[arg-type]
        )


def ticket_for(url: str, account_id: int, *, now: datetime = NOW) -> str:
    with writing(url) as connection:
        return open_session(
            connection,
            account_id,
            now=now,
            lifetime=LIFETIME,
            address="10.0.0.7",
            browser="Firefox",
        )


def token_for(url: str, account_id: int, *, now: datetime = NOW) -> str:
    """The cookie's token of a new session."""
    ticket = ticket_for(url, account_id, now=now)
    with writing(url) as connection:
        token = redeem_ticket(connection, ticket, now=now)
    assert token is not None
    return token
