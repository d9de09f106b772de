"""Links that open a wall: made, revoked, and what they show. The secret is known by hash alone."""

import hashlib
import math
import re
import secrets
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from domain.playlist import EACH, SCENES_OVER
from store import audit
from store.refused import Refused
from store.tables import playlist_entry, province, unit, wall_link, wall_session
from store.tables.walls import LANGUAGES, LEAST_SECONDS, MOST_SECONDS
from store.wall_addresses import as_stored

LONGEST_NAME = 80
LONGEST_CODE = 40
MOST_ENTRIES = 200
# In metres: of the distance and of the width of a screen.
FARTHEST = 50.0
_SCENE = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)


class WallRefused(Refused):
    """A link or playlist that cannot be made as asked."""


@dataclass(frozen=True, kw_only=True)
class PlaylistEntry:
    """One line of a playlist, by the codes of addresses.

    `unit`: "" the whole, "*" each unit in turn; `period`: "" the newest; `indicator` and `plan`:
    "" the scene's own choice, "*" each. `seconds`: None as long as the wall's scenes stay.
    """

    scene: str
    unit: str = ""
    period: str = ""
    indicator: str = ""
    plan: str = ""
    seconds: int | None = None


def make_wall_link(
    connection: Connection,
    *,
    name: str,
    unit_id: int,
    scenes: Sequence[str],
    account_id: int | None,
    now: datetime,
    address_range: str = "",
    last_day: date | None = None,
    language: str = "vi",
    metres: float = 6.0,
    width: float = 4.2,
    night: tuple[int, int] | None = None,
    seconds: int = 20,
    entries: Sequence[PlaylistEntry] = (),
) -> str:
    """A new link; gives its secret, which is told once and stored nowhere.

    `unit_id`: what is seen with everything below it; a province-level unit is the whole province.
    `last_day`: the link ends with this day of the province, None: with its revocation alone.
    `night`: from which hour until which the wall is dark. Without `entries` each of `scenes`
    is shown once, or over each of what it runs over. `account_id` None: the command line.
    Raises Refused.
    """
    kept_name = _fit_name(name)
    kept_scenes = _fit_scenes(scenes)
    _refuse_misfits(language=language, metres=metres, width=width, night=night, seconds=seconds)
    place = _place(connection, unit_id)
    expires_at = _end_of(last_day, place["time_zone"])
    if expires_at is not None and expires_at <= now:
        raise WallRefused("walls.end_in_the_past")
    playlist = _fit_entries(entries, kept_scenes) or [usual_entry(s) for s in kept_scenes]
    secret = secrets.token_urlsafe(32)
    addresses = as_stored(address_range)
    link_id: int = connection.execute(
        insert(wall_link)
        .values(
            token_hash=hash_of(secret),
            province_id=place["province_id"],
            unit_id=unit_id,
            name=kept_name,
            scenes=",".join(kept_scenes),
            address_range=addresses,
            account_id=account_id,
            created_at=now,
            expires_at=expires_at,
            language=language,
            metres=metres,
            width=width,
            night_from=night[0] if night else None,
            night_until=night[1] if night else None,
            seconds=seconds,
        )
        .returning(wall_link.c.id)
    ).scalar_one()
    _write_entries(connection, link_id, playlist)
    audit.record(
        connection,
        now=now,
        action=audit.Action.WALL_LINK_MADE,
        subject=kept_name,
        account_id=account_id,
        detail={
            "link": link_id,
            "province": place["slug"],
            "unit": None if place["level"] == "province" else place["code"],
            "scenes": kept_scenes,
            "addresses": addresses,
            "last_day": last_day.isoformat() if last_day else None,
        },
    )
    return secret


