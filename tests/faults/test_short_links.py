"""A short link opens nothing by itself, leads nowhere but to our own screens, and can be ended."""

import io
import re
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import parse_qs

import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import func, select, update

from components.figures.qr import meeting_qr_svg
from server.view_notes import wait_until_written
from store import clock
from store.accounts import disable, find_account
from store.short_links import (
    CODE,
    LONGEST_QUERY,
    MOST_AN_HOUR,
    LinkRefused,
    Target,
    find_link,
    make_link,
    own_links,
    revoke_link,
)
from store.sign_in import NOBODY_KNOWN
from store.tables import audit_event, short_link
from tests.app.caller import Caller
from tests.app.visiting import everything_said, everything_sent, token_of, visit
from tests.faults.files import cookie_of
from tests.store.people import reading, writing

LEADER, DISTRICT, ADMINISTRATOR = "lanhdao", "canbo", "quantri"
# Of the height of a slide, as assets/style/present.css draws it; pixels to a square of the code.
CODE_SHARE, SQUARE = 7 / 30, 8
TASKS = Target("tasks", {"province": "nghe-an", "period": "2023", "lang": "en"})
HOSTILE_CODES = (
    "a",
    "abcdefg",
    "abcdefghi",
    "ABCDEFGH",
    "abcdefg0",
    "abcdefg1",
    "abcdefgl",
    "%2e%2e%2fetc",
    "..%2f..%2fx",
    "%00bcdefg",
    "%0d%0aLocation:%20//evil",
    "//evil.example",
    "https:%2f%2fevil.example",
    "%D0%B0bcdefgh",
    "'%20or%201=1",
    "x" * 10_000,
)


def id_of(url: str, username: str) -> int:
    with reading(url) as connection:
        return find_account(connection, username=username)


def link(url: str, target: Target = TASKS, *, by: str = LEADER, days: int | None = None) -> str:
    return make_link(id_of(url, by), target, lasts=timedelta(days=days) if days else None)


def follow(url: str, code: str, *, by: str = LEADER) -> str:
    """All that somebody sees who follows the link."""
    app = visit(token_of(url, by), link=code)
    assert not app.exception and not app.error
    return everything_sent(app)


@pytest.mark.trust("B18")
def test_a_code_is_short_and_says_nothing_of_its_neighbours(visited_url: str) -> None:
    codes = [link(visited_url, Target("tasks", {"task": str(each)})) for each in range(20)]
    assert all(CODE.fullmatch(code) for code in codes)
    assert len({code[:4] for code in codes}) == len({code[4:] for code in codes}) == len(codes)


@pytest.mark.trust("A13", "B18")
def test_the_route_leads_everybody_to_our_own_first_screen_and_nowhere_else(
    served: Caller,
) -> None:
    for headers in ({}, {"cookie": cookie_of(served)}):
        answer = served.ask("/s/abcdefgh?next=//evil.example&province=x", **headers)
        assert (answer.status, answer.headers["location"]) == (303, "/?link=abcdefgh")


@pytest.mark.trust("B18")
@pytest.mark.parametrize("code", HOSTILE_CODES)
def test_what_cannot_be_a_code_leads_nowhere(served: Caller, code: str) -> None:
    assert served.ask(f"/s/{code}").status in (400, 401, 404, 414)
    answer = served.ask(f"/s/{code}", cookie=cookie_of(served))
    assert "location" not in answer.headers
    assert not 300 <= answer.status < 400


@pytest.mark.trust("A13")
def test_without_a_session_a_link_shows_the_sign_in_and_does_not_tell_whether_it_exists(
    visited_url: str,
) -> None:
    code = link(visited_url)
    shown = [everything_said(visit(None, link=each)) for each in (code, "abcdefgh")]
    assert shown[0] == shown[1]
    assert "sign-in-brand" in shown[0]


def test_a_link_leads_to_its_screen_with_filters_and_language(visited_url: str) -> None:
    app = visit(token_of(visited_url, LEADER), link=link(visited_url))
    assert not app.exception and not app.error
    assert app.query_params == TASKS.query
    assert "Nghe An · 2023 · whole province" in everything_said(app)


