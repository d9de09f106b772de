"""A person's own account in a real browser: kept out by nobody, and master of every session."""

from playwright.sync_api import Page, expect

from components.reader import Reader
from store.demo_accounts import DEMO_PASSWORD
from tests.browser.board import Board, NewVisitor
from tests.browser.screens import LEADER, PROVINCE_STAFF, SignIn, Situation

NEW = "một mật khẩu khác hẳn"


class MyAccount:
    """The page of one's own account."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text = Reader("vi").text

    def expect_sessions(self, count: int) -> None:
        """So many sessions are listed, this one marked."""
        expect(self.page.locator(".ioc-session")).to_have_count(count)
        expect(self.page.get_by_text(self.text("account.this_session"))).to_have_count(1)

    def set_password(self, old: str, new: str) -> None:
        """Fill in and send the form."""
        for field, value in (("old", old), ("new", new), ("again", new)):
            label = self.text(f"account.password_{field}")
            self.page.get_by_label(label, exact=True).fill(value)
        self.page.get_by_role("button", name=self.text("account.password_change")).click()

    def expect_password_changed(self) -> None:
        """The page says that the new password holds."""
        expect(self.page.get_by_text(self.text("account.password_changed"))).to_be_visible()


def test_a_new_password_in_one_browser_ends_the_session_in_the_other(
    fresh_board: Board, new_visitor: NewVisitor
) -> None:
    here, elsewhere = new_visitor(fresh_board), new_visitor(fresh_board)
    for page, address in ((elsewhere, "/"), (here, "/account")):
        page.goto(address)
        SignIn(page).set_account(PROVINCE_STAFF)
    Situation(elsewhere).expect_shown()
    account = MyAccount(here)
    account.expect_sessions(2)
    account.set_password(DEMO_PASSWORD, NEW)
    account.expect_password_changed()
    account.expect_sessions(1)
    Situation(elsewhere).set_language("en")
    SignIn(elsewhere, language="en").expect_shown()


def test_whoever_attacks_a_name_from_the_same_address_keeps_himself_out_and_not_its_owner(
    fresh_board: Board, new_visitor: NewVisitor
) -> None:
    owner, attacker = new_visitor(fresh_board), new_visitor(fresh_board)
    owner.goto("/")
    SignIn(owner).set_account(LEADER)
    Situation(owner).expect_shown()
    Situation(owner).set_signed_out()

    attacker.goto("/")
    form = SignIn(attacker)
    for attempt in range(5):
        form.set_account(LEADER, password=f"đoán {attempt}")
        form.expect_refused()
        attacker.reload()
    form.set_account(LEADER, password=DEMO_PASSWORD)
    too_many = Reader("vi").text("sign_in.too_many", minutes=1)
    expect(attacker.get_by_text(too_many)).to_be_visible()

    SignIn(owner).expect_shown()
    SignIn(owner).set_account(LEADER)
    Situation(owner).expect_shown()
