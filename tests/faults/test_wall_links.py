"""Attacks on walls: a link or its cookie used for anything but its own wall, or by anybody else."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from domain.scope import Scope
from server.known_walls import ask_store
from server.visitor import visitor_of
from store import clock
from store.tables import unit, wall_link
from store.wall_links import hash_of
from tests.app.caller import Caller
from tests.app.walls import INSIDE, closed, link_of, post, wall_cookie
from tests.browser.board import NewVisitor
from tests.store.people import reading, writing

pytestmark = pytest.mark.trust("A14")

SECRET = "Zr8wq-a-secret-that-was-put-in-the-wrong-place_1"
# Figures, files, screens' data, what Streamlit hands out, what changes something.
ELSEWHERE = (
    "/download/situation.csv?province=nghe-an",
    "/download/situation.xlsx",
    "/media/x.png",
    "/component/x/index.html",
    "/_stcore/bidi-components/x",
    "/_stcore/upload_file/x/y",
    "/walls/x",
    "/wallx/show",
)


@pytest.mark.parametrize("path", ELSEWHERE)
def test_a_walls_cookie_opens_nothing_else(served: Caller, path: str) -> None:
    assert served.ask(path, cookie=wall_cookie(served)).status == 401


def test_a_walls_cookie_is_nobody_on_the_screens(
    served: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address of a screen is an empty shell for all; who asks through it must be a person."""
    cookie = wall_cookie(served)
    for path in ("/map", "/situation", "/walls", "/wall"):
        assert "Nghệ An" not in served.ask(path, cookie=cookie).body.decode(), path
    token = cookie.split("=", 1)[1]
    monkeypatch.setenv("IOC_DATABASE_URL", served.board.database_url)
    assert ask_store([(hash_of(token), "::1")], clock.now())
    assert visitor_of(token) is None
    assert served.ask("/media/x.png", cookie=f"ioc_session={token}").status == 401


def test_a_persons_cookie_is_no_wall(served: Caller) -> None:
    cookie = served.cookie()
    token = cookie.split("=", 1)[1]
    for sent in (cookie, f"ioc_wall={token}", f"{cookie}; ioc_wall={token}"):
        for path in ("/wall/show", "/wall/plan", "/wall/frame?slot=situation~~~~", INSIDE):
            assert served.ask(path, cookie=sent).status == 401, (sent[:12], path)


@pytest.mark.parametrize("cookie", ["", "ioc_wall=", "ioc_wall=x", "ioc_wall=' or 1=1 --", "="])
def test_without_a_live_screen_there_is_no_wall(served: Caller, cookie: str) -> None:
    for path in ("/wall/show", "/wall/", "/wall//show", "/wall/open/", "/wall/../wall/show"):
        assert served.ask(path, cookie=cookie).status == 401, path


@pytest.mark.parametrize(
    "path", ["/wall/../download/situation.csv", "/wall/%2e%2e/media/x", "/wall/open/../../media/x"]
)
def test_no_detour_leads_from_a_wall_to_a_figure(served: Caller, path: str) -> None:
    answer = served.ask(path, cookie=wall_cookie(served))
    assert (answer.status, answer.body) in ((400, b"Bad Request"), (404, b"Not found."))


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
def test_the_entry_takes_a_secret_by_one_method_alone(served: Caller, method: str) -> None:
    answer = served.ask("/wall/open", method=method, body=None, origin=served.origin)
    assert "set-cookie" not in answer.headers
    assert answer.status == (200 if method == "HEAD" else 405 if method == "PATCH" else 401)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
    ],
)
def test_no_other_site_opens_a_wall_in_somebodys_browser(
    served: Caller, headers: dict[str, str]
) -> None:
    answer = post(served, link_of(served), **headers)
    assert answer.status == 403 and "set-cookie" not in answer.headers
    assert served.ask("/wall/open", method="POST", body=link_of(served)).status == 403


@pytest.mark.parametrize("path", ["/wall/open/{}", "/wall/open?{}", "/wall/open?s={}", "/wall/{}"])
def test_a_secret_in_the_wrong_place_opens_nothing_and_is_not_logged(
    served: Caller, path: str
) -> None:
    secret = link_of(served)
    for method in ("GET", "POST"):
        answer = served.ask(path.format(secret), method=method, origin=served.origin)
        assert answer.status in (400, 401, 403), method
        assert "set-cookie" not in answer.headers
        assert secret not in answer.body.decode()
    assert secret not in served.board.log.read_text()


