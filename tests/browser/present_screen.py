"""A presenter's windows as those before them meet them: `set_...` acts, `expect_...` checks."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from server.session_cookie import NAME
from tests.app.visiting import token_of
from tests.browser.board import Board

# What every post of a Vietnamese office begins with.
POSTS = ("Giám đốc", "Chủ tịch", "Chánh Văn phòng", "Trưởng", "Bí thư", "Thủ trưởng")
# A browser rounds lengths to a share of a pixel.
ROUNDING = 0.05

# Every text under `letter` and every line under `line`, in pixels of the screen; what is cut.
_FAULTS = """([letter, line, rounding]) => {
  const face = document.querySelector(".wall-face.is-shown"), faults = new Set();
  const told = (e) => `<${e.tagName} class="${e.getAttribute("class") ?? ""}">`
    + ` in "${e.parentElement.getAttribute("class") ?? ""}" ${e.textContent.trim().slice(0, 30)}`;
  for (const e of [...face.querySelectorAll("*"), ...document.querySelectorAll(".wall-foot *")]) {
    const look = getComputedStyle(e), box = e.getBoundingClientRect();
    if (!box.width && !box.height) continue;
    if (look.visibility === "hidden" || e.closest(".wall-sentence")) continue;
    const drawing = e.closest("svg");
    // A drawing grows with its box, a chart by zoom.
    const scale = drawing ? (e.getScreenCTM?.()?.a ?? 1) : e.currentCSSZoom;
    const says = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    const size = parseFloat(look.fontSize) * scale;
    if (says && size < letter - rounding) faults.add(`${size} px of type: ${told(e)}`);
    const lines = ["Top", "Right", "Bottom", "Left"]
      .filter((side) => !["none", "hidden"].includes(look[`border${side}Style`]))
      .map((side) => parseFloat(look[`border${side}Width`]) * scale);
    const isSvg = drawing && e !== drawing;
    if (isSvg && look.stroke !== "none")
      lines.push(parseFloat(look.strokeWidth)
        * (look.vectorEffect === "non-scaling-stroke" ? 1 : scale));
    const isFilled = look.backgroundColor !== "rgba(0, 0, 0, 0)" || look.backgroundImage !== "none";
    if (!drawing && isFilled && box.width && box.height)
      lines.push(Math.min(box.width, box.height));
    for (const width of lines)
      if (width > 0 && width < line - rounding) faults.add(`${width} px of line: ${told(e)}`);
  }
  const scene = face.querySelector(".ioc-scene");
  if (scene.scrollWidth > scene.clientWidth + 1 || scene.scrollHeight > scene.clientHeight + 1)
    faults.add("cut: more than the slide has room for");
  return [...faults];
}"""


class Slides:
    """The window that is shared."""

    address = ""

    def __init__(self, page: Page, meeting: int) -> None:
        self.page = page
        self.meeting = meeting

    def set_signed_in(self, board: Board, username: str) -> str:
        """Sign in, here and in the other windows of this person; gives the session's secret."""
        token = token_of(board.database_url, username)
        self.page.context.add_cookies([{"name": NAME, "value": token, "url": board.url}])
        return token

    def set_open(self, *, language: str = "vi") -> None:
        """Open the window."""
        self.page.goto(f"/present/{self.meeting}?{self.address}lang={language}")

    def set_keys(self, *keys: str) -> None:
        """Press one key after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def set_looked_again(self) -> None:
        """Ask the server now, and not only after a while."""
        self.page.evaluate("dispatchEvent(new Event('online'))")

    def expect_slide(self, number: int) -> None:
        """The slide `number`, from 1, is on."""
        expect(self.page.locator("body")).to_have_attribute("data-slide", str(number))

    def expect_all_fetched(self, count: int) -> None:
        """So many slides are in this window's memory."""
        self.page.wait_for_function(
            "count => performance.getEntriesByType('resource')"
            ".filter((each) => each.name.includes('/slide?')).length >= count",
            arg=count,
        )

    def expect_text(self, text: str) -> None:
        """The slide reads `text` somewhere."""
        expect(self.page.locator(".wall-face.is-shown")).to_contain_text(text)

    def expect_seen(self, selector: str, *, seen: bool = True) -> None:
        """What `selector` names is seen, or is not."""
        named = self.page.locator(f"{selector}:visible")
        if seen:
            expect(named).not_to_have_count(0)
        else:
            expect(named).to_have_count(0)

    def expect_no_post_told(self) -> None:
        """Neither seen nor read aloud: who holds which post."""
        told = self.page.locator(".wall-face.is-shown").inner_text()
        assert not [post for post in POSTS if post in told], told

    def expect_theme(self, theme: str) -> None:
        """The slides are `light` or `dark`."""
        expect(self.page.locator("html")).to_have_attribute("data-theme", theme)

    def expect_readable_as_video(self) -> None:
        """No text under 24 px, no line under 2 px, and nothing cut."""
        faults = self.page.evaluate(_FAULTS, [24, 2, ROUNDING])
        number = self.page.locator(".wall-place").inner_text()
        assert not faults, f"{number}: " + "\n".join(faults)

    @contextmanager
    def expect_no_request(self) -> Iterator[None]:
        """Nobody asks the server for a slide meanwhile."""
        asked: list[str] = []
        self.page.on("request", lambda request: asked.append(request.url))
        yield
        assert not [address for address in asked if "/slide" in address]

    def expect_nothing_left(self) -> None:
        """No figure is on screen, nor behind it."""
        self.page.wait_for_url("**/meetings**")
        expect(self.page.locator(".wall-face")).to_have_count(0)


class OwnWindow(Slides):
    """The presenter's own window, with two small pictures in it."""

    address = "own&"

    def set_jump(self, title: str) -> None:
        """Press a title in the list of slides."""
        self.page.get_by_role("button", name=title).click()

    def expect_pictures(self, *, now: int, then: int | None) -> None:
        """The slide in each picture; None: there is no next one."""
        pictures = [self.page.frame_locator(f".own-{of} iframe") for of in ("now", "then")]
        for picture, number in zip(pictures, (now, then), strict=True):
            shown = picture.locator(".wall-face.is-shown")
            if number is None:
                expect(shown).to_have_count(0)
            else:
                place = picture.locator(".wall-place")
                expect(place).to_have_text(f"{number}/{self.count}")

    count = 0

    def expect_told(self, *, time: str, title: str) -> None:
        """The time that the agenda gives the slide, and its line in the list."""
        expect(self.page.locator(".own-slide span")).to_have_text(time)
        expect(self.page.locator(".own-slides li[aria-current] button")).to_have_text(title)

    def expect_way_back(self, address: str) -> None:
        """A link leads to the page of the meeting."""
        back = self.page.locator(".own-back")
        expect(back).to_have_attribute("href", address)
