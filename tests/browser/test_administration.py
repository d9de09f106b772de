"""Accounts and log in a real browser: what an administrator does holds at once elsewhere."""

import re

import pytest
from playwright.sync_api import Page, expect

from components.reader import Reader
from store.demo_accounts import DEMO_PASSWORD
from tests.browser.board import Board, NewVisitor
from tests.browser.screens import DISTRICT_STAFF, LEADER, SignIn, Situation, expect_settled

ADMINISTRATOR = "quantri"
NEWCOMER = "van.thu"
OWN_PASSWORD = "mật khẩu của riêng tôi"
DISTRICT, PROVINCE = "Nghệ An · Huyện Diễn Châu (đến 30/06/2025)", "Tỉnh Hà Tĩnh (toàn tỉnh)"


class Accounts:
    """The administrator's screen of accounts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text = Reader("vi").text

    def set_account(self, username: str) -> None:
        """Choose whom the acts are about."""
        self.page.locator(".st-key-choose_account").get_by_role("combobox").click()
        self.page.get_by_role("option", name=re.compile(rf"^{re.escape(username)} ·")).click()
        self.expect_address(f"account={username}")
        # The form of the account before stands beside this one's until the run is over.
        expect_settled(self.page)

    def set_new(self, username: str, *, post: str, unit: str) -> None:
        """Fill in and send the form of a new account; its role stays staff."""
        form = self.page.locator("[data-testid=stForm]")
        form.get_by_label(self.text("administration.username"), exact=True).fill(username)
        form.get_by_label(self.text("administration.display_name"), exact=True).fill(post)
        self.set_unit(unit)
        self.page.get_by_role("button", name=self.text("administration.create")).click()

    def set_unit(self, unit: str) -> None:
        """Give one more unit in the form."""
        box = self.page.get_by_test_id("stMultiSelect").get_by_role("combobox")
        box.fill(unit)
        self.page.get_by_role("option", name=unit, exact=True).click()
        self.page.keyboard.press("Escape")

    def set_no_unit(self) -> None:
        """Take every unit away in the form."""
        self.page.get_by_role("button", name="Clear all").click()

    def set_saved(self) -> None:
        """Send the form of role and scope."""
        self.page.get_by_role("button", name=self.text("administration.save")).click()

    def set_done(self, act: str) -> None:
        """Press the act and then once more, to confirm."""
        self.page.get_by_role("button", name=self.text(f"administration.{act}")).click()
        self.page.get_by_role("button", name=self.text("administration.confirm")).click()

    def first_password(self) -> str:
        """What the administrator writes down: no check, but the next person's way in."""
        shown = self.page.locator("[data-testid=stCode] code")
        expect(shown).to_have_text(re.compile(r"^\w{4}(-\w{4}){3}$"))
        return shown.inner_text().strip()

    def set_written_down(self) -> None:
        """Let the password vanish from the screen."""
        self.page.get_by_role("button", name=self.text("administration.written_down")).click()
        expect(self.page.locator("[data-testid=stCode]")).to_have_count(0)

    def expect_told(self, key: str, **values: object) -> None:
        """What became of the act is said in one sentence."""
        told = self.text(f"administration.{key}", **values)
        expect(self.page.get_by_text(told)).to_be_visible()

    def expect_state(self, username: str, state: str) -> None:
        """The list says so beside the name."""
        row = self.page.locator(".ioc-accounts tr", has_text=username)
        expect(row).to_contain_text(self.text(f"administration.state_{state}"))

    def expect_address(self, part: str) -> None:
        expect(self.page).to_have_url(re.compile(re.escape(part)))


