"""A wall in a real browser: its sizes, its faults, and that it never shows a picture that lies."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Route, expect

from assets.wording import text
from domain.stage import HEAD_AND_FOOT, Stage
from domain.viewing import CAPITAL, LEAST_DEGREES
from pages.scenes import SCENES
from store import clock
from store.database import engine
from store.imports.importer import import_file
from store.walls import PlaylistEntry
from tests.browser.board import PROJECT, Board, NewVisitor, copied, serving
from tests.browser.wall_screen import WallScreen, change_link, link_to, revoke_all

MINUTE = 60_000
SITUATION = PlaylistEntry(scene="situation")
TWO_UNITS = (
    PlaylistEntry(scene="unit", unit="424"),
    PlaylistEntry(scene="unit", unit="425"),
)
METRES, WIDTH = 6.0, 4.2
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def window(board: Board, new_visitor: NewVisitor) -> Callable[..., WallScreen]:
    """Open a wall of the entries on the shared board."""

    def opened(
        *entries: PlaylistEntry,
        pixels: tuple[int, int] = (1920, 1080),
        address: str = "",
        **more: Any,
    ) -> WallScreen:
        wall = WallScreen(new_visitor(board, width=pixels[0], height=pixels[1]))
        secret = link_to(board.database_url, entries=entries or (SITUATION,), **more)
        wall.set_open(secret, address=address)
        return wall

    return opened


@dataclass
class OwnBoard:
    """A server of one test, which may be killed and started again."""

    board: Board
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._running = serving(self.board)
        self.process = self._running.__enter__()

    def kill(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.close()

    def close(self) -> None:
        self._running.__exit__(None, None, None)


@pytest.fixture
def own_board(sample_url: str, tmp_path: Path) -> Iterator[OwnBoard]:
    own = OwnBoard(copied(sample_url, tmp_path))
    own.start()
    yield own
    own.close()


def deliver(board: Board, folder: Path, value: str) -> None:
    """A new rate of the province through the importer."""
    path = folder / "delivery.csv"
    path.write_text(
        "Mã chỉ tiêu;Cấp;Mã đơn vị;Kỳ;Giá trị;Trạng thái số liệu;Nguồn gốc;Ngày chốt;Văn bản\n"
        f"DVC01;tỉnh;40;2023;{value};chính thức;đã công bố;31/12/2023;nghe-an-2024-01\n",
        encoding="utf-8-sig",
    )
    url = board.database_url
    report = import_file(engine(url), path, province="nghe-an", kind="observations")
    assert report.status == "landed"


# ---- What is seen ----

# The degrees under which the smallest letters of a frame that carry a figure are seen.
SMALLEST = """
([metres, width, share]) => {
  const stage = document.querySelector(".wall-stage");
  const walker = document.createTreeWalker(stage, NodeFilter.SHOW_TEXT);
  let smallest = Infinity, text = "";
  while (walker.nextNode()) {
    const place = walker.currentNode.parentElement;
    if (!/\\d/.test(walker.currentNode.textContent) || place.closest(".wall-sentence")) continue;
    const { fontSize, visibility, display } = getComputedStyle(place);
    if (visibility === "hidden" || display === "none" || !place.getClientRects().length) continue;
    const svg = place.closest("svg");
    const scale = svg ? svg.getScreenCTM().a : 1;
    const size = parseFloat(fontSize) * scale * (place.currentCSSZoom ?? 1);
    if (size < smallest) [smallest, text] = [size, walker.currentNode.textContent.trim()];
  }
  const height = (smallest * share) / innerWidth * width;
  return [(2 * Math.atan(height / 2 / metres) * 180) / Math.PI, text];
}
"""
OUTSIDE = """
() => [...document.querySelectorAll(".wall-face.is-shown .wall-body *")].filter((element) => {
  const box = element.getBoundingClientRect();
  const stage = document.querySelector(".wall-face.is-shown .wall-body").getBoundingClientRect();
  return box.width && (box.right > stage.right + 1 || box.bottom > stage.bottom + 1);
}).map((element) => element.outerHTML.slice(0, 120))
"""


@pytest.mark.parametrize(
    ("width", "height"), [(1280, 720), (1920, 1080), (3840, 2160), (5760, 2160)]
)
def test_at_every_size_all_scenes_are_whole_and_their_figures_can_be_read_from_afar(
    board: Board, new_visitor: NewVisitor, width: int, height: int
) -> None:
    wall = WallScreen(new_visitor(board, width=width, height=height))
    entries = [PlaylistEntry(scene=key, unit="425" if key == "unit" else "") for key in SCENES]
    wall.set_open(link_to(board.database_url, entries=tuple(entries), metres=METRES, width=WIDTH))
    assert not Stage.of(metres=METRES, width=WIDTH, shape=width / height).is_small
    for entry in entries:
        slot = f"{entry.scene}~{entry.unit}~~~"
        wall.set_only(slot)
        wall.expect_shown(slot, timeout=MINUTE)
        degrees, smallest = wall.page.evaluate(SMALLEST, [METRES, WIDTH, CAPITAL])
        assert degrees > LEAST_DEGREES - 0.005, (entry.scene, smallest, degrees)
        assert wall.page.evaluate(OUTSIDE) == [], entry.scene
        wall.expect_no_scrolling()
        wall.expect_never_blank()


def test_the_room_a_scene_is_told_is_the_room_there_is(
    window: Callable[..., WallScreen],
) -> None:
    wall = window(SITUATION, metres=METRES, width=WIDTH)
    wall.expect_shown()
    room = Stage.of(metres=METRES, width=WIDTH, shape=round(1920 / 1080, 2)).room
    across, down, letter = wall.page.evaluate(
        """() => {
          const body = document.querySelector(".wall-face.is-shown .wall-body");
          const { fontSize } = getComputedStyle(document.documentElement);
          const { width, height } = body.getBoundingClientRect();
          return [width, height, parseFloat(fontSize)];
        }"""
    )
    assert across / letter == pytest.approx(room.across, rel=0.005)
    assert down / letter + HEAD_AND_FOOT == pytest.approx(room.down, rel=0.005)


def test_clock_age_and_batch_are_always_on_screen(window: Callable[..., WallScreen]) -> None:
    wall = window(SITUATION, *TWO_UNITS, seconds=5)
    wall.expect_shown()
    expect(wall.page.locator(".wall-clock b")).to_have_text(
        f"{clock.now().astimezone(HANOI):%H:%M}"
    )
    wall.expect_figure("Chốt 31/12/2023 · 93 ngày · chu kỳ 365 ngày · đợt")
    expect(wall.page.locator(".wall-health")).to_have_text("Dữ liệu mẫu dừng ở ngày 02/04/2024")
    expect(wall.page.locator(".wall-place")).to_have_text("1/3")
    expect(wall.page.locator(".wall-next")).to_contain_text("Tiếp theo: ")


def test_no_text_crosses_the_gap_between_two_panels(window: Callable[..., WallScreen]) -> None:
    wall = window(SITUATION, *TWO_UNITS, pixels=(2880, 540), address="?grid=3x1")
    frames = [frame for frame in wall.page.frames if "cell=" in frame.url]
    assert len(frames) == 3
    for frame in frames:
        expect(frame.locator(".wall-face.is-shown")).to_have_count(1)
    slots = {frame.locator(".wall-face.is-shown").get_attribute("data-slot") for frame in frames}
    assert slots == {"situation~~~~", "unit~424~~~", "unit~425~~~"}
    for place, box in enumerate(
        wall.page.locator("iframe").nth(number).bounding_box() for number in range(3)
    ):
        assert box is not None
        assert (box["x"], box["width"]) == (place * 960, 960)
        outside = frames[place].evaluate(
            """() => [...document.querySelectorAll(".wall-stage *")]
                .filter((each) => each.childElementCount === 0 && each.getClientRects().length)
                .map((each) => each.getBoundingClientRect())
                .filter((box) => box.left < 0 || box.right > innerWidth).length"""
        )
        assert outside == 0
        origin_ends, foot_begins = frames[place].evaluate(
            """() => [
                document.querySelector(".is-shown .wall-origin").getBoundingClientRect().right,
                document.querySelector(".wall-foot").getBoundingClientRect().left,
            ]"""
        )
        assert origin_ends <= foot_begins


# ---- What is new ----


def test_a_new_batch_shows_in_its_place_without_a_blank(
    own_board: OwnBoard, new_visitor: NewVisitor, tmp_path: Path
) -> None:
    wall = WallScreen(new_visitor(own_board.board))
    wall.set_open(link_to(own_board.board.database_url, "situation", seconds=3600))
    wall.expect_figure("45,03%")
    deliver(own_board.board, tmp_path, "46,00%")
    wall.expect_figure("46,00%", timeout=MINUTE / 2)
    wall.expect_band("")
    wall.expect_never_blank()


def test_an_alert_is_turned_to_at_once_and_once(window: Callable[..., WallScreen]) -> None:
    alert = {"code": "88~2024-04-02~unit~425~~~", "slot": "unit~425~~~", "text": "Mới: 2 việc"}
    wall = window(SITUATION, *TWO_UNITS, seconds=3600)
    wall.expect_shown("situation~~~~")
    wall.set_answers("/wall/plan", lambda _: {"alerts": [alert]})
    wall.expect_shown("unit~425~~~", timeout=MINUTE / 2)
    wall.expect_band("Mới: 2 việc")
    wall.set_hurried(1)
    wall.page.reload()
    wall.expect_shown("unit~424~~~")
    wall.expect_band("")


def test_an_alert_overtakes_the_frame_that_is_being_laid_out(
    window: Callable[..., WallScreen],
) -> None:
    alert = {"code": "88~2024-04-02~unit~425~~~", "slot": "unit~425~~~", "text": "Mới: 2 việc"}
    wall = window(SITUATION, *TWO_UNITS, seconds=3600)
    wall.expect_shown("situation~~~~")
    held: list[Route] = []
    wall.page.route("**/wall/frame*424*", lambda route: held.append(route))  # noqa: PLW0108
    wall.page.evaluate("sessionStorage.clear()")
    with wall.page.expect_request("**/wall/frame*424*"):
        wall.page.reload()
    wall.expect_shown("situation~~~~")
    wall.set_answers("/wall/plan", lambda _: {"alerts": [alert]})
    with wall.page.expect_response("**/wall/plan*"):
        wall.set_asked()
    held[-1].continue_()
    wall.expect_shown("unit~425~~~", timeout=MINUTE / 2)
    assert wall.page.evaluate("window.wallProbe.slots") == ["situation~~~~", "unit~425~~~"]


def test_an_alert_without_a_picture_is_kept_until_it_was_shown(
    window: Callable[..., WallScreen],
) -> None:
    alert = {"code": "88~2024-04-02~unit~425~~~", "slot": "unit~425~~~", "text": "Mới: 2 việc"}
    wall = window(SITUATION, *TWO_UNITS, seconds=3600)
    wall.expect_shown("situation~~~~")
    wall.page.clock.install()
    wall.page.route("**/wall/frame*425*", lambda route: route.fulfill(status=503, json={}))
    wall.set_answers("/wall/plan", lambda _: {"alerts": [alert]})
    with wall.page.expect_response("**/wall/frame*425*"):
        wall.set_asked()
    # What is on show stays, and the next one does not come sooner for it.
    wall.expect_shown("situation~~~~")
    wall.page.unroute("**/wall/frame*425*")
    wall.page.clock.fast_forward(21_000)
    wall.expect_shown("unit~425~~~", timeout=MINUTE / 2)
    wall.expect_band("Mới: 2 việc")
    assert "unit~424~~~" not in wall.page.evaluate("window.wallProbe.slots")


def test_another_language_and_other_panels_hold_without_anybody_touching_the_wall(
    own_board: OwnBoard, new_visitor: NewVisitor
) -> None:
    url = own_board.board.database_url
    wall = WallScreen(new_visitor(own_board.board))
    wall.set_open(link_to(url, entries=(SITUATION, *TWO_UNITS), seconds=3600))
    wall.expect_figure("nhiệm vụ quá hạn")
    wall.page.evaluate("window.isTheSame = true")
    change_link(url, language="en")
    wall.expect_figure("tasks overdue", timeout=MINUTE / 2)
    expect(wall.page.locator(".wall-next")).to_contain_text("Next: ")
    assert "day" in wall.page.locator(".wall-clock span").inner_text()
    assert wall.page.evaluate("window.isTheSame")
    change_link(url, panels_across=3)
    expect(wall.page.locator("iframe")).to_have_count(3, timeout=MINUTE / 2)
    for panel in wall.page.frames[1:]:
        expect(panel.locator(".wall-face.is-shown")).to_have_count(1)


def test_an_empty_frame_is_passed_over_unless_nothing_else_is_left(
    window: Callable[..., WallScreen],
) -> None:
    wall = window(SITUATION, *TWO_UNITS, seconds=5)
    empty = {"unit~424~~~"}
    wall.set_answers(
        "/wall/frame", lambda frame: {"seconds": 0.3, "isEmpty": frame["slot"] in empty}
    )
    wall.page.reload()
    wall.expect_was_shown("unit~425~~~", timeout=MINUTE)
    wall.set_seen_anew()
    wall.expect_was_shown("situation~~~~", "unit~425~~~")
    assert "unit~424~~~" not in wall.page.evaluate("window.wallProbe.slots")
    empty |= {"situation~~~~", "unit~425~~~"}
    wall.page.reload()
    wall.expect_was_shown("situation~~~~", "unit~424~~~", "unit~425~~~", timeout=MINUTE)


def test_units_without_a_change_are_passed_over(window: Callable[..., WallScreen]) -> None:
    wall = window(SITUATION, PlaylistEntry(scene="unit", unit="*"), seconds=5)
    wall.set_hurried(0.3)
    # All units were seen once; from then on nothing but the situation is left.
    wall.expect_was_shown(*(f"unit~{code}~~~" for code in range(412, 433)), timeout=MINUTE)
    wall.expect_shown("situation~~~~")
    expect(wall.page.locator(".wall-next")).to_have_text("Tiếp theo: Toàn cảnh · năm 2023")
    wall.set_seen_anew()
    wall.expect_was_shown("situation~~~~")
    expect(wall.page.locator(".wall-next")).to_have_text("Tiếp theo: Toàn cảnh · năm 2023")
    assert wall.page.evaluate("window.wallProbe.slots") == ["situation~~~~"]


# ---- What goes wrong ----


@pytest.mark.trust("F46")
def test_a_killed_server_leaves_the_wall_its_figures_and_it_comes_back_without_a_click(
    own_board: OwnBoard, new_visitor: NewVisitor
) -> None:
    wall = WallScreen(new_visitor(own_board.board))
    wall.set_hurried(2)
    wall.set_open(link_to(own_board.board.database_url, entries=(SITUATION, *TWO_UNITS)))
    wall.expect_was_shown("situation~~~~", "unit~424~~~", "unit~425~~~", timeout=MINUTE)
    own_board.kill()
    wall.expect_band("Mất kết nối với máy chủ từ ", timeout=MINUTE)
    wall.set_seen_anew()
    wall.expect_was_shown("situation~~~~", "unit~424~~~", "unit~425~~~")
    own_board.start()
    wall.expect_band("", timeout=MINUTE)
    wall.expect_never_blank()


@pytest.mark.trust("F47")
def test_without_a_network_it_goes_on_and_says_since_when(
    window: Callable[..., WallScreen],
) -> None:
    wall = window(SITUATION, *TWO_UNITS, seconds=5)
    wall.set_answers("/wall/frame", lambda frame: {"seconds": 1, "batch": f"đợt {frame['slot']}"})
    wall.page.reload()
    wall.expect_was_shown("situation~~~~", "unit~424~~~", "unit~425~~~", timeout=MINUTE)
    wall.page.context.set_offline(True)
    wall.expect_band("Mất kết nối với máy chủ từ ", timeout=MINUTE)
    # Each frame tells the batch that it is of itself.
    for slot in ("unit~424~~~", "unit~425~~~"):
        wall.expect_band(f"số liệu của đợt {slot}")
    wall.set_seen_anew()
    wall.expect_was_shown("situation~~~~", "unit~424~~~", "unit~425~~~")
    wall.page.context.set_offline(False)
    wall.expect_band("", timeout=MINUTE)
    wall.expect_never_blank()


def test_a_revoked_link_takes_the_figures_off_the_screen(
    own_board: OwnBoard, new_visitor: NewVisitor
) -> None:
    wall = WallScreen(new_visitor(own_board.board))
    wall.set_open(link_to(own_board.board.database_url, "situation"))
    wall.expect_figure("45,03%")
    revoke_all(own_board.board.database_url)
    wall.expect_message(text("wall.closed", language="vi"), timeout=MINUTE / 2)
    expect(wall.page.locator("body")).not_to_contain_text("45,03%")


def test_a_closed_wall_goes_on_asking_and_comes_back_by_itself(
    window: Callable[..., WallScreen],
) -> None:
    wall = window(SITUATION)
    wall.expect_shown()
    wall.page.route("**/wall/plan*", lambda route: route.fulfill(status=401, body="no"))
    for _ in range(3):
        with wall.page.expect_response("**/wall/plan*"):
            wall.set_asked()
        wall.expect_message(text("wall.closed", language="vi"))
    assert wall.page.url.endswith("/wall/show")
    wall.page.unroute("**/wall/plan*")
    wall.set_asked()
    wall.expect_shown("situation~~~~")
    expect(wall.page.locator(".wall-message")).to_be_hidden()


@pytest.mark.parametrize(
    "answer",
    [{"json": {"text": "Kho số liệu nghỉ"}}, {"body": "Kho số liệu nghỉ\n"}],
    ids=["json", "plain"],
)
def test_a_server_that_says_why_it_has_nothing_is_not_silent(
    window: Callable[..., WallScreen], answer: dict[str, Any]
) -> None:
    wall = window(SITUATION)
    wall.expect_shown()
    if "body" in answer:
        answer = answer | {"content_type": "text/plain; charset=utf-8"}
    wall.page.route("**/wall/plan*", lambda route: route.fulfill(status=503, **answer))
    wall.set_asked()
    wall.expect_band("Kho số liệu nghỉ")
    expect(wall.page.locator(".wall-band")).not_to_contain_text("Mất kết nối")
    expect(wall.page.locator(".wall-clock b")).not_to_have_text("–")


def test_a_clock_that_is_wrong_on_the_pc_is_right_on_the_wall(
    board: Board, new_visitor: NewVisitor
) -> None:
    wall = WallScreen(new_visitor(board, timezone_id="America/New_York"))
    wall.page.add_init_script("{ const now = Date.now; Date.now = () => now() + 5 * 3600_000; }")
    wall.set_open(link_to(board.database_url, "situation"))
    wall.expect_shown()
    told = [f"{clock.now().astimezone(HANOI):%H:%M}"]
    expect(wall.page.locator(".wall-clock b")).to_have_text(told[0])
    # The clock is moved while it shows: the server is asked, and the wall goes on.
    wall.page.evaluate("{ const now = Date.now; Date.now = () => now() - 9 * 3600_000; }")
    with wall.page.expect_response("**/wall/plan*"):
        pass
    expect(wall.page.locator(".wall-clock b")).to_have_text(
        f"{clock.now().astimezone(HANOI):%H:%M}"
    )
    wall.expect_never_blank()


def test_a_frame_of_another_unit_is_never_shown_under_its_name(
    window: Callable[..., WallScreen],
) -> None:
    wall = window(SITUATION, *TWO_UNITS, seconds=5)

    def of_another(frame: dict[str, object]) -> dict[str, object]:
        return {"seconds": 0.5} | ({"unit": 1} if frame["slot"] == "unit~424~~~" else {})

    wall.set_answers("/wall/frame", of_another)
    wall.page.reload()
    wall.expect_was_shown("unit~425~~~", "situation~~~~", timeout=MINUTE)
    assert "unit~424~~~" not in wall.page.evaluate("window.wallProbe.slots")
    with wall.page.expect_request("**/wall/beat", timeout=40_000) as beat:
        pass
    assert beat.value.post_data_json["errors"] > 0


@pytest.mark.trust("F46")
def test_a_new_version_is_loaded_between_two_frames_and_once(
    window: Callable[..., WallScreen],
) -> None:
    wall = window(SITUATION, *TWO_UNITS, seconds=5)
    wall.set_hurried(1)
    wall.set_answers("/wall/plan", lambda _: {"version": "another"})
    loads: list[str] = []
    wall.page.on("load", lambda page: loads.append(page.url))
    with wall.page.expect_event("load", timeout=MINUTE):
        pass
    # Where it stood, it goes on; and that the version is still another one is nothing new.
    wall.expect_was_shown("situation~~~~", "unit~424~~~", "unit~425~~~", timeout=MINUTE)
    assert len(loads) == 1


def test_starting_over_shows_the_figures_throughout(window: Callable[..., WallScreen]) -> None:
    wall = window(SITUATION, *TWO_UNITS, seconds=5)
    wall.set_hurried(2)
    wall.expect_shown(timeout=MINUTE)
    film = wall.set_filmed()
    with wall.page.expect_event("load", timeout=MINUTE):
        wall.set_answers("/wall/plan", lambda _: {"version": "another"})
    wall.expect_was_shown("unit~425~~~", timeout=MINUTE)
    film.expect_figures_throughout()
    wall.expect_never_blank()


def test_panels_that_start_over_show_their_figures_throughout(
    window: Callable[..., WallScreen],
) -> None:
    wall = window(*TWO_UNITS, pixels=(1920, 540), address="?grid=2x1", seconds=5)
    wall.set_hurried(2)
    panels = wall.page.locator("iframe")
    for number in range(2):
        shown = panels.nth(number).content_frame.locator(".wall-face.is-shown")
        expect(shown).to_have_count(1, timeout=MINUTE)
    film = wall.set_filmed()
    renewed: set[str] = set()
    wall.page.on("framenavigated", lambda frame: renewed.add(frame.url))
    wall.set_answers("/wall/plan", lambda _: {"version": "another"})
    for _ in range(2):
        wall.page.wait_for_event("framedetached", timeout=MINUTE)
    assert len(renewed) == 2
    expect(panels).to_have_count(2)
    film.expect_figures_throughout(panels=2)


def test_a_clock_set_back_since_the_last_load_does_not_keep_an_old_version(
    window: Callable[..., WallScreen],
) -> None:
    wall = window(SITUATION, *TWO_UNITS, seconds=5)
    wall.set_hurried(1)
    wall.set_answers("/wall/plan", lambda _: {"version": "another"})
    asked: list[str] = []
    wall.page.on(
        "request", lambda sent: asked.append(sent.url) if sent.is_navigation_request() else None
    )
    wall.page.evaluate(
        """() => {
          const kept = { reloadedAt: Date.now() + 1e9 };
          sessionStorage.setItem("wall 1", JSON.stringify(kept));
          location.reload();
        }"""
    )
    wall.expect_was_shown("situation~~~~", "unit~424~~~", "unit~425~~~", timeout=MINUTE)
    assert len([address for address in asked if address.endswith("/wall/show")]) == 2


# ---- For a long time ----


@pytest.mark.trust("F48")
@pytest.mark.slow
def test_five_minutes_of_scenes_and_imports_leave_the_browser_as_it_was(
    new_visitor: NewVisitor,
) -> None:
    """The soak test of `make soak`, shorter: the same figures, the same limits."""
    soak = subprocess.run(
        [sys.executable, "-m", "bench.soak", "--minutes", "5", "--json"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert soak.returncode == 0, soak.stdout + soak.stderr
    assert json.loads(soak.stdout.splitlines()[-1])["blank"] == 0
