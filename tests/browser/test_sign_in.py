"""Nobody sees a screen without signing in, and nobody keeps one after leaving."""

import pytest

from pages import PAGES
from tests.browser.board import Board, NewVisitor
from tests.browser.screens import LEADER, SignIn, Situation

ADDRESSES = ["/", *(f"/{page.key}" for page in PAGES), "/?province=ha-tinh&period=2023-06"]


@pytest.mark.trust("A13")
def test_a_deep_link_arriving_first_at_a_fresh_server_shows_the_sign_in(
    fresh_board: Board, new_visitor: NewVisitor
) -> None:
    page = new_visitor(fresh_board)
    page.goto(f"/{PAGES[0].key}?province=ha-tinh")
    SignIn(page).expect_shown()


@pytest.mark.trust("A13")
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_shows_the_sign_in_and_no_figure(
    board: Board, new_visitor: NewVisitor, address: str
) -> None:
    page = new_visitor(board)
    page.goto(address)
    SignIn(page).expect_shown()
    Situation(page).expect_not_reads("45,03%")


def test_after_signing_in_the_address_first_asked_for_opens(
    board: Board, new_visitor: NewVisitor
) -> None:
    page = new_visitor(board)
    page.goto("/?province=ha-tinh&lang=en")
    SignIn(page, language="en").set_account(LEADER)
    situation = Situation(page, language="en")
    situation.expect_shown()
    situation.expect_address("province=ha-tinh")


def test_a_wrong_password_is_refused_without_saying_what_was_wrong(
    board: Board, new_visitor: NewVisitor
) -> None:
    for name in (LEADER, "nobody"):
        page = new_visitor(board)
        page.goto("/")
        sign_in = SignIn(page)
        sign_in.set_account(name, password="wrong")
        sign_in.expect_refused()


@pytest.mark.trust("A2", "A10")
def test_signing_out_in_one_tab_ends_the_other_and_the_cookie_opens_nothing_more(
    board: Board, new_visitor: NewVisitor
) -> None:
    page = new_visitor(board)
    page.goto("/")
    SignIn(page).set_account(LEADER)
    Situation(page).expect_shown()
    kept = page.context.storage_state()
    other = page.context.new_page()
    other.goto("/")
    Situation(other).expect_shown()

    Situation(page).set_signed_out()
    SignIn(page).expect_shown()
    Situation(other).set_language("en")
    SignIn(other, language="en").expect_shown()
    replayed = new_visitor(board, storage_state=kept)
    replayed.goto("/")
    SignIn(replayed).expect_shown()
