"""The draft of a conclusion notice: what was given to whom until when, and the figures behind it.

Posts are named, persons never. Tasks stand as a table of the six clears: what is missing in one
is said there, since the chair can still have it filled in.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from docx import Document
from docx.document import Document as Letter
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement

from components.export.cover import Cover
from components.export.letter import (
    CENTRE,
    LEFT,
    LONGEST_PROPERTY,
    RIGHT,
    LetterParts,
    add_body,
    add_head,
    add_line,
    add_signature,
    keep_whole,
    number_pages,
    set_page,
    set_widths,
)
from components.export.parts import Grid, Topic
from components.markup import plain
from components.reader import Reader

CLEARS = ("work", "person", "responsibility", "time", "product", "authority")
# Number, then the six clears: 165 mm between the margins.
TASK_MM = (12, 41, 25, 26, 22, 19, 20)
TABLE_MM = 165
TASK_SIZE, FIGURE_SIZE, HEADING_SIZE = 11, 10, 10


@dataclass(frozen=True, kw_only=True)
class Given:
    """One task as it was given: the six clears in words, empty where nothing is said."""

    work: str
    person: str
    responsibility: str
    time: str
    product: str
    authority: str


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What a notice tells: texts plain and clean. `figures` are the subjects of its annex."""

    subject: str
    opening: str
    situation: Sequence[str]
    tasks: Sequence[Given]
    figures: Sequence[Topic]
    annex: str
    foot: str


def as_notice(notice: Notice, *, cover: Cover, made_at: datetime, reader: Reader) -> bytes:
    """The draft as a DOCX file, in the layout of administrative documents."""
    letter = Document()
    set_page(letter)
    letter.core_properties.title = plain(notice.subject, limit=LONGEST_PROPERTY)
    letter.core_properties.author = plain(cover.sender, limit=LONGEST_PROPERTY)
    letter.core_properties.created = made_at.replace(tzinfo=None)
    letter.core_properties.comments = ""

    def text(key: str) -> str:
        return reader.text(f"exports.notice.{key}")

    parts = _parts(cover, notice, reader)
    add_line(letter.add_paragraph(), parts.draft, bold=True, size=12)
    add_head(letter, parts)
    add_line(letter.add_paragraph(), text("title"), align=CENTRE, bold=True, before=14)
    add_line(letter.add_paragraph(), notice.subject, align=CENTRE, bold=True, after=10)
    add_body(letter, notice.opening)
    _heading(letter, text("stand"))
    for sentence in notice.situation:
        add_body(letter, sentence)
    _heading(letter, text("tasks"))
    told = add_body(letter, text("tasks_told" if notice.tasks else "no_tasks"))
    told.paragraph_format.keep_with_next = bool(notice.tasks)
    _tasks(letter, notice.tasks, reader)
    _heading(letter, text("carry_out"))
    add_body(letter, text("carry_out_told")).paragraph_format.keep_with_next = True
    add_signature(letter, parts)
    # Its pages are counted on their own.
    number_pages(letter.add_section(WD_SECTION.NEW_PAGE))
    add_line(letter.add_paragraph(), text("annex"), align=CENTRE, bold=True)
    add_line(letter.add_paragraph(), notice.annex, align=CENTRE, italic=True, size=12, after=8)
    for topic in notice.figures:
        _figures(letter, topic)
    add_line(letter.add_paragraph(), notice.foot, italic=True, size=10, before=18)
    made = io.BytesIO()
    letter.save(made)
    return made.getvalue()


def _parts(cover: Cover, notice: Notice, reader: Reader) -> LetterParts:
    post = f"{reader.text('exports.notice.post')}\n{reader.text('exports.notice.post_below')}"
    return LetterParts(
        above=cover.above,
        sender=cover.sender,
        number=cover.number,
        subject="",
        state=cover.state,
        motto=cover.motto,
        place_and_day=cover.place_and_day,
        draft=reader.text("bottlenecks.letter.draft"),
        to="",
        opening=(),
        rows=(),
        closing=(),
        receivers_title=reader.text("bottlenecks.letter.receivers"),
        receivers=(
            reader.text("exports.notice.to"),
            reader.text("bottlenecks.letter.filed"),
        ),
        post=post,
        signed=reader.text("bottlenecks.letter.signed"),
        foot=notice.foot,
    )


def _heading(letter: Letter, text: str) -> None:
    paragraph = add_line(letter.add_paragraph(), text, bold=True, before=10, after=4)
    paragraph.paragraph_format.keep_with_next = True


def _tasks(letter: Letter, tasks: Sequence[Given], reader: Reader) -> None:
    if not tasks:
        return
    headings = [reader.text("exports.column.place")]
    headings += [reader.text(f"exports.column.{name}") for name in CLEARS]
    lacking = reader.text("exports.notice.no_product")
    rows = [
        [reader.number(place), *(getattr(task, name) or lacking for name in CLEARS)]
        for place, task in enumerate(tasks, start=1)
    ]
    _table(letter, headings, rows, widths=TASK_MM, size=TASK_SIZE)


def _figures(letter: Letter, topic: Topic) -> None:
    grids = [part for part in topic.parts if isinstance(part, Grid)]
    if not grids:
        return
    grid = grids[0]
    _heading(letter, topic.title)
    for sentence in topic.sentences:
        add_body(letter, sentence).paragraph_format.keep_with_next = bool(grid.rows)
    if grid.rows:
        whole = sum(column.share for column in grid.columns)
        widths = [TABLE_MM * column.share / whole for column in grid.columns]
        headings = [column.heading for column in grid.columns]
        numbers = [place for place, column in enumerate(grid.columns) if column.is_number]
        _table(letter, headings, grid.rows, widths=widths, size=FIGURE_SIZE, numbers=numbers)
    else:
        add_body(letter, grid.empty)
    add_line(letter.add_paragraph(), topic.origin, italic=True, size=10, before=2)


def _table(
    letter: Letter,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[float],
    size: float,
    numbers: Sequence[int] = (),
) -> None:
    """A table whose headings stand on every page that it goes on to; no row breaks over two.

    The columns at the places `numbers` end at the right.
    """
    table = letter.add_table(rows=1 + len(rows), cols=len(headings))
    table.style = "Table Grid"
    for line, texts in zip(table.rows, (headings, *rows), strict=True):
        keep_whole(line)
        for place, (cell, told) in enumerate(zip(line.cells, texts, strict=True)):
            is_heading = texts is headings
            paragraph = cell.paragraphs[0]
            add_line(
                paragraph, told, size=HEADING_SIZE if is_heading else size, bold=is_heading,
                align=RIGHT if place in numbers else LEFT, before=1, after=1,
            )  # fmt: skip
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    set_widths(table, *widths)