@pytest.mark.trust("B18")
def test_whoever_follows_a_link_sees_what_is_theirs_and_no_more(visited_url: str) -> None:
    elsewhere = Target("unit", {"province": "nghe-an", "period": "2023", "unit": "417"})
    code = link(visited_url, elsewhere)
    app = visit(token_of(visited_url, DISTRICT), link=code)
    assert not app.exception and not app.error
    assert [info.value for info in app.info] and "417" in app.info[0].value
    other_province = link(visited_url, Target("situation", {"province": "ha-tinh"}))
    assert "Hà Tĩnh" not in follow(visited_url, other_province, by="chuyenvien")


@pytest.mark.trust("B18")
def test_a_screen_that_is_not_for_their_role_stays_shut(visited_url: str) -> None:
    code = link(visited_url, Target("accounts", {}), by=ADMINISTRATOR)
    shown = everything_said(visit(token_of(visited_url, LEADER), link=code))
    assert "quantri" not in shown


@pytest.mark.parametrize(
    "target",
    [
        Target("https://evil.example", {}),
        Target("//evil.example", {}),
        Target("../download/work.csv", {}),
        Target("", {}),
        Target("no_such_screen", {}),
    ],
)
def test_a_row_that_names_no_screen_of_ours_leads_nowhere(visited_url: str, target: Target) -> None:
    code = link(visited_url, target)
    assert "không có, đã hết hạn" in everything_said(
        visit(token_of(visited_url, LEADER), link=code)
    )


def test_only_what_this_board_knows_of_an_address_is_taken_along(visited_url: str) -> None:
    query = {"province": "nghe-an", "evil": "1", "link": "abcdefgh", "task": "x" * 1_000}
    app = visit(token_of(visited_url, LEADER), link=link(visited_url, Target("tasks", query)))
    assert not app.exception and not app.error
    assert set(app.query_params) == {"province"}


@pytest.mark.parametrize("asked", ["abcdefgh", "", "x" * 10_000, "' or 1=1 --", "\x00", "ａ" * 8])
def test_an_unknown_link_gets_one_sentence(visited_url: str, asked: str) -> None:
    app = visit(token_of(visited_url, LEADER), link=asked)
    assert not app.exception and not app.error
    assert "không có, đã hết hạn" in everything_said(app)
    assert "x" * 100 not in everything_sent(app)


def test_a_link_ends_when_it_is_revoked_or_over(visited_url: str) -> None:
    revoked, over, alive = (
        link(visited_url, days=7),
        link(visited_url, days=30),
        link(visited_url),
    )
    revoke_link(id_of(visited_url, LEADER), revoked)
    with writing(visited_url) as connection:
        past = {"expires_at": clock.now() - timedelta(seconds=1)}
        connection.execute(update(short_link).where(short_link.c.code == over).values(past))
    assert find_link(revoked) is None
    assert find_link(over) is None
    assert find_link(alive) == TASKS


def test_only_its_maker_and_administrators_revoke_a_link(visited_url: str) -> None:
    code = link(visited_url)
    with pytest.raises(LinkRefused, match="Only its maker"):
        revoke_link(id_of(visited_url, DISTRICT), code)
    revoke_link(id_of(visited_url, ADMINISTRATOR), code)
    assert find_link(code) is None


def test_ones_own_links_are_listed_with_what_became_of_them(visited_url: str) -> None:
    other = Target("unit", {"province": "nghe-an", "unit": "<b>", "at": "5"})
    tasks, unit, ended = (
        link(visited_url),
        link(visited_url, other, days=7),
        link(visited_url, days=1),
    )
    revoke_link(id_of(visited_url, LEADER), ended)
    link(visited_url, by=ADMINISTRATOR)
    for _ in range(2):
        follow(visited_url, tasks, by=ADMINISTRATOR)
    wait_until_written()
    listed = own_links(id_of(visited_url, LEADER))
    assert [(each.code, each.target, each.times_opened) for each in listed] == [
        (unit, other, 0),
        (tasks, TASKS, 2),
    ]
    assert listed[0].expires_at and not listed[0].opened_at and listed[1].opened_at
    app = visit(token_of(visited_url, LEADER), screen="account")
    told = everything_said(app)
    assert not app.exception and f'href="/s/{tasks}"' in told and f"/s/{ended}" not in told
    assert "mở 2 lần" in told and "chưa mở lần nào" in told and "theo cuộc họp số 5" in told
    assert "<b>" not in told.partition('"ioc-own-link"')[2].partition("</div>")[0]
    token = token_of(visited_url, LEADER)
    with (
        patch("server.visitor.session_token", return_value=token),
        patch("server.visitor.current_caller", return_value=NOBODY_KNOWN),
    ):
        app.button(key=f"do_end_{unit}").click().run()
    assert [each.code for each in own_links(id_of(visited_url, LEADER))] == [tasks]


