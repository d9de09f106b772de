import json
import stat
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from server import known_walls, wall_entry
from server.gate import Gate
from server.kept_walls import FILE, MOST_KEPT, Admitted, change_kept, kept_walls
from server.known_walls import GOOD_FOR, REMEMBERED, KnownWalls, StoreGone, ask_store
from server.wall_cookie import renewal, set_wall_token, wall_token_in
from server.wall_entry import is_from_memory, wall_in
from store import clock
from store.database import engine
from store.settings import Mode, Settings
from store.tables import audit_event, wall_link
from store.wall_changes import note_change
from store.wall_links import hash_of
from store.walls import LASTS, Screen, Wall, enter_wall, make_wall_link, revoke_wall_link
from tests.app.caller import Caller
from tests.app.walls import INSIDE, closed, link_of, post, revoke, wall_cookie
from tests.postgres import free_port
from tests.store.people import NOW, reading, units_of, writing

HERE = "10.4.0.12"


# ---- The entry ----


def test_the_page_holds_no_figure_and_sends_its_address_nowhere(caller: Caller) -> None:
    answer = caller.ask("/wall/open")
    page = answer.body.decode()
    assert answer.status == 200 and answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert "Liên kết không còn hiệu lực" in page and "no longer valid" in page
    for never in ("http:", "https:", "onload", "cookie", "Phòng họp", "Nghệ An"):
        assert never not in page, never


def test_the_panels_of_a_wall_may_stand_in_the_address_and_nothing_else(caller: Caller) -> None:
    assert caller.ask("/wall/open?grid=3x1").status == 200
    for other in ("grid=3x", "grid=0x1", "grid=3x1&s=x", "grid=10x1", "grid=3x1x", "s=3x1"):
        assert caller.ask(f"/wall/open?{other}").status == 400, other


def test_a_secret_becomes_a_cookie_that_scripts_cannot_read(caller: Caller) -> None:
    answer = post(caller, link_of(caller))
    assert (answer.status, answer.body) == (204, b"")
    said = answer.headers["set-cookie"].lower()
    for word in ("ioc_wall=", "httponly", "samesite=strict", "path=/", "max-age=34560000"):
        assert word in said, word
    assert caller.ask(INSIDE, cookie=answer.headers["set-cookie"].split(";")[0]).status == 404


def test_in_production_the_cookie_is_of_this_host_and_over_tls_alone() -> None:
    settings = Settings(mode=Mode.PRODUCTION)
    said = renewal("t", settings=settings)
    assert said.startswith("__Host-ioc_wall=t;") and "Secure" in said and "Domain" not in said
    assert wall_token_in({"ioc_wall": "t"}, settings=settings) is None
    assert set_wall_token.__module__ == "server.wall_cookie"


def test_the_cookie_is_renewed_whenever_the_wall_is_loaded(caller: Caller) -> None:
    cookie = wall_cookie(caller)
    said = caller.ask("/wall/show", cookie=cookie).headers["set-cookie"]
    assert said.startswith(cookie) and f"Max-Age={int(LASTS.total_seconds())}" in said
    assert "set-cookie" not in caller.ask(INSIDE, cookie=cookie).headers


@pytest.mark.parametrize("secret", ["x", "ü", "x" * 101, "'; drop table wall_link; --"])
def test_a_link_that_is_none_is_refused_without_a_reason(caller: Caller, secret: str) -> None:
    known = post(caller, "unknown")
    answer = post(caller, secret)
    assert (answer.status, answer.body) == (known.status, known.body) == (403, b"No such link.")
    assert "set-cookie" not in answer.headers


def test_a_screen_that_is_open_goes_on_without_the_secret(caller: Caller) -> None:
    cookie = wall_cookie(caller)
    assert post(caller, "", cookie=cookie).status == 204
    assert post(caller, "").status == 403


