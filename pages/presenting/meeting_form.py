"""What is a meeting called, when is it, and what comes in which order? The form for it.

The agenda lies before the person as a draft until it is saved: lines are added at its end, and
the one that is picked is moved, timed or taken out.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

import streamlit as st

from components.blocks.card import show_title
from components.figures.meeting_list import agenda_list, line_words
from components.markup import plain
from components.state import Screen, admitted
from domain.meetings import LONGEST_NAME, LONGEST_TOPIC, AgendaLine, Meeting, MeetingWords
from pages.presenting.agenda import (
    localities,
    names_of_units,
    scene_titles,
    units_to_choose,
)
from store import meetings as acts

MOST_MINUTES = 480
NO_SCENE = ""


@dataclass
class Draft:
    """An agenda on its way: `of` names the meeting; `seen` is what it was written over.

    `turn` is a part of the keys of the fields in which a line is typed: they begin empty anew.
    """

    of: str = ""
    seen: datetime | None = None
    lines: list[AgendaLine] = field(default_factory=list)
    turn: int = 0

    def add(self, *lines: AgendaLine) -> None:
        """New lines at the end."""
        self.lines.extend(lines)
        self.turn += 1

    def move(self, place: int, by: int) -> None:
        """Exchange the line at `place` with its neighbour, if there is one."""
        other = place + by
        if 0 <= other < len(self.lines):
            self.lines[place], self.lines[other] = self.lines[other], self.lines[place]

    def take_out(self, place: int) -> None:
        """Without the line at `place`."""
        del self.lines[place]
        self.turn += 1


Act = Callable[..., None]


def show_meeting_form(
    meeting: Meeting | None, *, screen: Screen, act: Act, back: Callable[[], None]
) -> None:
    """The form for `meeting`, or for a new one; `act` does what is pressed and tells."""
    reader, me = screen.reader, admitted()
    title = "meetings.title_edit" if meeting else "meetings.title_new"
    show_title(reader.text(title), key="meeting_form", control=back)
    draft = _draft(meeting)
    words = _words(meeting, draft, screen)
    _show_agenda(draft, screen)
    with st.container(key="meeting_form_acts", horizontal=True):
        saves = st.button(reader.text("meetings.save"), type="primary", key=f"save_{draft.of}")
        may_remove = meeting is not None and meeting.opened_at is None
        removes = may_remove and st.button(
            reader.text("meetings.remove"), icon=":material/delete:", key=f"remove_{draft.of}"
        )
    if saves:
        _save(meeting, words, draft, screen=screen, act=act)
    if removes and meeting:
        remove = partial(acts.remove_meeting, me.account_id, meeting.meeting_id)
        act(remove, said="meetings.removed", show={})


def _draft(meeting: Meeting | None) -> Draft:
    """The draft of this visitor's tab for the meeting; a fresh one when it is about another."""
    of = str(meeting.meeting_id) if meeting else "new"
    draft = st.session_state.get("meeting_draft")
    if not isinstance(draft, Draft) or draft.of != of:
        lines = acts.agenda_of(meeting.meeting_id) if meeting else []
        draft = Draft(of, meeting.changed_at if meeting else None, lines)
        st.session_state["meeting_draft"] = draft
    return draft


def _save(
    meeting: Meeting | None, words: MeetingWords, draft: Draft, *, screen: Screen, act: Act
) -> None:
    by = admitted().account_id

    def save() -> None:
        if meeting is None:
            number = acts.create_meeting(by, screen.province.id, words, draft.lines)
            st.query_params["one"] = str(number)
        else:
            acts.change_meeting(by, meeting.meeting_id, words, draft.lines, seen=draft.seen)
        st.session_state.pop("meeting_draft", None)

    act(save, said="meetings.saved", show={})


def _words(meeting: Meeting | None, draft: Draft, screen: Screen) -> MeetingWords:
    reader = screen.reader

    def line(name: str, value: str | None) -> str:
        written: str = st.text_input(
            reader.text(f"meetings.field_{name}"),
            value=value or "",
            max_chars=LONGEST_NAME,
            key=f"meeting_{name}_{draft.of}",
        )
        return written

    known = meeting
    with st.container(key="meeting_words"):
        name_vi = line("name_vi", known.name_vi if known else None)
        name_en = line("name_en", known.name_en if known else None)
        chair_vi = line("chair_vi", known.chair_vi if known else None)
        chair_en = line("chair_en", known.chair_en if known else None)
        held_on = st.date_input(
            reader.text("meetings.field_held_on"),
            value=known.held_on if known else screen.question.today,
            format="DD/MM/YYYY",
            key=f"meeting_held_on_{draft.of}",
        )
    return MeetingWords(
        name_vi=name_vi, name_en=name_en, held_on=held_on, chair_vi=chair_vi, chair_en=chair_en
    )


