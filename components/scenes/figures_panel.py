"""The panel of figures one below the other, of a province or of a unit."""

from collections.abc import Callable
from datetime import date

import polars as pl

from components.reader import Reader
from components.scenes.ages import title_age
from components.scenes.figure_rows import figure_rows
from components.scenes.origin import cut_off_words, cut_offs
from components.scenes.parts import note_width, panel, provenance_note
from components.scenes.space import Space
from domain.data_age import DataAge, oldest


def figures_panel(
    figures: pl.DataFrame,
    *,
    title: str,
    wide: float,
    high: float,
    space: Space,
    age: Callable[[date], DataAge],
    reader: Reader,
    ranked: bool = False,
) -> str:
    """figure_rows of these in `wide` x `high` units, with how many there are of how many, their
    cut-off where there is room, their age in its cycle and where they come from."""
    body, shown = figure_rows(
        figures, reader=reader, space=space, wide=wide, high=high, age=age, ranked=ranked
    )
    if shown < figures.height:
        title = f"{title} ({reader.number(shown)}/{reader.number(figures.height)})"
    words = cut_off_words([figures], reader=reader) if space.has_plenty else ""
    statuses, provenances = figures["obs_status"].to_list(), figures["provenance"].to_list()
    mark = title_age(
        oldest(age(day) for day in cut_offs([figures])),
        title=title,
        beside=note_width(provenances, reader, space=space, words=words, statuses=statuses),
        across=wide,
        space=space,
        reader=reader,
    )
    note = provenance_note(provenances, reader, words=words, statuses=statuses)
    return panel(title, body, name="fill", note=note, age=mark)
