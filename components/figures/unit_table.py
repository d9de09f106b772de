"""All that a unit reports as a table: value, target, standing, change, the province, the place."""

import polars as pl

from components.figures.converted import converted_mark, source_words
from components.figures.marks import icon, status_icon, status_word, tone_class
from components.figures.unit_standing import FEWEST_PEERS
from components.markup import hint, safe, share_style
from components.measures import DIGITS, Measure, Row, absence
from components.reader import NO_VALUE, Reader

COLUMNS = ("indicator", "value", "target", "status", "change", "whole", "rank")
# What falls short of a target is read first.
_FIRST = {"missed": 0, "behind": 1}
PLAIN = ("no_target", "no_value", "incomplete")


def figures_table(figures: pl.DataFrame, *, reader: Reader, chosen: str = "") -> str:
    """One row per indicator of UNIT_FIGURES: what falls short first, then as in the catalogue.

    `chosen` is the code of the indicator whose course stands beside it.
    """
    if figures.is_empty():
        return f'<p class="ioc-nothing">{safe(reader.text("unit.no_figures"))}</p>'
    head = "".join(
        f'<th scope="col">{safe(reader.text(f"unit.column.{name}"))}</th>' for name in COLUMNS
    )
    rows = "".join(_row(row, reader, chosen) for row in in_reading_order(figures).to_dicts())
    return (
        f'<table class="ioc-unit-table" style="--rows:{figures.height}">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def converted_line(figures: pl.DataFrame, *, reader: Reader) -> str:
    """From which units the figures came that were read on another map; empty where none was."""
    rows = figures.filter(pl.col("is_converted").fill_null(value=False)).to_dicts()
    said = list(dict.fromkeys(source_words(row, reader) for row in rows))
    if not said:
        return ""
    words = reader.text("figures.converted.from", units="; ".join(said))
    return f'<p class="ioc-others">≈ {safe(words, limit=300)}</p>'


def in_reading_order(figures: pl.DataFrame) -> pl.DataFrame:
    """What falls short of its target first, the rest in the order given."""
    order = pl.col("status").replace_strict(_FIRST, default=len(_FIRST), return_dtype=pl.Int64)
    return figures.sort(order, maintain_order=True)


def _row(row: Row, reader: Reader, chosen: str) -> str:
    measure = Measure.of(row)
    name = measure.name(reader)
    also = " ioc-chosen" if row["indicator"] == chosen else ""
    origin = reader.pick(dict(row), "source_title")
    cells = (
        _value(row, measure, reader),
        safe(measure.mark(row["target"], reader)) if row["target"] is not None else _dash(),
        _status(row, reader),
        _change(row, measure, reader),
        _whole(row, measure, reader),
        _place(row, reader),
    )
    drawn = "".join(f"<td>{cell}</td>" for cell in cells)
    told = f"{name} · {origin}" if origin else name
    return (
        f'<tr class="{tone_class(row["status"])}{also}">'
        f'<th scope="row"{hint(told)}><span>{safe(name)}</span></th>{drawn}</tr>'
    )


def _value(row: Row, measure: Measure, reader: Reader) -> str:
    kind = absence(row)
    if kind is not None:
        why = safe(reader.text(f"figures.absence.{kind}"))
        return f'<span class="ioc-absent"><i class="ioc-swatch ioc-absent-{kind}"></i>{why}</span>'
    return f"{converted_mark(row, reader)} <b>{safe(measure.value(row, reader))}</b>"


def _status(row: Row, reader: Reader) -> str:
    status = row["status"]
    if row["value"] is None:
        return _dash()
    look = "ioc-chip-plain" if status in PLAIN else "ioc-chip"
    word = safe(status_word(status, reader))
    return f'<span class="{look}">{status_icon(status)}{word}</span>'


def _change(row: Row, measure: Measure, reader: Reader) -> str:
    """Arrow by the sign of the change, colour by whether it is good."""
    if row["change"] is None:
        return _dash()
    shown = measure.difference(row["value"], row["previous"])
    if not shown:
        unchanged = safe(reader.text("unit.unchanged"))
        return f'<span class="ioc-change ioc-tone-neutral">{unchanged}</span>'
    up = shown > 0
    tone = "neutral"
    if measure.polarity != "neutral":
        tone = "good" if up == (measure.polarity == "higher") else "bad"
    sign = icon("ahead" if up else "behind")
    written = (
        reader.points(shown)
        if measure.kind == "rate"
        else reader.number(shown, digits=DIGITS.get(measure.kind, 0), signed=True)
    )
    return f'<span class="ioc-change ioc-tone-{tone}">{sign}{safe(written)}</span>'


def _whole(row: Row, measure: Measure, reader: Reader) -> str:
    whole = {
        "value": row["whole_value"],
        "numerator": row["whole_numerator"],
        "denominator": row["whole_denominator"],
    }
    if whole["value"] is None:
        return _dash()
    known, expected = row["whole_known"], row["whole_expected"]
    parts = ""
    if known is not None and expected is not None and known < expected:
        parts = f" <small>({reader.number(known)}/{reader.number(expected)})</small>"
    return f"{safe(measure.value(whole, reader))}{parts}"


def _place(row: Row, reader: Reader) -> str:
    rank, ranked = row["rank"], row["ranked_of"]
    if rank is None or not ranked:
        return _dash()
    written = f"<span><b>{reader.number(rank)}</b>/{reader.number(ranked)}</span>"
    if ranked < FEWEST_PEERS:
        return written
    is_last = rank > ranked - ranked // FEWEST_PEERS
    look = ' class="ioc-tone-bad"' if is_last else ""
    at = share_style((rank - 1) / (ranked - 1))
    return f'<span class="ioc-place">{written}<u{look}><i style="left:{at}"></i></u></span>'


def _dash() -> str:
    return f'<span class="ioc-none">{NO_VALUE}</span>'
