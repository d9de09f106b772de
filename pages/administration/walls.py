"""Which walls may be opened and by which link, which PCs show them, and is one of them silent?

For: administrators. Every act is done and recorded by store/wall_administration.py.
"""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

import streamlit as st

from assets.addresses import FOLDER
from components.blocks.accounts import list_title, name_of_unit
from components.blocks.told import told_html
from components.blocks.walls import (
    alarms,
    changes_told,
    counted,
    line_words,
    links_html,
    name_of_pc,
    screens_counted,
    screens_html,
    settings_html,
)
from components.markup import plain, safe
from components.state import admitted, choose, current_reader
from pages.administration.desk import Told, carry_out, current_desk, seen_in, show_told
from pages.administration.wall_form import show_fields
from pages.administration.wall_playlist import (
    day_of_walls,
    entries_of,
    periods_of,
    refuse_unanswered,
    show_editor,
)
from store import wall_administration
from store.account_list import all_units
from store.clock import now
from store.wall_list import WallLink, all_walls, silent_screens
from store.wall_playlists import PlaylistConflict
from store.wall_settings import WallConflict

reader = current_reader()
me = admitted()
links = {str(link.wall_link_id): link for link in all_walls()}
units = {unit_id: unit for unit_id, unit in all_units().items() if unit.lies_in(me.scope)}
desk = current_desk(of="walls")


def act(do: Callable[[], Told]) -> None:
    """Do it, or say why it was refused."""
    carry_out(do, desk=desk, of=chosen, reader=reader)


def show_new() -> None:
    """The form for a link that is not there yet."""
    key = f"new_{desk.turn}"
    with st.form(key, border=False):
        typed = show_fields(None, units=units, today=now().date(), key=key, reader=reader)
        pressed = st.form_submit_button(reader.text("walls.create"), type="primary")

    def create() -> Told:
        asked = typed()
        secret = wall_administration.make_wall(me.account_id, asked)
        sentence = reader.text("walls.created", name=plain(asked.name))
        return Told(sentence, secret=address_of(secret))

    if pressed:
        act(create)


def address_of(secret: str) -> str:
    """A link, by the name under which the administrator reached the board; its PC may know it."""
    address = urlsplit(st.context.url or "")
    origin = f"{address.scheme}://{address.netloc}" if address.netloc else ""
    return f"{origin}/wall/open#{secret}"


def show_existing(link: WallLink) -> None:
    """Its settings as a form, and what is done at once behind a second press each."""
    if link.revoked_at is not None:
        st.html(settings_html(link.settings, reader=reader))
        st.html(f'<p class="ioc-list-note">{safe(reader.text("walls.shut_told"))}</p>')
        return
    key = f"{link.wall_link_id}_{desk.turn}"
    sees_all = link.settings.unit_id in units
    if sees_all:
        show_settings(link, key)
    else:
        st.html(settings_html(link.settings, reader=reader))
        st.html(f'<p class="ioc-list-note">{safe(reader.text("walls.beyond_scope"))}</p>')
    with st.container(key="wall_acts", horizontal=True, gap="xsmall"):
        if sees_all:
            show_renewal(link, key)
        show_revocation(link, key)
        if link.screens:
            show_ending(link, key)


def show_settings(link: WallLink, key: str) -> None:
    """The form of a link; who comes second is told what changed and keeps what they typed."""
    form = f"wall_{key}"
    seen = seen_in(form, present=link.settings, field=f"name_{key}")
    with st.form(form, border=False):
        typed = show_fields(seen.first, units=units, today=now().date(), key=key, reader=reader)
        pressed = st.form_submit_button(reader.text("walls.save"), type="primary")

    def save() -> Told:
        wanted = typed()
        # What the administrator has touched, over what others have done.
        touched = {name: getattr(wanted, name) for name in wanted.differing(seen.first)}
        asked = replace(seen.known, **touched)
        try:
            wall_administration.change_wall(
                me.account_id, link.wall_link_id, asked, seen=seen.known
            )
        except WallConflict as conflict:
            names = {unit_id: plain(name_of_unit(unit, reader)) for unit_id, unit in units.items()}
            told = changes_told(seen.known, conflict.present, units=names, reader=reader)
            st.html(told_html(told, tone="warning"))
            seen.known = conflict.present
            raise
        return Told(reader.text("walls.saved", name=plain(asked.name)))

    if pressed:
        act(save)