def test_opening_again_in_one_browser_ends_what_it_was_before(caller: Caller) -> None:
    cookie = wall_cookie(caller)
    again = post(caller, link_of(caller), cookie=cookie).headers["set-cookie"].split(";")[0]
    assert caller.ask(INSIDE, cookie=cookie).status == 401
    assert caller.ask(INSIDE, cookie=again).status == 404


def test_what_a_wall_gets_is_kept_in_no_cache(caller: Caller) -> None:
    answer = caller.ask(INSIDE, cookie=wall_cookie(caller))
    assert answer.headers["cache-control"] == "private, no-store"


def test_a_link_that_another_process_revokes_closes_the_gate_within_seconds(
    caller: Caller,
) -> None:
    cookie = wall_cookie(caller)
    with reading(caller.board.database_url) as connection:
        newest = connection.scalar(select(func.max(wall_link.c.id)))
    assert caller.ask(INSIDE, cookie=cookie).status == 404
    assert newest is not None
    revoke(caller, newest)
    assert closed(caller, cookie).body == b"This screen is not open."


def test_each_use_stands_in_the_log_with_its_outcome(caller: Caller) -> None:
    secret = link_of(caller, name="Phòng họp 7", address_range="10.99.0.0/16")
    assert post(caller, secret).status == 403
    wall_cookie(caller, link_of(caller, name="Phòng họp 8"))
    with reading(caller.board.database_url) as connection:
        asked = select(audit_event.c.action, audit_event.c.subject, audit_event.c.detail)
        told = {row.subject: row for row in connection.execute(asked)}
    assert told["Phòng họp 7"].action == "wall_refused"
    assert '"why": "address"' in told["Phòng họp 7"].detail
    assert told["Phòng họp 8"].action == "wall_opened"


# ---- When the store cannot be asked ----


@pytest.fixture
def wall_store(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[str, str]]:
    """The address of a store that is the process's own, and the token of a screen in it."""
    monkeypatch.setenv("IOC_DATABASE_URL", sqlite_url)
    with writing(sqlite_url) as connection:
        pass
    unit_id = units_of(sqlite_url)["40"]
    with writing(sqlite_url) as connection:
        secret = make_wall_link(
            connection, name="Sảnh", unit_id=unit_id, scenes=["situation"], account_id=None, now=NOW
        )
        token = enter_wall(connection, secret, address=HERE, browser=None, now=NOW)
    assert token is not None
    yield sqlite_url, token


def the_wall(token: str) -> Wall:
    (wall,) = ask_store([(hash_of(token), HERE)], NOW).values()
    return wall


def unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the store is a PostgreSQL server that nobody runs, and nothing is remembered."""
    note_change()
    url = f"postgresql://board@localhost:{free_port()}/board"
    monkeypatch.setenv("IOC_DATABASE_URL", url)
    with pytest.raises(OperationalError):
        engine(url).connect()


def test_a_wall_goes_on_for_a_day_without_the_store(
    wall_store: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, token = wall_store
    known = KnownWalls(patience=30)
    before = known.admitted(token, address=HERE, now=NOW)
    assert before is not None and not before.is_from_memory
    unreachable(monkeypatch)
    last = NOW + GOOD_FOR
    after = known.admitted(token, address=HERE, now=last)
    assert after == replace(before, is_from_memory=True)
    with pytest.raises(StoreGone):
        known.admitted(token, address=HERE, now=last + timedelta(seconds=1))


def test_without_the_store_nobody_new_and_nobody_elsewhere_is_let_in(
    wall_store: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, token = wall_store
    known = KnownWalls(patience=30)
    assert known.admitted(token, address=HERE, now=NOW) is not None
    unreachable(monkeypatch)
    for stranger, address in ((f"{token}x", HERE), (token, "10.4.0.13"), (token, None)):
        with pytest.raises(StoreGone):
            known.admitted(stranger, address=address, now=NOW)


def test_what_is_done_here_holds_at_once_and_is_remembered_when_the_store_is_gone(
    wall_store: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, token = wall_store
    known = KnownWalls(patience=30)
    assert known.admitted(token, address=HERE, now=NOW) is not None
    with writing(url) as connection:
        revoke_wall_link(connection, 1, account_id=None, now=NOW)
    note_change()
    assert known.admitted(token, address=HERE, now=NOW) is None
    unreachable(monkeypatch)
    with pytest.raises(StoreGone):
        known.admitted(token, address=HERE, now=NOW)


def test_what_is_done_elsewhere_holds_when_the_answer_is_no_longer_remembered(
    wall_store: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, token = wall_store
    time = [100.0]
    monkeypatch.setattr(known_walls, "monotonic", lambda: time[0])
    known = KnownWalls(patience=30)
    assert known.admitted(token, address=HERE, now=NOW) is not None
    with writing(url) as connection:
        revoke_wall_link(connection, 1, account_id=None, now=NOW)
    time[0] += REMEMBERED - 0.1
    assert known.admitted(token, address=HERE, now=NOW) is not None
    time[0] += 0.1
    assert known.admitted(token, address=HERE, now=NOW) is None


def test_a_remembered_wall_is_remembered_at_its_own_address_and_until_its_end(
    wall_store: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, token = wall_store
    known = KnownWalls(patience=30)
    inside = known.admitted(token, address=HERE, now=NOW)
    assert inside is not None
    asked = known.admitted(token, address="10.4.0.13", now=NOW)
    assert asked is not None and asked.address == "10.4.0.13"
    over = inside.wall.expires_at
    assert known.admitted(token, address=HERE, now=over) is None


def test_a_link_ends_with_its_last_day_also_while_the_store_is_gone(
    wall_store: tuple[str, str],
) -> None:
    _, token = wall_store
    wall = the_wall(token)
    soon = replace(wall, expires_at=NOW + timedelta(hours=1))
    answers = [soon]

    def ask(screens: Collection[Screen], _now: datetime) -> Mapping[Screen, Wall]:
        if not answers:
            raise OperationalError("select", {}, Exception("gone"))
        return dict.fromkeys(screens, answers.pop())

    known = KnownWalls(ask)
    for minutes in (0, 59):
        assert known.admitted(token, address=HERE, now=NOW + timedelta(minutes=minutes))
        note_change()
    with pytest.raises(StoreGone):
        known.admitted(token, address=HERE, now=NOW + timedelta(minutes=60))


def test_a_store_that_hangs_keeps_no_wall_waiting(wall_store: tuple[str, str]) -> None:
    _, token = wall_store
    held, asked = Event(), []

    def ask(screens: Collection[Screen], now: datetime) -> Mapping[Screen, Wall]:
        asked.append(screens)
        if len(asked) > 1:
            held.wait(60)
        return ask_store(screens, now)

    known = KnownWalls(ask, patience=0.05)
    try:
        # Machines differ in speed: the first answer is waited for as long as it takes.
        known._patience = 30
        assert known.admitted(token, address=HERE, now=NOW) is not None
        known._patience = 0.05
        note_change()
        for _ in range(3):
            again = known.admitted(token, address=HERE, now=NOW)
            assert again is not None and again.is_from_memory
        # Whoever hangs is waited for once; no further question is put behind it.
        assert len(asked) == 2
    finally:
        held.set()


# ---- When the server is started without the store ----


def test_a_server_that_starts_without_its_store_knows_the_walls_of_before(
    wall_store: tuple[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _, token = wall_store
    monkeypatch.setenv("IOC_DATA_DIR", str(tmp_path / "data"))
    before = KnownWalls(patience=30).admitted(token, address=HERE, now=NOW)
    assert before is not None
    unreachable(monkeypatch)
    restarted = KnownWalls(patience=30)
    after = restarted.admitted(token, address=HERE, now=NOW + GOOD_FOR)
    assert after == replace(before, is_from_memory=True)
    late = NOW + GOOD_FOR + timedelta(seconds=1)
    for stranger, address, now in (
        (token, HERE, late),
        (token, "10.4.0.13", NOW),
        (f"{token}x", HERE, NOW),
    ):
        with pytest.raises(StoreGone):
            restarted.admitted(stranger, address=address, now=now)


def test_what_lies_on_disk_is_for_the_board_alone_and_holds_no_token(
    wall_store: tuple[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _, token = wall_store
    monkeypatch.setenv("IOC_DATA_DIR", str(tmp_path / "data"))
    assert KnownWalls(patience=30).admitted(token, address=HERE, now=NOW) is not None
    file = tmp_path / "data" / FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert token not in file.read_text() and hash_of(token) in file.read_text()
    assert {path.suffix for path in file.parent.iterdir()} == {".json", ".lock"}


def test_a_revoked_wall_is_gone_from_disk_whichever_process_learns_of_it(
    wall_store: tuple[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url, token = wall_store
    monkeypatch.setenv("IOC_DATA_DIR", str(tmp_path / "data"))
    assert KnownWalls(patience=30).admitted(token, address=HERE, now=NOW) is not None
    assert list(kept_walls(tmp_path / "data")) == [hash_of(token)]
    with writing(url) as connection:
        revoke_wall_link(connection, 1, account_id=None, now=NOW)
    assert KnownWalls(patience=30).admitted(token, address=HERE, now=NOW) is None
    assert kept_walls(tmp_path / "data") == {}
    unreachable(monkeypatch)
    with pytest.raises(StoreGone):
        KnownWalls(patience=30).admitted(token, address=HERE, now=NOW)


def test_of_the_walls_on_disk_the_newest_stay_and_none_older_than_a_day(
    wall_store: tuple[str, str], tmp_path: Path
) -> None:
    _, token = wall_store
    wall = the_wall(token)
    monday = {str(number): NOW + timedelta(seconds=number) for number in range(MOST_KEPT + 1)}
    for key, moment in monday.items():
        change_kept(tmp_path, key, Admitted(wall, HERE, moment), oldest=NOW)
    assert set(kept_walls(tmp_path)) == set(monday) - {"0"}
    change_kept(tmp_path, "new", Admitted(wall, HERE, NOW + GOOD_FOR), oldest=NOW + timedelta(1))
    assert list(kept_walls(tmp_path)) == ["new"]
    (tmp_path / FILE).write_text('{"new": {"wall"')
    assert kept_walls(tmp_path) == {}


def test_where_nothing_can_be_kept_the_wall_is_let_in_all_the_same(
    wall_store: tuple[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _, token = wall_store
    (tmp_path / "no folder").touch()
    monkeypatch.setenv("IOC_DATA_DIR", str(tmp_path / "no folder"))
    assert KnownWalls(patience=30).admitted(token, address=HERE, now=NOW) is not None


def test_the_gate_lets_a_known_wall_in_after_a_restart_and_tells_a_strange_one_of_the_store(
    wall_store: tuple[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _, token = wall_store
    monkeypatch.setenv("IOC_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(clock, "now", lambda: NOW)

    def shown(request: Request) -> Response:
        return PlainTextResponse(str(is_from_memory(request)))

    def asked(token: str) -> tuple[int, str, str]:
        """By a process that has just been started."""
        monkeypatch.setattr(wall_entry, "_known", KnownWalls(patience=30))
        behind = Starlette(routes=[Route("/wall/show", shown)])
        window = TestClient(Gate(behind), cookies={"ioc_wall": token})
        answer = window.get("/wall/show")
        return answer.status_code, answer.headers["content-type"], answer.text

    assert asked(token)[::2] == (200, "False")
    unreachable(monkeypatch)
    assert asked(token)[::2] == (200, "True")
    status, kind, said = asked(f"{token}x")
    assert (status, kind) == (503, "application/json")
    assert "chưa kết nối được kho dữ liệu" in json.loads(said)["text"]
    assert "data store cannot be asked" in json.loads(said)["text"]


def test_a_request_without_the_cookie_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    unreachable(monkeypatch)
    assert wall_in({"type": "http", "headers": [(b"cookie", b"ioc_session=x")]}) is None
