"""Digital identity as a funnel: cards, accounts collected, accounts activated, and what is lost."""

from collections.abc import Sequence

import polars as pl

from components.markup import hint, safe, share_style
from components.measures import Measure, Row, absence
from components.reader import Reader
from components.sentences import NAMED_STEPS


def funnel_steps(figures: pl.DataFrame) -> Sequence[Row]:
    """The rows of HEADLINE_FIGURES placed in the funnel, in order."""
    return figures.filter(pl.col("place") == "funnel").to_dicts()


def step_name(row: Row, reader: Reader) -> str:
    """`Tài khoản đã kích hoạt`: short enough to stand on a bar."""
    if row["indicator"] in NAMED_STEPS:
        return reader.text(f"figures.step.{row['indicator']}")
    return Measure.of(row).name(reader)


def funnel_bars(figures: pl.DataFrame, *, reader: Reader) -> str:
    """One bar per step on one scale, its share of the step before, and what is lost between."""
    rows = funnel_steps(figures)
    if not rows:
        return f'<p class="ioc-nothing">{safe(reader.text("figures.nothing.funnel"))}</p>'
    full = max((row["value"] for row in rows if row["value"]), default=1.0)
    drawn = []
    before: Row | None = None
    for row in rows:
        drawn.append(_step(row, before=before, full=full, reader=reader))
        before = row
    return f'<ol class="ioc-funnel">{"".join(drawn)}</ol>'


def _step(row: Row, *, before: Row | None, full: float, reader: Reader) -> str:
    measure = Measure.of(row)
    name = step_name(row, reader)
    kind = absence(row)
    if kind is not None:
        why = safe(reader.text(f"figures.absence.{kind}"))
        return (
            f'<li{hint(name)}><span>{safe(name)}</span><b class="ioc-absent">{why}</b>'
            f'<div class="ioc-track ioc-absent-{kind}"></div></li>'
        )
    share, lost = "", ""
    if before is not None and before["value"]:
        part = reader.percent(row["value"] / before["value"])
        words = ""
        missing = before["value"] - row["value"]
        if missing > 0:
            words = reader.text("figures.funnel.lost", count=reader.number(missing))
            left, width = share_style(row["value"] / full), share_style(missing / full)
            lost = f'<u style="left:{left};width:{width}"></u>'
        told = hint(reader.text("figures.funnel.share", share=part))
        share = f"<em{told}><strong>{safe(part)}</strong> {safe(words)}</em>"
    return (
        f"<li{hint(measure.name(reader))}><span>{safe(name)}</span>"
        f"{share}<b>{safe(measure.value(row, reader))}</b>"
        f'<div class="ioc-track"><i style="width:{share_style(row["value"] / full)}"></i>{lost}'
        "</div></li>"
    )
