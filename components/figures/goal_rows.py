"""Goals of a plan: how far each one has come, where it should be, and by when."""

from collections.abc import Sequence

import polars as pl

from components.block_rows import Row, row_of
from components.figures.marks import (
    provenance_mark,
    provisional_class,
    status_chip,
    target_words,
    tone_class,
)
from components.markup import safe, share_style
from components.measures import Measure, absence
from components.reader import Reader


def are_set(figures: pl.DataFrame, indicators: Sequence[str]) -> bool:
    """Whether any of `indicators` has a figure or a target in the period: else no plan was yet."""
    found = figures.filter(pl.col("indicator").is_in(indicators), pl.col("whom") == "province")
    return bool((found["value"].is_not_null() | found["target"].is_not_null()).any())


def goal_rows(
    figures: pl.DataFrame, *, indicators: Sequence[str], reader: Reader, not_yet: str
) -> str:
    """One row per indicator of BLOCK_FIGURES for the province; `not_yet` where no plan was set."""
    if not are_set(figures, indicators):
        return f'<p class="ioc-nothing">{safe(not_yet)}</p>'
    rows = "".join(
        _goal(row, reader)
        for code in indicators
        if (row := row_of(figures, code)) is not None
        and (row["value"] is not None or row["target"] is not None)
    )
    return f'<ol class="ioc-goals">{rows}</ol>'


def _goal(row: Row, reader: Reader) -> str:
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
    distance = ""
    if row["distance"] is not None and (gap := measure.difference(row["value"], row["target"])):
        distance = f"<em>{safe(measure.distance(gap, reader))}</em>"
    return (
        f'<li class="{tone_class(row["status"])}"><span>{name}</span>'
        f"<b>{safe(measure.value(row, reader))}</b>{status_chip(row['status'], reader)}"
        f'<div class="ioc-track"><i class="{look}" style="width:{share_style(share)}"></i>{tick}'
        f"</div><small>{distance}<span>{target}</span>"
        f"{provenance_mark(row['provenance'], reader)}</small></li>"
    )
