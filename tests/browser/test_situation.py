"""What people read off the first screen, in a real browser."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.board import PROJECT, Board, NewVisitor
from tests.browser.screens import DISTRICT_STAFF, LEADER, SignIn, Situation

PUBLISHED = {
    "vi": (
        "45,03%", "+5,03 điểm %", "57,12%", "27,96%", "74,40%", "25/25", "6/11",
        "2.852.992", "2.389.718", "1.899.673", "79,49%", "490.045",
        "9 hoàn thành + 14 thường xuyên + 2 đang thực hiện = 25", "Công bố", "Minh họa",
    ),
    "en": (
        "45.03%", "+5.03 pts", "57.12%", "27.96%", "74.40%", "25/25", "6/11",
        "2,852,992", "2,389,718", "1,899,673", "79.49%", "490,045",
        "9 done + 14 recurring + 2 in progress = 25", "Published", "Illustrative",
    ),
}  # fmt: skip


def signed_in(page: Page, address: str = "/", *, account: str = LEADER) -> Situation:
    page.goto(address)
    language = "en" if "lang=en" in address else "vi"
    SignIn(page, language=language).set_account(account)
    situation = Situation(page, language=language)
    return situation


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_leader_reads_the_published_figures_of_nghe_an(visitor: Page, language: str) -> None:
    situation = signed_in(visitor, "/" if language == "vi" else "/?lang=en")
    situation.expect_shown()
    situation.expect_reads(*PUBLISHED[language])
    situation.expect_map_drawn()


def test_the_first_screen_fits_1920x1080_without_scrolling(visitor: Page) -> None:
    situation = signed_in(visitor)
    situation.expect_shown()
    situation.expect_map_drawn()
    situation.expect_no_scrolling()


def test_a_wall_of_3840x2160_shows_the_same_screen_twice_as_large(visitor: Page) -> None:
    situation = signed_in(visitor)
    situation.expect_shown()
    value = visitor.locator(".ioc-value > b").first
    size = "element => parseFloat(getComputedStyle(element).fontSize)"
    on_a_desk = value.evaluate(size)
    visitor.set_viewport_size({"width": 3840, "height": 2160})
    situation.expect_map_drawn()
    situation.expect_no_scrolling()
    assert value.evaluate(size) >= 1.9 * on_a_desk
    # The last card reaches down to the end of the screen, and the map has grown with its card.
    due = visitor.locator(".st-key-card_due").bounding_box()
    picture = visitor.locator(".st-key-card_units canvas").first.bounding_box()
    assert due is not None
    assert picture is not None
    assert due["y"] + due["height"] > 2100
    assert picture["width"] == pytest.approx(1200, abs=2)


def test_another_province_is_one_choice_away_and_lives_in_the_address(visitor: Page) -> None:
    situation = signed_in(visitor)
    situation.expect_shown()
    situation.set_period("quý I/2023")
    situation.expect_address("period=2023-Q1")
    situation.set_province("Bắc Giang")
    situation.expect_address("province=bac-giang")
    situation.expect_reads("982", "1.139")
    situation.expect_not_reads("45,03%")


def test_the_language_changes_and_the_address_keeps_it(visitor: Page) -> None:
    situation = signed_in(visitor)
    situation.expect_shown()
    situation.set_language("en")
    situation.expect_reads("45.03%")
    situation.expect_address("lang=en")
    situation.expect_not_reads("45,03%")


def test_night_and_day_are_one_press_apart(visitor: Page) -> None:
    situation = signed_in(visitor)
    situation.expect_shown()
    situation.set_night()
    situation.expect_shown()
    expect(visitor.locator("[data-testid=stApp]")).to_have_css("color-scheme", "dark")


@pytest.mark.trust("B16")
def test_staff_of_one_district_read_their_own_unit_and_no_other(
    board: Board, new_visitor: NewVisitor
) -> None:
    situation = signed_in(new_visitor(board), account=DISTRICT_STAFF)
    situation.expect_shown()
    situation.expect_reads("Diễn Châu", "45,03%")
    situation.expect_not_reads("Kỳ Sơn")


@pytest.mark.trust("B15")
@pytest.mark.parametrize(
    "asked", ["unit=417", "unit=%25", "unit=", "unit=425&unit=417", "unit=1%20OR%201=1"]
)
def test_an_address_that_asks_for_another_unit_gets_a_sentence_and_no_figures(
    board: Board, new_visitor: NewVisitor, asked: str
) -> None:
    page = new_visitor(board)
    page.goto(f"/?{asked}")
    SignIn(page).set_account(DISTRICT_STAFF)
    if asked == "unit=":
        Situation(page).expect_not_reads("Kỳ Sơn")
    else:
        Situation(page).expect_notice("phạm vi của tài khoản")


@pytest.mark.trust("C24")
def test_markup_in_imported_names_is_read_as_text_and_runs_nothing(
    fresh_board: Board, new_visitor: NewVisitor, tmp_path: Path
) -> None:
    hostile = "<img src=x onerror=document.title='hacked'>[a](javascript:alert(1)) $x^2$"
    file = tmp_path / "items.csv"
    file.write_text(
        "plan;plan_version;code;kind;title_vi;title_en;deadline;provenance\n"
        f'NA-KH2024;2024;XSS-1;one_off;"{hostile}";"{hostile}";01/01/2024;illustrative\n',
        "utf-8",
    )
    command = [sys.executable, "-m", "store", "import", str(file), "--province", "nghe-an"]
    subprocess.run(
        command, cwd=PROJECT, check=True, env={"IOC_DATABASE_URL": fresh_board.database_url}
    )
    page = new_visitor(fresh_board)
    situation = signed_in(page)
    situation.expect_shown()
    situation.expect_reads("<img src=x onerror=")
    assert "hacked" not in page.title()
    expect(page.locator("img[src=x]")).to_have_count(0)
