"""Goals of a plan: how far each one has come, where it should be, and by when."""

from collections.abc import Mapping, Sequence

import polars as pl

from components.block_rows import Row, row_of
from components.figures.marks import (
    not_final,
    provenance_mark,
    provisional_class,
    status_chip,
    target_words,
    tone_class,
)
from components.goal_pace import pace_words
from components.markup import hint, safe, share_style
from components.measures import Measure, absence
from components.reader import Reader
from domain.pace import Pace


def are_set(figures: pl.DataFrame, indicators: Sequence[str]) -> bool:
    """Whether any of `indicators` has a figure or a target in the period: else no plan was yet."""
    found = figures.filter(pl.col("indicator").is_in(indicators), pl.col("whom") == "province")
    return bool((found["value"].is_not_null() | found["target"].is_not_null()).any())


def goal_rows(
    figures: pl.DataFrame,
    *,
    indicators: Sequence[str],
    paces: Mapping[str, Pace],
    reader: Reader,
    not_yet: str,
) -> str:
    """One row per indicator of BLOCK_FIGURES for the province; `not_yet` where no plan was set.

    `paces`: of each indicator when its goal would be reached, if that is known.
    """
    if not are_set(figures, indicators):
        return f'<p class="ioc-nothing">{safe(not_yet)}</p>'
    shown = [
        row
        for code in indicators
        if (row := row_of(figures, code)) is not None
        and (row["value"] is not None or row["target"] is not None)
    ]
    # Of one origin, which the card tells, no row needs a mark of its own.
    is_mixed = len({row["provenance"] for row in shown if row["provenance"]}) > 1
    rows = "".join(
        _goal(row, paces.get(row["indicator"]), is_mixed=is_mixed, reader=reader) for row in shown
    )
    return f'<ol class="ioc-goals">{rows}</ol>'


def _goal(row: Row, told: Pace | None, *, is_mixed: bool, reader: Reader) -> str:
    measure = Measure.of(row)
    name = safe(measure.name(reader))
    target = ""
    if row["target"] is not None:
        target = safe(target_words(row, measure.mark(row["target"], reader), reader))
    kind = absence(row)
    if kind is not None:
        why = safe(reader.text(f"figures.absence.{kind}"))
        return f'<li><span>{name}</span><b class="ioc-absent">{why}</b><small>{target}</small></li>'
    share = measure.share(row) or 0.0
    aim = measure.share(row, of="target") if row["target"] is not None else None
    tick = f'<u style="left:{share_style(aim)}"></u>' if aim is not None else ""
    look = provisional_class(row["obs_status"]).strip()
    word = (
        f"<small>{safe(doubt)}</small>" if (doubt := not_final(row["obs_status"], reader)) else ""
    )
    mark = provenance_mark(row["provenance"], reader) if is_mixed else ""
    when = pace_words(told, reader=reader)
    ahead = f'<span class="ioc-goal-pace"{hint(when)}>{safe(when)}</span>' if when else ""
    distance = ""
    if row["distance"] is not None and (gap := measure.difference(row["value"], row["target"])):
        distance = f"<em>{safe(measure.distance(gap, reader))}</em>"
    return (
        f'<li class="{tone_class(row["status"])}"><span>{name}</span>'
        f"<b>{safe(measure.value(row, reader))}{word}</b>{status_chip(row['status'], reader)}"
        f'<div class="ioc-track"><i class="{look}" style="width:{share_style(share)}"></i>{tick}'
        f"</div><small>{distance}<span>{target}</span>{ahead}"
        f"{mark}</small></li>"
    )
