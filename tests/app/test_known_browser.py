"""The cookie by which a browser is known again, over plain HTTP to a real server."""

import re

import pytest
from sqlalchemy import select

from server.browser_cookie import browser_id_in, new_browser_id
from store.settings import Mode, Settings
from store.tables import login_attempt
from store.throttling import place_of
from tests.app.caller import Caller
from tests.store.people import reading


def browser_cookie(headers: str) -> str:
    found = re.search(r"ioc_browser=([\w-]{43})", headers)
    assert found is not None, headers
    return found[1]


def known_browsers(caller: Caller) -> set[str | None]:
    with reading(caller.board.database_url) as connection:
        return set(connection.scalars(select(login_attempt.c.browser_hash)))


def test_whoever_enters_gets_a_cookie_no_script_can_read_and_is_known_by_its_hash(
    caller: Caller,
) -> None:
    answer = caller.enter(caller.ticket())
    browser_id = browser_cookie(answer.headers["set-cookie"])
    assert re.search(
        r"ioc_browser=[^;]+; HttpOnly; Max-Age=7776000; Path=/; SameSite=strict",
        answer.headers["set-cookie"],
    )
    assert place_of(None, browser_id).browser_hash in known_browsers(caller)
    assert browser_id not in known_browsers(caller)


def test_a_browser_keeps_its_secret_and_a_strange_one_is_replaced(caller: Caller) -> None:
    own = new_browser_id()
    for held, is_kept in ((own, True), ("x", False), ("' or 1=1 --" + "x" * 32, False)):
        answer = caller.enter(caller.ticket(), cookie=f"ioc_browser={held}")
        assert (browser_cookie(answer.headers["set-cookie"]) == held) == is_kept


def test_without_a_good_ticket_nobody_becomes_known(caller: Caller) -> None:
    before = known_browsers(caller)
    answer = caller.enter("made-up", cookie=f"ioc_browser={new_browser_id()}")
    assert answer.status == 401 and "set-cookie" not in answer.headers
    assert known_browsers(caller) == before


@pytest.mark.parametrize(
    ("mode", "name"), [(Mode.DEMO, "ioc_browser"), (Mode.PRODUCTION, "__Host-ioc_browser")]
)
def test_in_production_no_sister_site_can_plant_it(mode: Mode, name: str) -> None:
    settings, own = Settings(mode=mode), new_browser_id()
    assert browser_id_in({name: own}, settings=settings) == own
    other = {"ioc_browser", "__Host-ioc_browser"} - {name}
    assert browser_id_in({other.pop(): own}, settings=settings) is None
