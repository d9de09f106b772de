"""Walls that are open: a link's secret becomes a screen's token, and the token becomes a Wall.

A token opens a wall only: it stands in a table of its own, and no account is behind it. Every
question asks the store, so that a revoked or ended link, or another address, closes at once.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    Connection,
    RowMapping,
    and_,
    bindparam,
    delete,
    insert,
    or_,
    select,
    true,
    update,
)

from domain.scope import Scope
from store import audit
from store.signed_in import columns_of, covered_by, scope_of
from store.tables import province, unit, wall_link, wall_session
from store.throttling import Place, claim_attempt, confirm_attempt, place_of
from store.wall_addresses import is_within
from store.wall_links import (
    PlaylistEntry,
    WallRefused,
    entries_of,
    hash_of,
    make_wall_link,
    revoke_wall_link,
    save_playlist,
)

__all__ = [
    "Beat",
    "PlaylistEntry",
    "Wall",
    "WallRefused",
    "enter_wall",
    "live_wall",
    "make_wall_link",
    "note_beat",
    "revoke_wall_link",
    "save_playlist",
]

# A browser keeps no cookie longer; while a wall is on, both are renewed again and again.
LASTS = timedelta(days=400)
# How long a screen that is over is kept: addresses are not collected for ever.
KEPT_FOR = timedelta(days=90)
# A screen that has not spoken for so long is said to be silent.
SILENT_AFTER = timedelta(seconds=90)
LONGEST_NOTE = 300
LARGEST_COUNT = 2**31 - 1
LARGEST_HEAP = 2**53


@dataclass(frozen=True, kw_only=True)
class Wall:
    """One screen of a wall, as of this very moment.

    `unit_id` and `unit` (its code): None and "" for a whole province; `province` is its slug.
    `scope` covers the unit and everything below it. `night_*`: hours of the province's day, None:
    never dark. `expires_at`: when it ends at the latest, whatever else happens.
    """

    wall_session_id: int
    wall_link_id: int
    name: str
    province_id: int
    province: str
    time_zone: str
    unit_id: int | None
    unit: str
    scope: Scope
    scenes: frozenset[str]
    entries: tuple[PlaylistEntry, ...]
    language: str
    metres: float
    width: float
    night_from: int | None
    night_until: int | None
    seconds: int
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Beat:
    """What a screen says of itself. `scene` is the key of the slot shown (domain.playlist.Slot).

    Nothing of it is believed for more than it is: it comes from a browser.
    """

    scene: str = ""
    as_of: int | None = None
    version: str = ""
    heap_bytes: int | None = None
    dom_nodes: int | None = None
    frame_errors: int = 0
    note: str = ""


_IS_LIVE = and_(
    wall_session.c.token_hash == bindparam("token_hash"),
    wall_session.c.ended_at.is_(None),
    wall_session.c.expires_at > bindparam("now"),
    wall_link.c.revoked_at.is_(None),
    or_(wall_link.c.expires_at.is_(None), wall_link.c.expires_at > bindparam("now")),
)
_SCREENS = (
    wall_session.join(wall_link, wall_link.c.id == wall_session.c.wall_link_id)
    .join(unit, unit.c.id == wall_link.c.unit_id)
    .join(province, province.c.id == wall_link.c.province_id)
)
_COVERED = covered_by(
    select(unit.c.id, unit.c.province_id, unit.c.level).select_from(_SCREENS).where(_IS_LIVE)
)
# Built once: it is asked at every question of every wall. One row a unit seen.
_LIVE = (
    select(
        wall_session.c.id.label("wall_session_id"),
        wall_session.c.expires_at.label("session_ends_at"),
        wall_link,
        unit.c.code.label("unit_code"),
        unit.c.level,
        province.c.slug,
        province.c.time_zone,
        *columns_of(_COVERED),
    )
    .select_from(_SCREENS.join(_COVERED, true()))
    .where(_IS_LIVE)
)


def enter_wall(
    connection: Connection,
    secret: str,
    *,
    address: str | None,
    browser: str | None,
    now: datetime,
    old_token: str | None = None,
) -> str | None:
    """The token of a new screen; None when the link is unknown, revoked, over or not for `address`.

    Which of them it was stands in the log alone. `old_token`: what the browser was a screen by
    until now; that one ends. `connection` writes. Raises store.throttling.TooManyAttempts.
    """
    attempt = claim_attempt(
        connection, username=f"/wall/{hash_of(secret)[:16]}", place=_place(address), now=now
    )
    asked = select(wall_link).where(wall_link.c.token_hash == hash_of(secret))
    link = connection.execute(asked).mappings().one_or_none()
    fault = _fault(link, address=address, now=now)
    if link is None or fault is not None:
        audit.record(
            connection,
            now=now,
            action=audit.Action.WALL_REFUSED,
            subject=link["name"] if link is not None else "",
            address=address,
            detail={"why": fault, "link": link["id"] if link is not None else None},
        )
        return None
    confirm_attempt(connection, attempt)
    if old_token:
        _end(connection, old_token, now=now)
    _forget_old(connection, now=now)
    token = secrets.token_urlsafe(32)
    screen: int = connection.execute(
        insert(wall_session)
        .values(
            wall_link_id=link["id"],
            token_hash=hash_of(token),
            created_at=now,
            expires_at=_expiry(link["expires_at"], now=now),
            last_seen_at=now,
            address=_note(address),
            browser=_note(browser),
        )
        .returning(wall_session.c.id)
    ).scalar_one()
    audit.record(
        connection,
        now=now,
        action=audit.Action.WALL_OPENED,
        subject=link["name"],
        address=address,
        detail={"link": link["id"], "screen": screen},
    )
    return token


def live_wall(
    connection: Connection, token: str, *, address: str | None, now: datetime
) -> Wall | None:
    """The wall behind a cookie's token, in two statements; None when it may not be shown here."""
    asked = {"token_hash": hash_of(token), "now": now}
    rows = connection.execute(_LIVE, asked).mappings().all()
    if not rows or not is_within(address, rows[0]["address_range"]):
        return None
    first = rows[0]
    is_whole = first["level"] == "province"
    return Wall(
        wall_session_id=first["wall_session_id"],
        wall_link_id=first["id"],
        name=first["name"],
        province_id=first["province_id"],
        province=first["slug"],
        time_zone=first["time_zone"],
        unit_id=None if is_whole else first["unit_id"],
        unit="" if is_whole else first["unit_code"],
        scope=scope_of(rows),
        scenes=frozenset(first["scenes"].split(",")),
        entries=entries_of(connection, first["id"]),
        language=first["language"],
        metres=first["metres"],
        width=first["width"],
        night_from=first["night_from"],
        night_until=first["night_until"],
        seconds=first["seconds"],
        expires_at=min(first["session_ends_at"], first["expires_at"] or first["session_ends_at"]),
    )