def test_the_code_of_a_meeting_is_dark_on_light_and_large_enough_for_a_camera() -> None:
    drawn = meeting_qr_svg("https://board.example.vn/?at=5", label='Mã "QR"')
    (size,) = re.findall(r'viewBox="0 0 (\d+) \1"', drawn)
    # 29 squares and four of white on either side.
    assert int(size) == 29 + 2 * 4
    assert drawn.index("#ffffff") < drawn.index("#000000") and "Mã &quot;QR&quot;" in drawn


@pytest.mark.parametrize("lines", [720, 540])
def test_the_code_of_a_meeting_is_read_off_hard_compressed_video(lines: int) -> None:
    address = "https://bang-dieu-hanh.nghean.gov.vn/?at=123456"
    drawn = meeting_qr_svg(address, label="")
    side = round(CODE_SHARE * lines)
    sent = picture_of(drawn).resize((side, side), Image.Resampling.BILINEAR)
    slide = Image.new("L", (lines * 16 // 9, lines), 240)
    slide.paste(sent, (slide.width - side - 40, 20))
    arrived = io.BytesIO()
    slide.save(arrived, "JPEG", quality=8)
    (read,) = zxingcpp.read_barcodes(Image.open(arrived), formats=zxingcpp.BarcodeFormat.QRCode)
    assert read.text == address


def picture_of(drawn: str) -> Image.Image:
    """The code as it is drawn, a square of it SQUARE pixels wide."""
    (size,) = map(int, re.findall(r'viewBox="0 0 (\d+) ', drawn))
    picture = Image.new("L", (size * SQUARE, size * SQUARE), 255)
    for column, line in re.findall(r"M(\d+) (\d+)h1v1h-1z", drawn):
        left, top = int(column) * SQUARE, int(line) * SQUARE
        picture.paste(0, (left, top, left + SQUARE, top + SQUARE))
    return picture


def test_the_same_screen_gives_the_same_link_again(visited_url: str) -> None:
    assert link(visited_url) == link(visited_url)
    assert link(visited_url) != link(visited_url, by=ADMINISTRATOR)


def test_size_and_number_of_links_are_bounded(visited_url: str) -> None:
    with pytest.raises(LinkRefused, match="too long"):
        link(visited_url, Target("tasks", {"task": "x" * LONGEST_QUERY}))
    for each in range(MOST_AN_HOUR):
        link(visited_url, Target("tasks", {"task": str(each)}))
    with pytest.raises(LinkRefused, match="too many"):
        link(visited_url)
    assert link(visited_url, by=ADMINISTRATOR)


def test_an_account_that_is_shut_makes_no_link(visited_url: str) -> None:
    by = id_of(visited_url, LEADER)
    with writing(visited_url) as connection:
        disable(connection, by, now=clock.now())
    with pytest.raises(LinkRefused, match="no longer"):
        make_link(by, TASKS)


def test_making_opening_and_ending_a_link_is_on_record(visited_url: str) -> None:
    code = link(visited_url)
    follow(visited_url, code)
    wait_until_written()
    revoke_link(id_of(visited_url, LEADER), code)
    with reading(visited_url) as connection:
        told = select(audit_event.c.action).where(audit_event.c.subject == code)
        actions = list(connection.scalars(told.order_by(audit_event.c.position)))
        links = connection.scalar(select(func.count()).select_from(short_link))
    assert actions == ["link_made", "link_opened", "link_revoked"]
    assert links == 1


def test_the_button_of_a_screen_makes_a_link_that_shows_the_same_figures(
    visited_url: str,
) -> None:
    token = token_of(visited_url, LEADER)
    with (
        patch("server.visitor.session_token", return_value=token),
        patch("server.visitor.current_caller", return_value=NOBODY_KNOWN),
    ):
        app = visit(token, screen="tasks", province="nghe-an")
        app.button(key="short_link_make").click().run()
        assert not app.exception and not app.error
    with reading(visited_url) as connection:
        row = connection.execute(select(short_link)).one()
    query = {name: values[0] for name, values in parse_qs(row.query).items()}
    assert row.screen == "tasks"
    assert query["province"] == "nghe-an"
    assert query["at"].endswith("_2024-04-02")
    assert f"/s/{row.code}" in everything_said(app)
    assert "data:image/svg+xml" in everything_said(app)
