"""No text of a paper, a picture or a slide lies on another one, and none runs out of its page."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from components.export.map_sides import cross
from components.export.paper_data import paper_data
from components.export.parts import Column, Grid, Label, Map, Points, Tile, Tiles, Topic
from components.export.series import course_lines
from components.export.topics_map import map_topic, ranking_topic
from components.export.typst_file import as_pdf
from components.figures.course import Course
from tests.faults.papers import notes_texts, pdf_pages
from tests.faults.text_boxes import TextBox, boxes_on_paper, boxes_on_slide, overlapping
from tests.unit.figure_rows import ONLINE_RATE, VI, boundaries, burn_up, square, units
from tests.unit.figure_rows import unit as unit_row
from tests.unit.test_exports_slides import COVER, slides_of

MADE_AT = datetime(2026, 11, 22, 8, 0, 0, tzinfo=UTC)
LONG_TILE = Tile(
    name="Số TTHC thay thế thành phần hồ sơ bằng dữ liệu trong cơ sở dữ liệu quốc gia về dân cư",
    value="651/1.139",
    below="57,2% · sơ bộ · tháng 9/2025 · ghép từ Bắc Giang, Bắc Ninh và 3 đơn vị khác",
    standing="Chậm tiến độ · −488 thủ tục · Mục tiêu 1.139 (hạn 31/12/2025) · tính toán",
    tone="warning",
    share=0.57,
    aim=1.0,
)


def gauges() -> Topic:
    tiles = [LONG_TILE, Tile(name="Tỷ lệ", value="45,03%"), *[LONG_TILE] * 4]
    return Topic(key="gauges", title="Kết quả", parts=[Tiles(tiles=tiles)], origin="Nguồn: A")


def mapped(
    count: int,
    *,
    size: tuple[int, int] = (500, 248),
    letters: float = 7.0,
    in_turn: bool = False,
) -> Topic:
    """So many units in rows of ten, the eastern ones the better."""
    values = units(*(unit_row(n, n / (count + 1)) for n in range(1, count + 1)))
    places = [square(n, 105 + n % 10 / 10, 19 + n // 10 / 10) for n in range(1, count + 1)]
    return map_topic(
        values,
        boundaries(*places),
        measure=ONLINE_RATE,
        when="năm 2023",
        size=size,
        letters=letters,
        in_turn=in_turn,
        reader=VI,
    )


def ranked(count: int, *, name: str = "Huyện") -> Topic:
    rows = (unit_row(n, n / (count + 1), unit_vi=f"{name} {n}") for n in range(1, count + 1))
    values = units(*rows)
    return ranking_topic(values, measure=ONLINE_RATE, when="năm 2023", reader=VI)


def course() -> Topic:
    days = ((date(2024, 1, 1), 10, 0, 0), (date(2024, 3, 11), 120, 50, 40))
    lines = course_lines(Course(lines=burn_up(*days), forecast={}), name="x", reader=VI)
    return Topic(key="plan", title="Kế hoạch", parts=[lines] if lines else [])


def table() -> Topic:
    columns = [Column(heading="Nhiệm vụ", share=4), Column(heading="Người chịu trách nhiệm")]
    rows = [(f"NV{n:02} · " + "rà soát, đề xuất sửa đổi " * n, "Sở Tư pháp") for n in range(1, 14)]
    return Topic(key="late", title="Quá hạn", parts=[Grid(name="", columns=columns, rows=rows)])


def lists() -> Topic:
    reached = Points(heading="Đã đạt được", lines=["Tỷ lệ hồ sơ nộp trực tuyến: 55,78%"] * 4)
    return Topic(key="unit", title="Thành phố Vinh", parts=[reached, reached])


LONG_NAME = "Xã có tên rất dài sau khi sắp xếp đơn vị hành chính " * 3
TOPICS = (
    gauges(),
    mapped(21),
    mapped(58),
    mapped(130),
    ranked(58),
    ranked(20, name=LONG_NAME),
    course(),
    table(),
)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
def test_no_text_of_a_paper_or_a_picture_lies_on_another(topic: Topic) -> None:
    data = paper_data([topic], cover=COVER, language="vi")
    templates = ["briefing"] if topic.key == "late" else ["briefing", "picture"]
    for template in templates:
        for boxes in boxes_on_paper(as_pdf(template, data, made_at=MADE_AT)):
            assert overlapping(boxes) == []


def test_no_text_of_a_slide_lies_on_another_or_runs_out_of_it() -> None:
    on_slides = [mapped(n, size=(888, 290), letters=18) for n in (21, 58, 130)]
    slides, _ = slides_of(gauges(), *on_slides, table(), lists())
    for slide in slides:
        boxes = boxes_on_slide(slide)
        assert boxes and overlapping(boxes) == []
        assert all(box.left >= 0 and box.right <= 960 and box.bottom <= 541 for box in boxes)


def test_the_measure_sees_texts_that_lie_on_each_other() -> None:
    one, other = TextBox("a", 0, 0, 10, 10), TextBox("b", 9, 9, 20, 20)
    assert overlapping([one, other]) == [("a", "b")]
    assert overlapping([one, TextBox("c", 10, 0, 20, 10)]) == []


def map_of(topic: Topic) -> Map:
    (part,) = topic.parts
    assert isinstance(part, Map)
    return part


@pytest.mark.parametrize("count", [1, 2, 13, 21, 58])
def test_every_unit_has_its_figure_beside_the_map_and_no_line_crosses_another(count: int) -> None:
    part = map_of(mapped(count))
    assert {label.words for label in part.labels} == {
        f"Huyện {n} {VI.percent(n / (count + 1))}" for n in range(1, count + 1)
    }
    ends = [(label.at, label.leads_to) for label in part.labels]
    assert not [
        (one, other)
        for place, one in enumerate(ends)
        for other in ends[place + 1 :]
        if cross(*one, *other)
    ]
    assert all(_stands_beside(label, part) for label in part.labels)


def _stands_beside(label: Label, part: Map) -> bool:
    across = part.room[0] if label.side == "left" else part.width - part.room[1]
    return label.at[0] == across and 0 <= label.at[1] <= part.height


def test_of_more_units_than_there_is_room_for_both_ends_are_named_and_the_notes_have_all() -> None:
    topic = mapped(130, size=(888, 290), letters=18)
    part = map_of(topic)
    named = {label.words.rsplit(" ", 1)[0] for label in part.labels}
    assert 20 <= len(named) < 130
    assert {"Huyện 1", "Huyện 2", "Huyện 129", "Huyện 130"} <= named
    assert f"{130 - len(named)} đơn vị khác" in part.note
    _, body = slides_of(topic)
    assert all(f"Huyện {n}: " in notes_texts(body)[1] for n in range(1, 131))


def test_on_slides_the_map_comes_again_until_every_unit_is_named_in_the_order_of_ranks() -> None:
    topic = mapped(58, size=(888, 290), letters=18, in_turn=True)
    maps = [part for part in topic.parts if isinstance(part, Map)]
    named = [{label.words.rsplit(" ", 1)[0] for label in part.labels} for part in maps]
    assert [len(each) for each in named] == [20, 20, 18]
    assert set().union(*named) == {f"Huyện {n}" for n in range(1, 59)}
    assert [part.note.rsplit(" · ", 1)[-1] for part in maps] == [
        "Nêu tên: hạng 1–20", "Nêu tên: hạng 21–40", "Nêu tên: hạng 41–58",
    ]  # fmt: skip
    assert "Huyện 58" in named[0] and "Huyện 1" in named[2]
    slides, _ = slides_of(topic)
    titles = [slide.shapes.title.text for slide in slides]
    assert len(slides) == 3 and titles[2].endswith("(3/3)")
    for slide in slides:
        assert overlapping(boxes_on_slide(slide)) == []


def test_units_without_a_rank_are_named_last_and_said_to_have_no_figure() -> None:
    rows = [unit_row(n, n / 40) for n in range(1, 25)]
    silent = [unit_row(n, None, obs_status="missing") for n in range(25, 31)]
    places = [square(n, 105 + n % 10 / 10, 19 + n // 10 / 10) for n in range(1, 31)]
    topic = map_topic(
        units(*rows, *silent), boundaries(*places), measure=ONLINE_RATE, when="năm 2023",
        size=(888, 290), letters=18, in_turn=True, reader=VI,
    )  # fmt: skip
    notes = [part.note for part in topic.parts if isinstance(part, Map)]
    assert len(notes) == 2 and notes[1].endswith("và đơn vị chưa có số liệu")


def test_the_names_of_a_map_are_once_in_the_text_of_a_paper() -> None:
    data = paper_data([mapped(21)], cover=COVER, language="vi")
    (page,) = pdf_pages(as_pdf("briefing", data, made_at=MADE_AT))
    assert page.count("Huyện 13 ") == 1


def test_a_ranking_says_in_words_how_each_unit_stands() -> None:
    data = paper_data([ranked(4)], cover=COVER, language="vi")
    (page,) = pdf_pages(as_pdf("briefing", data, made_at=MADE_AT))
    # 20, 40, 60 and 80 % against 40 %.
    assert page.count("Đạt mục tiêu") == 3 and page.count("Không đạt") == 1
    assert "4/4 đơn vị có số liệu: 3 đạt mục tiêu, 1 không đạt." in page


def cells_of(slides: list[Any]) -> list[str]:
    return [
        cell.text_frame.text
        for slide in slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    ]


def test_a_long_cell_is_cut_behind_a_whole_word_and_the_notes_have_it_whole() -> None:
    part = "rà soát, đề xuất sửa đổi các quy định của tỉnh còn yêu cầu giấy tờ đã có trong dữ liệu"
    long = "; ".join([part] * 4)
    columns = [Column(heading="Nhiệm vụ", share=4), Column(heading="Chủ trì")]
    grid = Grid(name="", columns=columns, rows=[(long, "Sở Tư pháp")])
    slides, body = slides_of(Topic(key="late", title="Quá hạn", parts=[grid]))
    (shown,) = [cell for cell in cells_of(slides) if cell.endswith("…")]
    kept = shown.removesuffix("…")
    assert long.startswith(kept) and long[len(kept)] in " ,;"
    assert f"Nhiệm vụ: {long}; Chủ trì: Sở Tư pháp" in notes_texts(body)[1]


def test_rows_that_are_left_out_are_in_the_notes_of_the_last_slide() -> None:
    columns = [Column(heading="Nhiệm vụ")]
    grid = Grid(name="", columns=columns, rows=[(f"Việc số {n}.",) for n in range(1, 201)])
    slides, body = slides_of(Topic(key="late", title="Quá hạn", parts=[grid]))
    assert not [cell for cell in cells_of(slides) if cell == "Việc số 200."]
    notes = "\n".join(notes_texts(body))
    assert all(f"Việc số {n}." in notes for n in range(1, 201))


def test_a_source_is_told_whole_below_a_slide() -> None:
    title = "Tin cuộc họp về giải pháp đẩy nhanh các mô hình điểm Đề án 06 tỉnh Nghệ An, chiều 02/4"
    origin = f"Nguồn: Công bố, Minh họa · Chốt 31/12/2023 · {title} (02/04/2024)"
    (slide,), _ = slides_of(Topic(key="x", title="Chủ đề", origin=origin))
    assert any(origin in box.text for box in boxes_on_slide(slide))
