"""The way back from the identity provider: who was named there gets a session of ours.

Streamlit would keep the provider's word in a cookie of its own that holds for 30 days, whatever
happens to the account meanwhile. That cookie never reaches the browser: its content is used once,
here, and a session in our store begins, which ends like every other. The screen that was asked for
before opens then (server/return_address.py).
"""

import json
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from server.oidc import BEGIN, CALLBACK
from server.return_address import (
    asked_first,
    forget_address,
    keep_address,
    kept_address,
    with_reason,
)
from server.session_cookie import set_token, token_in
from store import clock
from store.provider_sign_in import sign_in_by_provider
from store.settings import Settings, current_settings
from store.sign_in import Caller

# What the sign-in page then says (pages/account/provider.py).
FAILED, UNKNOWN = "failed", "unknown"
LOOPBACK = ("127.0.0.1", "::1")


class ProviderSignIn:
    """ASGI middleware around Streamlit's way to the provider and back.

    Keeps where it began; at its end opens our session, or says why there is none.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the callback ourselves once Streamlit has checked it; pass on all else."""
        if scope["type"] == "http" and scope["path"] == BEGIN:
            await self.app(scope, receive, _keeping_where_it_began(scope, send))
            return
        if scope["type"] != "http" or scope["path"] != CALLBACK:
            await self.app(scope, receive, send)
            return
        cookies = await _cookies_set_by(self.app, scope, receive)
        request, settings = Request(scope), current_settings()
        answer = await run_in_threadpool(_enter, request, _claims(cookies), settings)
        for cookie in cookies:
            if not cookie.startswith(USER_COOKIE_NAME):
                answer.headers.append("Set-Cookie", cookie)
        await answer(scope, receive, send)


def _keeping_where_it_began(scope: Scope, send: Send) -> Send:
    headers = Headers(scope=scope)
    address = asked_first(headers.get("referer", ""), host=headers.get("host", ""))
    kept = Response()
    keep_address(kept, address, settings=current_settings())

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).append("Set-Cookie", kept.headers["Set-Cookie"])
        await send(message)

    return sending


async def _cookies_set_by(app: ASGIApp, scope: Scope, receive: Receive) -> list[str]:
    """Let `app` answer into the void; the cookies it would have set."""
    cookies: list[str] = []

    async def take(message: Message) -> None:
        if message["type"] == "http.response.start":
            cookies.extend(Headers(raw=message["headers"]).getlist("set-cookie"))

    await app(scope, receive, take)
    return cookies


def _claims(cookies: list[str]) -> dict[str, Any] | None:
    """What the provider said about the person; None when it could not be believed."""
    held = {name: value for cookie in cookies for name, value in _parts(cookie)}
    secret = get_cookie_secret()
    found = get_cookie_with_chunks(
        lambda name: decode_signed_value(secret, name, held.get(name, "")), USER_COOKIE_NAME
    )
    return json.loads(found) if found else None


def _parts(cookie: str) -> Iterator[tuple[str, str]]:
    return ((name, morsel.value) for name, morsel in SimpleCookie(cookie).items())


def _enter(request: Request, claims: dict[str, Any] | None, settings: Settings) -> Response:
    address = kept_address(request.cookies, settings=settings)
    if claims is None:
        return _back(with_reason(address, FAILED), settings)
    client = request.client.host if request.client else None
    token = sign_in_by_provider(
        claimed=_claimed_name(claims, settings.oidc_claim),
        now=clock.now(),
        caller=Caller(
            address=None if client in LOOPBACK else client,
            browser=request.headers.get("user-agent"),
        ),
        old_token=token_in(request.cookies, settings=settings),
        settings=settings,
    )
    if token is None:
        return _back(with_reason(address, UNKNOWN), settings)
    answer = _back(address, settings)
    set_token(answer, token, settings=settings)
    return answer


def _claimed_name(claims: dict[str, Any], claim: str) -> str:
    # An address that the provider itself has not verified is anybody's to claim.
    if claim == "email" and claims.get("email_verified", True) is not True:
        return ""
    named = claims.get(claim)
    return named if isinstance(named, str) else ""


def _back(address: str, settings: Settings) -> Response:
    answer = RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})
    forget_address(answer, settings=settings)
    return answer
