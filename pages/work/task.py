"""What is this one task, how does it stand, what happened to it, and what stands in its way?

For: leaders (before they ask its owner), staff (who enter what happened), approvers (who accept,
move a deadline, reopen).
"""

from dataclasses import replace
from functools import partial

import polars as pl
import streamlit as st

from assets.addresses import FOLDER
from components.blocks.card import show_title
from components.blocks.download import show_download
from components.blocks.tasks import as_of
from components.figures.marks import origin_of
from components.figures.task_links import TaskLinks, task_code
from components.figures.task_sheet import (
    task_clears,
    task_facts,
    task_head,
    task_history,
    task_ties,
)
from components.markup import safe
from components.measures import Row
from components.state import admitted, chosen, current_screen
from pages.work.event_form import show_event_form
from pages.work.named import newest_known
from queries.bottlenecks import bottlenecks
from queries.question import Question
from queries.runner import fetch
from queries.work import work_items
from queries.work_item import coordinators, work_history, work_links
from store.entry import ENTERS

screen = current_screen()
reader = screen.reader
# A task is one's own page whichever unit the top line is about.
asked: Question = replace(screen.question, unit_id=None)
links = TaskLinks(screen.province.slug, asked.period.code, reader.language, asked.at)
items = fetch(work_items, asked)


def show_part(name: str, body: str, *, origin: str = "", history_of: str = "") -> None:
    """One card of the sheet, as high as what it shows; `history_of` a task it has a file of."""
    file = partial(show_download, "work_history", screen=screen, task=history_of)
    with st.container(key=f"tall_{name}", border=False, gap=None):
        show_title(
            reader.text(f"tasks.sheet.{name}"), key=name, control=file if history_of else None
        )
        st.html(f'<div class="ioc-body">{body}</div><div class="ioc-foot">{origin}</div>')


def show_task(item: Row) -> None:
    """Everything about one task."""
    item_id, code = item["work_item_id"], task_code(item)
    history = fetch(work_history, asked, work_item_id=item_id)
    helpers = fetch(coordinators, asked).filter(pl.col("work_item_id") == item_id)
    moves = history.filter(pl.col("event_type") == "deadline_moved")
    with st.container(key="tall_task_head"):
        st.html(task_head(item, since=item["deadline"], reader=reader))
    names = helpers[f"coordinator_{reader.language}"].to_list()
    only = items.filter(pl.col("work_item_id") == item_id)
    told = origin_of(only, reader=reader, note=as_of(asked.today, reader))
    with st.container(key="task_sheet"):
        with st.container(key="task_facts_side"):
            facts = task_facts(item, moves=moves, helpers=names, reader=reader)
            show_part("facts", facts, origin=told)
            show_part("ties", ties_of(item_id))
            written = origin_of(history, reader=reader, note=as_of(asked.today, reader))
            body = task_history(history, reader=reader)
            show_part("history", body, origin=written, history_of=code)
        with st.container(key="task_entry_side"):
            show_part("clears", task_clears(item, reader=reader))
            if admitted().role in ENTERS:
                with st.container(key="tall_entry", border=False):
                    show_title(reader.text("tasks.entry.title"), key="entry")
                    newest = newest_known("work_item", item_id, screen=screen)
                    show_event_form(item, newest=newest, screen=screen)


def ties_of(item_id: int) -> str:
    """What the task hangs together with."""
    ties = fetch(work_links, asked, work_item_id=item_id)
    others = items.filter(pl.col("work_item_id").is_in(ties["other_item_id"].to_list()))
    by_id = {row["work_item_id"]: row for row in others.to_dicts()}
    obstacles = {row["bottleneck_id"]: row for row in fetch(bottlenecks, asked).to_dicts()}
    return task_ties(ties, states=by_id, obstacles=obstacles, links=links, reader=reader)


st.html(FOLDER / "tasks.css")
codes = items.select(pl.format("{}/{}", "plan", "item")).to_series().to_list()
code = chosen("task", options=dict.fromkeys(["", *codes], ""), default="")
back = safe(reader.text("tasks.back"))
st.html(f'<p class="ioc-task-back"><a href="{links.to_tasks({})}">{back}</a></p>')
if code:
    plan_code, item_code = code.split("/", maxsplit=1)
    of_task = (pl.col("plan") == plan_code) & (pl.col("item") == item_code)
    show_task(items.row(by_predicate=of_task, named=True))
else:
    st.info(reader.text("tasks.sheet.choose"), icon=":material/info:")
