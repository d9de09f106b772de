"""Work in a real browser: what one person enters is there, and a second one overwrites nothing."""

import re

from playwright.sync_api import Page, expect

from components.reader import Reader
from tests.browser.board import Board, NewVisitor
from tests.browser.screens import LEADER, PROVINCE_STAFF, SignIn

JUDGE = "quantri"
TASK = "/task?province=nghe-an&task=NA-KH2024/NV01"
VI = Reader("vi")


class TaskPage:
    """A task's own page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text = VI.text

    def set_progress(self, percent: int, *, reason: str) -> None:
        """Fill in how far it is and why."""
        self.page.get_by_label(self.text("tasks.field.progress"), exact=True).fill(str(percent))
        self.page.get_by_label(self.text("tasks.field.reason"), exact=True).fill(reason)

    def set_saved(self) -> None:
        """Send the form."""
        self.page.get_by_role("button", name=self.text("tasks.entry.save"), exact=True).click()

    def expect_saved(self) -> None:
        """It says that it was saved."""
        expect(self.page.get_by_text("Đã lưu: cập nhật tiến độ.")).to_be_visible()

    def expect_history(self, *texts: str) -> None:
        """Each of `texts` stands in the history."""
        history = self.page.locator(".st-key-tall_history")
        for text in texts:
            expect(history).to_contain_text(text)

    def expect_not_in_history(self, text: str) -> None:
        """`text` does not stand in the history."""
        expect(self.page.locator(".st-key-tall_history")).not_to_contain_text(text)

    def expect_conflict(self, *texts: str) -> None:
        """It is told what somebody else said meanwhile."""
        changes = self.page.locator(".ioc-entry-changes")
        for text in texts:
            expect(changes).to_contain_text(text)

    def expect_typed(self, percent: int, reason: str) -> None:
        """What was typed is still in the form."""
        box = self.page.get_by_label(self.text("tasks.field.progress"), exact=True)
        expect(box).to_have_value(str(percent))
        expect(self.page.get_by_label(self.text("tasks.field.reason"), exact=True)).to_have_value(
            reason
        )


def test_two_people_enter_progress_and_the_second_is_told_and_loses_nothing(
    fresh_board: Board, new_visitor: NewVisitor
) -> None:
    desks = []
    for username in (PROVINCE_STAFF, JUDGE):
        page = new_visitor(fresh_board)
        page.goto(TASK)
        SignIn(page).set_account(username)
        expect(page.locator(".st-key-tall_history")).to_be_visible()
        desks.append(TaskPage(page))
    staff, judge = desks

    staff.set_progress(65, reason="Đã trình dự thảo lần 2")
    staff.set_saved()
    staff.expect_saved()
    staff.expect_history("Cập nhật tiến độ: 65%", "Đã trình dự thảo lần 2", "Chuyên viên")

    judge.set_progress(80, reason="Ý kiến của người thứ hai")
    judge.set_saved()
    judge.expect_conflict("Cập nhật tiến độ", "Đã trình dự thảo lần 2")
    judge.expect_typed(80, "Ý kiến của người thứ hai")
    judge.expect_not_in_history("Ý kiến của người thứ hai")
    judge.set_saved()
    judge.expect_saved()
    judge.expect_history("Cập nhật tiến độ: 80%", "Cập nhật tiến độ: 65%")


def test_a_leader_sees_who_is_late_at_one_look_and_the_task_with_one_click(
    board: Board, new_visitor: NewVisitor
) -> None:
    page = new_visitor(board)
    page.goto("/tasks?province=nghe-an")
    SignIn(page).set_account(LEADER)
    late = page.locator(".st-key-card_pressing tbody tr").first
    for words in ("Quá 2 ngày", "Giám đốc Sở Tư pháp", "31/03/2024"):
        expect(late).to_contain_text(words)
    expect(late).to_be_in_viewport()
    late.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/task\?.*task=NA-KH2024"))
    expect(page.get_by_role("heading", level=2)).to_contain_text("Rà soát, đề xuất sửa đổi")
    # Who reads only is offered no form.
    expect(page.locator(".st-key-tall_entry")).to_have_count(0)
