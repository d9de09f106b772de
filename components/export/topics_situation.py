"""How the province stands: large values, targets, what is late, what waits for a decision."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from components.export.parts import Column, Grid, Tile, Tiles, Topic
from components.export.told_origin import origin_told
from components.figures.converted import source_words, why_not_converted
from components.figures.decision_words import line_names, line_title, value_words, who_words
from components.figures.due_list import who_leads
from components.figures.marks import status_word, target_words, with_not_final
from components.markup import plain
from components.measures import Measure, Row, absence, written_period
from components.reader import NO_VALUE, Reader
from components.sentences import due_sentence, gauge_sentence
from components.theme import TONE_OF_STATUS

TITLE_LENGTH, LEAD_LENGTH = 400, 200


def situation_topic(figures: pl.DataFrame, *, about: str, when: str, reader: Reader) -> Topic:
    """The headline figures of HEADLINE_FIGURES, each with the sentence of the screen.

    `about` names a unit, empty for the province; `when` is the written period.
    """
    rows = figures.filter(pl.col("place") == "gauge").to_dicts()
    sentences = [gauge_sentence(row, reader=reader, about=about, when=when) for row in rows]
    return Topic(
        key="situation",
        title=reader.text("exports.topic.situation"),
        sentences=sentences or [reader.text("figures.nothing.gauges")],
        parts=[Tiles(tiles=[_tile(row, reader) for row in rows])] if rows else [],
        origin=origin_told(figures.filter(pl.col("place") == "gauge"), reader=reader),
        notes=sentences,
    )


def _tile(row: Row, reader: Reader) -> Tile:
    measure = Measure.of(row)
    kind = absence(row)
    name = measure.name(reader)
    if kind is not None:
        why = why_not_converted(row, reader) or reader.text(f"figures.absence.{kind}_told")
        return Tile(name=name, value=reader.text(f"figures.absence.{kind}"), below=plain(why))
    return Tile(
        name=name,
        value=measure.value(row, reader),
        below=_below(row, measure, reader),
        standing=_standing(row, measure, reader),
        tone=TONE_OF_STATUS.get(row["status"], "neutral"),
        share=measure.share(row),
        aim=measure.share(row, of="target"),
    )


def _below(row: Row, measure: Measure, reader: Reader) -> str:
    """What stands under a value: its counts, its unit, its period, that it may still change."""
    told = measure.counts_behind(row, reader)
    if measure.is_fraction(row):
        told = reader.percent(row["value"] / row["denominator"], digits=1)
    elif measure.kind not in ("rate", "score"):
        told = measure.unit(reader)
    parts = [with_not_final(told, row["obs_status"], reader)]
    parts.append(written_period(row["period_start"], row["period_end"], reader))
    if sources := source_words(row, reader):
        parts.append(reader.text("figures.converted.from", units=sources))
    return plain(" · ".join(part for part in parts if part))


def _standing(row: Row, measure: Measure, reader: Reader) -> str:
    """`Đạt mục tiêu · +5,03 điểm % · Mục tiêu 40%`."""
    parts = [status_word(row["status"], reader)]
    if row["distance"] and (shown := measure.difference(row["value"], row["target"])):
        parts.append(measure.distance(shown, reader))
    if row["target"] is not None:
        parts.append(target_words(row, measure.mark(row["target"], reader), reader))
    return plain(" · ".join(parts))


def targets_topic(figures: pl.DataFrame, *, reader: Reader) -> Topic:
    """Every headline figure that has a target: value, target, day, distance, standing."""
    judged = figures.filter(pl.col("target").is_not_null()).unique(
        "indicator", keep="first", maintain_order=True
    )
    columns = [
        Column(heading=reader.text("exports.column.indicator"), share=3.4),
        Column(heading=reader.text("exports.column.value"), share=1.2, is_number=True),
        Column(heading=reader.text("exports.column.target"), share=1.1, is_number=True),
        Column(heading=reader.text("exports.column.due"), share=1.45, is_number=True),
        Column(heading=reader.text("exports.column.distance"), share=1.7, is_number=True),
        Column(heading=reader.text("exports.column.standing"), share=1.6),
    ]
    rows = judged.to_dicts()
    met = sum(row["status"] == "met" for row in rows)
    said = reader.text(
        "exports.targets.said", met=reader.number(met), total=reader.number(len(rows))
    )
    return Topic(
        key="targets",
        title=reader.text("exports.topic.targets"),
        sentences=[said] if rows else [],
        parts=[
            Grid(
                name=reader.text("exports.topic.targets"),
                columns=columns,
                rows=[_target_row(row, reader) for row in rows],
                tones=[TONE_OF_STATUS.get(row["status"], "neutral") for row in rows],
                empty=reader.text("exports.nothing.targets"),
            )
        ],
        origin=origin_told(judged, reader=reader),
        notes=[said] if rows else [],
    )


def _target_row(row: Row, reader: Reader) -> Sequence[str]:
    measure = Measure.of(row)
    shown = None
    if row["value"] is not None and row["distance"] is not None:
        shown = measure.difference(row["value"], row["target"])
    return (
        measure.name(reader),
        measure.value(row, reader),
        measure.mark(row["target"], reader),
        reader.date(row["target_due_on"]),
        NO_VALUE if shown is None else measure.distance(shown, reader),
        status_word(row["status"], reader),
    )


def late_topic(items: pl.DataFrame, *, today: date, reader: Reader) -> Topic:
    """Every open item of WORK_ITEMS that is overdue, longest first."""
    late = items.filter(pl.col("days_left") < 0).sort("days_left", "item", maintain_order=True)
    said = due_sentence(items, today=today, reader=reader)
    columns = [
        Column(heading=reader.text("exports.column.days_late"), share=0.9, is_number=True),
        Column(heading=reader.text("exports.column.task"), share=4.0),
        Column(heading=reader.text("exports.column.lead"), share=2.3),
        Column(heading=reader.text("exports.column.deadline"), share=1.4, is_number=True),
    ]
    return Topic(
        key="late",
        title=reader.text("exports.topic.late"),
        sentences=[said],
        parts=[
            Grid(
                name=reader.text("exports.topic.late"),
                columns=columns,
                rows=[_late_row(row, reader) for row in late.to_dicts()],
                tones=["bad"] * late.height,
                empty=reader.text("exports.nothing.late"),
            )
        ],
        origin=origin_told(late, reader=reader) if late.height else "",
        notes=[said],
    )


def _late_row(row: Row, reader: Reader) -> Sequence[str]:
    lead, post = who_leads(row, reader)
    return (
        reader.number(-row["days_left"]),
        plain(f"{row['item']} · {reader.pick(dict(row), 'title')}", limit=TITLE_LENGTH),
        plain(lead or post, limit=LEAD_LENGTH),
        reader.date(row["deadline"]),
    )


def decisions_topic(decisions: pl.DataFrame, *, today: date, reader: Reader) -> Topic:
    """The lines of DECISIONS, the heaviest first."""
    columns = [
        Column(heading=reader.text("exports.column.place"), share=0.5, is_number=True),
        Column(heading=reader.text("exports.column.what"), share=4.2),
        Column(heading=reader.text("exports.column.how_bad"), share=2.0),
        Column(heading=reader.text("exports.column.who"), share=2.2),
    ]
    rows = [
        (
            reader.number(row["line"] + 1),
            plain(line_title(row, reader), limit=TITLE_LENGTH),
            plain(value_words(row, reader)),
            plain(who_words(row, reader), limit=LEAD_LENGTH),
        )
        for row in decisions.to_dicts()
    ]
    said = reader.text("exports.nothing.decisions")
    if decisions.height:
        said = reader.text(
            "exports.decisions.said",
            lines=reader.number(decisions.height),
            day=reader.date(today),
        )
    names = [plain(line_names(row, reader), limit=400) for row in decisions.to_dicts()]
    return Topic(
        key="decisions",
        title=reader.text("exports.topic.decisions"),
        sentences=[said],
        parts=[
            Grid(
                name=reader.text("exports.topic.decisions"),
                columns=columns,
                rows=rows,
                empty=reader.text("exports.nothing.decisions"),
            )
        ],
        origin=origin_told(decisions, reader=reader) if decisions.height else "",
        notes=[said, *(name for name in names if name)],
    )
