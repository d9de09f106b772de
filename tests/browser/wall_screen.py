"""A wall as those in front of it meet it: `set_...` acts, `expect_...` checks.

A probe in the page looks at every picture the browser draws, so that what was wrong for the
blink of an eye is seen, too.
"""

import base64
import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from PIL import Image
from playwright.sync_api import Error, Page, Route, expect
from sqlalchemy import select, update

from store import clock
from store.database import engine
from store.tables import province, unit, wall_link
from store.walls import PlaylistEntry, make_wall_link, revoke_wall_link

# Of a picture that shows a frame, much more is drawn on.
LEAST_DRAWN = 0.02
Change = Callable[[dict[str, Any]], Mapping[str, Any]]

# Looks at every picture: is exactly one frame seen, whole, and what does it say it is?
PROBE = """
(() => {
  const probe = (window.wallProbe = { pictures: 0, blank: 0, told: {}, slots: [], began: false });
  const look = () => {
    requestAnimationFrame(look);
    const shown = document.querySelectorAll(".wall-face.is-shown");
    if (!shown.length && !probe.began) return;
    probe.began = true;
    probe.pictures += 1;
    const [face] = shown;
    const words = face && ["h1", ".wall-about", ".wall-facts b"].map(
      (part) => face.querySelector(part).textContent);
    const isWhole = shown.length === 1 && words[0] && face.querySelector(".wall-body > *")
      && !document.querySelector(".wall-stage").hidden;
    if (!isWhole) { probe.blank += 1; return; }
    const { slot, province, unit, asOf } = face.dataset;
    probe.told[JSON.stringify({ slot, province, unit })] ??= {};
    probe.told[JSON.stringify({ slot, province, unit })][words.join(" | ")] = asOf;
    if (probe.slots.at(-1) === slot) return;
    probe.slots = [...probe.slots.slice(-500), slot];
    document.documentElement.dataset.seen = probe.slots.join(" ");
  };
  requestAnimationFrame(look);
})();
"""


def link_to(
    url: str,
    *scenes: str,
    entries: tuple[PlaylistEntry, ...] = (),
    slug: str = "nghe-an",
    **more: Any,
) -> str:
    """The secret of a new link to a whole province in the store at `url`."""
    whole = (
        select(unit.c.id)
        .join(province, province.c.id == unit.c.province_id)
        .where(province.c.slug == slug, unit.c.level == "province")
    )
    with engine(url).execution_options(writes=True).begin() as connection:
        unit_id = connection.scalars(whole).first()
        assert unit_id is not None
        return make_wall_link(
            connection,
            name="Phòng điều hành",
            unit_id=unit_id,
            scenes=scenes or sorted({entry.scene for entry in entries}),
            entries=entries,
            account_id=None,
            now=clock.now(),
            **more,
        )


def change_link(url: str, **columns: Any) -> None:
    """Every link of the store at `url` is set to `columns`."""
    with engine(url).execution_options(writes=True).begin() as connection:
        connection.execute(update(wall_link).values(**columns))


def revoke_all(url: str) -> None:
    """No link of the store at `url` is good any more."""
    with engine(url).execution_options(writes=True).begin() as connection:
        for link in connection.scalars(select(wall_link.c.id)).all():
            revoke_wall_link(connection, link, account_id=None, now=clock.now())


