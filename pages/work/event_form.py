"""The form in which one says what happened to a task; what is typed is never lost."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from components.blocks.entry import current_desk, is_shut, save, show_told
from components.markup import plain
from components.measures import Row
from components.reader import Reader
from components.state import Screen, admitted
from domain.periods import (
    Period,
    half_year_period,
    month_period,
    quarter_period,
    year_period,
)
from queries.catalogue import units_of_province
from queries.runner import fetch
from store.entry import JUDGED, JUDGES, NewWorkEvent, enter_work_event
from store.tables.base import AUTHORITY_LEVELS
from store.tables.work import CHANGEABLE

OF_TASKS = ("progress", "started", "submitted", "accepted", "deadline_moved", "reopened")
OF_RECURRING = ("kept", "missed")
OF_MODELS = ("reviewed", "replicated")
ALWAYS = ("changed", "cancelled")
PERIODS_OFFERED = 8
FIRST_DAY, LAST_DAY = date(2015, 1, 1), date(2045, 12, 31)
DATE_FORMAT = "DD/MM/YYYY"
LONG = ("title_vi", "title_en", "product_vi", "product_en", "note_vi", "note_en")


def event_types(item: Row, *, role: str) -> list[str]:
    """What somebody of `role` may say of `item`, the commonest first."""
    of_kind = OF_RECURRING if item["kind"] == "recurring" else OF_TASKS
    of_model = OF_MODELS if item["plan_kind"] == "pilot_models" else ()
    every = (*of_kind, *of_model, *ALWAYS)
    return [name for name in every if role in JUDGES or name not in JUDGED]


def show_event_form(item: Row, *, newest: int, screen: Screen) -> None:
    """The form; `newest` is the id of the newest event that the page shows (0 for none)."""
    if is_shut(screen):
        return
    reader, me = screen.reader, admitted()
    of = f"task_{item['work_item_id']}"
    desk = current_desk("tasks").about(of, newest=newest, field="reason")
    key = f"{of}_{desk.turn}"
    show_told(desk, word=lambda kind: reader.text(f"tasks.event.{kind}"), reader=reader)
    types = event_types(item, role=me.role)
    # Outside the form: which fields there are follows from it.
    event_type = st.selectbox(
        reader.text("tasks.field.event"),
        types,
        format_func=lambda code: reader.text(f"tasks.event.{code}"),
        key=f"event_{key}",
    )
    field = _field(reader, key) if event_type == "changed" else None
    with st.form(f"form_{key}", border=False):
        typed = _fields(event_type, field, item=item, key=key, screen=screen)
        pressed = st.form_submit_button(reader.text("tasks.entry.save"), type="primary")
    st.caption(plain(reader.text("tasks.entry.signed", author=me.display_name)))
    if pressed:
        event = NewWorkEvent(event_type=event_type, field=field, **typed)
        words = reader.text(f"tasks.event.{event_type}").lower()

        def enter(seen: int) -> None:
            enter_work_event(me.account_id, item["work_item_id"], event, seen=seen)

        save(desk, enter, done=reader.text("tasks.entry.saved", event=words), reader=reader)


def _field(reader: Reader, key: str) -> str:
    field: str = st.selectbox(
        reader.text("tasks.field.field"),
        CHANGEABLE,
        format_func=lambda name: reader.text(f"tasks.changed.{name}"),
        key=f"field_{key}",
    )
    return field


def _fields(
    event_type: str, field: str | None, *, item: Row, key: str, screen: Screen
) -> dict[str, Any]:
    """What is typed, by the names of NewWorkEvent."""
    reader = screen.reader
    today = screen.question.today
    typed: dict[str, Any] = {}
    one, two = st.columns(2)
    with one:
        typed["happened_on"] = st.date_input(
            reader.text("tasks.field.happened_on"),
            value=today,
            min_value=FIRST_DAY,
            max_value=today,
            format=DATE_FORMAT,
            key=f"happened_{key}",
        )
    with two:
        typed |= _own_field(event_type, field, item=item, key=key, screen=screen)
    typed["evidence"] = st.text_input(reader.text("tasks.field.evidence"), key=f"evidence_{key}")
    typed["reason"] = st.text_area(reader.text("tasks.field.reason"), key=f"entry_reason_{key}")
    return typed


def _own_field(
    event_type: str, field: str | None, *, item: Row, key: str, screen: Screen
) -> dict[str, Any]:
    """The one field that only this type of event has."""
    reader = screen.reader
    if event_type == "progress":
        percent = st.number_input(
            reader.text("tasks.field.progress"),
            min_value=0,
            max_value=100,
            step=5,
            value=None,
            key=f"progress_{key}",
        )
        return {"progress": None if percent is None else percent / 100}
    if event_type == "deadline_moved":
        day = st.date_input(
            reader.text("tasks.field.new_deadline"),
            value=None,
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            format=DATE_FORMAT,
            key=f"new_deadline_{key}",
        )
        return {"new_deadline": day}
    if event_type in OF_RECURRING:
        period = _period(item, key=key, screen=screen, running=event_type == "kept")
        return {"period_start": period.start, "period_end": period.end}
    if event_type == "replicated" or field == "lead_unit":
        return {"unit_id": _unit(key=key, screen=screen)}
    return {"new_value": _new_value(field, key=key, reader=reader)} if field else {}


def _new_value(field: str, *, key: str, reader: Reader) -> str | None:
    words = reader.text("tasks.field.new_value")
    if field == "authority_level":
        level: str = st.selectbox(
            words,
            AUTHORITY_LEVELS,
            format_func=lambda code: reader.text(f"tasks.authority.{code}"),
            key=f"level_{key}",
        )
        return level
    draw = st.text_area if field in LONG else st.text_input
    return draw(words, key=f"value_{key}")


def _period(item: Row, *, key: str, screen: Screen, running: bool) -> Period:
    """One of the last periods of the item's rhythm, the newest first; at first one that is over.

    `running`: the one that is not over is offered, too. Months where the rhythm is another one.
    """
    today = screen.question.today
    newest: Mapping[str, Period] = {
        "quarter": quarter_period(today.year, (today.month + 2) // 3),
        "half_year": half_year_period(today.year, (today.month + 5) // 6),
        "year": year_period(today.year),
    }
    period = newest.get(item["recurrence"], month_period(today.year, today.month))
    # What was done early is done; nobody knows before its last day that it was not.
    is_over = period.end <= today
    periods = [period if is_over or running else period.previous()]
    while len(periods) < PERIODS_OFFERED:
        periods.append(periods[-1].previous())
    chosen: Period = st.selectbox(
        screen.reader.text("tasks.field.period"),
        periods,
        index=0 if is_over or not running else 1,
        format_func=screen.reader.period,
        key=f"period_{key}",
    )
    return chosen


def _unit(*, key: str, screen: Screen) -> int | None:
    rows = fetch(units_of_province, screen.question).to_dicts()
    names = {row["unit_id"]: screen.reader.pick(row, "full_name") for row in rows}
    unit_id: int | None = st.selectbox(
        screen.reader.text("tasks.field.unit"),
        list(names),
        index=None,
        format_func=lambda one: plain(names.get(one, "")),
        placeholder=screen.reader.text("tasks.field.choose"),
        key=f"unit_{key}",
    )
    return unit_id
