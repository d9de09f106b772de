"""The parts of a plan, by group, phase or lead: how much of each is done, open and late."""

import polars as pl

from components.figures.marks import icon
from components.figures.plan_columns import ENDING
from components.figures.task_links import TaskLinks
from components.markup import hint, safe
from components.measures import Row
from components.reader import Reader
from components.work_filters import OPEN, phase_name

GROUP, PHASE, LEAD, GROUP_AND_PHASE = "group", "phase", "lead", "group_phase"
_KEYS = {GROUP: ["group"], PHASE: ["phase"], LEAD: ["lead"], GROUP_AND_PHASE: ["group", "phase"]}


def ways(items: pl.DataFrame) -> list[str]:
    """How `items` can be parted, the best way first."""
    has = {
        name: items[column].drop_nulls().n_unique() > 1
        for name, column in ((GROUP, "group"), (PHASE, "phase"), (LEAD, "lead"))
    }
    both = has[GROUP] and has[PHASE]
    order = {GROUP_AND_PHASE: both, GROUP: has[GROUP], PHASE: has[PHASE], LEAD: has[LEAD]}
    return [name for name, is_there in order.items() if is_there]


def parts(items: pl.DataFrame, *, by: str) -> pl.DataFrame:
    """Grain: one row per part. Columns: its codes and names, accepted, in_progress, not_started,
    recurring, overdue, total; cancelled items are not counted. In the order of the plan, leads by
    what is late.
    """
    state = pl.col("state")
    names = ["group_vi", "group_en", "lead_vi", "lead_en"]
    codes = [name for name in ("group", "phase", "lead") if name not in _KEYS[by]]
    counted = (
        items.filter(state != "cancelled")
        .sort(*_KEYS[by], nulls_last=True, maintain_order=True)
        .group_by(_KEYS[by], maintain_order=True)
        .agg(
            pl.col(names).first(),
            pl.col(codes).first(),
            accepted=(state == "accepted").sum(),
            in_progress=state.is_in(OPEN[1:]).sum(),
            not_started=(state == "not_started").sum(),
            recurring=(state == "recurring").sum(),
            overdue=(pl.col("days_left") < 0).sum(),
            total=pl.len(),
        )
    )
    if by == LEAD:
        return counted.sort("overdue", "total", descending=True, maintain_order=True)
    return counted


def plan_parts(items: pl.DataFrame, *, by: str, plan: str, links: TaskLinks, reader: Reader) -> str:
    """A line per part of `plan` with its bar; each leads to its items."""
    rows = parts(items, by=by).to_dicts()
    if not rows:
        return f'<p class="ioc-nothing">{safe(reader.text("tasks.list.none"))}</p>'
    most = max(row["total"] for row in rows)
    lines = "".join(
        _line(row, by=by, plan=plan, most=most, links=links, reader=reader) for row in rows
    )
    return f'{_legend(reader)}<ul class="ioc-parts">{lines}</ul>'


def _line(row: Row, *, by: str, plan: str, most: int, links: TaskLinks, reader: Reader) -> str:
    name = part_name(row, by=by, reader=reader)
    keys = {key: row[key] for key in _KEYS[by] if row[key] is not None}
    words = safe(name, limit=90)
    if keys:
        words = f'<a href="{links.to_tasks({"plan": plan} | keys)}">{words}</a>'
    segments = "".join(
        f'<i class="ioc-state-{state}" style="flex-grow:{row[state]}">'
        f"{reader.number(row[state])}</i>"
        for state in (*ENDING, "recurring")
        if row[state]
    )
    late = ""
    if row["overdue"]:
        said = safe(reader.counted("figures.plan.overdue", row["overdue"]))
        late = f'<span class="ioc-overdue">{icon("overdue")}{said}</span>'
    width = f"{row['total'] / most:.2%}"
    return (
        f'<li><span{hint(name)}>{words}</span><div><div class="ioc-stack" '
        f'style="width:{width}">{segments}</div></div>{late}</li>'
    )


def part_name(row: Row, *, by: str, reader: Reader) -> str:
    """The name of a part; one without says so."""
    fields = dict(row)
    names = {
        "group": reader.pick(fields, "group") or row["group"],
        "phase": phase_name(row["phase"], reader) if row["phase"] else "",
        "lead": reader.pick(fields, "lead") or reader.text("figures.due.no_lead"),
    }
    told = [names[key] for key in _KEYS[by] if names[key]]
    return " · ".join(told) or reader.text("tasks.parts.none")


def _legend(reader: Reader) -> str:
    items = "".join(
        f'<li><i class="ioc-swatch ioc-state-{state}"></i>'
        f"{safe(reader.text(f'figures.state.{state}'))}</li>"
        for state in (*ENDING, "recurring")
    )
    return f'<ul class="ioc-legend">{items}</ul>'
