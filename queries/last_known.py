"""The last good answers of the store, kept on disk for the time when it does not answer.

While a picture is made, a Recorder keeps each answer it was made of; they are written as one file,
and a Replay gives them back to the very same questions. So what is shown without a store is drawn
by the same code from the same rows, and an answer to another scope, unit or batch can never stand
in: it is found only by the whole question.

    last_known/<store>/<scope>/<slot>/<written at>~<batch>~<day>.zip

A file holds manifest.json and one Arrow IPC stream an answer. It comes into being whole, by a
rename; of each slot the newest two batches stay.
"""

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import polars as pl

from domain.scope import Scope
from queries import schemas
from queries.question import Question

# Of the file itself. One that is greater was written by a newer board.
FORMAT = 1
FOLDER = "last_known"
KEPT = 2
MOST_BYTES = 400 * 1024 * 1024
LARGEST_FILE = 64 * 1024 * 1024
MANIFEST = "manifest.json"
# Why a file is not used, in one word.
CORRUPT, NEWER, OTHER = "corrupt", "newer", "other"


# What this process wrote last, by folder.
_written_last: dict[Path, Path] = {}


class NotKept(LookupError):
    """The question is not among those whose answers were kept."""


class _Unusable(Exception):
    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, kw_only=True)
class Key:
    """What a snapshot is of: a store (its address), a scope, a slot (its key)."""

    store: str
    scope: Scope
    slot: str

    @property
    def scope_code(self) -> str:
        return repr((sorted(self.scope.provinces), sorted(self.scope.units)))

    def folder(self, root: Path) -> Path:
        """Where its files lie below `root` (IOC_DATA_DIR)."""
        store, scope, slot = map(_digest, (self.store, self.scope_code, self.slot))
        return root / FOLDER / store[:16] / scope[:16] / slot[:16]


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """Answers by their question, and what they were given about: as of a batch, on a day."""

    key: Key
    unit_id: int | None
    as_of: int
    day: date
    written_at: datetime
    answers: Mapping[str, pl.DataFrame]


class Recorder:
    """A fetch that passes every question on and keeps the answer."""

    def __init__(self, fetch: Callable[..., pl.DataFrame]) -> None:
        self._fetch = fetch
        self.answers: dict[str, pl.DataFrame] = {}

    def __call__(
        self, query: Callable[..., pl.DataFrame], asked: Question, **params: Any
    ) -> pl.DataFrame:
        """The answer of the store."""
        answer = self._fetch(query, asked, **params)
        self.answers[question_key(query, asked, params)] = answer
        return answer


@dataclass(frozen=True)
class Replay:
    """A fetch that knows the kept answers and no others. Raises NotKept."""

    answers: Mapping[str, pl.DataFrame]

    def __call__(
        self, query: Callable[..., pl.DataFrame], asked: Question, **params: Any
    ) -> pl.DataFrame:
        """The kept answer to the very same question."""
        key = question_key(query, asked, params)
        try:
            return self.answers[key]
        except KeyError:
            raise NotKept(key) from None


@dataclass
class Found:
    """The newest snapshot that can be used, and why others (newer ones first) cannot be."""

    snapshot: Snapshot | None = None
    ignored: list[tuple[Path, str]] = field(default_factory=list)


def question_key(
    query: Callable[..., pl.DataFrame], asked: Question, params: Mapping[str, Any]
) -> str:
    """Query, question and parameters as one text, equal in every process for equal ones."""
    name = f"{query.__module__}.{query.__qualname__}"
    return f"{name} {asked.cache_key} {_written(params)}"


def write(root: Path, snapshot: Snapshot) -> Path:
    """Write the file of `snapshot` below `root`, unless this process wrote its batch and day last.

    What another process wrote of them is replaced: a store that was set back gives a number again.
    Older ones of the slot go away, and the oldest of all beyond MOST_BYTES. Raises OSError, then
    everything is as it was.
    """
    folder = snapshot.key.folder(root)
    of_batch = f"{snapshot.as_of:010d}~{snapshot.day.isoformat()}"
    there = sorted(folder.glob(f"*~{of_batch}.zip"))
    if there and _written_last.get(folder) == there[-1]:
        return there[-1]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{snapshot.written_at:%Y%m%dT%H%M%S.%f}~{of_batch}.zip"
    unfinished = folder / f".{uuid4().hex}.tmp"
    try:
        with unfinished.open("wb") as file:
            file.write(_packed(snapshot))
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    _written_last[folder] = path
    for old in {*there, *sorted(folder.glob("*.zip"), reverse=True)[KEPT:]} - {path}:
        old.unlink(missing_ok=True)
    _keep_small(root)
    return path


