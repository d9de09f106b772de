"""The audit log: who did what to what, when. Events are appended, never changed or removed.

Every event carries the hash of the one before it, so that a changed, removed, inserted or moved
event shows (`verify`). The database refuses updates and deletions by triggers (migration 0001);
the chain is for whoever gets round them. A person is known by the account alone.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, insert, select, text

from domain.privacy import masked
from store.tables import audit_event

FIRST_PREVIOUS = "0" * 64
LONGEST_TEXT = 300
ROWS_AT_A_TIME = 2_000

Detail = str | int | bool | None | list[str]


class Action(StrEnum):
    """What can be done. A new one needs its text `audit.action_<name>`."""

    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGNED_OUT = "signed_out"
    PASSWORD_CHANGED = "password_changed"
    SESSION_ENDED = "session_ended"
    SESSIONS_ENDED = "sessions_ended"
    SAW = "saw"
    EXPORTED = "exported"
    IMPORTED = "imported"
    IMPORT_REFUSED = "import_refused"
    CHANGED = "changed"
    APPROVED = "approved"
    ACCOUNT_CREATED = "account_created"
    ROLE_CHANGED = "role_changed"
    SCOPE_CHANGED = "scope_changed"
    PASSWORD_RESET = "password_reset"
    PASSWORD_DROPPED = "password_dropped"
    ACCOUNT_DISABLED = "account_disabled"
    ACCOUNT_ENABLED = "account_enabled"
    MEETING_CHANGED = "meeting_changed"
    MEETING_REMOVED = "meeting_removed"
    MEETING_OPENED = "meeting_opened"
    MEETING_MOVED = "meeting_moved"
    MEETING_CLOSED = "meeting_closed"
    UNFROZE = "unfroze"
    SAW_LIVE = "saw_live"
    LINK_MADE = "link_made"
    LINK_OPENED = "link_opened"
    LINK_REVOKED = "link_revoked"
    WALL_LINK_MADE = "wall_link_made"
    WALL_LINK_CHANGED = "wall_link_changed"
    WALL_SECRET_RENEWED = "wall_secret_renewed"
    WALL_LINK_REVOKED = "wall_link_revoked"
    WALL_OPENED = "wall_opened"
    WALL_REFUSED = "wall_refused"
    WALL_SCREEN_ENDED = "wall_screen_ended"
    PLAYLIST_CHANGED = "playlist_changed"


@dataclass(frozen=True)
class Head:
    """The newest event of a chain. Kept elsewhere, it shows when the end was cut off later."""

    position: int
    hash: str

    def __str__(self) -> str:
        return f"{self.position}:{self.hash}"


NO_HEAD = Head(0, FIRST_PREVIOUS)


class Fault(StrEnum):
    """What is wrong at the first broken position."""

    MISSING = "missing"
    CHANGED = "changed"
    CUT = "cut"
    REWRITTEN = "rewritten"


@dataclass(frozen=True)
class Verdict:
    """`broken_at` is the first position that is not as it was written; None: the chain is whole.

    `head` is the last event that was found in order.
    """

    head: Head
    broken_at: int | None = None
    fault: Fault | None = None

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None


def record(
    connection: Connection,
    *,
    now: datetime,
    action: str,
    subject: str,
    account_id: int | None = None,
    address: str | None = None,
    detail: Mapping[str, Detail] | None = None,
) -> None:
    """Append one event in the transaction of what it tells of: both are kept, or neither.

    `action` is one of Action; `subject` is what was touched (a screen, an account's name, a
    file); `account_id` is who did it, None for the command line and for nobody known; `detail`
    are codes and counts, never free text about people. `connection` writes
    (`execution_options(writes=True)`). Call it last: until the transaction ends, nobody else can
    append. Raises ValueError for an unknown action.
    """
    take_turn(connection)
    newest = head(connection)
    told = {name: _kept(value) for name, value in (detail or {}).items()}
    event: dict[str, object] = {
        "position": newest.position + 1,
        "happened_at": now,
        "account_id": account_id,
        "action": Action(action).value,
        "subject": _kept(subject),
        "detail": json.dumps(told, ensure_ascii=False, sort_keys=True),
        "address": _kept(address),
        "previous_hash": newest.hash,
    }
    connection.execute(insert(audit_event).values(**event, hash=_hash(event)))


def take_turn(connection: Connection) -> None:
    """Wait until nobody else appends, so that positions have no gaps and the chain no branches.

    On SQLite the transaction of a writer has begun with the only writing lock already.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("lock table audit_event in exclusive mode"))


def head(connection: Connection) -> Head:
    """The newest event; NO_HEAD for an empty log."""
    newest = connection.execute(
        select(audit_event.c.position, audit_event.c.hash)
        .order_by(audit_event.c.position.desc())
        .limit(1)
    ).one_or_none()
    return Head(newest.position, newest.hash) if newest else NO_HEAD


def verify(connection: Connection, *, kept: Head = NO_HEAD) -> Verdict:
    """Read the whole chain and say where it is broken first, if it is.

    `kept` is a head noted earlier: an event that was there then must be there now.
    """
    at = NO_HEAD
    events = connection.execute(
        select(audit_event)
        .order_by(audit_event.c.position)
        .execution_options(yield_per=ROWS_AT_A_TIME)
    )
    for event in events.mappings():
        fault = _fault(event, after=at, kept=kept)
        if fault is not None:
            return Verdict(at, at.position + 1, fault)
        at = Head(event["position"], event["hash"])
    if at.position < kept.position:
        return Verdict(at, at.position + 1, Fault.CUT)
    return Verdict(at)


def _fault(event: RowMapping, *, after: Head, kept: Head) -> Fault | None:
    if event["position"] != after.position + 1:
        return Fault.MISSING
    if event["previous_hash"] != after.hash or event["hash"] != _hash(event):
        return Fault.CHANGED
    if event["position"] == kept.position and event["hash"] != kept.hash:
        return Fault.REWRITTEN
    return None


def _hash(event: Mapping[str, object] | RowMapping) -> str:
    """SHA-256 over the event's fields in one spelling, the hash before it among them."""
    happened_at = event["happened_at"]
    assert isinstance(happened_at, datetime)
    spelled = {
        name: event[name]
        for name in (
            "position", "account_id", "action", "subject", "detail", "address", "previous_hash",
        )
    } | {"happened_at": happened_at.astimezone(UTC).isoformat(timespec="microseconds")}  # fmt: skip
    written = json.dumps(spelled, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _kept(value: Detail) -> Detail:
    """`value` as it may be kept: storable in both databases, no number of a person, not endless."""
    if isinstance(value, list):
        return [str(_kept(item)) for item in value]
    if not isinstance(value, str):
        return value
    storable = value.encode("utf-8", errors="replace").decode("utf-8").replace("\x00", "\u2400")
    storable = masked(storable)
    return storable if len(storable) <= LONGEST_TEXT else storable[: LONGEST_TEXT - 1] + "…"
