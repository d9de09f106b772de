"""Work items as a table to work with: the late first, who answers, what falls due, the rest."""

import polars as pl

from components.figures.due_list import who_leads, written_deadline
from components.figures.marks import icon
from components.figures.task_links import TaskLinks
from components.markup import safe
from components.measures import Row
from components.reader import NO_VALUE, Reader
from components.work_filters import OPEN

HORIZON, SOON = 30, 7
# In which order work is read; an item stands in the first one it belongs to.
_DAYS, _STATE = pl.col("days_left"), pl.col("state")
SECTIONS = {
    "overdue": _DAYS < 0,
    "due": _DAYS.is_between(0, HORIZON),
    "no_deadline": _STATE.is_in(OPEN) & _DAYS.is_null(),
    "not_started": _STATE == "not_started",
    "later": _STATE.is_in(OPEN),
    "recurring": _STATE == "recurring",
    "done": _STATE == "accepted",
    "cancelled": _STATE == "cancelled",
}
# What still is to be done.
OPEN_SECTIONS = ("overdue", "due", "no_deadline", "not_started", "later")
# More rows than anybody reads make a page slow; the rest is counted and can be downloaded.
MOST_ROWS = 300
TITLE_LENGTH = 200
COLUMNS = ("days", "title", "lead", "deadline", "state", "unclear")
# In a card beside others: the deadline stands under the days.
PRESSING_COLUMNS = ("days", "title", "lead", "state")


def in_sections(items: pl.DataFrame) -> pl.DataFrame:
    """`items` with `section`, in reading order: within one the most pressing first."""
    section = pl.coalesce(*(pl.when(holds).then(pl.lit(name)) for name, holds in SECTIONS.items()))
    place = section.replace_strict(list(SECTIONS), range(len(SECTIONS)), return_dtype=pl.Int64)
    return items.with_columns(section=section).sort(
        place, "days_left", "plan_position", "item", nulls_last=True, maintain_order=True
    )


def pressing_list(items: pl.DataFrame, *, links: TaskLinks, reader: Reader, rows: int) -> str:
    """`rows` open items, the latest first, then what falls due, then the rest; others counted."""
    pressing = in_sections(items).filter(pl.col("section").is_in(OPEN_SECTIONS))
    counts = pressing_counts(items, links=links, reader=reader)
    if pressing.is_empty():
        words = safe(reader.text("tasks.list.nothing_open"))
        return f'{counts}<p class="ioc-nothing">{words}</p>'
    shown = pressing.head(rows).to_dicts()
    drawn = "".join(_row(row, PRESSING_COLUMNS, links, reader) for row in shown)
    others = ""
    if pressing.height > rows:
        words = safe(reader.counted("tasks.list.others", pressing.height - rows))
        others = f'<p class="ioc-others">{words}</p>'
    head = _head(PRESSING_COLUMNS, reader)
    return f'{counts}<table class="ioc-tasks">{head}<tbody>{drawn}</tbody></table>{others}'


def pressing_counts(items: pl.DataFrame, *, links: TaskLinks, reader: Reader) -> str:
    """How many are late, fall due within 7, 15, 30 days (not started ones apart), are undated."""
    late = items.filter(_DAYS < 0).height
    tone, mark = ("bad", "overdue") if late else ("good", "met")
    shown = [
        f'<li class="ioc-tone-{tone}">{icon(mark)}<b>{reader.number(late)}</b> '
        f"{safe(reader.text('figures.due.overdue'))}</li>"
    ]
    for days in (7, 15, 30):
        due = items.filter(_DAYS.is_between(0, days))
        idle = due.filter(_STATE == "not_started").height
        words = reader.text("figures.due.within", days=days)
        if idle:
            words += reader.counted("tasks.list.idle", idle)
        shown.append(f"<li><b>{reader.number(due.height)}</b> {safe(words)}</li>")
    undated = items.filter(_STATE.is_in(OPEN) & _DAYS.is_null()).height
    if undated:
        words = safe(reader.text("tasks.list.undated"))
        target = links.to_tasks({"flag": "no_deadline"})
        shown.append(f'<li><b>{reader.number(undated)}</b> <a href="{target}">{words}</a></li>')
    return f'<ul class="ioc-counts">{"".join(shown)}</ul>'


