"""What a wall shows while the store, the disk or the kept copies fail: the last good, and why."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event
from typing import Any

import polars as pl
import pytest
from sqlalchemy import text

from domain.playlist import Frame, Slot
from queries import last_known
from queries.last_known import FORMAT
from queries.runner import data_version
from server.wall_answers import Answers
from server.wall_frames import AT_A_TIME
from store import clock
from store.database import engine, migrate
from store.imports.importer import import_file
from store.province_clock import move_clock
from store.walls import PlaylistEntry, Wall
from tests.app.walls_shown import (
    EACH_UNIT,
    PLAIN,
    Board,
    _nothing_goes_on,  # noqa: F401 (a fixture of these tests)
    drawn,
    wall_of,
)
from tests.postgres import PostgresUnavailable, postgres_server
from tests.queries.stores import Store
from tests.queries.test_last_known import spoilt, with_manifest

PLAIN_SLOT = Slot(scene="plain").key
OF_A_UNIT = PlaylistEntry(scene="plain", unit="425")
Answer = dict[str, Any]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("IOC_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def wall(visited_url: str, data: Path) -> Wall:
    return wall_of(visited_url, PLAIN, OF_A_UNIT)


def new_process(**more: Any) -> Board:
    """A server that has just been started: nothing is in its memory."""
    return Board(version=data_version, **more)


def frame(board: Board, wall: Wall, slot: str = PLAIN_SLOT) -> Answer:
    answer = board.window(wall).get("/wall/frame", params={"slot": slot})
    assert answer.status_code == 200, answer.text
    board.frames.wait_until_kept()
    found: Answer = answer.json()
    return found


@contextmanager
def moved_away(url: str) -> Iterator[None]:
    """The file of the store is not where it was, though it is open."""
    path = Path(url.removeprefix("sqlite:///"))
    hidden = path.with_suffix(".hidden")
    path.rename(hidden)
    yield
    assert not path.exists(), "an empty file was made in its place"
    hidden.rename(path)


def figures(shown: Answer) -> tuple[object, ...]:
    return tuple(shown[name] for name in ("slot", "unit", "asOf", "title", "body", "facts"))


# ---- The store is gone ----


@pytest.mark.trust("F45")
def test_without_its_store_a_wall_goes_on_says_so_and_comes_back_alone(
    visited_url: str, wall: Wall
) -> None:
    board = new_process()
    before = frame(board, wall)
    with moved_away(visited_url):
        plan = board.window(wall).get("/wall/plan").json()
        during = frame(board, wall)
    after = frame(board, wall)
    assert figures(before) == figures(during) == figures(after)
    assert before["band"] == after["band"] == ""
    assert during["band"].startswith("Kho số liệu không trả lời từ ")
    assert f"bản lưu của đợt nhập {before['asOf']}, ngày 02/04/2024" in during["band"]
    assert plan["band"] and len(plan["turns"]) == 2


def test_the_band_names_the_newest_import_of_the_province_not_of_the_store(
    visited_url: str, wall: Wall
) -> None:
    def drawn_of_batch_7(*args: Any, **more: Any) -> Frame:
        return replace(drawn(*args, **more), batch=7)

    board = new_process(draw=drawn_of_batch_7)
    assert frame(board, wall)["asOf"] > 7
    with moved_away(visited_url):
        assert "bản lưu của đợt nhập 7, ngày 02/04/2024" in frame(board, wall)["band"]


def test_a_server_that_starts_without_its_store_shows_what_lies_on_disk(
    visited_url: str, wall: Wall
) -> None:
    board = new_process()
    before = [frame(board, wall, slot) for slot in (PLAIN_SLOT, "plain~425~~~")]
    with moved_away(visited_url):
        restarted = new_process()
        during = [frame(restarted, wall, slot) for slot in (PLAIN_SLOT, "plain~425~~~")]
    assert [figures(shown) for shown in before] == [figures(shown) for shown in during]
    assert before[0]["unit"] is None and before[1]["unit"] is not None
    assert all("Kho số liệu không trả lời" in shown["band"] for shown in during)
    assert frame(restarted, wall)["band"] == ""


def test_kept_figures_are_of_the_day_they_were_kept_on_whatever_day_it_is(
    visited_url: str, wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine(visited_url).execution_options(writes=True).begin() as connection:
        connection.execute(text("update province set clock_stands_at = null"))
    monkeypatch.setattr(clock, "now", lambda: datetime(2024, 4, 2, 3, tzinfo=UTC))
    before = frame(new_process(), wall)
    monkeypatch.setattr(clock, "now", lambda: datetime(2024, 4, 5, 3, tzinfo=UTC))
    with moved_away(visited_url):
        during = frame(new_process(), wall)
    assert before["body"] == during["body"]
    assert "ngày 02/04/2024" in during["band"]
    assert "93 ngày · chu kỳ 365 ngày" in before["facts"]
    assert "96 ngày · chu kỳ 365 ngày" in during["facts"]


@pytest.mark.trust("F52")
@pytest.mark.trust("B16")
def test_what_was_kept_for_another_scope_is_never_shown(visited_url: str, data: Path) -> None:
    whole = wall_of(visited_url, PLAIN, OF_A_UNIT)
    district = wall_of(visited_url, PLAIN, OF_A_UNIT, code="425", level="district")
    other = wall_of(visited_url, PLAIN, code="424", level="district")
    board = new_process()
    for slot in (PLAIN_SLOT, "plain~425~~~"):
        frame(board, whole, slot)
    with moved_away(visited_url):
        for stranger in (district, other):
            answer = (
                new_process().window(stranger).get("/wall/frame", params={"slot": "plain~425~~~"})
            )
            assert answer.status_code == 503
            assert "chưa có bản lưu nào để hiện" in answer.json()["text"]
            assert "body" not in answer.json()


# ---- What was kept is spoilt ----


@pytest.mark.trust("F52")
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: spoilt(path, "truncated"), "bị hỏng nên không dùng"),
        (lambda path: with_manifest(path, format=FORMAT + 1), "phiên bản phần mềm mới hơn"),
    ],
)
def test_a_kept_copy_that_is_spoilt_is_not_used_and_the_wall_says_so(
    visited_url: str, wall: Wall, data: Path, spoil: Callable[[Path], None], said: str
) -> None:
    key = last_known.Key(store=visited_url, scope=wall.scope, slot=PLAIN_SLOT)
    before = frame(new_process(), wall)
    path = data / "delivery.csv"
    _deliver(visited_url, path, DVC01="46,00%")
    newer = frame(new_process(), wall)
    assert before["body"] != newer["body"]
    spoil(max(key.folder(data).glob("*.zip")))
    with moved_away(visited_url):
        during = frame(new_process(), wall)
        assert during["body"] == before["body"] and during["asOf"] == before["asOf"]
        assert said in during["band"]
        spoil(min(key.folder(data).glob("*.zip")))
        answer = new_process().window(wall).get("/wall/frame", params={"slot": PLAIN_SLOT})
        assert answer.status_code == 503 and said in answer.json()["text"]


@pytest.mark.trust("F52")
def test_a_kept_copy_lying_under_another_units_name_is_not_shown(
    visited_url: str, wall: Wall, data: Path
) -> None:
    board = new_process()
    for slot in (PLAIN_SLOT, "plain~425~~~"):
        frame(board, wall, slot)
    keys = [
        last_known.Key(store=visited_url, scope=wall.scope, slot=slot)
        for slot in (PLAIN_SLOT, "plain~425~~~")
    ]
    whole, unit = (next(key.folder(data).glob("*.zip")) for key in keys)
    shutil.copy(whole, unit)
    with moved_away(visited_url):
        answer = new_process().window(wall).get("/wall/frame", params={"slot": "plain~425~~~"})
        assert answer.status_code == 503


# ---- The disk is full, or not there ----


@pytest.mark.trust("F45")
def test_where_nothing_can_be_kept_the_wall_shows_its_frames_and_tells_of_it(
    visited_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_file = tmp_path / "no folder"
    a_file.write_text("")
    monkeypatch.setenv("IOC_DATA_DIR", str(a_file))
    wall = wall_of(visited_url)
    board = new_process()
    shown = frame(board, wall)
    assert shown["band"] == "" and shown["body"]
    notes = board.window(wall).get("/wall/plan").json()["notes"]
    assert [note.split(" từ ")[0] for note in notes] == ["Không ghi được bản lưu trên đĩa"]
    monkeypatch.setenv("IOC_DATA_DIR", str(tmp_path / "a folder"))
    _deliver(visited_url, tmp_path / "delivery.csv", DVC01="46,00%")
    frame(board, wall)
    assert board.window(wall).get("/wall/plan").json()["notes"] == []


# ---- A query hangs ----


class Hanging:
    """A drawing that waits until it is let go, as behind a lock that somebody holds."""

    def __init__(self) -> None:
        self.hangs = False
        self.begun = 0
        self.go = Event()

    def __call__(self, *args: Any, **more: Any) -> Frame:
        if self.hangs:
            self.begun += 1
            self.go.wait()
        return drawn(*args, **more)


@pytest.mark.trust("F45")
def test_a_query_that_hangs_holds_one_thread_and_no_wall(visited_url: str, wall: Wall) -> None:
    draw = Hanging()
    board = new_process(draw=draw, patience=5.0)
    before = frame(board, wall)
    draw.hangs = True
    board.frames._patience = 0.2
    _deliver_clock(visited_url)
    try:
        with ThreadPoolExecutor(10) as pool:
            during = list(pool.map(lambda _: frame(board, wall), range(10)))
        for shown in [*during, frame(board, wall)]:
            assert figures(shown) == figures(before)
            assert shown["band"].startswith("Kho số liệu trả lời quá chậm từ ")
        assert draw.begun == 1
    finally:
        draw.hangs = False
        draw.go.set()
    board.frames.flight.wait()
    # Made at last, and shown: nobody had to ask anew.
    assert frame(board, wall)["asOf"] == before["asOf"] + 1
    assert frame(board, wall)["band"] == ""


def test_many_that_hang_are_few_threads(visited_url: str, data: Path) -> None:
    draw = Hanging()
    wall = wall_of(visited_url, EACH_UNIT)
    board = new_process(draw=draw, patience=20.0)
    turns = board.window(wall).get("/wall/plan").json()["turns"]
    draw.hangs = True
    board.frames._patience = 0.1
    try:
        for turn in turns:
            answer = board.window(wall).get("/wall/frame", params={"slot": turn["slot"]})
            assert answer.status_code == 503
        assert draw.begun == board.frames.flight.running == AT_A_TIME
    finally:
        draw.hangs = False
        draw.go.set()
    board.frames.flight.wait()


# ---- The store is set back to a backup ----


@contextmanager
def set_back(url: str, backup: Path) -> Iterator[None]:
    """What is done meanwhile never was: the store is what it was before."""
    path = Path(url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(backup)) as copy:
        source.backup(copy)
    yield
    engine(url).dispose()
    for written in path.parent.glob(f"{path.name}-*"):
        written.unlink()
    backup.rename(path)


def test_of_a_store_that_was_set_back_nothing_later_is_shown_and_no_number_is_mixed_up(
    visited_url: str, wall: Wall, tmp_path: Path
) -> None:
    places = (PLAIN_SLOT, "plain~425~~~")
    board = new_process()
    before = [frame(board, wall, slot) for slot in places]
    with set_back(visited_url, tmp_path / "backup.db"):
        later = _deliver(visited_url, tmp_path / "later.csv", DVC01="46,00%")
        assert {frame(board, wall, slot)["asOf"] for slot in places} == {later}
    # One of them is seen again before the store is gone, the other is not.
    assert figures(frame(board, wall)) == figures(before[0])
    with moved_away(visited_url):
        for process in (board, new_process()):
            shown = [frame(process, wall, slot) for slot in places]
            assert [figures(each) for each in shown] == [figures(each) for each in before]
            assert process.window(wall).get("/wall/plan").json()["asOf"] == before[0]["asOf"]
    assert _deliver(visited_url, tmp_path / "again.csv", DVC01="47,00%") == later
    assert "DVC01: 0,4700" in frame(board, wall)["body"]
    with moved_away(visited_url):
        assert "DVC01: 0,4700" in frame(new_process(), wall)["body"]


def test_a_number_given_again_before_the_server_was_started_is_not_mixed_up_on_disk(
    visited_url: str, wall: Wall, tmp_path: Path
) -> None:
    with set_back(visited_url, tmp_path / "backup.db"):
        _deliver(visited_url, tmp_path / "later.csv", DVC01="46,00%")
        assert "DVC01: 0,4600" in frame(new_process(), wall)["body"]
    _deliver(visited_url, tmp_path / "again.csv", DVC01="47,00%")
    last_known._written_last.clear()
    assert "DVC01: 0,4700" in frame(new_process(), wall)["body"]
    with moved_away(visited_url):
        assert "DVC01: 0,4700" in frame(new_process(), wall)["body"]


# ---- An import in the middle of a frame ----


def test_a_frame_is_of_one_batch_though_another_lands_while_it_is_made(
    visited_url: str, wall: Wall, tmp_path: Path
) -> None:
    untouched = frame(new_process(), wall)
    delivered: list[int] = []
    answers = Answers()

    def fetch_slowly(query: Callable[..., pl.DataFrame], asked: Any, **more: Any) -> pl.DataFrame:
        if query.__name__ == "headline_figures" and not delivered:
            delivered.append(_deliver(visited_url, tmp_path / "delivery.csv", DVC01="46,00%"))
        return answers(query, asked, **more)

    meanwhile = frame(new_process(fetch=fetch_slowly), wall)
    after = frame(new_process(), wall)
    assert delivered == [untouched["asOf"] + 1] == [after["asOf"]]
    assert figures(meanwhile) == figures(untouched)
    assert "DVC01: 0,4600" in after["body"] and "DVC01: 0,4503" in meanwhile["body"]


# ---- PostgreSQL ----


@pytest.fixture
def own_postgresql() -> Iterator[tuple[str, ExitStack]]:
    """A server of this test alone, and what stops it."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(postgres_server())
        except PostgresUnavailable as error:
            pytest.skip(f"POSTGRESQL TESTS SKIPPED: {error}")
        yield url, stack
        engine(url).dispose()


