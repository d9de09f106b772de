"""One scene on a bare screen, measured: `set_...` acts, `expect_...` checks.

The sheets are those of the wall, the room is the wall's: five letters above and below the scene,
the rims at its sides. Only the wall's own lines are left out.
"""

from collections.abc import Iterable

from playwright.sync_api import Page

from assets.addresses import address_of
from domain.playlist import Frame
from domain.viewing import Room
from server.wall_page import LAST_SHEET, sheets

# Letters above and below a scene, and at each side of it, that are not the scene's.
ABOVE_AND_BELOW, SIDE = 5.0, 0.8
# Share of a letter by which browsers round.
ROUNDING = 0.02

# Every text under a letter; every box whose content is larger than itself and is cut; everything
# that reaches out of the scene. Each is told by what stands in it.
_FAULTS = """([letter, rounding]) => {
  const scene = document.querySelector(".ioc-scene").getBoundingClientRect();
  const faults = [];
  const zoomed = (element) => {
    let times = 1;
    for (let at = element; at; at = at.parentElement) times *= getComputedStyle(at).zoom || 1;
    return times;
  };
  const tell = (fault, element) =>
    faults.push(`${fault}: <${element.tagName}> ${element.textContent.trim().slice(0, 60)}`);
  for (const element of document.querySelectorAll(".ioc-scene, .ioc-scene *")) {
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    const says = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    const drawing = element.closest("svg");
    // A drawing grows with its box, a chart by zoom; neither is in the size of the type.
    const scale = drawing ? drawing.getScreenCTM().a : zoomed(element);
    const size = parseFloat(style.fontSize) * scale;
    if (says && size < letter * (1 - rounding)) tell("small", element);
    const outside = Math.max(
      box.right - scene.right, box.bottom - scene.bottom, scene.left - box.left, scene.top - box.top
    );
    if (box.width && outside > letter * 0.1) tell("outside", element);
    if (drawing || style.display === "inline") continue;
    const hides = style.overflowX !== "visible" || style.overflowY !== "visible";
    // Digits are set tighter than their line: only what is hidden is cut.
    if (hides && element.scrollWidth - element.clientWidth > letter * 0.1) tell("cut", element);
    if (hides && element.scrollHeight - element.clientHeight > letter * 0.15) tell("cut", element);
    if (says && element.scrollWidth - element.clientWidth > letter * 0.1) tell("overflow", element);
  }
  return faults;
}"""


class SceneScreen:
    """A browser window that shows one scene."""

    def __init__(self, page: Page, *, letter: float) -> None:
        """`page` is at an address of the board; `letter`: the smallest size of type in pixels."""
        self.page = page
        self.letter = letter
        # The sheets come from the board, so that its typeface is there.
        links = "".join(
            f'<link rel="stylesheet" href="{address_of(sheet)}">'
            for sheet in sheets()
            if sheet != LAST_SHEET
        )
        above = ABOVE_AND_BELOW / 2
        page.set_content(
            f'<!doctype html><html style="--letter:{letter}px"><head>{links}</head>'
            f'<body style="margin:0;padding:{above}rem {SIDE}rem;box-sizing:border-box;'
            'height:100vh"></body></html>'
        )

    @property
    def room(self) -> Room:
        """The room of this window, as the wall reckons it."""
        size = self.page.viewport_size
        assert size is not None
        across, down = size["width"] / self.letter, size["height"] / self.letter
        return Room(across=across - 2 * SIDE, down=down)

    def set_frame(self, frame: Frame, *, theme: str) -> None:
        """Show the frame."""
        self.page.evaluate(
            """([body, theme]) => {
              document.documentElement.style.colorScheme = theme;
              document.body.innerHTML = body;
              return document.fonts.ready.then(() => undefined);
            }""",
            [frame.body, theme],
        )

    def expect_whole(self, frames: Iterable[tuple[Frame, str]]) -> None:
        """Of each frame, in its theme: no text under a letter, nothing cut, nothing outside."""
        found: list[str] = []
        for frame, theme in frames:
            self.set_frame(frame, theme=theme)
            faults = self.page.evaluate(_FAULTS, [self.letter, ROUNDING])
            found += [f"{frame.slot.key} {frame.title}: {fault}" for fault in faults]
        assert not found, "\n".join(found)
