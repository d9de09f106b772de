"""The cards of the service index, each with the sentence that can be read aloud and its origin."""

import polars as pl

from components.blocks.card import Card
from components.figures.index_metrics import loss_list, measure_list, metric_table
from components.figures.index_score import (
    group_bars,
    index_hero,
    most,
    points,
    rank_line,
)
from components.figures.index_units import index_ranking
from components.figures.marks import origin_line
from components.index_standing import Row, Standing
from components.markup import plain, without_source_keys
from components.reader import Reader


def scheme_words(standing: Standing, reader: Reader) -> str:
    """`Bộ chỉ số ... (766/QĐ-TTg ngày 23/06/2022), áp dụng từ 01/08/2022.`"""
    scheme = standing.scheme
    if scheme is None:
        return reader.text("service_index.no_scheme")
    name = plain(reader.pick(dict(scheme), "scheme"))
    words = reader.text(
        "service_index.scheme", name=name, day=reader.date(scheme["effective_from"])
    )
    note = plain(without_source_keys(reader.pick(dict(scheme), "scheme_note")), limit=400)
    return f"{words} {note}".strip()


def score_card(
    standing: Standing,
    *,
    about: str,
    when: str,
    before: str,
    reader: Reader,
    rank: Row | None = None,
    is_whole: bool = True,
    note: str = "",
) -> Card:
    """The score with its grade and rank, the group that lost most, the official score beside ours.

    `rank` is the row of NATIONAL_RANK, if there is one; `is_whole`: it is asked of the province
    (units have no rank). `note` is said after the name of the scheme.
    """
    ranked = rank_line(rank, before=before, reader=reader) if is_whole else ""
    told = f"{scheme_words(standing, reader)} {note}".strip()
    return Card(
        title=reader.text("service_index.card_score"),
        body=index_hero(
            standing, about=about, when=when, before=before, reader=reader, rank=ranked
        ),
        sentence=_score_sentence(standing, about=about, when=when, reader=reader),
        origin=_origin(standing, reader, note=told),
    )


def groups_card(standing: Standing, *, when: str, reader: Reader) -> Card:
    """Points of each group and what it lost, this period and before."""
    return Card(
        title=reader.text("service_index.card_groups"),
        body=group_bars(standing, reader=reader),
        sentence=_groups_sentence(standing, when=when, reader=reader),
        origin=_origin(standing, reader, note=when),
    )


def measures_card(standing: Standing, *, when: str, reader: Reader) -> Card:
    """The three measures that gain most per dossier."""
    cases = reader.number(standing.next_cases)
    found = standing.gains
    return Card(
        title=reader.text("service_index.card_measures"),
        body=measure_list(standing, reader=reader),
        sentence=reader.text("service_index.say_measures", cases=cases)
        if found.height
        else reader.text("service_index.no_measures"),
        origin=_origin(standing, reader, note=when),
    )


def losses_card(standing: Standing, *, when: str, reader: Reader) -> Card:
    """Where points were lost: in which units, in which metric of theirs."""
    of_units = standing.losses.height > 0
    key = "card_losses" if of_units else "card_losses_of_unit"
    return Card(
        title=reader.text(f"service_index.{key}"),
        body=loss_list(standing, reader=reader),
        sentence=reader.text("service_index.say_losses") if of_units else "",
        origin=_origin(standing, reader, note=when),
    )


def metrics_card(standing: Standing, *, when: str, reader: Reader) -> Card:
    """All metrics of the subject with their counts, points and rules."""
    begins = pl.col("part").ne_missing(pl.col("part").shift())
    marked = standing.metrics.with_columns(begins=begins)
    return Card(
        title=reader.text("service_index.card_metrics"),
        body=metric_table(_with_metrics(standing, marked), reader=reader),
        sentence=_metrics_sentence(standing, reader=reader),
        origin=_origin(standing, reader, note=when),
    )


def units_card(standing: Standing, *, when: str, chosen: int | None, reader: Reader) -> Card:
    """Units by their points of those applicable."""
    scale = float(standing.scheme["scale"]) if standing.scheme else 0.0
    return Card(
        title=reader.text("service_index.card_units", count=reader.number(standing.units.height)),
        body=index_ranking(standing.units, scale=scale, reader=reader, chosen=chosen),
        sentence=_units_sentence(standing, when=when, reader=reader),
        origin=_origin(standing, reader, note=when, rows=standing.unit_metrics),
    )


def _with_metrics(standing: Standing, metrics: pl.DataFrame) -> Standing:
    fields = {name: getattr(standing, name) for name in standing.__dataclass_fields__}
    return Standing(**{**fields, "metrics": metrics})


def _score_sentence(standing: Standing, *, about: str, when: str, reader: Reader) -> str:
    total = standing.total
    if standing.scheme is None or total.get("score") is None:
        return reader.text("service_index.say_nothing", about=about, when=when)
    grade = reader.pick(dict(total), "grade")
    worst = standing.worst_group
    lost = (
        reader.text(
            "service_index.say_worst",
            group=plain(reader.pick(dict(worst), "group")),
            points=points(worst["lost"], reader),
        )
        if worst
        else ""
    )
    told = {"about": about, "when": when}
    if grade:
        said = reader.text(
            "service_index.say_score",
            score=points(total["score"], reader),
            scale=most(standing.scheme["scale"], reader),
            grade=plain(grade),
            **told,
        )
    else:
        said = reader.text(
            "service_index.say_part",
            points=points(total["points"], reader),
            applicable=most(total["applicable"], reader),
            **told,
        )
    return f"{said} {lost}".strip()


def _groups_sentence(standing: Standing, *, when: str, reader: Reader) -> str:
    told = [
        reader.text(
            "service_index.say_group",
            group=plain(reader.pick(row, "group")),
            points=points(row["points"], reader),
            most=most(row["applicable"], reader),
        )
        for row in standing.groups.to_dicts()
        if row["points"] is not None
    ]
    if not told:
        return reader.text("service_index.no_figures")
    said = reader.text("service_index.say_groups", when=when, groups="; ".join(told))
    return f"{said[:1].upper()}{said[1:]}"


def _metrics_sentence(standing: Standing, *, reader: Reader) -> str:
    states = standing.metrics["state"].value_counts()
    counts = dict(states.iter_rows())
    return reader.text(
        "service_index.say_metrics",
        scored=reader.number(counts.get("by_rate", 0) + counts.get("by_rule", 0)),
        all=reader.number(standing.metrics.height),
        left_out=reader.number(counts.get("not_applicable", 0)),
        missing=reader.number(counts.get("missing", 0)),
    )


def _units_sentence(standing: Standing, *, when: str, reader: Reader) -> str:
    known = standing.units.filter(pl.col("score").is_not_null()).to_dicts()
    if not known:
        return reader.text("service_index.no_units")
    said = reader.text(
        "service_index.say_units",
        when=when,
        best=plain(reader.pick(known[0], "unit")),
        best_score=points(known[0]["score"], reader),
        last=plain(reader.pick(known[-1], "unit")),
        last_score=points(known[-1]["score"], reader),
    )
    return f"{said[:1].upper()}{said[1:]}"


def _origin(
    standing: Standing, reader: Reader, *, note: str = "", rows: pl.DataFrame | None = None
) -> str:
    told = standing.metrics if rows is None else rows
    known = told.filter(pl.col("provenance").is_not_null())
    return origin_line(
        reader=reader,
        provenances=known["provenance"].unique().to_list(),
        cut_off=known["cut_off"].max() if known.height else None,  # type: ignore[arg-type]
        note=note,
    )
