"""Documents over HTTP: the rights and the batch of the screen, from the order to the file."""

import json
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, insert, select, update

from domain.scope import Scope
from pages.downloads.papers import PAPERS
from queries.runner import data_version
from store import clock
from store.accounts import disable, enable, find_account
from store.sessions import end_all_sessions
from store.tables import audit_event, import_batch, observation, province
from tests.app.caller import Answer, Caller
from tests.faults.files import cookie_of, download, made
from tests.faults.papers import formulas_in, pdf_pages, slide_texts
from tests.store.people import reading, writing

DISTRICT, UNIT = "canbo", "425"
LONGEST_WAIT = 60.0
FIRST_BYTES = {"pdf": b"%PDF", "pptx": b"PK", "docx": b"PK", "xlsx": b"PK", "png": b"\x89PNG"}
KINDS = {**{name: kind for name, (kind, _) in PAPERS.items()}, "tables": "xlsx"}


def order(caller: Caller, file: str, *, cookie: str = "", **address: str) -> Answer:
    """The answer to the order of one document."""
    headers = {"cookie": cookie, "origin": caller.origin}
    return caller.ask(f"/download/make/{file}?{urlencode(address)}", method="POST", **headers)


def finished(caller: Caller, told: dict[str, Any], *, cookie: str) -> dict[str, Any]:
    """What is told of the document when it is no longer being made."""
    until = time.monotonic() + LONGEST_WAIT
    while told["state"] in ("waiting", "making") and time.monotonic() < until:
        answer = caller.ask(told["here"], cookie=cookie)
        assert answer.status == 200
        told = json.loads(answer.body)
    return told


def exported(caller: Caller) -> int:
    with reading(caller.board.database_url) as connection:
        counted = select(func.count()).where(audit_event.c.action == "exported")
        return connection.scalar(counted) or 0


@pytest.mark.trust("B18")
@pytest.mark.parametrize("name", KINDS)
def test_every_document_is_ordered_watched_and_fetched(served: Caller, name: str) -> None:
    cookie, before = cookie_of(served), exported(served)
    kind = KINDS[name]
    asked = {"province": "nghe-an", "unit": UNIT}
    ordered = order(served, f"{name}.{kind}", cookie=cookie, **asked)
    assert ordered.status == 202
    told = finished(served, json.loads(ordered.body), cookie=cookie)
    assert told["state"] == "ready", told
    file = served.ask(told["file"], cookie=cookie)
    assert file.status == 200 and file.body.startswith(FIRST_BYTES[kind])
    assert file.headers["cache-control"] == "private, no-store"
    assert f'filename="nghe-an-{UNIT}_' in file.headers["content-disposition"]
    assert "_dot-" in file.headers["content-disposition"]
    assert exported(served) == before + 1


@pytest.mark.trust("B15", "B17", "B18")
def test_an_order_is_for_whom_it_is_theirs_and_for_nobody_else(served: Caller) -> None:
    leader, district = cookie_of(served), cookie_of(served, DISTRICT)
    asked = {"province": "nghe-an", "figure": "gauges"}
    assert order(served, "picture.png", **asked).status == 401
    assert order(served, "picture.pdf", cookie=leader, **asked).status == 404
    foreign = order(served, "unit_pages.pdf", cookie=district, province="nghe-an", unit="417")
    assert foreign.status == 404
    ordered = order(served, "picture.png", cookie=leader, **asked)
    told = finished(served, json.loads(ordered.body), cookie=leader)
    for path in (told["here"], told["file"]):
        assert served.ask(path).status == 401
        assert served.ask(path, cookie=district).status == 404
    assert served.ask(told["file"], cookie=leader).status == 200


