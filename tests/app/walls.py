"""Wall links of the server's store, and walls that ask it, for tests."""

from threading import Event
from time import monotonic
from typing import Any

from sqlalchemy import select

from server.known_walls import REMEMBERED
from store import clock
from store.tables import province, unit
from store.walls import make_wall_link, revoke_wall_link
from tests.app.caller import Answer, Caller
from tests.store.people import reading, writing

# Behind the gate, and nobody answers there: 404 for who gets through.
INSIDE = "/wall/nobody-answers"


def link_of(caller: Caller, *, code: str | None = None, **more: Any) -> str:
    """The secret of a new link to the province of the server's store, or to its unit `code`."""
    url = caller.board.database_url
    with reading(url) as connection:
        asked = (
            select(unit.c.id)
            .join(province, province.c.id == unit.c.province_id)
            .where(province.c.slug == "nghe-an")
            .where(unit.c.code == code if code else unit.c.level == "province")
        )
        unit_id = connection.execute(asked).scalars().first()
    assert unit_id is not None
    kept = {"name": "Phòng họp 1", "scenes": ["situation"], "account_id": None} | more
    with writing(url) as connection:
        return make_wall_link(connection, unit_id=unit_id, now=clock.now(), **kept)


def revoke(caller: Caller, wall_link_id: int) -> None:
    with writing(caller.board.database_url) as connection:
        revoke_wall_link(connection, wall_link_id, account_id=None, now=clock.now())


def post(caller: Caller, secret: str, **headers: str) -> Answer:
    """What the page's own script sends, unless `headers` say otherwise."""
    return caller.ask(
        "/wall/open", method="POST", body=secret, **({"origin": caller.origin} | headers)
    )


def wall_cookie(caller: Caller, secret: str | None = None) -> str:
    """The Cookie header of a screen that was just let in."""
    answer = post(caller, link_of(caller) if secret is None else secret)
    assert answer.status == 204, answer
    return answer.headers["set-cookie"].split(";")[0]


def closed(caller: Caller, cookie: str) -> Answer:
    """The answer that shuts a screen out, soon after another process than the server ended it."""
    until = monotonic() + 2 * REMEMBERED
    while (answer := caller.ask(INSIDE, cookie=cookie)).status == 404:
        assert monotonic() < until, "it was not shut out in time"
        Event().wait(0.25)
    assert answer.status == 401
    return answer
