"""The session cookie: its name, and how it is set and cleared."""

from collections.abc import Mapping
from datetime import timedelta

from starlette.responses import Response

from store.settings import Mode, Settings

NAME = "ioc_session"
# Browsers take a cookie of such a name only over TLS, for the whole host and for no other host:
# neither a sister site nor a page without TLS can plant one.
NAME_IN_PRODUCTION = f"__Host-{NAME}"


def token_in(cookies: Mapping[str, str], *, settings: Settings) -> str | None:
    """What the session cookie holds, or None."""
    return cookies.get(_name(settings))


def set_token(response: Response, token: str, *, settings: Settings) -> None:
    """Let the browser keep `token` for as long as the session may last."""
    response.set_cookie(
        _name(settings),
        token,
        max_age=int(timedelta(hours=settings.session_hours).total_seconds()),
        **_attributes(settings),
    )


def clear_token(response: Response, *, settings: Settings) -> None:
    """Let the browser forget the token."""
    response.delete_cookie(_name(settings), **_attributes(settings))


def _name(settings: Settings) -> str:
    return NAME_IN_PRODUCTION if settings.mode is Mode.PRODUCTION else NAME


def _attributes(settings: Settings) -> dict[str, object]:
    # Strict is no obstacle to links from outside: the page itself is open, and it opens its
    # websocket from our own origin, where the cookie is sent.
    return {
        "path": "/",
        "httponly": True,
        "samesite": "strict",
        "secure": settings.mode is Mode.PRODUCTION,
    }
