"""What stands on the agenda of the meeting at which the figures stand still, for its slides.

For: whoever prepares the meeting, and whoever goes on with its slides elsewhere.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from components.export.parts import Column, Grid, Topic
from components.export.table import told
from components.reader import Reader
from domain.meetings import AgendaLine
from pages.downloads.ordered import Ordered
from pages.presenting.agenda import names_of_units, scene_title

# So many units one after the other have a row each; more of them share one.
MOST_APART = 6
# As many as the names of 58 communes take on a slide.
LINES_OF_NAMES = 12
# A line of the agenda with its place, from 1.
Placed = tuple[int, AgendaLine]


def agenda_topic(order: Ordered) -> Topic | None:
    """The agenda in order; None without a meeting or an agenda.

    Lines of units out of scope are left out.
    """
    reader = order.reader
    names = names_of_units(order.settled.question, reader)
    seen = [line for line in order.agenda if line.kind != "unit" or line.unit_id in names]
    if not seen:
        return None
    title = reader.text("exports.topic.agenda")
    columns = [
        Column(heading=reader.text("exports.column.place"), share=0.8, is_number=True),
        Column(heading=reader.text("exports.column.what"), share=7.0),
        Column(heading=reader.text("exports.column.minutes"), share=1.2, is_number=True),
    ]
    rows = [_row(together, names, reader) for together in _together(seen)]
    if not any(line.minutes for line in seen):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    grid = Grid(name=title, columns=columns, rows=rows, most_lines=LINES_OF_NAMES)
    return Topic(key="agenda", title=title, parts=[grid])


def called_first(
    units: Sequence[Mapping[str, Any]], agenda: Sequence[AgendaLine]
) -> list[Mapping[str, Any]]:
    """`units` (rows of UNITS), those of the agenda first, in the order in which it calls them."""
    called = [line.unit_id for line in agenda if line.kind == "unit"]
    places = {unit_id: called.index(unit_id) for unit_id in called}
    return sorted(units, key=lambda unit: places.get(unit["unit_id"], len(called)))


def _together(lines: Sequence[AgendaLine]) -> list[list[Placed]]:
    """The lines that share a row: many units one after the other, else each for itself."""
    rows: list[list[Placed]] = []
    for kind, group in groupby(enumerate(lines, start=1), key=lambda placed: placed[1].kind):
        run = list(group)
        is_one_row = kind == "unit" and len(run) > MOST_APART
        rows += [run] if is_one_row else [[placed] for placed in run]
    return rows


def _row(together: Sequence[Placed], names: Mapping[int, str], reader: Reader) -> Sequence[str]:
    first, last = together[0][0], together[-1][0]
    place = reader.number(first) if first == last else f"{first}–{last}"
    words = [_words(line, names, reader) for _, line in together]
    minutes = sum(line.minutes or 0 for _, line in together)
    said = reader.text("exports.units_in_turn", units="; ".join(words), count=str(len(words)))
    return place, words[0] if len(words) == 1 else said, reader.number(minutes) if minutes else ""


def _words(line: AgendaLine, names: Mapping[int, str], reader: Reader) -> str:
    if line.kind == "unit":
        return told(names[line.unit_id or 0])
    return told(line.text or scene_title(line.scene or "", reader))
