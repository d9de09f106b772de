"""A meeting's slides over the sample provinces: who sees which, and that they stand still."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from components.figures.qr import meeting_qr_svg
from components.reader import Reader
from domain.meetings import LONGEST_AGENDA, AgendaLine, MeetingWords
from domain.playlist import Frame
from domain.slides import Slide
from pages.presenting.slides import slide_frame, slides_of
from pages.scenes import SCENES
from queries.runner import data_version
from server.gate import Gate
from server.present import routes
from server.session_cookie import NAME
from store import clock
from store.meetings import close_meeting, create_meeting, move_meeting, open_meeting
from store.sessions import end_session
from store.tables import unit
from tests.app.test_frozen import HERE, TODAY, a_year_later, id_of, province_id
from tests.app.visiting import forget_answers, statements, token_of
from tests.store.people import reading, writing

LEADER, STAFF, OF_ONE_DISTRICT = "lanhdao", "chuyenvien", "canbo"
DISTRICT, OTHER = "425", "412"
# Who is there (the gate and the route each), the meeting, its agenda, at what it stands.
MOST_STATEMENTS_OF_A_WARM_SLIDE = 5

Window = Callable[[str | None], TestClient]


@pytest.fixture
def window(visited_url: str) -> Window:
    """The presenter's window of a user behind the gate; None: of nobody who is signed in."""
    app = Starlette(routes=routes(slides_of, slide_frame), middleware=[Middleware(Gate)])

    def opened(username: str | None = LEADER) -> TestClient:
        cookies = {NAME: token_of(visited_url, username)} if username else {}
        return TestClient(app, cookies=cookies)

    return opened


def of_unit(url: str, code: str) -> AgendaLine:
    here = (unit.c.code == code) & (unit.c.province_id == province_id(url))
    with reading(url) as connection:
        unit_id = connection.scalar(select(unit.c.id).where(here))
    return AgendaLine(kind="unit", unit_id=unit_id, minutes=3)


def planned(url: str, agenda: Sequence[AgendaLine] = (), *, slug: str = HERE) -> int:
    held_on = date(2025, 12, 1 + len(agenda) % 28)
    words = MeetingWords(name_vi="Họp <b>tháng 4</b>", name_en="April", held_on=held_on)
    return create_meeting(id_of(url, LEADER), province_id(url, slug), words, agenda)


def opened(url: str, agenda: Sequence[AgendaLine] = (), *, slug: str = HERE) -> int:
    made = planned(url, agenda, slug=slug)
    open_meeting(id_of(url, LEADER), made)
    return made


def deck_of(client: TestClient, meeting: int, **asked: str) -> dict[str, Any]:
    """The slides, asked for as the windows ask: again while they are being prepared."""
    told: dict[str, Any] = {"preparing": {}}
    while "preparing" in told:
        answer = client.get(f"/present/{meeting}/deck", params=asked)
        assert answer.status_code == 200, answer.text
        told = answer.json()
    return told


def slide_of(client: TestClient, meeting: int, n: int, **asked: str) -> dict[str, Any]:
    answer = client.get(f"/present/{meeting}/slide", params={"n": str(n), **asked})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def titles(deck: dict[str, Any]) -> list[str]:
    return [slide["title"] for slide in deck["slides"]]


# ---- What is shown ----


def test_the_agenda_is_shown_in_order_after_title_and_situation(
    window: Window, visited_url: str
) -> None:
    agenda = [
        AgendaLine(kind="topic", scene="online_services", text="Hồ sơ trực tuyến", minutes=5),
        AgendaLine(kind="topic", text="Thảo luận <i>chung</i>"),
        of_unit(visited_url, DISTRICT),
    ]
    meeting = opened(visited_url, agenda)
    client = window(LEADER)
    deck = deck_of(client, meeting)
    assert titles(deck) == [
        "Họp <b>tháng 4</b>",
        "Toàn cảnh",
        "Hồ sơ trực tuyến",
        "Thảo luận <i>chung</i>",
        "Huyện Diễn Châu",
    ]
    assert [slide["minutes"] for slide in deck["slides"]] == [None, None, 5, None, 3]
    slides = [slide_of(client, meeting, n) for n in range(5)]
    assert [slide["slot"].split("~")[0] for slide in slides] == [
        "", "situation", "online_services", "", "unit",
    ]  # fmt: skip
    assert "Họp &lt;b&gt;tháng 4&lt;/b&gt;" in slides[0]["body"]
    assert "Thảo luận &lt;i&gt;chung&lt;/i&gt;" in slides[3]["body"]
    assert slides[2]["about"] == "Hồ sơ trực tuyến"
    assert slides[4]["title"] == "Huyện Diễn Châu"
    assert {slide["edition"] for slide in slides} == {deck["edition"]}


