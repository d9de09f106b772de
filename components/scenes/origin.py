"""Where the figures of a scene come from and up to which day they speak, as plain text."""

import re
from collections.abc import Sequence
from datetime import date

import polars as pl

from components.figures.marks import PROVENANCES, newest_source
from components.markup import plain
from components.reader import Reader
from components.scenes.fitting import lines_of
from components.scenes.parts import IN_PARENTHESES
from domain.viewing import Room

# The line below a scene: its share of the width, and how many lines of letters it may take.
SHARE, MOST_LINES = 0.46, 2
# Of a document: `02/KH-UBND`, `57-NQ/TW`.
NUMBER = re.compile(r"\d+[/-](?:\d{4}/)?[A-ZĐ][\wĐ]*(?:[-/][\wĐ]+)+")


def origin_words(
    frames: Sequence[pl.DataFrame], *, room: Room, reader: Reader, note: str = ""
) -> str:
    """`Công bố, Minh họa · Chốt 31/12/2023 – 19/01/2024 · Báo cáo ... (19/01/2024)`.

    `frames` have provenance and, as far as they know it, cut_off and the columns of a source; rows
    without provenance say nothing. Says so where nothing is known. Nothing of it is cut: where the
    title of the source is too long for the line below a scene, its number stands for it, else its
    date.
    """
    known = [frame.filter(pl.col("provenance").is_not_null()) for frame in frames]
    always = [", ".join(_provenances(known, reader)), cut_off_words(known, reader=reader), note]
    told = [
        plain(" · ".join(part for part in (*always, source) if part), limit=400)
        for source in _sources(known, reader)
    ]
    fitting = (words for words in told if fits(words, room=room))
    return next(fitting, told[-1]) or reader.text("figures.origin.none")


def fits(origin: str, *, room: Room) -> bool:
    """Whether all of it is seen below a scene (.wall-origin in assets/style/wall.css)."""
    return lines_of(origin, across=room.across * SHARE) <= MOST_LINES


def _sources(frames: Sequence[pl.DataFrame], reader: Reader) -> list[str]:
    """The newest document of all, the fullest words first; the last are of few letters."""
    titled = [source for frame in frames if (source := newest_source(frame)) is not None]
    if not titled:
        return [""]
    newest = max(titled, key=lambda row: row["source_issued_on"] or date.min)
    title, issued = reader.pick(dict(newest), "source_title"), newest["source_issued_on"]
    day = f" ({reader.date(issued)})" if issued else ""
    number = NUMBER.search(title)
    short = [number.group() + day] if number else []
    if issued:
        short.append(reader.text("scenes.origin.source", day=reader.date(issued)))
    if not short:
        short.append(reader.text("scenes.origin.one_source"))
    return [title + day, IN_PARENTHESES.sub("", title) + day, *short]


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
