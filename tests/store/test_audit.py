"""The audit log: what is written stays, and whatever was done to it shows."""

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from store import audit
from store.audit import Action, Fault, Head
from store.tables import audit_event
from tests.store.people import NOW, account, reading, writing

TRIGGERS_OF_SQLITE = ("update", "delete", "insert")


def note(url: str, *subjects: str, action: str = Action.SAW, **more: Any) -> None:
    """One event after the other, each in a transaction of its own."""
    for subject in subjects:
        with writing(url) as connection:
            audit.record(connection, now=NOW, action=action, subject=subject, **more)


def verdict(url: str, *, kept: Head = audit.NO_HEAD) -> audit.Verdict:
    with reading(url) as connection:
        return audit.verify(connection, kept=kept)


def head(url: str) -> Head:
    with reading(url) as connection:
        return audit.head(connection)


def events(url: str) -> list[dict[str, Any]]:
    with reading(url) as connection:
        rows = connection.execute(select(audit_event).order_by(audit_event.c.position))
        return [dict(row) for row in rows.mappings()]


def get_round_the_triggers(connection: Connection) -> None:
    """What an owner of the database can do, and the chain is there for."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("alter table audit_event disable trigger all"))
        return
    for change in TRIGGERS_OF_SQLITE:
        connection.execute(text(f"drop trigger audit_event_no_{change}"))


def tamper(url: str, do: Callable[[Connection], object]) -> None:
    with writing(url) as connection:
        get_round_the_triggers(connection)
        do(connection)


def change(position: int, /, **values: object) -> Callable[[Connection], object]:
    changed = update(audit_event).where(audit_event.c.position == position).values(**values)
    return lambda connection: connection.execute(changed)


def remove(position: int) -> Callable[[Connection], object]:
    removed = audit_event.delete().where(audit_event.c.position == position)
    return lambda connection: connection.execute(removed)


def swap(connection: Connection) -> None:
    for old, new in ((2, 99), (3, 2), (99, 3)):
        change(old, position=new)(connection)


def insert_between(connection: Connection) -> None:
    for old in (5, 4, 3):
        change(old, position=old + 1)(connection)
    second = connection.execute(select(audit_event).where(audit_event.c.position == 2)).mappings()
    forged = dict(second.one()) | {"position": 3, "subject": "nothing"}
    del forged["id"]
    connection.execute(insert(audit_event).values(**forged))


def test_an_event_keeps_who_did_what_to_what_and_when(database_url: str) -> None:
    leader = account(database_url, units=[])
    note(database_url, "situation", account_id=leader, address="10.0.0.7", detail={"period": "Q1"})
    (event,) = events(database_url)
    assert event["account_id"] == leader and event["happened_at"] == NOW
    assert (event["action"], event["subject"]) == ("saw", "situation")
    assert json.loads(event["detail"]) == {"period": "Q1"}
    assert event["previous_hash"] == "0" * 64 and head(database_url).hash == event["hash"]


def test_the_hash_is_that_of_a_text_which_another_program_can_write(database_url: str) -> None:
    note(database_url, "số.csv", action=Action.IMPORTED, detail={"rows": 3})
    written = (
        '{"account_id":null,"action":"imported","address":null,"detail":"{\\"rows\\": 3}",'
        '"happened_at":"2026-11-23T08:00:00.000000+00:00","position":1,'
        f'"previous_hash":"{"0" * 64}","subject":"s\\u1ed1.csv"}}'
    )
    assert events(database_url)[0]["hash"] == hashlib.sha256(written.encode()).hexdigest()


def test_a_log_that_nobody_touched_is_whole(database_url: str) -> None:
    assert verdict(database_url) == audit.Verdict(audit.NO_HEAD)
    note(database_url, "a", "b", "c")
    found = verdict(database_url)
    assert found.is_whole and found.head == head(database_url)
    assert found.head.position == 3


@pytest.mark.parametrize(
    ("do", "broken_at", "fault"),
    [
        (change(2, subject="x"), 2, Fault.CHANGED),
        (change(2, account_id=None), 2, Fault.CHANGED),
        (change(2, happened_at=NOW + timedelta(microseconds=1)), 2, Fault.CHANGED),
        (change(4, hash="f" * 64), 4, Fault.CHANGED),
        (change(1, previous_hash="f" * 64), 1, Fault.CHANGED),
        (remove(1), 1, Fault.MISSING),
        (remove(3), 3, Fault.MISSING),
        (swap, 2, Fault.CHANGED),
        (insert_between, 3, Fault.CHANGED),
    ],
)
def test_whatever_is_done_to_the_log_shows_at_its_first_position(
    database_url: str, do: Callable[[Connection], object], broken_at: int, fault: Fault
) -> None:
    person = account(database_url, units=[])
    note(database_url, "a", "b", "c", "d", "e", account_id=person)
    tamper(database_url, do)
    found = verdict(database_url)
    assert (found.broken_at, found.fault) == (broken_at, fault)
    assert found.head.position == broken_at - 1


def test_a_cut_end_shows_when_the_head_was_noted_before(database_url: str) -> None:
    note(database_url, "a", "b", "c")
    noted = head(database_url)
    tamper(database_url, remove(3))
    assert verdict(database_url).is_whole
    found = verdict(database_url, kept=noted)
    assert (found.broken_at, found.fault) == (3, Fault.CUT)


def test_an_end_that_was_written_anew_shows_when_the_head_was_noted_before(
    database_url: str,
) -> None:
    note(database_url, "a", "b", "c")
    noted = head(database_url)
    tamper(database_url, remove(3))
    note(database_url, "something else", "d")
    assert verdict(database_url).is_whole
    found = verdict(database_url, kept=noted)
    assert (found.broken_at, found.fault) == (3, Fault.REWRITTEN)


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_event set subject = 'x'",
        "update audit_event set subject = 'x' where position = 1",
        "delete from audit_event",
        "delete from audit_event where position = 2",
    ],
)
def test_the_database_refuses_to_change_or_remove_an_event(
    database_url: str, statement: str
) -> None:
    note(database_url, "a", "b")
    before = events(database_url)
    with pytest.raises(DBAPIError, match="append-only"), writing(database_url) as connection:
        connection.execute(text(statement))
    assert events(database_url) == before


def test_sqlite_cannot_replace_an_event_by_an_insertion(sqlite_url: str) -> None:
    note(sqlite_url, "a", "b")
    columns = "position, happened_at, action, subject, detail, previous_hash, hash"
    for key in ("id", "position"):
        replaced = text(
            f"insert or replace into audit_event (id, {columns}) "
            f"select case '{key}' when 'id' then id else 77 end, "
            f"case '{key}' when 'id' then 77 else position end, happened_at, action, 'x', detail, "
            "previous_hash, hash from audit_event where position = 1"
        )
        with pytest.raises(DBAPIError, match="append-only"), writing(sqlite_url) as connection:
            connection.execute(replaced)
    assert [event["subject"] for event in events(sqlite_url)] == ["a", "b"]


def test_postgresql_cannot_empty_the_log_at_once(postgresql_url: str) -> None:
    note(postgresql_url, "a")
    with pytest.raises(DBAPIError, match="append-only"), writing(postgresql_url) as connection:
        connection.execute(text("truncate audit_event"))


def test_many_writers_at_once_leave_no_gap_and_no_branch(database_url: str) -> None:
    def write(writer: int) -> None:
        note(database_url, *(f"{writer}/{number}" for number in range(10)))

    with ThreadPoolExecutor(max_workers=4) as writers:
        list(writers.map(write, range(4)))
    found = verdict(database_url)
    assert found.is_whole and found.head.position == 40
    with reading(database_url) as connection:
        assert connection.scalar(select(func.count()).select_from(audit_event)) == 40


def test_an_event_goes_with_what_it_tells_of(database_url: str) -> None:
    note(database_url, "a")
    with pytest.raises(RuntimeError, match="later"), writing(database_url) as connection:
        audit.record(connection, now=NOW, action=Action.CHANGED, subject="b")
        raise RuntimeError("what came later went wrong")
    note(database_url, "c")
    assert [event["subject"] for event in events(database_url)] == ["a", "c"]
    assert verdict(database_url).is_whole


def test_an_action_that_nobody_described_is_a_mistake(sqlite_url: str) -> None:
    with pytest.raises(ValueError, match="peeked"):
        note(sqlite_url, "a", action="peeked")


@pytest.mark.trust("C26")
def test_what_cannot_be_stored_is_replaced_and_what_is_endless_cut(database_url: str) -> None:
    note(database_url, "a\x00b\ud800", "x" * 10_000, detail={"units": ["\x00"]})
    first, second = events(database_url)
    assert first["subject"] == "a\u2400b?" and len(second["subject"]) == audit.LONGEST_TEXT
    assert json.loads(first["detail"]) == {"units": ["\u2400"]}
    assert verdict(database_url).is_whole
