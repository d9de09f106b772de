"""Workbook and notice hold what the store holds: typed, by the same queries, with sources."""

import io

import openpyxl
import polars as pl
import pytest
from docx import Document
from sqlalchemy import select

from components.reader import Reader
from domain.scope import Scope
from pages.downloads.pack import SHEETS
from queries.directions import directions
from queries.headlines import headline_figures
from queries.question import Question
from queries.runner import data_version, fetch
from queries.settled import provinces_in_scope, settled_question
from store.tables import province
from tests.faults.files import made
from tests.faults.papers import letter_text, pdf_pages, slide_texts
from tests.store.people import reading

VI = Reader("vi")


@pytest.fixture
def asked(visited_url: str) -> Question:
    """The question that documents of Nghệ An answer when nothing else is asked for."""
    with reading(visited_url) as connection:
        known = connection.scalar(select(province.c.id).where(province.c.slug == "nghe-an"))
    scope, version = Scope(provinces=frozenset({known or 0})), data_version()

    def choose(_parameter: str, _options: object, *, default: str, **_more: object) -> str:
        return default

    provinces = provinces_in_scope(scope, as_of=version, fetch=fetch)
    settled = settled_question(provinces, scope=scope, as_of=version, fetch=fetch, choose=choose)
    return settled.question


def test_every_table_has_its_sheet_typed_and_with_its_source(asked: Question) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(asked.scope, "tables", "xlsx")))
    names = [VI.text(f"exports.sheet.{name}") for name in (*SHEETS, "sources")]
    assert book.sheetnames == names
    rows = list(book[names[0]].iter_rows(values_only=True))
    heading = next(place for place, row in enumerate(rows) if row[0] == "Mã chỉ tiêu")
    told = {row[0]: row[rows[heading].index("Giá trị")] for row in rows[heading + 1 :]}
    known = dict(fetch(headline_figures, asked).select("indicator", "value").iter_rows())
    assert told == pytest.approx(known)
    sources = list(book[names[-1]].iter_rows(values_only=True))
    assert {row[0] for row in sources} >= set(names[:-1])
    assert any("Hội nghị" in str(row[2]) or "hội nghị" in str(row[2]) for row in sources)
    assert sources[-1][-1] == asked.as_of


def test_a_notice_gives_every_task_of_the_meeting_and_names_no_person(asked: Question) -> None:
    given = fetch(directions, asked).filter(pl.col("kind") == "direction")
    newest = given.sort("raised_on", descending=True)["meeting_vi"][0]
    of_meeting = given.filter(pl.col("meeting_vi") == newest)
    body = made(asked.scope, "notice", "docx")
    table = next(
        each
        for each in Document(io.BytesIO(body)).tables
        if each.rows[0].cells[0].text == VI.text("exports.column.place")
    )
    assert len(table.rows) == 1 + of_meeting.height
    assert len(table.rows[0].cells) == 7
    text = letter_text(body)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text and "THÔNG BÁO" in text
    assert "45,03%" in text


def test_papers_slides_and_tables_tell_the_same_figure(asked: Question) -> None:
    (rate,) = fetch(headline_figures, asked).filter(indicator="DVC01")["value"].to_list()
    written = VI.percent(rate)
    address = {"unit": ""}
    paper = " ".join(pdf_pages(made(asked.scope, "briefing", "pdf", **address)))
    assert written in paper and written in letter_text(made(asked.scope, "notice", "docx"))
    slides = slide_texts(made(asked.scope, "slides", "pptx"))
    assert any(written in text for text in slides)
    # 21 districts, each with a slide of its own behind those of the province.
    assert sum("Đã đạt được" in text for text in slides) == 21