class WallScreen:
    """A window of a wall."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.add_init_script(PROBE)

    def set_open(self, secret: str, *, address: str = "") -> None:
        """Open the link, and then the wall at `address` (?grid=3x1)."""
        self.page.goto(f"/wall/open#{secret}")
        self.page.wait_for_url("**/wall/show")
        if address:
            self.page.goto(f"/wall/show{address}")

    def set_answers(self, path: str, change: Change) -> None:
        """What the server answers at `path` reaches the window with `change` in it."""

        def answer(route: Route) -> None:
            # Without a server, and at the end of the page, there is no answer to change.
            with suppress(Error):
                try:
                    response = route.fetch()
                    content = response.json() if response.ok else {}
                except Error:
                    route.abort()
                else:
                    changed = {"json": content | dict(change(content))} if content else {}
                    route.fulfill(response=response, **changed)

        self.page.route(f"**{path}*", answer)

    def set_hurried(self, seconds: float) -> None:
        """Every frame stays so long."""
        self.set_answers("/wall/frame", lambda _: {"seconds": seconds})

    def set_asked(self) -> None:
        """The window asks for its plan now, as when a network comes back."""
        self.page.evaluate("() => { dispatchEvent(new Event('online')); }")

    def set_filmed(self) -> "Film":
        """From now on every picture that the browser draws is kept."""
        return Film(self.page)

    def set_seen_anew(self) -> None:
        """What was seen until now does not count as seen."""
        self.page.evaluate(
            "() => { window.wallProbe.slots = []; delete document.documentElement.dataset.seen; }"
        )

    def set_only(self, slot: str) -> None:
        """The playlist is of this slot alone from now on, and is begun anew."""
        self.page.unroute("**/wall/plan*")
        self.set_answers(
            "/wall/plan",
            lambda plan: {"turns": [turn for turn in plan["turns"] if turn["slot"] == slot]},
        )
        self.page.reload()

    def expect_shown(self, slot: str | None = None, *, timeout: float | None = None) -> None:
        """A frame is seen, of `slot` if it is named."""
        of = f'[data-slot="{slot}"]' if slot else ""
        expect(self.page.locator(f".wall-face.is-shown{of}")).to_have_count(1, timeout=timeout)

    def expect_was_shown(self, *slots: str, timeout: float | None = None) -> None:
        """Each of `slots` was seen since the page was loaded, be it for an instant."""
        for slot in slots:
            seen = self.page.locator(f'html[data-seen~="{slot}"]')
            expect(seen).to_have_count(1, timeout=timeout)

    def expect_figure(self, text: str, *, timeout: float | None = None) -> None:
        """The frame that is seen reads `text` somewhere."""
        face = self.page.locator(".wall-face.is-shown")
        expect(face).to_contain_text(text, timeout=timeout)

    def expect_band(self, text: str, *, timeout: float | None = None) -> None:
        """The band says `text`; with "" there is none."""
        band = self.page.locator(".wall-band")
        if text:
            expect(band).to_contain_text(text, timeout=timeout)
        else:
            expect(band).to_be_hidden(timeout=timeout)

    def expect_message(self, text: str, *, timeout: float | None = None) -> None:
        """One sentence in place of all figures."""
        expect(self.page.locator(".wall-message")).to_contain_text(text, timeout=timeout)
        expect(self.page.locator(".wall-face.is-shown")).to_have_count(0)

    def expect_never_blank(self) -> None:
        """Since the first frame, exactly one whole frame was in every picture."""
        probe = self.page.evaluate("window.wallProbe")
        assert probe["pictures"] > 0
        assert probe["blank"] == 0, probe
        # What said it was of one slot never bore two names.
        named = {stamp: list(words) for stamp, words in probe["told"].items()}
        assert all(len(words) == 1 for words in named.values()), named

    def expect_errors(self, count: int) -> None:
        """So many frames were dropped, as the window says of itself."""
        with self.page.expect_request("**/wall/beat", timeout=40_000) as beat:
            pass
        assert beat.value.post_data_json["errors"] == count

    def expect_no_scrolling(self) -> None:
        """Nothing is larger than the window."""
        assert self.page.evaluate(
            "[document.documentElement.scrollWidth <= innerWidth,"
            " document.documentElement.scrollHeight <= innerHeight].every(Boolean)"
        )


class Film:
    """The pictures of a window as they came onto the screen, also while a page gives way."""

    def __init__(self, page: Page) -> None:
        self._pictures: list[bytes] = []
        self._cdp = page.context.new_cdp_session(page)
        self._cdp.on("Page.screencastFrame", self._take)
        self._cdp.send("Page.startScreencast", {"format": "jpeg", "quality": 60, "maxWidth": 960})

    def _take(self, picture: dict[str, Any]) -> None:
        self._pictures.append(base64.b64decode(picture["data"]))
        with suppress(Error):
            self._cdp.send("Page.screencastFrameAck", {"sessionId": picture["sessionId"]})

    def expect_figures_throughout(self, *, panels: int = 1) -> None:
        """Once the figures were there, in no picture was the middle of a panel of one colour."""
        self._cdp.send("Page.stopScreencast")
        drawn = [min(_spreads(picture, panels)) > LEAST_DRAWN for picture in self._pictures]
        assert sum(drawn) > 2 and all(drawn[drawn.index(True) :]), drawn


def _spreads(picture: bytes, panels: int) -> Iterator[float]:
    """The share of each panel's middle that is not of its commonest shade."""
    image = Image.open(io.BytesIO(picture)).convert("L")
    width = image.width / panels
    for panel in range(panels):
        left, right = int(width * (panel + 0.05)), int(width * (panel + 0.95))
        middle = image.crop((left, int(image.height * 0.15), right, int(image.height * 0.9)))
        shades = middle.histogram()
        yield 1 - max(shades) / sum(shades)
