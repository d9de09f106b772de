"""Every wall link with the screens it opened, as an administrator sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, select

from store import clock
from store.database import engine
from store.settings import current_settings
from store.tables import (
    account,
    playlist_entry,
    province,
    unit,
    wall_link,
    wall_panel,
    wall_session,
)
from store.wall_playlists import PlaylistEntry, entry_of
from store.wall_settings import WallSettings, settings_of
from store.walls import SILENT_AFTER


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a window said of itself last. `is_silent`: for longer than SILENT_AFTER it has not."""

    beat_at: datetime | None
    scene: str | None
    as_of: int | None
    version: str | None
    heap_bytes: int | None
    dom_nodes: int | None
    frame_errors: int | None
    note: str | None
    is_silent: bool


@dataclass(frozen=True, kw_only=True)
class WallPanel(Said):
    """One of several windows that make one picture: number `panel` of `panels`."""

    beat_at: datetime
    panel: int
    panels: int


@dataclass(frozen=True, kw_only=True)
class WallScreen(Said):
    """One PC that a link opened and that is not over; `panels`: its windows, if it has several.

    It is silent when one of its windows is. `silent_since`: when that was heard last, or the PC
    let in.
    """

    wall_session_id: int
    created_at: datetime
    address: str | None
    browser: str | None
    panels: tuple[WallPanel, ...] = ()

    @property
    def silent_since(self) -> datetime:
        silent = (panel.beat_at for panel in self.panels if panel.is_silent)
        return min(silent, default=self.beat_at or self.created_at)


@dataclass(frozen=True, kw_only=True)
class WallLink:
    """One link. `unit_code` "" and the names of the province: the whole province.

    `made_by`: a user name, None for the command line. `last_opened_at`: when a screen was let in
    last, also one that is over. Moments are in UTC; `time_zone` is the province's.
    """

    wall_link_id: int
    province_id: int
    province: str
    province_vi: str
    province_en: str
    time_zone: str
    unit_code: str
    unit_vi: str
    unit_en: str
    entries: tuple[PlaylistEntry, ...]
    settings: WallSettings
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
    def name(self) -> str:
        return self.settings.name


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
        province_id=row["province_id"],
        province=row["slug"],
        province_vi=row["province_vi"],
        province_en=row["province_en"],
        time_zone=row["time_zone"],
        unit_code="" if is_whole else row["code"],
        unit_vi=row["full_name_vi"],
        unit_en=row["full_name_en"],
        entries=tuple(entries.get(row["id"], ())),
        settings=settings_of(row, time_zone=row["time_zone"]),
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
    panels = _panels(connection, now=now)
    found: dict[int, list[WallScreen]] = {}
    for row in connection.execute(asked).mappings():
        windows = tuple(panels.get(row["id"], ()))
        heard_at = row["beat_at"] or row["created_at"]
        screen = WallScreen(
            wall_session_id=row["id"],
            panels=windows,
            is_silent=now - heard_at > SILENT_AFTER or any(each.is_silent for each in windows),
            **{name: row[name] for name in ("created_at", "address", "browser", *_SAID)},
        )
        found.setdefault(row["wall_link_id"], []).append(screen)
    return found


def _panels(connection: Connection, *, now: datetime) -> dict[int, list[WallPanel]]:
    """The windows of each screen that has several, by the screen's id, in order."""
    found: dict[int, list[WallPanel]] = {}
    asked = select(wall_panel).order_by(wall_panel.c.wall_session_id, wall_panel.c.panel)
    for row in connection.execute(asked).mappings():
        panel = WallPanel(
            panel=row["panel"],
            panels=row["panels"],
            is_silent=now - row["beat_at"] > SILENT_AFTER,
            **{name: row[name] for name in _SAID},
        )
        found.setdefault(row["wall_session_id"], []).append(panel)
    return found


_SAID = (
    "beat_at", "scene", "as_of", "version", "heap_bytes", "dom_nodes", "frame_errors", "note",
)  # fmt: skip


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
