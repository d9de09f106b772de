"""Where the numbers of a document come from, as one plain line, by the words of the screens."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from components.figures.marks import PROVENANCES
from components.markup import plain
from components.reader import Reader

# No title of a document is cut before this; then it is at the end of a word.
LONGEST_TITLE, LONGEST_READ = 180, 2000


def origin_told(frame: pl.DataFrame, *, reader: Reader, note: str = "") -> str:
    """`Nguồn: Công bố · chốt đến 31/12/2023 · <document> (05/01/2024)` of all rows of a frame.

    `note` is said before it all. A frame without provenance has no origin but the note.
    """
    if "provenance" not in frame.columns:
        return note
    known = frame.filter(pl.col("provenance").is_not_null())
    cut_off = known["cut_off"].max() if "cut_off" in known.columns and known.height else None
    return origin_words(
        provenances=known["provenance"].unique().to_list(),
        cut_off=cut_off if isinstance(cut_off, date) else None,
        source=_newest(known),
        note=note,
        reader=reader,
    )


def origin_words(
    *,
    provenances: Iterable[str],
    reader: Reader,
    cut_off: date | None = None,
    source: Mapping[str, Any] | None = None,
    note: str = "",
) -> str:
    """The same line of what is known already; `source` has source_title_* and _issued_on."""
    there = set(provenances)
    marks = [reader.text(f"figures.provenance.{name}") for name in PROVENANCES if name in there]
    parts = [", ".join(marks)] if marks else [reader.text("figures.origin.none")]
    if cut_off is not None:
        parts.append(reader.text("figures.origin.cut_off", day=reader.date(cut_off)))
    title = reader.pick(dict(source), "source_title") if source else ""
    if source and title:
        issued: date | None = source["source_issued_on"]
        shown = by_words(plain(title, limit=LONGEST_READ), limit=LONGEST_TITLE)
        parts.append(f"{shown} ({reader.date(issued)})" if issued else shown)
    told = reader.text("exports.source", source=" · ".join(parts))
    return f"{note}. {told}" if note else told


def by_words(text: str, *, limit: int) -> str:
    """`text`, cut behind a whole word where it is longer than `limit` letters."""
    if len(text) <= limit:
        return text
    words, _, _ = text[:limit].rpartition(" ")
    return (words or text[: limit - 1]).rstrip(" ,;:.(·–-") + "…"


def _newest(rows: pl.DataFrame) -> Mapping[str, Any] | None:
    if "source_title_vi" not in rows.columns:
        return None
    titled = rows.filter(pl.col("source_title_vi").is_not_null())
    ordered = titled.sort("source_issued_on", descending=True, nulls_last=True)
    return ordered.row(0, named=True) if ordered.height else None
