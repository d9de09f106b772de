"""A meeting's figures stand still: on every page, in every file, whatever comes in and whenever."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select, update

from domain.meetings import AgendaLine, MeetingWords
from pages import PAGES
from queries.runner import data_version
from server.view_notes import wait_until_written
from store.accounts import set_scope
from store.clock import now
from store.meetings import close_meeting, create_meeting, open_meeting
from store.province_clock import move_clock
from store.tables import account, audit_event, province, unit
from tests.app.test_decisions_page import without_style
from tests.app.visiting import everything_said, everything_sent, forget_answers, token_of, visit
from tests.contracts.test_frozen import land_a_change_of_everything
from tests.store.people import reading, writing

HERE = "nghe-an"
USER = "lanhdao"
TODAY = date(2024, 4, 2)
# Tells of the meetings themselves, and of what came in since.
ABOUT_MEETINGS = "meetings"
ASKING = [page for page in PAGES if page.asks and page.key != ABOUT_MEETINGS]


def id_of(url: str, username: str) -> int:
    with reading(url) as connection:
        return int(
            connection.scalar(select(account.c.id).where(account.c.username == username)) or 0
        )


def province_id(url: str, slug: str = HERE) -> int:
    with reading(url) as connection:
        return int(connection.scalar(select(province.c.id).where(province.c.slug == slug)) or 0)


def opened(url: str) -> int:
    """A meeting of Nghệ An that was opened just now."""
    words = MeetingWords(name_vi="Phiên họp <b>tháng 4</b>", held_on=TODAY)
    by = id_of(url, USER)
    made = create_meeting(by, province_id(url), words, [AgendaLine(kind="topic", text="A")])
    open_meeting(by, made)
    return made


def a_year_later(url: str) -> None:
    """Everything was corrected, more came in, the clock and the leading period moved on."""
    with writing(url) as connection:
        land_a_change_of_everything(connection)
        connection.execute(update(province).values(default_period="2022"))
        move_clock(connection, HERE, day=TODAY + timedelta(days=400), now=now())
    forget_answers()


def test_every_page_of_a_meeting_reads_the_same_a_year_later(visited_url: str) -> None:
    at = str(opened(visited_url))
    token = token_of(visited_url, USER)
    before = {page.key: seen(token, page.key, at) for page in ASKING}
    a_year_later(visited_url)
    for page in ASKING:
        assert seen(token, page.key, at) == before[page.key], page.key


def seen(token: str, screen: str, at: str) -> str:
    app = visit(token, screen=screen, province=HERE, at=at)
    assert not app.exception and not app.error, screen
    return everything_said(app)


def test_whoever_sees_newer_figures_during_a_meeting_is_told_and_noted(visited_url: str) -> None:
    token = token_of(visited_url, USER)
    assert "ioc-still ioc-live" not in everything_said(visit(token, province=HERE))
    at = opened(visited_url)
    standing = everything_said(visit(token, province=HERE, at=str(at)))
    assert "ioc-still ioc-live" not in standing and 'ioc-lock"' in standing
    for _ in range(2):
        # Without `at` in the address, taken out by hand or never there.
        live = everything_said(visit(token, screen="tasks", province=HERE, period="2023"))
        assert "Đang xem số liệu hiện hành" in live and "“Phiên họp &lt;b&gt;tháng 4" in live
        (way,) = re.findall(r'ioc-still ioc-live.*?<a href="([^"]*)"', live)
        back = parse_qs(urlsplit(way.replace("&amp;", "&")).query)
        assert (back["at"], back["period"]) == ([str(at)], ["2023"])
    assert "ioc-still ioc-live" not in everything_said(visit(token, province="ha-tinh"))
    wait_until_written()
    with reading(visited_url) as connection:
        noted = connection.execute(
            select(audit_event.c.subject, audit_event.c.detail).where(
                audit_event.c.action == "saw_live"
            )
        ).all()
    assert [event.subject for event in noted] == [str(at)]
    assert f'"to": {data_version()}' in noted[0].detail
    close_meeting(id_of(visited_url, USER), at)
    assert "ioc-still ioc-live" not in everything_said(visit(token, province=HERE))


def test_without_the_meeting_the_same_page_shows_what_came_in(visited_url: str) -> None:
    token = token_of(visited_url, USER)
    before = everything_said(visit(token, screen="directions", province=HERE))
    a_year_later(visited_url)
    assert everything_said(visit(token, screen="directions", province=HERE)) != before


def test_the_band_tells_meeting_batch_and_day_and_its_name_is_inert(visited_url: str) -> None:
    at = str(opened(visited_url))
    told = everything_said(visit(token_of(visited_url, USER), province=HERE, at=at))
    assert "Phiên họp &lt;b&gt;tháng 4&lt;/b&gt;" in told
    assert "số liệu giữ nguyên ở đợt nhập số" in told
    assert "02/04/2024" in told


def test_every_way_on_from_a_frozen_page_keeps_the_meeting(visited_url: str) -> None:
    at = str(opened(visited_url))
    token = token_of(visited_url, USER)
    for page in ASKING:
        app = visit(token, screen=page.key, province=HERE, at=at)
        for way in ways_in(without_style(everything_said(app))):
            assert parse_qs(urlsplit(way).query).get("at") == [at], f"{page.key}: {way}"


def ways_in(html: str) -> Iterator[str]:
    """The addresses of our own screens and files in links."""
    for piece in html.split('href="')[1:]:
        address = piece.split('"', maxsplit=1)[0].replace("&amp;", "&")
        if address.startswith("/") and not address.startswith("/assets"):
            yield address


def test_a_frozen_figure_leaves_no_way_into_an_unfrozen_page(visited_url: str) -> None:
    token = token_of(visited_url, USER)
    made = opened(visited_url)
    visit(token, screen="tasks", province=HERE, at=str(made))
    app = visit(token, screen="tasks", province=HERE)
    assert not any("at=" in way for way in ways_in(everything_said(app)))


@pytest.mark.parametrize("screen", ["tasks", "bottlenecks", "directions", "pilot_models"])
def test_nothing_is_entered_while_the_figures_stand_still(visited_url: str, screen: str) -> None:
    at = str(opened(visited_url))
    app = visit(token_of(visited_url, "quantri"), screen=screen, province=HERE, at=at)
    assert not [area.label for area in app.text_area]
    assert not [button.label for button in app.button if button.label == "Lưu"]


@pytest.mark.parametrize(
    "asked",
    [
        "0", "-1", "999999", "1.5", "１", "1 ", "abc", "' or 1=1 --", "\x00", "x" * 10_000,
        "999999_2024-04-02", "1_2024-02-30", "1_2999-01-01", "1_1999-01-01", "1_", "_2024-04-02",
        "1_2024-04-02_", "42",
    ],
)  # fmt: skip
def test_a_word_that_stands_for_nothing_gets_one_sentence(visited_url: str, asked: str) -> None:
    app = visit(token_of(visited_url, USER), screen="situation", province=HERE, at=asked)
    assert not app.exception and not app.error
    assert "Không có cuộc họp đã mở" in everything_said(app)


def test_a_meeting_of_another_province_is_not_there(visited_url: str) -> None:
    made = opened(visited_url)
    token = token_of(visited_url, USER)
    elsewhere = visit(token, screen="situation", province="ha-tinh", at=str(made))
    assert "Không có cuộc họp đã mở" in everything_said(elsewhere)


def test_a_meeting_out_of_scope_is_not_there(visited_url: str) -> None:
    made = opened(visited_url)
    with writing(visited_url) as connection:
        other = select(unit.c.id).where(
            unit.c.province_id == province_id(visited_url, "ha-tinh"), unit.c.level == "province"
        )
        set_scope(connection, id_of(visited_url, USER), units=[connection.scalar(other) or 0])
    app = visit(token_of(visited_url, USER), screen="situation", at=str(made))
    assert "Không có cuộc họp đã mở" in everything_said(app)
    assert "Phiên họp" not in everything_sent(app)


def test_a_link_to_a_meeting_needs_no_word_but_its_own(visited_url: str) -> None:
    app = visit(token_of(visited_url, USER), at=str(opened(visited_url)))
    assert "Nghệ An" in everything_said(app)
    assert "giữ nguyên" in everything_said(app)