def show_renewal(link: WallLink, key: str) -> None:
    """Another secret, when the first one was lost or may have been read."""

    def renew() -> Told:
        secret = wall_administration.renew_secret(
            me.account_id, link.wall_link_id, ends_screens=ends
        )
        sentence = reader.text("walls.renewed", name=plain(link.name))
        return Told(sentence, secret=address_of(secret))

    with st.popover(reader.text("walls.renew"), key=f"renew_{key}"):
        st.text(reader.text("walls.renew_told"))
        ends = st.checkbox(reader.text("walls.renew_ends"), key=f"renew_ends_{key}")
        if st.button(reader.text("walls.confirm"), key=f"do_renew_{key}"):
            act(renew)


def show_revocation(link: WallLink, key: str) -> None:
    """The end of a link and of all it opened."""

    def revoke() -> Told:
        wall_administration.revoke_wall(me.account_id, link.wall_link_id)
        return Told(reader.text("walls.revoked", name=plain(link.name)))

    with st.popover(reader.text("walls.revoke"), key=f"revoke_{key}"):
        st.text(reader.text("walls.revoke_told"))
        if st.button(reader.text("walls.confirm"), key=f"do_revoke_{key}"):
            act(revoke)


def show_ending(link: WallLink, key: str) -> None:
    """One PC is chosen and stopped."""
    pcs = {screen.wall_session_id: screen for screen in link.screens}
    with st.popover(reader.text("walls.end_screen"), key=f"end_{key}"):
        st.text(reader.text("walls.end_screen_told"))
        picked = st.selectbox(
            reader.text("walls.end_screen_choose"), list(pcs), key=f"pc_{key}",
            format_func=lambda screen: plain(name_of_pc(pcs[screen])),
        )  # fmt: skip

        def end() -> Told:
            wall_administration.end_screen(me.account_id, picked)
            address = plain(name_of_pc(pcs[picked]))
            return Told(reader.text("walls.screen_ended", address=address, name=plain(link.name)))

        if st.button(reader.text("walls.confirm"), key=f"do_end_{key}"):
            act(end)


def show_playlist(link: WallLink) -> None:
    """The playlist in a table of its own, for those who see what the wall sees."""
    key = f"playlist_{link.wall_link_id}_{desk.turn}"
    seen = seen_in(key, present=link.entries, field=key)
    choices = wall_administration.choices_of(link.wall_link_id)
    day = day_of_walls(choices.scope, link.province)
    edited = show_editor(
        link.settings.scenes, seen.first, choices, periods_of(day), reader=reader, key=key
    )

    def save() -> Told:
        entries = entries_of(edited)
        refuse_unanswered(entries, day)
        try:
            wall_administration.change_playlist(
                me.account_id, link.wall_link_id, entries, seen=seen.known
            )
        except PlaylistConflict as conflict:
            lines = enumerate(conflict.present, start=1)
            told = [f"{line}. {line_words(entry, reader=reader)}" for line, entry in lines]
            st.html(told_html(told, tone="warning"))
            seen.known = conflict.present
            raise
        return Told(reader.text("walls.playlist_saved", name=plain(link.name)))

    if st.button(reader.text("walls.save_playlist"), type="primary", key=f"save_{key}"):
        act(save)


st.html(FOLDER / "administration.css")
moment = now()
silent = silent_screens(links.values())
if silent:
    st.html(told_html(alarms(silent, reader=reader, now=moment), tone="bad"))
with st.container(key="walls_beside"):
    with st.container(key="walls_left", gap="small"):
        with st.container(key="list_wall_screens", gap="small"):
            note = screens_counted(links.values(), reader)
            st.html(list_title(reader.text("walls.screens"), note))
            st.html(screens_html(links.values(), reader=reader, now=moment))
        with st.container(key="list_wall_links", gap="small"):
            st.html(list_title(reader.text("walls.links"), counted(links.values(), reader)))
            st.html(links_html(links.values(), reader=reader))
        below = st.container(key="list_wall_playlist", gap="small")
    with st.container(key="list_wall"):
        chosen = choose(
            "wall",
            reader.text("walls.choose"),
            options={"": reader.text("walls.new")}
            | {number: f"{number} · {link.name}" for number, link in links.items()},
            default="",
            width=476,
        )
        show_told(desk, of=chosen, hide=reader.text("walls.written_down"))
        if chosen:
            show_existing(links[chosen])
        else:
            show_new()
if chosen and links[chosen].revoked_at is None and links[chosen].settings.unit_id in units:
    with below:
        heading = reader.text("walls.playlist", name=plain(links[chosen].name))
        st.html(list_title(heading, reader.text("walls.playlist_note")))
        show_playlist(links[chosen])
