"""Pilot models: how many stand where in their life, as a board, as tables, one by one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from components.figures.due_list import who_leads, written_deadline
from components.figures.marks import icon
from components.markup import hint, safe
from components.measures import Row
from components.reader import NO_VALUE, Reader
from domain.pilot_models import STAGES

# Tone and icon of each stage; the word stands beside them.
LOOKS = {
    "not_started": ("neutral", "no_target"),
    "running": ("course", "on_course"),
    "done": ("good", "met"),
    "reviewed": ("good", "reviewed"),
    "replicated": ("plain", "replicated"),
}
FINISHED = ("done", "reviewed", "replicated")
# Of one column of the board; more stand beside each other.
ROWS_OF_A_COLUMN = 10
MOVED_ROWS = 3
# Where the model of a row leads to.
Way = Callable[[Row], str]
Obstacles = Mapping[int, Sequence[Row]]


def stage_word(stage: str, reader: Reader) -> str:
    """`Đang triển khai`, `Running`."""
    return reader.text(f"pilot_models.stage.{stage}")


def stage_chip(stage: str, reader: Reader) -> str:
    """Icon and word of a stage."""
    tone, sign = LOOKS[stage]
    word = safe(stage_word(stage, reader))
    return f'<span class="ioc-chip ioc-tone-{tone}">{icon(sign)}{word}</span>'


def counts_of(models: pl.DataFrame) -> dict[str, int]:
    """How many of PILOT_MODELS stand on each stage; stages without any included."""
    return {stage: models.filter(pl.col("stage") == stage).height for stage in STAGES}


def life_line(models: pl.DataFrame, *, reader: Reader) -> str:
    """The five stages in the order of life with their counts; what is finished under one count."""
    if models.is_empty():
        return nothing("pilot_models.none", reader)
    counts = counts_of(models)
    begun = "".join(_step(stage, counts, models, reader) for stage in STAGES[:2])
    finished = "".join(_step(stage, counts, models, reader) for stage in FINISHED)
    number = reader.number(sum(counts[stage] for stage in FINISHED))
    words = safe(reader.text("pilot_models.finished"))
    bar = "".join(
        f'<i class="ioc-tone-{LOOKS[stage][0]}" style="flex-grow:{count}"></i>'
        for stage, count in counts.items()
        if count
    )
    return (
        f'<div class="ioc-life"><ol>{begun}</ol><section class="ioc-tone-good">'
        f"<h4>{icon('met')}<b>{number}</b> {words}</h4><ol>{finished}</ol></section></div>"
        f'<div class="ioc-life-bar" aria-hidden="true">{bar}</div>'
    )


def _step(stage: str, counts: Mapping[str, int], models: pl.DataFrame, reader: Reader) -> str:
    tone, sign = LOOKS[stage]
    return (
        f'<li class="ioc-tone-{tone}"><h4>{icon(sign)}{safe(stage_word(stage, reader))}</h4>'
        f"<p><b>{reader.number(counts[stage])}</b>"
        f"<small>{safe(_note(stage, counts, models, reader))}</small></p></li>"
    )


def _note(stage: str, counts: Mapping[str, int], models: pl.DataFrame, reader: Reader) -> str:
    """What else is to be said of a stage: units, evidence, the share."""
    if not counts[stage]:
        return ""
    if stage == "replicated":
        return reader.counted("pilot_models.at_units", int(models["replicated_to"].sum()))
    if stage == "done":
        lacking = int(models["lacks_evidence"].sum())
        if lacking:
            return reader.counted("pilot_models.lacking", lacking)
        return reader.text("pilot_models.awaits_review")
    if stage == "reviewed":
        return reader.text("pilot_models.with_evidence")
    share = reader.percent(counts[stage] / models.height, digits=0)
    return reader.text("pilot_models.share", share=share)


def moved_list(models: pl.DataFrame, *, since: date, way: Way, reader: Reader) -> str:
    """The models that moved since a day: from which stage to which, and when."""
    moved = models.filter("has_moved").sort("stage_since", descending=True, nulls_last=True)
    if moved.is_empty():
        return nothing("pilot_models.nothing_moved", reader, day=reader.date(since))
    rows = "".join(
        f"<li>{_link(row, way, reader)}<p>{_from_stage(row, reader)}"
        f"{stage_chip(row['stage'], reader)}"
        f"<em>{safe(reader.date(row['stage_since']))}</em></p></li>"
        for row in moved.head(MOVED_ROWS).to_dicts()
    )
    others = moved.height - MOVED_ROWS
    more = safe(reader.counted("pilot_models.others_moved", others)) if others > 0 else ""
    return f'<ul class="ioc-moved">{rows}</ul><p class="ioc-others">{more}</p>'


def _from_stage(row: Row, reader: Reader) -> str:
    before = row["stage_before"]
    words = stage_word(before, reader) if before else reader.text("pilot_models.was_not_there")
    return f"<small>{safe(words)}</small>{icon('on_course')}"


def _link(row: Row, way: Way, reader: Reader) -> str:
    title = reader.pick(dict(row), "title")
    return (
        f'<a href="{safe(way(row), limit=600)}"{hint(title)}><em>{safe(row["item"], limit=40)}</em>'
        f"<span>{safe(title)}</span></a>"
    )


def board(models: pl.DataFrame, *, obstacles: Obstacles, way: Way, reader: Reader) -> str:
    """One column per stage, one slip per model; wide columns hold two slips beside each other."""
    if models.is_empty():
        return nothing("pilot_models.none", reader)
    columns = "".join(
        _column(stage, models.filter(pl.col("stage") == stage), obstacles, way, reader)
        for stage in STAGES
    )
    # On a small screen what is finished stands in one column, one stage below the other.
    wide = {stage: _wide(count) for stage, count in counts_of(models).items()}
    narrow = [wide[stage] for stage in STAGES[:2]] + [max(wide[stage] for stage in FINISHED)]
    tracks = " ".join(f"minmax(0, {each}fr)" for each in narrow)
    return f'<div class="ioc-board" style="--narrow:{tracks}">{columns}</div>'


def _wide(models: int) -> int:
    """How many slips stand beside each other in a column of so many models."""
    return max(1, -(-models // ROWS_OF_A_COLUMN))


def _column(
    stage: str, models: pl.DataFrame, obstacles: Obstacles, way: Way, reader: Reader
) -> str:
    tone, sign = LOOKS[stage]
    slips = "".join(_slip(row, obstacles, way, reader) for row in models.to_dicts())
    empty = f'<p class="ioc-nothing">{NO_VALUE}</p>' if models.is_empty() else ""
    return (
        f'<section class="ioc-tone-{tone}" style="--wide:{_wide(models.height)}"><h4>{icon(sign)}'
        f"<span>{safe(stage_word(stage, reader))}</span><b>{reader.number(models.height)}</b></h4>"
        f"{empty}<ul>{slips}</ul></section>"
    )


def _slip(row: Row, obstacles: Obstacles, way: Way, reader: Reader) -> str:
    lead, post = who_leads(row, reader)
    marks = "".join(
        f'<span class="ioc-tone-{tone}">{icon(sign)}{safe(words)}</span>'
        for tone, sign, words in _marks(row, obstacles, reader)
    )
    who = f"<small{hint(f'{lead} · {post}')}><em>{safe(lead, limit=60)}</em>{marks}</small>"
    return f"<li>{_link(row, way, reader)}{who}</li>"


def _marks(row: Row, obstacles: Obstacles, reader: Reader) -> list[tuple[str, str, str]]:
    """Tone, icon and words of what is special about a model on the board."""
    marks = []
    if row["has_moved"]:
        marks.append(("course", "on_course", reader.text("pilot_models.moved_mark")))
    days = row["days_left"]
    if days is not None and days < 0:
        marks.append(("bad", "overdue", reader.counted("pilot_models.days_late", -days)))
    if obstacles.get(row["work_item_id"]):
        marks.append(("warning", "due", reader.text("pilot_models.has_obstacle")))
    if row["lacks_evidence"]:
        marks.append(("warning", "overdue", reader.text("pilot_models.lacks_evidence")))
    if row["replicated_to"]:
        words = reader.counted("pilot_models.at_units", row["replicated_to"])
        marks.append(("plain", "replicated", words))
    return marks


def next_step(row: Row, obstacles: Obstacles, reader: Reader) -> tuple[str, bool]:
    """What comes next, and whether somebody wrote it down; else what its life asks for next."""
    fields = dict(row)
    steps = [
        reader.pick(dict(obstacle), "next_step")
        for obstacle in obstacles.get(row["work_item_id"], ())
    ]
    written = next((step for step in steps if step), "") or reader.pick(fields, "note")
    if written:
        return written, True
    return reader.text(f"pilot_models.next.{row['stage']}"), False


def obstacle_words(row: Row, obstacles: Obstacles, reader: Reader) -> list[str]:
    """The open bottlenecks that block a model, each with its age."""
    return [
        reader.text(
            "pilot_models.obstacle",
            code=obstacle["bottleneck"],
            title=reader.pick(dict(obstacle), "title"),
            days=reader.counted("pilot_models.days", obstacle["age"]),
        )
        for obstacle in obstacles.get(row["work_item_id"], ())
    ]


def speed_up_table(models: pl.DataFrame, *, obstacles: Obstacles, way: Way, reader: Reader) -> str:
    """The models that have not begun: whose, what comes next, what stands in the way."""
    waiting = models.filter(pl.col("stage") == "not_started")
    if waiting.is_empty():
        return nothing("pilot_models.all_begun", reader)
    columns = ("model", "owner", "next_step", "obstacle", "deadline")
    rows = "".join(
        f"<tr><td>{_link(row, way, reader)}</td>{_owner(row, reader)}"
        f"{_step_cell(row, obstacles, reader)}{_obstacle_cell(row, obstacles, reader)}"
        f"{_deadline(row, reader)}</tr>"
        for row in waiting.to_dicts()
    )
    return _table("speed_up", columns, rows, reader)


def models_table(models: pl.DataFrame, *, obstacles: Obstacles, way: Way, reader: Reader) -> str:
    """Every model: owner, stage since when, deadline, evidence, units, obstacle."""
    if models.is_empty():
        return nothing("pilot_models.none", reader)
    columns = ("model", "owner", "stage", "deadline", "evidence", "replicated_to", "obstacle")
    rows = "".join(
        f"<tr><td>{_link(row, way, reader)}</td>{_owner(row, reader)}"
        f"<td>{stage_chip(row['stage'], reader)}<small>{_since(row, reader)}</small></td>"
        f"{_deadline(row, reader)}<td>{_evidence(row, reader)}</td>"
        f"<td>{reader.number(row['replicated_to'])}</td>"
        f"{_obstacle_cell(row, obstacles, reader)}</tr>"
        for row in models.to_dicts()
    )
    return _table("all", columns, rows, reader)


def _table(name: str, columns: Sequence[str], rows: str, reader: Reader) -> str:
    head = "".join(
        f'<th scope="col">{safe(reader.text(f"pilot_models.column.{column}"))}</th>'
        for column in columns
    )
    return (
        f'<div class="ioc-work-table ioc-models-{name}"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _owner(row: Row, reader: Reader) -> str:
    lead, post = who_leads(row, reader)
    return f"<td><span>{safe(lead)}</span><small>{safe(post)}</small></td>"


def _step_cell(row: Row, obstacles: Obstacles, reader: Reader) -> str:
    words, is_written = next_step(row, obstacles, reader)
    small = "" if is_written else f"<small>{safe(reader.text('pilot_models.by_life'))}</small>"
    return f"<td><span>{safe(words, limit=400)}</span>{small}</td>"


def _obstacle_cell(row: Row, obstacles: Obstacles, reader: Reader) -> str:
    words = obstacle_words(row, obstacles, reader)
    if not words:
        return f'<td class="ioc-none">{safe(reader.text("pilot_models.no_obstacle"))}</td>'
    told = "".join(
        f'<span class="ioc-tone-warning ioc-obstacle">{icon("due")}{safe(one, limit=400)}</span>'
        for one in words
    )
    return f"<td>{told}</td>"


def _since(row: Row, reader: Reader) -> str:
    if row["stage_since"] is None:
        return ""
    return safe(reader.text("pilot_models.since_day", day=reader.date(row["stage_since"])))


def _evidence(row: Row, reader: Reader) -> str:
    if row["evidence"]:
        return f"<span>{safe(row['evidence'], limit=400)}</span>"
    if row["lacks_evidence"]:
        words = safe(reader.text("pilot_models.lacks_evidence"))
        return f'<span class="ioc-tone-warning ioc-obstacle">{icon("overdue")}{words}</span>'
    return f'<span class="ioc-none">{NO_VALUE}</span>'


def _deadline(row: Row, reader: Reader) -> str:
    days, written = row["days_left"], row["deadline_text"] or ""
    if row["deadline"] is None:
        return f"<td><span>{safe(written, limit=60) or NO_VALUE}</span></td>"
    other = written_deadline(row["deadline_text"], row["deadline"])
    small, tone = safe(other, limit=60), ""
    if days is not None and days < 0:
        small = icon("overdue") + safe(reader.counted("pilot_models.days_late", -days))
        tone = ' class="ioc-tone-bad"'
    return f"<td{tone}><span>{safe(reader.date(row['deadline']))}</span><small>{small}</small></td>"


def model_facts(
    row: Mapping[str, Any], *, obstacles: Obstacles, helpers: str, reader: Reader
) -> str:
    """Everything that is known of one model, as a list of terms."""
    fields = dict(row)
    lead, post = who_leads(row, reader)
    step, is_written = next_step(row, obstacles, reader)
    by_life = "" if is_written else f" ({reader.text('pilot_models.by_life')})"
    since = row["stage_since"]
    facts = {
        "stage": stage_chip(row["stage"], reader)
        + (f" <small>{_since(row, reader)}</small>" if since else ""),
        "owner": safe(" · ".join(part for part in (lead, post) if part)),
        "helpers": safe(helpers, limit=400),
        "executor": safe(row["executor"], limit=200),
        "product": safe(reader.pick(fields, "product"), limit=400),
        "measure": safe(row["measure"], limit=400),
        "deadline": safe(_deadline_words(row, reader)),
        "next_step": safe(step + by_life, limit=600),
        "obstacle": "<br>".join(
            safe(one, limit=400) for one in obstacle_words(row, obstacles, reader)
        )
        or safe(reader.text("pilot_models.no_obstacle")),
        "evidence": _evidence(row, reader),
        "replicated_to": reader.number(row["replicated_to"]),
        "note": safe(reader.pick(fields, "note"), limit=600),
    }
    terms = "".join(
        f"<div><dt>{safe(reader.text(f'pilot_models.column.{name}'))}</dt>"
        f"<dd>{told or NO_VALUE}</dd></div>"
        for name, told in facts.items()
    )
    return f'<dl class="ioc-facts">{terms}</dl>'


def _deadline_words(row: Row, reader: Reader) -> str:
    if row["deadline"] is None:
        return row["deadline_text"] or ""
    day, days = reader.date(row["deadline"]), row["days_left"]
    if days is None:
        return day
    key = "pilot_models.days_late" if days < 0 else "pilot_models.days_to_go"
    return f"{day} · {reader.counted(key, abs(days))}"


def nothing(key: str, reader: Reader, **values: object) -> str:
    """One sentence where there is nothing to draw."""
    return f'<p class="ioc-nothing">{safe(reader.text(key, **values))}</p>'
