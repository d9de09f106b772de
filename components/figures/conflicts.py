"""Where documents disagree about a figure: every value with its document, and no silent choice."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from components.figures.marks import icon
from components.markup import plain, safe
from components.measures import Measure, written_period
from components.reader import Reader

Row = Mapping[str, Any]


def conflict_notes(
    conflicts: pl.DataFrame, *, reader: Reader, indicators: tuple[str, ...] | None = None
) -> str:
    """One visible note per conflict of CONFLICTS, of `indicators` (codes) or of all; else empty.

    Nothing in it waits for a pointer: both values and both documents are in the text.
    """
    about = conflicts
    if indicators is not None:
        about = conflicts.filter(pl.col("indicator").is_in(indicators))
    notes = "".join(
        f'<p class="ioc-conflict">{icon("overdue")}'
        f"<span>{_note(rows.to_dicts(), reader)}</span></p>"
        for _, rows in about.group_by("conflict", maintain_order=True)
    )
    return f'<div class="ioc-conflicts" role="note">{notes}</div>' if notes else ""


def _note(rows: Sequence[Row], reader: Reader) -> str:
    first = rows[0]
    measure = Measure.of(first)
    heading = reader.text(
        "definitions.conflict",
        indicator=measure.name(reader),
        unit=plain(reader.pick(dict(first), "full_name")),
        period=written_period(first["period_start"], first["period_end"], reader),
    )
    values = f" {safe(reader.text('definitions.against'))} ".join(
        f"<b>{safe(measure.value(row, reader))}</b> ({safe(document(row, reader), limit=300)})"
        for row in rows
    )
    return f"{safe(heading, limit=500)} {values}. {safe(reader.text('definitions.not_chosen'))}"


def document(row: Row, reader: Reader) -> str:
    """Who says it and when: number, else publisher, else title of the document, and its date."""
    named = (
        plain(row["document_number"])
        or plain(reader.pick(dict(row), "publisher"))
        or plain(reader.pick(dict(row), "document_title"), limit=120)
    )
    issued = row["document_issued_on"]
    return f"{named}, {reader.date(issued)}" if issued else named
