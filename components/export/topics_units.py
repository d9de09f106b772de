"""One unit: what it reached against its targets, what it owes, what it asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from components.export.not_final import starred, with_star_told
from components.export.parts import Bars, Column, Grid, Part, Points, Topic
from components.export.series import JUDGED, figure_bars, trend_lines
from components.export.told_origin import by_words, origin_told
from components.figures.direction_words import OPEN, kind_word, waited_words
from components.figures.due_list import who_leads
from components.figures.marks import status_word
from components.figures.unit_standing import standing_of, standing_sentence
from components.figures.unit_table import in_reading_order
from components.markup import plain
from components.measures import Measure, Row, absence
from components.reader import NO_VALUE, Reader
from components.theme import TONE_OF_STATUS

NAME_LENGTH, LINE_LENGTH = 130, 300
# On a slide every letter is read from the far end of a room.
BARS_ON_A_SLIDE, SLIDE_NAME = 5, 56
ASKS = ("difficulty", "proposal")


@dataclass(frozen=True, kw_only=True)
class UnitFrames:
    """All that is known of one unit.

    `unit` is its row of UNITS; the frames are UNIT_FIGURES, WORK_ITEMS, UNIT_BOTTLENECKS,
    UNIT_REPORTS, DIRECTIONS; `own` and `whole` are TREND of the indicator `followed` (a code).
    """

    unit: Mapping[str, Any]
    figures: pl.DataFrame
    items: pl.DataFrame
    bottlenecks: pl.DataFrame
    reports: pl.DataFrame
    directions: pl.DataFrame
    own: pl.DataFrame
    whole: pl.DataFrame
    followed: str
    when: str
    today: date

    def name(self, reader: Reader) -> str:
        return plain(reader.pick(dict(self.unit), "full_name"), limit=NAME_LENGTH)

    def sentence(self, reader: Reader) -> str:
        """What is wrong with it, in one sentence."""
        at = standing_of(self.figures, self.items, self.bottlenecks, self.reports)
        return standing_sentence(at, name=self.name(reader), when=self.when, reader=reader)


def unit_slide(unit: UnitFrames, *, reader: Reader) -> Topic:
    """The unit on one slide: its rates beside their targets; reached, owed, asked for."""
    rates = in_reading_order(unit.figures).filter(
        (pl.col("measure") == "rate") & pl.col("value").is_not_null()
    )
    rows = rates.sort(pl.col("target").is_null(), maintain_order=True).head(BARS_ON_A_SLIDE)
    names = [
        by_words(plain(Measure.of(row).name(reader)), limit=SLIDE_NAME) for row in rows.to_dicts()
    ]
    title = reader.text("exports.unit.rates")
    bars = figure_bars(rows.to_dicts(), names=names, name=title, reader=reader)
    parts: list[Part] = [
        *([_unjudged(bars)] if bars.bars else []),
        _points("reached", _reached(unit, reader), "plain", reader),
        _points("owes", _owed(unit, reader), "bad", reader),
        _points("asks", _asked(unit, reader), "course", reader),
    ]
    return Topic(
        key=f"unit-{unit.unit['unit_id']}",
        title=unit.name(reader),
        parts=parts,
        origin=_origin(unit, [bar.written for bar in bars.bars], reader),
        notes=_notes(unit, reader),
    )


def _unjudged(bars: Bars) -> Bars:
    """`bars` without the words of their standing, which the list beside them tells."""
    return replace(bars, bars=[replace(bar, standing="") for bar in bars.bars])


def unit_page(unit: UnitFrames, *, reader: Reader) -> Topic:
    """The unit on one page of A4: its figures, the months of one of them, owed, asked for."""
    figures = figures_grid(unit, reader=reader)
    parts: list[Part] = [figures]
    trend = _trend(unit, reader)
    if trend is not None:
        parts.append(trend)
    parts += [
        _points("owes", _owed(unit, reader), "bad", reader),
        _points("reports", _reports(unit, reader), _report_tone(unit.reports), reader),
        _points("asks", _asked(unit, reader), "course", reader),
    ]
    return Topic(
        key=f"unit-{unit.unit['unit_id']}",
        title=unit.name(reader),
        sentences=[unit.sentence(reader)],
        parts=parts,
        origin=_origin(unit, [row[1] for row in figures.rows], reader),
    )


def figures_grid(unit: UnitFrames, *, reader: Reader) -> Grid:
    """The indicators of the unit, what falls short first."""
    shown = in_reading_order(unit.figures)
    columns = [
        Column(heading=reader.text("exports.column.indicator"), share=3.6),
        Column(heading=reader.text("exports.column.value"), share=1.5, is_number=True),
        Column(heading=reader.text("exports.column.target"), share=1.0, is_number=True),
        Column(heading=reader.text("exports.column.standing"), share=1.5),
        Column(heading=reader.text("exports.column.whole"), share=1.2, is_number=True),
        Column(heading=reader.text("exports.column.rank"), share=0.9, is_number=True),
    ]
    rows = [_figure(row, reader) for row in shown.to_dicts()]
    return Grid(
        name=reader.text("exports.unit.figures"),
        columns=columns,
        rows=rows,
        tones=[TONE_OF_STATUS.get(row["status"], "neutral") for row in shown.to_dicts()],
        empty=reader.text("unit.no_figures"),
        rests=["", *(reader.counted("exports.rest_figures", n + 1) for n in range(len(rows)))],
    )


def _figure(row: Row, reader: Reader) -> Sequence[str]:
    measure = Measure.of(row)
    kind = absence(row)
    written = measure.value(row, reader)
    if kind is not None:
        written = reader.text(f"figures.absence.{kind}")
    whole = NO_VALUE
    if row["whole_value"] is not None:
        whole = measure.amount(row["whole_value"], reader)
    return (
        plain(measure.name(reader), limit=110),
        starred(written, row["obs_status"]),
        NO_VALUE if row["target"] is None else measure.mark(row["target"], reader),
        status_word(row["status"], reader) if row["status"] in JUDGED else NO_VALUE,
        whole,
        _place(row, reader),
    )


def _place(row: Row, reader: Reader) -> str:
    if row["rank"] is None or not row["ranked_of"]:
        return NO_VALUE
    return f"{reader.number(row['rank'])}/{reader.number(row['ranked_of'])}"


def _reached(unit: UnitFrames, reader: Reader) -> list[str]:
    """How many targets are met, then each figure with a target, what falls short first."""
    judged = unit.figures.filter(pl.col("target").is_not_null() & pl.col("value").is_not_null())
    judged = in_reading_order(judged)
    if judged.is_empty():
        known = unit.figures.filter(pl.col("value").is_not_null()).height
        key = "exports.unit.no_target" if known else "exports.unit.no_figures"
        return [
            reader.text(key, known=reader.number(known), all=reader.number(unit.figures.height))
        ]
    met = judged.filter(pl.col("status") == "met").height
    said = reader.text(
        "exports.unit.met", met=reader.number(met), judged=reader.number(judged.height)
    )
    return [said, *(_reached_one(row, reader) for row in judged.to_dicts())]


def _reached_one(row: Row, reader: Reader) -> str:
    measure = Measure.of(row)
    place = _place(row, reader)
    key = "exports.unit.reached_one" if place == NO_VALUE else "exports.unit.reached_ranked"
    return reader.text(
        key,
        name=plain(measure.name(reader), limit=80),
        value=measure.value(row, reader),
        target=measure.mark(row["target"], reader),
        standing=status_word(row["status"], reader).lower(),
        place=place,
    )


def _owed(unit: UnitFrames, reader: Reader) -> list[str]:
    """Overdue items, longest first; then the reports that were not sent."""
    late = unit.items.filter(pl.col("days_left") < 0).sort("days_left", "item", maintain_order=True)
    owed = [
        reader.text(
            "exports.unit.late",
            title=plain(reader.pick(row, "title"), limit=LINE_LENGTH),
            days=reader.counted("sentences.days", -row["days_left"]),
            lead=plain(who_leads(row, reader)[0], limit=80),
        )
        for row in late.to_dicts()
    ]
    missing = unit.reports.filter(pl.col("form").is_not_null())["not_sent"].sum() or 0
    if missing:
        owed.append(reader.counted("exports.unit.not_sent", int(missing)))
    silent = unit.figures.filter(pl.col("value").is_null() & pl.col("obs_status").is_null()).height
    if silent:
        owed.append(reader.counted("exports.unit.silent", silent))
    return owed


def _reports(unit: UnitFrames, reader: Reader) -> list[str]:
    forms = unit.reports.filter(pl.col("form").is_not_null()).to_dicts()
    return [
        reader.text(
            "exports.unit.report",
            form=plain(reader.pick(row, "form"), limit=80),
            due=reader.number(row["due"]),
            in_time=reader.number(row["in_time"]),
            late=reader.number(row["late"]),
            not_sent=reader.number(row["not_sent"]),
        )
        for row in forms
    ]


def _report_tone(reports: pl.DataFrame) -> str:
    forms = reports.filter(pl.col("form").is_not_null())
    if (forms["not_sent"].sum() or 0) > 0:
        return "bad"
    return "warning" if (forms["late"].sum() or 0) > 0 else "good"


def _asked(unit: UnitFrames, reader: Reader) -> list[str]:
    """Its open difficulties and proposals, then the bottlenecks that wait for somebody else."""
    raised = unit.directions.filter(
        pl.col("kind").is_in(ASKS)
        & pl.col("state").is_in(OPEN)
        & (pl.col("from_unit_id") == unit.unit["unit_id"])
    )
    asked = [
        f"{kind_word(row['kind'], reader)}: "
        f"{plain(reader.pick(row, 'text'), limit=LINE_LENGTH)} ({waited_words(row, reader)})"
        for row in raised.to_dicts()
    ]
    asked += [
        reader.text(
            "exports.unit.bottleneck",
            title=plain(reader.pick(row, "title"), limit=LINE_LENGTH),
            whom=reader.text(f"unit.waits_{row['waits_for']}"),
            days=reader.counted("sentences.days", row["age_days"]),
        )
        for row in unit.bottlenecks.to_dicts()
    ]
    return asked


def _trend(unit: UnitFrames, reader: Reader) -> Part | None:
    found = unit.figures.filter(pl.col("indicator") == unit.followed).to_dicts()
    if not found:
        return None
    measure = Measure.of(found[0])
    return trend_lines(
        unit.own,
        unit.whole,
        measure=measure,
        name=measure.name(reader),
        own_name=reader.text("unit.this_unit"),
        target=found[0]["target"],
        reader=reader,
    )


def _notes(unit: UnitFrames, reader: Reader) -> list[str]:
    """All that is reached, owed and asked for, whole: what a speaker may be asked about."""
    said = [unit.sentence(reader)]
    for heading, lines in (
        ("reached", _reached(unit, reader)),
        ("owes", _owed(unit, reader)),
        ("asks", _asked(unit, reader)),
    ):
        if lines:
            said += [f"{reader.text(f'exports.unit.{heading}')}:", *(f"– {line}" for line in lines)]
    return said


def _points(name: str, lines: Sequence[str], tone: str, reader: Reader) -> Points:
    """A list; who has no room for all of it says `… và 180 việc khác`."""
    return Points(
        heading=reader.text(f"exports.unit.{name}"),
        lines=list(lines) or [reader.text(f"exports.unit.{name}_nothing")],
        tone=tone if lines else "neutral",
        rests=["", *(reader.counted("exports.rest", n + 1) for n in range(len(lines)))],
    )


def _origin(unit: UnitFrames, written: Sequence[str], reader: Reader) -> str:
    told = origin_told(unit.figures, reader=reader, note=_capital(unit.when))
    return with_star_told(told, written, reader=reader)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
