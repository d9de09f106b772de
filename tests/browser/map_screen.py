"""The page of the map as a person meets it: `set_...` acts, `expect_...` checks."""

import re

from playwright.sync_api import Locator, Page, expect

from components.reader import Reader
from tests.browser.screens import LEADER, SignIn

# The picture's own pixels (components/blocks/map_card.py).
WIDTH, HEIGHT = 1120, 780
# How many keys it may take to reach what is wanted.
MOST_TABS = 60


class MapScreen:
    """The map of a province."""

    def __init__(self, page: Page, *, language: str = "vi") -> None:
        self.page = page
        self.reader = Reader(language)

    def set_open(self, address: str, *, account: str = LEADER) -> None:
        """Go to `address` and sign in."""
        self.page.goto(address)
        SignIn(self.page, language=self.reader.language).set_account(account)

    def set_clicked(self, x: float, y: float) -> None:
        """Click on the picture at a place of its own pixels."""
        box = self._canvas.bounding_box()
        assert box is not None
        self._canvas.click(
            position={"x": x * box["width"] / WIDTH, "y": y * box["height"] / HEIGHT}
        )

    def set_played(self) -> None:
        """Press Play."""
        self._button("map_start").click()

    def set_stopped(self) -> None:
        """Press Stop."""
        self._button("map_stop").click()

    def set_unit_by_keyboard(self, typed: str) -> None:
        """Reach the Unit box by Tab alone, type into it and press Enter."""
        box = self.page.get_by_label(self.reader.text("shell.unit"), exact=True).first
        self._tab_to(box)
        self.page.keyboard.type(typed)
        self.page.keyboard.press("Enter")

    def set_unit_opened_by_keyboard(self, name: str) -> None:
        """Reach a unit's name in the table by Tab alone and press Enter."""
        link = self.page.locator(".ioc-unit-table").get_by_role("link", name=name, exact=True)
        self._tab_to(link)
        expect(link).to_have_css("outline-style", "solid")
        self.page.keyboard.press("Enter")

    def _tab_to(self, wanted: Locator) -> None:
        for _ in range(MOST_TABS):
            if wanted.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError("not within reach of the keyboard")

    def expect_drawn(self) -> None:
        """The picture has its canvas, and the table its rows."""
        expect(self._canvas).to_be_visible()
        expect(self.page.locator(".ioc-unit-table tbody tr").first).to_be_visible()

    def expect_chosen(self, name: str, code: str) -> None:
        """The unit stands in the address, in words over the table and marked in it."""
        expect(self.page).to_have_url(re.compile(f"unit={code}"))
        expect(self.page.locator(".ioc-choice b")).to_have_text(name)
        expect(self.page.locator(".ioc-unit-table tr.ioc-chosen")).to_have_count(1)

    def expect_none_chosen(self) -> None:
        """No unit stands in the address, and none is marked."""
        expect(self.page).not_to_have_url(re.compile("unit="))
        expect(self.page.locator(".ioc-unit-table tr.ioc-chosen")).to_have_count(0)

    def expect_title(self, text: str) -> None:
        """The title of the card says `text`."""
        expect(self.page.locator(".st-key-card_map .ioc-title")).to_contain_text(text)

    def expect_address(self, pattern: str) -> None:
        """The address matches `pattern`."""
        expect(self.page).to_have_url(re.compile(pattern))

    def expect_at_rest(self) -> None:
        """Nothing plays."""
        expect(self._button("map_start")).to_be_visible()
        expect(self.page).not_to_have_url(re.compile("play="))

    @property
    def _canvas(self) -> Locator:
        return self.page.locator(".st-key-unitmap_map canvas").first

    def _button(self, key: str) -> Locator:
        return self.page.locator(f".st-key-{key} button").first
