"""What the fills of a map mean, with the kinds of no value apart and counted."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from components.figures.classes import ValueClasses
from components.figures.marks import status_word, tone_class
from components.markup import hint, safe
from components.measures import ABSENCES, Measure, Row, absence
from components.reader import Reader
from components.theme import TONE_OF_STATUS

# Style and words of one line of a legend; a meaning has a count besides.
Entry = tuple[str, str]
Meaning = tuple[str, str, int]


@dataclass(frozen=True)
class Legend:
    """The legend as HTML, and how many lines it takes."""

    html: str
    lines: int


def map_legend(
    values: pl.DataFrame,
    boundaries: pl.DataFrame,
    *,
    measure: Measure,
    reader: Reader,
    fill: str = "classes",
    noted: bool = True,
) -> Legend:
    """Fills of `unit_map` with how many units have each, best on top; what boundaries these are.

    `values`: UNIT_VALUES; `boundaries`: UNIT_BOUNDARIES; the latter are told only if `noted`.
    """
    rows = values.to_dicts()
    found = meanings(rows, measure=measure, reader=reader, fill=fill)
    found += _absences(rows, boundaries, reader)
    entries = [(style, f"{words} ({reader.number(count)})") for style, words, count in found]
    note = _boundary_note(boundaries, reader) if noted else ""
    return Legend(legend_list(entries) + note, len(entries) + bool(note))


def meanings(rows: Sequence[Row], *, measure: Measure, reader: Reader, fill: str) -> list[Meaning]:
    """Style, words and count of each fill that rows with a value have."""
    known = [row for row in rows if row["value"] is not None]
    by_meaning = _statuses if fill == "status" else _classes
    return by_meaning(known, measure, reader)


def legend_list(entries: Sequence[Entry]) -> str:
    """A list of swatches with their words."""
    drawn = "".join(
        f'<li><i class="ioc-swatch {style}"></i>{safe(label)}</li>' for style, label in entries
    )
    return f'<ul class="ioc-legend">{drawn}</ul>'


def _classes(known: Sequence[Row], measure: Measure, reader: Reader) -> list[Meaning]:
    if not known:
        return []
    classes = ValueClasses.of([row["value"] for row in known], measure=measure)
    labels = classes.labels(measure=measure, reader=reader)
    members = [classes.index(row["value"]) for row in known]
    entries = [
        (f"ioc-ramp-{classes.place_on_ramp(index)}", label, members.count(index))
        for index, label in enumerate(labels)
    ]
    return entries if classes.lower_is_better else entries[::-1]


def _statuses(known: Sequence[Row], measure: Measure, reader: Reader) -> list[Meaning]:
    statuses = [row["status"] for row in known]
    return [
        (f"{tone_class(status)} ioc-filled", status_word(status, reader), count)
        for status in TONE_OF_STATUS
        if (count := statuses.count(status))
    ]


def _absences(rows: Sequence[Row], boundaries: pl.DataFrame, reader: Reader) -> list[Meaning]:
    kinds = [absence(row) for row in rows]
    # A unit on the map without a row is drawn as one that has not reported.
    on_map = set(boundaries["unit_id"]) - {row["unit_id"] for row in rows}
    counts = {kind: kinds.count(kind) for kind in ABSENCES}
    counts[ABSENCES[0]] += len(on_map)
    return [
        (f"ioc-absent-{kind}", reader.text(f"figures.absence.{kind}"), count)
        for kind, count in counts.items()
        if count
    ]


def boundary_words(boundaries: pl.DataFrame, reader: Reader) -> str:
    """`Ranh giới minh họa (sơ đồ)` where any of UNIT_BOUNDARIES is schematic; empty without one."""
    kinds = boundaries["boundary_kind"].unique().to_list()
    kind = "schematic" if "schematic" in kinds else "official"
    return reader.text(f"figures.boundaries.{kind}") if kinds else ""


def _boundary_note(boundaries: pl.DataFrame, reader: Reader) -> str:
    """What the outlines are; their source as a hint."""
    words = boundary_words(boundaries, reader)
    if not words:
        return ""
    sources = ", ".join(sorted(set(boundaries["boundary_source"].drop_nulls())))
    return f'<p class="ioc-boundaries"{hint(sources)}>{safe(words)}</p>'
