"""What an administrator does to walls: each act is checked, done and recorded as one.

As in store/administration.py: whoever acts must be an administrator at that very moment, and
gives nobody a sight of what they do not see themselves. Any administrator may close a wall.
"""

from collections.abc import Sequence
from datetime import date

from store import wall_links
from store.administration import acting, refuse_foreign_units
from store.database import engine
from store.settings import current_settings
from store.wall_choices import PlaylistChoices, playlist_choices
from store.wall_links import PlaylistEntry


def make_wall(
    by: int,
    *,
    name: str,
    unit_id: int,
    scenes: Sequence[str],
    entries: Sequence[PlaylistEntry],
    address_range: str,
    last_day: date | None,
    language: str,
    metres: float,
    width: float,
    night: tuple[int, int] | None,
    seconds: int,
) -> str:
    """A new link; gives its secret, to be shown once. `by` is the acting account. Raises Refused.

    Everything else as in store.wall_links.make_wall_link.
    """
    with acting(by) as act:
        refuse_foreign_units(act, frozenset({unit_id}))
        return wall_links.make_wall_link(
            act.connection,
            name=name,
            unit_id=unit_id,
            scenes=scenes,
            entries=entries,
            address_range=address_range,
            last_day=last_day,
            language=language,
            metres=metres,
            width=width,
            night=night,
            seconds=seconds,
            account_id=by,
            now=act.now,
        )


def revoke_wall(by: int, wall_link_id: int) -> None:
    """End a link and every screen it opened. Raises Refused."""
    with acting(by) as act:
        wall_links.revoke_wall_link(act.connection, wall_link_id, account_id=by, now=act.now)


def end_screen(by: int, wall_session_id: int) -> None:
    """End one screen; its link may open it again. Raises Refused."""
    with acting(by) as act:
        wall_links.end_wall_session(act.connection, wall_session_id, account_id=by, now=act.now)


def change_playlist(
    by: int,
    wall_link_id: int,
    entries: Sequence[PlaylistEntry],
    *,
    seen: Sequence[PlaylistEntry],
) -> None:
    """Replace the playlist of a link; `seen` is what the administrator went by. Raises Refused."""
    with acting(by) as act:
        unit_id = wall_links.unit_of(act.connection, wall_link_id)
        refuse_foreign_units(act, frozenset({unit_id}))
        playlist_choices(act.connection, wall_link_id).refuse_unknown(entries)
        wall_links.save_playlist(
            act.connection, wall_link_id, entries, seen=seen, account_id=by, now=act.now
        )


def choices_of(wall_link_id: int) -> PlaylistChoices:
    """What the lines of a link's playlist may name."""
    with engine(current_settings().database_url).begin() as connection:
        return playlist_choices(connection, wall_link_id)
