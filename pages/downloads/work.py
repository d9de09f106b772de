"""What do the files about work hold: the chosen tasks, the course of a plan, the history?

For: staff who work on with the figures; read by the same rules as pages/work.
"""

import polars as pl

from components.export.of_frames import Rows
from components.export.of_tasks import course_rows, history_rows, task_rows
from components.figures.task_links import task_code
from components.figures.task_list import in_sections
from components.reader import Reader
from pages.work.looked_at import course_of, looked_at, plan_in_focus
from queries.runner import fetch
from queries.schemas import BURN_UP
from queries.settled import Choose, Settled
from queries.work import plan_states, work_items
from queries.work_item import work_history
from queries.work_progress import KNOWN_NOW, KNOWN_THEN


def chosen_tasks(settled: Settled, choose: Choose, reader: Reader) -> tuple[pl.DataFrame, Rows]:
    """The tasks that the filters of the address leave, in the order of the screen."""
    items = in_sections(looked_at(settled.question, choose=choose, reader=reader).items)
    return items, task_rows(items, reader=reader)


def plan_course(
    settled: Settled, choose: Choose, reader: Reader
) -> tuple[pl.DataFrame, Rows, str, str]:
    """The lines of one plan or of a part of it, with their origin; its name and its code."""
    asked = settled.question
    seen = looked_at(asked, choose=choose, reader=reader)
    known = choose("known", {KNOWN_NOW: {}, KNOWN_THEN: {}}, default=KNOWN_NOW)
    plans = fetch(plan_states, asked)
    code = plan_in_focus(plans, seen.filters)
    if not code:
        lines = BURN_UP.to_frame().with_columns(provenance=pl.lit(None, dtype=pl.String))
        return lines, course_rows(lines, reader=reader), "", ""
    plan = plans.row(by_predicate=pl.col("plan") == code, named=True)
    course = course_of(asked, seen, plan=code, known=known, reader=reader)
    lines = course.lines.with_columns(provenance=pl.lit(plan["provenance"]))
    return lines, course_rows(lines, reader=reader), reader.pick(plan, "plan"), code


def chosen_history(settled: Settled, choose: Choose, reader: Reader) -> tuple[pl.DataFrame, Rows]:
    """Every event of the task of the address, or of all tasks in scope."""
    items = fetch(work_items, settled.question)
    by_code = {task_code(row): row for row in items.select("plan", "item").to_dicts()}
    code = choose("task", {"": {}, **by_code}, default="")
    leads = items.select("work_item_id", "lead_vi", "lead_en")
    events = fetch(work_history, settled.question).join(
        leads, on="work_item_id", how="left", maintain_order="left"
    )
    if code:
        row = by_code[code]
        of_task = (pl.col("plan") == row["plan"]) & (pl.col("item") == row["item"])
        events = events.filter(of_task)
    return events, history_rows(events, reader=reader)
