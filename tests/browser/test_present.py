"""Presenting at a meeting in a real browser: keys alone, two windows, read as compressed video."""

from collections.abc import Callable
from datetime import date

import pytest

from domain.meetings import AgendaLine, MeetingWords
from pages.scenes import SCENES
from store import clock
from store.meetings import change_meeting, create_meeting, open_meeting, read_meeting
from store.sessions import end_session
from tests.app.test_frozen import id_of, province_id
from tests.app.test_present import of_unit
from tests.browser.board import Board, NewVisitor
from tests.browser.present_screen import OwnWindow, Slides
from tests.browser.screens import LEADER
from tests.store.people import reading, writing

TALK = "Thảo luận: giải pháp tăng tỷ lệ hồ sơ trực tuyến"


@pytest.fixture
def meeting_of(board: Board, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """An opened meeting of Nghệ An with the agenda."""
    monkeypatch.setenv("IOC_DATABASE_URL", board.database_url)
    url = board.database_url

    def opened(*agenda: AgendaLine, name: str) -> int:
        words = MeetingWords(name_vi=name, held_on=date(2025, 12, 1), chair_vi="Chủ tịch UBND tỉnh")
        made = create_meeting(id_of(url, LEADER), province_id(url), words, agenda)
        open_meeting(id_of(url, LEADER), made)
        return made

    return opened


@pytest.fixture
def window(board: Board, new_visitor: NewVisitor) -> Callable[[int], Slides]:
    """The shared window of a meeting at 1280x720, signed in and open."""

    def opened(meeting: int) -> Slides:
        slides = Slides(new_visitor(board, width=1280, height=720), meeting)
        slides.set_signed_in(board, LEADER)
        slides.set_open()
        slides.expect_slide(1)
        return slides

    return opened


def test_the_keyboard_alone_leads_through_a_meeting(
    meeting_of: Callable[..., int], window: Callable[[int], Slides]
) -> None:
    talks = [AgendaLine(kind="topic", text=f"Nội dung {n}") for n in range(1, 11)]
    slides = window(meeting_of(*talks, name="Bàn phím"))
    slides.set_keys("PageDown", "ArrowRight", "ArrowDown", " ")
    slides.expect_slide(5)
    slides.set_keys("PageUp", "ArrowLeft", "ArrowUp")
    slides.expect_slide(2)
    slides.set_keys("1", "2", "Enter")
    slides.expect_slide(12)
    slides.expect_text("Nội dung 10")
    # Beyond the last there is nothing, and a number that is none is forgotten.
    slides.set_keys("PageDown", "9", "9", "Enter", "0", "Enter")
    slides.expect_slide(12)
    slides.set_keys("Home", "PageUp")
    slides.expect_slide(1)
    slides.expect_seen(".ioc-post")
    slides.set_keys("h")
    slides.expect_seen(".ioc-post", seen=False)
    slides.set_keys("h", "End")
    slides.expect_slide(12)
    slides.set_keys("b")
    slides.expect_seen(".present-black")
    # The first key brings the slide back and turns no page.
    slides.set_keys("PageUp")
    slides.expect_seen(".present-black", seen=False)
    slides.expect_slide(12)
    slides.set_keys("n", "p", "?")
    slides.expect_theme("dark")
    slides.expect_seen(".present-pointer")
    slides.expect_seen(".present-help")
    slides.set_keys("Escape", "n")
    slides.expect_theme("light")
    slides.expect_seen(".present-pointer", seen=False)
    slides.expect_seen(".present-help", seen=False)


def test_every_slide_is_read_as_compressed_video_and_comes_from_memory(
    board: Board, meeting_of: Callable[..., int], window: Callable[[int], Slides]
) -> None:
    scenes = [
        AgendaLine(kind="topic", scene=key) for key, scene in SCENES.items() if scene.over != "unit"
    ]
    longest = AgendaLine(kind="topic", text="Thảo luận và kết luận " * 13)
    last = [of_unit(board.database_url, "425"), AgendaLine(kind="topic", text=TALK), longest]
    slides = window(meeting_of(*scenes, *last, name="Hội nghị trực tuyến toàn tỉnh " * 10))
    count = len(scenes) + len(last) + 1
    slides.expect_all_fetched(count)
    slides.page.context.set_offline(True)
    with slides.expect_no_request():
        for number in range(1, count + 1):
            slides.expect_slide(number)
            slides.expect_readable_as_video()
            slides.set_keys("h")
            slides.expect_seen(".ioc-post", seen=False)
            slides.expect_no_post_told()
            slides.set_keys("h", "PageDown")
        slides.expect_slide(count)
    slides.page.context.set_offline(False)


def test_two_windows_of_one_presenter_are_one(
    board: Board, meeting_of: Callable[..., int], window: Callable[[int], Slides]
) -> None:
    agenda = [AgendaLine(kind="topic", text=TALK, minutes=10), of_unit(board.database_url, "425")]
    slides = window(meeting_of(*agenda, name="Hai cửa sổ"))
    own = OwnWindow(slides.page.context.new_page(), slides.meeting)
    own.count = len(agenda) + 2
    own.set_open()
    own.expect_pictures(now=1, then=2)
    own.set_keys("PageDown", "PageDown")
    own.expect_told(time="/ 10:00", title=TALK)
    own.expect_pictures(now=3, then=4)
    slides.expect_slide(3)
    own.set_jump("Huyện Diễn Châu")
    own.expect_pictures(now=4, then=None)
    slides.expect_slide(4)
    own.set_keys("p")
    slides.expect_seen(".present-pointer")
    own.set_keys("Escape", "b")
    slides.expect_seen(".present-pointer", seen=False)
    slides.expect_seen(".present-black")
    slides.set_keys("b", "Home")
    own.expect_pictures(now=1, then=2)
    own.expect_way_back(f"/meetings?at={slides.meeting}")


def test_an_agenda_changed_during_the_meeting_is_taken_over(
    board: Board, meeting_of: Callable[..., int], window: Callable[[int], Slides]
) -> None:
    meeting = meeting_of(AgendaLine(kind="topic", text="Trước"), name="Đổi chương trình")
    slides = window(meeting)
    slides.set_keys("End")
    slides.expect_text("Trước")
    with reading(board.database_url) as connection:
        present = read_meeting(connection, meeting)
    assert present is not None
    words = MeetingWords(name_vi=present.name_vi, held_on=present.held_on)
    change_meeting(
        id_of(board.database_url, LEADER),
        meeting,
        words,
        [AgendaLine(kind="topic", text="Sau")],
        seen=present.changed_at,
    )
    slides.set_looked_again()
    slides.expect_text("Sau")
    slides.expect_slide(3)


def test_when_the_session_ends_the_figures_leave_the_screen(
    board: Board, meeting_of: Callable[..., int], new_visitor: NewVisitor
) -> None:
    slides = Slides(new_visitor(board, width=1280, height=720), meeting_of(name="Hết phiên"))
    token = slides.set_signed_in(board, LEADER)
    slides.set_open()
    slides.expect_slide(1)
    slides.set_keys("PageDown")
    slides.expect_text("Toàn cảnh")
    with writing(board.database_url) as connection:
        end_session(connection, token, now=clock.now())
    slides.set_looked_again()
    slides.expect_nothing_left()
