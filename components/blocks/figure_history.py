"""The card of one indicator's history: every entry, who made it and what it changed."""

import polars as pl

from components.blocks.card import Card
from components.figures.figure_history import history_table
from components.measures import Measure, Row
from components.reader import Reader


def history_card(entries: pl.DataFrame, indicator: Row, *, about: str, reader: Reader) -> Card:
    """FIGURE_HISTORY of `indicator` (a row of DEFINITIONS); `about`: whose figures they are."""
    name = Measure.of(indicator).name(reader)
    revised = int(entries["is_revision"].sum())
    return Card(
        title=reader.text("definitions.history_title", code=indicator["indicator"], name=name),
        body=history_table(entries, reader=reader),
        sentence=reader.text(
            "definitions.say_history",
            about=about,
            entries=reader.counted("definitions.history_entries", entries.height),
            revised=reader.counted("definitions.history_revised", revised),
        )
        if entries.height
        else "",
    )