@pytest.mark.trust("F45")
@pytest.mark.postgres
def test_a_lock_on_postgresql_and_then_its_end_leave_the_wall_its_figures(
    own_postgresql: tuple[str, ExitStack], data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, server = own_postgresql
    monkeypatch.setenv("IOC_DATABASE_URL", url)
    migrate(url)
    store = Store(url)
    store.unit("425")
    store.indicator("DVC01")
    store.observe("DVC01", "40", "2023", 3, 4)
    wall = wall_of(url)
    board = new_process(patience=20.0)
    before = frame(board, wall)
    assert "DVC01: 0,7500" in before["body"]
    board.frames.pulse._patience = 0.2
    with engine(url).execution_options(writes=True).begin() as locking:
        locking.execute(text("lock table import_batch in access exclusive mode"))
        during = frame(board, wall)
        assert figures(during) == figures(before)
        assert during["band"].startswith("Kho số liệu trả lời quá chậm từ ")
    board.frames.pulse._patience = 20.0
    board.frames.pulse.flight.wait()
    assert frame(board, wall)["band"] == ""
    server.close()
    for process in (board, new_process()):
        stopped = frame(process, wall)
        assert figures(stopped) == figures(before)
        assert stopped["band"].startswith("Kho số liệu không trả lời từ ")


# ---- Deliveries ----


def _deliver(url: str, path: Path, **values: str) -> int:
    """A file of observations through the importer; gives its batch."""
    head = "Mã chỉ tiêu;Cấp;Mã đơn vị;Kỳ;Giá trị;Trạng thái số liệu;Nguồn gốc;Ngày chốt;Văn bản"
    rows = [
        f"{code};tỉnh;40;2023;{value};chính thức;đã công bố;31/12/2023;nghe-an-2024-01"
        for code, value in values.items()
    ]
    path.write_text("\n".join([head, *rows]), encoding="utf-8-sig")
    report = import_file(engine(url), path, province="nghe-an", kind="observations")
    assert report.status == "landed", report
    return report.batch_id


def _deliver_clock(url: str) -> None:
    with engine(url).execution_options(writes=True).begin() as connection:
        move_clock(connection, "nghe-an", day=date(2024, 4, 2), now=clock.now())
