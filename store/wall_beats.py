"""What the screens of walls say of themselves: one note a screen, and one a panel of several.

The notes of all screens are written together, so that ten walls cost the store what one does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, or_, select, update

from store.tables import wall_link, wall_panel, wall_session
from store.wall_links import LASTS

LONGEST_NOTE = 300
LARGEST_COUNT = 2**31 - 1
LARGEST_HEAP = 2**53


@dataclass(frozen=True, kw_only=True)
class Beat:
    """What a screen says of itself. `scene` is the key of the slot shown (domain.playlist.Slot).

    `panel` of `panels`: which window of a wall that is made of several. Nothing of it is believed
    for more than it is: it comes from a browser.
    """

    scene: str = ""
    as_of: int | None = None
    version: str = ""
    heap_bytes: int | None = None
    dom_nodes: int | None = None
    frame_errors: int = 0
    note: str = ""
    panel: int = 1
    panels: int = 1


@dataclass(frozen=True, kw_only=True)
class Heard:
    """The beat of a screen, when it came, and from where (None: as before)."""

    wall_session_id: int
    beat: Beat
    at: datetime
    address: str | None = None


def note_beats(connection: Connection, heard: Sequence[Heard]) -> None:
    """Keep what screens say of themselves, and let them last from now on.

    Of one that is over nothing is kept. As many statements for a hundred as for one.
    """
    ends = _ends(connection, {each.wall_session_id for each in heard})
    known = [each for each in sorted(heard, key=lambda one: one.at) if each.wall_session_id in ends]
    if not known:
        return
    connection.execute(_NOTE, [_of_screen(each, ends) for each in known])
    panels = [each for each in known if each.beat.panels > 1]
    connection.execute(_forgetting(known))
    if panels:
        connection.execute(insert(wall_panel), [_of_panel(each) for each in _newest(panels)])


def note_beat(
    connection: Connection,
    wall_session_id: int,
    beat: Beat,
    *,
    now: datetime,
    address: str | None = None,
) -> None:
    """As `note_beats`, for one."""
    heard = Heard(wall_session_id=wall_session_id, beat=beat, at=now, address=address)
    note_beats(connection, [heard])


def expiry(link_ends_at: datetime | None, *, now: datetime) -> datetime:
    """Until when a screen lasts that was heard now."""
    return min(now + LASTS, link_ends_at or now + LASTS)


def noted(text: str | None) -> str | None:
    """What a browser wrote, within bounds."""
    if text is None:
        return None
    return "".join(letter for letter in text if letter.isprintable())[:LONGEST_NOTE]


_NOTE = (
    update(wall_session)
    .where(wall_session.c.id == bindparam("screen"))
    .values(address=func.coalesce(bindparam("from_address"), wall_session.c.address))
)


def _ends(connection: Connection, screens: set[int]) -> Mapping[int, datetime | None]:
    """When the links of those `screens` end that are not over."""
    link = wall_session.c.wall_link_id == wall_link.c.id
    asked = select(wall_session.c.id, wall_link.c.expires_at).where(
        link, wall_session.c.id.in_(screens), wall_session.c.ended_at.is_(None)
    )
    return {row.id: row.expires_at for row in connection.execute(asked)}


def _of_screen(heard: Heard, ends: Mapping[int, datetime | None]) -> dict[str, Any]:
    return {
        "screen": heard.wall_session_id,
        "from_address": noted(heard.address or None),
        "last_seen_at": heard.at,
        "expires_at": expiry(ends[heard.wall_session_id], now=heard.at),
    } | _told(heard)


def _of_panel(heard: Heard) -> dict[str, Any]:
    beat = heard.beat
    place = {"wall_session_id": heard.wall_session_id, "panel": beat.panel, "panels": beat.panels}
    return place | _told(heard)


def _told(heard: Heard) -> dict[str, Any]:
    beat = heard.beat
    return {
        "beat_at": heard.at,
        "scene": noted(beat.scene),
        "as_of": _count(beat.as_of),
        "version": noted(beat.version),
        "heap_bytes": _count(beat.heap_bytes, most=LARGEST_HEAP),
        "dom_nodes": _count(beat.dom_nodes),
        "frame_errors": _count(beat.frame_errors),
        "note": noted(beat.note),
    }


def _newest(panels: Sequence[Heard]) -> list[Heard]:
    """Of each panel the last word; of a screen that was divided anew, as it is divided now."""
    divided = {each.wall_session_id: each.beat.panels for each in panels}
    newest = {(each.wall_session_id, each.beat.panel): each for each in panels}
    return [each for each in newest.values() if each.beat.panels == divided[each.wall_session_id]]


def _forgetting(heard: Sequence[Heard]) -> Any:
    """Takes away what is said anew, and the panels of a screen that is divided in another way."""
    own = wall_panel.c.wall_session_id
    gone = [
        and_(
            own == each.wall_session_id,
            or_(wall_panel.c.panel == each.beat.panel, wall_panel.c.panels != each.beat.panels),
        )
        for each in heard
    ]
    return delete(wall_panel).where(or_(*gone))


def _count(number: int | None, *, most: int = LARGEST_COUNT) -> int | None:
    return None if number is None else max(0, min(number, most))
