"""Entering and leaving: the two posts that set and clear the session cookie.

Only our own pages may send them: with a foreign or missing Origin they are refused, so that
nobody is signed in or out by another site.
"""

from datetime import timedelta
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from server.visitor import COOKIE
from store import clock
from store.database import engine
from store.sessions import end_session, redeem_ticket
from store.settings import Mode, Settings

LONGEST_TICKET = 100


async def enter(request: Request) -> Response:
    """Change a ticket into a session cookie. 403: not from our page; 401: no such ticket now."""
    if not _is_from_our_page(request):
        return _refusal("This request does not come from a page of the board.", 403)
    ticket = await _ticket(request)
    settings = Settings()
    token = ticket and await run_in_threadpool(
        _redeem, settings.database_url, ticket, request.cookies.get(COOKIE)
    )
    if not token:
        return _refusal("This ticket is spent, too old or unknown.", 401)
    response = Response(status_code=204, headers={"Cache-Control": "no-store"})
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(timedelta(hours=settings.session_hours).total_seconds()),
        **_attributes(settings),
    )
    return response


async def leave(request: Request) -> Response:
    """End the session in the store and clear its cookie; 403 when not from our page."""
    if not _is_from_our_page(request):
        return _refusal("This request does not come from a page of the board.", 403)
    settings = Settings()
    token = request.cookies.get(COOKIE)
    if token:
        await run_in_threadpool(_end, settings.database_url, token)
    response = Response(status_code=204, headers={"Cache-Control": "no-store"})
    response.delete_cookie(COOKIE, **_attributes(settings))
    return response


ROUTES = [
    Route("/auth/enter", enter, methods=["POST"]),
    Route("/auth/leave", leave, methods=["POST"]),
]


def _attributes(settings: Settings) -> dict[str, object]:
    # Strict is no obstacle to links from outside: the page itself is open, and it opens its
    # websocket from our own origin, where the cookie is sent.
    return {
        "path": "/",
        "httponly": True,
        "samesite": "strict",
        "secure": settings.mode is Mode.PRODUCTION,
    }


def _is_from_our_page(request: Request) -> bool:
    host = request.headers.get("host")
    if not host or not is_host_allowed(host):
        return False
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    return urlsplit(request.headers.get("origin", "")).netloc.lower() == host.lower()


async def _ticket(request: Request) -> str | None:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_TICKET:
            return None
    return body.decode("ascii", errors="replace")


def _redeem(database_url: str, ticket: str, old_token: str | None) -> str | None:
    now = clock.now()
    with engine(database_url).execution_options(writes=True).begin() as connection:
        token = redeem_ticket(connection, ticket, now=now)
        if token and old_token:
            # Whoever signs in anew in this browser is done with what was there before.
            end_session(connection, old_token, now=now)
    return token


def _end(database_url: str, token: str) -> None:
    with engine(database_url).execution_options(writes=True).begin() as connection:
        end_session(connection, token, now=clock.now())


def _refusal(reason: str, status: int) -> Response:
    return PlainTextResponse(reason, status, headers={"Cache-Control": "no-store"})
