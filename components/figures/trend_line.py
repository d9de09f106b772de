"""An indicator month by month, with a break mark wherever the units were reshaped meanwhile.

    trend_line(trend, *, measure, reader, target=None) -> str      the figure, as HTML
    trend_sentence(trend, *, measure, reader) -> str               the same in words
    break_marks(trend, reader=reader) -> [(first day, words)]      for figures of one's own

`trend`: schemas.TREND, oldest first; `measure`: components.measures.Measure of the indicator;
`target`: drawn as a dashed line where given, in the unit of the value (rates 0-1).
"""

from collections.abc import Sequence
from datetime import date

import polars as pl

from components.figures.converted import source_words, why_not_converted
from components.markup import safe
from components.measures import Measure, Row, absence
from components.reader import Reader

# A month stands at its middle; its first day lies half a month before.
HALF_A_MONTH = 0.5
# Half the thickness of the line, in pixels.
HALF = 1.25
MOST_MONTHS_NAMED = 6
# Room above the highest value and below the lowest, as a share of what lies between.
HEADROOM = 0.15
Point = tuple[float, float]


def trend_line(
    trend: pl.DataFrame, *, measure: Measure, reader: Reader, target: float | None = None
) -> str:
    """The line with its break marks, and the table of its numbers to unfold below.

    A line never crosses a break or a month without value. Months that were converted are hollow.
    """
    rows = trend.to_dicts()
    if not any(row["value"] is not None for row in rows):
        return f'<p class="ioc-nothing">{safe(reader.text("figures.trend.none"))}</p>'
    first, last = _index(rows[0]["period_start"]), _index(rows[-1]["period_start"])
    months = max(last - first, 1)
    low, high = _scale([row["value"] for row in rows] + [target])
    at = [(_index(row["period_start"]) - first) / months for row in rows]
    points = [
        None if row["value"] is None else (x, 1 - (row["value"] - low) / (high - low))
        for x, row in zip(at, rows, strict=True)
    ]
    drawn = "".join(
        f'<i class="ioc-trend-run" style="clip-path:{_band(run)}"></i>'
        for run in _runs(rows, points)
    )
    drawn += "".join(
        _dot(point, row) for point, row in zip(points, rows, strict=True) if point is not None
    )
    if target is not None:
        words = reader.text("figures.trend.target", target=measure.mark(target, reader))
        height = 1 - (target - low) / (high - low)
        drawn += f'<s style="top:{height:.2%}"><span>{safe(words)}</span></s>'
    # Each reform is named on a line of its own above the plot, the first one uppermost.
    reforms = _breaks(rows, first=first, months=months, reader=reader)
    drawn += "".join(
        f'<u class="{"ioc-left" if x > 0.5 else "ioc-right"}" '
        f'style="left:{x:.2%};--line:{len(reforms) - place}"><span>{safe(words)}</span></u>'
        for place, (x, words) in enumerate(reforms)
    )
    said = trend_sentence(trend, measure=measure, reader=reader)
    return (
        f'<figure class="ioc-trend"><div class="ioc-trend-plot" role="img" '
        f'style="--breaks:{len(reforms)}" aria-label="{safe(said, limit=1000)}">'
        f"{drawn}{_ends(rows, points, measure, reader)}</div>{_axis(rows, at, reader)}"
        f"<figcaption>{safe(said, limit=1000)}</figcaption>"
        f"{_table(rows, measure, reader)}</figure>"
    )


def trend_sentence(trend: pl.DataFrame, *, measure: Measure, reader: Reader) -> str:
    """From where to where, the highest and the lowest month, and what breaks the line."""
    rows = trend.to_dicts()
    known = [row for row in rows if row["value"] is not None]
    if not known:
        return reader.text("sentences.trend.none")
    if len(known) == 1:
        said = reader.text("sentences.trend.one", **_told(known[0], measure, reader))
    else:
        parts = {
            "first": known[0],
            "last": known[-1],
            "most": max(known, key=lambda row: row["value"]),
            "least": min(known, key=lambda row: row["value"]),
        }
        values = {name: measure.value(row, reader) for name, row in parts.items()}
        months = {f"{name}_month": _month(row, reader) for name, row in parts.items()}
        said = reader.text("sentences.trend.moved", **values, **months)
    for row in rows:
        if row["break_before"] is not None:
            said += reader.text("sentences.trend.break", **_reform(row, reader))
    converted = sum(bool(row["is_converted"]) for row in rows)
    refused = sum(row["not_converted"] is not None for row in rows)
    if converted:
        said += reader.counted("sentences.trend.converted", converted)
    if refused:
        said += reader.counted("sentences.trend.not_converted", refused)
    return said


def break_marks(trend: pl.DataFrame, *, reader: Reader) -> list[tuple[date, str]]:
    """First day and words of each reform that the line crosses."""
    return [
        (row["break_before"], reader.text("figures.trend.break", **_reform(row, reader)))
        for row in trend.to_dicts()
        if row["break_before"] is not None
    ]


