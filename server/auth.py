"""Entering and leaving: the two posts that set and clear the session cookie.

Only our own pages may send them (server/admission.py), so that nobody is signed in or out by
another site.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from server.browser_cookie import browser_id_in, new_browser_id, set_browser_id
from server.session_cookie import clear_token, set_token, token_in
from store import clock
from store.database import engine
from store.sessions import end_session, redeem_ticket, signed_in_with
from store.settings import Settings
from store.sign_out import sign_out
from store.throttling import remember_browser

LONGEST_TICKET = 100


async def enter(request: Request) -> Response:
    """Change a ticket into a session cookie. 401: no such ticket now."""
    ticket = await _ticket(request)
    settings = Settings()
    browser_id = browser_id_in(request.cookies, settings=settings) or new_browser_id()
    token = ticket and await run_in_threadpool(
        _redeem,
        settings.database_url,
        ticket,
        old_token=token_in(request.cookies, settings=settings),
        browser_id=browser_id,
    )
    if not token:
        return _refusal("This ticket is spent, too old or unknown.", 401)
    response = Response(status_code=204, headers={"Cache-Control": "no-store"})
    set_token(response, token, settings=settings)
    set_browser_id(response, browser_id, settings=settings)
    return response


async def leave(request: Request) -> Response:
    """End the session in the store and clear its cookie."""
    settings = Settings()
    token = token_in(request.cookies, settings=settings)
    if token:
        await run_in_threadpool(sign_out, token, now=clock.now(), settings=settings)
    response = Response(status_code=204, headers={"Cache-Control": "no-store"})
    clear_token(response, settings=settings)
    return response


ROUTES = [
    Route("/auth/enter", enter, methods=["POST"]),
    Route("/auth/leave", leave, methods=["POST"]),
]


async def _ticket(request: Request) -> str | None:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_TICKET:
            return None
    return body.decode("ascii", errors="replace")


def _redeem(
    database_url: str, ticket: str, *, old_token: str | None, browser_id: str
) -> str | None:
    now = clock.now()
    with engine(database_url).execution_options(writes=True).begin() as connection:
        token = redeem_ticket(connection, ticket, now=now)
        if token is None:
            return None
        if old_token:
            # Whoever signs in anew in this browser is done with what was there before.
            end_session(connection, old_token, now=now)
        username, signed_in_at = signed_in_with(connection, token)
        remember_browser(
            connection, username=username, signed_in_at=signed_in_at, browser_id=browser_id
        )
    return token


def _refusal(reason: str, status: int) -> Response:
    return PlainTextResponse(reason, status, headers={"Cache-Control": "no-store"})
