"""A boundary file from a path or an http(s) address, as a copy of its own that nobody changes."""

import hashlib
import re
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx2

from store.boundaries.refused import BoundariesRefused, FileNotReached

MAX_BYTES = 100_000_000
CHUNK = 1 << 20
# Seconds: for a server's silence, and for the whole of a download.
SILENCE, WHOLE = 30.0, 600.0
FETCHED = "fetched"

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, kw_only=True)
class FetchedFile:
    """A copy at `path`. `name`: what the file was called; `sha256` of its bytes."""

    path: Path
    name: str
    sha256: str
    size: int


def fetch(place: str, folder: Path, *, on_progress: Progress) -> FetchedFile:
    """Copy the file at `place` into `folder`.

    For whoever runs a command on this machine: no screen passes an address on to here. Raises
    FileNotReached, BoundariesRefused (empty, too large).
    """
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*)://", place)
    if scheme is None:
        return _copy_local(Path(place), folder)
    if scheme[1].lower() not in {"http", "https"}:
        raise FileNotReached("scheme", scheme=scheme[1])
    return _download(place, folder, on_progress=on_progress)


def _copy_local(path: Path, folder: Path) -> FetchedFile:
    try:
        about = path.stat()
        # A device or a pipe would never end.
        if not stat.S_ISREG(about.st_mode):
            raise FileNotReached("no_file", file=path)
        if about.st_size > MAX_BYTES:
            raise _too_large()
        with path.open("rb") as file:
            return _keep(iter(lambda: file.read(CHUNK), b""), folder, name=path.name)
    except (OSError, ValueError) as error:
        if isinstance(error, FileNotReached | BoundariesRefused):
            raise
        reason = getattr(error, "strerror", None) or error
        raise FileNotReached("unreadable", file=path, reason=reason) from error


def _download(address: str, folder: Path, *, on_progress: Progress) -> FetchedFile:
    try:
        name = unquote(urlsplit(address).path.rpartition("/")[2]) or FETCHED
        with httpx2.stream("GET", address, follow_redirects=True, timeout=SILENCE) as answer:
            answer.raise_for_status()
            said = answer.headers.get("content-length", "")
            expected = int(said) if said.isdecimal() else 0
            if expected > MAX_BYTES:
                raise _too_large()
            chunks = _in_time(answer.iter_bytes(CHUNK), expected, on_progress=on_progress)
            return _keep(chunks, folder, name=name)
    except httpx2.HTTPStatusError as error:
        status = error.response.status_code
        raise FileNotReached("status", address=address, status=status) from error
    except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError, ValueError) as error:
        if isinstance(error, BoundariesRefused):
            raise
        raise FileNotReached("address", address=address, reason=error) from error


def _in_time(chunks: Iterable[bytes], expected: int, *, on_progress: Progress) -> Iterator[bytes]:
    """The chunks, as long as they come within the time for the whole."""
    until, came = time.monotonic() + WHOLE, 0
    for chunk in chunks:
        if time.monotonic() > until:
            raise TimeoutError(f"> {WHOLE:.0f} s")
        came += len(chunk)
        on_progress("fetch", came, max(expected, came))
        yield chunk


def _keep(chunks: Iterable[bytes], folder: Path, *, name: str) -> FetchedFile:
    path, size, sha256 = folder / FETCHED, 0, hashlib.sha256()
    with path.open("wb") as copy:
        for chunk in chunks:
            size += len(chunk)
            if size > MAX_BYTES:
                raise _too_large()
            sha256.update(chunk)
            copy.write(chunk)
    if size == 0:
        raise BoundariesRefused("empty")
    return FetchedFile(path=path, name=name, sha256=sha256.hexdigest(), size=size)


def _too_large() -> BoundariesRefused:
    return BoundariesRefused("too_large", most=MAX_BYTES // 1_000_000)
