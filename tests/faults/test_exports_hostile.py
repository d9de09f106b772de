"""Names and titles that want to be more than text, in every format of the documents."""

import io
import zipfile

import pytest
from PIL import Image
from sqlalchemy import select, update

from components.export.paper_data import paper_data
from components.export.parts import Bar, Bars, Column, Grid, Points, Tile, Tiles, Topic
from components.export.typst_file import as_pdf, as_png
from components.markup import plain
from domain.scope import Scope
from pages.downloads.papers import FIGURES
from queries.runner import data_version
from store.tables import plan, province, source_document, unit, work_item
from tests.faults.files import MADE_AT, made
from tests.faults.papers import (
    formulas_in,
    letter_text,
    notes_texts,
    outside_targets,
    pdf_pages,
    slide_texts,
    workbooks_in,
)
from tests.store.people import writing
from tests.unit.test_exports_slides import COVER

FORMULAS = (
    "=cmd|'/C calc'!A0",
    "+1+1",
    "@SUM(1+1)*cmd",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://out.example")',
)
TEMPLATES = (
    "#panic(1) #let x = sys.inputs",
    "$ x^2 $ *đậm* _nghiêng_ `mã`",
    '@nguon <nhan> \\ \\u{41} #link("http://out.example")[x]',
    "= Tiêu đề ~ -- ... // /* */ https://out.example",
)
MARKUP = ("<script>alert(1)</script>", "]]>&amp;<a:t>", "{{x}} ${x} %s %(x)s")
SHAPES = (
    "\u202etreo ngược\u202c \u200b",
    "a" + "\u0301" * 500,
    "Xã \x0b có \x07 ký tự \x1b[31m lạ",
    "Ơ" * 120,
    "TÊNRẤTDÀIKHÔNGCÓDẤUCÁCH" * 5,
)
TEXTS = (*FORMULAS, *TEMPLATES, *MARKUP, *SHAPES)
TITLES = ("title_vi", "title_en", "product_vi", "deadline_text")
NAMES = ("name_vi", "name_en", "full_name_vi", "full_name_en")
COLUMNS = {unit: NAMES, work_item: TITLES, plan: NAMES[:2], source_document: TITLES[:2]}


@pytest.fixture
def whole(visited_url: str) -> Scope:
    """The scope of who sees a province in which every free text is hostile."""
    with writing(visited_url) as connection:
        for table, columns in COLUMNS.items():
            for place, text in enumerate(TEXTS):
                rows = update(table).where(table.c.id % len(TEXTS) == place)
                connection.execute(rows.values(dict.fromkeys(columns, text)))
        known = connection.scalar(select(province.c.id).where(province.c.slug == "nghe-an"))
        assert known is not None
    assert data_version()
    return Scope(provinces=frozenset({known}))


def squeezed(text: str) -> str:
    """Without white space and the marks by which a long word may break."""
    return "".join(text.replace("\u200b", "").split())


def paper_of(text: str) -> Topic:
    """`text` wherever a paper has a text of others."""
    bars = Bars(
        name=text, bars=[Bar(name=text, value=0.5, written="-5")], full=1.0, is_rate=True, target=""
    )
    tiles = Tiles(tiles=[Tile(name=text, value="-5", below=text, standing=text)])
    grid = Grid(name=text, columns=[Column(heading=text)], rows=[(text,)])
    points = Points(heading=text, lines=[text])
    return Topic(
        key="x", title=text, sentences=[text], parts=[tiles, bars, grid, points], origin=text
    )


@pytest.mark.trust("C24", "C25")
@pytest.mark.parametrize("hostile", [*TEMPLATES, *FORMULAS, *MARKUP, *SHAPES])
def test_no_text_is_markup_for_the_papers(hostile: str) -> None:
    shown = plain(hostile)
    data = paper_data([paper_of(shown)], cover=COVER, language="vi")
    text = squeezed("".join(pdf_pages(as_pdf("briefing", data, made_at=MADE_AT))))
    assert text.count(squeezed(shown)) >= 6
    assert "-5" in text
    assert as_png(data)


@pytest.mark.trust("C24", "C25")
def test_in_papers_hostile_texts_are_letters_and_nothing_is_run(whole: Scope) -> None:
    for name, address in (("briefing", {}), ("unit_pages", {"unit": "425"})):
        pages = pdf_pages(made(whole, name, "pdf", **address))
        text = squeezed("".join(pages))
        assert "\u202e" not in text and "\x0b" not in text and "\u0301" * 3 not in text
        assert any(squeezed(plain(hostile))[:18] in text for hostile in (*TEMPLATES, *FORMULAS))


@pytest.mark.trust("C24", "C25", "C27")
def test_on_slides_hostile_texts_are_letters_and_no_table_of_a_chart_computes(
    whole: Scope,
) -> None:
    body = made(whole, "slides", "pptx", unit="425")
    assert outside_targets(body) == []
    text = "".join([*slide_texts(body), *notes_texts(body)])
    assert "\u202e" not in text and "\x0b" not in text and "\u0301" * 3 not in text
    tables = list(workbooks_in(body))
    assert tables
    assert [found for table in tables for found in formulas_in(table)] == []


@pytest.mark.trust("C24", "C27")
def test_in_a_notice_hostile_texts_are_letters_without_fields_and_links(whole: Scope) -> None:
    body = made(whole, "notice", "docx", meeting="")
    assert outside_targets(body) == []
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        written = parts.read("word/document.xml").decode()
    assert "fldSimple" not in written and "hyperlink" not in written and "instrText" not in written
    text = letter_text(body)
    assert "#panic(1) #let x = sys.inputs" in text and "=cmd|'/C calc'!A0" in text
    assert "\u202e" not in text and "\x0b" not in text


@pytest.mark.trust("C24", "C27")
def test_in_the_tables_no_text_computes_and_none_is_a_link(whole: Scope) -> None:
    body = made(whole, "tables", "xlsx")
    assert formulas_in(body) == [] and outside_targets(body) == []
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        assert b"=cmd|" in parts.read("xl/sharedStrings.xml")


@pytest.mark.trust("C25")
def test_pictures_of_hostile_names_are_drawn_1920_wide(whole: Scope) -> None:
    for figure in FIGURES:
        body = made(whole, "picture", "png", figure=figure)
        assert Image.open(io.BytesIO(body)).width == 1920, figure
