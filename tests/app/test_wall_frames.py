"""The walls' routes over the sample provinces: what they answer, and how often they ask."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assets.wording import text
from domain.playlist import Frame, Slot
from queries.runner import data_version
from server.wall_page import version
from store import clock
from store.database import engine
from store.province_clock import move_clock
from store.tables import wall_panel, wall_session
from store.walls import PlaylistEntry
from tests.app.visiting import statements
from tests.app.walls_shown import (
    EACH_UNIT,
    PLAIN,
    Board,
    _nothing_goes_on,  # noqa: F401 (a fixture of these tests)
    drawn,
    slots,
    wall_of,
    wanted_of,
)


@pytest.fixture
def board(visited_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Board:
    monkeypatch.setenv("IOC_DATA_DIR", str(tmp_path / "data"))
    return Board(version=data_version)


def new_batch(url: str, day: date = date(2024, 4, 3)) -> int:
    with engine(url).execution_options(writes=True).begin() as connection:
        return move_clock(connection, "nghe-an", day=day, now=clock.now())


def test_a_frame_says_what_it_is_of_and_how_old_it_is(board: Board, visited_url: str) -> None:
    wall = wall_of(visited_url, EACH_UNIT)
    window = board.window(wall)
    plan = window.get("/wall/plan").json()
    assert plan["turns"][0]["slot"].startswith("plain~") and len(plan["turns"]) == 21
    turn = plan["turns"][3]
    frame = window.get("/wall/frame", params={"slot": turn["slot"]}).json()
    assert (frame["slot"], frame["unit"]) == (turn["slot"], turn["unit"])
    assert (frame["province"], frame["asOf"]) == (wall.province_id, plan["asOf"])
    assert frame["edition"] == plan["edition"]
    assert plan["edition"].startswith(f"{data_version()}~2024-04-02~")
    assert frame["band"] == plan["band"] == ""
    assert plan["standsAt"] == "Dữ liệu mẫu dừng ở ngày 02/04/2024"
    assert plan["version"] == version()


def test_what_is_changed_of_a_wall_makes_every_frame_of_before_out_of_date(
    board: Board, visited_url: str
) -> None:
    wall = wall_of(visited_url, EACH_UNIT)
    before = board.window(wall).get("/wall/plan").json()
    for changed in ({"unit_id": 7}, {"language": "en"}, {"metres": 9.0}, {"width": 9.0}):
        plan = board.window(replace(wall, **changed)).get("/wall/plan").json()
        assert plan["edition"] != before["edition"], changed
        assert (plan["sees"] != before["sees"]) is ("unit_id" in changed)
        # The document has the words of every language: it follows without being loaded anew.
        assert plan["version"] == before["version"]
        assert plan["language"] == changed.get("language", "vi")


def test_what_is_not_in_the_playlist_is_not_there(board: Board, visited_url: str) -> None:
    wall = wall_of(visited_url, PLAIN, PlaylistEntry(scene="plain", unit="412"))
    window = board.window(wall)
    assert slots(window) == [Slot(scene="plain").key, Slot(scene="plain", unit="412").key]
    for stranger in ("", "plain", Slot(scene="plain", unit="413").key, "situation~~~~", "x" * 9000):
        answer = window.get("/wall/frame", params={"slot": stranger})
        assert answer.status_code == 404, stranger
        assert "body" not in answer.json()


def test_a_slot_that_asks_for_what_is_not_there_is_left_out_and_told(
    board: Board, visited_url: str
) -> None:
    wall = wall_of(visited_url, PLAIN, PlaylistEntry(scene="plain", unit="99999"))
    plan = board.window(wall).get("/wall/plan").json()
    assert [turn["slot"] for turn in plan["turns"]] == [Slot(scene="plain").key]
    assert plan["notes"] == ["1 mục trong danh sách trình chiếu không còn dữ liệu"]


def test_a_wall_of_one_district_shows_no_other(board: Board, visited_url: str) -> None:
    wall = wall_of(visited_url, EACH_UNIT, code="425", level="district")
    assert slots(board.window(wall)) == [Slot(scene="plain", unit="425").key]


def test_a_wall_of_one_district_says_whose_it_is_wherever_it_names_the_province(
    board: Board, visited_url: str
) -> None:
    of_district = wall_of(visited_url, PLAIN, code="425", level="district")
    of_province = wall_of(visited_url, PLAIN)
    named = {
        (wall.unit, language): board.window(replace(wall, language=language))
        .get("/wall/plan")
        .json()["province"]["name"]
        for wall in (of_district, of_province)
        for language in ("vi", "en")
    }
    assert named[("425", "vi")] == "Nghệ An, phạm vi Huyện Diễn Châu"
    assert named[("425", "en")] == f"Nghe An, seen by {of_district.unit_en}"
    assert (named[("", "vi")], named[("", "en")]) == ("Nghệ An", "Nghe An")


def test_a_frame_names_the_letters_it_was_made_for(board: Board, visited_url: str) -> None:
    near = wall_of(visited_url, PLAIN)
    for wall in (near, replace(near, metres=2 * near.metres)):
        window = board.window(wall)
        letter = window.get("/wall/plan").json()["letter"]
        frame = window.get("/wall/frame", params={"slot": Slot(scene="plain").key}).json()
        assert frame["letter"] == letter


def test_without_a_wall_there_is_nothing(board: Board) -> None:
    window = board.window(None)
    for path in ("/wall/show", "/wall/plan", "/wall/frame?slot=plain~~~~"):
        assert window.get(path).status_code == 401
    assert window.post("/wall/beat", content=b"{}").status_code == 401


def asked_by(board: Board, walls: int, url: str) -> int:
    """Statements that so many windows of one province cost, all at once."""
    wall = wall_of(url, PLAIN, PlaylistEntry(scene="plain", unit="412"))

    windows = [board.window(wall) for _ in range(walls)]

    def look(window: TestClient) -> None:
        for slot in slots(window):
            assert window.get("/wall/frame", params={"slot": slot}).status_code == 200

    with statements(url) as seen, ThreadPoolExecutor(walls) as pool:
        list(pool.map(slots, windows))
        # What is new is looked for beside whoever asks.
        board.plans.lookout.wait()
        list(pool.map(look, windows))
    # How often the batch is asked for is a matter of time, and of no wall.
    return len([statement for statement in seen if "max(import_batch.id)" not in statement])


@pytest.mark.trust("F49")
def test_ten_walls_cost_the_store_as_many_statements_as_one(
    visited_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IOC_DATA_DIR", str(tmp_path / "data"))
    one = asked_by(Board(version=data_version), 1, visited_url)
    ten = asked_by(Board(version=data_version), 10, visited_url)
    assert ten == one > 10


def test_the_batch_is_asked_for_once_in_five_seconds_for_all_walls(visited_url: str) -> None:
    asked: list[int] = []
    board = Board()
    board.frames.pulse._version = lambda: asked.append(1) or data_version()  # type: ignore[assignment,func-returns-value]
    walls = [wall_of(visited_url) for _ in range(3)]
    for wall in walls * 3:
        assert slots(board.window(wall))
    assert len(asked) == 1


def test_a_new_batch_brings_new_frames_and_an_unchanged_one_looks_the_same(
    board: Board, visited_url: str
) -> None:
    window = board.window(wall_of(visited_url))
    before = window.get("/wall/frame", params={"slot": "plain~~~~"}).json()
    batch = new_batch(visited_url)
    after = window.get("/wall/frame", params={"slot": "plain~~~~"}).json()
    assert (before["asOf"], after["asOf"]) == (batch - 1, batch)
    assert after["edition"].startswith(f"{batch}~2024-04-03~")
    assert after["digest"] == before["digest"]
    assert window.get("/wall/plan").json()["edition"] == after["edition"]


def test_what_is_red_stays_longer(visited_url: str) -> None:
    def red(*args: object, **more: object) -> object:
        return replace(drawn(*args, **more), red=4)  # type: ignore[arg-type]

    window = Board(draw=red, version=data_version).window(wall_of(visited_url, seconds=20))  # type: ignore[arg-type]
    assert window.get("/wall/frame", params={"slot": "plain~~~~"}).json()["seconds"] == 30


def test_a_wall_is_dark_at_night_by_the_clock_of_its_province(
    board: Board, visited_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = board.window(wall_of(visited_url, night=(18, 6)))
    # 22:30 and 10:30 in Vietnam.
    for hour, theme in ((15, "dark"), (3, "light")):
        monkeypatch.setattr(
            clock, "now", lambda hour=hour: datetime(2026, 7, 1, hour, 30, tzinfo=UTC)
        )
        assert window.get("/wall/plan").json()["theme"] == theme


def test_what_a_window_says_of_itself_is_noted(board: Board, visited_url: str) -> None:
    wall = wall_of(visited_url)
    window = board.window(wall)
    said = {"scene": "plain~~~~", "asOf": 87, "version": "abc", "heap": 12.5e6, "nodes": 900}
    assert window.post("/wall/beat", json=said | {"errors": 2, "note": "x"}).status_code == 204
    board.beats.wait_until_written()
    with engine(visited_url).connect() as connection:
        row = connection.execute(
            wall_session.select().where(wall_session.c.id == wall.wall_session_id)
        ).one()
    assert (row.scene, row.as_of, row.heap_bytes) == ("plain~~~~", 87, 12_500_000)
    assert (row.dom_nodes, row.frame_errors, row.beat_at is None) == (900, 2, False)


def test_each_panel_of_a_wall_is_noted_by_its_number(board: Board, visited_url: str) -> None:
    window = board.window(wall_of(visited_url))
    for panel, panels, scene in ((1, 3, "a"), (2, 3, "b"), (9, 3, "c"), (1, 3, "d")):
        said = {"scene": scene, "panel": panel, "panels": panels}
        assert window.post("/wall/beat", json=said).status_code == 204
    board.beats.wait_until_written()
    with engine(visited_url).connect() as connection:
        asked = connection.execute(wall_panel.select().order_by(wall_panel.c.panel))
        rows = [(row.panel, row.panels, row.scene) for row in asked]
    assert rows == [(1, 3, "d"), (2, 3, "b"), (3, 3, "c")]


def test_a_frame_names_its_own_batch_and_whether_it_is_empty(visited_url: str) -> None:
    def drawn_of_an_older_batch(*args: Any, **more: Any) -> Frame:
        return replace(drawn(*args, **more), batch=7, is_empty=True)

    board = Board(draw=drawn_of_an_older_batch, version=data_version)
    frame = board.window(wall_of(visited_url)).get("/wall/frame", params={"slot": "plain~~~~"})
    assert (frame.json()["batch"], frame.json()["isEmpty"]) == ("đợt nhập 7", True)


@pytest.mark.parametrize("body", [b"", b"[]", b"nonsense", b"{" + b" " * 5000 + b"}"])
def test_what_is_no_beat_is_refused(board: Board, visited_url: str, body: bytes) -> None:
    window = board.window(wall_of(visited_url))
    assert window.post("/wall/beat", content=body).status_code == 400


def test_values_of_a_beat_that_are_none_are_left_out(board: Board, visited_url: str) -> None:
    window = board.window(wall_of(visited_url))
    odd = b'{"scene": 7, "asOf": true, "heap": 1e999, "nodes": -4, "errors": "many"}'
    assert window.post("/wall/beat", content=odd).status_code == 204
    board.beats.wait_until_written()


def test_windows_of_one_shape_share_their_frames_and_others_have_their_own(
    board: Board, visited_url: str
) -> None:
    window = board.window(wall_of(visited_url))
    rooms: list[object] = []
    made: Callable[..., object] = board.frames._draw
    board.frames._draw = lambda *args, **more: rooms.append(more["room"]) or made(*args, **more)  # type: ignore[assignment,func-returns-value]
    for shape in ("1.7778", "1.7779", "2.6667", "nonsense", "-1", "99999"):
        answer = window.get("/wall/frame", params={"slot": "plain~~~~", "shape": shape})
        assert answer.status_code == 200
    assert len(rooms) == len(set(rooms)) == 2


def test_a_wall_of_three_panels_is_three_windows(board: Board, visited_url: str) -> None:
    window = board.window(wall_of(visited_url))
    page = window.get("/wall/show", params={"grid": "3x1"}).text
    assert page.count("<iframe") == 3
    assert "cell=3&amp;of=3&amp;columns=3" in page
    for grid in ("1x1", "0x3", "banana", "3x1x1", "<b>"):
        assert "<iframe" not in window.get("/wall/show", params={"grid": grid}).text


def test_panels_are_those_of_the_link_unless_the_address_names_others(
    board: Board, visited_url: str
) -> None:
    window = board.window(wall_of(visited_url, panels=(2, 2)))

    def windows(**address: object) -> int:
        return window.get("/wall/show", params=address).text.count("<iframe")

    assert (windows(), windows(grid="3x1"), windows(grid="1x1")) == (4, 3, 0)
    # A panel is one window, whatever the link says.
    assert windows(cell=2, of=4, columns=2) == 0
    assert window.get("/wall/plan").json()["grid"] == "2x2"


def test_new_cases_of_a_batch_are_turned_to_and_known_ones_are_not(
    board: Board, visited_url: str
) -> None:
    wall = wall_of(visited_url, PlaylistEntry(scene="situation"))
    plans = board.plans

    def alerts() -> list[tuple[str, int]]:
        # A question that is still being put would be answered with the batch before.
        board.wait()
        plans.plan(wall)
        board.wait()
        return [(alert.slot.key, alert.cases) for alert in plans.plan(wall).alerts]

    assert alerts() == []
    # A month later much is overdue that was not.
    new_batch(visited_url, date(2024, 5, 2))
    assert [slot for slot, _ in alerts()] == ["situation~~~~"]
    new_batch(visited_url, date(2024, 5, 2))
    assert alerts() == []


def test_the_page_runs_no_script_of_its_own_and_names_no_other_host(
    board: Board, visited_url: str
) -> None:
    page = board.window(wall_of(visited_url, language="en")).get("/wall/show").text
    assert 'lang="en"' in page and "http" not in page.replace('name="viewport"', "")
    # So that the page can change its language while it is open.
    assert text("wall.closed", language="vi") in page and text("wall.closed", language="en") in page
    scripts = [part.split(">")[0] for part in page.split("<script")[1:]]
    assert all(' src="/assets/' in part or "application/json" in part for part in scripts)
    assert wanted_of(wall_of(visited_url), Slot(scene="plain")).language == "vi"
