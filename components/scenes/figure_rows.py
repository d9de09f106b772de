"""Headline figures one below the other: value, bar with the target on it, ahead or behind by how
much."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl

from components.figures.gauges import IN_TIME
from components.figures.marks import (
    provisional_class,
    status_icon,
    status_word,
    target_words,
    tone_class,
)
from components.markup import safe, share_style
from components.measures import Measure, Row, absence
from components.reader import Reader
from components.scenes.ages import look_of, old_words
from components.scenes.fitting import lines_of
from components.scenes.parts import letters_of, nothing, rows_list
from components.scenes.space import Space
from components.theme import TONE_OF_STATUS
from domain.data_age import DataAge

# Units that the value and its bar take; lines of type; what lies between rows.
VALUE, LINE, BETWEEN = 8.4, 1.23, 0.35
# Letters that the icon takes and what lies between the parts of a line.
SIGNS = 4
# What lags is read first.
WORST_FIRST = ("missed", "behind", "on_course", "ahead", "met")


def figure_rows(
    figures: pl.DataFrame,
    *,
    reader: Reader,
    space: Space,
    wide: float,
    high: float,
    age: Callable[[date], DataAge],
    ranked: bool = False,
) -> tuple[str, int]:
    """The first of HEADLINE_FIGURES (or rows with its columns) that fit in `wide` x `high` units,
    and how many these are. `ranked`: with the place among other units, of UNIT_FIGURES. What is
    older by the `age` of its cut-off than its cycle allows is grey, and says so."""
    if figures.is_empty():
        return nothing(reader.text("unit.no_figures" if ranked else "figures.nothing.gauges")), 0
    drawn: list[str] = []
    width = wide - VALUE
    left = high
    for row in figures.to_dicts():
        name = Measure.of(row).name(reader)
        of_it = age(row["cut_off"]) if row["cut_off"] and row["value"] is not None else None
        place = _place(row, reader) if ranked else ""
        beside = " · ".join(part for part in (place, old_words(of_it, reader=reader)) if part)
        letters = space.letters(width=width, size=space.small)
        standing = _Standing.of(row, reader, place=beside, letters=letters)
        lines = lines_of(name, across=width, size=space.text) * space.text
        lines += standing.lines * space.small
        left -= lines * LINE + BETWEEN
        if left < 0 and drawn:
            break
        drawn.append(_row(row, standing, reader, look=look_of(of_it)))
    return rows_list(drawn, name="figures"), len(drawn)


def worst_first(figures: pl.DataFrame) -> pl.DataFrame:
    """What missed its target or is behind, then all else, each in the order given."""
    order = {status: place for place, status in enumerate(WORST_FIRST)}
    place = pl.col("status").replace_strict(order, default=len(order), return_dtype=pl.Int64)
    return figures.sort(place, maintain_order=True)


def lagging(figures: pl.DataFrame) -> pl.DataFrame:
    """The rows that missed their target or are behind."""
    return figures.filter(pl.col("status").is_in(WORST_FIRST[:2]))


@dataclass(frozen=True)
class _Standing:
    """The line below a name: how it stands, by how much, against which target."""

    word: str
    away: str
    tone: str
    told: str
    lines: int

    @classmethod
    def of(cls, row: Row, reader: Reader, *, place: str, letters: float) -> "_Standing":
        """With as much about the target as `letters` leave room for, `place` behind it."""
        measure = Measure.of(row)
        word = "" if row["status"] == "no_value" else status_word(row["status"], reader)
        away, tone = "", TONE_OF_STATUS.get(row["status"], "neutral")
        if row["distance"] and (shown := measure.difference(row["value"], row["target"])):
            lags = (shown < 0) == (measure.polarity != "lower")
            # Green beside a minus would say that what is missing is good.
            tone = "neutral" if lags and row["status"] in IN_TIME else tone
            away = measure.distance(shown, reader)
        left = letters - letters_of(word) - letters_of(away) - SIGNS
        target = _target(row, measure, reader, letters=left - letters_of(place) - 2)
        told = " · ".join(part for part in (target, place) if part)
        return cls(word, away, tone, told, 1 if letters_of(told) <= left else 2)


def _target(row: Row, measure: Measure, reader: Reader, *, letters: float) -> str:
    """Target, its day and who set it; without the latter, then without the day where that is
    too long."""
    if row["target"] is None:
        return ""
    mark = measure.mark(row["target"], reader)
    published = {**row, "target_provenance": "published"}
    told = [target_words(row, mark, reader), target_words(published, mark, reader)]
    bare = reader.text("figures.target", target=mark)
    return next((words for words in told if letters_of(words) <= letters), bare)


def _place(row: Row, reader: Reader) -> str:
    """`hạng 4/21`; empty without a rank."""
    if row["rank"] is None:
        return ""
    rank, ranked = reader.number(row["rank"]), reader.number(row["ranked_of"])
    return reader.text("scenes.unit.place", rank=rank, ranked=ranked)


def _row(row: Row, standing: _Standing, reader: Reader, *, look: str) -> str:
    measure = Measure.of(row)
    away = f'<b class="ioc-tone-{standing.tone}">{safe(standing.away)}</b>' if standing.away else ""
    word = f"{status_icon(row['status'])}<b>{safe(standing.word)}</b>" if standing.word else ""
    return (
        f'<li class="{tone_class(row["status"])}{look}"><div><h4>{safe(measure.name(reader))}</h4>'
        f"<p>{word}{away}<small>{safe(standing.told)}</small></p></div>"
        f"<div>{_value(row, measure, reader)}{_bar(row, measure)}</div></li>"
    )


def _value(row: Row, measure: Measure, reader: Reader) -> str:
    kind = absence(row)
    if kind is not None:
        words = safe(reader.text(f"figures.absence.{kind}"))
        return f'<p class="ioc-absent"><i class="ioc-swatch ioc-absent-{kind}"></i>{words}</p>'
    return f"<b>{safe(measure.value(row, reader))}</b>"


def _bar(row: Row, measure: Measure) -> str:
    share, aim = measure.share(row), measure.share(row, of="target")
    if row["value"] is None or share is None:
        return ""
    tick = f'<u style="left:{share_style(aim)}"></u>' if aim is not None else ""
    look = f"ioc-track{provisional_class(row['obs_status'])}"
    return f'<div class="{look}"><i style="width:{share_style(share)}"></i>{tick}</div>'
