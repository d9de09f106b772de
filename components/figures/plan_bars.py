"""Work by plan: one stacked bar each, its counts written out; plans are never added together."""

from collections.abc import Sequence

import polars as pl

from components.figures.marks import icon
from components.markup import hint, safe
from components.measures import Row
from components.reader import Reader
from components.sentences import STATES, plan_sentence

NAME_LENGTH = 90


def plan_bars(plans: pl.DataFrame, *, reader: Reader) -> str:
    """Per row of PLAN_STATES: name, bar of the states, a red line over what is overdue, the sum."""
    if plans.is_empty():
        return f'<p class="ioc-nothing">{safe(reader.text("figures.nothing.plans"))}</p>'
    rows = plans.to_dicts()
    drawn = "".join(_plan(row, reader) for row in rows)
    return f'{_legend(rows, reader)}<div class="ioc-plans">{drawn}</div>'


def _plan(row: Row, reader: Reader) -> str:
    name = reader.pick(dict(row), "plan")
    segments = "".join(
        f'<i class="ioc-state-{state}" style="flex-grow:{row[state]}"'
        f"{hint(_state(state, reader) + ': ' + reader.number(row[state]))}>"
        f"{reader.number(row[state])}</i>"
        for state in STATES
        if row[state]
    )
    overdue = ""
    if row["overdue"] and row["total"]:
        words = reader.counted("figures.plan.overdue", row["overdue"])
        overdue = f'<span class="ioc-overdue">{icon("overdue")}{safe(words)}</span>'
    return (
        f"<section><h4{hint(name)}><span>{safe(name, limit=NAME_LENGTH)}</span>{overdue}</h4>"
        f'<div class="ioc-stack">{segments}</div>'
        f"<p>{safe(plan_sentence(row, reader=reader), limit=400)}</p></section>"
    )


def _legend(rows: Sequence[Row], reader: Reader) -> str:
    used = [state for state in STATES if any(row[state] for row in rows)]
    items = "".join(
        f'<li><i class="ioc-swatch ioc-state-{state}"></i>{safe(_state(state, reader))}</li>'
        for state in used
    )
    return f'<ul class="ioc-legend ioc-plans-legend">{items}</ul>'


def _state(state: str, reader: Reader) -> str:
    return reader.text(f"figures.state.{state}")
