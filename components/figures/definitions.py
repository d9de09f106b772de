"""Definitions of indicators as cards: formula, rules, and the targets with their decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from components.definitions import (
    document_words,
    formula,
    frequency_words,
    level_words,
    path_words,
    rule_name,
    rule_told,
    searched_text,
    source_words,
    subject_name,
    target_of,
    unit_words,
)
from components.figures.conflicts import conflict_notes
from components.figures.marks import icon, provenance_mark
from components.markup import safe
from components.measures import Measure
from components.reader import Reader

Row = Mapping[str, Any]
# A target's standing that a reader must see at once, and in which tone.
_TONES = {"in_force": "course", "changed": "neutral", "ended": "neutral", "to_come": "plain"}


@dataclass(frozen=True)
class Definition:
    """The finished card of one indicator. `searched`: what a search looks through, folded."""

    indicator: str
    subject: str
    searched: str
    body: str


def definition_cards(
    definitions: pl.DataFrame,
    targets: pl.DataFrame,
    conflicts: pl.DataFrame,
    *,
    today: date,
    links: Mapping[str, str],
    histories: Mapping[str, str],
    reader: Reader,
) -> list[Definition]:
    """The cards of DEFINITIONS, with their DEFINED_TARGETS and CONFLICTS.

    By its code: `links` are the addresses at which an indicator's figures by unit are seen,
    `histories` those at which it is told who entered them.
    """
    by_indicator = {str(key[0]): rows for key, rows in targets.group_by("indicator")}
    in_conflict = {str(key[0]): rows for key, rows in conflicts.group_by("indicator")}
    cards = []
    for row in definitions.to_dicts():
        code = str(row["indicator"])
        own = by_indicator.get(code)
        notes = conflict_notes(in_conflict[code], reader=reader) if code in in_conflict else ""
        parts = (
            _head(row, link=links.get(code), history=histories.get(code), reader=reader),
            _formula(row, reader),
            _facts(row, reader),
            _targets(own.to_dicts() if own is not None else [], row, today=today, reader=reader),
            notes,
        )
        body = f'<article class="ioc-definition" id="{safe(code)}">{"".join(parts)}</article>'
        cards.append(Definition(code, str(row["subject"]), searched_text(row, reader), body))
    return cards


def definitions_html(cards: Sequence[Definition], *, reader: Reader) -> str:
    """The cards under the names of their subjects; a sentence when there is none."""
    if not cards:
        return f'<p class="ioc-nothing">{safe(reader.text("definitions.nothing_found"))}</p>'
    subjects = list(dict.fromkeys(card.subject for card in cards))
    return "".join(
        _section(subject, [card for card in cards if card.subject == subject], reader)
        for subject in subjects
    )


def subjects_html(cards: Sequence[Definition], *, reader: Reader) -> str:
    """The subjects of `cards` as links to their sections, each with how many it has."""
    counts: dict[str, int] = {}
    for card in cards:
        counts[card.subject] = counts.get(card.subject, 0) + 1
    links = "".join(
        f'<li><a href="#subject-{safe(subject)}"><span>{safe(subject_name(subject, reader))}</span>'
        f"<b>{safe(reader.number(count))}</b></a></li>"
        for subject, count in counts.items()
    )
    label = safe(reader.text("definitions.subjects"))
    return f'<nav class="ioc-subjects" aria-label="{label}"><h3>{label}</h3><ul>{links}</ul></nav>'


def _section(subject: str, cards: Sequence[Definition], reader: Reader) -> str:
    name = safe(subject_name(subject, reader))
    bodies = "".join(card.body for card in cards)
    return (
        f'<section class="ioc-definitions" id="subject-{safe(subject)}">'
        f"<h3>{name} <small>{safe(reader.number(len(cards)))}</small></h3><div>{bodies}</div>"
        "</section>"
    )


def _head(row: Row, *, link: str | None, history: str | None, reader: Reader) -> str:
    name = safe(Measure.of(row).name(reader))
    ways = {"on_map": link, "to_history": history}
    links = "".join(
        f'<a href="{safe(way, limit=600)}" target="_self">'
        f"{safe(reader.text(f'definitions.{name}'))}</a>"
        for name, way in ways.items()
        if way
    )
    key = "definitions.has_figures" if row["has_figures"] else "definitions.no_figures"
    figures = f"<nav>{links}</nav>" if links else f"<span>{safe(reader.text(key))}</span>"
    return f"<header><code>{safe(row['indicator'])}</code><h4>{name}</h4>{figures}</header>"


def _formula(row: Row, reader: Reader) -> str:
    numerator, denominator = formula(row, reader)
    if not numerator:
        return ""
    below = f"<span>{safe(denominator, limit=400)}</span>" if denominator else ""
    label = safe(reader.text("definitions.formula"))
    return (
        f'<p class="ioc-formula"><b>{label}</b>'
        f"<span><span>{safe(numerator, limit=400)}</span>{below}</span></p>"
    )


def _facts(row: Row, reader: Reader) -> str:
    def rule(name: str) -> tuple[str, str]:
        return rule_name(name, row[name], reader), rule_told(name, row[name], reader)

    unit = f"{rule_name('measure', row['measure'], reader)} · {unit_words(row, reader)}"
    facts = {
        "unit": (unit, ""),
        "aggregation": rule("aggregation"),
        "zero_denominator": rule("zero_denominator"),
        "polarity": rule("polarity"),
        "frequency": (frequency_words(row, reader), ""),
        "levels": (level_words(row, reader), ""),
        "source": (source_words(row, reader), ""),
    }
    items = "".join(
        f"<div><dt>{safe(reader.text(f'definitions.fact.{name}'))}</dt>"
        f"<dd>{safe(word, limit=400)}{f'<small>{safe(told, limit=300)}</small>' if told else ''}"
        "</dd></div>"
        for name, (word, told) in facts.items()
    )
    return f"<dl>{items}</dl>"


def _targets(rows: Sequence[Row], defined: Row, *, today: date, reader: Reader) -> str:
    label = safe(reader.text("definitions.targets"))
    official = reader.pick(dict(defined), "official_target")
    if not rows:
        words = reader.text("definitions.no_target")
        if official:
            words = reader.text("definitions.official_target", target=official)
        return f'<p class="ioc-targets-none"><b>{label}</b> {safe(words, limit=400)}</p>'
    items = "".join(_target(row, today=today, reader=reader) for row in rows)
    return f'<div class="ioc-targets"><b>{label}</b><ol>{items}</ol></div>'


def _target(row: Row, *, today: date, reader: Reader) -> str:
    written = Measure.of(row).mark(row["value"], reader)
    standing = reader.text(f"definitions.standing.{row['standing']}")
    tone = _TONES[row["standing"]]
    days_left = (row["due_on"] - today).days
    soon = ""
    if row["standing"] == "in_force" and 0 <= days_left <= (row["due_soon_days"] or 0):
        words = reader.counted("definitions.due_soon", days_left)
        soon = f'<span class="ioc-chip ioc-tone-warning">{icon("due")}{safe(words)}</span>'
    told = [
        reader.text("definitions.due", day=reader.date(row["due_on"])),
        target_of(row, reader),
        path_words(row, reader),
    ]
    if row["effective_from"] != row["period_start"] or row["effective_to"]:
        told.append(_effect(row, reader))
    told.append(reader.text("definitions.by_document", document=document_words(row, reader)))
    note = reader.pick(dict(row), "note")
    more = f"<small>{safe(note, limit=400)}</small>" if note else ""
    return (
        f'<li><b>{safe(written)}</b><span class="ioc-chip ioc-tone-{tone}">{safe(standing)}</span>'
        f"{soon}{provenance_mark(row['provenance'], reader)}"
        f"<p>{safe(' · '.join(told), limit=800)}{more}</p></li>"
    )


def _effect(row: Row, reader: Reader) -> str:
    if row["effective_to"] is None:
        return reader.text("definitions.effective_from", day=reader.date(row["effective_from"]))
    return reader.text(
        "definitions.effective_between",
        first=reader.date(row["effective_from"]),
        last=reader.date(row["effective_to"]),
    )
