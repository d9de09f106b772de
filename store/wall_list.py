"""Every wall link with the screens it opened, as an administrator sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, func, select

from store import clock
from store.database import engine
from store.settings import current_settings
from store.tables import account, playlist_entry, province, unit, wall_link, wall_session
from store.wall_links import PlaylistEntry, entry_of
from store.walls import SILENT_AFTER

# Before the midnight at which a link ends.
A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class WallScreen:
    """One PC that a link opened and that is not over, with what it said of itself last.

    `is_silent`: it has said nothing for longer than SILENT_AFTER. `silent_since`: when it was heard
    last, or let in.
    """

    wall_session_id: int
    created_at: datetime
    address: str | None
    browser: str | None
    beat_at: datetime | None
    scene: str | None
    as_of: int | None
    version: str | None
    heap_bytes: int | None
    dom_nodes: int | None
    frame_errors: int | None
    note: str | None
    is_silent: bool

    @property
    def silent_since(self) -> datetime:
        return self.beat_at or self.created_at


@dataclass(frozen=True, kw_only=True)
class WallLink:
    """One link. `unit_code` "" and the names of the province: the whole province.

    `made_by`: a user name, None for the command line. `last_opened_at`: when a screen was let in
    last, also one that is over. Moments are in UTC; `time_zone` is the province's.
    """

    wall_link_id: int
    name: str
    province_id: int
    province: str
    province_vi: str
    province_en: str
    time_zone: str
    unit_id: int
    unit_code: str
    unit_vi: str
    unit_en: str
    scenes: tuple[str, ...]
    entries: tuple[PlaylistEntry, ...]
    address_range: str | None
    language: str
    metres: float
    width: float
    night_from: int | None
    night_until: int | None
    seconds: int
    made_by: str | None
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    is_over: bool
    last_opened_at: datetime | None
    screens: tuple[WallScreen, ...]

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and not self.is_over

    @property
    def last_day(self) -> date | None:
        """The last day of the province on which the link holds."""
        if self.expires_at is None:
            return None
        return (self.expires_at.astimezone(ZoneInfo(self.time_zone)) - A_MOMENT).date()


def wall_list(connection: Connection, *, now: datetime) -> list[WallLink]:
    """Every link, the open ones first and then the newest, with the screens that are not over."""
    screens = _screens(connection, now=now)
    entries = _entries(connection)
    newest = select(
        wall_session.c.wall_link_id, func.max(wall_session.c.created_at).label("opened_at")
    ).group_by(wall_session.c.wall_link_id)
    opened = {row.wall_link_id: row.opened_at for row in connection.execute(newest)}
    links = [
        _link(row, now=now, screens=screens, entries=entries, opened=opened)
        for row in connection.execute(_LINKS).mappings()
    ]
    return sorted(links, key=lambda link: not link.is_open)


_LINKS = (
    select(
        wall_link,
        account.c.username,
        province.c.slug,
        province.c.time_zone,
        province.c.name_vi.label("province_vi"),
        province.c.name_en.label("province_en"),
        unit.c.code,
        unit.c.level,
        unit.c.full_name_vi,
        unit.c.full_name_en,
    )
    .select_from(wall_link.outerjoin(account, account.c.id == wall_link.c.account_id))
    .join(unit, unit.c.id == wall_link.c.unit_id)
    .join(province, province.c.id == wall_link.c.province_id)
    .order_by(wall_link.c.created_at.desc(), wall_link.c.id.desc())
)


def _link(
    row: RowMapping,
    *,
    now: datetime,
    screens: dict[int, list[WallScreen]],
    entries: dict[int, list[PlaylistEntry]],
    opened: dict[int, datetime],
) -> WallLink:
    is_whole = row["level"] == "province"
    is_over = row["expires_at"] is not None and row["expires_at"] <= now
    is_shut = is_over or row["revoked_at"] is not None
    return WallLink(
        wall_link_id=row["id"],
        name=row["name"],
        province_id=row["province_id"],
        province=row["slug"],
        province_vi=row["province_vi"],
        province_en=row["province_en"],
        time_zone=row["time_zone"],
        unit_id=row["unit_id"],
        unit_code="" if is_whole else row["code"],
        unit_vi=row["full_name_vi"],
        unit_en=row["full_name_en"],
        scenes=tuple(row["scenes"].split(",")),
        entries=tuple(entries.get(row["id"], ())),
        address_range=row["address_range"],
        language=row["language"],
        metres=row["metres"],
        width=row["width"],
        night_from=row["night_from"],
        night_until=row["night_until"],
        seconds=row["seconds"],
        made_by=row["username"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        revoked_at=row["revoked_at"],
        is_over=is_over,
        last_opened_at=opened.get(row["id"]),
        screens=() if is_shut else tuple(screens.get(row["id"], ())),
    )


def _screens(connection: Connection, *, now: datetime) -> dict[int, list[WallScreen]]:
    asked = (
        select(wall_session)
        .where(wall_session.c.ended_at.is_(None), wall_session.c.expires_at > now)
        .order_by(wall_session.c.created_at, wall_session.c.id)
    )
    found: dict[int, list[WallScreen]] = {}
    for row in connection.execute(asked).mappings():
        heard_at = row["beat_at"] or row["created_at"]
        screen = WallScreen(
            wall_session_id=row["id"],
            is_silent=now - heard_at > SILENT_AFTER,
            **{name: row[name] for name in _TOLD},
        )
        found.setdefault(row["wall_link_id"], []).append(screen)
    return found


_TOLD = (
    "created_at",
    "address",
    "browser",
    "beat_at",
    "scene",
    "as_of",
    "version",
    "heap_bytes",
    "dom_nodes",
    "frame_errors",
    "note",
)


def _entries(connection: Connection) -> dict[int, list[PlaylistEntry]]:
    found: dict[int, list[PlaylistEntry]] = {}
    asked = select(playlist_entry).order_by(playlist_entry.c.position)
    for row in connection.execute(asked).mappings():
        found.setdefault(row["wall_link_id"], []).append(entry_of(row))
    return found


def all_walls() -> list[WallLink]:
    """Every link, as of this moment; see `wall_list`."""
    with engine(current_settings().database_url).begin() as connection:
        return wall_list(connection, now=clock.now())


def silent_screens(links: Iterable[WallLink]) -> list[tuple[WallLink, WallScreen]]:
    """The screens of `links` that are silent, the longest first."""
    silent = [(link, screen) for link in links for screen in link.screens if screen.is_silent]
    return sorted(silent, key=lambda pair: pair[1].silent_since)
