"""Small figures beside the steps of digital identity: each with its counts and its origin."""

from collections.abc import Sequence

import polars as pl

from components.block_rows import Row, counts_words, row_of
from components.figures.marks import (
    origin_line,
    status_chip,
    target_words,
    tone_class,
    with_not_final,
)
from components.markup import safe
from components.measures import Measure, absence
from components.reader import Reader


def identity_facts(
    figures: pl.DataFrame,
    *,
    indicators: Sequence[str],
    reader: Reader,
    unit_id: int | None = None,
) -> str:
    """One cell per indicator of BLOCK_FIGURES, of the province or of the unit `unit_id`."""
    cells = "".join(
        _cell(row, reader)
        for code in indicators
        if (row := row_of(figures, code, unit_id=unit_id)) is not None
    )
    if not cells:
        return f'<p class="ioc-nothing">{safe(reader.text("digital_identity.nothing"))}</p>'
    return f'<div class="ioc-facts">{cells}</div>'


def _cell(row: Row, reader: Reader) -> str:
    measure = Measure.of(row)
    name = safe(measure.name(reader))
    kind = absence(row)
    if kind is not None:
        why = safe(reader.text(f"figures.absence.{kind}_told"))
        told = f'<h4>{name}</h4><p class="ioc-absent">{why}</p>'
        return f'<section class="ioc-tone-neutral">{told}</section>'
    small = counts_words(row, reader)
    if not small and measure.kind == "rate":
        small = reader.text("digital_identity.without_counts")
    if measure.kind != "rate":
        small = measure.unit(reader)
    small = with_not_final(small, row["obs_status"], reader)
    chip = "" if row["target"] is None else status_chip(row["status"], reader)
    target = ""
    if row["target"] is not None:
        words = target_words(row, measure.mark(row["target"], reader), reader)
        target = f"<small>{safe(words)}</small>"
    origin = origin_line(
        reader=reader, provenances=[row["provenance"]], source=row, cut_off=row["cut_off"]
    )
    return (
        f'<section class="{tone_class(row["status"])}"><h4>{name}</h4>'
        f"<p><b>{safe(measure.value(row, reader))}</b><span>{safe(small)}</span>{chip}</p>"
        f"{target}{origin}</section>"
    )
