"""Ranking of units: horizontal bars with values, the target as a line, colours by status."""

from collections.abc import Sequence

import polars as pl

from components.figures.converted import (
    conversion_line,
    converted_mark,
    source_words,
    why_not_converted,
)
from components.figures.marks import (
    provisional_class,
    provisional_note,
    status_icon,
    status_word,
    tone_class,
)
from components.markup import hint, safe, share_style
from components.measures import Measure, Row, absence
from components.reader import Reader
from components.sentences import unit_name

# Up to so many units stand in full, in two columns; of more only the two ends are shown.
ALL_SHOWN_UP_TO = 24
SHOWN_AT_EACH_END = 10


def ranked_bars(
    values: pl.DataFrame,
    *,
    measure: Measure,
    reader: Reader,
    worst_first: bool = True,
    chosen: int | None = None,
) -> str:
    """Bars of all units of UNIT_VALUES in two columns; of many units the worst and the best ten.

    Order: by rank, worst or best first; units without value come last and say why;
    `chosen`, the unit_id of the unit that is asked for, stands out. Numbers read on another map
    bear a mark, and a line below says what they were made of.
    """
    if values.is_empty():
        return f'<p class="ioc-nothing">{safe(reader.text("figures.nothing.units"))}</p>'
    ordered = values.sort("rank", descending=worst_first, nulls_last=True, maintain_order=True)
    rows = ordered.to_dicts()
    full = full_scale(rows, measure)
    if len(rows) <= ALL_SHOWN_UP_TO:
        half = (len(rows) + 1) // 2
        columns = [("", rows[:half]), ("", rows[half:])]
    else:
        known = [row for row in rows if row["value"] is not None]
        ends = ("worst", "best") if worst_first else ("best", "worst")
        # Where all are equal, or neither end is good, there is nobody to single out.
        if len({measure.value(row, reader) for row in known}) < 2 or measure.polarity == "neutral":
            ends = ("", "")
        first, last = known[:SHOWN_AT_EACH_END], known[-SHOWN_AT_EACH_END:]
        columns = [(ends[0], first), (ends[1], last)]
    drawn = "".join(
        _column(end, part, measure=measure, full=full, reader=reader, chosen=chosen)
        for end, part in columns
    )
    longest = max(len(part) for _, part in columns)
    ranking = f'<div class="ioc-ranking" style="--rows:{longest}">{drawn}</div>'
    line = conversion_line(ordered, reader=reader) + provisional_note(rows, reader)
    return f'<div class="ioc-read">{ranking}{line}</div>' if line else ranking


def _column(
    end: str,
    rows: Sequence[Row],
    *,
    measure: Measure,
    full: float,
    reader: Reader,
    chosen: int | None,
) -> str:
    heading = ""
    if end:
        words = reader.text(f"figures.ranking.{end}", count=reader.number(len(rows)))
        heading = f"<h4>{safe(words)}</h4>"
    bars = "".join(
        _bar(row, measure=measure, full=full, reader=reader, is_chosen=row["unit_id"] == chosen)
        for row in rows
    )
    return f"<section>{heading}<ol>{bars}</ol></section>"


def _bar(row: Row, *, measure: Measure, full: float, reader: Reader, is_chosen: bool) -> str:
    name = unit_name(row, reader)
    also = " ioc-chosen" if is_chosen else ""
    kind = absence(row)
    if kind is not None:
        why = reader.text(f"figures.absence.{kind}")
        told = why_not_converted(row, reader) or why
        return (
            f'<li class="ioc-tone-neutral{also}"{hint(f"{name}: {told}")}><span></span>'
            f"<span>{safe(name)}</span>"
            f'<p class="ioc-absent"><i class="ioc-swatch ioc-absent-{kind}"></i>{safe(why)}</p>'
            "</li>"
        )
    written = measure.value(row, reader)
    target = ""
    if row["target"] is not None:
        target = f'<u style="left:{share_style(row["target"] / full)}"></u>'
    told = f"{name}: {written}, {status_word(row['status'], reader)}"
    if sources := source_words(row, reader):
        told += f". {reader.text('figures.converted.from', units=sources)}"
    rank = reader.number(row["rank"])
    look = _look(row)
    return (
        f'<li class="{tone_class(row["status"])}{also}"{hint(told)}><span>{rank}</span>'
        f"<span>{safe(name)}</span>"
        f'<div class="ioc-track"><i{look} style="width:{share_style(row["value"] / full)}"></i>'
        f"{target}</div><b>{converted_mark(row, reader)}{safe(written)}</b>"
        f"{status_icon(row['status'])}</li>"
    )


def _look(row: Row) -> str:
    """The class attribute of a bar whose figure may still change."""
    look = provisional_class(row["obs_status"]).strip()
    return f' class="{look}"' if look else ""


def full_scale(rows: Sequence[Row], measure: Measure) -> float:
    """100 % for rates; else the largest value or target, so that the bars compare."""
    if measure.kind == "rate":
        return 1.0
    amounts = [row[column] for row in rows for column in ("value", "target")]
    return max((float(amount) for amount in amounts if amount), default=1.0)
