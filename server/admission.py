"""Which requests are taken at all, before anybody asks who sends them.

The host asked for must be ours (IOC_HOSTS), the method one that is used, the body no larger than
its purpose; and whatever changes something, or opens a websocket, must come from our own page.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from store.settings import Mode, Settings, current_settings

READING = ("GET", "HEAD", "OPTIONS")
METHODS = (*READING, "POST", "PUT", "DELETE")
# Whoever watches over this process asks it by its address. There is no data in the answer.
ANY_HOST = "/healthz"
# Streamlit counts the bytes of an upload by itself (server.maxUploadSize).
UPLOADS = "/_stcore/upload_file/"
LARGEST_BODY = 64 * 1024


def use_own_hosts(settings: Settings) -> None:
    """Let Streamlit's own checks of the Host header know our names, too."""
    if settings.hosts:
        config.set_option("server.allowedHosts", list(settings.hosts))


class KnownRequests:
    """ASGI middleware: 400 for another host, 405 for an unused method, 413 for a large body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it here."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if scope["path"] != ANY_HOST and not is_host_allowed(headers.get("host")):
            await _refuse(400, "This host is not served here.")(scope, receive, send)
        elif scope["type"] == "websocket":
            await self.app(scope, receive, send)
        elif scope["method"] not in METHODS:
            allowed = {"Allow": ", ".join(METHODS)}
            await _refuse(405, "Method not allowed.", **allowed)(scope, receive, send)
        elif scope["path"].startswith(UPLOADS):
            await self.app(scope, receive, send)
        elif _announced(headers) > LARGEST_BODY:
            await _refuse(413, "Too large.")(scope, receive, send)
        else:
            await self.app(scope, _counted(receive), send)


class OwnPagesOnly:
    """ASGI middleware: 403 for what changes something and does not come from a page of ours."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it here."""
        asks = scope["type"] == "websocket" or (
            scope["type"] == "http" and scope["method"] not in READING
        )
        if asks and not is_from_our_page(Headers(scope=scope)):
            reason = "This request does not come from a page of the board."
            await _refuse(403, reason)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def is_from_our_page(headers: Headers) -> bool:
    """Whether the browser says that one of our own pages sent the request; silence is a no."""
    if headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    origin = urlsplit(headers.get("origin", ""))
    schemes = ("https",) if current_settings().mode is Mode.PRODUCTION else ("http", "https")
    host = headers.get("host", "").lower()
    return bool(host) and origin.scheme in schemes and origin.netloc.lower() == host


def _announced(headers: Headers) -> int:
    length = headers.get("content-length", "0")
    return int(length) if length.isdecimal() else 0


def _counted(receive: Receive) -> Receive:
    """A body may also come without saying how long it is."""
    taken = 0

    async def receiving() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST_BODY:
            raise HTTPException(413)
        return message

    return receiving


def _refuse(status: int, reason: str, **headers: str) -> ASGIApp:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": reason})
            return
        kept = {"Cache-Control": "no-store"} | headers
        await PlainTextResponse(reason, status, headers=kept)(scope, receive, send)

    return answer
