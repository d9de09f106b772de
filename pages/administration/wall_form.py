"""The form of a wall link: everything that can be chosen of it, for a new one and one that is."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import streamlit as st

from components.blocks.accounts import name_of_unit
from components.blocks.walls import title_of_scene
from components.markup import plain, safe
from components.reader import Reader
from pages.scenes import SCENES
from store.account_list import Unit
from store.tables.walls import LANGUAGES, LEAST_SECONDS, MOST_ACROSS, MOST_DOWN, MOST_SECONDS
from store.wall_settings import FARTHEST, WallRefused, WallSettings

LAST_DAY = date(2099, 12, 31)
# In metres.
NEAREST, NARROWEST = 0.5, 0.3
Typed = Callable[[], WallSettings]


def show_fields(
    start: WallSettings | None, *, units: Mapping[int, Unit], today: date, key: str, reader: Reader
) -> Typed:
    """The fields, from `start` on; gives what is typed when asked, which may raise WallRefused.

    `units` are those that may be chosen, `start`'s among them. Call it inside a form.
    """
    text = reader.text
    name = st.text_input(text("walls.name"), start.name if start else "", key=f"name_{key}")
    unit_id = _choose_unit(start, units, key, reader)
    scenes = _choose_scenes(start, key, reader)
    addresses = st.text_input(
        text("walls.addresses"), (start and start.addresses) or "",
        help=text("walls.addresses_help"), placeholder="10.4.0.12, 10.4.0.0/24",
        key=f"addresses_{key}",
    )  # fmt: skip
    left, right = st.columns(2)
    ended = start.last_day if start else None
    last_day = left.date_input(
        text("walls.last_day"), value=ended, min_value=min(today, ended or today),
        max_value=max(LAST_DAY, ended or LAST_DAY), format="DD/MM/YYYY", key=f"last_day_{key}",
    )  # fmt: skip
    language = right.selectbox(
        text("walls.language"), LANGUAGES, LANGUAGES.index(start.language) if start else 0,
        format_func=lambda language: text(f"walls.language_{language}"), key=f"language_{key}",
    )  # fmt: skip
    paced = _choose_sight(start, key, reader)

    def typed() -> WallSettings:
        if unit_id is None:
            raise WallRefused("walls.unit_missing")
        return replace(
            paced(),
            name=name,
            unit_id=unit_id,
            scenes=tuple(scenes),
            addresses=addresses or None,
            last_day=last_day,
            language=language,
        )

    return typed


def _choose_unit(
    start: WallSettings | None, units: Mapping[int, Unit], key: str, reader: Reader
) -> int | None:
    picked: int | None = st.selectbox(
        reader.text("walls.unit"),
        list(units),
        index=list(units).index(start.unit_id) if start else None,
        format_func=lambda unit_id: plain(name_of_unit(units[unit_id], reader)),
        placeholder=reader.text("walls.unit_choose"),
        help=reader.text("walls.unit_help"),
        key=f"unit_{key}",
    )
    return picked


def _choose_scenes(start: WallSettings | None, key: str, reader: Reader) -> list[str]:
    note = reader.text("walls.scenes_change" if start else "walls.scenes_help")
    st.html(f'<p class="ioc-list-note">{safe(note)}</p>')
    given = start.scenes if start else tuple(SCENES)
    # A scene that this version does not know stays as it is.
    every = dict.fromkeys((*SCENES, *given))
    with st.container(key="wall_scenes", horizontal=True, gap="xsmall"):
        return [
            scene
            for scene in every
            if st.checkbox(
                plain(title_of_scene(scene, reader)), scene in given, key=f"scene_{scene}_{key}"
            )
        ]


def _choose_sight(start: WallSettings | None, key: str, reader: Reader) -> Typed:
    """How it is seen and paced; the rest of what `show_fields` gives is filled in there."""
    usual = start or WallSettings(name="", unit_id=0, scenes=())
    text = reader.text
    left, middle, right = st.columns(3)
    metres = left.number_input(
        text("walls.metres"), min(NEAREST, usual.metres), FARTHEST, usual.metres, 0.5,
        format="%.1f", key=f"metres_{key}",
    )  # fmt: skip
    width = middle.number_input(
        text("walls.width"), min(NARROWEST, usual.width), FARTHEST, usual.width, 0.1,
        format="%.1f", key=f"width_{key}",
    )  # fmt: skip
    seconds = right.number_input(
        text("walls.seconds_a_scene"), LEAST_SECONDS, MOST_SECONDS, usual.seconds, key=f"s_{key}"
    )
    first, last = usual.night or (None, None)
    one, two, three, four = st.columns(4, vertical_alignment="bottom")
    night_from = one.number_input(
        text("walls.night_from"), 0, 23, first, placeholder="–", key=f"night_from_{key}"
    )
    night_until = two.number_input(
        text("walls.night_until"), 0, 23, last, placeholder="–", key=f"night_until_{key}"
    )
    across = three.number_input(
        text("walls.panels_across"), 1, MOST_ACROSS, usual.panels[0],
        help=text("walls.panels_help"), key=f"across_{key}",
    )  # fmt: skip
    down = four.number_input(
        text("walls.panels_down"), 1, MOST_DOWN, usual.panels[1], key=f"down_{key}"
    )

    def sight() -> WallSettings:
        night = _hours(night_from, night_until)
        panels = (across, down)
        return replace(
            usual, metres=metres, width=width, seconds=seconds, night=night, panels=panels
        )

    return sight


def _hours(first: int | None, last: int | None) -> tuple[int, int] | None:
    if first is None and last is None:
        return None
    if first is None or last is None:
        raise WallRefused("walls.night_hours")
    return first, last