def test_a_link_of_a_unit_sees_that_unit_alone(
    served: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = wall_cookie(served, link_of(served, code="425")).split("=", 1)[1]
    monkeypatch.setenv("IOC_DATABASE_URL", served.board.database_url)
    (wall,) = ask_store([(hash_of(token), "::1")], clock.now()).values()
    assert wall.scope.provinces == frozenset()
    with reading(served.board.database_url) as connection:
        asked = select(unit.c.code).where(
            unit.c.id.in_(wall.scope.units), unit.c.level == "district"
        )
        assert set(connection.scalars(asked)) == {"425"}
    assert wall.scope != Scope() and wall.unit == "425"


def test_a_link_is_no_use_at_another_address(served: Caller) -> None:
    """From this machine a link of the operations centre's network opens nothing."""
    secret = link_of(served, address_range="10.4.0.0/16")
    assert post(served, secret).status == 403
    assert post(served, secret, x_forwarded_for="10.4.0.12", x_real_ip="10.4.0.12").status == 403
    assert post(served, secret, forwarded="for=10.4.0.12").status == 403


def test_a_link_that_is_over_opens_nothing_and_shuts_what_it_opened(served: Caller) -> None:
    secret = link_of(served, name="Sảnh hết hạn")
    cookie = wall_cookie(served, secret)
    assert served.ask(INSIDE, cookie=cookie).status == 404
    with writing(served.board.database_url) as connection:
        connection.execute(
            wall_link.update()
            .where(wall_link.c.name == "Sảnh hết hạn")
            .values(expires_at=clock.now() - timedelta(seconds=1))
        )
    assert closed(served, cookie).body == b"This screen is not open."
    assert post(served, secret).status == 403


def test_the_secret_leaves_the_address_bar_and_goes_nowhere_else(
    served: Caller, new_visitor: NewVisitor
) -> None:
    secret = link_of(served)
    page = new_visitor(served.board)
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(f"{asked.url} {asked.all_headers()}"))
    page.goto(f"/wall/open#{secret}")
    page.wait_for_url("**/wall/show")
    kept = page.evaluate("JSON.stringify([document.cookie, {...localStorage}, document.referrer])")
    assert secret not in kept and "ioc_wall" not in kept
    assert sent and all(secret not in asked for asked in sent)
    (cookie,) = [c for c in page.context.cookies() if c["name"] == "ioc_wall"]
    assert cookie["httpOnly"] and cookie["sameSite"] == "Strict"
    page.go_back()
    assert secret not in page.url
    assert secret not in served.board.log.read_text()


def test_a_link_that_opens_nothing_is_told_in_one_sentence_and_not_tried_again(
    served: Caller, new_visitor: NewVisitor
) -> None:
    page = new_visitor(served.board)
    page.clock.install()
    posts: list[str] = []
    page.on("request", lambda asked: posts.append(asked.url) if asked.method == "POST" else None)
    page.goto(f"/wall/open#{SECRET}")
    expect(page.get_by_text("Liên kết không còn hiệu lực", exact=False)).to_be_visible()
    expect(page.get_by_text("no longer valid", exact=False)).to_be_visible()
    expect(page.locator("section:visible")).to_have_count(1)
    assert page.url.endswith("/wall/open") and SECRET not in page.content()
    page.clock.run_for(10 * 60_000)
    assert len(posts) == 1


def test_the_panels_of_a_wall_are_taken_along_from_the_link(
    served: Caller, new_visitor: NewVisitor
) -> None:
    page = new_visitor(served.board)
    page.goto(f"/wall/open?grid=2x1#{link_of(served)}")
    page.wait_for_url("**/wall/show?grid=2x1")
    # As the kiosk starts from then on.
    page.goto("/wall/open?grid=2x1")
    page.wait_for_url("**/wall/show?grid=2x1")


def test_while_the_store_is_gone_the_link_is_tried_again_every_minute(
    served: Caller, new_visitor: NewVisitor
) -> None:
    secret = link_of(served)
    page = new_visitor(served.board)
    page.clock.install()
    gone = 2

    def answer(route):  # type: ignore[no-untyped-def]
        nonlocal gone
        if route.request.method == "POST" and gone:
            gone -= 1
            route.fulfill(status=503, headers={"Retry-After": "60"}, body="")
        else:
            route.fallback()

    page.route("**/wall/open", answer)
    page.goto(f"/wall/open#{secret}")
    for _ in range(2):
        expect(page.get_by_text("Chưa kết nối được kho dữ liệu", exact=False)).to_be_visible()
        page.clock.run_for(60_000)
    page.wait_for_url("**/wall/show")
    assert gone == 0