def forget_after(root: Path, store: str, *, batch: int) -> None:
    """Take away what was kept of later batches of a store that was set back to `batch`.

    Raises OSError.
    """
    for path in (root / FOLDER / _digest(store)[:16]).rglob("*.zip"):
        if int(path.stem.split("~")[1]) > batch:
            path.unlink(missing_ok=True)


def newest(root: Path, key: Key) -> Found:
    """The newest snapshot of exactly `key` that is whole and of this version."""
    found = Found()
    try:
        paths = sorted(key.folder(root).glob("*.zip"), reverse=True)
    except OSError:
        return found
    for path in paths:
        try:
            found.snapshot = _read(path, key)
        except _Unusable as unusable:
            found.ignored.append((path, unusable.why))
        else:
            break
    return found


@cache
def shape() -> str:
    """The columns of all answers: other ones are of another version of the board."""
    named = {name: repr(getattr(schemas, name)) for name in schemas.__all__}
    return _digest(json.dumps(named, sort_keys=True))[:16]


def _packed(snapshot: Snapshot) -> bytes:
    parts: list[dict[str, str]] = []
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for number, (question, answer) in enumerate(sorted(snapshot.answers.items())):
            stream = io.BytesIO()
            # A copy (of the handle, not of the rows): polars locks what it writes while it calls
            # back into Python, and whoever reads the same frame then would wait with Python held.
            answer.clone().write_ipc_stream(stream, compression="zstd")
            part = f"{number:03d}.arrows"
            archive.writestr(part, stream.getvalue())
            digest = hashlib.sha256(stream.getvalue()).hexdigest()
            parts.append({"part": part, "question": question, "sha256": digest})
        manifest = {
            "format": FORMAT,
            "shape": shape(),
            "store": _digest(snapshot.key.store),
            "scope": snapshot.key.scope_code,
            "slot": snapshot.key.slot,
            "unit": snapshot.unit_id,
            "as_of": snapshot.as_of,
            "day": snapshot.day.isoformat(),
            "written_at": snapshot.written_at.isoformat(),
            "parts": parts,
        }
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return packed.getvalue()


def _read(path: Path, key: Key) -> Snapshot:
    """The snapshot in the file; raises _Unusable."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _Unusable(CORRUPT)
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            _check(manifest, key)
            answers = {
                part["question"]: _answer(archive.read(part["part"]), sha256=part["sha256"])
                for part in manifest["parts"]
            }
            return Snapshot(
                key=key,
                unit_id=manifest["unit"],
                as_of=int(manifest["as_of"]),
                day=date.fromisoformat(manifest["day"]),
                written_at=datetime.fromisoformat(manifest["written_at"]),
                answers=answers,
            )
    except _Unusable:
        raise
    # Whatever a broken file brings up on its way through zip, JSON and Arrow.
    except Exception as broken:
        raise _Unusable(CORRUPT) from broken


def _check(manifest: Mapping[str, Any], key: Key) -> None:
    if int(manifest["format"]) > FORMAT:
        raise _Unusable(NEWER)
    if int(manifest["format"]) < FORMAT or manifest["shape"] != shape():
        raise _Unusable(OTHER)
    ours = (_digest(key.store), key.scope_code, key.slot)
    if (manifest["store"], manifest["scope"], manifest["slot"]) != ours:
        raise _Unusable(OTHER)


def _answer(stream: bytes, *, sha256: str) -> pl.DataFrame:
    if hashlib.sha256(stream).hexdigest() != sha256:
        raise _Unusable(CORRUPT)
    return pl.read_ipc_stream(io.BytesIO(stream))


def _keep_small(root: Path) -> None:
    """Take the oldest files away while all together are larger than MOST_BYTES."""
    sizes = {path: path.stat().st_size for path in (root / FOLDER).rglob("*.zip")}
    too_much = sum(sizes.values()) - MOST_BYTES
    for path in sorted(sizes, key=lambda each: each.name):
        if too_much <= 0:
            return
        path.unlink(missing_ok=True)
        too_much -= sizes[path]


def _written(params: Mapping[str, Any]) -> str:
    def of(value: Any) -> Any:
        if isinstance(value, set | frozenset):
            return sorted(value)
        return value

    return repr([(name, of(params[name])) for name in sorted(params)])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
