"""The gate: without a live session nothing but the way to the sign-in is reachable.

What is open is listed; whatever is not listed needs a session. Some of what Streamlit serves is
shut for everybody. A new route is therefore closed until somebody opens it here, and
tests/app/test_gate.py asks every route of the running application.
"""

import re

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assets.wording import LANGUAGES, text
from server.oidc import ADDRESSES as BY_PROVIDER
from server.session_cookie import token_in
from server.visitor import visitor_of
from server.wall_cookie import renewal
from server.wall_entry import StoreGone, admitted_by, keep, token_of
from store.settings import current_settings

OPEN = frozenset(
    {
        "/healthz",
        "/favicon.png",
        "/manifest.json",
        "/_stcore/health",
        "/_stcore/host-config",
    }
)
OPEN_POSTS = frozenset({"/auth/enter", "/auth/leave"})
# Streamlit's own program files and ours: no figure is in them.
OPEN_FOLDERS = ("/static/", "/assets/")
# Short links lead on to a screen, whoever follows them (server/short_links.py).
SHORT_LINK = re.compile(r"/s/[^/]*")
# The empty window of a presenter: what is on its slides is asked for one by one.
PRESENTED = re.compile(r"/present/[0-9]{1,9}", re.ASCII)
# The sign-in form speaks through it; every rerun asks for the session (server/visitor.py).
OPEN_WEBSOCKET = "/_stcore/stream"
# The address of a screen: one word. What answers is the same empty shell for every one of them,
# so no route of ours that gives data may be one word.
SCREEN = re.compile(r"/[a-z0-9_-]*/?", re.ASCII)
# For walls (server/wall_entry.py), by a cookie of their own. A person's session is not a wall.
WALLS = "/wall/"
WALL_ENTRY = "/wall/open"
WALL = "/wall/show"
SHUT = frozenset({"/_stcore/metrics", "/_stcore/script-health-check"})
# Streamlit's own sign-out knows nothing of our sessions: ours is /auth/leave.
SHUT_FOLDERS = ("/_stcore/agent/", "/auth/logout")


class Gate:
    """ASGI middleware: 404 for what is shut, 401 for what needs a session and has none."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it here."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif is_shut(scope["path"]):
            await _refuse(404, "Not found.")(scope, receive, send)
        elif is_open(scope):
            await self.app(scope, receive, send)
        elif scope["path"].startswith(WALLS):
            await self._let_a_wall_in(scope, receive, send)
        elif await run_in_threadpool(visitor_of, _token(scope)) is None:
            await _refuse(401, "Please sign in.")(scope, receive, send)
        else:
            await self.app(scope, receive, _unstored(send))

    async def _let_a_wall_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What lies under WALLS is for walls alone, and a wall has nothing else."""
        try:
            admitted = await run_in_threadpool(admitted_by, scope)
        except StoreGone:
            await _refuse(503, "The store cannot be asked.", is_told=True)(scope, receive, send)
            return
        if admitted is None:
            await _refuse(401, "This screen is not open.")(scope, receive, send)
            return
        renewed = None
        if scope["path"] == WALL and not admitted.is_from_memory:
            renewed = renewal(token_of(scope) or "", settings=current_settings())
        await self.app(keep(dict(scope), admitted), receive, _unstored(send, cookie=renewed))


def is_shut(path: str) -> bool:
    """Whether nobody may have `path`, signed in or not."""
    if path.startswith(tuple(BY_PROVIDER)):
        return path not in BY_PROVIDER or not current_settings().signs_in_by_provider
    return path.rstrip("/") in SHUT or path.startswith(SHUT_FOLDERS)


def is_open(scope: Scope) -> bool:
    """Whether the request may pass without a session."""
    path = scope["path"]
    if scope["type"] == "websocket":
        return bool(path == OPEN_WEBSOCKET)
    if path.startswith(WALLS):
        return path == WALL_ENTRY and scope["method"] in ("GET", "HEAD", "POST")
    if scope["method"] not in ("GET", "HEAD"):
        return scope["method"] == "POST" and path in OPEN_POSTS
    if path in OPEN or path in BY_PROVIDER or path.startswith(OPEN_FOLDERS):
        return True
    return any(empty.fullmatch(path) for empty in (SCREEN, SHORT_LINK, PRESENTED))


def _token(scope: Scope) -> str | None:
    cookies = cookie_parser(Headers(scope=scope).get("cookie", ""))
    return token_in(cookies, settings=current_settings())


def _unstored(send: Send, *, cookie: str | None = None) -> Send:
    """What needed a session stays in no cache: the next one at that machine may be another."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Cache-Control"] = "private, no-store"
            if cookie is not None:
                headers.append("Set-Cookie", cookie)
        await send(message)

    return sending


def _refuse(status: int, reason: str, *, is_told: bool = False) -> ASGIApp:
    """`is_told`: as a sentence for those before the wall, so that its window blames the store and
    not the network (assets/script/wall-server.js)."""

    async def refusal(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": reason})
            return
        headers = {"Cache-Control": "no-store"}
        if status == 401:
            headers["WWW-Authenticate"] = 'Cookie realm="board"'
        answer: Response = PlainTextResponse(reason, status, headers=headers)
        if is_told:
            # Which language the wall speaks is in the store.
            said = " ".join(text("walls.store_gone", language=each) for each in LANGUAGES)
            answer = JSONResponse({"text": said}, status, headers=headers)
        await answer(scope, receive, send)

    return refusal
