"""The cards of commune readiness, each with the sentence that can be read aloud and its origin."""

from collections.abc import Sequence

import polars as pl

from components.blocks.card import Card
from components.figures.marks import origin_of
from components.figures.readiness import (
    condition_bars,
    readiness_hero,
    readiness_matrix,
    state_word,
)
from components.figures.readiness_means import handover_list, means_list
from components.markup import plain
from components.measures import Measure
from components.reader import Reader
from components.readiness_standing import ReadinessStanding, by_old_district, whole_of
from domain.readiness import GREEN, RED, STATES, YELLOW


def hero_card(
    stands: ReadinessStanding, *, when: str, note: str, chosen: int | None, reader: Reader
) -> Card:
    """How many meet all, which condition fails most, which communes are not green."""
    rules = f"{rule_words(stands.rows, reader)} {note}".strip()
    return Card(
        title=reader.text("commune_readiness.card_hero", when=when),
        body=readiness_hero(stands, chosen=chosen, reader=reader),
        sentence=_hero_sentence(stands, when=when, reader=reader),
        origin=origin_of(stands.rows, reader=reader, note=rules),
    )


def conditions_card(stands: ReadinessStanding, *, when: str, reader: Reader) -> Card:
    """How many communes meet each condition."""
    sources = stands.rows[f"definition_source_{reader.language}"].drop_nulls()
    note = "; ".join(plain(text) for text in sources.unique(maintain_order=True).to_list())
    return Card(
        title=reader.text("commune_readiness.card_conditions", when=when),
        body=condition_bars(stands, reader),
        sentence=_conditions_sentence(stands, reader=reader),
        origin=origin_of(stands.rows, reader=reader, note=note),
    )


def matrix_card(
    stands: ReadinessStanding,
    *,
    shown: Sequence[int],
    when: str,
    chosen: int | None,
    reader: Reader,
) -> Card:
    """Communes by conditions, worst first."""
    units = "; ".join(
        f"{plain(reader.pick(row, 'short'))} ({Measure.of(row).unit(reader)})"
        for row in stands.conditions.to_dicts()
        if row["judged"] != "yes_no"
    )
    return Card(
        title=reader.text("commune_readiness.card_matrix", when=when),
        body=readiness_matrix(stands, shown=shown, chosen=chosen, reader=reader),
        sentence=reader.text(
            "commune_readiness.say_matrix",
            shown=reader.number(len(shown)),
            of=reader.number(stands.communes.height),
            units=units,
        ),
        origin=origin_of(stands.rows, reader=reader),
    )


def handover_card(places: pl.DataFrame, *, when: str, reader: Reader) -> Card:
    """What the old districts still have to hand over."""
    return Card(
        title=reader.text("commune_readiness.card_handover", when=when),
        body=handover_list(places, reader=reader),
        sentence=_handover_sentence(places, reader=reader),
        origin=origin_of(places, reader=reader),
    )


def means_card(means: pl.DataFrame, *, when: str, reader: Reader) -> Card:
    """Equipment, budget and trained people."""
    return Card(
        title=reader.text("commune_readiness.card_means", when=when),
        body=means_list(means, reader=reader),
        sentence=_means_sentence(means, reader=reader),
        origin=origin_of(means, reader=reader),
    )


def rule_words(rows: pl.DataFrame, reader: Reader) -> str:
    """How the overall colour follows: `Đỏ: từ 1 điều kiện đỏ; Vàng: từ 1 ...`."""
    if rows.is_empty():
        return ""
    numbers = rows.row(0, named=True)
    said = []
    for colour in (RED, YELLOW):
        counts = [
            reader.counted(f"commune_readiness.rule_{count}", number)
            for count in ("failed_from", "not_met_from")
            if (number := numbers[f"{colour}_{count}"]) is not None
        ]
        if counts:
            either = f" {reader.text('commune_readiness.or')} ".join(counts)
            # Red is certain at once; any other colour only when nothing red can still come in.
            if colour != RED:
                either = reader.text("commune_readiness.rule_all_reported", counts=either)
            said.append(
                reader.text(
                    "commune_readiness.rule", colour=state_word(colour, reader), counts=either
                )
            )
    return "; ".join(said) + "." if said else reader.text("commune_readiness.no_rule")


def _hero_sentence(stands: ReadinessStanding, *, when: str, reader: Reader) -> str:
    others = ", ".join(
        f"{reader.number(count)} {state_word(state, reader).lower()}"
        for state in STATES
        if state != GREEN and (count := stands.by_colour[state])
    )
    said = reader.text(
        "commune_readiness.say_hero",
        when=when[:1].upper() + when[1:],
        green=reader.number(stands.by_colour[GREEN]),
        of=reader.number(stands.judged),
    )
    return (
        f"{said} {reader.text('commune_readiness.say_others', others=others)}" if others else said
    )


def _conditions_sentence(stands: ReadinessStanding, *, reader: Reader) -> str:
    worst = stands.worst.to_dicts()
    if not worst:
        return reader.text("commune_readiness.nothing_fails")
    names = "; ".join(plain(reader.pick(row, "name")) for row in worst)
    count = worst[0][RED] + worst[0][YELLOW]
    return reader.text("commune_readiness.say_worst", names=names, count=reader.number(count))


def _handover_sentence(places: pl.DataFrame, *, reader: Reader) -> str:
    rows = by_old_district(places)
    left = rows["still_open"].drop_nulls()
    if left.is_empty():
        return ""
    open_in = rows.filter(pl.col("still_open") > 0)
    if open_in.is_empty():
        return reader.text("commune_readiness.say_all_handed_over")
    return reader.text(
        "commune_readiness.say_handover",
        left=reader.number(float(left.sum())),
        districts=", ".join(plain(reader.pick(row, "name")) for row in open_in.to_dicts()),
    )


def _means_sentence(means: pl.DataFrame, *, reader: Reader) -> str:
    said = []
    for rows in means.partition_by("indicator", maintain_order=True):
        whole, about = whole_of(rows), rows.row(0, named=True)
        if whole["numerator"] is None:
            continue
        name = plain(reader.pick(about, "name"))
        amount = reader.number(whole["numerator"])
        if whole["share"] is None:
            said.append(f"{name}: {amount}")
        else:
            of, share = (
                reader.number(whole["denominator"]),
                reader.percent(whole["share"], digits=1),
            )
            said.append(f"{name}: {amount}/{of} ({share})")
    return "; ".join(said)
