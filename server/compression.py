"""Text files compressed once per process and served from memory.

Streamlit 1.67 sends its program files as they are, about 7 MB for a page with a map and charts.
Compressed they are 1.5 to 2 MB, and they carry a hash in their name, so a browser fetches them
once. Images and woff2 fonts are compressed already and are left to Streamlit.
"""

import gzip
import hashlib
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import brotli
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import file_util

TEXT = frozenset({".js", ".css", ".html", ".json", ".svg", ".map", ".txt", ".geojson"})
SMALLEST = 1024
# The dearest levels that still take less than a second for Streamlit's largest file.
ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=9),
    "gzip": lambda body: gzip.compress(body, compresslevel=9, mtime=0),
}
YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Compressed:
    """One file's body in one encoding."""

    body: bytes
    etag: str
    media_type: str


class CompressedFiles:
    """The compressed bodies made so far, by file and encoding."""

    def __init__(self) -> None:
        # Two first visitors may both compress a file: the same bytes, no lock needed.
        self._made: dict[tuple[Path, int, str], Compressed] = {}

    async def answer(
        self, path: Path, *, request: Headers, method: str, cache_control: str
    ) -> Response | None:
        """`path` compressed as the request allows; None when it is to be sent as it is."""
        encoding = encoding_for(path, request)
        if encoding is None:
            return None
        made = self._made.get(_key(path, encoding))
        if made is None:
            made = await run_in_threadpool(self.prepare, path, encoding)
        headers = {"ETag": made.etag, "Cache-Control": cache_control, "Vary": "Accept-Encoding"}
        if made.etag in request.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        headers |= {"Content-Encoding": encoding, "Content-Length": str(len(made.body))}
        body = b"" if method == "HEAD" else made.body
        return Response(body, headers=headers, media_type=made.media_type)

    def prepare(self, path: Path, encoding: str) -> Compressed:
        """Compress `path` and keep the result."""
        made = self._made[_key(path, encoding)] = _compress(path, encoding)
        return made


# Those of Streamlit's own program files.
STATIC_FILES = CompressedFiles()


def is_text(path: Path) -> bool:
    """Whether `path` is a file that compression makes smaller."""
    return path.suffix in TEXT and path.stat().st_size >= SMALLEST


def encoding_for(path: Path, request: Headers) -> str | None:
    """br or gzip, as the request allows; None for what is sent as it is, a part (Range) too."""
    if "range" in request or not is_text(path):
        return None
    accepted = set()
    for offer in request.get("accept-encoding", "").lower().split(","):
        name, _, quality = offer.strip().partition(";")
        if quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            accepted.add(name.strip())
    return next((name for name in ENCODERS if name in accepted), None)


def _key(path: Path, encoding: str) -> tuple[Path, int, str]:
    return (path, path.stat().st_mtime_ns, encoding)


def _compress(path: Path, encoding: str) -> Compressed:
    body = ENCODERS[encoding](path.read_bytes())
    media_type = mimetypes.guess_type(path.name)[0] or "text/plain"
    return Compressed(body, f'"{hashlib.sha256(body).hexdigest()[:24]}-{encoding}"', media_type)


class CompressStatic:
    """ASGI middleware for Streamlit's own files under /static/: text compressed, the rest as it is.

    What is not there is 404: Streamlit would answer with its first page.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        folder = Path(file_util.get_static_dir())
        # An index instead of paths built from addresses: what is not in it is not ours to serve.
        self._files = {
            f"/{path.relative_to(folder).as_posix()}": path
            for path in (folder / "static").rglob("*")
            if path.is_file()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the compressed file where there is one."""
        if scope["type"] != "http" or not scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return
        path = self._files.get(scope["path"])
        if path is None:
            await PlainTextResponse("Not found.", 404)(scope, receive, send)
            return
        answer = await STATIC_FILES.answer(
            path, request=Headers(scope=scope), method=scope["method"], cache_control=YEAR
        )
        if answer is not None:
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, _varying(send) if is_text(path) else send)


def _varying(send: Send) -> Send:
    """A cache between us and the browser must know that this file also comes compressed."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Accept-Encoding")
        await send(message)

    return sending
