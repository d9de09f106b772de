"""Which meeting is next, at what do its figures stand, and what has changed since the last one?

For: presenters and leaders (set up, open, move on, close), staff (what a meeting showed). What is
done to a meeting is done and recorded by store/meetings.py; nothing about meetings is kept here.
"""

from collections.abc import Callable
from functools import partial

import streamlit as st

from assets.addresses import FOLDER
from assets.wording import DEFAULT_LANGUAGE
from components.blocks.card import card_frame, show_title
from components.blocks.download import show_download
from components.blocks.meeting import LEAVING
from components.figures.changes import change_counts, change_tables
from components.figures.meeting_list import agenda_list, meeting_facts, meeting_list
from components.markup import plain, safe
from components.state import admitted, chosen, current_screen, forget
from components.ways import way_to
from domain.frozen import AT
from domain.meetings import Meeting
from pages import PAGES
from pages.presenting.agenda import names_of_units, scene_titles
from pages.presenting.changes import SINCE, changes_between
from pages.presenting.meeting_form import show_meeting_form
from queries.runner import data_version
from store import meetings as acts
from store.refused import Refused

LIST_HEIGHT = 900
FIRST = next(page.key for page in PAGES if page.is_first)
PAPERS = next((page.key for page in PAGES if page.key == "documents"), None)
NEW, EDIT, OPEN, CLOSE = "new", "edit", "open", "close"
TOLD = "meetings_told"

screen = current_screen()
asked, reader, me = screen.question, screen.reader, admitted()
frozen, today = screen.frozen, screen.question.today
newest = data_version() if frozen else asked.as_of
runs = acts.may_run(me, screen.province.id)
meetings = acts.meetings_of(screen.province.id)
by_id = {str(each.meeting_id): each for each in meetings}


def first_shown() -> str:
    """The meeting whose figures are on screen, else the one going on, the next, the last one."""
    if frozen and frozen.meeting:
        return str(frozen.meeting.meeting_id)
    going_on = (each for each in meetings if each.is_open)
    to_come = (each for each in reversed(meetings) if each.state(on=today) == "planned")
    first = next(going_on, None) or next(to_come, None) or next(iter(meetings), None)
    return str(first.meeting_id) if first else ""


def act(do: Callable[[], object], *, said: str, show: dict[str, str]) -> None:
    """Do it and tell, then show what the parameters `show` say; or say why it was refused."""
    try:
        do()
    except Refused as refused:
        st.session_state[TOLD] = (False, refused.sentence(language=reader.language))
    else:
        st.session_state[TOLD] = (True, reader.text(said))
        forget("view")
        for name, value in show.items():
            st.query_params[name] = value
    st.rerun()


def show_told() -> None:
    """What became of the last act, once."""
    went_well, sentence = st.session_state.pop(TOLD, (True, ""))
    if sentence:
        tell = st.success if went_well else st.warning
        tell(plain(sentence, limit=600))


def ask_for(view: str, icon: str) -> None:
    """A button that leads to `view` of the meeting on screen."""
    st.button(
        reader.text(f"meetings.ask_{view}"),
        icon=icon,
        key=f"ask_{view}",
        on_click=st.query_params.update,
        args=({"view": view, "one": one},),
    )


def show_back() -> None:
    """The way back to the meeting."""
    st.button(
        reader.text("meetings.back"),
        icon=":material/arrow_back:",
        key="meetings_back",
        on_click=forget,
        args=("view",),
    )


def show_list() -> None:
    """All meetings of the province, and the way to set up another one."""
    with card_frame(key="meetings_list", height=LIST_HEIGHT):
        new = partial(ask_for, NEW, ":material/add:") if runs else None
        show_title(reader.text("meetings.title_list"), key="meetings_list", control=new)

        def way(each: Meeting) -> str:
            return way_to("meetings", screen=screen, one=str(each.meeting_id))

        chosen_id = int(one) if one else None
        st.html(meeting_list(meetings, today=today, chosen=chosen_id, way=way, reader=reader))


def show_changes(since: int | None, *, title: str) -> None:
    """What came in after the batch `since`; a sentence where nothing can be compared."""
    if since is None:
        st.html(f'<p class="ioc-say">{safe(reader.text("meetings.no_meeting_before"))}</p>')
        return
    changes = changes_between(asked, since=since, as_of=newest)
    batches = {"since": reader.number(since), "as_of": reader.number(newest)}
    heading = safe(reader.text(f"meetings.{title}", **batches))
    with st.container(key="meeting_changes", horizontal=True, vertical_alignment="center"):
        st.html(f'<h4 class="ioc-title">{heading}</h4>')
        if not changes.is_empty:
            show_download("changes", screen=screen.at_batch(newest), **{SINCE: str(since)})
    st.html(change_counts(changes, reader=reader) + change_tables(changes, reader=reader))


def show_links(meeting: Meeting) -> None:
    """Where the figures of an opened meeting are seen: the board, the slides, the papers."""
    at = {AT: str(meeting.meeting_id)}
    language = "" if reader.language == DEFAULT_LANGUAGE else f"?lang={reader.language}"
    targets = {
        "board": way_to(FIRST, screen=screen, **at),
        "slides": f"/present/{meeting.meeting_id}{language}",
    }
    if PAPERS:
        targets["papers"] = way_to(PAPERS, screen=screen, **at)
    links = "".join(
        f'<a href="{safe(target, limit=2000)}" target="_self">'
        f"{safe(reader.text(f'meetings.to_{name}'))}</a>"
        for name, target in targets.items()
    )
    st.html(f'<nav class="ioc-meeting-ways">{links}</nav>')