def task_table(items: pl.DataFrame, *, links: TaskLinks, reader: Reader) -> str:
    """All of `items`, one part of the table per section with its count."""
    if items.is_empty():
        return f'<p class="ioc-nothing">{safe(reader.text("tasks.list.none"))}</p>'
    ordered = in_sections(items)
    shown = ordered.head(MOST_ROWS)
    parts = ""
    for (section,), of_section in shown.group_by("section", maintain_order=True):
        count = ordered.filter(pl.col("section") == section).height
        words = safe(reader.text(f"tasks.section.{section}"))
        rows = "".join(_row(row, COLUMNS, links, reader) for row in of_section.to_dicts())
        parts += (
            f'<tbody><tr class="ioc-section"><th colspan="{len(COLUMNS)}" scope="rowgroup">{words} '
            f"<b>{reader.number(count)}</b></th></tr>{rows}</tbody>"
        )
    others = ""
    if ordered.height > MOST_ROWS:
        words = safe(reader.counted("tasks.list.others", ordered.height - MOST_ROWS))
        others = f'<p class="ioc-others">{words}</p>'
    head = _head(COLUMNS, reader)
    return f'<table class="ioc-tasks ioc-tasks-all">{head}{parts}</table>{others}'


def _head(names: tuple[str, ...], reader: Reader) -> str:
    columns = "".join(f'<col class="ioc-task-{name}">' for name in names)
    cells = "".join(f"<th>{safe(reader.text(f'tasks.column.{name}'))}</th>" for name in names)
    return f"<colgroup>{columns}</colgroup><thead><tr>{cells}</tr></thead>"


def _row(row: Row, columns: tuple[str, ...], links: TaskLinks, reader: Reader) -> str:
    title, plan = reader.pick(dict(row), "title"), reader.pick(dict(row), "plan")
    code = f"{row['item']} · {plan}"
    days, mark, tone = days_words(row, reader)
    deadline = _deadline(row, reader)
    below = "" if "deadline" in columns else f"<div>{deadline}</div>"
    cells = {
        "days": f"{mark}<b>{safe(days)}</b>{below}",
        "title": f'<a href="{links.to_task(row)}">{safe(title, limit=TITLE_LENGTH)}</a>'
        f"<small>{safe(code)}</small>",
        "lead": _lead(row, reader),
        "deadline": deadline,
        "state": safe(reader.text(f"figures.state.{row['state']}")),
        "unclear": unclear_words(row, reader),
    }
    drawn = "".join(f'<td class="ioc-cell-{name}">{cells[name]}</td>' for name in columns)
    return f'<tr class="ioc-tone-{tone}">{drawn}</tr>'


def _lead(row: Row, reader: Reader) -> str:
    """The post that answers; its unit below where the name of the post does not say it."""
    lead, post = who_leads(row, reader)
    if not post or lead.casefold() in post.casefold():
        return f"<span>{safe(post or lead, limit=160)}</span>"
    return f"<span>{safe(post, limit=160)}</span><small>{safe(lead, limit=160)}</small>"


def days_words(row: Row, reader: Reader) -> tuple[str, str, str]:
    """How late, or how long still; with its icon and its tone."""
    left = row["days_left"]
    if left is None:
        return NO_VALUE, "", "plain"
    if left < 0:
        return reader.counted("tasks.days_late", -left), icon("overdue"), "bad"
    words = reader.counted("tasks.days_left", left) if left else reader.text("tasks.due_today")
    return words, icon("due"), "warning" if left <= SOON else "plain"


def _deadline(row: Row, reader: Reader) -> str:
    """The day; what the document says where that is another day, or no day at all."""
    if row["deadline"] is None:
        words = safe(row["deadline_text"], limit=60) if row["deadline_text"] else NO_VALUE
        return f'<span class="ioc-as-written">{words}</span>'
    written = written_deadline(row["deadline_text"], row["deadline"])
    small = ""
    if written:
        words = safe(reader.text("figures.due.written", words=written), limit=60)
        small = f"<small>{words}</small>"
    return f"<span>{safe(reader.date(row['deadline']))}</span>{small}"


def unclear_words(row: Row, reader: Reader) -> str:
    """Which of the six clears are missing."""
    if not row["unclear"]:
        return ""
    words = ", ".join(reader.text(f"tasks.clear.{name}").lower() for name in row["unclear"])
    return f'<span class="ioc-unclear">{safe(words)}</span>'
