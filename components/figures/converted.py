"""How figures read on another map are told: a mark, the units they came from, why some are not."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from components.markup import hint, plain, safe
from components.reader import Reader

# Converted units up to so many are told one by one.
MOST_SPELT_OUT = 2


def written_era(era: Mapping[str, Any], reader: Reader) -> str:
    """`20 đơn vị cấp huyện (đến 30/06/2025)`: a row of ERAS."""
    units = reader.counted(f"figures.units_of.{era['level']}", era["unit_count"])
    if era["ends_on"] is None:
        return reader.text("figures.era_since", units=units, day=reader.date(era["starts_on"]))
    return reader.text("figures.era_until", units=units, day=reader.date(era["ends_on"]))


def source_words(row: Mapping[str, Any], reader: Reader) -> str:
    """`Thị xã Cửa Lò (100%), Huyện Nghi Lộc (12,3%)`: what a converted figure is made of.

    `row` has the columns of CONVERSION; empty for a figure that is not converted. Sources out of
    the reader's scope are counted.
    """
    if not row.get("is_converted"):
        return ""
    told = [
        f"{plain(reader.pick(source, 'name'))} ({_share(source['share'], reader)})"
        for source in row.get("from_units") or ()
    ]
    others = row.get("from_others") or 0
    if others:
        key = "figures.converted.others" if told else "figures.converted.others_alone"
        told.append(reader.counted(key, others))
    return ", ".join(told)


def _share(share: float, reader: Reader) -> str:
    return reader.percent(share, digits=0 if share == 1 else 1)


def converted_mark(row: Mapping[str, Any], reader: Reader) -> str:
    """A small `≈` beside a number that was read on another map, with its sources as a hint."""
    if not row.get("is_converted"):
        return ""
    word = reader.text("figures.converted.mark")
    told = reader.text("figures.converted.from", units=source_words(row, reader))
    return f'<abbr class="ioc-converted" aria-label="{safe(word)}"{hint(told)}>≈</abbr>'


def why_not_converted(row: Mapping[str, Any], reader: Reader) -> str:
    """Why a figure does not go over to its unit, as a sentence; empty for every other row."""
    reason = row.get("not_converted")
    return reader.text(f"figures.not_converted.{reason}") if reason else ""


def conversion_line(values: pl.DataFrame, *, reader: Reader, of: str = "unit") -> str:
    """What is converted in a frame (CONVERSION and unit_vi, unit_en) and why some is not.

    A line to stand under a figure: `≈ Số liệu quy đổi theo diện tích từ 20 đơn vị cấp huyện ...`.
    Up to MOST_SPELT_OUT units are told one by one. Empty where all is as it was.
    `of`: what a row is of, a unit or a figure of one and the same unit.
    """
    if "is_converted" not in values.columns:
        return ""
    rows = values.filter(pl.col("is_converted").fill_null(value=False)).to_dicts()
    said = [_conversion(rows, reader)] if rows else []
    reasons = values["not_converted"].drop_nulls().unique(maintain_order=True).to_list()
    said += [
        reader.counted(
            f"figures.converted.not_{of}",
            values.filter(pl.col("not_converted") == reason).height,
            why=reader.text(f"figures.not_converted.{reason}"),
        )
        for reason in reasons
    ]
    line = " ".join(said)
    return f'<p class="ioc-conversion">{safe(line, limit=600)}</p>' if line else ""


def _conversion(rows: Sequence[Mapping[str, Any]], reader: Reader) -> str:
    bases = {
        basis
        for row in rows
        for source in row["from_units"] or ()
        for basis in (source["basis"] or "").split(",")
        if basis
    }
    by = ", ".join(reader.text(f"figures.converted.by_{basis}") for basis in sorted(bases))
    how = reader.text("figures.converted.how", by=by) if by else ""
    if len(rows) <= MOST_SPELT_OUT and all(reader.pick(dict(row), "unit") for row in rows):
        told = "; ".join(
            reader.text(
                "figures.converted.one",
                unit=reader.pick(dict(row), "unit"),
                units=source_words(row, reader),
            )
            for row in rows
        )
        return reader.text("figures.converted.spelt_out", how=how, told=told)
    sources = {
        source["unit_id"]: source for row in rows for source in row["from_units"] or ()
    }.values()
    if not sources:
        return reader.text("figures.converted.of_others", how=how)
    level = next(iter(sources))["level"]
    units = reader.counted(f"figures.units_of.{level}", len(sources))
    # All of them were there until the first of them ended.
    last = min((source["valid_to"] for source in sources if source["valid_to"]), default=None)
    if last is not None:
        units = reader.text("figures.era_until", units=units, day=reader.date(last))
    return reader.text("figures.converted.line", how=how, units=units)
