"""A document is ordered, watched, cancelled and fetched, by the keyboard alone too."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.screens import LEADER, SignIn

LONGEST_WAIT_MS = 90_000


def documents(page: Page, address: str) -> Page:
    page.goto(f"/documents?{address}")
    SignIn(page).set_account(LEADER)
    expect(page.locator(".ioc-paper")).to_have_count(6)
    # Before the script has come, the links fetch the same files without telling how far they are.
    page.wait_for_function("() => window.iocDocuments === true")
    return page


def paper(page: Page, title: str) -> Locator:
    return page.locator(".ioc-paper").filter(has=page.get_by_role("heading", name=title))


def test_a_document_tells_how_far_it_is_and_then_comes_by_its_name(visitor: Page) -> None:
    page = documents(visitor, "province=nghe-an&unit=425")
    one = paper(page, "Mỗi đơn vị một trang")
    with page.expect_download(timeout=LONGEST_WAIT_MS) as fetched:
        one.get_by_role("link", name="Lập tài liệu").press("Enter")
    assert fetched.value.suggested_filename.startswith("nghe-an-425_tung-don-vi-DVC01_2023_dot-")
    expect(one).to_contain_text("Tài liệu đã sẵn sàng")
    expect(one.get_by_role("link", name="Tải về")).to_be_visible()


def test_what_is_cancelled_brings_no_file(visitor: Page) -> None:
    page = documents(visitor, "province=bac-giang")
    fetched: list[str] = []
    page.on("download", lambda download: fetched.append(download.suggested_filename))
    one = paper(page, "Bài trình chiếu")
    one.get_by_role("link", name="Lập tài liệu").click()
    one.get_by_role("button", name="Hủy").press("Enter")
    expect(one).to_contain_text("Đã hủy; không có gì được lưu lại.")
    expect(one.get_by_role("link", name="Tải về")).to_have_count(0)
    assert fetched == []
