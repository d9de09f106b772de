"""The board as a leader who asks: every press is counted, what is answered is in sight."""

import re

from playwright.sync_api import Page, expect

from components.reader import Reader


class AskingLeader:
    """A leader before the board. `clicks` counts what was pressed since the question was asked."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.reader = Reader("vi")
        self.clicks = 0

    def set_question(self, *, province: str) -> None:
        """Stand before the first screen of `province` with nothing pressed yet."""
        self.page.goto(f"/situation?province={province}")
        expect(self.page.locator(".st-key-gauges_headline")).to_be_visible()
        self.clicks = 0

    def set_screen(self, key: str) -> None:
        """Open a screen from the menu: one press opens the menu, one goes there."""
        self.page.locator(".st-key-menu button").click()
        title = self.reader.text(f"{key}.title")
        menu = self.page.locator("[data-testid=stPopoverBody]")
        menu.get_by_role("link", name=title, exact=True).click()
        self.clicks += 2

    def set_link(self, name: str, *, within: str = "[data-testid=stMain]") -> None:
        """Press the link whose words hold `name`."""
        self.page.locator(within).get_by_role("link", name=name).first.click()
        self.clicks += 1

    def expect_in_sight(self, *texts: str, within: str) -> None:
        """Each of `texts` stands in `within`, which can be seen without scrolling."""
        place = self.page.locator(within)
        for text in texts:
            expect(place).to_contain_text(text)
        expect(place).to_be_in_viewport()

    def expect_clicks(self, most: int) -> None:
        """The answer cost no more presses than that."""
        assert self.clicks <= most, f"{self.clicks} clicks"

    def expect_address(self, pattern: str) -> None:
        """The address matches `pattern`."""
        expect(self.page).to_have_url(re.compile(pattern))
