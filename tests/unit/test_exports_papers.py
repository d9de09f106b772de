"""Papers and pictures: the same numbers as the figures, texts as letters, one page a unit."""

import io
import json
import signal
import subprocess
import sys
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from fontTools.ttLib import TTFont
from PIL import Image
from pypdf import PdfReader

from components.export import typst_file
from components.export.paper_data import paper_data, part_data
from components.export.parts import Column, Grid, Points, Tile, Tiles, Topic
from components.export.series import course_lines, ranking_bars, trend_lines
from components.export.topics_situation import situation_topic, targets_topic
from components.export.topics_units import UnitFrames, unit_page, unit_slide
from components.export.typst_file import PAPERS, as_pdf, as_png
from components.figures.course import Course
from components.sentences import gauge_sentence
from queries.schemas import (
    DIRECTIONS,
    TREND,
    UNIT_BOTTLENECKS,
    UNIT_FIGURES,
    UNIT_REPORTS,
    WORK_ITEMS,
)
from tests.faults.papers import pdf_pages, slide_texts
from tests.unit.figure_rows import ONLINE_RATE, VI, burn_up, frame, headline, headlines, units
from tests.unit.figure_rows import unit as unit_row
from tests.unit.test_exports_slides import COVER, slides_of

MADE_AT = datetime(2026, 11, 22, 8, 0, 0, 123_456, tzinfo=UTC)
VIETNAMESE = (
    "aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệghiíìỉĩịklmnoóòỏõọôốồổỗộơớờởỡợpqrstuúùủũụưứừửữựvxyýỳỷỹỵ"
)


def pdf(template: str, *topics: Topic) -> bytes:
    return as_pdf(template, paper_data(topics, cover=COVER, language="vi"), made_at=MADE_AT)


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_the_typeface_of_papers_has_every_vietnamese_letter(style: str) -> None:
    known = TTFont(PAPERS / "fonts" / f"Inter-{style}.ttf").getBestCmap()
    letters = VIETNAMESE + VIETNAMESE.upper() + "0123456789.,;:%()–−…·"
    assert [letter for letter in letters if ord(letter) not in known] == []


