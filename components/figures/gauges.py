"""Headline gauges: a big value, an arc with the target on it, the distance, origin and sentence."""

from collections.abc import Mapping

import polars as pl

from components.figures.conflicts import conflict_notes
from components.figures.converted import source_words, why_not_converted
from components.figures.marks import (
    origin_line,
    provisional_class,
    status_chip,
    target_words,
    tone_class,
    with_not_final,
)
from components.markup import hint, safe, share_style
from components.measures import Measure, Row, absence
from components.reader import Reader
from components.sentences import gauge_sentence

MOST_IN_A_NARROW_ROW = 4
# So many characters still stand beside an arc in large figures: 826/982.
LONG_VALUE = 7
# A tick at the very end would lie on the base line of the arc.
LARGEST_TURN = 88.5
# Below a target that is still to come, yet where the path to it wants the value to be.
IN_TIME = ("ahead", "on_course")


def headline_gauges(
    figures: pl.DataFrame,
    *,
    reader: Reader,
    about: str = "",
    when: str = "",
    conflicts: pl.DataFrame | None = None,
    histories: Mapping[str, str] | None = None,
) -> str:
    """One card per row of HEADLINE_FIGURES that is placed as a gauge, in the order given.

    `about` names the unit the numbers are of, empty for the whole province; `when` is the written
    period that was asked about, for rows that have none of their own; of `conflicts` (CONFLICTS)
    those about any of `figures` are told below, where there is room for both documents.
    `histories`: by indicator the address that tells who entered its figures.
    """
    rows = figures.filter(pl.col("place") == "gauge").to_dicts()
    if not rows:
        return f'<p class="ioc-nothing">{safe(reader.text("figures.nothing.gauges"))}</p>'
    ways = histories or {}
    cards = "".join(
        _card(row, history=ways.get(row["indicator"]), reader=reader, about=about, when=when)
        for row in rows
    )
    # On a narrow screen more than four stand in two rows.
    narrow = len(rows) if len(rows) <= MOST_IN_A_NARROW_ROW else -(-len(rows) // 2)
    notes = ""
    if conflicts is not None:
        codes = tuple(figures["indicator"].unique())
        notes = conflict_notes(conflicts, reader=reader, indicators=codes)
    style = f"--n:{len(rows)};--narrow:{narrow}"
    return f'<div class="ioc-gauges" style="{style}">{cards}</div>{notes}'


def _card(row: Row, *, history: str | None, reader: Reader, about: str, when: str) -> str:
    measure = Measure.of(row)
    name = measure.name(reader)
    said = gauge_sentence(row, reader=reader, about=about, when=when)
    return (
        f'<article class="ioc-gauge {tone_class(row["status"])}">'
        f"<h3{hint(name)}>{safe(name)}</h3>"
        f'<div class="ioc-hero">{_value(row, measure, reader)}{arc(row, measure, reader)}</div>'
        f"{_standing(row, measure, reader)}"
        f'<p class="ioc-say">{safe(said, limit=600)}</p>'
        f"{_origin(row, history, reader)}"
        "</article>"
    )


def _value(row: Row, measure: Measure, reader: Reader) -> str:
    kind = absence(row)
    if kind is not None:
        why = safe(why_not_converted(row, reader) or reader.text(f"figures.absence.{kind}_told"))
        short = safe(reader.text(f"figures.absence.{kind}"))
        return f'<p class="ioc-value ioc-value-absent"><b>{short}</b><small>{why}</small></p>'
    below = measure.counts_behind(row, reader)
    if measure.is_fraction(row):
        below = reader.percent(row["value"] / row["denominator"], digits=1)
    elif measure.kind not in ("rate", "score"):
        below = measure.unit(reader)
    below = with_not_final(below, row["obs_status"], reader)
    if sources := source_words(row, reader):
        mark = f"≈ {reader.text('figures.converted.from', units=sources)}"
        below = f"{below} · {mark}" if below else mark
    small = f"<small>{safe(below)}</small>" if below else ""
    written = measure.value(row, reader)
    style = "ioc-value ioc-value-long" if len(written) > LONG_VALUE else "ioc-value"
    return f'<p class="{style}"><b>{safe(written)}</b>{small}</p>'


def arc(row: Row, measure: Measure, reader: Reader) -> str:
    """A half circle filled to the value, with a tick at the target; nothing without a scale."""
    share = measure.share(row)
    aim = measure.share(row, of="target")
    if row["value"] is None:
        return '<div class="ioc-arc ioc-arc-absent" aria-hidden="true"></div>'
    if share is None:
        return ""
    tick = ""
    if aim is not None:
        # The tick turns with the target: -90 degrees is nothing, +90 the full scale.
        turn = (min(max(aim, 0.0), 1.0) - 0.5) * LARGEST_TURN * 2
        tick = (
            f'<i style="transform:rotate({turn:.1f}deg)"></i>'
            f'<span class="{"ioc-left" if aim < 0.5 else "ioc-right"}">'
            f"{safe(measure.mark(row['target'], reader))}</span>"
        )
    look = f"ioc-arc{provisional_class(row['obs_status'])}"
    return f'<div class="{look}" style="--at:{share_style(share)}" aria-hidden="true">{tick}</div>'


def _standing(row: Row, measure: Measure, reader: Reader) -> str:
    distance = ""
    if row["distance"] and (shown := measure.difference(row["value"], row["target"])):
        lags = (shown < 0) == (measure.polarity != "lower")
        # Green beside a minus would say that what is missing is good.
        tone = ' class="ioc-tone-neutral"' if lags and row["status"] in IN_TIME else ""
        distance = f"<strong{tone}>{safe(measure.distance(shown, reader))}</strong>"
    target = ""
    if row["target"] is not None:
        words = target_words(row, measure.mark(row["target"], reader), reader)
        note = reader.pick(dict(row), "target_note")
        target = f'<span class="ioc-target"{hint(note) if note else ""}>{safe(words)}</span>'
    chip = "" if row["status"] == "no_value" else status_chip(row["status"], reader)
    return f'<p class="ioc-standing">{chip}{distance}{target}</p>'


def _origin(row: Row, history: str | None, reader: Reader) -> str:
    has_period = row["period_start"] is not None and row["period_end"] is not None
    told = origin_line(
        reader=reader,
        provenances=[row["provenance"]],
        source=row,
        cut_off=row["cut_off"],
        period=(row["period_start"], row["period_end"]) if has_period else None,
    )
    if history is None:
        return told
    words = safe(reader.text("definitions.history_short"))
    link = f'<a href="{safe(history, limit=600)}" target="_self">{words}</a>'
    return f'<div class="ioc-origin-history">{told}{link}</div>'