def note_beat(
    connection: Connection,
    wall_session_id: int,
    beat: Beat,
    *,
    now: datetime,
    address: str | None = None,
) -> None:
    """Keep what a screen says of itself, and let it last from now on; one that is over stays so.

    `address`: where it speaks from now, None: as before.
    """
    link = wall_session.c.wall_link_id == wall_link.c.id
    ends_at = connection.scalar(
        select(wall_link.c.expires_at).where(link, wall_session.c.id == wall_session_id)
    )
    connection.execute(
        update(wall_session)
        .where(wall_session.c.id == wall_session_id, wall_session.c.ended_at.is_(None))
        .values(
            last_seen_at=now,
            expires_at=_expiry(ends_at, now=now),
            beat_at=now,
            scene=_note(beat.scene),
            as_of=_count(beat.as_of),
            version=_note(beat.version),
            heap_bytes=_count(beat.heap_bytes, most=LARGEST_HEAP),
            dom_nodes=_count(beat.dom_nodes),
            frame_errors=_count(beat.frame_errors),
            note=_note(beat.note),
            **({"address": _note(address)} if address else {}),
        )
    )


def _fault(link: RowMapping | None, *, address: str | None, now: datetime) -> str | None:
    """Why a link opens nothing at `address`, in one word; None when it opens."""
    if link is None:
        return "unknown"
    if link["revoked_at"] is not None:
        return "revoked"
    if link["expires_at"] is not None and link["expires_at"] <= now:
        return "expired"
    return None if is_within(address, link["address_range"]) else "address"


def _place(address: str | None) -> Place:
    # Counted beside the people at that address, never with them: a link that is over and still
    # hangs on a wall keeps nobody from signing in.
    return Place(f"wall {place_of(address).address}")


def _expiry(link_ends_at: datetime | None, *, now: datetime) -> datetime:
    return min(now + LASTS, link_ends_at or now + LASTS)


def _end(connection: Connection, token: str, *, now: datetime) -> None:
    connection.execute(
        update(wall_session)
        .where(wall_session.c.token_hash == hash_of(token), wall_session.c.ended_at.is_(None))
        .values(ended_at=now)
    )


def _forget_old(connection: Connection, *, now: datetime) -> None:
    long_ago = now - KEPT_FOR
    connection.execute(
        delete(wall_session).where(
            or_(wall_session.c.ended_at <= long_ago, wall_session.c.expires_at <= long_ago)
        )
    )


def _count(number: int | None, *, most: int = LARGEST_COUNT) -> int | None:
    return None if number is None else max(0, min(number, most))


def _note(text: str | None) -> str | None:
    if text is None:
        return None
    return "".join(letter for letter in text if letter.isprintable())[:LONGEST_NOTE]
