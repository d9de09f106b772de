"""What is directed or asked for, and what came of it? The two forms that write it down.

For: units that raise difficulties and proposals, and those who judge: they give directions, and
turn them into tasks or bottlenecks. What may be said is checked by store/entry alone.
"""

from collections.abc import Sequence
from datetime import date

import polars as pl
import streamlit as st

from components.blocks.entry import EntryDesk, current_desk, save, show_told
from components.figures.direction_words import KINDS, event_word, kind_word
from components.markup import plain
from components.measures import Row
from components.reader import Reader
from components.state import Screen, admitted
from queries.bottlenecks import bottlenecks
from queries.catalogue import units_of_province
from queries.runner import fetch
from queries.work import work_items
from store.entry import (
    ENTERS,
    JUDGES,
    NewDirection,
    NewDirectionEvent,
    enter_direction,
    enter_direction_event,
)

FROM_ABOVE = "direction"
PREFIX = {"direction": "CD", "difficulty": "KK", "proposal": "KN"}
# What may be said of something that is open, and of something that is closed.
SAID_OF_OPEN = ("answered", "became_work", "became_bottleneck", "done", "withdrawn")
SAID_OF_CLOSED = ("reopened", "answered")
ANSWER = "answered"


def may_enter() -> bool:
    """Whether who is there may enter anything at all."""
    return admitted().role in ENTERS


def may_direct(screen: Screen) -> bool:
    """Whether who is there may give directions: who judges, and sees the whole province."""
    me = admitted()
    return me.role in JUDGES and screen.province.id in me.scope.provinces


def show_event_entry(row: Row, events: pl.DataFrame, *, screen: Screen) -> None:
    """The form for what came of the direction of `row`, whose history is `events`."""
    reader, me = screen.reader, admitted()
    if me.role not in ENTERS:
        st.caption(reader.text("directions.only_reading"))
        return
    newest: int = events["event_id"].max() if events.height else 0  # type: ignore[assignment]
    desk = current_desk("directions").about(f"direction_{row['direction_id']}", newest=newest)
    show_told(desk, word=lambda one: event_word(one, reader), reader=reader)
    kind: str = st.selectbox(
        reader.text("directions.entry_event"),
        _may_say(row, me.role),
        format_func=lambda one: event_word(one, reader),
        key=desk.key("event"),
    )
    with st.form(desk.key("form"), border=False):
        happened_on = _day("happened_on", desk, screen)
        item_id = _item(desk, screen) if kind == "became_work" else None
        bottleneck_id = _bottleneck(desk, screen) if kind == "became_bottleneck" else None
        reason = _text("reason", desk, reader)
        pressed = st.form_submit_button(
            reader.text("directions.entry_save"), type="primary", key=desk.key("save")
        )
    if pressed:
        event = NewDirectionEvent(
            event_type=kind,
            happened_on=happened_on,
            reason=reason,
            work_item_id=item_id,
            bottleneck_id=bottleneck_id,
        )
        direction_id = row["direction_id"]

        def enter(seen: int) -> int:
            return enter_direction_event(me.account_id, direction_id, event, seen=seen)

        save(desk, enter, done=reader.text("directions.entered_event"), reader=reader)


def _may_say(row: Row, role: str) -> Sequence[str]:
    if role not in JUDGES:
        return (ANSWER,)
    return SAID_OF_OPEN if row["state"] in ("open", "answered") else SAID_OF_CLOSED


