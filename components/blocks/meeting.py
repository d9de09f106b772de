"""The band under the top line that says at what the figures stand still, and how to leave."""

import streamlit as st

from components.markup import safe
from components.reader import Reader
from components.state import Screen
from components.ways import way_to
from domain.frozen import Frozen

PAGE = "meetings"
# What the page of meetings shows beside a frozen screen: what came in since, and the ways out.
LEAVING = "leave"


def show_standing(screen: Screen) -> None:
    """The band, where the figures of `screen` stand still."""
    if screen.frozen is None:
        return
    way = way_to(PAGE, screen=screen, view=LEAVING)
    st.html(standing_html(screen.frozen, reader=screen.reader, way=way))


def standing_html(frozen: Frozen, *, reader: Reader, way: str) -> str:
    """The band; `way` leads to where the figures are let go."""
    told = safe(standing_words(frozen, reader=reader), limit=400)
    leave = safe(reader.text("meetings.unlock"))
    return (
        f'<p class="ioc-still" role="status"><span class="ioc-lock"></span><b>{told}</b>'
        f'<a href="{safe(way, limit=2000)}" target="_self">{leave}</a></p>'
    )


def standing_words(frozen: Frozen, *, reader: Reader) -> str:
    """`Cuộc họp … – số liệu giữ nguyên ở đợt nhập 42, ngày 02/04/2024`, as plain text."""
    where = {"batch": reader.number(frozen.as_of), "day": reader.date(frozen.today)}
    if frozen.meeting is None:
        return reader.text("meetings.stands_for_link", **where)
    name = reader.pick(vars(frozen.meeting), "name")
    return reader.text("meetings.stands", name=name, **where)
