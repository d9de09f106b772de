"""Reading the audit log: for whom, which events, and as lines that nobody can forge."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, true

from domain.scope import Scope
from store.audit import Action
from store.database import engine
from store.settings import current_settings
from store.signed_in import SignedIn
from store.tables import account, account_scope, audit_event, province, unit

# Days of the log are days of the country, wherever the server and the reader stand.
TIME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which events: of one account (its name), of one action, from day to day (both included)."""

    username: str | None = None
    action: str | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class Event:
    """One event. `happened_at` is local time; `username` is None for the command line."""

    position: int
    happened_at: datetime
    username: str | None
    action: str
    subject: str
    detail: Mapping[str, Any]
    address: str | None


@dataclass(frozen=True)
class Found:
    """One page of events, newest first, and how many there are on all pages."""

    events: tuple[Event, ...]
    total: int


def read_log(reader: SignedIn, wanted: Filter, *, page: int, rows: int) -> Found:
    """Page number `page` (from 1) of the events of `wanted` that `reader` may see.

    An administrator sees all. Others see what was done by accounts that see nothing beyond their
    own scope; what no account did (the command line, unknown names) is for those who see every
    province.
    """
    with engine(current_settings().database_url).begin() as connection:
        condition = and_(_may_see(connection, reader), *_conditions(wanted))
        total = connection.scalar(select(func.count()).select_from(_EVENTS).where(condition))
        events = _read(connection, condition, skip=(page - 1) * rows, most=rows)
    return Found(events, total or 0)


def last_events(connection: Connection, *, most: int) -> tuple[Event, ...]:
    """The newest `most` events of everybody, newest first."""
    return _read(connection, true(), skip=0, most=most)


def own_exports(account_id: int, *, most: int) -> tuple[Event, ...]:
    """The newest `most` files that an account fetched, newest first."""
    condition = and_(
        audit_event.c.account_id == account_id, audit_event.c.action == Action.EXPORTED
    )
    with engine(current_settings().database_url).connect() as connection:
        return _read(connection, condition, skip=0, most=most)


def names_in_log(reader: SignedIn) -> dict[str, str]:
    """The accounts whose events `reader` may see: display name by user name, in order."""
    with engine(current_settings().database_url).begin() as connection:
        rows = connection.execute(
            select(account.c.username, account.c.display_name)
            .where(_account_is_for(connection, reader))
            .order_by(account.c.username)
        )
        return {row.username: row.display_name for row in rows}


def one_line(text: str) -> str:
    r"""`text` as one field of a line: whatever could end, turn or split the line is spelt out.

    A line break becomes \x0a, a mark that turns the reading direction \u202e, a bar \x7c.
    """
    return "".join(
        letter if letter.isprintable() and letter not in "\\|" else _spelt(letter)
        for letter in text
    )


def _spelt(letter: str) -> str:
    number = ord(letter)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"


_EVENTS = audit_event.outerjoin(account, account.c.id == audit_event.c.account_id)


def _read(
    connection: Connection, condition: ColumnElement[bool], *, skip: int, most: int
) -> tuple[Event, ...]:
    rows = connection.execute(
        select(audit_event, account.c.username)
        .select_from(_EVENTS)
        .where(condition)
        .order_by(audit_event.c.position.desc())
        .offset(skip)
        .limit(most)
    )
    return tuple(
        Event(
            position=row.position,
            happened_at=row.happened_at.astimezone(TIME_ZONE),
            username=row.username,
            action=row.action,
            subject=row.subject,
            detail=_detail(row.detail),
            address=row.address,
        )
        for row in rows
    )


def _detail(written: str) -> Mapping[str, Any]:
    # Somebody who got round the triggers may have written anything: the log still opens.
    try:
        found = json.loads(written)
    except ValueError:
        return {"detail": written}
    return found if isinstance(found, dict) else {"detail": written}


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    conditions = []
    if wanted.username is not None:
        conditions.append(account.c.username == wanted.username)
    if wanted.action is not None:
        conditions.append(audit_event.c.action == wanted.action)
    if wanted.first_day is not None:
        conditions.append(audit_event.c.happened_at >= _begin(wanted.first_day))
    if wanted.last_day is not None:
        conditions.append(audit_event.c.happened_at < _begin(wanted.last_day + timedelta(days=1)))
    return conditions


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), TIME_ZONE)


def _may_see(connection: Connection, reader: SignedIn) -> ColumnElement[bool]:
    if _sees_everything(connection, reader):
        return true()
    return and_(audit_event.c.account_id.is_not(None), _lies_within(reader))


def _account_is_for(connection: Connection, reader: SignedIn) -> ColumnElement[bool]:
    return true() if _sees_everything(connection, reader) else _lies_within(reader)


def _sees_everything(connection: Connection, reader: SignedIn) -> bool:
    provinces = set(connection.scalars(select(province.c.id)))
    return reader.role == "administrator" or provinces <= reader.scope.provinces


def _lies_within(reader: SignedIn) -> ColumnElement[bool]:
    """Accounts that see something, and nothing beyond the scope of `reader`; and one's own."""
    seen = account_scope.join(unit, unit.c.id == account_scope.c.unit_id)
    of_account = account_scope.c.account_id == account.c.id
    sees = exists().select_from(seen).where(of_account)
    sees_more = exists().select_from(seen).where(of_account, ~within(reader.scope))
    return or_(account.c.id == reader.account_id, and_(sees, ~sees_more))


def within(scope: Scope) -> ColumnElement[bool]:
    """The condition on `unit` that it lies in `scope`."""
    return or_(unit.c.province_id.in_(sorted(scope.provinces)), unit.c.id.in_(sorted(scope.units)))
