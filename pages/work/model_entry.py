"""What happened to this pilot model, and which new one is there? The forms that write it down.

For: staff who run a model, and those who judge it and put new ones in the plan. Nothing is checked
here that the store does not check itself (store/entry); the forms only ask for what is needed.
"""

from typing import Any

import polars as pl
import streamlit as st

from components.blocks.entry import current_desk, is_shut, save, show_told
from components.blocks.entry_fields import Fields
from components.blocks.pilot_models import event_word
from components.markup import plain
from components.measures import Row
from components.state import Screen, admitted
from pages.work import named
from store.entry import (
    ENTERS,
    JUDGED,
    JUDGES,
    NewWorkEvent,
    NewWorkItem,
    enter_work_event,
    enter_work_item,
)

# What may be said of a model on each stage, in the order in which it is usually said.
SAID_OF = {
    "not_started": ("started", "changed"),
    "running": ("progress", "submitted", "accepted", "changed"),
    "done": ("reviewed", "reopened", "changed"),
    "reviewed": ("replicated", "reviewed", "reopened", "changed"),
    "replicated": ("replicated", "reviewed", "reopened", "changed"),
}
NOTE = "note_vi"
Said = dict[str, Any]


def show_model_entry(row: Row, *, screen: Screen) -> None:
    """The form for the model of `row`; a sentence for readers only."""
    if is_shut(screen):
        return
    reader, me = screen.reader, admitted()
    if me.role not in ENTERS:
        st.caption(reader.text("pilot_models.only_reading"))
        return
    newest = named.newest_known("work_item", row["work_item_id"], screen=screen)
    desk = current_desk("models").about(f"model_{row['work_item_id']}", newest=newest)
    show_told(desk, word=lambda kind: event_word(kind, reader), reader=reader)
    judges = me.role in JUDGES
    options = [kind for kind in SAID_OF[row["stage"]] if judges or kind not in JUDGED]
    fields = Fields(desk, screen, "pilot_models", "entry")
    kind = fields.word("event", options, lambda one: event_word(one, reader))
    with st.form(desk.key(f"form_{kind}"), border=False):
        said = {"happened_on": fields.day("day")} | _said(kind, row, fields)
        pressed = st.form_submit_button(
            reader.text("pilot_models.entry_save"), type="primary", key=desk.key("save")
        )
    if pressed:
        event = NewWorkEvent(event_type=kind, **said)
        item_id = row["work_item_id"]

        def enter(seen: int) -> int:
            return enter_work_event(me.account_id, item_id, event, seen=seen)

        save(desk, enter, done=reader.text("pilot_models.entered"), reader=reader)


def _said(kind: str, row: Row, fields: Fields) -> Said:
    """What else an event of this kind says."""
    if kind == "progress":
        return {"progress": _progress(fields), "reason": fields.text("reason")}
    if kind == "reviewed":
        return {"evidence": fields.text("evidence"), "reason": fields.text("reason")}
    if kind == "replicated":
        unit_id = fields.one_of("unit", named.units(fields.screen))
        return {"unit_id": unit_id, "reason": fields.text("reason")}
    if kind == "changed":
        note = fields.text("note", value=str(row[NOTE] or ""))
        return {"field": NOTE, "new_value": note, "reason": fields.text("reason")}
    return {"reason": fields.text("reason")}


def _progress(fields: Fields) -> float:
    percent: int = st.number_input(
        fields.label("progress"), 0, 100, 50, step=5, key=fields.desk.key("progress")
    )
    return percent / 100


def may_add() -> bool:
    """Whether who is there may put a new model in a plan: those who judge."""
    return admitted().role in JUDGES


def show_new_model(plan: Row, models: pl.DataFrame, *, screen: Screen) -> None:
    """The form for a model that is not in the plan of `plan` (of PLAN_STATES) yet.

    `models` are those that are there already.
    """
    if is_shut(screen):
        return
    reader, me = screen.reader, admitted()
    desk = current_desk("new_model").about(f"plan_{plan['plan_id']}", newest=0)
    show_told(desk, word=lambda kind: event_word(kind, reader), reader=reader)
    fields = Fields(desk, screen, "pilot_models", "new")
    with st.form(desk.key("form"), border=False):
        left, right = st.columns(2)
        with left:
            code = fields.line("code", value=_free_code(models))
            title, product = fields.text("title"), fields.text("product")
            measure = fields.line("measure")
        with right:
            happened_on = fields.day("day")
            lead = fields.one_of("lead", named.units(screen))
            post, executor = fields.line("post"), fields.line("executor")
            deadline = fields.day_or_none("deadline")
            reason = fields.text("reason")
        pressed = st.form_submit_button(
            reader.text("pilot_models.new_save"), type="primary", key=desk.key("save")
        )
    if pressed:
        item = NewWorkItem(
            code=code,
            kind="one_off",
            title_vi=title,
            lead_unit_id=lead,
            accountable_post_vi=post,
            executor=executor,
            product_vi=product,
            measure=measure,
            deadline=deadline,
            happened_on=happened_on,
            reason=reason,
        )

        def enter(_seen: int) -> int:
            return enter_work_item(me.account_id, plan["plan_id"], item)

        done = reader.text("pilot_models.added", code=plain(code, limit=40))
        save(desk, enter, done=done, reader=reader)


def _free_code(models: pl.DataFrame) -> str:
    """The code after those there are, for a start: M39 after M38."""
    taken = set(models["item"].to_list())
    return next(code for n in range(1, 10_000) if (code := f"M{n:02}") not in taken)
