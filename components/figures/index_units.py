"""Units by their score in the service index: points of those applicable, score, grade."""

from collections.abc import Sequence

import polars as pl

from components.figures.index_score import doubt, grade_chip, most, points
from components.figures.marks import bar_look, provisional_note
from components.index_standing import Row
from components.markup import safe, share_style
from components.reader import Reader

# Of more units only the two ends are drawn; the table of all is in the download.
ALL_SHOWN_UP_TO = 20
SHOWN_AT_EACH_END = 10
# A few units stand at the top of the card, not spread over all of it.
FEWEST_ROWS = 8


def index_ranking(
    units: pl.DataFrame, *, scale: float, reader: Reader, chosen: int | None = None
) -> str:
    """The units of Standing.units in two columns: the lowest and the highest ten of many.

    A bar is the score of `scale`; beside it score, points of those that apply and grade.
    """
    if units.is_empty():
        return f'<p class="ioc-nothing">{safe(reader.text("service_index.no_units"))}</p>'
    rows = units.to_dicts()
    if len(rows) <= ALL_SHOWN_UP_TO:
        half = (len(rows) + 1) // 2
        columns = [("", rows[:half]), ("", rows[half:])]
    else:
        known = [row for row in rows if row["score"] is not None]
        last = known[-SHOWN_AT_EACH_END:][::-1]
        columns = [("lowest", last), ("highest", known[:SHOWN_AT_EACH_END])]
    drawn = "".join(
        _column(end, part, scale=scale, reader=reader, chosen=chosen) for end, part in columns
    )
    note = provisional_note(rows, reader)
    return f'<div class="ioc-index-units">{drawn}</div>{note}'


def _column(
    end: str, rows: Sequence[Row], *, scale: float, reader: Reader, chosen: int | None
) -> str:
    words = reader.text(f"service_index.{end}", count=reader.number(len(rows))) if end else ""
    heading = f"<h4>{safe(words)}</h4>" if words else ""
    items = "".join(_unit(row, scale=scale, reader=reader, chosen=chosen) for row in rows)
    height = max(len(rows), FEWEST_ROWS)
    return f'<section>{heading}<ol style="--rows:{height}">{items}</ol></section>'


def _unit(row: Row, *, scale: float, reader: Reader, chosen: int | None) -> str:
    name = safe(reader.pick(dict(row), "unit"))
    also = ' class="ioc-chosen"' if row["unit_id"] == chosen else ""
    if row["score"] is None:
        words = safe(reader.text("service_index.no_figures"))
        return f'<li{also}><span></span><span>{name}</span><p class="ioc-absent">{words}</p></li>'
    applicable = f"{points(row['points'], reader)}/{most(row['applicable'], reader)}"
    return (
        f"<li{also}><span>{reader.number(row['rank'])}</span>"
        f"<span>{name} {doubt(row['obs_status'], reader, hatched=True)}</span>"
        f'<div class="ioc-track ioc-tone-{row["tone"] or "neutral"}">'
        f'<i{bar_look(row["obs_status"])} style="width:{share_style(row["score"] / scale)}"></i>'
        f"</div>"
        f"<b>{points(row['score'], reader)}</b><span>{applicable}</span>"
        f"{grade_chip(row, reader)}</li>"
    )
