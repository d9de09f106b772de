"""Choosing a unit on the map and playing its months, in a real browser."""

from playwright.sync_api import Page

from tests.browser.board import Board, NewVisitor
from tests.browser.map_screen import MapScreen

# Where Kỳ Sơn, the westernmost district of Nghệ An, lies on the picture.
KY_SON = (255, 312)


def test_a_click_chooses_a_unit_and_a_second_one_lets_it_go(visitor: Page) -> None:
    screen = MapScreen(visitor)
    screen.set_open("/map?province=nghe-an&period=2023")
    screen.expect_drawn()
    screen.set_clicked(*KY_SON)
    screen.expect_chosen("Huyện Kỳ Sơn", "417")
    screen.set_clicked(*KY_SON)
    screen.expect_none_chosen()


def test_a_click_finds_its_unit_on_a_small_screen_too(
    board: Board, new_visitor: NewVisitor
) -> None:
    screen = MapScreen(new_visitor(board, width=1280, height=720))
    screen.set_open("/map?province=nghe-an&period=2023")
    screen.expect_drawn()
    screen.set_clicked(*KY_SON)
    screen.expect_chosen("Huyện Kỳ Sơn", "417")


def test_the_keyboard_alone_chooses_a_unit_and_opens_its_page(visitor: Page) -> None:
    screen = MapScreen(visitor)
    screen.set_open("/map?province=nghe-an&period=2023")
    screen.expect_drawn()
    screen.set_unit_by_keyboard("Huyện Kỳ Sơn")
    screen.expect_chosen("Huyện Kỳ Sơn", "417")
    screen.set_unit_opened_by_keyboard("Kỳ Sơn")
    screen.expect_address(r"/unit\?.*unit=417")


def test_play_steps_through_the_months_and_ends_with_the_last(visitor: Page) -> None:
    screen = MapScreen(visitor)
    screen.set_open("/map?province=nghe-an&period=2024-02")
    screen.expect_drawn()
    screen.set_played()
    screen.expect_title("tháng 3/2024")
    screen.expect_drawn()
    screen.expect_address("period=2024-03")
    screen.expect_at_rest()


def test_stop_keeps_the_month_that_is_shown(visitor: Page) -> None:
    screen = MapScreen(visitor)
    screen.set_open("/map?province=nghe-an&period=2023")
    screen.expect_drawn()
    screen.set_played()
    screen.expect_title("tháng 2/2023")
    screen.set_stopped()
    screen.expect_at_rest()
    screen.expect_address("period=2023-0")