class Log:
    """The log of what was done."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text = Reader("vi").text
        self.rows = page.locator(".ioc-log tbody tr")

    def set_filter(self, name: str, choice: str) -> None:
        """Choose an account or an activity; it goes into the address."""
        self.page.locator(f".st-key-choose_{name}").get_by_role("combobox").click()
        self.page.get_by_role("option", name=choice, exact=True).click()
        expect(self.page).to_have_url(re.compile(f"{name}="))

    def set_verified(self) -> None:
        self.page.get_by_role("button", name=self.text("audit.verify")).click()

    def expect_only(self, *parts: str) -> None:
        """There are lines, and each holds all of `parts`."""
        for part in parts:
            expect(self.rows.filter(has_not_text=part)).to_have_count(0)
        expect(self.rows.first).to_be_visible()

    def expect_line(self, *parts: str) -> None:
        """Some line holds all of `parts`."""
        found = self.rows
        for part in parts:
            found = found.filter(has_text=part)
        expect(found.first).to_be_visible()

    def expect_nobody(self, name: str) -> None:
        expect(self.page.locator("[data-testid=stMain]")).not_to_contain_text(name)

    def expect_whole(self) -> None:
        expect(self.page.get_by_text(re.compile("nguyên vẹn"))).to_be_visible()


def signed_in(page: Page, address: str, *, username: str, password: str = DEMO_PASSWORD) -> None:
    page.goto(address)
    SignIn(page).set_account(username, password=password)


def expect_inside(page: Page) -> None:
    expect(page.locator(".st-key-topline")).to_be_visible()


def first_password_changed(page: Page, given: str) -> None:
    """What the newcomer meets before anything else."""
    text = Reader("vi").text
    expect(page.get_by_text(text("account.first_why"))).to_be_visible()
    expect(page.locator(".st-key-topline")).to_have_count(0)
    for field, value in (("old", given), ("new", OWN_PASSWORD), ("again", OWN_PASSWORD)):
        page.get_by_label(text(f"account.password_{field}"), exact=True).fill(value)
    page.get_by_role("button", name=text("account.password_change")).click()


def test_a_new_account_gets_in_by_its_own_password_and_a_new_scope_holds_at_once(
    fresh_board: Board, new_visitor: NewVisitor
) -> None:
    desk, newcomer = new_visitor(fresh_board), new_visitor(fresh_board)
    signed_in(desk, "/accounts", username=ADMINISTRATOR)
    expect_inside(desk)
    accounts = Accounts(desk)
    accounts.set_new("Van.Thu ", post="Văn thư huyện", unit=DISTRICT)
    accounts.expect_told("created", name="Van.Thu")
    given = accounts.first_password()
    accounts.expect_state(NEWCOMER, "must_change")
    accounts.set_written_down()

    signed_in(newcomer, "/", username=NEWCOMER, password=given)
    first_password_changed(newcomer, given)
    situation = Situation(newcomer)
    situation.expect_shown()
    situation.expect_reads("Diễn Châu")
    situation.expect_not_reads("Kỳ Sơn")

    # The open screen asks anew at its next action and gets the other province.
    accounts.set_account(NEWCOMER)
    accounts.set_no_unit()
    accounts.set_unit(PROVINCE)
    accounts.set_saved()
    accounts.expect_told("saved", name=NEWCOMER)
    situation.set_language("en")
    situation.expect_reads("Ha Tinh")
    situation.expect_not_reads("Dien Chau")

    desk.goto("/audit")
    log = Log(desk)
    for action in ("account_created", "scope_changed"):
        log.expect_line(ADMINISTRATOR, log.text(f"audit.action_{action}"), NEWCOMER)
    log.expect_line(NEWCOMER, log.text("audit.action_password_changed"))
    log.expect_nobody(given)
    log.expect_nobody(OWN_PASSWORD)


@pytest.mark.trust("A3", "B21")
def test_whose_sessions_are_ended_may_come_back_and_whose_account_is_locked_may_not(
    fresh_board: Board, new_visitor: NewVisitor
) -> None:
    desk, staff = new_visitor(fresh_board), new_visitor(fresh_board)
    signed_in(desk, f"/accounts?account={DISTRICT_STAFF}", username=ADMINISTRATOR)
    signed_in(staff, "/", username=DISTRICT_STAFF)
    expect_inside(staff)
    accounts = Accounts(desk)
    accounts.set_done("end_sessions")
    accounts.expect_told("sessions_ended", name=DISTRICT_STAFF, count=1)
    Situation(staff).set_language("en")
    SignIn(staff, language="en").expect_shown()
    SignIn(staff, language="en").set_account(DISTRICT_STAFF)
    expect_inside(staff)

    # The right password of a locked account gets the answer of a wrong one.
    accounts.set_done("disable")
    accounts.expect_told("disabled", name=DISTRICT_STAFF)
    accounts.expect_state(DISTRICT_STAFF, "disabled")
    Situation(staff, language="en").set_language("vi")
    SignIn(staff).expect_shown()
    SignIn(staff).set_account(DISTRICT_STAFF)
    SignIn(staff).expect_refused()

    desk.goto("/audit")
    log = Log(desk)
    for action in ("sessions_ended", "account_disabled"):
        log.expect_line(ADMINISTRATOR, log.text(f"audit.action_{action}"), DISTRICT_STAFF)
    log.expect_line(log.text("audit.action_sign_in_refused"), DISTRICT_STAFF)
    log.set_verified()
    log.expect_whole()


def test_the_log_is_filtered_by_its_address_and_shows_nobody_more_than_their_own_scope(
    fresh_board: Board, new_visitor: NewVisitor
) -> None:
    desk, leader, staff = (new_visitor(fresh_board) for _ in range(3))
    signed_in(leader, "/?lang=vi", username=LEADER)
    Situation(leader).expect_shown()
    signed_in(desk, "/audit", username=ADMINISTRATOR)
    log = Log(desk)
    log.expect_line(LEADER, log.text("audit.action_signed_in"))
    log.set_filter("action", log.text("audit.action_signed_in"))
    log.expect_only(log.text("audit.action_signed_in"))
    log.set_filter("account", f"{LEADER} · Lãnh đạo UBND tỉnh")
    log.expect_only(log.text("audit.action_signed_in"), LEADER)
    log.expect_nobody(log.text("audit.action_imported"))
    # The same address again is the same answer; a made-up one is one sentence.
    desk.reload()
    log.expect_only(log.text("audit.action_signed_in"), LEADER)
    desk.goto("/audit?account=%25")
    expect(desk.get_by_text(log.text("shell.unknown_account", asked="%"))).to_be_visible()
    expect(log.rows).to_have_count(0)

    for address in ("/audit", "/accounts"):
        signed_in(staff, address, username=DISTRICT_STAFF)
        expect(staff.get_by_text(log.text("shell.not_for_role"))).to_be_visible()
        expect(staff.locator(".ioc-log, .ioc-accounts")).to_have_count(0)
        Situation(staff).set_signed_out()
        SignIn(staff).expect_shown()
