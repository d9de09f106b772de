"""Links that open a wall: made, revoked, and what they show. The secret is known by hash alone."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from store import audit
from store.tables import wall_link, wall_session
from store.wall_playlists import (
    PlaylistEntry,
    fit_entries,
    follow_scenes,
    usual_entry,
    write_entries,
)
from store.wall_settings import (
    WallConflict,
    WallRefused,
    WallSettings,
    change_told,
    columns_of,
    fitting,
    place_of,
    settings_of,
    standing_link,
)

# A browser keeps no cookie longer; while a wall is on, both are renewed again and again.
LASTS = timedelta(days=400)


def make_wall_link(
    connection: Connection,
    *,
    name: str,
    unit_id: int,
    scenes: Sequence[str],
    account_id: int | None,
    now: datetime,
    address_range: str = "",
    entries: Sequence[PlaylistEntry] = (),
    **more: Any,
) -> str:
    """A new link; gives its secret, which is told once and stored nowhere.

    `more` are settings of store.wall_settings.WallSettings. Without `entries` each of `scenes` is
    shown once, or over each of what it runs over. `account_id` None: the command line. Raises
    Refused.
    """
    asked = WallSettings(
        name=name, unit_id=unit_id, scenes=tuple(scenes), addresses=address_range, **more
    )
    kept = fitting(asked)
    place = place_of(connection, unit_id)
    columns = columns_of(kept, place=place, now=now)
    playlist = fit_entries(entries, kept.scenes) or [usual_entry(s) for s in kept.scenes]
    secret = secrets.token_urlsafe(32)
    made = {"token_hash": hash_of(secret), "account_id": account_id, "created_at": now}
    link_id: int = connection.execute(
        insert(wall_link).values(**made, **columns).returning(wall_link.c.id)
    ).scalar_one()
    write_entries(connection, link_id, playlist)
    audit.record(
        connection,
        now=now,
        action=audit.Action.WALL_LINK_MADE,
        subject=kept.name,
        account_id=account_id,
        detail={
            "link": link_id,
            "province": place["slug"],
            "unit": None if place["level"] == "province" else place["code"],
            "scenes": list(kept.scenes),
            "addresses": kept.addresses,
            "last_day": kept.last_day.isoformat() if kept.last_day else None,
        },
    )
    return secret


def change_wall_link(
    connection: Connection,
    wall_link_id: int,
    asked: WallSettings,
    *,
    seen: WallSettings,
    account_id: int | None,
    now: datetime,
) -> None:
    """Set a link to `asked`; it holds at its walls' next question, and they keep their cookies.

    `seen` is what the editor went by. The playlist loses the lines of scenes that are gone, and
    gets the usual line of each that came. One that is past its last day comes back with another.
    Raises Refused, WallConflict when the link is not as `seen` any more.
    """
    link = standing_link(connection, wall_link_id)
    before = place_of(connection, link["unit_id"])
    present = settings_of(link, time_zone=before["time_zone"])
    if present != seen:
        raise WallConflict(link["name"], present)
    kept = fitting(asked)
    after = place_of(connection, kept.unit_id)
    columns = columns_of(kept, place=after, now=now)
    if kept == present:
        return
    connection.execute(update(wall_link).where(wall_link.c.id == wall_link_id).values(**columns))
    _prolong_screens(connection, wall_link_id, was=link["expires_at"], ends=columns["expires_at"])
    places = {link["unit_id"]: _path(before), kept.unit_id: _path(after)}
    told = change_told(present, kept, places=places)
    if set(kept.scenes) != set(present.scenes):
        told += follow_scenes(connection, wall_link_id, present.scenes, kept.scenes)
    audit.record(
        connection,
        now=now,
        action=audit.Action.WALL_LINK_CHANGED,
        subject=kept.name,
        account_id=account_id,
        detail={"link": wall_link_id, "changed": told},
    )


def renew_secret(
    connection: Connection,
    wall_link_id: int,
    *,
    ends_screens: bool,
    account_id: int | None,
    now: datetime,
) -> str:
    """A new secret for a link, told once; the old one opens nothing from now on.

    Screens that show it go on, unless `ends_screens`. Raises WallRefused.
    """
    link = standing_link(connection, wall_link_id)
    secret = secrets.token_urlsafe(32)
    connection.execute(
        update(wall_link).where(wall_link.c.id == wall_link_id).values(token_hash=hash_of(secret))
    )
    ended = _end_screens(connection, wall_link_id, now=now) if ends_screens else 0
    audit.record(
        connection,
        now=now,
        action=audit.Action.WALL_SECRET_RENEWED,
        subject=link["name"],
        account_id=account_id,
        detail={"link": wall_link_id, "screens": ended},
    )
    return secret


def revoke_wall_link(
    connection: Connection, wall_link_id: int, *, account_id: int | None, now: datetime
) -> None:
    """End the link and every screen it opened, at once and for good. Raises WallRefused."""
    link = standing_link(connection, wall_link_id)
    connection.execute(
        update(wall_link).where(wall_link.c.id == wall_link_id).values(revoked_at=now)
    )
    ended = _end_screens(connection, wall_link_id, now=now)
    audit.record(
        connection,
        now=now,
        action=audit.Action.WALL_LINK_REVOKED,
        subject=link["name"],
        account_id=account_id,
        detail={"link": wall_link_id, "screens": ended},
    )


def end_wall_session(
    connection: Connection, wall_session_id: int, *, account_id: int | None, now: datetime
) -> None:
    """End one screen; the link may open it again. Raises WallRefused when it is over already."""
    found = connection.execute(
        select(wall_link.c.id, wall_link.c.name, wall_session.c.address)
        .join(wall_session, wall_session.c.wall_link_id == wall_link.c.id)
        .where(wall_session.c.id == wall_session_id, wall_session.c.ended_at.is_(None))
    ).one_or_none()
    if found is None:
        raise WallRefused("walls.screen_over")
    connection.execute(
        update(wall_session).where(wall_session.c.id == wall_session_id).values(ended_at=now)
    )
    audit.record(
        connection,
        now=now,
        action=audit.Action.WALL_SCREEN_ENDED,
        subject=found.name,
        account_id=account_id,
        detail={"link": found.id, "screen": wall_session_id, "screen_address": found.address},
    )


def unit_of(connection: Connection, wall_link_id: int) -> int:
    """The id of the unit a link sees. Raises WallRefused."""
    found = connection.scalar(select(wall_link.c.unit_id).where(wall_link.c.id == wall_link_id))
    if found is None:
        raise WallRefused("walls.no_link")
    return int(found)


def hash_of(secret: str) -> str:
    """How a secret or token is known. At 256 random bits there is nothing to guess from."""
    return hashlib.sha256(secret.encode("utf-8", errors="replace")).hexdigest()


def _end_screens(connection: Connection, wall_link_id: int, *, now: datetime) -> int:
    """How many screens of the link were ended."""
    return connection.execute(
        update(wall_session)
        .where(wall_session.c.wall_link_id == wall_link_id, wall_session.c.ended_at.is_(None))
        .values(ended_at=now)
    ).rowcount


def _prolong_screens(
    connection: Connection, wall_link_id: int, *, was: datetime | None, ends: datetime | None
) -> None:
    """Let the screens that would have ended with their link at `was` end with it now."""
    if was is None or was == ends:
        return
    of_link = (wall_session.c.wall_link_id == wall_link_id, wall_session.c.expires_at == was)
    # Without an end they last as long as a screen that was let in then; each beat prolongs that.
    values = {"expires_at": ends if ends is not None else was + LASTS}
    connection.execute(update(wall_session).where(*of_link).values(**values))


def _path(place: RowMapping) -> str:
    """A unit in an event."""
    slug, code = place["slug"], place["code"]
    return str(slug if place["level"] == "province" else f"{slug}/{code}")
