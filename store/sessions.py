"""Sessions: a ticket that is spent within seconds, then a cookie's token, both known by hash.

Signing in makes a session with a ticket. The browser hands the ticket to the server once and gets
the token as a cookie that no script can read; the ticket alone ever passes through a page.
"""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from store.signed_in import SignedIn, people, person
from store.tables import account, session

TICKET_LASTS = timedelta(seconds=30)
# How far behind the last action may be: a rerun within it writes nothing.
ACTIVITY_GRAIN = timedelta(minutes=1)
LONGEST_NOTE = 300
# How long a session is kept after it can have been used last: addresses and browsers of people are
# not collected for ever. Who signed in when stays in the audit log.
KEPT_FOR = timedelta(days=90)

# Built once: it is asked on every action of every visitor.
_LIVE = people(
    session.c.id.label("session_id"),
    session.c.last_seen_at,
    source=session.join(account, session.c.account_id == account.c.id),
    where=and_(
        session.c.token_hash == bindparam("token_hash"),
        session.c.ended_at.is_(None),
        session.c.expires_at > bindparam("now"),
        session.c.last_seen_at > bindparam("last_action_after"),
        account.c.disabled_at.is_(None),
    ),
)


@dataclass(frozen=True)
class LiveSession:
    """A session that holds at this moment, and whose it is."""

    session_id: int
    person: SignedIn
    last_seen_at: datetime

    def is_due_for_noting(self, *, now: datetime) -> bool:
        return now - self.last_seen_at >= ACTIVITY_GRAIN


def open_session(
    connection: Connection,
    account_id: int,
    *,
    now: datetime,
    lifetime: timedelta,
    address: str | None,
    browser: str | None,
) -> str:
    """Begin a session that ends after `lifetime` at the latest; gives its ticket.

    What ended KEPT_FOR ago is removed: signing in is what makes the table grow.
    """
    _forget_old(connection, now=now)
    ticket = secrets.token_urlsafe(32)
    connection.execute(
        insert(session).values(
            account_id=account_id,
            ticket_hash=_hash(ticket),
            created_at=now,
            ticket_expires_at=now + TICKET_LASTS,
            expires_at=now + lifetime,
            last_seen_at=now,
            address=_note(address),
            browser=_note(browser),
        )
    )
    return ticket


def redeem_ticket(connection: Connection, ticket: str, *, now: datetime) -> str | None:
    """The token of the session that `ticket` opens; None when it is spent, late or unknown.

    One conditional update, so that of two who come with one ticket one gets nothing.
    """
    token = secrets.token_urlsafe(32)
    spent = connection.execute(
        update(session)
        .where(
            session.c.ticket_hash == _hash(ticket),
            session.c.ticket_expires_at > now,
            session.c.ended_at.is_(None),
        )
        .values(ticket_hash=None, token_hash=_hash(token))
    )
    return token if spent.rowcount == 1 else None


def live_session(
    connection: Connection, token: str, *, now: datetime, idle: timedelta
) -> LiveSession | None:
    """The session behind a cookie's token, in one statement.

    None when it was ended, is over, saw no action for `idle`, or its account is disabled.
    """
    rows = (
        connection.execute(
            _LIVE, {"token_hash": _hash(token), "now": now, "last_action_after": now - idle}
        )
        .mappings()
        .all()
    )
    found = person(rows)
    if found is None:
        return None
    session_id: int = rows[0]["session_id"]
    return LiveSession(session_id, replace(found, session_id=session_id), rows[0]["last_seen_at"])


def signed_in(
    connection: Connection, token: str, *, now: datetime, idle: timedelta
) -> SignedIn | None:
    """Whose session `token` opens, or None; see `live_session`."""
    found = live_session(connection, token, now=now, idle=idle)
    return found.person if found else None


def note_activity(connection: Connection, session_id: int, *, now: datetime) -> None:
    """Remember that the session was used just now; never sets an earlier moment."""
    connection.execute(
        update(session)
        .where(session.c.id == session_id, session.c.last_seen_at < now)
        .values(last_seen_at=now)
    )


def end_session(connection: Connection, token: str, *, now: datetime) -> None:
    """End the session of `token`, in every tab and process; an unknown token is no matter."""
    connection.execute(
        update(session)
        .where(session.c.token_hash == _hash(token), session.c.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_all_sessions(
    connection: Connection, account_id: int, *, now: datetime, but: int | None = None
) -> int:
    """End every session of an account, `but` one if its id is given; gives how many were open."""
    ended = connection.execute(
        update(session)
        .where(
            session.c.account_id == account_id,
            session.c.ended_at.is_(None),
            # Ids begin at 1: without `but` this holds for all.
            session.c.id != (but or 0),
        )
        .values(ended_at=now)
    )
    return ended.rowcount


@dataclass(frozen=True)
class OpenSession:
    """One open session as its owner may see it: no ticket and no token."""

    session_id: int
    created_at: datetime
    last_seen_at: datetime
    address: str | None
    browser: str | None


def open_sessions(
    connection: Connection, account_id: int, *, now: datetime, idle: timedelta
) -> list[OpenSession]:
    """The sessions of an account in which somebody can act at `now`, the last used first."""
    asked = (
        select(
            session.c.id.label("session_id"),
            session.c.created_at,
            session.c.last_seen_at,
            session.c.address,
            session.c.browser,
        )
        .where(session.c.account_id == account_id, _holds(now=now, idle=idle))
        .order_by(session.c.last_seen_at.desc(), session.c.id.desc())
    )
    return [OpenSession(**row) for row in connection.execute(asked).mappings()]


def is_open(connection: Connection, session_id: int, *, now: datetime, idle: timedelta) -> bool:
    """Whether somebody can act in this session at `now`."""
    asked = select(session.c.id).where(session.c.id == session_id, _holds(now=now, idle=idle))
    return connection.scalar(asked) is not None


def end_one_session(
    connection: Connection, session_id: int, *, account_id: int, now: datetime
) -> bool:
    """End one session of this account; False when it was over or is somebody else's."""
    ended = connection.execute(
        update(session)
        .where(
            session.c.id == session_id,
            session.c.account_id == account_id,
            session.c.ended_at.is_(None),
        )
        .values(ended_at=now)
    )
    return ended.rowcount == 1


def signed_in_with(connection: Connection, token: str) -> tuple[str, datetime]:
    """The user name of the session of `token`, and the moment its password was given."""
    found = connection.execute(
        select(account.c.username, session.c.created_at)
        .join(account, session.c.account_id == account.c.id)
        .where(session.c.token_hash == _hash(token))
    ).one()
    return found.username, found.created_at


def _holds(*, now: datetime, idle: timedelta) -> ColumnElement[bool]:
    return and_(
        session.c.token_hash.is_not(None),
        session.c.ended_at.is_(None),
        session.c.expires_at > now,
        session.c.last_seen_at > now - idle,
    )


def _forget_old(connection: Connection, *, now: datetime) -> None:
    # The last one of each account stays: by it the administrator sees who was here when.
    last_ones = select(func.max(session.c.id)).group_by(session.c.account_id)
    connection.execute(
        delete(session).where(
            session.c.expires_at <= now - KEPT_FOR, session.c.id.not_in(last_ones)
        )
    )


def _hash(secret: str) -> str:
    # A random secret of 256 bits needs no slow hash: there is nothing to guess from.
    return hashlib.sha256(secret.encode()).hexdigest()


def _note(text: str | None) -> str | None:
    if text is None:
        return None
    return "".join(letter for letter in text if letter.isprintable())[:LONGEST_NOTE]
