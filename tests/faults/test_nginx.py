"""The board as it is meant to be served: TLS, two processes, one PostgreSQL, one of them dying."""

import http.client
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from components.reader import Reader
from server.first_page import first_page
from store.database import engine
from tests.browser.board import NewVisitor
from tests.browser.screens import SignIn, Situation
from tests.faults.proxied import ROUTE_COOKIE, Proxied, two_boards
from tests.nginx import nginx
from tests.postgres import new_database
from tests.store.people import PASSWORD, account, units_of

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

USERNAME = "chuyenvien.cntt"


@pytest.fixture(scope="module")
def proxied(
    _postgres: tuple[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Proxied]:
    if nginx() is None:
        pytest.skip("TESTS BEHIND NGINX SKIPPED: no nginx here (see make test)")
    server, template = _postgres
    with new_database(server, template=template) as url:
        units = units_of(url)
        account(url, units=[units["province"]], username=USERNAME)
        engine(url).dispose()
        with two_boards(url, tmp_path_factory.mktemp("proxied")) as running:
            yield running


@pytest.fixture
def page(proxied: Proxied, new_visitor: NewVisitor) -> Page:
    """A visitor who comes through TLS and has signed in."""
    page = new_visitor(proxied, ignore_https_errors=True)
    page.goto("/?lang=vi")
    SignIn(page).set_account(USERNAME, password=PASSWORD)
    expect_signed_in(page)
    return page


def expect_signed_in(page: Page) -> None:
    expect(page.locator(".st-key-topline")).to_be_visible()


def expect_answers(page: Page) -> None:
    """The page does what it is asked to.

    Asked again, if need be: what is pressed in the very moment of connecting anew may be lost.
    """
    english = Reader("en").text("shell.province")
    for _ in range(4):
        Situation(page).set_language("en")
        with suppress(AssertionError):
            expect(page.locator(".st-key-topline")).to_contain_text(english, timeout=15_000)
            return
    pytest.fail("the page does not answer")


def route_of(page: Page) -> str:
    """The cookie that keeps this visitor on one process."""
    (route,) = (c["value"] for c in page.context.cookies() if c["name"] == ROUTE_COOKIE)
    return route


def set_route(page: Page, route: str) -> None:
    url = f"{page.url.split('/', 3)[0]}//{urlsplit(page.url).netloc}"
    page.context.add_cookies(
        [{"name": ROUTE_COOKIE, "value": route, "url": url, "secure": True, "httpOnly": True}]
    )


@pytest.mark.trust("A2", "A10")
def test_a_session_holds_on_both_processes_and_ends_on_both(proxied: Proxied, page: Page) -> None:
    here = proxied.process_of(route_of(page))
    set_route(page, proxied.route_to(1 - here))
    other = page.context.new_page()
    other.goto("/?lang=vi")
    expect_signed_in(other)

    Situation(other).set_signed_out()
    SignIn(other).expect_shown()
    # The first tab still speaks to the first process, which was told nothing but by the store.
    Situation(page).set_language("en")
    SignIn(page, language="en").expect_shown()


def test_without_tls_there_is_nothing_but_the_way_to_it(proxied: Proxied) -> None:
    address = urlsplit(proxied.proxy.plain_url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=20)
    connection.request("GET", "/?province=nghe-an", headers={"Host": "localhost"})
    answer = connection.getresponse()
    assert answer.status == 301
    assert answer.headers["Location"] == "https://localhost/?province=nghe-an"


def test_every_answer_is_bound_to_tls_and_carries_one_policy(proxied: Proxied) -> None:
    answer = proxied.ask("/")
    assert answer.status == 200
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert len(answer.headers.get_all("Content-Security-Policy") or []) == 1
    assert "nginx/" not in answer.headers.get("Server", "")
    cookies = answer.headers.get_all("Set-Cookie") or []
    assert cookies and all("secure" in cookie.lower() for cookie in cookies)


def test_the_session_cookie_belongs_to_this_host_and_to_tls_alone(page: Page) -> None:
    (kept,) = (c for c in page.context.cookies() if c["name"].endswith("ioc_session"))
    assert kept["name"] == "__Host-ioc_session"
    assert kept["secure"] and kept["httpOnly"] and kept["sameSite"] == "Strict"
    assert all(cookie["secure"] for cookie in page.context.cookies())


def test_a_visitor_keeps_the_route_once_given_and_a_made_up_one_is_replaced(
    proxied: Proxied,
) -> None:
    given = proxied.ask("/").headers["Set-Cookie"].split(";")[0]
    assert "Set-Cookie" not in proxied.ask("/", cookie=given).headers
    for made_up in ("x", "../../etc", "127.0.0.1:9", "0" * 31):
        replaced = proxied.ask("/", cookie=f"{ROUTE_COOKIE}={made_up}").headers["Set-Cookie"]
        assert re.match(rf"{ROUTE_COOKIE}=[0-9a-f]{{32}};", replaced)


def test_the_proxy_keeps_program_files_and_nothing_else(proxied: Proxied) -> None:
    kept = proxied.proxy.folder / "board"
    before = len(list(kept.iterdir()))
    (program,) = re.findall(r"/static/js/index\.[\w-]+\.js", first_page())
    for encoding in ("identity", "gzip"):
        for _ in range(2):
            answer = proxied.ask(program, accept_encoding=encoding)
            assert answer.status == 200
            assert answer.headers.get("Content-Encoding", "identity") == encoding
            assert "X-Content-Type-Options" in answer.headers
    assert len(list(kept.iterdir())) == before + 2
    for path in ("/", "/_stcore/health", "/media/x", "/_stcore/host-config", "/static/none.js"):
        proxied.ask(path)
    assert len(list(kept.iterdir())) == before + 2


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PATCH", "PROPFIND"])
def test_methods_that_nobody_needs_are_refused(proxied: Proxied, method: str) -> None:
    assert proxied.ask("/", method=method).status in (400, 405)


def test_another_name_is_not_served(proxied: Proxied) -> None:
    with pytest.raises(http.client.RemoteDisconnected):
        proxied.ask("/", host="elsewhere.example")
    address = urlsplit(proxied.url)
    anything = ssl.create_default_context()
    anything.check_hostname = False
    anything.verify_mode = ssl.CERT_NONE
    with (
        socket.create_connection((address.hostname, address.port), timeout=20) as plain,
        pytest.raises(ssl.SSLError),
    ):
        anything.wrap_socket(plain, server_hostname="elsewhere.example")


def test_a_large_body_is_refused_before_it_is_sent(proxied: Proxied) -> None:
    assert proxied.ask("/auth/enter", method="POST", content_length="70000").status == 413
    upload = "/_stcore/upload_file/a/b"
    assert proxied.ask(upload, method="PUT", content_length="60000000").status == 413


@pytest.mark.trust("G56")
def test_the_log_tells_nothing_about_people(proxied: Proxied, page: Page) -> None:
    page.goto("/?lang=en&unit=425")
    expect_signed_in(page)
    secret = [cookie["value"] for cookie in page.context.cookies() if "ioc" in cookie["name"]]
    logs = [proxied.proxy.access_log, *(board.log for board in proxied.boards)]
    for log in (*logs, *proxied.proxy.folder.glob("*.log")):
        said = log.read_text()
        for never in (USERNAME, PASSWORD, "unit=425", *secret):
            assert never not in said, log.name


def test_when_a_process_is_killed_the_other_takes_over_without_a_new_sign_in(
    proxied: Proxied, page: Page
) -> None:
    here = proxied.process_of(route_of(page))
    page.wait_for_load_state("networkidle")
    # Nobody touches the page: it connects anew by itself.
    with page.expect_websocket():
        proxied.processes[here].kill()
        proxied.processes[here].wait()
    expect(page.get_by_test_id("stApp")).to_have_attribute(
        "data-test-connection-state", "CONNECTED"
    )
    expect_signed_in(page)
    expect_answers(page)
    page.reload()
    expect_signed_in(page)
    assert proxied.process_of(route_of(page)) == 1 - here
