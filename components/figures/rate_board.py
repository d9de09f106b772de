"""Several rates side by side: the province against its target, its blocks, who pulls it down."""

from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from components.block_rows import BLOCKS, Row, row_of, short_name
from components.figures.marks import (
    icon,
    not_final,
    origin_line,
    provisional_class,
    provisional_note,
    status_chip,
    target_words,
    tone_class,
)
from components.markup import hint, safe, share_style
from components.measures import Measure, absence
from components.pulls import Pulls, pulls_of
from components.reader import Reader


def rate_board(
    figures: pl.DataFrame,
    *,
    indicators: Sequence[str],
    reader: Reader,
    chosen: int | None = None,
) -> str:
    """One cell per rate of BLOCK_FIGURES among `indicators`, in their order.

    `chosen` is the unit asked about: its own rate stands below those of the blocks.
    """
    cells = [
        _cell(row, figures, reader=reader, chosen=chosen)
        for code in indicators
        if (row := row_of(figures, code)) is not None
    ]
    if not cells:
        return f'<p class="ioc-nothing">{safe(reader.text("online_services.nothing"))}</p>'
    return f'<div class="ioc-rates" style="--n:{len(cells)}">{"".join(cells)}</div>'


def _cell(row: Row, figures: pl.DataFrame, *, reader: Reader, chosen: int | None) -> str:
    measure = Measure.of(row)
    name = measure.name(reader)
    others = _others(row, figures, reader=reader, chosen=chosen)
    bars = "".join(
        _bar(other, words, row=row, measure=measure, reader=reader) for other, words in others
    )
    bars = f"<ul>{bars}</ul>" if bars else ""
    # Beside the province's own figure the word stands already.
    if not not_final(row["obs_status"], reader):
        bars += provisional_note([other for other, _ in others], reader)
    pulls = pulls_of(figures, str(row["indicator"]))
    chip = status_chip(row["status"], reader) if row["value"] is not None else ""
    return (
        f'<article class="ioc-rate {tone_class(row["status"])}">'
        f"<header><h3{hint(name)}>{safe(name)}</h3>{chip}</header>"
        f"{_hero(row, measure, reader)}{bars}"
        f"{_worst(pulls, reader)}{_origin(row, reader)}</article>"
    )


def _hero(row: Row, measure: Measure, reader: Reader) -> str:
    kind = absence(row)
    if kind is not None:
        why = safe(reader.text(f"figures.absence.{kind}"))
        return f'<p class="ioc-rate-value ioc-absent"><b>{why}</b></p>'
    status = row["obs_status"]
    doubt = not_final(status, reader)
    swatch = f'<i class="ioc-swatch{look}"></i>' if (look := provisional_class(status)) else ""
    word = f"<small>{swatch}{safe(doubt)}</small>" if doubt else ""
    distance = target = ""
    if row["target"] is not None:
        words = target_words(row, measure.mark(row["target"], reader), reader)
        target = f'<p class="ioc-rate-target">{safe(words)}</p>'
        if gap := measure.difference(row["value"], row["target"]):
            distance = f"<strong>{safe(measure.distance(gap, reader))}</strong>"
    return (
        f'<p class="ioc-rate-value"><b>{safe(measure.value(row, reader))}</b>{distance}{word}</p>'
        f"{target}"
    )


def _others(
    row: Row, figures: pl.DataFrame, *, reader: Reader, chosen: int | None
) -> list[tuple[Row, str]]:
    found = [
        (other, reader.text(f"figures.block.{block}"))
        for block in BLOCKS
        if (other := row_of(figures, str(row["indicator"]), whom=block)) is not None
    ]
    own = row_of(figures, str(row["indicator"]), unit_id=chosen) if chosen is not None else None
    return [*found, *([(own, short_name(own, reader))] if own is not None else [])]


def _bar(other: Row, words: str, *, row: Row, measure: Measure, reader: Reader) -> str:
    also = ' class="ioc-chosen"' if other["unit_id"] is not None else ""
    if other["value"] is None:
        why = reader.text(f"figures.absence.{absence(other)}")
        return f'<li{also}><span>{safe(words)}</span><p class="ioc-absent">{safe(why)}</p></li>'
    target = ""
    if row["target"] is not None:
        target = f'<u style="left:{share_style(row["target"])}"></u>'
    look = provisional_class(other["obs_status"])
    return (
        f'<li{also}><span>{safe(words)}</span><div class="ioc-track {tone_class(other["status"])}">'
        f'<i class="{look.strip()}" style="width:{share_style(other["value"])}"></i>{target}</div>'
        f"<b>{safe(measure.value(other, reader))}</b></li>"
    )


def _worst(pulls: Pulls | None, reader: Reader) -> str:
    if pulls is None:
        return ""
    if pulls.worst is None:
        words = reader.text("online_services.nobody_pulls")
        return f'<p class="ioc-rate-worst">{safe(words)}</p>'
    label = reader.text("online_services.pulls_most")
    name = short_name(pulls.worst.row, reader)
    return (
        f'<p class="ioc-rate-worst"><span>{safe(label)}</span>'
        f"<b>{safe(name)}</b><strong>{icon('behind')}{safe(points(pulls.worst.points, reader))}"
        "</strong></p>"
    )


def points(amount: Decimal, reader: Reader) -> str:
    """A contribution in points: -0.0123 -> −1,23 điểm %."""
    return reader.points(float(amount))


def _origin(row: Row, reader: Reader) -> str:
    has_period = row["period_start"] is not None and row["period_end"] is not None
    return origin_line(
        reader=reader,
        provenances=[row["provenance"]],
        source=row,
        cut_off=row["cut_off"],
        period=(row["period_start"], row["period_end"]) if has_period else None,
    )
