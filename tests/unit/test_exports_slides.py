"""Slides read back as a presentation program would: charts, shapes, type, and what is left out."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt

from components.export.cover import Cover
from components.export.parts import Bar, Bars, Column, Grid, Points, Topic
from components.export.pptx_charts import DAY_ZERO
from components.export.pptx_deck import MOST_TABLE_SLIDES, Deck
from components.export.series import course_lines
from components.export.topics_map import map_topic
from components.figures.course import Course
from tests.faults.papers import formulas_in, notes_texts, slide_texts, workbooks_in
from tests.unit.figure_rows import ONLINE_RATE, VI, boundaries, burn_up, square, units
from tests.unit.figure_rows import unit as unit_row

MADE_AT = datetime(2026, 11, 22, 8, 0, 0, 123_456, tzinfo=UTC)
COVER = Cover(
    title="Tình hình thực hiện Đề án 06",
    about="Năm 2023 · Toàn tỉnh",
    period="Năm 2023",
    above="ỦY BAN NHÂN DÂN TỈNH NGHỆ AN",
    sender="TỔ CÔNG TÁC TRIỂN KHAI ĐỀ ÁN 06",
    number="Số: ……/……",
    state="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    motto="Độc lập - Tự do - Hạnh phúc",
    place_and_day="Nghệ An, ngày …… tháng …… năm ………",
    emblem="Biểu trưng",
    asked="Nghệ An · Năm 2023",
    seen_by="Lập cho tài khoản lanhdao",
    page="Trang {page}/{pages}",
    marked="",
)


def slides_of(*topics: Topic) -> tuple[Any, bytes]:
    """The slides after the cover, and the file."""
    deck = Deck(COVER, as_of="Tính đến 02/04/2024, đợt nhập số 7.", made_at=MADE_AT, reader=VI)
    for topic in topics:
        deck.add(topic)
    body = deck.finished()
    return list(Presentation(io.BytesIO(body)).slides)[1:], body


def charts_on(slide: Any) -> list[Any]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def test_a_burn_up_is_a_native_chart_whose_numbers_are_those_of_the_frame() -> None:
    days = (
        (date(2024, 1, 1), 10, 0, 0),
        (date(2024, 2, 1), 12, 3, 4),
        (date(2024, 3, 15), 12, 7, 9),
    )
    lines = course_lines(Course(lines=burn_up(*days), forecast={}), name="Kế hoạch", reader=VI)
    assert lines is not None
    (slide,), _ = slides_of(Topic(key="plan", title="Kế hoạch", parts=[lines]))
    (chart,) = charts_on(slide)
    assert chart.chart_type == XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS
    scope, due, done = chart.plots[0].series
    for series, place in ((scope, 1), (due, 3), (done, 2)):
        points = set(zip(series.iter_values(), _xs(series), strict=True))
        for row in days:
            assert (float(row[place]), float((row[0] - DAY_ZERO).days)) in points
        # Steps: between two days nothing but these counts is ever shown.
        assert {value for value, _ in points} <= {float(row[place]) for row in days}


def _xs(series: Any) -> list[float]:
    space = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    return [float(node.text) for node in series._element.find(f"{space}xVal").iter(f"{space}v")]


def test_a_map_is_one_group_of_named_shapes_in_the_colours_of_its_legend() -> None:
    values = units(unit_row(1, 0.2), unit_row(2, 0.5), unit_row(3, 0.9), unit_row(4, None))
    places = boundaries(*(square(n, 105 + n / 10, 19) for n in (1, 2, 3, 4)))
    topic = map_topic(
        values, places, measure=ONLINE_RATE, when="năm 2023", size=(600, 300), letters=18, reader=VI
    )
    (slide,), _ = slides_of(topic)
    (group,) = [shape for shape in slide.shapes if shape.shape_type == 6]
    assert [shape.name for shape in group.shapes] == [f"Huyện {n}" for n in (1, 2, 3, 4)]
    fills = {str(shape.fill.fore_color.rgb).lower() for shape in group.shapes}
    assert fills == {colour.lstrip("#") for colour, _ in topic.parts[0].legend}  # type: ignore[union-attr]
    told = group.shapes[0]._element.nvSpPr.cNvPr.get("descr")
    assert told == "Huyện 1: 20,00%"


def test_bars_keep_their_numbers_and_no_value_is_no_bar_of_zero() -> None:
    bars = Bars(
        name="Tỷ lệ",
        bars=[
            Bar(name="Vinh", value=0.5, written="50,00% *", target=0.4),
            Bar(name="=cmd|'/C calc'!A0", value=None, written="Chưa báo cáo", target=0.4),
        ],
        full=1.0,
        is_rate=True,
        target="Mục tiêu 40%",
    )
    (slide,), body = slides_of(Topic(key="bars", title="Xếp hạng", parts=[bars]))
    (chart,) = charts_on(slide)
    assert list(chart.plots[0].series[0].values) == [0.5, None]
    names = list(chart.plots[0].categories)
    assert names[0] == "Vinh *"
    assert names[1].startswith("'=cmd") and names[1].endswith("(Chưa báo cáo)")
    assert all(formulas_in(table) == [] for table in workbooks_in(body))
    assert "Mục tiêu 40%" in slide_texts(body)[1]


def test_two_hundred_rows_go_on_over_a_few_slides_and_the_rest_is_counted() -> None:
    columns = [Column(heading="STT", is_number=True), Column(heading="Việc", share=4)]
    rows = [(str(n), f"Nhiệm vụ số {n} " + "rất dài " * 12) for n in range(1, 201)]
    slides, body = slides_of(
        Topic(key="late", title="Quá hạn", parts=[Grid(name="", columns=columns, rows=rows)])
    )
    assert len(slides) == MOST_TABLE_SLIDES
    drawn = sum(
        len(shape.table.rows) - 1 for slide in slides for shape in slide.shapes if shape.has_table
    )
    assert f"Còn {200 - drawn} dòng nữa" in slide_texts(body)[-1]
    for slide in slides:
        assert all(shape.top + shape.height <= Pt(541) for shape in slide.shapes)


def test_a_unit_with_two_hundred_overdue_tasks_shows_some_and_counts_the_others() -> None:
    owed = Points(
        heading="Còn phải làm",
        lines=[f"Quá hạn {n} ngày: nhiệm vụ {n} có tên rất dài " + "x" * 120 for n in range(200)],
        tone="bad",
        rests=["", *(f"… và {n} việc khác" for n in range(1, 201))],
    )
    empty = Points(heading="Khó khăn, kiến nghị", lines=["Không có."])
    slides, body = slides_of(Topic(key="unit", title="Xã " + "dài " * 40, parts=[owed, empty]))
    assert len(slides) == 1
    text = slide_texts(body)[1]
    shown = text.count("Quá hạn ")
    assert 1 <= shown < 20 and f"… và {200 - shown} việc khác" in text
    assert all(shape.top + shape.height <= Pt(541) for shape in slides[0].shapes)


def test_every_letter_on_a_slide_has_eighteen_points_at_least() -> None:
    grid = Grid(name="", columns=[Column(heading="A"), Column(heading="B")], rows=[("1", "2")])
    points = Points(heading="Đã đạt được", lines=["Một", "Hai"])
    bars = Bars(name="x", bars=[Bar(name="a", value=1.0, written="1")], full=1.0, is_rate=False)
    topics = [
        Topic(key="grid", title="Bảng", parts=[grid], origin="Nguồn: Công bố", sentences=["Câu."]),
        Topic(key="unit", title="Đơn vị", parts=[bars, points]),
    ]
    slides, _ = slides_of(*topics)
    sizes = [
        run.font.size
        for slide in slides
        for shape in slide.shapes
        for frame in _frames(shape)
        for paragraph in frame.paragraphs
        for run in paragraph.runs
    ]
    assert sizes and min(sizes) >= Pt(18)
    assert all(chart.font.size >= Pt(18) for slide in slides for chart in charts_on(slide))


def _frames(shape: Any) -> list[Any]:
    if shape.has_text_frame:
        return [shape.text_frame]
    if getattr(shape, "has_table", False) and shape.has_table:
        return [cell.text_frame for row in shape.table.rows for cell in row.cells]
    return []


def test_the_foot_tells_source_and_day_and_the_notes_hold_the_sentences() -> None:
    topic = Topic(
        key="x", title="Chủ đề", origin="Nguồn: Công bố", notes=["Câu thứ nhất.", "Câu thứ hai."]
    )
    _, body = slides_of(topic)
    text = slide_texts(body)[1]
    assert "Tính đến 02/04/2024, đợt nhập số 7." in text and "Nguồn: Công bố" in text
    assert notes_texts(body)[1].splitlines() == ["Câu thứ nhất.", "Câu thứ hai.", "Nguồn: Công bố"]


@pytest.mark.parametrize("days", [0, 1, 800])
def test_a_course_of_any_length_has_its_days_and_round_marks(days: int) -> None:
    first = date(2024, 1, 1)
    rows = [(first, 0, 0, 0), (first + timedelta(days=days), 137, 60, 70)][: 1 + bool(days)]
    lines = course_lines(Course(lines=burn_up(*rows), forecast={}), name="x", reader=VI)
    assert lines is not None
    assert lines.low == 0.0 and lines.high >= max(row[1] for row in rows)
    assert all(mark == int(mark) for mark, _ in lines.up) and len(lines.up) >= 2
    assert all(lines.first <= day <= lines.last for day, _ in lines.across)