@pytest.mark.trust("A2", "A3", "B17", "B21")
@pytest.mark.parametrize("end", [end_all_sessions, disable])
def test_whose_rights_ended_a_second_ago_gets_nothing_and_nothing_is_written(
    served: Caller, end: Any
) -> None:
    cookie = cookie_of(served, DISTRICT)
    ordered = order(served, "picture.png", cookie=cookie, province="nghe-an", figure="gauges")
    told = finished(served, json.loads(ordered.body), cookie=cookie)
    assert told["state"] == "ready"
    before, url = exported(served), served.board.database_url
    with writing(url) as connection:
        end(connection, find_account(connection, username=DISTRICT), now=clock.now())
    assert served.ask(told["file"], cookie=cookie).status == 401
    assert order(served, "picture.png", cookie=cookie, province="nghe-an").status == 401
    assert exported(served) == before
    with writing(url) as connection:
        enable(connection, find_account(connection, username=DISTRICT))


@pytest.mark.trust("B16", "B18")
def test_two_ordered_at_once_hold_each_their_own_scope(served: Caller) -> None:
    def pages_of(username: str) -> list[str]:
        cookie = cookie_of(served, username)
        answer = download(served, "unit_pages.pdf", cookie=cookie, province="nghe-an")
        assert answer.status == 200
        return pdf_pages(answer.body)

    with ThreadPoolExecutor(2) as asking:
        leader, district = asking.map(pages_of, ["lanhdao", DISTRICT])
    assert len(leader) == 21
    assert len(district) == 1 and "Diễn Châu" in district[0]
    assert "lanhdao" not in district[0] and DISTRICT not in leader[0]


def test_while_an_import_lands_a_document_stays_at_its_batch(visited_url: str) -> None:
    with reading(visited_url) as connection:
        known = connection.scalar(select(province.c.id).where(province.c.slug == "nghe-an"))
    scope = Scope(provinces=frozenset({known or 0}))
    landed: list[int] = []

    def land(done: int, _total: int) -> None:
        if done == 1 and not landed:
            landed.append(land_everything_doubled(visited_url))

    asked = {"province": "nghe-an", "period": "2023"}
    while_landing = slide_texts(made(scope, "slides", "pptx", progress=land, **asked))
    assert landed and data_version() == landed[0]
    after = slide_texts(made(scope, "slides", "pptx", **asked))
    newest = f"đợt nhập số {landed[0]}"
    assert not any(newest in text for text in while_landing)
    assert all(newest in text for text in after[1:])
    # What landed would have shown: every rate is another one.
    assert while_landing[-1] != after[-1].replace(newest, f"đợt nhập số {landed[0] - 1}")


def land_everything_doubled(url: str) -> int:
    """A batch that corrects every observation: half of each numerator."""
    with writing(url) as connection:
        newest = connection.execute(select(import_batch).order_by(import_batch.c.id.desc())).first()
        assert newest is not None
        row = dict(newest._mapping) | {"id": newest.id + 1, "file_sha256": "f" * 64}
        connection.execute(insert(import_batch).values(**row))
        current = select(observation).where(observation.c.replaced_in.is_(None))
        rows = [dict(found._mapping) for found in connection.execute(current)]
        connection.execute(
            update(observation)
            .where(observation.c.replaced_in.is_(None))
            .values(replaced_in=newest.id + 1)
        )
        for changed in rows:
            del changed["id"]
            changed["import_batch_id"] = newest.id + 1
            for side in ("numerator", "value"):
                if changed[side] is not None:
                    changed[side] = changed[side] / 2
        connection.execute(insert(observation), rows)
        return int(newest.id) + 1


def test_nothing_is_written_to_the_disk_of_the_server(
    visited_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert data_version()

    def full(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("TemporaryFile", "NamedTemporaryFile", "mkstemp", "mkdtemp", "TemporaryDirectory"):
        monkeypatch.setattr(tempfile, name, full)
    monkeypatch.setattr(Path, "write_bytes", full)
    with reading(visited_url) as connection:
        known = connection.scalar(select(province.c.id).where(province.c.slug == "nghe-an"))
    scope = Scope(provinces=frozenset({known or 0}))
    for name, kind in KINDS.items():
        body = made(scope, name, kind, unit=UNIT)
        assert body.startswith(FIRST_BYTES[kind])
        assert kind != "xlsx" or formulas_in(body) == []
