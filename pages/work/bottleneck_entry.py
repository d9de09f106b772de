"""What stands in the way, and what was done about it? The forms that write it down.

For: staff who report a bottleneck or pass it up, and those who answer and close it. Nothing is
checked here that the store does not check itself (store/entry).
"""

from collections.abc import Mapping
from datetime import date

import polars as pl
import streamlit as st

from components.blocks.bottlenecks import event_word
from components.blocks.entry import EntryDesk, current_desk, save, show_told
from components.bottleneck_standing import next_rung
from components.figures.bottlenecks import kind_word, rung_word
from components.markup import plain
from components.measures import Row
from components.reader import Reader
from components.state import Screen, admitted
from domain.escalation import RUNGS
from queries.catalogue import units_of_province
from queries.runner import fetch
from queries.work import OPEN_STATES, work_items
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


def show_bottleneck_entry(row: Row, events: pl.DataFrame, *, screen: Screen) -> None:
    """The form for the bottleneck of `row`, whose history is `events`; a sentence for others."""
    reader, me = screen.reader, admitted()
    if me.role not in ENTERS or not _is_theirs(row, screen):
        st.caption(reader.text("bottlenecks.only_reading"))
        return
    newest: int = events["event_id"].max() if events.height else 0  # type: ignore[assignment]
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
    with st.form(desk.key(f"form_{kind}"), border=False):
        day = _day("entry_day", desk, screen)
        to_level = _to_level(row, desk, reader) if kind == "escalated" else None
        reason = _text("entry_reason", desk, reader)
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


def _to_level(row: Row, desk: EntryDesk, reader: Reader) -> str:
    proposed = next_rung(row["rung"], competent=RUNGS[-1])
    level: str = st.selectbox(
        reader.text("bottlenecks.entry_to"),
        RUNGS,
        index=RUNGS.index(proposed),
        format_func=lambda rung: rung_word(rung, reader),
        key=desk.key("to"),
    )
    return level


def show_report(*, screen: Screen) -> None:
    """The form for a bottleneck that is not in the register yet."""
    reader, me = screen.reader, admitted()
    desk = current_desk("report").about("new", newest=0)
    show_told(desk, word=lambda kind: event_word(kind, reader), reader=reader)
    units = _units(screen)
    with st.form(desk.key("form"), border=False):
        left, right = st.columns(2)
        with left:
            code = st.text_input(reader.text("bottlenecks.new_code"), key=desk.key("code"))
            kind = st.selectbox(
                reader.text("bottlenecks.new_kind"),
                BOTTLENECK_KINDS,
                format_func=lambda one: kind_word(one, reader),
                key=desk.key("kind"),
            )
            title = _text("new_title", desk, reader)
            step = _text("new_step", desk, reader)
        with right:
            opened = _day("new_day", desk, screen)
            owner = _owner(units, desk, reader)
            level = st.selectbox(
                reader.text("bottlenecks.new_level"),
                RUNGS,
                format_func=lambda rung: rung_word(rung, reader),
                key=desk.key("level"),
            )
            hit = _several(
                "new_hit", {key: _name(units[key], reader) for key in units}, desk, reader
            )
            blocked = _several("new_blocked", _open_items(screen), desk, reader)
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


def _day(name: str, desk: EntryDesk, screen: Screen) -> date:
    today = screen.question.today
    day: date = st.date_input(
        screen.reader.text(f"bottlenecks.{name}"),
        value=today,
        max_value=today,
        format="DD/MM/YYYY",
        key=desk.key(name),
    )
    return day


def _text(name: str, desk: EntryDesk, reader: Reader) -> str:
    return st.text_area(reader.text(f"bottlenecks.{name}"), height=96, key=desk.key(name))


def _units(screen: Screen) -> Mapping[int, Row]:
    return {row["unit_id"]: row for row in fetch(units_of_province, screen.question).to_dicts()}


def _name(unit: Row, reader: Reader) -> str:
    return plain(reader.pick(dict(unit), "full_name"))


def _owner(units: Mapping[int, Row], desk: EntryDesk, reader: Reader) -> int | None:
    owner: int | None = st.selectbox(
        reader.text("bottlenecks.new_owner"),
        list(units),
        index=0 if len(units) == 1 else None,
        format_func=lambda unit_id: _name(units[unit_id], reader),
        placeholder=reader.text("bottlenecks.choose"),
        key=desk.key("owner"),
    )
    return owner


def _several(name: str, options: Mapping[int, str], desk: EntryDesk, reader: Reader) -> list[int]:
    picked: list[int] = st.multiselect(
        reader.text(f"bottlenecks.{name}"),
        list(options),
        format_func=lambda one: options[one],
        placeholder=reader.text("bottlenecks.choose"),
        key=desk.key(name),
    )
    return picked


def _open_items(screen: Screen) -> Mapping[int, str]:
    """The open tasks and models in scope, by plan."""
    items = fetch(work_items, screen.question).filter(
        pl.col("state").is_in([*OPEN_STATES, "recurring"])
    )
    return {
        row["work_item_id"]: plain(
            f"{row['plan']} {row['item']} · {screen.reader.pick(row, 'title')}", limit=120
        )
        for row in items.to_dicts()
    }
