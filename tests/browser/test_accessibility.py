"""Every screen of the board, by day and by night, as axe-core judges it.

axe-core finds what a machine can find: too little contrast, buttons without names, roles that are
none. Findings that are serious or critical fail.
"""

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from PIL import ImageColor
from playwright.sync_api import Page, expect

from components.theme import DARK, LIGHT, Theme
from pages import PAGES
from tests.browser.board import Board, NewVisitor
from tests.browser.screens import SignIn, expect_settled

# May open every screen.
EVERYWHERE = "quantri"
FAILING = ("serious", "critical")
# What a screen shows only when a unit, a task ... is asked for.
FURTHER = ("unit?province=nghe-an&unit=425",)
SCREENS = (*("" if page.is_first else page.key for page in PAGES), *FURTHER)


def findings(page: Page) -> list[str]:
    """What axe-core finds on the screen that `page` shows: rule, place and reason of each."""
    # The debugger's door, which the page's own rules for scripts do not close.
    page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['impact']} {rule['id']}: {node['target']} {node['html'][:200]}"
        f" {[check['message'] for check in (*node['any'], *node['all'], *node['none'])]}"
        for rule in found["violations"]
        if rule["impact"] in FAILING
        for node in rule["nodes"]
    ]


def expect_drawn(page: Page, *, theme: Theme = LIGHT) -> None:
    """A screen stands still on the ground of the theme."""
    ground = f"rgb{ImageColor.getrgb(theme.page)}"
    expect(page.locator("[data-testid=stApp]")).to_have_css("background-color", ground)
    expect(page.locator(".st-key-topline")).to_be_visible()
    expect_settled(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_sign_in_page_has_no_serious_findings(
    new_visitor: NewVisitor, board: Board, theme: str
) -> None:
    page = new_visitor(board, color_scheme=theme)
    page.goto("/")
    SignIn(page).expect_shown()
    assert findings(page) == []


def test_no_registered_screen_has_serious_findings(new_visitor: NewVisitor, board: Board) -> None:
    # One visitor walks through all of them: each new one would load the board's programs anew.
    page = new_visitor(board)
    page.goto("/")
    SignIn(page).set_account(EVERYWHERE)
    expect_drawn(page)
    found = {}
    for address in SCREENS:
        page.emulate_media(color_scheme="light")
        page.goto(f"/{address}")
        for theme in (LIGHT, DARK):
            page.emulate_media(color_scheme=theme.name)
            expect_drawn(page, theme=theme)
            # What a screen between two runs shows is gone when it is looked at again.
            found[address, theme.name] = findings(page) and findings(page)
    assert {asked: told for asked, told in found.items() if told} == {}