def show_new_entry(everything: pl.DataFrame, *, screen: Screen) -> None:
    """The form for something new; `everything` are the directions there are already."""
    reader, me = screen.reader, admitted()
    desk = current_desk("new_direction").about("new", newest=0)
    show_told(desk, word=lambda one: event_word(one, reader), reader=reader)
    kinds = KINDS if may_direct(screen) else tuple(kind for kind in KINDS if kind != FROM_ABOVE)
    kind: str = st.selectbox(
        reader.text("directions.entry_kind"),
        kinds,
        format_func=lambda one: kind_word(one, reader),
        key=desk.key("kind"),
    )
    with st.form(desk.key("form"), border=False):
        text = _text("text", desk, reader)
        with st.container(key="direction_form_pairs"):
            code = _code(kind, everything, desk, reader)
            raised_on = _day("raised_on", desk, screen)
            giver = None if kind == FROM_ABOVE else _unit("from", desk, screen)
            taker = _unit("to", desk, screen)
            post = _line("post", desk, reader)
            due_on = _due(desk, screen)
        meeting = _line("meeting", desk, reader)
        pressed = st.form_submit_button(
            reader.text("directions.entry_save"), type="primary", key=desk.key("save")
        )
    if pressed:
        new = NewDirection(
            code=code,
            kind=kind,
            text_vi=text,
            raised_on=raised_on,
            meeting_vi=meeting,
            from_unit_id=giver,
            to_unit_id=taker,
            to_post_vi=post,
            due_on=due_on,
        )

        def enter(_seen: int) -> int:
            return enter_direction(me.account_id, screen.province.id, new)

        done = reader.text("directions.entered_new", code=plain(code, limit=40))
        save(desk, enter, done=done, reader=reader)


def _code(kind: str, everything: pl.DataFrame, desk: EntryDesk, reader: Reader) -> str:
    """A code nobody in sight has, for a start; somebody out of sight may have it all the same."""
    taken = set(everything["direction"].to_list())
    prefix = PREFIX[kind]
    free = next(code for n in range(1, 10_000) if (code := f"{prefix}-{n:02}") not in taken)
    label = reader.text("directions.entry_code")
    return st.text_input(label, value=free, max_chars=40, key=desk.key(f"code_{kind}"))


def _line(name: str, desk: EntryDesk, reader: Reader) -> str:
    return st.text_input(reader.text(f"directions.entry_{name}"), key=desk.key(name))


def _text(name: str, desk: EntryDesk, reader: Reader) -> str:
    label = reader.text(f"directions.entry_{name}")
    return st.text_area(label, height=88, key=desk.key(name))


def _day(name: str, desk: EntryDesk, screen: Screen) -> date:
    today = screen.question.today
    day: date = st.date_input(
        screen.reader.text(f"directions.entry_{name}"),
        value=today,
        max_value=today,
        format="DD/MM/YYYY",
        key=desk.key(name),
    )
    return day


def _due(desk: EntryDesk, screen: Screen) -> date | None:
    day: date | None = st.date_input(
        screen.reader.text("directions.entry_due_on"),
        value=None,
        format="DD/MM/YYYY",
        key=desk.key("due_on"),
    )
    return day


def _unit(name: str, desk: EntryDesk, screen: Screen) -> int | None:
    reader = screen.reader
    rows = fetch(units_of_province, screen.question).to_dicts()
    units = {row["unit_id"]: reader.pick(row, "full_name") for row in rows}
    # Who has one unit raises for it.
    only = 0 if name == "from" and len(units) == 1 else None
    return _one_of(f"{name}_unit", units, desk, reader, index=only)


def _item(desk: EntryDesk, screen: Screen) -> int | None:
    rows = fetch(work_items, screen.question).to_dicts()
    names = {
        row["work_item_id"]: f"{row['plan']}/{row['item']} {screen.reader.pick(row, 'title')}"
        for row in rows
    }
    return _one_of("item", names, desk, screen.reader)


def _bottleneck(desk: EntryDesk, screen: Screen) -> int | None:
    rows = fetch(bottlenecks, screen.question).to_dicts()
    names = {
        row["bottleneck_id"]: f"{row['bottleneck']} {screen.reader.pick(row, 'title')}"
        for row in rows
    }
    return _one_of("bottleneck", names, desk, screen.reader)


def _one_of(
    name: str, names: dict[int, str], desk: EntryDesk, reader: Reader, *, index: int | None = None
) -> int | None:
    chosen: int | None = st.selectbox(
        reader.text(f"directions.entry_{name}"),
        list(names),
        index=index,
        format_func=lambda one: plain(names[one], limit=120),
        placeholder=reader.text("directions.entry_choose"),
        key=desk.key(name),
    )
    return chosen