def test_sentences_come_out_of_a_paper_with_every_diacritic() -> None:
    figures = headlines(headline())
    topic = situation_topic(figures, about="", when="năm 2023", reader=VI)
    body = pdf("briefing", topic)
    said = gauge_sentence(headline(), reader=VI, when="năm 2023")
    (page,) = pdf_pages(body)
    assert said in page and "Trang 1/1" in page and COVER.asked in page
    assert "Nguồn: Công bố · Chốt 31/12/2023" in page
    fonts = {
        str(font.get_object()["/BaseFont"])
        for font in PdfReader(io.BytesIO(body)).pages[0]["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert fonts and all("Inter" in name for name in fonts)


def test_rows_that_a_page_has_no_room_for_go_on_with_headings_and_source() -> None:
    columns = [Column(heading="Nhiệm vụ", share=4), Column(heading="Thời hạn")]
    rows = [(f"Việc thứ {n}", "31/12/2024") for n in range(1, 201)]
    grid = Grid(name="", columns=columns, rows=rows)
    pages = pdf_pages(
        pdf("briefing", Topic(key="x", title="Quá hạn", parts=[grid], origin="Nguồn: A"))
    )
    assert len(pages) > 2
    assert all("Nguồn: A" in page and "Nhiệm vụ" in page for page in pages)
    assert sum(page.count("Việc thứ") for page in pages) == 200


def unit_topic(*, late: int = 0, name: str = "Xã Kim Liên", figures: int = 35) -> Topic:
    """A unit with so many figures and overdue tasks, as topics_units makes it."""
    columns = [Column(heading=heading) for heading in ("Chỉ tiêu", "Kết quả")]
    rows = [(f"Chỉ tiêu số {n} có tên khá dài để xuống dòng", "45,03%") for n in range(figures)]
    rests = ["", *(f"… và {n} chỉ tiêu khác" for n in range(1, figures + 1))]
    lines = [f"Quá hạn {n + 1} ngày: nhiệm vụ số {n} " + "rất dài " * 15 for n in range(late)]
    owed = Points(
        heading="Còn phải làm",
        lines=lines or ["Không có nhiệm vụ quá hạn."],
        rests=["", *(f"… và {n} việc khác" for n in range(1, late + 1))],
    )
    asks = Points(heading="Khó khăn, kiến nghị", lines=["Không có."])
    grid = Grid(name="", columns=columns, rows=rows, rests=rests)
    return Topic(
        key="unit", title=name, sentences=["Một câu."], parts=[grid, owed, asks], origin="Nguồn: B"
    )


def test_each_unit_has_one_page_however_much_there_is_of_it() -> None:
    long_name = "Đơn vị hành chính có tên rất dài " * 4
    topics = [
        unit_topic(figures=0),
        unit_topic(late=200, name=long_name[:120]),
        unit_topic(late=3, figures=60),
        unit_topic(late=200, figures=60, name="X" * 120),
    ]
    pages = pdf_pages(pdf("units", *topics))
    assert len(pages) == len(topics)
    assert all("Nguồn: B" in page for page in pages)
    shown = pages[1].count("Quá hạn ")
    assert f"… và {200 - shown} việc khác" in pages[1]
    assert "chỉ tiêu khác" in pages[2]


def test_lines_of_a_chart_lie_where_their_numbers_are() -> None:
    days = ((date(2024, 1, 1), 10, 0, 0), (date(2024, 1, 11), 10, 5, 4))
    lines = course_lines(Course(lines=burn_up(*days), forecast={}), name="x", reader=VI)
    assert lines is not None and lines.high == 10.0
    drawn = {line["look"]: line["runs"] for line in part_data(lines)["lines"]}
    # Half of 10 done on the last day; the step keeps the day before level.
    assert drawn["done"] == [[(0.0, 1.0), (1.0, 1.0), (1.0, 0.5)]]
    assert drawn["scope"] == [[(0.0, 0.0), (1.0, 0.0), (1.0, 0.0)]]


def months(*values: float | None, gap_before: int | None = None) -> pl.DataFrame:
    """TREND from January 2023; a reform before the month `gap_before`."""
    rows: list[dict[str, Any]] = [
        {
            "period_start": date(2023, month, 1),
            "period_end": date(2023, month, 28),
            "frequency": "month",
            "value": value,
            "numerator": None,
            "denominator": None,
            "obs_status": "final",
            "provenance": "reported",
            "is_converted": False,
            "from_units": [],
            "from_others": 0,
            "break_before": date(2023, month, 1) if month == gap_before else None,
            "level_before": "district" if month == gap_before else None,
            "units_before": 2 if month == gap_before else None,
            "level_after": "commune" if month == gap_before else None,
            "units_after": 3 if month == gap_before else None,
        }
        for month, value in enumerate(values, start=1)
    ]
    return frame(TREND, *rows)


def test_a_trend_breaks_at_a_reform_and_where_nobody_reported() -> None:
    rows = months(0.1, 0.2, None, 0.4, 0.5, gap_before=5)
    lines = trend_lines(
        rows, rows.clear(), measure=ONLINE_RATE, name="x", own_name="y", target=None, reader=VI
    )
    assert lines is not None
    (own,) = part_data(lines)["lines"]
    assert [len(run) for run in own["runs"]] == [2, 1, 1]
    # The figure in the legend says of which month it is.
    assert own["last"] == "50,00% (5/2023)"
    assert len(lines.marks) == 1


def test_bars_say_provisional_by_a_star_and_no_value_by_its_kind() -> None:
    values = units(unit_row(1, 0.5, obs_status="provisional"), unit_row(2, None, obs_status=None))
    first, last = ranking_bars(values, measure=ONLINE_RATE, reader=VI).bars
    assert first.written == "50,00% *" and first.value == 0.5
    assert last.written == "Chưa báo cáo" and last.value is None


def test_targets_tell_distance_and_standing_of_what_is_shown() -> None:
    grid = targets_topic(headlines(headline()), reader=VI).parts[0]
    assert isinstance(grid, Grid)
    assert grid.rows[0][1:] == ("45,03%", "40%", "31/12/2023", "+5,03 điểm %", "Đạt mục tiêu")


def test_a_picture_is_1920_wide_and_as_high_as_it_needs() -> None:
    few = Topic(key="x", title="Hình", parts=[Tiles(tiles=[Tile(name="a", value="1")])])
    many = Topic(key="x", title="Hình", parts=[Tiles(tiles=[Tile(name="a", value="1")] * 9)])
    sizes = [
        Image.open(io.BytesIO(as_png(paper_data([topic], cover=COVER, language="vi")))).size
        for topic in (few, many)
    ]
    assert [width for width, _ in sizes] == [1920, 1920]
    assert sizes[0][1] < sizes[1][1]


def nothing_known() -> UnitFrames:
    return UnitFrames(
        unit={"unit_id": 7, "full_name_vi": "Xã " + "Rất Dài " * 20, "full_name_en": "Commune"},
        figures=UNIT_FIGURES.to_frame(),
        items=WORK_ITEMS.to_frame(),
        bottlenecks=UNIT_BOTTLENECKS.to_frame(),
        reports=UNIT_REPORTS.to_frame(),
        directions=DIRECTIONS.to_frame(),
        own=TREND.to_frame(),
        whole=TREND.to_frame(),
        followed="DVC01",
        when="năm 2023",
        today=date(2024, 4, 2),
    )


def test_a_unit_without_any_data_has_its_page_and_its_slide_and_says_so() -> None:
    unit = nothing_known()
    (page,) = pdf_pages(pdf("units", unit_page(unit, reader=VI)))
    assert unit.name(VI).rstrip("…").rstrip() in page
    assert VI.text("unit.no_figures") in page and VI.text("exports.unit.owes_nothing") in page
    slides, body = slides_of(unit_slide(unit, reader=VI))
    assert len(slides) == 1
    assert VI.text("exports.unit.no_figures") in slide_texts(body)[1]


# What the compiler costs -------------------------------------------------------------------------


def test_the_compiler_and_what_it_remembers_end_with_the_paper() -> None:
    """It keeps hundreds of megabytes of each of its last papers in the process that it runs in."""
    assert pdf("briefing", Topic(key="one", title="Một")).startswith(b"%PDF")
    assert "typst" not in sys.modules


def test_a_paper_that_cannot_be_set_says_what_is_wrong() -> None:
    with pytest.raises(RuntimeError, match="Typst: "):
        as_pdf("briefing", {}, made_at=MADE_AT)


class Cancelled(Exception):
    """What the order of a document raises once nobody wants it."""


def test_a_paper_that_nobody_wants_any_more_ends_its_run_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs: list[subprocess.Popen[bytes]] = []

    class Watched(subprocess.Popen[bytes]):
        def __init__(self, *how: Any, **more: Any) -> None:
            super().__init__(*how, **more)
            runs.append(self)

    def cancelled() -> None:
        raise Cancelled

    monkeypatch.setattr(typst_file.subprocess, "Popen", Watched)
    monkeypatch.setattr(typst_file, "LOOK_SECONDS", 0.01)
    data = paper_data([Topic(key="one", title="Một")], cover=COVER, language="vi")
    with pytest.raises(Cancelled):
        as_pdf("briefing", data, made_at=MADE_AT, still_wanted=cancelled)
    assert [run.returncode for run in runs] == [-signal.SIGKILL]


def test_a_long_order_reaches_a_compiler_that_is_slow_to_begin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(typst_file, "LOOK_SECONDS", 0.01)
    rows = [(f"Việc số {n} " * 20,) for n in range(600)]
    grid = Grid(name="", columns=[Column(heading="Nhiệm vụ")], rows=rows)
    data = paper_data([Topic(key="x", title="X", parts=[grid])], cover=COVER, language="vi")
    # Twice what a pipe holds.
    assert len(json.dumps(data, ensure_ascii=False).encode()) > 2 * 65_536
    asked: list[None] = []
    body = as_pdf("briefing", data, made_at=MADE_AT, still_wanted=lambda: asked.append(None))
    assert asked and "Việc số 599" in pdf_pages(body)[-1]
