"""Walls that are open: a link's secret becomes a screen's token, and the token becomes a Wall.

A token opens a wall only: it stands in a table of its own, and no account is behind it. Every
question asks the store, so that a revoked or ended link, or another address, closes at once; the
server remembers its answer for seconds (server/known_walls.py).
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    Connection,
    RowMapping,
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)

from domain.scope import Scope
from store import audit
from store.signed_in import columns_of, covered_by, scope_of
from store.tables import province, unit, wall_link, wall_panel, wall_session
from store.throttling import Place, claim_attempt, confirm_attempt, place_of
from store.wall_addresses import is_within
from store.wall_beats import Beat, expiry, note_beat, note_beats, noted
from store.wall_links import LASTS, hash_of, make_wall_link, revoke_wall_link
from store.wall_playlists import PlaylistEntry, entries_of_links, save_playlist
from store.wall_settings import WallRefused

__all__ = [
    "LASTS",
    "Beat",
    "PlaylistEntry",
    "Wall",
    "WallRefused",
    "enter_wall",
    "live_wall",
    "live_walls",
    "make_wall_link",
    "note_beat",
    "note_beats",
    "revoke_wall_link",
    "save_playlist",
]

# How long a screen that is over is kept: addresses are not collected for ever.
KEPT_FOR = timedelta(days=90)
# A screen that has not spoken for so long is said to be silent.
SILENT_AFTER = timedelta(seconds=90)


@dataclass(frozen=True, kw_only=True)
class Wall:
    """One screen of a wall, as of this very moment.

    `unit_id` and `unit` (its code): None and "" for a whole province; `province` is its slug.
    `unit_vi`, `unit_en`: what to call the unit. `scope` covers it and everything below it.
    `night_*`: hours of the province's day, None: never dark. `expires_at`: when it ends at the
    latest, whatever else happens.
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
    # What is kept on disk by an older version has them not.
    unit_vi: str = ""
    unit_en: str = ""
    panels: tuple[int, int] = (1, 1)


# The hash of a screen's token, and the address from which it asks.
Screen = tuple[str, str | None]

_SCREENS = (
    wall_session.join(wall_link, wall_link.c.id == wall_session.c.wall_link_id)
    .join(unit, unit.c.id == wall_link.c.unit_id)
    .join(province, province.c.id == wall_link.c.province_id)
)
# Built once: they are asked again and again for as long as a wall is on. One row a live screen.
_LIVE = (
    select(
        wall_session.c.id.label("wall_session_id"),
        wall_session.c.token_hash.label("screen_hash"),
        wall_session.c.expires_at.label("session_ends_at"),
        wall_link,
        unit.c.code.label("unit_code"),
        unit.c.level,
        unit.c.full_name_vi,
        unit.c.full_name_en,
        province.c.slug,
        province.c.time_zone,
    )
    .select_from(_SCREENS)
    .where(
        wall_session.c.token_hash.in_(bindparam("hashes", expanding=True)),
        wall_session.c.ended_at.is_(None),
        wall_session.c.expires_at > bindparam("now"),
        wall_link.c.revoked_at.is_(None),
        or_(wall_link.c.expires_at.is_(None), wall_link.c.expires_at > bindparam("now")),
    )
)
# One row a unit seen.
_COVERED = select(
    *columns_of(
        covered_by(
            select(unit.c.id, unit.c.province_id, unit.c.level).where(
                unit.c.id == bindparam("unit_id")
            )
        )
    )
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
            expires_at=expiry(link["expires_at"], now=now),
            last_seen_at=now,
            address=noted(address),
            browser=noted(browser),
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
    """The wall behind a cookie's token; None when it may not be shown at `address`."""
    screen = (hash_of(token), address)
    return live_walls(connection, [screen], now=now).get(screen)


def live_walls(
    connection: Connection, screens: Collection[Screen], *, now: datetime
) -> dict[Screen, Wall]:
    """The walls behind `screens`; who is not in it may not be shown.

    Two statements, and one for each unit that is the whole of a link: as many for ten walls of a
    province as for one.
    """
    asked = {"hashes": sorted({screen[0] for screen in screens}), "now": now}
    rows = {row["screen_hash"]: row for row in connection.execute(_LIVE, asked).mappings()}
    shown = {
        screen: rows[screen[0]]
        for screen in screens
        if screen[0] in rows and is_within(screen[1], rows[screen[0]]["address_range"])
    }
    if not shown:
        return {}
    entries = entries_of_links(connection, {row["id"] for row in shown.values()})
    scopes = {
        unit_id: scope_of(connection.execute(_COVERED, {"unit_id": unit_id}).mappings())
        for unit_id in {row["unit_id"] for row in shown.values()}
    }
    return {
        screen: _wall(row, scope=scopes[row["unit_id"]], entries=entries.get(row["id"], ()))
        for screen, row in shown.items()
    }


def _wall(row: RowMapping, *, scope: Scope, entries: tuple[PlaylistEntry, ...]) -> Wall:
    is_whole = row["level"] == "province"
    return Wall(
        wall_session_id=row["wall_session_id"],
        wall_link_id=row["id"],
        name=row["name"],
        province_id=row["province_id"],
        province=row["slug"],
        time_zone=row["time_zone"],
        unit_id=None if is_whole else row["unit_id"],
        unit="" if is_whole else row["unit_code"],
        unit_vi="" if is_whole else row["full_name_vi"],
        unit_en="" if is_whole else row["full_name_en"],
        scope=scope,
        scenes=frozenset(row["scenes"].split(",")),
        entries=entries,
        language=row["language"],
        metres=row["metres"],
        width=row["width"],
        night_from=row["night_from"],
        night_until=row["night_until"],
        seconds=row["seconds"],
        panels=(row["panels_across"], row["panels_down"]),
        expires_at=min(row["session_ends_at"], row["expires_at"] or row["session_ends_at"]),
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


def _end(connection: Connection, token: str, *, now: datetime) -> None:
    connection.execute(
        update(wall_session)
        .where(wall_session.c.token_hash == hash_of(token), wall_session.c.ended_at.is_(None))
        .values(ended_at=now)
    )


def _forget_old(connection: Connection, *, now: datetime) -> None:
    long_ago = now - KEPT_FOR
    is_old = or_(wall_session.c.ended_at <= long_ago, wall_session.c.expires_at <= long_ago)
    old = select(wall_session.c.id).where(is_old)
    connection.execute(delete(wall_panel).where(wall_panel.c.wall_session_id.in_(old)))
    connection.execute(delete(wall_session).where(is_old))
