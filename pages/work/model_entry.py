"""What happened to this pilot model? The form that writes it down.

For: staff who run a model, and those who judge it. Nothing is checked here that the store does
not check itself (store/entry); the form only asks for what an event needs.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from components.blocks.entry import EntryDesk, current_desk, save, show_told
from components.blocks.pilot_models import event_word
from components.markup import plain
from components.measures import Row
from components.reader import Reader
from components.state import Screen, admitted
from queries.catalogue import units_of_province
from queries.runner import fetch
from store.entry import ENTERS, JUDGED, JUDGES, NewWorkEvent, enter_work_event

# What may be said of a model on each stage, in the order in which it is usually said.
SAID_OF = {
    "not_started": ("started", "changed"),
    "running": ("progress", "submitted", "accepted", "changed"),
    "done": ("reviewed", "reopened", "changed"),
    "reviewed": ("replicated", "reviewed", "reopened", "changed"),
    "replicated": ("replicated", "reviewed", "reopened", "changed"),
}
NOTE = "note_vi"
Fields = dict[str, Any]


def show_model_entry(row: Row, events: pl.DataFrame, *, screen: Screen) -> None:
    """The form for the model of `row`, whose history is `events`; a sentence for readers only."""
    reader, me = screen.reader, admitted()
    if me.role not in ENTERS:
        st.caption(reader.text("pilot_models.only_reading"))
        return
    newest: int = events["event_id"].max() if events.height else 0  # type: ignore[assignment]
    desk = current_desk("models").about(f"model_{row['work_item_id']}", newest=newest)
    show_told(desk, word=lambda kind: event_word(kind, reader), reader=reader)
    judges = me.role in JUDGES
    options = [kind for kind in SAID_OF[row["stage"]] if judges or kind not in JUDGED]
    kind: str = st.selectbox(
        reader.text("pilot_models.entry_event"),
        options,
        format_func=lambda one: event_word(one, reader),
        key=desk.key("event"),
    )
    with st.form(desk.key(f"form_{kind}"), border=False):
        said = {"happened_on": _day(desk, screen)} | _fields(kind, row, desk, screen)
        pressed = st.form_submit_button(
            reader.text("pilot_models.entry_save"), type="primary", key=desk.key("save")
        )
    if pressed:
        event = NewWorkEvent(event_type=kind, **said)
        item_id = row["work_item_id"]

        def enter(seen: int) -> int:
            return enter_work_event(me.account_id, item_id, event, seen=seen)

        save(desk, enter, done=reader.text("pilot_models.entered"), reader=reader)


def _day(desk: EntryDesk, screen: Screen) -> date:
    today = screen.question.today
    day: date = st.date_input(
        screen.reader.text("pilot_models.entry_day"),
        value=today,
        max_value=today,
        format="DD/MM/YYYY",
        key=desk.key("day"),
    )
    return day


def _fields(kind: str, row: Row, desk: EntryDesk, screen: Screen) -> Fields:
    """What else an event of this kind says."""
    reader = screen.reader

    def text(name: str, value: str = "") -> str:
        return st.text_area(
            reader.text(f"pilot_models.entry_{name}"), value=value, height=96, key=desk.key(name)
        )

    if kind == "progress":
        return {"progress": _progress(desk, reader), "reason": text("reason")}
    if kind == "reviewed":
        return {"evidence": text("evidence"), "reason": text("reason")}
    if kind == "replicated":
        return {"unit_id": _unit(desk, screen), "reason": text("reason")}
    if kind == "changed":
        note = {"field": NOTE, "new_value": text("note", str(row[NOTE] or ""))}
        return note | {"reason": text("reason")}
    return {"reason": text("reason")}


def _progress(desk: EntryDesk, reader: Reader) -> float:
    percent: int = st.number_input(
        reader.text("pilot_models.entry_progress"), 0, 100, 50, step=5, key=desk.key("progress")
    )
    return percent / 100


def _unit(desk: EntryDesk, screen: Screen) -> int | None:
    reader = screen.reader
    units: Mapping[int, Row] = {
        row["unit_id"]: row for row in fetch(units_of_province, screen.question).to_dicts()
    }
    unit_id: int | None = st.selectbox(
        reader.text("pilot_models.entry_unit"),
        list(units),
        index=None,
        format_func=lambda one: plain(reader.pick(dict(units[one]), "full_name")),
        placeholder=reader.text("pilot_models.entry_choose_unit"),
        key=desk.key("unit"),
    )
    return unit_id
