"""A scene of work or services is whole in the smallest room: nothing cut, nothing too small.

Its body is put into a box as large as a wall leaves for it, with the wall's own sheets.
"""

from collections.abc import Sequence

import pytest
from playwright.sync_api import Page, Route

from assets.addresses import address_of
from domain.playlist import Slot
from domain.stage import SIDE
from domain.viewing import Room
from server.wall_page import sheets
from tests.app.scenes_drawn import PROVINCES, Drawing
from tests.browser.board import Board, NewVisitor

OURS = (
    "work", "pilot_models", "decisions", "service_index", "digital_identity", "online_services",
    "readiness",
)  # fmt: skip
# Width and height of the screen and the size of the smallest type, in px.
SCREENS = ((1280, 720, 24), (1920, 1080, 20))
ADDRESS = "/a-scene-alone"

WHAT_IS_WRONG = """(letter) => {
  const wrong = [], scene = document.querySelector(".ioc-scene");
  const box = scene.getBoundingClientRect();
  const zoomed = (e) => {
    let times = 1;
    for (; e; e = e.parentElement) times *= +getComputedStyle(e).zoom || 1;
    return times;
  };
  for (const e of scene.querySelectorAll("*")) {
    const look = getComputedStyle(e);
    if (look.display === "none" || !e.getClientRects().length) continue;
    const cut = e.scrollHeight > e.clientHeight + 2 || e.scrollWidth > e.clientWidth + 2;
    if (cut && look.overflow !== "visible" && e.clientHeight)
      wrong.push(`cut: ${e.className} ${e.textContent.slice(0, 60)}`);
    for (const node of e.childNodes) {
      if (node.nodeType !== 3 || !node.textContent.trim()) continue;
      const said = node.textContent.trim().slice(0, 60);
      if (parseFloat(look.fontSize) * zoomed(e) < letter - 0.5) wrong.push(`small: ${said}`);
      const range = document.createRange();
      range.selectNodeContents(node);
      const part = e.closest(".ioc-scene-panel, .ioc-scene-statement") ?? scene;
      const rim = part.getBoundingClientRect();
      for (const line of range.getClientRects())
        if (line.bottom > rim.bottom + 2 || line.right > Math.min(rim.right, box.right) + 2)
          wrong.push(`outside: ${said}`);
    }
  }
  return [...new Set(wrong)];
}"""


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("slug", PROVINCES)
@pytest.mark.parametrize("screen", SCREENS)
def test_every_scene_is_whole(
    new_visitor: NewVisitor,
    board: Board,
    *,
    sample_url: str,
    screen: tuple[int, int, int],
    slug: str,
    language: str,
) -> None:
    width, height, letter = screen
    visitor = new_visitor(board, width=width, height=height)
    drawing = Drawing(sample_url, slug)
    room = Room(across=width / letter - 2 * SIDE, down=height / letter)
    found = {}
    for scene in OURS:
        frame = drawing.frame(Slot(scene=scene), room=room, language=language)
        wrong = _shown(visitor, frame.body, letter=letter, language=language)
        if wrong:
            found[scene] = wrong
    assert found == {}


def _shown(visitor: Page, body: str, *, letter: int, language: str) -> Sequence[str]:
    """What is wrong with `body` in the box of a wall."""
    links = "".join(
        f'<link rel="stylesheet" href="{address_of(path)}">'
        for path in sheets()
        if "wall" not in path
    )
    page = (
        f'<!DOCTYPE html><html lang="{language}" style="--letter:{letter}px"><head>'
        f'<meta charset="utf-8">{links}</head><body style="margin:0">'
        '<main style="box-sizing:border-box;height:calc(100vh - 5rem);padding:0 0.8rem">'
        f"{body}</main></body></html>"
    )

    def answer(route: Route) -> None:
        route.fulfill(body=page, content_type="text/html")

    visitor.route(f"**{ADDRESS}", answer)
    visitor.goto(ADDRESS)
    visitor.evaluate("document.fonts.ready")
    visitor.unroute(f"**{ADDRESS}")
    wrong: Sequence[str] = visitor.evaluate(WHAT_IS_WRONG, letter)
    return wrong
