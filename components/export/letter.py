"""A letter in the layout of Vietnamese administrative documents, as a Word file (DOCX).

A4, margins and type as the rules for documents ask: motto at the right of the sender, number and
place with a date to be filled in, addressee, text, receivers at the left of the signature.
Everything in it is text: nothing of it is a field, a link or a macro, but for the number of the
page above.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from docx import Document
from docx.document import Document as Letter
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from components.markup import plain

FONT, SIZE, NUMBER_SIZE = "Times New Roman", 14, 13
# What the file format takes of a property.
LONGEST_PROPERTY = 255
MARGINS_MM = {"top": 20, "bottom": 20, "left": 30, "right": 15}
LEFT_MM, RIGHT_MM, TERM_MM = 68, 97, 50
CENTRE, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
LEFT, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT


@dataclass(frozen=True, kw_only=True)
class LetterParts:
    """All texts of a letter, plain and clean already.

    `above` is the body over the sender, `rows` the record as pairs of term and text, `closing`
    the paragraphs below it, `foot` the line that tells where the record comes from.
    """

    above: str
    sender: str
    number: str
    subject: str
    state: str
    motto: str
    place_and_day: str
    draft: str
    to: str
    opening: Sequence[str]
    rows: Sequence[tuple[str, str]]
    closing: Sequence[str]
    receivers_title: str
    receivers: Sequence[str]
    post: str
    signed: str
    foot: str


def as_docx(parts: LetterParts, *, title: str, made_at: datetime) -> bytes:
    """The letter as a file; `title` is what programs show for it."""
    letter = Document()
    set_page(letter)
    letter.core_properties.title = plain(title, limit=LONGEST_PROPERTY)
    letter.core_properties.author = plain(parts.sender, limit=LONGEST_PROPERTY)
    letter.core_properties.created = made_at.replace(tzinfo=None)
    letter.core_properties.comments = ""
    add_line(letter.add_paragraph(), parts.draft, bold=True, size=12)
    add_head(letter, parts)
    add_line(letter.add_paragraph(), parts.to, align=CENTRE, before=12, after=12)
    for text in parts.opening:
        add_body(letter, text)
    _record(letter, parts.rows)
    for text in parts.closing:
        add_body(letter, text)
    add_signature(letter, parts)
    add_line(letter.add_paragraph(), parts.foot, italic=True, size=10, before=18)
    made = io.BytesIO()
    letter.save(made)
    return made.getvalue()


def set_page(letter: Letter) -> None:
    """A4 with the margins and the type of administrative papers."""
    section = letter.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, millimetres in MARGINS_MM.items():
        setattr(section, f"{side}_margin", Mm(millimetres))
    normal = letter.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(SIZE)
    # Letters with Vietnamese marks take the font of "other" scripts in some programs.
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(0)
    number_pages(section)


def number_pages(section: Section) -> None:
    """Its pages from 1, in the middle of the margin above; the first shows none."""
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    section.header.is_linked_to_previous = False
    _count_from_one(section)
    paragraph = section.header.paragraphs[0]
    add_line(paragraph, "1", align=CENTRE, size=NUMBER_SIZE)
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    number.append(paragraph.runs[0]._r)
    paragraph._p.append(number)


def _count_from_one(section: Section) -> None:
    properties = section._sectPr
    # A new section begins as a copy of the one before.
    for before in properties.findall(qn("w:pgNumType")):
        properties.remove(before)
    counted = OxmlElement("w:pgNumType")
    counted.set(qn("w:start"), "1")
    properties.insert_element_before(counted, "w:cols", "w:titlePg", "w:docGrid")


def add_head(letter: Letter, parts: LetterParts) -> None:
    """Sender with number at the left, state and motto with place and day at the right."""
    left, right = _two_columns(letter)
    add_line(left.paragraphs[0], parts.above, align=CENTRE, size=12)
    add_line(left.add_paragraph(), parts.sender, align=CENTRE, bold=True, size=12)
    _rule(left, width=8)
    add_line(left.add_paragraph(), parts.number, align=CENTRE, size=13, before=4)
    add_line(left.add_paragraph(), parts.subject, align=CENTRE, size=12, before=4)
    add_line(right.paragraphs[0], parts.state, align=CENTRE, bold=True, size=12)
    add_line(right.add_paragraph(), parts.motto, align=CENTRE, bold=True, size=13)
    _rule(right, width=18)
    add_line(right.add_paragraph(), parts.place_and_day, align=CENTRE, italic=True, before=4)


def _record(letter: Letter, rows: Sequence[tuple[str, str]]) -> None:
    table = letter.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for term, text in rows:
        left, right = table.add_row().cells
        add_line(left.paragraphs[0], term, size=13, before=2, after=2)
        add_line(right.paragraphs[0], text, size=13, before=2, after=2)
    set_widths(table, TERM_MM, LEFT_MM + RIGHT_MM - TERM_MM)


def add_signature(letter: Letter, parts: LetterParts) -> None:
    """Receivers at the left, the post that signs at the right; whole on a page with what is above.

    Broken over two, its last empty lines would be a page of their own.
    """
    above = letter.add_paragraph()
    left, right = _two_columns(letter)
    keep_whole(letter.tables[-1].rows[0])
    above.paragraph_format.keep_with_next = True
    add_line(left.paragraphs[0], parts.receivers_title, bold=True, italic=True, size=12)
    for receiver in parts.receivers:
        add_line(left.add_paragraph(), receiver, size=11)
    add_line(right.paragraphs[0], parts.post, align=CENTRE, bold=True)
    add_line(right.add_paragraph(), parts.signed, align=CENTRE, italic=True, size=12)
    for _ in range(3):
        add_line(right.add_paragraph(), "", align=CENTRE)


def keep_whole(row: _Row) -> None:
    """Let no page end within `row`."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _two_columns(letter: Letter) -> tuple[_Cell, _Cell]:
    table = letter.add_table(rows=1, cols=2)
    set_widths(table, LEFT_MM, RIGHT_MM)
    left, right = table.rows[0].cells
    return left, right


def set_widths(table: Table, *millimetres: float) -> None:
    """Widths of the columns; programs differ in whether they read them of columns or of cells."""
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, millimetres, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def add_body(letter: Letter, text: str) -> Paragraph:
    """A paragraph of the text."""
    paragraph = add_line(letter.add_paragraph(), text, align=JUSTIFY, before=6, after=6)
    paragraph.paragraph_format.first_line_indent = Mm(10)
    paragraph.paragraph_format.line_spacing = 1.15
    return paragraph


def add_line(
    paragraph: Paragraph,
    text: str,
    *,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
    bold: bool = False,
    italic: bool = False,
    size: float = SIZE,
    before: float = 0,
    after: float = 0,
) -> Paragraph:
    """Set one run of text in `paragraph`; lengths are points."""
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(after)
    return paragraph


def _rule(cell: _Cell, *, width: int) -> None:
    """The short line below the sender and below the motto, `width` tenths of a column wide."""
    paragraph = cell.add_paragraph()
    paragraph.alignment = CENTRE
    indent = Mm(max(0, (LEFT_MM if width < 10 else RIGHT_MM) / 2 - width * 1.6))
    paragraph.paragraph_format.left_indent = indent
    paragraph.paragraph_format.right_indent = indent
    paragraph.paragraph_format.line_spacing = Pt(3)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().append(borders)
