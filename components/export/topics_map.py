"""One indicator over the units: the map as shapes coloured by class, and the ranking."""

from collections import Counter

import polars as pl

from components.export.not_final import starred, with_star_told
from components.export.parts import Bars, Topic
from components.export.region_map import region_maps
from components.export.series import ranking_bars
from components.export.told_origin import origin_told
from components.measures import Measure, Row, absence
from components.reader import Reader
from components.sentences import unit_name, units_sentence

# So many units stand in one line of the notes.
NOTED_TOGETHER = 12


def map_topic(
    values: pl.DataFrame,
    boundaries: pl.DataFrame,
    *,
    measure: Measure,
    when: str,
    size: tuple[int, int],
    letters: float,
    in_turn: bool = False,
    reader: Reader,
) -> Topic:
    """UNIT_VALUES over UNIT_BOUNDARIES on a picture of `size` points, names in `letters` points.

    Of more units than there is room for, those at both ends of the ranking are named; `in_turn`
    names all of them, on as many maps as that takes. The notes have all.
    """
    said = units_sentence(values, measure=measure, reader=reader, when=when)
    title = reader.text("exports.topic.map", indicator=measure.name(reader))
    drawn = region_maps(
        values,
        boundaries,
        measure=measure,
        size=size,
        letters=letters,
        in_turn=in_turn,
        reader=reader,
    )
    return Topic(
        key="map",
        title=title,
        sentences=[said],
        parts=drawn,
        origin=with_star_told(
            origin_told(values, reader=reader, note=_capital(when)),
            [label.words for part in drawn for label in part.labels],
            reader=reader,
        ),
        notes=[said, *_all_told(values, measure, reader)],
    )


def ranking_topic(values: pl.DataFrame, *, measure: Measure, when: str, reader: Reader) -> Topic:
    """UNIT_VALUES as bars, the best first."""
    bars = ranking_bars(values, measure=measure, reader=reader)
    said = _standings_told(bars, reader)
    return Topic(
        key="ranking",
        title=reader.text("exports.topic.ranking", indicator=measure.name(reader)),
        sentences=[said],
        parts=[bars] if bars.bars else [],
        origin=with_star_told(
            origin_told(values, reader=reader, note=_capital(when)),
            [bar.written for bar in bars.bars],
            reader=reader,
        ),
        notes=[said, units_sentence(values, measure=measure, reader=reader, when=when)],
    )


def _standings_told(bars: Bars, reader: Reader) -> str:
    """`21/21 đơn vị có số liệu: 20 đạt mục tiêu, 1 không đạt.`"""
    known = [bar for bar in bars.bars if bar.value is not None]
    counts = Counter(bar.standing for bar in known if bar.standing)
    judged = [f"{reader.number(count)} {word.lower()}" for word, count in counts.items()]
    told = reader.text(
        "exports.ranking.known", known=reader.number(len(known)), all=reader.number(len(bars.bars))
    )
    return f"{told}: {', '.join(judged)}." if judged else f"{told}."


def _all_told(values: pl.DataFrame, measure: Measure, reader: Reader) -> list[str]:
    """Every unit with its figure, the best first, in lines of some."""
    ordered = values.sort("rank", nulls_last=True, maintain_order=True).to_dicts()
    told = [f"{unit_name(row, reader)}: {_written(row, measure, reader)}" for row in ordered]
    return ["; ".join(told[at : at + NOTED_TOGETHER]) for at in range(0, len(told), NOTED_TOGETHER)]


def _written(row: Row, measure: Measure, reader: Reader) -> str:
    kind = absence(row)
    if kind is not None:
        return reader.text(f"figures.absence.{kind}")
    return starred(measure.value(row, reader), row["obs_status"])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
