"""The band under the top line: at what the figures stand still and how to leave; or, on a screen
that shows the newest figures, that a meeting stands still at others and how to get there.
"""

from urllib.parse import urlencode

import streamlit as st

from components.markup import safe
from components.reader import Reader
from components.state import Screen
from components.ways import way_to
from domain.frozen import AT, Frozen
from domain.meetings import Meeting

PAGE = "meetings"
# What the page of meetings shows beside a frozen screen: what came in since, and the ways out.
LEAVING = "leave"


def show_standing(screen: Screen, *, going_on: Meeting | None = None) -> None:
    """The band, where the figures of `screen` or of the meeting `going_on` stand still."""
    if screen.frozen is not None:
        way = way_to(PAGE, screen=screen, view=LEAVING)
        st.html(standing_html(screen.frozen, reader=screen.reader, way=way))
    elif going_on is not None:
        # On this very screen, as the address asks for it.
        back = f"?{urlencode({**st.query_params.to_dict(), AT: str(going_on.meeting_id)})}"
        st.html(live_html(going_on, reader=screen.reader, way=back))


def live_html(meeting: Meeting, *, reader: Reader, way: str) -> str:
    """The band of a screen with the newest figures; `way` leads to those of the meeting."""
    told = reader.text(
        "meetings.sees_newest",
        name=reader.pick(vars(meeting), "name"),
        batch=reader.number(meeting.as_of),
    )
    return (
        f'<p class="ioc-still ioc-live" role="status"><b>{safe(told, limit=400)}</b>'
        f'<a href="{safe(way, limit=2000)}" target="_self">'
        f"{safe(reader.text('meetings.to_standing'))}</a></p>"
    )


def standing_html(frozen: Frozen, *, reader: Reader, way: str) -> str:
    """The band; `way` leads to where the figures are let go."""
    leave = safe(reader.text("meetings.unlock"))
    # A long name gives way; at what the figures stand is always read whole.
    name = reader.pick(vars(frozen.meeting), "name") if frozen.meeting else ""
    named = f"<b>{safe(name, limit=400)}</b>" if name else ""
    return (
        f'<p class="ioc-still" role="status"><span class="ioc-lock"></span>{named}'
        f"<em>{safe(standing_words(frozen, reader=reader))}</em>"
        f'<a href="{safe(way, limit=2000)}" target="_self">{leave}</a></p>'
    )


def standing_words(frozen: Frozen, *, reader: Reader) -> str:
    """`Số liệu giữ nguyên ở đợt nhập 42, ngày 02/04/2024`, as plain text."""
    where = {"batch": reader.number(frozen.as_of), "day": reader.date(frozen.today)}
    return reader.text("meetings.stands" if frozen.meeting else "meetings.stands_for_link", **where)
