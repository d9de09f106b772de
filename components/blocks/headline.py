"""The figures the first page leads with: gauges, localities against departments, the funnel."""

import polars as pl
import streamlit as st

from components.blocks.card import Card
from components.figures.converted import conversion_line
from components.figures.funnel import funnel_bars, funnel_steps, step_name
from components.figures.marks import origin_of
from components.figures.side_by_side import compared, side_by_side_bars, side_name, sides
from components.reader import Reader
from components.sentences import funnel_sentence, side_by_side_sentence


def show_gauges(gauges: str, *, key: str) -> None:
    """Draw what `headline_gauges` made: a row of gauges, each with its own sentence and origin."""
    with st.container(key=f"gauges_{key}"):
        st.html(gauges)


def side_by_side_card(figures: pl.DataFrame, *, reader: Reader) -> Card:
    """Localities against departments by one indicator, of HEADLINE_FIGURES."""
    rows, whole = sides(figures)
    names = [side_name(row, reader) for row in rows]
    by = compared(figures, reader)
    title = reader.text("blocks.side_by_side.title")
    # Without a line for the province nothing else would tell that the blocks are the province's.
    of_province = whole is None and any(row.get("of_whole") for row in rows)
    note = reader.text("blocks.side_by_side.of_province") if of_province else ""
    return Card(
        title=reader.text("blocks.side_by_side.title_of", indicator=by) if by else title,
        body=side_by_side_bars(figures, reader=reader),
        sentence=side_by_side_sentence(rows, names=names, by=by, whole=whole, reader=reader),
        origin=origin_of(
            figures.filter(pl.col("place") == "side_by_side"), reader=reader, note=note
        ),
    )


def funnel_card(figures: pl.DataFrame, *, reader: Reader) -> Card:
    """Digital identity as a funnel, of HEADLINE_FIGURES."""
    rows = funnel_steps(figures)
    names = [step_name(row, reader) for row in rows]
    shown = figures.filter(pl.col("place") == "funnel")
    return Card(
        title=reader.text("blocks.funnel.title"),
        body=funnel_bars(figures, reader=reader),
        sentence=funnel_sentence(rows, names=names, reader=reader),
        origin=conversion_line(shown, reader=reader, of="figure") + origin_of(shown, reader=reader),
    )
