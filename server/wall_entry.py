"""/wall/open: a wall's link becomes its cookie; and who a request to /wall/... comes from.

The secret stands behind the # of the address, which no browser sends: the page's script takes it
out of the address bar at once and posts it. No log, no proxy and no Referer ever sees it.
"""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request, cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from server.errors import report
from server.kept_walls import Admitted
from server.known_walls import KnownWalls, StoreGone
from server.waiting import NotYet, waiting
from server.wall_cookie import set_wall_token, wall_token_in
from server.wall_entry_page import entry_page
from store import clock
from store.database import engine
from store.settings import Settings, current_settings
from store.throttling import TooManyAttempts
from store.wall_changes import note_change
from store.walls import Wall, enter_wall

__all__ = ["NOTHING_ELSE", "ROUTES", "StoreGone", "admitted_by", "is_from_memory", "wall_in"]

LONGEST_SECRET = 100
# Panels across and down; the script knows the same words (assets/script/wall-entry.js).
GRID = re.compile(r"grid=[1-9]x[1-9]", re.ASCII)
# In seconds: how long a screen waits before it tries again by itself.
TRY_AGAIN = 60
# Where the gate leaves its answer for the route behind it: the store is asked once a request.
_ADMITTED = "ioc.wall"
_known = KnownWalls()

HTTPScope = Mapping[str, Any]


def wall_in(request: HTTPConnection | HTTPScope) -> Wall | None:
    """The wall that a request to /wall/... comes from; None: it comes from none.

    Raises StoreGone when the store cannot be asked and the wall is not known from before. Asks
    the store, so not on the event loop, unless the gate has asked already.
    """
    found = admitted_by(request)
    return found.wall if found else None


def is_from_memory(request: HTTPConnection | HTTPScope) -> bool:
    """Whether the wall goes on although the store could not be asked."""
    found = admitted_by(request)
    return found is not None and found.is_from_memory


def admitted_by(request: HTTPConnection | HTTPScope) -> Admitted | None:
    """As `wall_in`, with when the store said so."""
    scope = request.scope if isinstance(request, HTTPConnection) else request
    if _ADMITTED in scope:
        found: Admitted | None = scope[_ADMITTED]
        return found
    token = token_of(scope)
    if not token:
        return None
    client = scope.get("client")
    return _known.admitted(token, address=client[0] if client else None, now=clock.now())


def keep(scope: dict[str, Any], admitted: Admitted) -> dict[str, Any]:
    """`scope` with the gate's answer in it."""
    return {**scope, _ADMITTED: admitted}


def token_of(scope: HTTPScope) -> str | None:
    """The wall's token in the request's cookies."""
    cookies = cookie_parser(Headers(scope=dict(scope)).get("cookie", ""))
    return wall_token_in(cookies, settings=current_settings())


async def show(request: Request) -> Response:
    """The page whose script hands over the secret; there is no figure in it.

    400 for an address with a query, as what stands there has been seen by others on the way; but
    ?grid=3x1 is no secret: the script goes on to the wall with it.
    """
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    query = request.url.query
    status = 200 if not query or GRID.fullmatch(query) else 400
    return HTMLResponse(entry_page(), status, headers=headers)


async def enter(request: Request) -> Response:
    """Change a link's secret into the cookie of a screen.

    204: done, also for a browser without a secret that is a wall already; 403: this link opens
    nothing here, whatever the reason; 429: too soon; 503: the store cannot be asked.
    """
    secret = await _secret(request)
    if secret is None:
        return _said("No such link.", 403)
    try:
        return await run_in_threadpool(_entered, request, secret)
    except TooManyAttempts as early:
        return _said("Too many tries.", 429, again=int(early.wait.total_seconds()) + 1)
    except StoreGone:
        return _said("The store cannot be asked.", 503, again=TRY_AGAIN)


async def nothing(_request: Request) -> Response:
    """404 for a wall that asks for anything but its own: it never gets a screen of the board."""
    return _said("Not found.", 404)


ROUTES = [
    Route("/wall/open", show, methods=["GET"]),
    Route("/wall/open", enter, methods=["POST"]),
]
# After every other route of walls.
NOTHING_ELSE = [Route("/wall/{rest:path}", nothing, methods=["GET", "POST", "PUT", "DELETE"])]


async def _secret(request: Request) -> str | None:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_SECRET:
            return None
    return body.decode("ascii", errors="replace")


def _entered(request: Request, secret: str) -> Response:
    if not secret:
        return _said("", 204) if wall_in(request) else _said("There is no link.", 403)
    settings = Settings()
    try:
        waiting.refuse()
        with engine(settings.database_url).execution_options(writes=True).begin() as connection:
            token = enter_wall(
                connection,
                secret,
                address=request.client.host if request.client else None,
                browser=request.headers.get("user-agent"),
                now=clock.now(),
                old_token=wall_token_in(request.cookies, settings=settings),
            )
        note_change()
    except (SQLAlchemyError, NotYet) as error:
        # A screen that was let in before goes on; a new one tries again later.
        report(error)
        if wall_in(request):
            return _said("", 204)
        raise StoreGone from error
    if token is None:
        return _said("No such link.", 403)
    response = _said("", 204)
    set_wall_token(response, token, settings=settings)
    return response


def _said(reason: str, status: int, *, again: int | None = None) -> Response:
    headers = {"Cache-Control": "no-store"}
    if again is not None:
        headers["Retry-After"] = str(again)
    if status == 204:
        return Response(status_code=204, headers=headers)
    return PlainTextResponse(reason, status, headers=headers)