def show_meeting(meeting: Meeting) -> None:
    """Its facts and agenda, what may be done, and what changed since the one before."""
    show_title(reader.pick(vars(meeting), "name"), key="meeting_one")
    st.html(meeting_facts(meeting, today=today, reader=reader))
    if meeting.as_of is not None:
        show_links(meeting)
    if runs:
        show_acts(meeting)
    agenda = acts.agenda_of(meeting.meeting_id)
    units = names_of_units(asked, reader)
    st.html(f'<div class="ioc-meeting"><h4>{safe(reader.text("meetings.agenda"))}</h4></div>')
    st.html(agenda_list(agenda, scenes=scene_titles(reader), units=units, reader=reader))
    if meeting.as_of is not None:
        show_changes(meeting.as_of, title="changed_since_opened")
    elif meeting.state(on=today) == "planned":
        before = acts.opened_before(meeting)
        show_changes(before.as_of if before else None, title="changed_since_last")


def show_acts(meeting: Meeting) -> None:
    """The buttons of those who run meetings; each leads to a question first."""
    with st.container(key="meeting_acts", horizontal=True):
        if meeting.closed_at is None:
            ask_for(EDIT, ":material/edit:")
        if meeting.state(on=today) == "planned":
            ask_for(OPEN, ":material/lock:")
        if meeting.is_open:
            if meeting.as_of != newest:
                ask_for(LEAVING, ":material/update:")
            ask_for(CLOSE, ":material/event_available:")


def show_opening(meeting: Meeting) -> None:
    """What opening fixes and what changed since the last meeting; then the button that does it."""
    name = reader.pick(vars(meeting), "name")
    show_title(reader.text("meetings.title_open", name=name), key="meeting_open", control=show_back)
    fixed = {"batch": reader.number(newest), "day": reader.date(today)}
    st.html(f'<p class="ioc-say">{safe(reader.text("meetings.say_open", **fixed), limit=600)}</p>')
    # The number in the key: an offer that is out of date does nothing.
    pressed = st.button(
        reader.text("meetings.do_open"), type="primary", key=f"open_{meeting.meeting_id}_{newest}"
    )
    before = acts.opened_before(meeting)
    show_changes(before.as_of if before else None, title="changed_since_last")
    if pressed:
        number = str(meeting.meeting_id)
        open_it = partial(acts.open_meeting, me.account_id, meeting.meeting_id)
        act(open_it, said="meetings.opened", show={AT: number, "one": number})


def show_closing(meeting: Meeting) -> None:
    """What closing means; then the button that does it."""
    name = reader.pick(vars(meeting), "name")
    title = reader.text("meetings.title_close", name=name)
    show_title(title, key="meeting_close", control=show_back)
    st.html(f'<p class="ioc-say">{safe(reader.text("meetings.say_close"), limit=600)}</p>')
    key = f"close_{meeting.meeting_id}"
    if st.button(reader.text("meetings.do_close"), type="primary", key=key):
        close = partial(acts.close_meeting, me.account_id, meeting.meeting_id)
        act(close, said="meetings.closed", show={"one": str(meeting.meeting_id)})


def show_leaving(meeting: Meeting | None, *, stands_at: int) -> None:
    """What came in since the batch `stands_at`; then the ways to newer figures."""
    show_title(reader.text("meetings.title_leave"), key="meeting_leave", control=show_back)
    with st.container(key="meeting_acts", horizontal=True):
        moves = bool(meeting and meeting.is_open and runs and newest != stands_at)
        move = moves and st.button(
            reader.text("meetings.do_move", batch=reader.number(newest)),
            type="primary",
            key=f"move_{newest}",
        )
        leave = frozen is not None and st.button(
            reader.text("meetings.do_leave"), key=f"leave_{newest}"
        )
    st.html(f'<p class="ioc-say">{safe(reader.text("meetings.say_leave"), limit=600)}</p>')
    show_changes(stands_at, title="changed_since_frozen")
    if move and meeting:
        do = partial(acts.move_meeting, me.account_id, meeting.meeting_id, seen=newest)
        act(do, said="meetings.moved", show={"one": str(meeting.meeting_id)})
    if leave:
        acts.note_leaving(me, asked.at, to=newest)
        forget(AT, "view")
        st.rerun()


def show_right() -> None:
    """What the address asks for: a form, a question before an act, or the meeting."""
    meeting = by_id.get(one)
    stands_at = frozen.as_of if frozen else meeting.as_of if meeting else None
    if view == LEAVING and stands_at is not None:
        show_leaving(frozen.meeting if frozen else meeting, stands_at=stands_at)
    elif view == NEW:
        show_meeting_form(None, screen=screen, act=act, back=show_back)
    elif meeting is None:
        st.html(f'<p class="ioc-nothing">{safe(reader.text("meetings.none"))}</p>')
    elif view == EDIT:
        show_meeting_form(meeting, screen=screen, act=act, back=show_back)
    elif view == OPEN and meeting.opened_at is None:
        show_opening(meeting)
    elif view == CLOSE and meeting.is_open:
        show_closing(meeting)
    else:
        show_meeting(meeting)


views = ("", LEAVING, NEW, EDIT, OPEN, CLOSE) if runs else ("", LEAVING)
one = chosen("one", options=dict.fromkeys(["", *by_id], ""), default=first_shown())
view = chosen("view", options=dict.fromkeys(views, ""), default="")
st.html(FOLDER / "meetings.css")
show_told()
with st.container(key="meetings_beside"):
    show_list()
    with st.container(key="tall_meeting", border=False):
        show_right()
