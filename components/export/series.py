"""Numbers of figures as lines and bars: one reading for paper, slides and pictures."""

import math
from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

from components.export.not_final import starred
from components.export.parts import Bar, Bars, Line, Lines
from components.figures.course import Course
from components.figures.marks import status_word
from components.figures.ranking import full_scale
from components.figures.trend_line import break_marks
from components.markup import plain
from components.measures import Measure, Row, absence
from components.reader import Reader
from components.sentences import unit_name
from components.theme import TONE_OF_STATUS

# Lines from back to front; done lies on top.
COURSE_LINES = ("scope", "due", "done")
ROUND_STEPS, WHOLE_STEPS = (1, 2, 2.5, 5, 10), (1, 2, 5, 10)
MOST_STEPS, MOST_DAYS_NAMED = 4, 6
# Room above the highest and below the lowest value of a trend, as a share of their distance.
HEADROOM = 0.15
# A status without a target, or without a value, says nothing that the figure does not.
JUDGED = ("met", "ahead", "on_course", "behind", "missed", "incomplete")
# The province adds up its units: only what does not grow with size stands on one scale with them.
ON_ONE_SCALE = ("rate", "score", "duration")


def course_lines(course: Course, *, name: str, reader: Reader) -> Lines | None:
    """The step lines of a plan (BURN_UP) up to today, revisions and reforms marked; None without.

    The counts are those of the frame, day by day.
    """
    rows = course.lines.to_dicts()
    if not rows:
        return None
    first, today = rows[0]["day"], course.today
    last = max(today, first + timedelta(days=1))
    most = max(int(row[line] or 0) for row in rows for line in COURSE_LINES)
    # Things are counted: no mark lies between two of them.
    step = max(round(_round_step(most, steps=WHOLE_STEPS)), 1)
    top = step * max(math.ceil(most / step), 1)
    marks = [(day, words) for day, words in course.marks if first <= day <= last]
    return Lines(
        name=name,
        lines=[
            Line(
                name=reader.text(f"tasks.course.{line}"),
                look=line,
                points=[(row["day"], float(row[line] or 0)) for row in rows],
                last=reader.number(rows[-1][line]),
            )
            for line in COURSE_LINES
        ],
        steps=True,
        is_rate=False,
        first=first,
        last=last,
        low=0.0,
        high=float(top),
        across=[(day, reader.month_of(day)) for day in _firsts_of_months(first, last)],
        up=[(float(mark), reader.number(mark)) for mark in range(0, top + 1, step)],
        marks=marks,
    )


def trend_lines(
    own: pl.DataFrame,
    whole: pl.DataFrame,
    *,
    measure: Measure,
    name: str,
    own_name: str,
    target: float | None,
    reader: Reader,
) -> Lines | None:
    """The months of an indicator (TREND) at one place, the province beside it; None without."""
    sides = {"own": own}
    if measure.kind in ON_ONE_SCALE and whole.height:
        sides["whole"] = whole
    drawn = [
        Line(
            name=own_name if look == "own" else reader.text("unit.whole_province"),
            look=look,
            points=_with_gaps(rows),
            last=_last(rows, measure, reader),
        )
        for look, rows in reversed(sides.items())
        if rows["value"].count()
    ]
    if not any(line.look == "own" for line in drawn):
        return None
    days = [day for line in drawn for day, _ in line.points]
    first, last = min(days), max(*days, min(days) + timedelta(days=1))
    if target is not None:
        words = reader.text("figures.target", target=measure.mark(target, reader))
        drawn.append(Line(name=words, look="target", points=[(first, target), (last, target)]))
    amounts = [value for line in drawn for _, value in line.points if value is not None]
    up = _round_marks(*_scale(amounts))
    return Lines(
        name=name,
        lines=drawn,
        steps=False,
        is_rate=measure.kind == "rate",
        first=first,
        last=last,
        low=up[0],
        high=up[-1],
        across=[(day, reader.month_of(day)) for day in _firsts_of_months(first, last)],
        up=[(mark, measure.mark(mark, reader)) for mark in up],
        marks=[(day, plain(words)) for day, words in break_marks(own, reader=reader)],
    )


