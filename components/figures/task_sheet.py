"""One task: what is known of it, what it lacks, what happened, what it hangs together with."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from components.figures.due_list import who_leads, written_deadline
from components.figures.ended_lead import ended_sentence
from components.figures.marks import icon, provenance_mark
from components.figures.task_links import TaskLinks
from components.figures.task_list import days_words
from components.markup import safe
from components.measures import Row
from components.reader import NO_VALUE, Reader
from components.work_filters import phase_name
from domain.clears import CLEARS

LONGEST_TEXT = 1200
TONE_OF_FLAG = {"done_on_time": "good", "done_late": "warning"}


def task_head(row: Row, *, since: date | None, reader: Reader) -> str:
    """Title, state, how late or how long still, since when, and the post that answers."""
    lead, post = who_leads(row, reader)
    words, mark, tone = days_words(row, reader)
    title = safe(reader.pick(dict(row), "title"), limit=400)
    # Of what is done the flag says more than the state; of what is open the days do.
    known = TONE_OF_FLAG.get(row["flag"])
    key = f"tasks.flag.{row['flag']}" if known else f"figures.state.{row['state']}"
    chips = f'<span class="ioc-chip ioc-tone-{known or tone}">{mark}{safe(reader.text(key))}</span>'
    late = ""
    if row["days_left"] is not None:
        told = words
        if row["days_left"] < 0 and since:
            told = reader.text("tasks.sheet.since", days=words, day=reader.date(since))
        late = f'<p class="ioc-task-late ioc-tone-{tone}">{mark}<b>{safe(told)}</b></p>'
    elif row["accepted_on"]:
        done = reader.text("tasks.sheet.accepted_on", day=reader.date(row["accepted_on"]))
        late = f'<p class="ioc-task-late ioc-tone-good">{icon("met")}<b>{safe(done)}</b></p>'
    answers = safe(reader.text("tasks.sheet.answers", post=post or lead), limit=300)
    ended = safe(ended_sentence(row, reader), limit=LONGEST_TEXT)
    gone = f'<p class="ioc-task-answers">{ended}</p>' if ended else ""
    code = safe(f"{reader.pick(dict(row), 'plan')} · {row['item']}", limit=300)
    return (
        f'<div class="ioc-task-head"><p>{code} {chips}</p><h2>{title}</h2>'
        f'{late}<p class="ioc-task-answers"><b>{answers}</b></p>{gone}</div>'
    )


def task_facts(row: Row, *, moves: pl.DataFrame, helpers: list[str], reader: Reader) -> str:
    """Every fact of the task; what is not written down says so. `moves`: its moved deadlines."""
    fields = dict(row)
    lead, post = who_leads(row, reader)
    level = row["authority_level"]
    facts = {
        "lead": lead,
        "accountable_post_vi": post,
        "executor": row["executor"],
        "coordinators": ", ".join(helpers),
        "plan": reader.pick(fields, "plan"),
        "group_code": reader.pick(fields, "group") or row["group"],
        "phase": phase_name(row["phase"], reader) if row["phase"] else "",
        "kind": reader.text(f"tasks.kind.{row['kind']}"),
        "recurrence": reader.text(f"tasks.rhythm.{row['recurrence']}") if row["recurrence"] else "",
        "product_vi": reader.pick(fields, "product"),
        "measure": row["measure"],
        "authority_level": reader.text(f"tasks.authority.{level}") if level else "",
        "starts_on": reader.date(row["starts_on"]) if row["starts_on"] else "",
        "deadline": _deadline(row, moves, reader),
        "deadline_text": row["deadline_text"],
        "note": reader.pick(fields, "note"),
    }
    may_be_left_out = {"phase", "recurrence", "starts_on", "deadline_text", "note", "group_code"}
    lines = "".join(
        f"<div><dt>{safe(reader.text(f'tasks.field.{name}'))}</dt>"
        f"<dd>{safe(said, limit=LONGEST_TEXT) if said else _absent(reader)}</dd></div>"
        for name, said in facts.items()
        if said or name not in may_be_left_out
    )
    return f'<dl class="ioc-task-facts">{lines}</dl>'


def _absent(reader: Reader) -> str:
    return f'<i class="ioc-absent">{safe(reader.text("tasks.sheet.absent"))}</i>'


def _deadline(row: Row, moves: pl.DataFrame, reader: Reader) -> str:
    """The deadline in force, and all that it was before."""
    if row["deadline"] is None:
        return reader.text("tasks.flag.no_deadline") if row["deadline_text"] else ""
    said = reader.date(row["deadline"])
    if written := written_deadline(row["deadline_text"], row["deadline"]):
        said += f" ({reader.text('figures.due.written', words=written)})"
    before = [day for day in moves["old_deadline"].to_list() if day is not None]
    if moves.height:
        days = ", ".join(reader.date(day) for day in before) or NO_VALUE
        said += f" · {reader.text('tasks.sheet.moved_from', days=days)}"
    return said


def task_clears(row: Row, *, reader: Reader) -> str:
    """The six clears, each with whether it is there, in words."""
    lines = "".join(_clear(name, name in row["unclear"], reader) for name in CLEARS)
    score = ""
    if row["clear_score"] is not None:
        words = safe(reader.text("tasks.clears.score_one"))
        percent = reader.percent(row["clear_score"], digits=0)
        score = f'<p class="ioc-clear-score"><b>{percent}</b> {words}</p>'
    return f'{score}<ul class="ioc-task-clears">{lines}</ul>'


def _clear(name: str, is_missing: bool, reader: Reader) -> str:
    tone, mark = ("warning", "missed") if is_missing else ("good", "met")
    told = "clear_missing" if is_missing else "clear_told"
    return (
        f'<li class="ioc-tone-{tone}">{icon(mark)}<b>{safe(reader.text(f"tasks.clear.{name}"))}</b>'
        f"<span>{safe(reader.text(f'tasks.{told}.{name}'))}</span></li>"
    )


def task_history(events: pl.DataFrame, *, reader: Reader) -> str:
    """WORK_HISTORY of one task, the newest first; nothing is ever left out or overwritten."""
    if events.is_empty():
        return f'<p class="ioc-nothing">{safe(reader.text("tasks.history.none"))}</p>'
    names = ("happened_on", "event", "reason", "evidence", "author", "recorded_on")
    head = "".join(f"<th>{safe(reader.text(f'tasks.history.{name}'))}</th>" for name in names)
    rows = "".join(_event(row, reader) for row in reversed(events.to_dicts()))
    return (
        f'<table class="ioc-tasks ioc-history"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _event(row: Row, reader: Reader) -> str:
    recorded = reader.date(row["recorded_on"])
    if row["recorded_on"] > row["happened_on"]:
        days = (row["recorded_on"] - row["happened_on"]).days
        recorded += f" · {reader.counted('tasks.history.later', days)}"
    cells = (row["reason"], row["evidence"], row["author"])
    told = "".join(f"<td>{safe(said, limit=LONGEST_TEXT) or NO_VALUE}</td>" for said in cells)
    mark = provenance_mark(row["provenance"], reader)
    return (
        f"<tr><td>{safe(reader.date(row['happened_on']))}</td>"
        f"<td>{safe(event_words(row, reader=reader), limit=LONGEST_TEXT)}</td>{told}"
        f"<td>{safe(recorded)} {mark}</td></tr>"
    )


def event_words(row: Row, *, reader: Reader) -> str:
    """What an event says, with its amounts."""
    kind = row["event_type"]
    said = reader.text(f"tasks.event.{kind}")
    if row["progress"] is not None:
        said += f": {reader.percent(row['progress'], digits=0)}"
    if kind == "deadline_moved":
        days = (reader.date(row["old_deadline"]), reader.date(row["new_deadline"]))
        said += ": " + " → ".join(days)
    if row["period_start"] is not None:
        days = (reader.date(row["period_start"]), reader.date(row["period_end"]))
        said += ": " + " – ".join(days)
    if row["field"]:
        field = reader.text(f"tasks.changed.{row['field']}")
        value = row["new_value"] or reader.pick(dict(row), "unit")
        said += f": {field} → {value or reader.text('tasks.sheet.absent')}"
    elif unit := reader.pick(dict(row), "unit"):
        said += f": {unit}"
    return said


LINKS = ("blocked_by", "bottleneck", "blocks", "continues", "continued_by")


def task_ties(
    ties: pl.DataFrame,
    *,
    states: Mapping[int, Row],
    obstacles: Mapping[int, Row],
    links: TaskLinks,
    reader: Reader,
) -> str:
    """What blocks the task, what it blocks, what it goes on with (WORK_LINKS).

    `states`: WORK_ITEMS by id; `obstacles`: BOTTLENECKS by id. What is out of scope is not named.
    """
    parts = ""
    for link in LINKS:
        rows = ties.filter(pl.col("link") == link).to_dicts()
        if not rows:
            continue
        lines = "".join(
            f"<li>{_obstacle(obstacles.get(row['bottleneck_id']), reader)}</li>"
            if link == "bottleneck"
            else f"<li>{_other(row, states.get(row['other_item_id']), links, reader)}</li>"
            for row in rows
        )
        parts += (
            f"<section><h4>{safe(reader.text(f'tasks.tie.{link}'))}</h4><ul>{lines}</ul></section>"
        )
    if not parts:
        return f'<p class="ioc-nothing">{safe(reader.text("tasks.tie.none"))}</p>'
    return f'<div class="ioc-ties">{parts}</div>'


def _other(row: Row, stands: Row | None, links: TaskLinks, reader: Reader) -> str:
    if row["item"] is None:
        return safe(reader.text("tasks.tie.out_of_scope"))
    name = safe(f"{row['item']} · {reader.pick(dict(row), 'title')}", limit=240)
    if stands is None:
        version = safe(reader.text("tasks.tie.version", version=row["version"]))
        return f"{name} <small>{version}</small>"
    words, mark, tone = days_words(stands, reader)
    state = safe(reader.text(f"figures.state.{stands['state']}"))
    days = f" · {mark}{safe(words)}" if stands["days_left"] is not None else ""
    target = links.to_task(stands)
    return f'<a href="{target}">{name}</a> <small class="ioc-tone-{tone}">{state}{days}</small>'


def _obstacle(row: Mapping[str, Any] | None, reader: Reader) -> str:
    if row is None:
        return safe(reader.text("tasks.tie.out_of_scope"))
    name = safe(f"{row['bottleneck']} · {reader.pick(dict(row), 'title')}", limit=300)
    if not row["is_open"]:
        state = reader.text("tasks.tie.closed", day=reader.date(row["closed_on"]))
    else:
        state = reader.counted("tasks.tie.open_for", row["age"])
        if post := reader.pick(dict(row), "post") or reader.pick(dict(row), "owner"):
            state += f" · {post}"
    return f"{name} <small>{safe(state, limit=200)}</small>"
