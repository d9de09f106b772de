"""Where the figures of a scene come from and up to which day they speak, as plain text."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from components.figures.marks import PROVENANCES, newest_source
from components.markup import plain
from components.reader import Reader


def origin_words(frames: Sequence[pl.DataFrame], *, reader: Reader, note: str = "") -> str:
    """`Công bố, Minh họa · Chốt 31/12/2023 – 19/01/2024 · Báo cáo ... (19/01/2024)`.

    `frames` have provenance and, as far as they know it, cut_off and the columns of a source; rows
    without provenance say nothing. Says so where nothing is known.
    """
    known = [frame.filter(pl.col("provenance").is_not_null()) for frame in frames]
    parts = [", ".join(_provenances(known, reader)), cut_off_words(known, reader=reader), note]
    titled = [source for frame in known if (source := newest_source(frame)) is not None]
    if titled:
        newest = max(titled, key=lambda row: row["source_issued_on"] or date.min)
        title, issued = reader.pick(dict(newest), "source_title"), newest["source_issued_on"]
        parts.append(f"{title} ({reader.date(issued)})" if issued else title)
    told = " · ".join(part for part in parts if part)
    return plain(told, limit=400) or reader.text("figures.origin.none")


def cut_off_words(frames: Sequence[pl.DataFrame], *, reader: Reader) -> str:
    """`Chốt 31/12/2023 – 19/01/2024`; one day where all are of it; empty where none is known."""
    days = cut_offs(frames)
    if not days:
        return ""
    first, last = reader.date(min(days)), reader.date(max(days))
    span = first if first == last else f"{first} – {last}"
    return reader.text("figures.origin.cut_off", day=span)


def cut_offs(frames: Sequence[pl.DataFrame]) -> list[date]:
    """The days up to which rows with a value speak."""
    return [
        day
        for frame in frames
        if "cut_off" in frame.columns
        for day in _with_value(frame)["cut_off"].drop_nulls().to_list()
    ]


def _with_value(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("value").is_not_null()) if "value" in frame.columns else frame


def _provenances(frames: Sequence[pl.DataFrame], reader: Reader) -> list[str]:
    used = {name for frame in frames for name in frame["provenance"].to_list()}
    return [reader.text(f"figures.provenance.{name}") for name in PROVENANCES if name in used]