def revoke_wall_link(
    connection: Connection, wall_link_id: int, *, account_id: int | None, now: datetime
) -> None:
    """End the link and every screen it opened, at once and for good. Raises WallRefused."""
    link = _standing_link(connection, wall_link_id)
    connection.execute(
        update(wall_link).where(wall_link.c.id == wall_link_id).values(revoked_at=now)
    )
    ended = connection.execute(
        update(wall_session)
        .where(wall_session.c.wall_link_id == wall_link_id, wall_session.c.ended_at.is_(None))
        .values(ended_at=now)
    )
    audit.record(
        connection,
        now=now,
        action=audit.Action.WALL_LINK_REVOKED,
        subject=link["name"],
        account_id=account_id,
        detail={"link": wall_link_id, "screens": ended.rowcount},
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


def save_playlist(
    connection: Connection,
    wall_link_id: int,
    entries: Sequence[PlaylistEntry],
    *,
    account_id: int | None,
    now: datetime,
    seen: Sequence[PlaylistEntry] | None = None,
) -> None:
    """Replace the whole playlist of a link; holds at the walls' next question.

    `seen` is what the editor went by: refused when the playlist has changed since. Only scenes of
    the link can be shown. Raises WallRefused.
    """
    link = _standing_link(connection, wall_link_id)
    if seen is not None and tuple(seen) != entries_of(connection, wall_link_id):
        raise WallRefused("walls.playlist_changed_meanwhile")
    fit = _fit_entries(entries, link["scenes"].split(","))
    if not fit:
        raise WallRefused("walls.playlist_empty")
    connection.execute(delete(playlist_entry).where(playlist_entry.c.wall_link_id == wall_link_id))
    _write_entries(connection, wall_link_id, fit)
    audit.record(
        connection,
        now=now,
        action=audit.Action.PLAYLIST_CHANGED,
        subject=link["name"],
        account_id=account_id,
        detail={"link": wall_link_id, "entries": [_told(entry) for entry in fit]},
    )


def entries_of(connection: Connection, wall_link_id: int) -> tuple[PlaylistEntry, ...]:
    """The playlist of a link, in order."""
    asked = (
        select(playlist_entry)
        .where(playlist_entry.c.wall_link_id == wall_link_id)
        .order_by(playlist_entry.c.position)
    )
    return tuple(entry_of(row) for row in connection.execute(asked).mappings())


def usual_entry(scene: str) -> PlaylistEntry:
    """The line of `scene` in a new playlist: over what it runs over, each in turn."""
    over = SCENES_OVER.get(scene)
    chosen: dict[str, Any] = {over: EACH} if over else {}
    return PlaylistEntry(scene=scene, **chosen)


def unit_of(connection: Connection, wall_link_id: int) -> int:
    """The id of the unit a link sees. Raises WallRefused."""
    found = connection.scalar(select(wall_link.c.unit_id).where(wall_link.c.id == wall_link_id))
    if found is None:
        raise WallRefused("walls.no_link")
    return int(found)


def entry_of(row: RowMapping) -> PlaylistEntry:
    """A row of playlist_entry."""
    names = ("scene", "unit", "period", "indicator", "plan", "seconds")
    return PlaylistEntry(**{name: row[name] for name in names})


def hash_of(secret: str) -> str:
    """How a secret or token is known. At 256 random bits there is nothing to guess from."""
    return hashlib.sha256(secret.encode("utf-8", errors="replace")).hexdigest()


def _standing_link(connection: Connection, wall_link_id: int) -> RowMapping:
    asked = select(wall_link).where(wall_link.c.id == wall_link_id)
    link = connection.execute(asked).mappings().one_or_none()
    if link is None:
        raise WallRefused("walls.no_link")
    if link["revoked_at"] is not None:
        raise WallRefused("walls.revoked_already", name=link["name"])
    return link


def _place(connection: Connection, unit_id: int) -> RowMapping:
    asked = (
        select(unit.c.code, unit.c.level, unit.c.province_id, province.c.slug, province.c.time_zone)
        .join(province, province.c.id == unit.c.province_id)
        .where(unit.c.id == unit_id)
    )
    found = connection.execute(asked).mappings().one_or_none()
    if found is None:
        raise WallRefused("walls.no_unit")
    return found


def _end_of(last_day: date | None, time_zone: str) -> datetime | None:
    """Midnight in the province after `last_day`."""
    if last_day is None:
        return None
    try:
        return datetime.combine(last_day + timedelta(days=1), time(), ZoneInfo(time_zone))
    except OverflowError as error:
        raise WallRefused("walls.end_too_far") from error


def _fit_name(name: str) -> str:
    """One line of letters that can be seen: a name is read from a list and an alarm."""
    fit = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if not fit:
        raise WallRefused("walls.name_missing")
    if len(fit) > LONGEST_NAME:
        raise WallRefused("walls.name_too_long", most=LONGEST_NAME)
    return fit


def _fit_scenes(scenes: Collection[str]) -> list[str]:
    fit = list(dict.fromkeys(scenes))
    if not fit:
        raise WallRefused("walls.scenes_missing")
    for scene in fit:
        if not _SCENE.fullmatch(scene):
            raise WallRefused("walls.unknown_scene", scene=scene[:LONGEST_CODE])
    return fit


def _refuse_misfits(
    *, language: str, metres: float, width: float, night: tuple[int, int] | None, seconds: int
) -> None:
    if language not in LANGUAGES:
        raise WallRefused("walls.unknown_language", asked=language[:LONGEST_CODE])
    if not all(math.isfinite(length) and 0 < length <= FARTHEST for length in (metres, width)):
        raise WallRefused("walls.lengths", most=int(FARTHEST))
    _refuse_seconds(seconds)
    if night is not None and (night[0] == night[1] or not all(0 <= hour <= 23 for hour in night)):
        raise WallRefused("walls.night_hours")


def _refuse_seconds(seconds: int) -> None:
    if not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        raise WallRefused("walls.seconds", least=LEAST_SECONDS, most=MOST_SECONDS)


def _fit_entries(entries: Sequence[PlaylistEntry], scenes: Collection[str]) -> list[PlaylistEntry]:
    if len(entries) > MOST_ENTRIES:
        raise WallRefused("walls.playlist_too_long", most=MOST_ENTRIES)
    for entry in entries:
        if entry.scene not in scenes:
            raise WallRefused("walls.scene_not_of_link", scene=entry.scene[:LONGEST_CODE])
        for code in (entry.unit, entry.period, entry.indicator, entry.plan):
            # A slot is told as one word with ~ between its codes (domain/playlist.py).
            if len(code) > LONGEST_CODE or "~" in code or not code.isprintable():
                raise WallRefused("walls.unknown_code", code=code[:LONGEST_CODE])
        if entry.seconds is not None:
            _refuse_seconds(entry.seconds)
    return list(entries)


def _write_entries(
    connection: Connection, wall_link_id: int, entries: Sequence[PlaylistEntry]
) -> None:
    rows: list[dict[str, Any]] = [
        {"wall_link_id": wall_link_id, "position": position} | asdict(entry)
        for position, entry in enumerate(entries, start=1)
    ]
    connection.execute(insert(playlist_entry), rows)


def _told(entry: PlaylistEntry) -> str:
    """An entry as an event names it."""
    codes = (entry.scene, entry.unit, entry.period, entry.indicator, entry.plan)
    return "~".join((*codes, "" if entry.seconds is None else str(entry.seconds)))
