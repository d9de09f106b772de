"""The plans of a province side by side: what ends and what recurs are counted apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from components.figures.marks import icon, provenance_mark
from components.figures.task_links import TaskLinks
from components.markup import hint, safe
from components.measures import Row
from components.reader import Reader

ENDING = ("accepted", "in_progress", "not_started")
NAME_LENGTH = 90


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What recurs in a plan: how many were due in the month, kept, missed, not told of."""

    month: date
    due: int
    kept: int
    missed: int

    @property
    def untold(self) -> int:
        return self.due - self.kept - self.missed

    @classmethod
    def of(cls, rows: pl.DataFrame, *, month: date) -> "Kept":
        """From RECURRING_KEPT of the month."""
        due = rows.filter("is_due")
        outcomes = dict(due["outcome"].drop_nulls().value_counts().iter_rows())
        return cls(
            month=month,
            due=due.height,
            kept=outcomes.get("kept", 0),
            missed=outcomes.get("missed", 0),
        )


def plan_columns(
    plans: pl.DataFrame,
    kept: Mapping[str, Kept],
    *,
    chosen: str,
    links: TaskLinks,
    reader: Reader,
) -> str:
    """One column per row of PLAN_STATES; `kept` by plan, `chosen` is the plan looked at."""
    if plans.is_empty():
        return f'<p class="ioc-nothing">{safe(reader.text("figures.nothing.plans"))}</p>'
    columns = "".join(
        _plan(row, kept.get(row["plan"]), chosen == row["plan"], links, reader)
        for row in plans.to_dicts()
    )
    return f'<div class="ioc-plan-columns" style="--n:{plans.height}">{columns}</div>'


def _plan(row: Row, kept: Kept | None, is_chosen: bool, links: TaskLinks, reader: Reader) -> str:
    name = reader.pick(dict(row), "plan")
    look = ' class="ioc-chosen"' if is_chosen else ""
    target = links.to_tasks({"plan": row["plan"]})
    ending = row["total"] - row["recurring"]
    lines = [_ending(row, ending, reader), _recurring(row, kept, reader), _due(row, reader)]
    told = "".join(f"<p>{line}</p>" for line in lines if line)
    mark = provenance_mark(row["provenance"], reader)
    return (
        f'<section{look}><h4{hint(name)}><a href="{target}">'
        f"{safe(name, limit=NAME_LENGTH)}</a>{mark}</h4>"
        f"<div>{_late(row, reader)}{_stack(row, reader)}{told}</div></section>"
    )


def _late(row: Row, reader: Reader) -> str:
    """How many are late, large: the first thing that is asked."""
    late = row["overdue"]
    tone, mark = ("bad", "overdue") if late else ("good", "met")
    words = reader.counted("tasks.plan.overdue", late) if late else reader.text("tasks.plan.none")
    undated = ""
    if row["no_deadline"]:
        words_undated = reader.counted("tasks.plan.no_deadline", row["no_deadline"])
        undated = f"<small>{safe(words_undated)}</small>"
    return f'<p class="ioc-plan-late ioc-tone-{tone}">{icon(mark)}<b>{safe(words)}</b>{undated}</p>'


def _stack(row: Row, reader: Reader) -> str:
    segments = "".join(
        f'<i class="ioc-state-{state}" style="flex-grow:{row[state]}"'
        f"{hint(reader.text(f'figures.state.{state}') + ': ' + reader.number(row[state]))}>"
        f"{reader.number(row[state])}</i>"
        for state in ENDING
        if row[state]
    )
    return f'<div class="ioc-stack">{segments}</div>'


def _ending(row: Row, ending: int, reader: Reader) -> str:
    if not ending:
        of = "nothing_ends" if row["recurring"] else "empty"
        return safe(reader.text(f"tasks.plan.{of}"))
    counts = {state: reader.number(row[state]) for state in ENDING}
    return safe(reader.text("tasks.plan.ending", ending=reader.number(ending), **counts))


def _recurring(row: Row, kept: Kept | None, reader: Reader) -> str:
    if not row["recurring"]:
        return ""
    said = reader.counted("tasks.plan.recurring", row["recurring"])
    return safe(f"{said}{kept_words(kept, reader=reader)}")


def kept_words(kept: Kept | None, *, reader: Reader) -> str:
    """`: tháng 3/2024 đã thực hiện 13/14`; empty where nothing was due in the month."""
    if kept is None or not kept.due:
        return ""
    said = reader.text(
        "tasks.plan.kept",
        month=reader.month_of(kept.month),
        kept=reader.number(kept.kept),
        due=reader.number(kept.due),
    )
    if kept.missed:
        said += reader.counted("tasks.plan.missed", kept.missed)
    if kept.untold:
        said += reader.counted("tasks.plan.untold", kept.untold)
    return said


def _due(row: Row, reader: Reader) -> str:
    counts = {f"in_{days}": reader.number(row[f"due_{days}"]) for days in (7, 15, 30)}
    return safe(reader.text("tasks.plan.due", **counts)) if row["due_30"] else ""