def ranking_bars(values: pl.DataFrame, *, measure: Measure, reader: Reader) -> Bars:
    """All units of UNIT_VALUES, the best first, those without value last; the target as a tick."""
    ordered = values.sort("rank", nulls_last=True, maintain_order=True).to_dicts()
    aims = {row["target"] for row in ordered if row["target"] is not None}
    target = ""
    if len(aims) == 1:
        target = reader.text("figures.target", target=measure.mark(next(iter(aims)), reader))
    return Bars(
        name=measure.name(reader),
        bars=[_bar(row, unit_name(row, reader), measure, reader) for row in ordered],
        full=full_scale(ordered, measure),
        is_rate=measure.kind == "rate",
        target=target,
    )


def figure_bars(rows: Sequence[Row], *, names: Sequence[str], name: str, reader: Reader) -> Bars:
    """Figures of one kind beside each other: rates on one scale to 100 %, else to the largest."""
    are_rates = all(row["measure"] == "rate" for row in rows)
    amounts = [row[side] for row in rows for side in ("value", "target")]
    largest = max((float(amount) for amount in amounts if amount), default=1.0)
    aims = {
        row["target"]: Measure.of(row).mark(row["target"], reader) for row in rows if row["target"]
    }
    target = reader.text("exports.column.target") if aims else ""
    if len(aims) == 1:
        target = reader.text("figures.target", target=next(iter(aims.values())))
    return Bars(
        name=name,
        bars=[
            _bar(row, named, Measure.of(row), reader)
            for row, named in zip(rows, names, strict=True)
        ],
        full=1.0 if are_rates else largest,
        is_rate=are_rates,
        target=target,
    )


def _bar(row: Row, name: str, measure: Measure, reader: Reader) -> Bar:
    kind = absence(row)
    written = measure.value(row, reader)
    if kind is not None:
        written = reader.text(f"figures.absence.{kind}")
    return Bar(
        name=name,
        value=row["value"],
        written=starred(written, row["obs_status"]),
        tone=TONE_OF_STATUS.get(row["status"], "neutral"),
        target=row["target"],
        standing=status_word(row["status"], reader) if row["status"] in JUDGED else "",
    )


def _with_gaps(rows: pl.DataFrame) -> list[tuple[date, float | None]]:
    """Month by month; a month without value, one left out, or a reform breaks the line."""
    points: list[tuple[date, float | None]] = []
    for row in rows.sort("period_start").to_dicts():
        day = row["period_start"]
        is_next = bool(points) and (day - points[-1][0]).days <= 31
        if points and (row["break_before"] is not None or not is_next):
            points.append((day - timedelta(days=1), None))
        points.append((day, row["value"]))
    return points


def _last(rows: pl.DataFrame, measure: Measure, reader: Reader) -> str:
    known = rows.filter(pl.col("value").is_not_null()).sort("period_start")
    if known.is_empty():
        return ""
    row = known.row(-1, named=True)
    return f"{measure.value(row, reader)} ({reader.month_of(row['period_start'])})"


def _scale(amounts: Sequence[float]) -> tuple[float, float]:
    low, high = min(amounts), max(amounts)
    room = (high - low) * HEADROOM or abs(high) * HEADROOM or 1.0
    return (low - room if low < 0 or low > room else 0.0), high + room


def _round_marks(low: float, high: float) -> list[float]:
    """Round numbers from below `low` to above `high`, at least two and some steps apart."""
    step = _round_step((high - low) / 1.25)
    first, last = math.floor(low / step), max(math.ceil(high / step), math.floor(low / step) + 1)
    return [round(mark * step, 10) for mark in range(first, last + 1)]


def _round_step(length: float, *, steps: Sequence[float] = ROUND_STEPS) -> float:
    """One of `steps` with a power of ten: the smallest of which MOST_STEPS reach `length`."""
    wanted = max(length, 1e-9) / MOST_STEPS
    power = 10.0 ** math.floor(math.log10(wanted))
    return next(step * power for step in steps if step * power >= wanted * (1 - 1e-9))


def _firsts_of_months(first: date, last: date) -> list[date]:
    months = [
        date(index // 12, index % 12 + 1, 1)
        for index in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    ]
    within = [day for day in months if first <= day <= last] or [first]
    return within[:: -(-len(within) // MOST_DAYS_NAMED)]
