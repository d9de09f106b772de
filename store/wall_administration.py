"""What an administrator does to walls: each act is checked, done and recorded as one.

As in store/administration.py: whoever acts must be an administrator at that very moment, and
gives nobody a sight of what they do not see themselves. Any administrator may close a wall.
"""

from collections.abc import Sequence

from store import wall_links, wall_playlists
from store.administration import refuse_foreign_units
from store.database import engine
from store.settings import current_settings
from store.wall_changes import changing_walls
from store.wall_choices import PlaylistChoices, playlist_choices
from store.wall_playlists import PlaylistEntry
from store.wall_settings import WallSettings


def make_wall(by: int, asked: WallSettings, *, entries: Sequence[PlaylistEntry] = ()) -> str:
    """A new link; gives its secret, to be shown once. `by` is the acting account. Raises Refused.

    Without `entries` each scene is shown once, or over each of what it runs over.
    """
    with changing_walls(by) as act:
        refuse_foreign_units(act, frozenset({asked.unit_id}))
        settings = vars(asked) | {"address_range": asked.addresses or ""}
        del settings["addresses"]
        return wall_links.make_wall_link(
            act.connection, entries=entries, account_id=by, now=act.now, **settings
        )


def change_wall(by: int, wall_link_id: int, asked: WallSettings, *, seen: WallSettings) -> None:
    """Set a link to `asked`; its walls follow within seconds and keep their cookies.

    `seen` is what the administrator went by. Raises Refused, store.wall_settings.WallConflict when
    somebody was quicker.
    """
    with changing_walls(by) as act:
        unit_id = wall_links.unit_of(act.connection, wall_link_id)
        refuse_foreign_units(act, frozenset({unit_id, asked.unit_id}))
        wall_links.change_wall_link(
            act.connection, wall_link_id, asked, seen=seen, account_id=by, now=act.now
        )
        if asked.unit_id != unit_id:
            entries = wall_playlists.entries_of(act.connection, wall_link_id)
            playlist_choices(act.connection, wall_link_id).refuse_beyond(entries)


def renew_secret(by: int, wall_link_id: int, *, ends_screens: bool) -> str:
    """A new secret for a link, to be shown once; the old one opens nothing more. Raises Refused."""
    with changing_walls(by) as act:
        unit_id = wall_links.unit_of(act.connection, wall_link_id)
        refuse_foreign_units(act, frozenset({unit_id}))
        return wall_links.renew_secret(
            act.connection,
            wall_link_id,
            ends_screens=ends_screens,
            account_id=by,
            now=act.now,
        )


def revoke_wall(by: int, wall_link_id: int) -> None:
    """End a link and every screen it opened. Raises Refused."""
    with changing_walls(by) as act:
        wall_links.revoke_wall_link(act.connection, wall_link_id, account_id=by, now=act.now)


def end_screen(by: int, wall_session_id: int) -> None:
    """End one screen; its link may open it again. Raises Refused."""
    with changing_walls(by) as act:
        wall_links.end_wall_session(act.connection, wall_session_id, account_id=by, now=act.now)


def change_playlist(
    by: int,
    wall_link_id: int,
    entries: Sequence[PlaylistEntry],
    *,
    seen: Sequence[PlaylistEntry],
) -> None:
    """Replace the playlist of a link; `seen` is what the administrator went by. Raises Refused."""
    with changing_walls(by) as act:
        unit_id = wall_links.unit_of(act.connection, wall_link_id)
        refuse_foreign_units(act, frozenset({unit_id}))
        playlist_choices(act.connection, wall_link_id).refuse_impossible(entries)
        wall_playlists.save_playlist(
            act.connection, wall_link_id, entries, seen=seen, account_id=by, now=act.now
        )


def choices_of(wall_link_id: int) -> PlaylistChoices:
    """What the lines of a link's playlist may name."""
    with engine(current_settings().database_url).begin() as connection:
        return playlist_choices(connection, wall_link_id)
