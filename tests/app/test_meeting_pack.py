"""The slides that are made of a meeting tell whose they are, its agenda, and call in its order."""

import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from components.reader import Reader
from domain.meetings import AgendaLine, MeetingWords
from pages.downloads.agenda import agenda_topic
from pages.downloads.files import make_file
from pages.downloads.ordered import Ordered
from pages.downloads.papers import FIGURES, make_paper
from pages.downloads.unit_stands import units_to_tell_of
from queries.settled import Choose, Settled
from store.clock import now
from store.meetings import create_meeting, open_meeting
from tests.app.test_conclusion_notice import settled_at
from tests.app.test_frozen import TODAY, USER, id_of, province_id
from tests.app.visiting import statements
from tests.faults.papers import notes_texts, pdf_pages, slide_texts

NAME = "Giao ban trực tuyến với " + "các đơn vị " * 20
VI = Reader("vi")


def opened(url: str, agenda: list[AgendaLine], *, name: str = NAME) -> Settled:
    by = id_of(url, USER)
    words = MeetingWords(name_vi=name, held_on=TODAY)
    made = create_meeting(by, province_id(url), words, agenda)
    open_meeting(by, made)
    return settled_at(url, made)


def ordered(settled: Settled) -> Ordered:
    def choose(_parameter: str, _options: object, *, default: str, **_more: object) -> str:
        return default

    return Ordered(settled=settled, choose=choose, reader=VI, for_whom="canbo", made_at=now())


def unit_line(unit_id: int) -> AgendaLine:
    return AgendaLine(kind="unit", unit_id=unit_id, minutes=5)


def test_the_slides_name_their_meeting_and_show_its_agenda(visited_url: str) -> None:
    settled = opened(visited_url, [AgendaLine(kind="topic", text="Dữ liệu hộ tịch", minutes=10)])
    name, body = make_paper("slides", ordered(settled))
    shown, noted = slide_texts(body), notes_texts(body)
    assert name.endswith(".pptx") and "Phục vụ cuộc họp: Giao ban trực tuyến" in " ".join(shown)
    # The whole name, which the slide has no room for, stands in its notes.
    assert NAME.strip() in " ".join(" ".join(noted).split())
    titles = [slide.shapes.title.text for slide in Presentation(io.BytesIO(body)).slides]
    assert titles[1] == VI.text("exports.topic.agenda")


def test_units_are_told_of_in_the_order_of_the_agenda_then_the_others(visited_url: str) -> None:
    places = [row["unit_id"] for row in units_to_tell_of(opened(visited_url, [], name="Trước"))]
    called = [places[2], places[0]]
    order = ordered(opened(visited_url, [unit_line(each) for each in called]))
    told = units_to_tell_of(order.settled, order.agenda)
    assert [row["unit_id"] for row in told] == [*called, places[1], *places[3:]]


def test_many_units_in_turn_share_a_line_of_the_agenda_and_their_minutes(visited_url: str) -> None:
    places = [row["unit_id"] for row in units_to_tell_of(opened(visited_url, [], name="Trước"))]
    topic = AgendaLine(kind="topic", scene="situation")
    told = agenda_topic(ordered(opened(visited_url, [topic, *map(unit_line, places)])))
    assert told is not None
    first, units = told.parts[0].rows  # type: ignore[union-attr]
    assert first == ("1", VI.text("scenes.situation.title"), "")
    assert units[0] == f"2–{1 + len(places)}" and units[2] == str(5 * len(places))
    assert units[1].startswith(f"{len(places)} đơn vị lần lượt báo cáo: ")


def test_every_unit_in_turn_is_named_on_the_slide_of_the_agenda(visited_url: str) -> None:
    rows = units_to_tell_of(opened(visited_url, [], name="Trước"))
    settled = opened(visited_url, [unit_line(row["unit_id"]) for row in rows])
    _, body = make_paper("slides", ordered(settled))
    agenda = slide_texts(body)[1]
    assert len(rows) == 21 and all(row["full_name_vi"] in agenda for row in rows)


def test_the_agenda_is_read_once_for_a_pack(visited_url: str) -> None:
    settled = opened(visited_url, [AgendaLine(kind="topic", scene="situation")])
    with statements(visited_url) as seen:
        make_paper("slides", ordered(settled))
    assert len([each for each in seen if "meeting_agenda" in each]) == 1


def test_pages_of_units_and_tables_name_their_meeting_as_the_other_papers_do(
    visited_url: str,
) -> None:
    settled = opened(visited_url, [], name="Giao ban tháng 4")
    told = VI.text("exports.meeting", name="Giao ban tháng 4", day=VI.date(TODAY))
    _, units = make_paper("unit_pages", ordered(settled))
    pages = pdf_pages(units)
    assert len(pages) == 21 and all(told in page for page in pages)
    for name in ("tables", "work"):
        order = ordered(settled)
        _, body = make_file(
            name, kind="xlsx", settled=settled, choose=order.choose, language="vi",
            for_whom="canbo", made_at=order.made_at,
        )  # fmt: skip
        for sheet in load_workbook(io.BytesIO(body)).worksheets:
            about = {row[0]: row[1] for row in sheet.iter_rows(max_row=12, values_only=True)}
            label, words = told.split(": ", maxsplit=1)
            assert about[label] == words, sheet.title


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_names_of_all_files_are_made_by_one_rule(visited_url: str, language: str) -> None:
    settled = opened(visited_url, [], name="Giao ban")
    reader = Reader(language)
    batch = f"{reader.text('downloads.file.batch')}-{settled.question.as_of}"
    for name in FIGURES:
        order = replace(ordered(settled), reader=reader, choose=figure(name))
        called, _ = make_paper("picture", order)
        words = [reader.text(f"exports.file.{key}") for key in ("picture", f"figure_{name}")]
        assert called.startswith(f"nghe-an_{'-'.join(words)}")
        assert called.endswith(f"_2023_{batch}.png")


def figure(name: str) -> Choose:
    """Chooses the figure, and of all else what is offered."""

    def choose(parameter: str, _options: object, *, default: str, **_more: object) -> str:
        return name if parameter == "figure" else default

    return choose
