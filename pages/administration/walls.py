"""Which walls may be opened and by which link, which PCs show them, and is one of them silent?

For: administrators. Every act is done and recorded by store/wall_administration.py.
"""

from collections.abc import Callable
from datetime import date
from urllib.parse import urlsplit

import streamlit as st

from assets.addresses import FOLDER
from assets.wording import LANGUAGES
from components.blocks.accounts import list_title, name_of_unit
from components.blocks.walls import (
    alarms,
    counted,
    links_html,
    name_of_pc,
    screens_counted,
    screens_html,
    settings_html,
    title_of_scene,
    told_html,
)
from components.markup import plain, safe
from components.state import admitted, choose, current_reader
from pages.administration.desk import Told, current_desk
from pages.administration.wall_playlist import entries_of, show_editor
from pages.scenes import SCENES
from store import wall_administration
from store.account_list import all_units
from store.clock import now
from store.refused import Refused
from store.wall_links import usual_entry
from store.wall_list import WallLink, all_walls, silent_screens

LAST_DAY = date(2099, 12, 31)

reader = current_reader()
me = admitted()
links = {str(link.wall_link_id): link for link in all_walls()}
units = {unit_id: unit for unit_id, unit in all_units().items() if unit.lies_in(me.scope)}
desk = current_desk(of="walls")


def act(do: Callable[[], Told]) -> None:
    """Do it, or say why it was refused; the next run tells."""
    try:
        told = do()
    except Refused as refused:
        told = Told(refused.sentence(language=reader.language), is_refusal=True)
    if told.is_refusal:
        # What was typed stays in the form.
        st.html(told_html([told.sentence], tone="warning"))
        return
    desk.note(told, of=chosen, at=now())
    st.rerun()


def show_told() -> None:
    """What became of the last act; a new link until it has been copied."""
    told = desk.to_tell(of=chosen, at=now())
    if told is None:
        return
    st.html(told_html([told.sentence], tone="good"))
    if told.secret:
        st.code(told.secret, language=None, wrap_lines=True)
        st.button(reader.text("walls.written_down"), on_click=desk.forget)


def show_new() -> None:
    """The form for a link that is not there yet."""
    key = f"new_{desk.turn}"
    text = reader.text
    with st.form(key, border=False):
        name = st.text_input(text("walls.name"), key=f"name_{key}")
        unit_id = st.selectbox(
            text("walls.unit"),
            list(units),
            index=None,
            format_func=lambda unit_id: plain(name_of_unit(units[unit_id], reader)),
            placeholder=text("walls.unit_choose"),
            help=text("walls.unit_help"),
            key=f"unit_{key}",
        )
        st.html(f'<p class="ioc-list-note">{safe(text("walls.scenes_help"))}</p>')
        with st.container(key="wall_scenes", horizontal=True, gap="xsmall"):
            scenes = [
                scene
                for scene in SCENES
                if st.checkbox(
                    plain(title_of_scene(scene, reader)), value=True, key=f"scene_{scene}_{key}"
                )
            ]
        addresses = st.text_input(
            text("walls.addresses"), help=text("walls.addresses_help"),
            placeholder="10.4.0.12, 10.4.0.0/24", key=f"addresses_{key}",
        )  # fmt: skip
        left, right = st.columns(2)
        last_day = left.date_input(
            text("walls.last_day"), value=None, min_value=now().date(), max_value=LAST_DAY,
            format="DD/MM/YYYY", key=f"last_day_{key}",
        )  # fmt: skip
        language = right.selectbox(
            text("walls.language"), LANGUAGES, key=f"language_{key}",
            format_func=lambda language: text(f"walls.language_{language}"),
        )  # fmt: skip
        left, right = st.columns(2)
        metres = left.number_input(
            text("walls.metres"), 0.5, 50.0, 6.0, 0.5, format="%.1f", key=f"metres_{key}"
        )
        width = right.number_input(
            text("walls.width"), 0.3, 50.0, 4.2, 0.1, format="%.1f", key=f"width_{key}"
        )
        left, middle, right = st.columns(3)
        night_from = left.number_input(
            text("walls.night_from"), 0, 23, None, placeholder="–", key=f"night_from_{key}"
        )
        night_until = middle.number_input(
            text("walls.night_until"), 0, 23, None, placeholder="–", key=f"night_until_{key}"
        )
        seconds = right.number_input(text("walls.seconds_a_scene"), 5, 3600, 20, key=f"s_{key}")
        pressed = st.form_submit_button(text("walls.create"), type="primary")

    def create() -> Told:
        secret = wall_administration.make_wall(
            me.account_id,
            name=name,
            unit_id=_given(unit_id),
            scenes=scenes,
            entries=[usual_entry(scene) for scene in scenes],
            address_range=addresses,
            last_day=last_day,
            language=language,
            metres=metres,
            width=width,
            night=_hours(night_from, night_until),
            seconds=seconds,
        )
        sentence = text("walls.created", name=plain(name))
        return Told(sentence, secret=f"{_origin()}/wall/open#{secret}")

    if pressed:
        act(create)


def _given(unit_id: int | None) -> int:
    if unit_id is None:
        raise Refused("walls.unit_missing")
    return unit_id


def _hours(first: int | None, last: int | None) -> tuple[int, int] | None:
    if first is None and last is None:
        return None
    if first is None or last is None:
        raise Refused("walls.night_hours")
    return first, last


def _origin() -> str:
    """Where the administrator reached the board; the wall's PC may know it by the same name."""
    address = urlsplit(st.context.url or "")
    return f"{address.scheme}://{address.netloc}" if address.netloc else ""


def show_existing(link: WallLink) -> None:
    """What a link is set to, and what ends it or one of its PCs, behind a second press each."""
    st.html(settings_html(link, reader=reader))
    if not link.is_open:
        st.html(f'<p class="ioc-list-note">{safe(reader.text("walls.shut_told"))}</p>')
        return
    name, key = plain(link.name), f"{link.wall_link_id}_{desk.turn}"

    def revoke() -> Told:
        wall_administration.revoke_wall(me.account_id, link.wall_link_id)
        return Told(reader.text("walls.revoked", name=name))

    with st.container(key="wall_acts", horizontal=True, gap="xsmall"):
        with st.popover(reader.text("walls.revoke"), key=f"revoke_{key}"):
            st.text(reader.text("walls.revoke_told"))
            if st.button(reader.text("walls.confirm"), key=f"do_revoke_{key}"):
                act(revoke)
        if link.screens:
            show_ending(link, key)


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
    if link.unit_id not in units:
        st.html(f'<p class="ioc-list-note">{safe(reader.text("walls.beyond_scope"))}</p>')
        return
    key = f"playlist_{link.wall_link_id}_{desk.turn}"
    # What the administrator goes by, also when somebody else has changed it since.
    seen = st.session_state.setdefault(f"seen_{key}", link.entries)
    choices = wall_administration.choices_of(link.wall_link_id)
    edited = show_editor(link.scenes, seen, choices, reader=reader, key=key)

    def save() -> Told:
        wall_administration.change_playlist(
            me.account_id, link.wall_link_id, entries_of(edited), seen=seen
        )
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
        show_told()
        if chosen:
            show_existing(links[chosen])
        else:
            show_new()
if chosen and links[chosen].is_open:
    with below:
        heading = reader.text("walls.playlist", name=plain(links[chosen].name))
        st.html(list_title(heading, reader.text("walls.playlist_note")))
        show_playlist(links[chosen])
