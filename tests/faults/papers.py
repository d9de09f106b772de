"""What is in a document, as the programs that open it would find it."""

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from docx import Document
from pptx import Presentation
from pypdf import PdfReader

SPREADSHEET = {"main": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def pdf_pages(body: bytes) -> list[str]:
    """The text of each page, white space made single."""
    return [
        " ".join((page.extract_text() or "").split()) for page in PdfReader(io.BytesIO(body)).pages
    ]


def slide_texts(body: bytes) -> list[str]:
    """All text of each slide, tables and charts included, notes not."""
    return ["\n".join(_texts_of(slide.shapes)) for slide in Presentation(io.BytesIO(body)).slides]


def notes_texts(body: bytes) -> list[str]:
    """The notes of each slide; empty without."""
    return [
        slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""
        for slide in Presentation(io.BytesIO(body)).slides
    ]


def letter_text(body: bytes) -> str:
    """All text of a DOCX, tables included."""
    letter = Document(io.BytesIO(body))
    cells = (cell.text for table in letter.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in letter.paragraphs), *cells])


def workbooks_in(body: bytes) -> Iterator[bytes]:
    """The spreadsheets inside a presentation: the tables of its charts."""
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        for name in parts.namelist():
            if name.endswith(".xlsx"):
                yield parts.read(name)


def formulas_in(body: bytes) -> list[str]:
    """Every formula and every link of all sheets of a workbook."""
    found: list[str] = []
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                sheet = ElementTree.fromstring(parts.read(name))
                for tag in ("f", "hyperlink"):
                    found += [
                        "".join(node.itertext()) or tag
                        for node in sheet.iter(f"{{{SPREADSHEET['main']}}}{tag}")
                    ]
    return found


def outside_targets(body: bytes) -> list[str]:
    """What an office file would fetch from elsewhere, or open on a click."""
    found: list[str] = []
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        for name in parts.namelist():
            if name.endswith(".rels"):
                for link in ElementTree.fromstring(parts.read(name)):
                    if link.get("TargetMode") == "External":
                        found.append(str(link.get("Target")))
    return found


def _texts_of(shapes: object) -> Iterator[str]:
    for shape in shapes:  # type: ignore[attr-defined]
        if shape.has_text_frame:
            yield shape.text_frame.text
        if getattr(shape, "has_table", False) and shape.has_table:
            for row in shape.table.rows:
                yield from (cell.text_frame.text for cell in row.cells)
        if getattr(shape, "has_chart", False) and shape.has_chart:
            yield from (str(name) for name in shape.chart.plots[0].categories)
            yield from (series.name for series in shape.chart.plots[0].series)
