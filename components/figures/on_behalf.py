"""Dossiers that officials filed for people: where to look closer, which is no verdict."""

import polars as pl

from components.block_rows import Row, row_of, short_name, units_of
from components.figures.converted import converted_mark
from components.figures.marks import bar_look, provisional_note, with_not_final
from components.markup import safe, share_style
from components.measures import Measure, absence
from components.reader import Reader

MOST_SHOWN = 5


def signals(figures: pl.DataFrame, indicator: str) -> pl.DataFrame:
    """The units with the largest share of dossiers filed on behalf, above that of the province."""
    whole = row_of(figures, indicator)
    units = units_of(figures, indicator).filter(pl.col("value").is_not_null())
    if whole is None or whole["value"] is None:
        return units.clear()
    above = units.filter(pl.col("value") > whole["value"])
    return above.sort("value", "unit_code", descending=[True, False]).head(MOST_SHOWN)


def on_behalf_signals(figures: pl.DataFrame, *, indicator: str, reader: Reader) -> str:
    """The province's share, then the units far above it: share, counts, how many times as much."""
    whole = row_of(figures, indicator)
    if whole is None or whole["value"] is None:
        kind = absence(whole) if whole is not None else "missing"
        return f'<p class="ioc-nothing">{safe(reader.text(f"figures.absence.{kind}_told"))}</p>'
    measure = Measure.of(whole)
    found = signals(figures, indicator).to_dicts()
    full = max((row["value"] for row in found), default=1.0)
    rows = "".join(_signal(row, whole, full=full, measure=measure, reader=reader) for row in found)
    words = reader.text("online_services.behalf_whole")
    counts = reader.text(
        "online_services.counts",
        numerator=reader.number(whole["numerator"]),
        denominator=reader.number(whole["denominator"]),
    )
    counts = with_not_final(counts, whole["obs_status"], reader)
    none = "" if found else f"<p>{safe(reader.text('online_services.behalf_none'))}</p>"
    return (
        f'<div class="ioc-behalf"><h4><b>{safe(measure.value(whole, reader))}</b>'
        f"<span>{safe(words)}<small>{safe(counts)}</small></span></h4>{none}"
        f"<ol>{rows}</ol>{provisional_note(found, reader)}</div>"
    )


def _signal(row: Row, whole: Row, *, full: float, measure: Measure, reader: Reader) -> str:
    times = reader.text(
        "online_services.times", times=reader.number(row["value"] / whole["value"], digits=1)
    )
    counts = f"{reader.number(row['numerator'])}/{reader.number(row['denominator'])}"
    look = bar_look(row["obs_status"])
    return (
        '<li class="ioc-tone-warning"><span>'
        f"<b>{safe(short_name(row, reader))}</b><small>{safe(counts)}</small></span>"
        f'<div class="ioc-track"><i{look} '
        f'style="width:{share_style(row["value"] / full)}"></i></div>'
        f"<strong>{converted_mark(row, reader)}{safe(measure.value(row, reader))}</strong>"
        f"<em>{safe(times)}</em></li>"
    )
