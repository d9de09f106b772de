"""What stands in the way, and what was done about it? The forms that write it down.

For: staff who report a bottleneck or pass it up, and those who answer and close it. Nothing is
checked here that the store does not check itself (store/entry).
"""

import streamlit as st

from components.blocks.bottlenecks import event_word
from components.blocks.entry import current_desk, is_shut, save, show_told
from components.blocks.entry_fields import Fields
from components.bottleneck_standing import next_rung
from components.figures.bottlenecks import kind_word, rung_word
from components.measures import Row
from components.state import Screen, admitted
from domain.escalation import RUNGS
from pages.work import named
from store.entry import (
    ENTERS,
    JUDGES,
    NewBottleneck,
    NewBottleneckEvent,
    enter_bottleneck,
    enter_bottleneck_event,
)
from store.tables.work import BOTTLENECK_KINDS

ONLY_JUDGED = ("closed", "reopened")


def show_bottleneck_entry(row: Row, *, screen: Screen) -> None:
    """The form for the bottleneck of `row`; a sentence for others."""
    if is_shut(screen):
        return
    reader, me = screen.reader, admitted()
    if me.role not in ENTERS or not _is_theirs(row, screen):
        st.caption(reader.text("bottlenecks.only_reading"))
        return
    newest = named.newest_known("bottleneck", row["bottleneck_id"], screen=screen)
    desk = current_desk("bottlenecks").about(f"one_{row['bottleneck_id']}", newest=newest)
    show_told(desk, word=lambda kind: event_word(kind, reader), reader=reader)
    possible = ("escalated", "answered", "closed") if row["is_open"] else ("reopened",)
    kinds = [kind for kind in possible if me.role in JUDGES or kind not in ONLY_JUDGED]
    if not kinds:
        st.caption(reader.text("bottlenecks.only_judges"))
        return
    kind: str = st.selectbox(
        reader.text("bottlenecks.entry_event"),
        kinds,
        format_func=lambda one: event_word(one, reader),
        key=desk.key("event"),
    )
    fields = Fields(desk, screen, "bottlenecks", "entry")
    with st.form(desk.key(f"form_{kind}"), border=False):
        day = fields.day("day")
        to_level = _to_level(row, fields) if kind == "escalated" else None
        reason = fields.text("reason")
        pressed = st.form_submit_button(
            reader.text("bottlenecks.entry_save"), type="primary", key=desk.key("save")
        )
    if pressed:
        event = NewBottleneckEvent(
            event_type=kind, happened_on=day, to_level=to_level, reason=reason
        )
        bottleneck_id = row["bottleneck_id"]

        def enter(seen: int) -> int:
            return enter_bottleneck_event(me.account_id, bottleneck_id, event, seen=seen)

        save(desk, enter, done=reader.text("bottlenecks.entered"), reader=reader)


def _is_theirs(row: Row, screen: Screen) -> bool:
    scope = screen.question.scope
    return screen.province.id in scope.provinces or row["owner_unit_id"] in scope.units


def _to_level(row: Row, fields: Fields) -> str:
    proposed = next_rung(row["rung"], competent=RUNGS[-1])
    reader = fields.screen.reader
    return fields.word(
        "to", RUNGS, lambda rung: rung_word(rung, reader), index=RUNGS.index(proposed)
    )


def show_report(*, screen: Screen) -> None:
    """The form for a bottleneck that is not in the register yet."""
    if is_shut(screen):
        return
    reader, me = screen.reader, admitted()
    desk = current_desk("report").about("new", newest=0)
    show_told(desk, word=lambda kind: event_word(kind, reader), reader=reader)
    fields, known = Fields(desk, screen, "bottlenecks", "new"), named.units(screen)
    with st.form(desk.key("form"), border=False):
        left, right = st.columns(2)
        with left:
            code = fields.line("code")
            kind = fields.word("kind", BOTTLENECK_KINDS, lambda one: kind_word(one, reader))
            title, step = fields.text("title"), fields.text("step")
        with right:
            opened = fields.day("day")
            owner = fields.one_of("owner", known, index=0 if len(known) == 1 else None)
            level = fields.word("level", RUNGS, lambda rung: rung_word(rung, reader))
            hit = fields.several("hit", known)
            blocked = fields.several("blocked", named.items(screen, only_open=True))
        pressed = st.form_submit_button(
            reader.text("bottlenecks.report_save"), type="primary", key=desk.key("save")
        )
    if pressed:
        new = NewBottleneck(
            code=code,
            kind=kind,
            title_vi=title,
            owner_unit_id=owner,
            authority_level=level,
            opened_on=opened,
            next_step_vi=step,
            hit_unit_ids=tuple(hit),
            blocked_item_ids=tuple(blocked),
        )
        province_id = screen.province.id

        def enter(_seen: int) -> int:
            return enter_bottleneck(me.account_id, province_id, new)

        save(desk, enter, done=reader.text("bottlenecks.reported", code=code), reader=reader)
