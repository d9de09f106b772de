"""Online services, digital identity and the service index, where a province leads with them."""

import polars as pl

from components.blocks.service_index import scheme_words, score_card
from components.export.not_final import with_star_told
from components.export.parts import Bars, Column, Grid, Topic
from components.export.series import figure_bars
from components.export.told_origin import origin_told
from components.figures.funnel import funnel_steps, step_name
from components.figures.index_score import most, points
from components.figures.side_by_side import compared, side_name, sides
from components.index_standing import Standing
from components.markup import plain
from components.reader import NO_VALUE, Reader
from components.sentences import funnel_sentence, side_by_side_sentence


def services_topic(figures: pl.DataFrame, *, reader: Reader) -> Topic | None:
    """Localities against departments, of HEADLINE_FIGURES; None where nothing is compared."""
    rows, whole = sides(figures)
    if not rows:
        return None
    names = [side_name(row, reader) for row in rows]
    by = compared(figures, reader)
    said = side_by_side_sentence(rows, names=names, by=by, whole=whole, reader=reader)
    shown, told = [*rows], [*names]
    if whole is not None:
        shown, told = [*rows, whole], [*names, reader.text("exports.whole")]
    bars = figure_bars(shown, names=told, name=by, reader=reader)
    shown_frame = figures.filter(pl.col("place") == "side_by_side")
    return Topic(
        key="services",
        title=by or reader.text("exports.topic.services"),
        sentences=[said],
        parts=[bars],
        origin=_origin(shown_frame, bars, reader),
        notes=[said],
    )


def identity_topic(figures: pl.DataFrame, *, reader: Reader) -> Topic | None:
    """Digital identity step by step, of HEADLINE_FIGURES; None where it is not led with."""
    rows = funnel_steps(figures)
    if not rows:
        return None
    names = [step_name(row, reader) for row in rows]
    said = funnel_sentence(rows, names=names, reader=reader)
    title = reader.text("exports.topic.identity")
    bars = figure_bars(rows, names=names, name=title, reader=reader)
    return Topic(
        key="identity",
        title=title,
        sentences=[said],
        parts=[bars],
        origin=_origin(figures.filter(pl.col("place") == "funnel"), bars, reader),
        notes=[said],
    )


def index_topic(standing: Standing, *, about: str, when: str, reader: Reader) -> Topic | None:
    """The service index by groups with what was lost; None where no scheme or no score is known."""
    if standing.scheme is None or standing.total.get("points") is None:
        return None
    card = score_card(standing, about=about, when=when, before="", reader=reader)
    columns = [
        Column(heading=reader.text("exports.column.group"), share=4.0),
        Column(heading=reader.text("exports.column.points"), share=1.2, is_number=True),
        Column(heading=reader.text("exports.column.applicable"), share=1.6, is_number=True),
        Column(heading=reader.text("exports.column.lost"), share=1.2, is_number=True),
    ]
    rows = [
        (
            plain(reader.pick(row, "group")),
            points(row["points"], reader) if row["points"] is not None else NO_VALUE,
            most(row["applicable"], reader),
            points(row["lost"], reader) if row["lost"] is not None else NO_VALUE,
        )
        for row in standing.groups.to_dicts()
    ]
    note = scheme_words(standing, reader)
    return Topic(
        key="index",
        title=reader.text("exports.topic.index"),
        sentences=[card.sentence],
        parts=[Grid(name=reader.text("exports.topic.index"), columns=columns, rows=rows)],
        origin=origin_told(standing.metrics, reader=reader),
        notes=[card.sentence, note],
    )


def _origin(rows: pl.DataFrame, bars: Bars, reader: Reader) -> str:
    told = origin_told(rows, reader=reader)
    return with_star_told(told, [bar.written for bar in bars.bars], reader=reader)
