import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from domain.scope import Scope
from queries import last_known
from queries.catalogue import provinces, units_of_province
from queries.last_known import (
    CORRUPT,
    FORMAT,
    KEPT,
    MANIFEST,
    NEWER,
    OTHER,
    Key,
    NotKept,
    Recorder,
    Replay,
    Snapshot,
    newest,
    write,
)
from queries.question import Question
from store.database import engine
from tests.queries.stores import Store

NOW = datetime(2024, 4, 2, 3, 0, tzinfo=UTC)
SEES_40 = Scope(provinces=frozenset({1}))
KEY = Key(store="sqlite:///here.db", scope=SEES_40, slot="situation~~~~")


def fetch_from(url: str) -> Callable[..., pl.DataFrame]:
    def fetch(
        query: Callable[..., pl.DataFrame], asked: Question, **params: object
    ) -> pl.DataFrame:
        with engine(url).connect() as connection:
            return query(connection, asked, **params)

    return fetch


@pytest.fixture
def store(sqlite_url: str) -> Store:
    store = Store(sqlite_url)
    store.unit("412", full_name="Huyện A")
    store.unit("413", full_name="Huyện B")
    return store


def recorded(store: Store) -> tuple[Question, Recorder]:
    asked = store.ask("2023")
    recorder = Recorder(fetch_from(store.url))
    recorder(provinces, asked)
    recorder(units_of_province, asked)
    return asked, recorder


def snapshot_of(store: Store, *, key: Key = KEY, as_of: int = 7, hours: int = 0) -> Snapshot:
    _, recorder = recorded(store)
    return Snapshot(
        key=key,
        unit_id=None,
        as_of=as_of,
        day=date(2024, 4, 2),
        written_at=NOW + timedelta(hours=hours),
        answers=recorder.answers,
    )


def test_the_very_same_questions_get_the_very_same_answers_without_the_store(
    store: Store, tmp_path: Path
) -> None:
    asked, recorder = recorded(store)
    write(tmp_path, snapshot_of(store))
    kept = newest(tmp_path, KEY)
    assert kept.snapshot is not None
    replay = Replay(kept.snapshot.answers)
    assert len(recorder.answers) == 2
    for query in (provinces, units_of_province):
        assert replay(query, asked).equals(fetch_from(store.url)(query, asked))
        assert replay(query, asked).schema == fetch_from(store.url)(query, asked).schema


def test_another_question_is_not_answered_by_what_was_kept(store: Store, tmp_path: Path) -> None:
    asked, recorder = recorded(store)
    replay = Replay(recorder.answers)
    others = [
        replace(asked, unit_id=store.ids["unit", "412"]),
        replace(asked, as_of=asked.as_of + 1),
        replace(asked, today=asked.today + timedelta(days=1)),
        replace(asked, scope=Scope(units=frozenset({1}))),
    ]
    for other in others:
        with pytest.raises(NotKept):
            replay(units_of_province, other)
    with pytest.raises(NotKept):
        replay(units_of_province, asked, level="commune")


def test_what_another_scope_slot_or_store_kept_is_never_found(store: Store, tmp_path: Path) -> None:
    write(tmp_path, snapshot_of(store))
    others = [
        replace(KEY, scope=Scope(provinces=frozenset({1, 2}))),
        replace(KEY, scope=Scope(units=frozenset({1}))),
        replace(KEY, slot="unit~412~~~"),
        replace(KEY, store="sqlite:///elsewhere.db"),
    ]
    for other in others:
        assert newest(tmp_path, other).snapshot is None


def test_a_file_that_lies_where_another_scope_looks_is_not_taken_for_its_own(
    store: Store, tmp_path: Path
) -> None:
    path = write(tmp_path, snapshot_of(store))
    stranger = replace(KEY, scope=Scope(units=frozenset({1})))
    stranger.folder(tmp_path).mkdir(parents=True)
    path.rename(stranger.folder(tmp_path) / path.name)
    found = newest(tmp_path, stranger)
    assert found.snapshot is None
    assert [why for _, why in found.ignored] == [OTHER]


def test_the_newest_is_used_and_two_batches_of_a_slot_stay(store: Store, tmp_path: Path) -> None:
    for number in range(5):
        write(tmp_path, snapshot_of(store, as_of=number, hours=number))
    assert len(list(KEY.folder(tmp_path).iterdir())) == KEPT
    kept = newest(tmp_path, KEY).snapshot
    assert kept is not None
    assert kept.as_of == 4


def test_what_was_kept_of_a_batch_and_day_is_not_written_again(
    store: Store, tmp_path: Path
) -> None:
    first = write(tmp_path, snapshot_of(store))
    assert write(tmp_path, snapshot_of(store, hours=3)) == first
    assert [first] == list(KEY.folder(tmp_path).iterdir())


def spoilt(path: Path, how: str) -> None:
    data = path.read_bytes()
    if how == "truncated":
        path.write_bytes(data[: len(data) // 2])
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "one letter":
        middle = data.index(b"ARROW") if b"ARROW" in data else 200
        path.write_bytes(data[: middle + 60] + b"\x00\xff\x00" + data[middle + 63 :])
    else:
        path.write_bytes(b"not a file of ours at all")


@pytest.mark.parametrize("how", ["truncated", "empty", "one letter", "stranger"])
def test_a_spoilt_file_is_left_alone_and_the_one_before_it_is_used(
    store: Store, tmp_path: Path, how: str
) -> None:
    write(tmp_path, snapshot_of(store, as_of=1))
    newer = write(tmp_path, snapshot_of(store, as_of=2, hours=1))
    spoilt(newer, how)
    found = newest(tmp_path, KEY)
    assert found.ignored == [(newer, CORRUPT)]
    assert found.snapshot is not None
    assert found.snapshot.as_of == 1


def with_manifest(path: Path, **changed: object) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[MANIFEST] = json.dumps(json.loads(parts[MANIFEST]) | changed).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


@pytest.mark.parametrize(
    ("changed", "why"),
    [({"format": FORMAT + 1}, NEWER), ({"shape": "of columns nobody knows"}, OTHER)],
)
def test_a_file_of_another_version_is_left_alone(
    store: Store, tmp_path: Path, changed: dict[str, object], why: str
) -> None:
    path = write(tmp_path, snapshot_of(store))
    with_manifest(path, **changed)
    assert newest(tmp_path, KEY).snapshot is None
    assert newest(tmp_path, KEY).ignored == [(path, why)]


def test_where_nothing_can_be_written_everything_stays_as_it_was(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = write(tmp_path, snapshot_of(store))

    def full(_source: str, _target: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("queries.last_known.os.replace", full)
    with pytest.raises(OSError, match="No space"):
        write(tmp_path, snapshot_of(store, as_of=8, hours=1))
    assert list(KEY.folder(tmp_path).iterdir()) == [first]
    a_file = tmp_path / "a file"
    a_file.write_text("")
    with pytest.raises(OSError):
        write(a_file, snapshot_of(store))


def test_all_files_together_stay_small(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = write(tmp_path, snapshot_of(store)).stat().st_size
    monkeypatch.setattr(last_known, "MOST_BYTES", 3 * size + size // 2)
    for number in range(1, 8):
        key = replace(KEY, slot=f"unit~{number}~~~")
        write(tmp_path, snapshot_of(store, key=key, hours=number))
    names = sorted(path.name for path in (tmp_path / last_known.FOLDER).rglob("*.zip"))
    assert len(names) == 3
    assert names[-1].startswith("20240402T10")
