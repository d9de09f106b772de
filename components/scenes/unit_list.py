"""Units with what they reached, one below the other: alone as a list, or with bars."""

from collections.abc import Sequence

import polars as pl

from components.figures.converted import converted_mark
from components.figures.marks import (
    provisional_class,
    status_icon,
    status_word,
    tone_class,
)
from components.markup import safe, share_style
from components.measures import Measure, Row, absence
from components.reader import Reader
from components.scenes.parts import rows_list
from components.sentences import unit_name
from components.theme import TONE_OF_STATUS


def unit_list(rows: Sequence[Row], *, measure: Measure, reader: Reader) -> str:
    """Place, name, value and status of UNIT_VALUES, in the order given."""
    return rows_list([_row(row, measure, reader, bar="") for row in rows], name="units")


def unit_columns(
    columns: Sequence[Sequence[Row]],
    *,
    measure: Measure,
    reader: Reader,
    full: float,
    size: float,
    chosen: int | None = None,
    gap_before: int | None = None,
) -> str:
    """Columns of units with a bar of `full` and the target on it, their type `size` units.

    `gap_before` is the place of the column before which units are left out: it is set apart. The
    unit whose unit_id is `chosen` stands out.
    """
    longest = max(len(column) for column in columns)
    drawn = "".join(
        _column(
            column,
            measure=measure,
            reader=reader,
            full=full,
            chosen=chosen,
            look=" ioc-after-gap" if place == gap_before else "",
        )
        for place, column in enumerate(columns)
    )
    style = f"--rows:{longest};--columns:{len(columns)};--row-type:calc({size:.3f} * var(--u))"
    return f'<div class="ioc-scene-columns" style="{style}">{drawn}</div>'


def status_signs(values: pl.DataFrame, reader: Reader) -> str:
    """What the icons of UNIT_VALUES mean, with how many units have each."""
    counts = dict(values.filter(pl.col("value").is_not_null())["status"].value_counts().iter_rows())
    items = "".join(
        f'<li class="{tone_class(status)}">{status_icon(status)}'
        f"<b>{safe(status_word(status, reader))} {reader.number(counts[status])}</b></li>"
        for status in TONE_OF_STATUS
        if status in counts
    )
    return f'<ul class="ioc-legend ioc-scene-signs">{items}</ul>'


def _column(
    rows: Sequence[Row],
    *,
    measure: Measure,
    reader: Reader,
    full: float,
    chosen: int | None,
    look: str,
) -> str:
    drawn = "".join(
        _row(
            row,
            measure,
            reader,
            bar=_bar(row, full),
            look=" ioc-chosen" if row["unit_id"] == chosen else "",
        )
        for row in rows
    )
    return f'<ol class="ioc-scene-bars{look}">{drawn}</ol>'


def _row(row: Row, measure: Measure, reader: Reader, *, bar: str, look: str = "") -> str:
    name = safe(unit_name(row, reader), limit=60)
    kind = absence(row)
    if kind is not None:
        why = safe(reader.text(f"figures.absence.{kind}"))
        return (
            f'<li class="ioc-tone-neutral{look}"><span></span><span>{name}</span>'
            f'<p class="ioc-absent"><i class="ioc-swatch ioc-absent-{kind}"></i>{why}</p></li>'
        )
    rank = reader.number(row["rank"]) if row["rank"] else ""
    return (
        f'<li class="{tone_class(row["status"])}{look}"><span>{rank}</span><span>{name}</span>'
        f"{bar}<b>{converted_mark(row, reader)}{safe(measure.value(row, reader))}</b>"
        f"{status_icon(row['status'])}</li>"
    )


def _bar(row: Row, full: float) -> str:
    if row["value"] is None:
        return ""
    target = ""
    if row["target"] is not None:
        target = f'<u style="left:{share_style(row["target"] / full)}"></u>'
    look = f"ioc-track{provisional_class(row['obs_status'])}"
    return (
        f'<div class="{look}"><i style="width:{share_style(row["value"] / full)}"></i>'
        f"{target}</div>"
    )
