"""From a name typed without accents to the figures of the unit, and onto one sheet of paper."""

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.browser.board import Board, NewVisitor
from tests.browser.screens import LEADER, SignIn

MANY_TASKS = 200


class UnitProfile:
    """The profile of a unit: `set_...` acts, `expect_...` checks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def set_search(self, typed: str) -> None:
        """Type into the search and press Enter."""
        box = self.page.get_by_label("Tìm đơn vị ở mọi thời kỳ")
        box.fill(typed)
        box.press("Enter")

    def set_first_found_by_keyboard(self) -> None:
        """Go on from the search box with Tab to the first unit found, and press Enter."""
        link = self.page.locator(".ioc-unit-found a").first
        expect(link).to_be_visible()
        self.page.keyboard.press("Tab")
        expect(link).to_be_focused()
        self.page.keyboard.press("Enter")

    def expect_found(self, *lines: str) -> None:
        """Exactly these units are found, each with its level and time."""
        expect(self.page.locator(".ioc-unit-found li")).to_have_text(list(lines))

    def expect_unit(self, name: str) -> None:
        """The profile is that of the unit of this name."""
        expect(self.page.locator(".ioc-unit-head h2")).to_have_text(name)

    def expect_reads(self, *texts: str) -> None:
        """Each of `texts` stands in the table of indicators."""
        for text in texts:
            expect(self.page.locator(".st-key-card_unit_figures")).to_contain_text(text)

    def expect_one_sheet(self) -> None:
        """Printed on A4 it is one page, on which nothing hangs out of its sheet."""
        expect(self.page.locator(".ioc-sheet")).to_be_attached()
        paper = self.page.pdf(format="A4")
        assert re.findall(rb"/Type\s*/Page\b", paper) == [b"/Type /Page"], "not one page"
        self.page.emulate_media(media="print")
        # What is cut off at the foot of a sheet is not on paper.
        overlaps = self.page.evaluate(
            """() => {
                const foot = document.querySelector('.ioc-sheet > footer').getBoundingClientRect();
                const rows = [...document.querySelectorAll('.ioc-sheet-sides :is(tr, li, p)')];
                return rows.filter(row => row.getBoundingClientRect().bottom > foot.top + 1)
                    .map(row => row.textContent);
            }"""
        )
        self.page.emulate_media(media="screen")
        assert overlaps == []

    def expect_no_scrolling(self) -> None:
        """Everything fits the window."""
        self.page.wait_for_function(
            """() => {
                const main = document.querySelector('[data-testid=stMain]');
                return main.scrollHeight <= main.clientHeight + 1
                    && main.scrollWidth <= main.clientWidth + 1;
            }"""
        )


def opened(page: Page, address: str) -> UnitProfile:
    page.goto(address)
    SignIn(page).set_account(LEADER)
    return UnitProfile(page)


def test_a_unit_is_found_without_accents_and_opened_with_the_keyboard_alone(visitor: Page) -> None:
    profile = opened(visitor, "/unit?province=nghe-an&unit=412")
    profile.expect_unit("Thành phố Vinh")
    profile.expect_no_scrolling()
    profile.set_search("dienchau")
    profile.expect_found(
        "Huyện Diễn ChâuCấp huyệnđến 30/06/2025", "Xã Diễn ChâuCấp xãtừ 01/07/2025"
    )
    profile.set_first_found_by_keyboard()
    profile.expect_unit("Huyện Diễn Châu")
    profile.expect_reads("66,35%", "4/21")
    expect(visitor).to_have_url(re.compile("unit=425"))


def test_a_typical_unit_prints_on_one_sheet(visitor: Page) -> None:
    opened(visitor, "/unit?province=nghe-an&unit=STTTT").expect_one_sheet()


@pytest.mark.parametrize("address", ["unit=425&period=2024-03", "unit=17464&era=2025-07-01"])
def test_a_unit_with_200_tasks_prints_on_one_sheet(
    new_visitor: NewVisitor, fresh_board: Board, address: str
) -> None:
    with closing(sqlite3.connect(fresh_board.database_url.removeprefix("sqlite:///"))) as store:
        _give_tasks(store, code="425")
        store.commit()
    profile = opened(new_visitor(fresh_board), f"/unit?province=nghe-an&{address}")
    profile.expect_one_sheet()
    if "425" in address:
        expect(profile.page.locator(".ioc-sheet")).to_contain_text("việc khác")


def _give_tasks(store: sqlite3.Connection, *, code: str) -> None:
    store.executemany(
        "insert into work_item (plan_id, code, kind, title_vi, title_en, lead_unit_id, deadline,"
        " provenance, import_batch_id) select plan.id, ?, 'one_off', ?, 'Task', unit.id,"
        " '2024-03-01', 'illustrative', 1 from plan, unit where plan.code = 'NA-KH2024'"
        " and unit.code = ? and unit.level = 'district'",
        [
            (f"X{number}", f"Rà soát, làm sạch dữ liệu dân cư đợt {number} trên địa bàn", code)
            for number in range(MANY_TASKS)
        ],
    )
