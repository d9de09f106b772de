"""The screens of the board as a person meets them: `set_...` acts, `expect_...` checks.

Labels before selectors; nothing here returns what it read, and nothing sleeps.
"""

import re

from playwright.sync_api import Page, expect

from components.reader import Reader
from store.demo_accounts import DEMO_PASSWORD

LEADER, PROVINCE_STAFF, DISTRICT_STAFF = "lanhdao", "chuyenvien", "canbo"


def expect_settled(page: Page) -> None:
    """The run is over, and nothing is left of the screen before it: every control is there once."""
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_attached()
    expect(page.locator("[data-stale=true]")).to_have_count(0)


class SignIn:
    """The sign-in page, at whichever address it stands."""

    def __init__(self, page: Page, *, language: str = "vi") -> None:
        self.page = page
        self.reader = Reader(language)

    def expect_shown(self) -> None:
        """The form is there, and nothing of a screen is."""
        expect(self.page.get_by_label(self.reader.text("sign_in.username"))).to_be_visible()
        expect(self.page.locator(".st-key-topline")).to_have_count(0)

    def set_account(self, username: str, *, password: str = DEMO_PASSWORD) -> None:
        """Fill in and send the form."""
        self.page.get_by_label(self.reader.text("sign_in.username")).fill(username)
        secret = self.page.get_by_label(self.reader.text("sign_in.password"), exact=True)
        secret.fill(password)
        self.page.get_by_role("button", name=self.reader.text("sign_in.enter")).click()

    def expect_refused(self) -> None:
        """One sentence that does not say whether the name or the password was wrong."""
        expect(self.page.get_by_text(self.reader.text("sign_in.refused"))).to_be_visible()


class Situation:
    """The first screen."""

    def __init__(self, page: Page, *, language: str = "vi") -> None:
        self.page = page
        self.reader = Reader(language)

    def set_province(self, name: str) -> None:
        """Choose a province in the top line."""
        self._choose("shell.province", name)

    def set_period(self, name: str) -> None:
        """Choose a period in the top line."""
        self._choose("shell.period", name)

    def _choose(self, label: str, name: str) -> None:
        self.page.get_by_label(self.reader.text(label)).first.click()
        self.page.get_by_role("option", name=name, exact=True).click()

    def set_language(self, language: str) -> None:
        """Press VI or EN."""
        self.page.get_by_role("radio", name=language.upper(), exact=True).click()
        self.reader = Reader(language)

    def set_night(self) -> None:
        """Press the moon."""
        self.page.locator(".st-key-switch_theme button").first.click()

    def set_signed_out(self) -> None:
        """Open the account menu and leave."""
        self.page.locator(".st-key-switches [data-testid=stPopover] button").click()
        self.page.get_by_role("button", name=self.reader.text("sign_in.leave")).click()

    def expect_shown(self) -> None:
        """All four parts are drawn."""
        for part in ("gauges_headline", "card_units", "card_plans", "card_due"):
            expect(self.page.locator(f".st-key-{part}")).to_be_visible()

    def expect_reads(self, *texts: str) -> None:
        """Each of `texts` can be read somewhere on the screen."""
        screen = self.page.locator("[data-testid=stMain]")
        for text in texts:
            expect(screen).to_contain_text(text)

    def expect_not_reads(self, text: str) -> None:
        """`text` stands nowhere on the screen."""
        expect(self.page.locator("[data-testid=stMain]")).not_to_contain_text(text)

    def expect_map_drawn(self) -> None:
        """The map has its canvas and says that its boundaries are schematic."""
        expect(self.page.locator(".st-key-card_units canvas").first).to_be_visible()
        self.expect_reads(self.reader.text("figures.boundaries.schematic"))

    def expect_address(self, pattern: str) -> None:
        """The address matches `pattern`."""
        expect(self.page).to_have_url(re.compile(pattern))

    def expect_notice(self, text: str) -> None:
        """One plain sentence stands in place of the screen."""
        expect(self.page.get_by_role("status").filter(has_text=text)).to_be_visible()
        expect(self.page.locator(".st-key-gauges_headline")).to_have_count(0)

    def expect_no_scrolling(self) -> None:
        """Everything fits the window, in both directions."""
        self.page.wait_for_function(
            """() => {
                const main = document.querySelector('[data-testid=stMain]');
                return main.scrollHeight <= main.clientHeight + 1
                    && main.scrollWidth <= main.clientWidth + 1;
            }"""
        )
