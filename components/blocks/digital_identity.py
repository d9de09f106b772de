"""The cards of the screen of digital identity, each with its sentence and its origin."""

from collections.abc import Sequence

import polars as pl

from components.block_rows import measure_of, row_of, short_name, status_together, units_of
from components.blocks.card import Card
from components.figures.activation_bases import base_rows, bases_of
from components.figures.conflicts import conflict_notes
from components.figures.converted import conversion_line
from components.figures.identity_facts import identity_facts
from components.figures.identity_steps import Step, step_bars, steps_of
from components.figures.marks import origin_of, provisional_note, with_not_final
from components.figures.not_activated import waiting_bars, waiting_of
from components.figures.ranking import ranked_bars
from components.markup import safe
from components.reader import Reader
from components.sentences import units_sentence
from domain.digital_identity import (
    ACTIVATED,
    ACTIVATION_RATE,
    ADULTS_ONLINE,
    COLLECTED,
    COVERAGE,
    IDENTITY,
    LEVEL_2,
    PAPERS,
    STEPS,
)


def steps_card(
    figures: pl.DataFrame,
    conflicts: pl.DataFrame,
    *,
    about: str,
    when: str,
    reader: Reader,
    unit_id: int | None = None,
) -> Card:
    """How many people stand at each step, how many are lost, and figures that disagree."""
    steps = steps_of(figures, unit_id=unit_id)
    hero = _hero(figures, unit_id=unit_id, reader=reader)
    body = f'<div class="ioc-identity">{hero}{step_bars(steps, reader=reader)}</div>'
    notes = conflict_notes(conflicts, reader=reader, indicators=IDENTITY)
    note = provisional_note([step.row for step in steps if step.count is not None], reader)
    rows = figures.filter(
        pl.col("indicator").is_in(STEPS),
        pl.col("unit_id") == unit_id if unit_id is not None else pl.col("whom") == "province",
    )
    return Card(
        title=reader.text("digital_identity.card_steps", about=about, when=when),
        body=f"{body}{note}{notes}",
        sentence=_steps_sentence(steps, about=about, when=when, reader=reader),
        origin=origin_of(rows, reader=reader, note=when),
    )


def bases_card(figures: pl.DataFrame, *, reader: Reader, unit_id: int | None = None) -> Card:
    """The share of activated accounts over each honest denominator."""
    return Card(
        title=reader.text("digital_identity.card_bases"),
        body=base_rows(bases_of(figures, unit_id=unit_id), reader=reader),
        sentence=reader.text("digital_identity.say_bases"),
    )


def waiting_card(
    figures: pl.DataFrame, *, when: str, reader: Reader, chosen: int | None = None
) -> Card:
    """Where the people are whose account is not activated."""
    waiting = waiting_of(figures)
    line = "" if waiting is None else conversion_line(waiting.rows, reader=reader)
    sentence = ""
    if waiting is not None and waiting.rows.height and waiting.total:
        first = waiting.rows.head(5)
        sentence = reader.text(
            "digital_identity.say_waiting",
            total=reader.number(waiting.total),
            units=", ".join(short_name(row, reader) for row in first.to_dicts()),
            share=reader.percent(float(first["waiting"].sum()) / waiting.total, digits=1),
        )
    return Card(
        title=reader.text("digital_identity.card_waiting"),
        body=f"{waiting_bars(waiting, reader=reader, chosen=chosen)}{line}",
        sentence=sentence,
        origin=origin_of(units_of(figures, ACTIVATION_RATE), reader=reader, note=when),
    )


def ranking_card(
    figures: pl.DataFrame, *, when: str, reader: Reader, chosen: int | None = None
) -> Card:
    """Units by their activation rate."""
    measure = measure_of(figures, ACTIVATION_RATE)
    units = units_of(figures, ACTIVATION_RATE)
    title = reader.text("digital_identity.card_ranking")
    if measure is None:
        nothing = safe(reader.text("digital_identity.nothing"))
        return Card(title=title, body=f'<p class="ioc-nothing">{nothing}</p>')
    return Card(
        title=title,
        body=ranked_bars(units, measure=measure, reader=reader, chosen=chosen),
        sentence=units_sentence(units, measure=measure, reader=reader, when=when),
        origin=origin_of(units, reader=reader, note=when),
    )


def facts_card(
    figures: pl.DataFrame, *, when: str, reader: Reader, unit_id: int | None = None
) -> Card:
    """Coverage, level 2, adults who use online services, papers integrated."""
    return Card(
        title=reader.text("digital_identity.card_facts", when=when),
        body=identity_facts(
            figures,
            indicators=(COVERAGE, LEVEL_2, ADULTS_ONLINE, PAPERS),
            reader=reader,
            unit_id=unit_id,
        ),
        sentence=reader.text("digital_identity.say_facts"),
    )


def _hero(figures: pl.DataFrame, *, unit_id: int | None, reader: Reader) -> str:
    """The activation rate and the accounts that wait, in large figures."""
    rate = row_of(figures, ACTIVATION_RATE, unit_id=unit_id)
    collected, activated = (
        row_of(figures, code, unit_id=unit_id) for code in (COLLECTED, ACTIVATED)
    )
    if rate is None or rate["value"] is None:
        return ""
    waiting = ""
    known = (collected, activated)
    if all(row is not None and row["value"] is not None for row in known):
        assert collected is not None and activated is not None
        count = max(collected["value"] - activated["value"], 0)
        words = with_not_final(
            reader.text("digital_identity.hero_waiting"), status_together(*known), reader
        )
        waiting = f"<p><b>{safe(reader.number(count))}</b><span>{safe(words)}</span></p>"
    words = with_not_final(reader.text("digital_identity.hero_rate"), rate["obs_status"], reader)
    return (
        f"<section><p><b>{safe(reader.percent(rate['value']))}</b><span>{safe(words)}</span></p>"
        f"{waiting}</section>"
    )


def _steps_sentence(steps: Sequence[Step], *, about: str, when: str, reader: Reader) -> str:
    by_name = {step.name: step.count for step in steps if step.count is not None}
    if COLLECTED not in by_name or ACTIVATED not in by_name or not by_name[COLLECTED]:
        return reader.text("digital_identity.nothing")
    said = reader.text(
        "digital_identity.say_steps",
        about=about,
        when=when,
        collected=reader.number(by_name[COLLECTED]),
        activated=reader.number(by_name[ACTIVATED]),
        rate=reader.percent(by_name[ACTIVATED] / by_name[COLLECTED]),
        waiting=reader.number(by_name[COLLECTED] - by_name[ACTIVATED]),
    )
    return f"{said[:1].upper()}{said[1:]}"
