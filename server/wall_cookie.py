"""The cookie of a wall: another name than a person's, so that neither is ever taken for the other.

It opens /wall/... and nothing else (server/gate.py).
"""

from collections.abc import Mapping

from starlette.responses import Response

from store.settings import Mode, Settings
from store.walls import LASTS

NAME = "ioc_wall"
NAME_IN_PRODUCTION = f"__Host-{NAME}"


def wall_token_in(cookies: Mapping[str, str], *, settings: Settings) -> str | None:
    """What the wall's cookie holds, or None."""
    return cookies.get(_name(settings))


def set_wall_token(response: Response, token: str, *, settings: Settings) -> None:
    """Let the browser keep `token` for as long as it keeps any cookie."""
    response.set_cookie(
        _name(settings),
        token,
        max_age=int(LASTS.total_seconds()),
        path="/",
        httponly=True,
        samesite="strict",
        secure=settings.mode is Mode.PRODUCTION,
    )


def renewal(token: str, *, settings: Settings) -> str:
    """The Set-Cookie header that keeps `token` from running out."""
    response = Response()
    set_wall_token(response, token, settings=settings)
    return response.headers["set-cookie"]


def _name(settings: Settings) -> str:
    return NAME_IN_PRODUCTION if settings.mode is Mode.PRODUCTION else NAME