def _show_agenda(draft: Draft, screen: Screen) -> None:
    reader = screen.reader
    scenes, units = scene_titles(reader), names_of_units(screen.question, reader)
    show_title(reader.text("meetings.agenda"), key="meeting_agenda")
    with st.container(key="agenda_adders"):
        _add_topic(draft, scenes, screen)
        _add_units(draft, screen)
    st.html(agenda_list(draft.lines, scenes=scenes, units=units, reader=reader))
    if draft.lines:
        words = [line_words(one, scenes=scenes, units=units, reader=reader) for one in draft.lines]
        _change_line(draft, words, screen)


def _add_topic(draft: Draft, scenes: dict[str, str], screen: Screen) -> None:
    reader = screen.reader
    options = {NO_SCENE: reader.text("meetings.no_scene")} | scenes
    with st.container(horizontal=True, vertical_alignment="bottom"):
        scene = st.selectbox(
            reader.text("meetings.field_scene"),
            list(options),
            format_func=lambda key: plain(options[key]),
            key=f"topic_scene_{draft.of}_{draft.turn}",
        )
        text = st.text_input(
            reader.text("meetings.field_text"),
            max_chars=LONGEST_TOPIC,
            key=f"topic_text_{draft.of}_{draft.turn}",
        )
        pressed = st.button(
            reader.text("meetings.add_topic"), icon=":material/add:", key="add_topic"
        )
    if pressed and (scene or text.strip()):
        draft.add(AgendaLine(kind="topic", scene=scene or None, text=text.strip() or None))
        st.rerun()


def _add_units(draft: Draft, screen: Screen) -> None:
    reader = screen.reader
    there = units_to_choose(screen.question)
    names = {row["unit_id"]: reader.pick(row, "full_name") for row in there.to_dicts()}
    places = localities(there)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        picked = st.multiselect(
            reader.text("meetings.field_units"),
            list(names),
            format_func=lambda unit_id: plain(names[unit_id]),
            placeholder=reader.text("meetings.choose_units"),
            key=f"units_{draft.of}_{draft.turn}",
        )
        minutes = st.number_input(
            reader.text("meetings.field_minutes_each"),
            min_value=1,
            max_value=MOST_MINUTES,
            value=None,
            key=f"minutes_each_{draft.of}",
            width=170,
        )
        some = st.button(reader.text("meetings.add_units"), icon=":material/add:", key="add_units")
        every = st.button(
            reader.counted("meetings.add_all_units", len(places)),
            icon=":material/playlist_add:",
            key="add_all_units",
        )
    chosen = places if every else picked if some else []
    there_already = {line.unit_id for line in draft.lines}
    new = [unit_id for unit_id in chosen if unit_id not in there_already]
    if chosen:
        draft.add(*(AgendaLine(kind="unit", unit_id=each, minutes=minutes) for each in new))
        st.rerun()


def _change_line(draft: Draft, words: list[str], screen: Screen) -> None:
    """Move, time or take out the line that is picked."""
    reader = screen.reader
    with st.container(key="agenda_line", horizontal=True, vertical_alignment="bottom"):
        place: int = st.selectbox(
            reader.text("meetings.field_line"),
            range(len(words)),
            format_func=lambda at: f"{at + 1}. {plain(words[at], limit=80)}",
            key=f"line_{draft.of}_{draft.turn}",
        )
        up = st.button(reader.text("meetings.line_up"), icon=":material/arrow_upward:", key="up")
        down = st.button(
            reader.text("meetings.line_down"), icon=":material/arrow_downward:", key="down"
        )
        minutes = st.number_input(
            reader.text("meetings.field_minutes"),
            min_value=1,
            max_value=MOST_MINUTES,
            value=draft.lines[place].minutes,
            key=f"minutes_{draft.of}_{draft.turn}_{place}",
            width=170,
        )
        out = st.button(reader.text("meetings.take_out"), icon=":material/delete:", key="out")
    if out:
        draft.take_out(place)
        st.rerun()
    if up or down:
        _move(draft, place, -1 if up else 1)
    elif minutes != draft.lines[place].minutes:
        draft.lines[place] = replace(draft.lines[place], minutes=minutes)
        st.rerun()


def _move(draft: Draft, place: int, by: int) -> None:
    """Move the line, and keep it picked where it is then."""
    draft.move(place, by)
    picked = min(max(place + by, 0), len(draft.lines) - 1)
    draft.turn += 1
    st.session_state[f"line_{draft.of}_{draft.turn}"] = picked
    st.rerun()
