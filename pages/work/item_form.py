"""The form that adds a task to a plan, and says which of the six clears it lacks.

For: approvers, editors, administrators. Every entry is made and signed by store/entry.
"""

from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from components.blocks.entry import current_desk, is_shut, save, show_told
from components.figures.task_links import TaskLinks
from components.markup import plain, safe
from components.reader import Reader
from components.state import Screen, admitted
from domain.clears import CLEARS, clears
from queries.catalogue import units_of_province
from queries.runner import fetch
from store.entry import NewWorkItem, enter_work_item
from store.tables.base import AUTHORITY_LEVELS, FREQUENCIES

KINDS = ("one_off", "milestone", "recurring")
RHYTHMS = tuple(name for name in FREQUENCIES if name not in ("day", "once"))
FORM = "new_item"
FIRST_DAY, LAST_DAY = date(2015, 1, 1), date(2045, 12, 31)
DATE_FORMAT = "DD/MM/YYYY"


def show_new_item(plans: pl.DataFrame, *, screen: Screen, links: TaskLinks) -> None:
    """The form for a task that is not there yet, closed until somebody opens it."""
    if is_shut(screen):
        return
    reader, desk = screen.reader, current_desk(FORM).about(FORM, newest=0)
    key = f"{FORM}_{desk.turn}"
    is_open = desk.is_refusal
    show_told(desk, word=str, reader=reader)
    if added := st.session_state.pop(f"{FORM}_added", None):
        words, target = safe(reader.text("tasks.new.open")), links.to_task(added)
        st.html(f'<p class="ioc-say"><a href="{target}">{words}</a></p>')
    with (
        st.expander(reader.text("tasks.new.title"), icon=":material/add_task:", expanded=is_open),
        st.form(key, border=False),
    ):
        typed = _fields(plans, key=key, screen=screen)
        pressed = st.form_submit_button(reader.text("tasks.new.save"), type="primary")
    if not pressed:
        return
    plan = typed.pop("plan_row")
    item = NewWorkItem(happened_on=screen.question.today, **typed)

    def enter(_seen: int) -> str:
        enter_work_item(admitted().account_id, plan["plan_id"], item)
        st.session_state[f"{FORM}_added"] = {"plan": plan["plan"], "item": item.code.strip()}
        return _saved_words(item, f"{plan['plan']}/{item.code.strip()}", reader)

    save(desk, enter, reader=reader)


def _fields(plans: pl.DataFrame, *, key: str, screen: Screen) -> dict[str, Any]:
    """All fields of the form: what is typed, by the names of NewWorkItem, and the plan's row."""
    reader = screen.reader
    rows = {row["plan"]: row for row in plans.to_dicts()}
    units = {
        row["unit_id"]: reader.pick(row, "full_name")
        for row in fetch(units_of_province, screen.question).to_dicts()
    }

    def words(name: str) -> str:
        return reader.text(f"tasks.field.{name}")

    def text(name: str, *, area: bool = False) -> str:
        draw = st.text_area if area else st.text_input
        return str(draw(words(name), key=f"{name}_{key}") or "")

    def one_of(name: str, options: tuple[str, ...], prefix: str) -> str | None:
        said: str | None = st.selectbox(
            words(name),
            options,
            index=None,
            format_func=lambda code: reader.text(f"tasks.{prefix}.{code}"),
            placeholder=reader.text("tasks.field.choose"),
            key=f"{name}_{key}",
        )
        return said

    def day(name: str) -> date | None:
        told = st.date_input(
            words(name),
            value=None,
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            format=DATE_FORMAT,
            key=f"{name}_{key}",
        )
        return told if isinstance(told, date) else None

    one, two, three = st.columns(3)
    with one:
        plan = st.selectbox(
            words("plan"),
            list(rows),
            format_func=lambda code: plain(reader.pick(rows[code], "plan")),
            key=f"plan_{key}",
        )
        typed: dict[str, Any] = {"plan_row": rows[plan], "code": text("code")}
        typed["kind"] = st.selectbox(
            words("kind"),
            KINDS,
            format_func=lambda code: reader.text(f"tasks.kind.{code}"),
            key=f"kind_{key}",
        )
        typed["recurrence"] = one_of("recurrence", RHYTHMS, "rhythm")
        typed |= {"group_code": text("group_code"), "phase": text("phase")}
    with two:
        typed |= {"title_vi": text("title_vi", area=True), "title_en": text("title_en", area=True)}
        typed |= {"product_vi": text("product_vi"), "measure": text("measure")}
        typed["reason"] = text("reason")
    with three:
        typed["lead_unit_id"] = st.selectbox(
            words("lead"),
            list(units),
            index=None,
            format_func=lambda unit_id: plain(units.get(unit_id, "")),
            placeholder=reader.text("tasks.field.choose"),
            key=f"lead_{key}",
        )
        typed["accountable_post_vi"] = text("accountable_post_vi")
        typed["executor"] = text("executor")
        typed["authority_level"] = one_of("authority_level", AUTHORITY_LEVELS, "authority")
        typed |= {"starts_on": day("starts_on"), "deadline": day("deadline")}
        typed["deadline_text"] = text("deadline_text")
    return typed


def _saved_words(item: NewWorkItem, task: str, reader: Reader) -> str:
    """That it was added, and which of the six clears it still lacks."""
    written = {
        "title_vi": item.title_vi,
        "executor": item.executor,
        "post_vi": item.accountable_post_vi,
        "kind": item.kind,
        "deadline": item.deadline,
        "product_vi": item.product_vi,
        "measure": item.measure,
        "authority_level": item.authority_level,
    }
    days = {"deadline": pl.Date}
    schema = {name: days.get(name, pl.String) for name in written}
    draft = pl.DataFrame([written], schema=schema)
    lacking = clears(draft, weights=dict.fromkeys(CLEARS, 1.0))["unclear"][0].to_list()
    said = reader.text("tasks.new.saved", task=task)
    if lacking:
        names = ", ".join(reader.text(f"tasks.clear.{name}").lower() for name in lacking)
        said += " " + reader.text("tasks.new.lacking", clears=names)
    return said