def _reform(row: Row, reader: Reader) -> dict[str, str]:
    return {
        "day": reader.date(row["break_before"]),
        "before": reader.counted(f"figures.units_of.{row['level_before']}", row["units_before"]),
        "after": reader.counted(f"figures.units_of.{row['level_after']}", row["units_after"]),
    }


def _told(row: Row, measure: Measure, reader: Reader) -> dict[str, str]:
    return {"month": _month(row, reader), "value": measure.value(row, reader)}


def _month(row: Row, reader: Reader) -> str:
    return reader.month_of(row["period_start"])


def _index(day: date) -> int:
    return day.year * 12 + day.month


def _scale(amounts: Sequence[float | None]) -> tuple[float, float]:
    known = [amount for amount in amounts if amount is not None]
    low, high = min(known), max(known)
    room = (high - low) * HEADROOM or abs(high) * HEADROOM or 1.0
    return (low - room if low < 0 or low > room else 0.0), high + room


def _runs(rows: Sequence[Row], points: Sequence[Point | None]) -> list[list[Point]]:
    """Points to be joined: month after month, without a gap and without a reform between."""
    runs: list[list[Point]] = [[]]
    for place, (row, point) in enumerate(zip(rows, points, strict=True)):
        before = rows[place - 1] if place else row
        is_next = _index(row["period_start"]) - _index(before["period_start"]) <= 1
        if point is None or row["break_before"] is not None or not is_next:
            runs.append([])
        if point is not None:
            runs[-1].append(point)
    return [run for run in runs if len(run) > 1]


def _band(points: Sequence[Point]) -> str:
    """A CSS polygon along `points`, 2 x HALF pixels thick at whatever size it is drawn."""

    def corner(point: Point, aside: str) -> str:
        return f"{point[0] * 100:.2f}% calc({point[1] * 100:.2f}% {aside} {HALF}px)"

    there = [corner(point, "-") for point in points]
    back = [corner(point, "+") for point in reversed(points)]
    return f"polygon({','.join(there + back)})"


def _dot(point: Point, row: Row) -> str:
    hollow = ' class="ioc-hollow"' if row["is_converted"] else ""
    return f'<b{hollow} style="left:{point[0]:.2%};top:{point[1]:.2%}"></b>'


def _breaks(
    rows: Sequence[Row], *, first: int, months: int, reader: Reader
) -> list[tuple[float, str]]:
    """Where along the months each reform lies, and what it was."""
    return [
        (
            (_index(day) - HALF_A_MONTH + (day.day - 1) / 31 - first) / months,
            reader.text("figures.trend.break", **_reform(row, reader)),
        )
        for row in rows
        if (day := row["break_before"]) is not None
    ]


def _ends(
    rows: Sequence[Row], points: Sequence[Point | None], measure: Measure, reader: Reader
) -> str:
    """The values of the first and the last month, written beside their dots."""
    known = [(p, row) for p, row in zip(points, rows, strict=True) if p is not None]
    shown = known if len(known) == 1 else [known[0], known[-1]]
    return "".join(
        f'<em class="{"ioc-left" if x > 0.5 else "ioc-right"}" '
        f'style="left:{x:.2%};top:{y:.2%}">{safe(measure.value(row, reader))}</em>'
        for (x, y), row in shown
    )


def _axis(rows: Sequence[Row], at: Sequence[float], reader: Reader) -> str:
    every = -(-len(rows) // MOST_MONTHS_NAMED)
    named = "".join(
        f'<span style="left:{x:.2%}">{safe(_month(row, reader))}</span>'
        for x, row in list(zip(at, rows, strict=True))[::every]
    )
    return f'<div class="ioc-trend-axis" aria-hidden="true">{named}</div>'


def _table(rows: Sequence[Row], measure: Measure, reader: Reader) -> str:
    heads = "".join(
        f'<th scope="col">{safe(reader.text(f"figures.trend.{name}"))}</th>'
        for name in ("month", "value", "note")
    )
    body = "".join(
        f'<tr><th scope="row">{safe(_month(row, reader))}</th>'
        f"<td>{safe(measure.value(row, reader))}</td>"
        f"<td>{safe(_note(row, reader), limit=600)}</td></tr>"
        for row in rows
    )
    title = safe(reader.text("figures.trend.title_of_table"))
    return (
        f"<details><summary>{title}</summary><table><thead><tr>{heads}</tr></thead>"
        f"<tbody>{body}</tbody></table></details>"
    )


def _note(row: Row, reader: Reader) -> str:
    """What there is to say about a month: a reform before it, why there is no value, sources."""
    said = []
    if row["break_before"] is not None:
        said.append(reader.text("figures.trend.break", **_reform(row, reader)))
    if kind := absence(row):
        said.append(why_not_converted(row, reader) or reader.text(f"figures.absence.{kind}"))
    if sources := source_words(row, reader):
        said.append(reader.text("figures.converted.from", units=sources))
    return ". ".join(said)
