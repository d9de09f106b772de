"""What a wall link shows in turn: its playlist, replaced whole."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select

from domain.playlist import EACH, SCENES_OVER
from store import audit
from store.tables import playlist_entry
from store.wall_settings import LONGEST_CODE, WallRefused, refuse_seconds, standing_link

MOST_ENTRIES = 200


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


class PlaylistConflict(WallRefused):
    """Somebody else was quicker: `present` is the playlist as it is now."""

    def __init__(self, present: tuple[PlaylistEntry, ...]) -> None:
        super().__init__("walls.playlist_changed_meanwhile")
        self.present = present


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
    link = standing_link(connection, wall_link_id)
    present = entries_of(connection, wall_link_id)
    if seen is not None and tuple(seen) != present:
        raise PlaylistConflict(present)
    fit = fit_entries(entries, link["scenes"].split(","))
    if not fit:
        raise WallRefused("walls.playlist_empty")
    _replace(connection, wall_link_id, fit)
    audit.record(
        connection,
        now=now,
        action=audit.Action.PLAYLIST_CHANGED,
        subject=link["name"],
        account_id=account_id,
        detail={
            "link": wall_link_id,
            "entries": [_told(entry) for entry in fit],
            "entries_before": [_told(entry) for entry in present],
        },
    )


def entries_of(connection: Connection, wall_link_id: int) -> tuple[PlaylistEntry, ...]:
    """The playlist of a link, in order."""
    return entries_of_links(connection, [wall_link_id]).get(wall_link_id, ())


def entries_of_links(
    connection: Connection, wall_link_ids: Collection[int]
) -> dict[int, tuple[PlaylistEntry, ...]]:
    """The playlists of links, in order, by their id, in one statement."""
    asked = (
        select(playlist_entry)
        .where(playlist_entry.c.wall_link_id.in_(wall_link_ids))
        .order_by(playlist_entry.c.position)
    )
    found: dict[int, tuple[PlaylistEntry, ...]] = {}
    for row in connection.execute(asked).mappings():
        of_link = row["wall_link_id"]
        found[of_link] = (*found.get(of_link, ()), entry_of(row))
    return found


def usual_entry(scene: str) -> PlaylistEntry:
    """The line of `scene` in a new playlist: over what it runs over, each in turn."""
    over = SCENES_OVER.get(scene)
    chosen: dict[str, Any] = {over: EACH} if over else {}
    return PlaylistEntry(scene=scene, **chosen)


def entry_of(row: RowMapping) -> PlaylistEntry:
    """A row of playlist_entry."""
    names = ("scene", "unit", "period", "indicator", "plan", "seconds")
    return PlaylistEntry(**{name: row[name] for name in names})


def follow_scenes(
    connection: Connection, wall_link_id: int, before: Sequence[str], after: Sequence[str]
) -> list[str]:
    """Bring the playlist in line with the scenes; what came and went, as an event names it."""
    entries = entries_of(connection, wall_link_id)
    stay = [entry for entry in entries if entry.scene in after]
    come = [usual_entry(scene) for scene in after if scene not in before]
    lines = stay + come or [usual_entry(scene) for scene in after]
    _replace(connection, wall_link_id, lines)
    gone = [f"- {_told(entry)}" for entry in entries if entry not in lines]
    return gone + [f"+ {_told(entry)}" for entry in lines if entry not in entries]


def fit_entries(entries: Sequence[PlaylistEntry], scenes: Collection[str]) -> list[PlaylistEntry]:
    """`entries` as they are kept. Raises WallRefused for what a link of `scenes` cannot show."""
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
            refuse_seconds(entry.seconds)
    return list(entries)


def write_entries(
    connection: Connection, wall_link_id: int, entries: Sequence[PlaylistEntry]
) -> None:
    """The lines of a link that has none yet."""
    rows: list[dict[str, Any]] = [
        {"wall_link_id": wall_link_id, "position": position} | asdict(entry)
        for position, entry in enumerate(entries, start=1)
    ]
    connection.execute(insert(playlist_entry), rows)


def _replace(connection: Connection, wall_link_id: int, entries: Sequence[PlaylistEntry]) -> None:
    connection.execute(delete(playlist_entry).where(playlist_entry.c.wall_link_id == wall_link_id))
    write_entries(connection, wall_link_id, entries)


def _told(entry: PlaylistEntry) -> str:
    """An entry as an event names it."""
    codes = (entry.scene, entry.unit, entry.period, entry.indicator, entry.plan)
    return "~".join((*codes, "" if entry.seconds is None else str(entry.seconds)))
