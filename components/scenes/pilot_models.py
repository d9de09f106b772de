"""Pilot models from across a room: done, running, not begun; which have not begun, and whose.

Stages and their words are those of the page of pilot models (components/figures/pilot_models).
"""

import polars as pl

from components.figures.marks import icon
from components.figures.pilot_models import (
    FINISHED,
    LOOKS,
    Obstacles,
    counts_of,
    stage_chip,
    stage_word,
)
from components.markup import plain, safe
from components.measures import Row
from components.reader import Reader
from components.scenes.fitting import height_of, panel_down, rows_within
from components.scenes.parts import nothing, panel, rows_list
from components.scenes.posts import post_html, who_answers
from components.scenes.space import Space

TITLE_LENGTH = 320
# Of a row, in units: its sign and the padding above and below it.
SIGN, PADDING = 1.6, 0.5
# Height of a chip as a share of its type.
CHIP = 1.7
NOT_STARTED, RUNNING = "not_started", "running"


def three_counts(models: pl.DataFrame, *, note: str, look: str, reader: Reader) -> str:
    """Done, running, not begun of PILOT_MODELS, each very large, above one bar of all.

    `note` is finished HTML beside the bar, `look` a class.
    """
    counts = counts_of(models)
    shown = (
        ("good", "met", reader.text("pilot_models.finished"), _finished(counts)),
        (*LOOKS[RUNNING], stage_word(RUNNING, reader), counts[RUNNING]),
        (*LOOKS[NOT_STARTED], stage_word(NOT_STARTED, reader), counts[NOT_STARTED]),
    )
    total = models.height
    tiles = "".join(
        f'<li class="ioc-tone-{tone}"><p>{reader.number(count)}</p>'
        f"<h2>{icon(sign)}{safe(words)}</h2>"
        f"<small>{safe(_share(count, total, reader))}</small></li>"
        for tone, sign, words, count in shown
    )
    bar = "".join(
        f'<i class="ioc-tone-{tone}" style="flex-grow:{count}"></i>'
        for tone, _, _, count in shown
        if count
    )
    return (
        f'<div class="ioc-scene-three{look}"><ul>{tiles}</ul>'
        f'<div><div class="ioc-stack" aria-hidden="true">{bar}</div>{note}</div></div>'
    )


def _finished(counts: dict[str, int]) -> int:
    return sum(counts[stage] for stage in FINISHED)


def _share(count: int, total: int, reader: Reader) -> str:
    return reader.text("pilot_models.share", share=reader.percent(count / total, digits=0))


def idle_panel(
    models: pl.DataFrame,
    obstacles: Obstacles,
    *,
    space: Space,
    across: float,
    down: float,
    reader: Reader,
) -> str:
    """The models that nobody began, as many as fit, with who answers and what stands in the way."""
    idle = models.filter(pl.col("stage") == NOT_STARTED)
    title = reader.counted("pilot_models.speed_up_title", idle.height)
    if idle.is_empty():
        return panel(title, nothing(reader.text("pilot_models.all_begun")), name="idle")
    room = panel_down(space, down=down)
    words = across - SIGN
    rows = idle.to_dicts()
    heights = [
        height_of(
            (_title(row, reader), space.text),
            (_about(row, obstacles, reader), space.small),
            across=words,
        )
        + PADDING
        for row in rows
    ]
    shown = rows_within(heights, down=room)
    others = len(rows) - shown
    more = reader.counted("scenes_work.others_idle", others) if others else ""
    drawn = [_row(row, obstacles, reader) for row in rows[:shown]]
    return panel(title, rows_list(drawn, name="idle-rows"), name="idle", more=more)


def _row(row: Row, obstacles: Obstacles, reader: Reader) -> str:
    blocked = obstacles.get(row["work_item_id"])
    tone, sign = ("warning", "due") if blocked else LOOKS[NOT_STARTED]
    also = safe(reader.text("pilot_models.has_obstacle")) if blocked else ""
    who = post_html(who_answers(row, reader), after=" · " if also else "")
    return (
        f'<li class="ioc-tone-{tone}"><p>{icon(sign)}</p>'
        f"<div><span>{safe(_title(row, reader), limit=TITLE_LENGTH)}</span>"
        f"<small>{who}{also}</small></div></li>"
    )


def _title(row: Row, reader: Reader) -> str:
    return plain(reader.pick(dict(row), "title"), limit=TITLE_LENGTH)


def _about(row: Row, obstacles: Obstacles, reader: Reader) -> str:
    """What stands below the title, as one text."""
    blocked = obstacles.get(row["work_item_id"])
    also = f" · {reader.text('pilot_models.has_obstacle')}" if blocked else ""
    return f"{who_answers(row, reader)}{also}"


def moved_panel(
    models: pl.DataFrame, *, since: str, space: Space, across: float, down: float, reader: Reader
) -> str:
    """The models that moved, the newest first, as many as fit; `since` names the day."""
    moved = models.filter("has_moved").sort("stage_since", descending=True, nulls_last=True)
    title = reader.text("scenes_work.moved", since=since)
    if moved.is_empty():
        return panel(title, nothing(reader.text("scenes_work.nothing_moved")), name="moved")
    room = panel_down(space, down=down)
    rows = moved.to_dicts()
    heights = [
        height_of((_title(row, reader), space.text), across=across) + CHIP * space.small + PADDING
        for row in rows
    ]
    shown = rows_within(heights, down=room)
    others = len(rows) - shown
    more = reader.counted("scenes_work.others_moved", others) if others else ""
    drawn = [
        f"<li><div><span>{safe(_title(row, reader), limit=TITLE_LENGTH)}</span>"
        f"<small>{stage_chip(row['stage'], reader)} {safe(reader.date(row['stage_since']))}"
        "</small></div></li>"
        for row in rows[:shown]
    ]
    return panel(title, rows_list(drawn, name="moved-rows"), name="moved", more=more)