def test_without_an_agenda_every_scene_with_something_to_show_and_every_locality(
    window: Window, visited_url: str
) -> None:
    meeting = opened(visited_url)
    deck = deck_of(window(LEADER), meeting, lang="en")
    client = window(LEADER)
    shown = [slide_of(client, meeting, n, lang="en") for n in range(len(deck["slides"]))]
    scenes = [slide["slot"].split("~")[0] for slide in shown]
    assert scenes[:2] == ["", "situation"] and scenes.count("unit") == 21
    assert set(scenes) <= {"", *SCENES}
    assert not [slide for slide in shown if "ioc-scene-empty" in slide["body"]]
    assert [slide["title"] for slide in shown[-21:]] == titles(deck)[-21:]


def test_the_first_slide_is_there_before_it_is_known_which_others_are(
    window: Window, visited_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting, client = opened(visited_url), window(LEADER)
    with monkeypatch.context() as slow:
        # As if each picture took longer than anybody waits for it.
        slow.setattr("server.present.PATIENCE_SECONDS", -1.0)
        told = client.get(f"/present/{meeting}/deck").json()
    assert told["preparing"]["done"] == 0 < told["preparing"]["total"]
    assert "slides" not in told and "ioc-scene-opening" in told["first"]["body"]
    first = slide_of(client, meeting, 0)
    assert told["first"] == {**first, "edition": ""}


def test_a_scene_with_nothing_to_show_is_shown_where_the_agenda_names_it(
    window: Window, visited_url: str
) -> None:
    empty = [AgendaLine(kind="topic", scene="pilot_models")]
    client, slug = window(LEADER), "bac-giang"
    without, named = opened(visited_url, slug=slug), opened(visited_url, empty, slug=slug)
    assert "Mô hình điểm" not in titles(deck_of(client, without))
    assert "ioc-scene-empty" in slide_of(client, named, 2)["body"]


def test_days_are_written_as_the_reader_writes_them(window: Window, visited_url: str) -> None:
    meeting, client = opened(visited_url), window(LEADER)
    assert deck_of(client, meeting)["standing"].endswith("02/04/2024")
    assert deck_of(client, meeting, lang="en")["standing"].endswith("2 Apr 2024")


def test_an_abolished_unit_is_shown_by_its_name(window: Window, visited_url: str) -> None:
    meeting = opened(visited_url, [of_unit(visited_url, OTHER)])
    ended = date(2023, 6, 30)
    with writing(visited_url) as connection:
        gone = (unit.c.code == OTHER) & (unit.c.province_id == province_id(visited_url))
        connection.execute(update(unit).where(gone).values(valid_to=ended))
    client = window(LEADER)
    [*_, last] = titles(deck_of(client, meeting))
    slide = slide_of(client, meeting, 2)
    assert last in slide["body"] and slide["unit"] is None
    assert slide["slot"].startswith("~")


def test_two_hundred_lines_are_two_hundred_slides(window: Window, visited_url: str) -> None:
    lines = [AgendaLine(kind="topic", text=f"Nội dung {n}") for n in range(LONGEST_AGENDA)]
    meeting, client = opened(visited_url, lines), window(LEADER)
    assert len(deck_of(client, meeting)["slides"]) == LONGEST_AGENDA + 2
    assert "Nội dung 199" in slide_of(client, meeting, LONGEST_AGENDA + 1)["body"]


def test_a_unit_is_shown_with_what_it_asked_for_and_nobody_has_answered(
    window: Window, visited_url: str
) -> None:
    meeting = opened(visited_url, [of_unit(visited_url, DISTRICT)])
    body = slide_of(window(LEADER), meeting, 2)["body"]
    # Raised on 11 March; the difficulty of February was answered.
    assert "Kiến nghị: Cho phép tài khoản" in body and "chờ 22 ngày" in body
    assert "Khó khăn:" not in body


# ---- Who sees it ----


def test_whoever_is_not_signed_in_gets_an_empty_document_and_nothing_else(
    window: Window, visited_url: str
) -> None:
    meeting, nobody = opened(visited_url), window(None)
    for path in (f"/present/{meeting}/deck", f"/present/{meeting}/slide?n=1"):
        assert nobody.get(path).status_code == 401
    for path in (f"/present/{meeting}", f"/present/{meeting}?own"):
        document = nobody.get(path)
        assert document.status_code == 200
        assert "Nghệ An" not in document.text and "tháng 4" not in document.text
        assert "%" not in document.text


def test_a_session_that_ended_a_second_ago_sees_nothing_more(
    window: Window, visited_url: str
) -> None:
    meeting, token = opened(visited_url), token_of(visited_url, LEADER)
    client = window(None)
    client.cookies.set(NAME, token)
    slide_of(client, meeting, 1)
    with writing(visited_url) as connection:
        end_session(connection, token, now=clock.now())
    assert client.get(f"/present/{meeting}/slide?n=1").status_code == 401


def test_a_meeting_of_a_province_out_of_scope_is_not_there(
    window: Window, visited_url: str
) -> None:
    elsewhere = opened(visited_url, slug="ha-tinh")
    staff = window(STAFF)
    for path in ("deck", "slide?n=0"):
        answer = staff.get(f"/present/{elsewhere}/{path}")
        assert answer.status_code == 404
        assert answer.json().keys() == {"text"}
    assert deck_of(staff, opened(visited_url))["isStill"]


def test_who_sees_one_district_sees_no_other_on_the_slides(
    window: Window, visited_url: str
) -> None:
    agenda = [of_unit(visited_url, OTHER), of_unit(visited_url, DISTRICT)]
    client = window(OF_ONE_DISTRICT)
    named, every = opened(visited_url, agenda), opened(visited_url)
    assert titles(deck_of(client, named))[2:] == ["Huyện Diễn Châu"]
    shown = titles(deck_of(client, every))
    assert "Huyện Diễn Châu" in shown and "Huyện Thanh Chương" not in shown
    for n in range(len(shown)):
        assert "Thanh Chương" not in slide_of(client, every, n)["body"], shown[n]


def test_before_it_is_opened_only_who_may_run_it_looks_ahead(
    window: Window, visited_url: str
) -> None:
    meeting = planned(visited_url, [AgendaLine(kind="topic", text="A")])
    deck = deck_of(window(LEADER), meeting)
    assert not deck["isStill"]
    assert deck["standing"].startswith("Xem trước")
    assert deck["back"] == f"/meetings?province={HERE}&one={meeting}"
    for other in (STAFF, OF_ONE_DISTRICT):
        assert window(other).get(f"/present/{meeting}/deck").status_code == 404


@pytest.mark.parametrize(
    "n", ["", "-1", "5", "99999", "1.0", "1e3", "٣", " 1", "0x1", "1;drop", "null", "1" * 5000]
)
def test_a_slide_that_is_not_there_is_not_there(window: Window, visited_url: str, n: str) -> None:
    meeting = opened(visited_url, [AgendaLine(kind="topic", text="A")])
    answer = window(LEADER).get(f"/present/{meeting}/slide", params={"n": n})
    assert answer.status_code == 404
    assert "body" not in answer.json()


@pytest.mark.parametrize("meeting", ["0", "-1", "999999999", "99999999999999999999", "1.5", "x"])
def test_a_meeting_that_is_not_there_is_not_there(window: Window, meeting: str) -> None:
    assert window(LEADER).get(f"/present/{meeting}/deck").status_code == 404


@pytest.mark.parametrize("shape", ["", "0", "9.9", "nan", "1e9", "-2", "1.7778", "x" * 5000])
def test_whatever_the_shape_of_the_window_there_is_a_slide(
    window: Window, visited_url: str, shape: str
) -> None:
    meeting = opened(visited_url, [AgendaLine(kind="topic", text="A")])
    assert slide_of(window(LEADER), meeting, 2, shape=shape)["body"]


# ---- That it stands still ----


def test_a_year_later_the_slides_of_a_meeting_are_the_same_to_the_byte(
    window: Window, visited_url: str
) -> None:
    meeting, client = opened(visited_url), window(LEADER)

    def all_of_it() -> list[Any]:
        deck = deck_of(client, meeting)
        return [deck, *(slide_of(client, meeting, n) for n in range(14))]

    before = all_of_it()
    a_year_later(visited_url)
    assert all_of_it() == before
    close_meeting(id_of(visited_url, LEADER), meeting)
    assert [slide["body"] for slide in all_of_it()[1:]] == [slide["body"] for slide in before[1:]]


def test_a_meeting_that_was_moved_shows_what_came_in(window: Window, visited_url: str) -> None:
    meeting, client = opened(visited_url), window(LEADER)
    before, deck = slide_of(client, meeting, 1), deck_of(client, meeting)
    a_year_later(visited_url)
    move_meeting(id_of(visited_url, LEADER), meeting, seen=data_version())
    after, moved = slide_of(client, meeting, 1), deck_of(client, meeting)
    assert after["asOf"] > before["asOf"] and after["body"] != before["body"]
    assert after["edition"] == moved["edition"] != deck["edition"]
    assert moved["standing"] != deck["standing"]
    # Opened ahead, it goes on to the day it has come to.
    assert TODAY.strftime("%d/%m/%Y") not in moved["standing"]


def test_the_first_slide_shows_the_meetings_address_as_a_code_once_it_is_opened(
    window: Window, visited_url: str
) -> None:
    client = window(LEADER)
    meeting = planned(visited_url)
    assert "ioc-qr" not in slide_of(client, meeting, 0)["body"]
    open_meeting(id_of(visited_url, LEADER), meeting)
    drawn = meeting_qr_svg(
        f"http://testserver/?at={meeting}", label=Reader("vi").text("present.code")
    )
    assert drawn in slide_of(client, meeting, 0)["body"]
    # Another name of the board is another address, and another picture.
    elsewhere = client.get(
        f"/present/{meeting}/slide", params={"n": "0"}, headers={"host": "board.example"}
    ).json()["body"]
    assert (
        meeting_qr_svg(f"http://board.example/?at={meeting}", label="").split(">")[2] in elsewhere
    )
    assert drawn not in elsewhere
    made_up = client.get(
        f"/present/{meeting}/slide", params={"n": "0"}, headers={"host": "x/<b>"}
    ).json()["body"]
    assert "ioc-qr" not in made_up


def test_a_slide_once_drawn_costs_the_store_next_to_nothing(
    window: Window, visited_url: str
) -> None:
    meeting, client = opened(visited_url), window(LEADER)
    forget_answers()
    deck_of(client, meeting)
    for n in (1, 15):
        slide_of(client, meeting, n)
        with statements(visited_url) as seen:
            slide_of(client, meeting, n)
        assert len(seen) <= MOST_STATEMENTS_OF_A_WARM_SLIDE, seen


@pytest.mark.parametrize("agenda", [(), (AgendaLine(kind="topic", scene="decisions"),)])
def test_a_slide_that_cannot_be_drawn_says_so_and_takes_no_other_with_it(
    visited_url: str, agenda: Sequence[AgendaLine]
) -> None:
    def failing(slide: Slide, *given: Any, **more: Any) -> Frame:
        if slide.slot.scene == "decisions":
            raise ZeroDivisionError
        return slide_frame(slide, *given, **more)

    meeting = opened(visited_url, agenda)
    app = Starlette(routes=routes(slides_of, failing), middleware=[Middleware(Gate)])
    client = TestClient(app, cookies={NAME: token_of(visited_url, LEADER)})
    told = [slide_of(client, meeting, n) for n in range(len(deck_of(client, meeting)["slides"]))]
    (broken,) = [slide for slide in told if slide["isBroken"]]
    assert "Cần quyết định: chưa lập được trang này" in broken["body"]
    assert len(told) > 2 and told[0]["title"] == "" and told[1]["title"] == "Toàn cảnh"


def test_a_ranking_of_many_units_comes_in_turn_until_all_of_them_are_named(
    window: Window, visited_url: str
) -> None:
    agenda = [AgendaLine(kind="topic", scene="ranking", minutes=5)]
    meeting, client = opened(visited_url, agenda, slug="bac-giang"), window(LEADER)
    deck = deck_of(client, meeting)
    parts = [number for number, title in enumerate(titles(deck)) if "Xếp hạng" in title]
    assert titles(deck)[parts[-1]] == "Xếp hạng đơn vị (3/3)" and len(parts) == 3
    assert [deck["slides"][number]["minutes"] for number in parts] == [5, None, None]
    told = [slide_of(client, meeting, number) for number in parts]
    with reading(visited_url) as connection:
        names = connection.scalars(
            select(unit.c.name_vi).where(
                unit.c.province_id == province_id(visited_url, "bac-giang"),
                unit.c.level == "commune",
                unit.c.valid_from == date(2025, 7, 1),
            )
        ).all()
    assert len(names) == 58
    shown = [[name for name in names if f"<span>{name}</span>" in each["body"]] for each in told]
    assert sorted(name for part in shown for name in part) == sorted(names)
    assert [each["title"][-5:] for each in told] == ["(1/3)", "(2/3)", "(3/3)"]


def test_names_that_turn_letters_round_are_read_as_they_are_written(
    window: Window, visited_url: str
) -> None:
    line = of_unit(visited_url, DISTRICT)
    with writing(visited_url) as connection:
        named = {"full_name_vi": "Huyện \u202eđảo\u202c <b>"}
        connection.execute(update(unit).where(unit.c.id == line.unit_id).values(**named))
    talk = AgendaLine(kind="topic", text="Thảo luận \u202engược")
    meeting, client = opened(visited_url, [line, talk]), window(LEADER)
    deck = deck_of(client, meeting)
    slides = [slide_of(client, meeting, n) for n in range(len(deck["slides"]))]
    assert [slides[2]["title"], titles(deck)[2]] == ["Huyện đảo <b>"] * 2
    assert not any("\u202e" in title for title in titles(deck))
    assert not any("\u202e" in str(text) for each in slides for text in each.values())
