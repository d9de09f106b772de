"""Are we on target, who is late, and what falls due: the whole province at one look?

Indicators: the headline indicators of the province. For: leaders (first look), staff (which unit,
which task), presenters.
"""

import polars as pl
import streamlit as st

from components.blocks.card import show_card
from components.blocks.headline import funnel_card, show_gauges, side_by_side_card
from components.blocks.units import show_units, units_card
from components.blocks.work import burn_up_card, due_card, plans_card
from components.figures.gauges import headline_gauges
from components.measures import Measure
from components.state import choose, current_screen
from queries.catalogue import indicators_on_map
from queries.headlines import headline_figures
from queries.runner import fetch
from queries.units import unit_boundaries, unit_values
from queries.work import burn_up, plan_states, work_items

MAP_HEIGHT = 500
WORK_HEIGHT = 280

screen = current_screen()
asked, reader, theme = screen.question, screen.reader, screen.theme
when = reader.period(asked.period)


def show_units_of(indicators: pl.DataFrame) -> None:
    """The map of one chosen indicator with its ranking."""
    names = {row["indicator"]: reader.pick(row, "name") for row in indicators.to_dicts()}
    with st.container(key="map_choice"):
        chosen = choose(
            "indicator", reader.text("situation.map_of"), options=names, default=next(iter(names)), width=360
        )
    row = indicators.row(by_predicate=pl.col("indicator") == chosen, named=True)
    card = units_card(
        fetch(unit_values, asked, indicator=chosen, level="locality"),
        fetch(unit_boundaries, asked, level="locality"),
        measure=Measure.of(row),
        reader=reader,
        theme=theme,
        height=MAP_HEIGHT,
        when=when,
    )
    show_units(card, key="units", height=MAP_HEIGHT)


def show_work() -> None:
    """Plans, the burn-up of one of them, and what is late or due."""
    plans = fetch(plan_states, asked)
    left, middle, right = st.columns([5, 5, 8], gap="small")
    with left:
        show_card(plans_card(plans, reader=reader), key="plans", height=WORK_HEIGHT)
    with middle:
        plan = _most_behind(plans)
        card = burn_up_card(
            fetch(burn_up, asked, plan_id=plan["plan_id"]), plan=plan, reader=reader
        )
        show_card(card, key="burn_up", height=WORK_HEIGHT)
    with right:
        items = fetch(work_items, asked)
        show_card(
            due_card(items, today=asked.today, reader=reader), key="due", height=WORK_HEIGHT
        )


def _most_behind(plans: pl.DataFrame) -> dict[str, object]:
    return plans.sort("overdue", descending=True, maintain_order=True).row(0, named=True)


figures = fetch(headline_figures, asked)
show_gauges(headline_gauges(figures, reader=reader), key="headline")
middle, right = st.columns([13, 5], gap="small")
with middle:
    show_units_of(fetch(indicators_on_map, asked))
with right:
    show_card(side_by_side_card(figures, reader=reader), key="sides", height=MAP_HEIGHT // 2 - 8)
    show_card(funnel_card(figures, reader=reader), key="funnel", height=MAP_HEIGHT // 2 - 8)
show_work()
