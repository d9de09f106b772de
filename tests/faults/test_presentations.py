"""Presentations as strict programs see them: a sound package, opened and drawn page by page."""

import io
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from pptx import Presentation

from components.export.parts import Bar, Bars, Column, Grid, Points, Tile, Tiles, Topic
from components.export.pptx_deck import Deck
from components.reader import Reader
from tests.faults.papers import pdf_pages
from tests.faults.pptx_package import faults_of
from tests.office import as_pdf, soffice
from tests.unit.test_exports_boxes import course, mapped, ranked
from tests.unit.test_exports_slides import COVER, MADE_AT, slides_of

# What a program must not stumble over, wherever it stands.
HOSTILE = "<script>&\"'\x0b\x00 \ufffe\U0010ffff =cmd|'/C calc'!A0 \u202eabc Z\u0351\u0352\u0353lgo"


def every_kind() -> list[Topic]:
    """A subject of each kind that a slide can show, with a title that needs its diacritics."""
    grid = Grid(
        name=HOSTILE,
        columns=[Column(heading="Nhiệm vụ"), Column(heading=HOSTILE)],
        rows=[(f"Việc {n} {HOSTILE}", "Sở Tư pháp") for n in range(1, 40)],
        rests=[""] * 41,
    )
    bars = Bars(
        name="Kết quả",
        bars=[
            Bar(name="Tỷ lệ hồ sơ", value=0.5578, written="55,78% *", target=0.4),
            Bar(name=HOSTILE, value=0.3, written="30,00%", target=0.8, tone="bad"),
            Bar(name="Tỷ lệ số hóa", value=None, written="Chưa báo cáo"),
        ],
        full=1.0,
        is_rate=True,
        target="Mục tiêu",
    )
    points = Points(heading="Đã đạt được", lines=[f"Việc {n}" for n in range(9)], rests=[""] * 10)
    return [
        Topic(key="tiles", title="Kết quả các chỉ tiêu chính", parts=[Tiles(tiles=[Tile(
            name="Tỷ lệ hồ sơ nộp trực tuyến", value="45,03%")] * 7)]),
        Topic(key="grid", title="Nhiệm vụ quá hạn", parts=[grid], notes=[HOSTILE]),
        mapped(21, size=(888, 290), letters=18),
        ranked(21),
        course(),
        Topic(key="unit", title="Thị xã Thái Hoà", parts=[bars, points], origin=HOSTILE),
        Topic(key="empty", title="Không có điểm nghẽn nào đang mở"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def deck() -> bytes:
    _, body = slides_of(*every_kind())
    return body


def test_no_program_finds_anything_to_repair(deck: bytes) -> None:
    assert faults_of(deck) == []


def test_the_look_for_faults_sees_a_doubled_shape_and_a_dead_relation(deck: bytes) -> None:
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(deck)) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "ppt/slides/slide2.xml":
                content = re.sub(rb'cNvPr id="\d+"', b'cNvPr id="2"', content)
            if name != "ppt/slideLayouts/slideLayout3.xml":
                new.writestr(name, content)
    said = " ".join(faults_of(broken.getvalue()))
    assert "two shapes 2" in said and "slideLayout3.xml, which is not there" in said


def test_slides_number_themselves_and_their_texts_are_in_their_language(deck: bytes) -> None:
    for place, slide in enumerate(Presentation(io.BytesIO(deck)).slides, start=1):
        xml = slide._element.xml
        assert re.search(rf'type="slidenum".*?<a:t>{place}</a:t>', xml, re.DOTALL)
        assert set(re.findall(r'<a:(?:r|fld)[ >].*?lang="([^"]+)"', xml, re.DOTALL)) == {"vi-VN"}


@pytest.mark.parametrize(("language", "written"), [("vi", "[$-42A]0.00%"), ("en", "[$-809]0.00%")])
def test_numbers_on_charts_ask_for_the_separators_of_the_language(
    language: str, written: str
) -> None:
    deck = Deck(COVER, as_of="", made_at=MADE_AT, reader=Reader(language))
    deck.add(ranked(3))
    slide = Presentation(io.BytesIO(deck.finished())).slides[1]
    (chart,) = [shape.chart for shape in slide.shapes if shape.has_chart]
    assert chart.plots[0].data_labels.number_format == written


def test_impress_opens_every_slide_and_shows_its_title(deck: bytes, tmp_path: Path) -> None:
    if soffice() is None:
        pytest.skip("PRESENTATION NOT OPENED: no LibreOffice Impress here (see make test)")
    slides = Presentation(io.BytesIO(deck)).slides
    pages = pdf_pages(as_pdf(deck, folder=tmp_path))
    assert len(pages) == len(slides)
    for slide, page in zip(slides, pages, strict=True):
        assert letters(slide.shapes.title.text_frame.text) <= letters(page)
    for text in (COVER.state, COVER.emblem, COVER.about):
        assert letters(text) <= letters(pages[0])
    assert "13 59,09%" in " ".join(pages)


def letters(text: str) -> Counter[str]:
    """The letters with their marks: a program may set those that its typeface lacks apart."""
    return Counter(letter for letter in text if not letter.isspace())
