"""The profile of a unit on one sheet of A4: everything of it in rows that a page has room for.

Shown on paper alone (assets/print.css); a row has one height, so what fits is known beforehand.
"""

from dataclasses import dataclass

import polars as pl

from components.figures.unit_lists import bottleneck_list, lineage_list, report_list, work_list
from components.figures.unit_table import converted_line, figures_table, in_reading_order
from components.markup import safe
from components.reader import Reader

MOST_INDICATORS = 22
# In mm: what head, foot and titles leave for rows, and how high a row is (assets/print.css).
ROOM, INDICATOR_ROW, WORK_ROW, ABOVE_WORK = 180.0, 4.7, 7.7, 13.5
MANY, VERY_MANY = 14, 19
MOST_MODELS, MOST_BOTTLENECKS, MOST_RELATIVES = 2, 3, 3


@dataclass(frozen=True, kw_only=True)
class SheetParts:
    """What the profile is made of. `head`, `tiles` and `origin` are finished HTML."""

    name: str
    period: str
    as_of: str
    sentence: str
    head: str
    tiles: str
    origin: str
    unit_id: int
    figures: pl.DataFrame
    tasks: pl.DataFrame
    models: pl.DataFrame
    bottlenecks: pl.DataFrame
    reports: pl.DataFrame
    lineage: pl.DataFrame


def unit_sheet(parts: SheetParts, *, reader: Reader) -> str:
    """The sheet as HTML."""
    shown = in_reading_order(parts.figures).head(MOST_INDICATORS)
    left_out = parts.figures.height - shown.height
    others = ""
    if left_out:
        words = reader.counted("unit.others_indicators", left_out)
        others = f'<p class="ioc-others">{safe(words)}</p>'
    told = converted_line(parts.figures, reader=reader)
    room = ROOM - INDICATOR_ROW * shown.height - ABOVE_WORK
    fewer = (shown.height > MANY) + (shown.height > VERY_MANY)
    left = _part(
        "tasks",
        reader,
        work_list(parts.tasks, unit_id=parts.unit_id, reader=reader, rows=int(room // WORK_ROW)),
    )
    right = "".join(
        (
            _part("bottlenecks", reader, _bottlenecks(parts, reader, MOST_BOTTLENECKS - fewer)),
            _part("models", reader, _models(parts, reader, max(1, MOST_MODELS - fewer))),
            _part("reports", reader, report_list(parts.reports, reader=reader)),
            _part("lineage", reader, _lineage(parts, reader, MOST_RELATIVES - fewer // 2)),
        )
    )
    return (
        f'<article class="ioc-sheet"><header><p>{safe(reader.text("shell.board"))} · '
        f"{safe(reader.text('unit.title'))}</p><h1>{safe(parts.name)}</h1>"
        f"<p>{safe(parts.period)} · {safe(parts.as_of)}</p></header>{parts.head}"
        f'<p class="ioc-say">{safe(parts.sentence, limit=600)}</p>{parts.tiles}'
        f"{_part('figures', reader, figures_table(shown, reader=reader) + others + told)}"
        f'<div class="ioc-sheet-sides"><div>{left}</div><div>{right}</div></div>'
        f"<footer>{parts.origin}</footer></article>"
    )


def _part(name: str, reader: Reader, body: str) -> str:
    return f"<section><h2>{safe(reader.text(f'unit.card_{name}'))}</h2>{body}</section>"


def _models(parts: SheetParts, reader: Reader, rows: int) -> str:
    return work_list(parts.models, unit_id=parts.unit_id, reader=reader, rows=rows, kind="models")


def _bottlenecks(parts: SheetParts, reader: Reader, rows: int) -> str:
    return bottleneck_list(parts.bottlenecks, reader=reader, rows=rows)


def _lineage(parts: SheetParts, reader: Reader, rows: int) -> str:
    # A unit with a past and a future has two lists in the room of one.
    rows = 1 if parts.lineage["side"].n_unique() > 1 else rows
    return lineage_list(parts.lineage, links=None, reader=reader, rows=rows)
