"""What is directed or asked for, and what came of it? The two forms that write it down.

For: units that raise difficulties and proposals, and those who judge: they give directions, and
turn them into tasks or bottlenecks. What may be said is checked by store/entry alone.
"""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from components.blocks.entry import current_desk, is_shut, save, show_told
from components.blocks.entry_fields import Fields
from components.figures.direction_words import KINDS, event_word, kind_word
from components.markup import plain
from components.measures import Row
from components.state import Screen, admitted
from pages.work import named
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


def show_event_entry(row: Row, *, screen: Screen) -> None:
    """The form for what came of the direction of `row`."""
    if is_shut(screen):
        return
    reader, me = screen.reader, admitted()
    if me.role not in ENTERS:
        st.caption(reader.text("directions.only_reading"))
        return
    newest = named.newest_known("direction", row["direction_id"], screen=screen)
    desk = current_desk("directions").about(f"direction_{row['direction_id']}", newest=newest)
    show_told(desk, word=lambda one: event_word(one, reader), reader=reader)
    fields = Fields(desk, screen, "directions", "entry")
    kind = fields.word("event", _may_say(row, me.role), lambda one: event_word(one, reader))
    with st.form(desk.key("form"), border=False):
        happened_on = fields.day("happened_on")
        item_id = fields.one_of("item", named.items(screen)) if kind == "became_work" else None
        bottleneck_id = (
            fields.one_of("bottleneck", named.obstacles(screen))
            if kind == "became_bottleneck"
            else None
        )
        reason = fields.text("reason")
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
    if is_shut(screen):
        return
    reader, me = screen.reader, admitted()
    desk = current_desk("new_direction").about("new", newest=0)
    show_told(desk, word=lambda one: event_word(one, reader), reader=reader)
    kinds = KINDS if may_direct(screen) else tuple(kind for kind in KINDS if kind != FROM_ABOVE)
    fields, known = Fields(desk, screen, "directions", "entry"), named.units(screen)
    kind = fields.word("kind", kinds, lambda one: kind_word(one, reader))
    with st.form(desk.key("form"), border=False):
        text = fields.text("text")
        with st.container(key="direction_form_pairs"):
            code = fields.line("code", value=_free_code(kind, everything), key=f"code_{kind}")
            raised_on = fields.day("raised_on")
            # Who has one unit raises for it.
            only = 0 if len(known) == 1 else None
            giver = None if kind == FROM_ABOVE else fields.one_of("from_unit", known, index=only)
            taker = fields.one_of("to_unit", known)
            post = fields.line("post")
            due_on = fields.day_or_none("due_on")
        meeting = fields.line("meeting")
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


def _free_code(kind: str, everything: pl.DataFrame) -> str:
    """A code nobody in sight has, for a start; somebody out of sight may have it all the same."""
    taken = set(everything["direction"].to_list())
    prefix = PREFIX[kind]
    return next(code for n in range(1, 10_000) if (code := f"{prefix}-{n:02}") not in taken)
