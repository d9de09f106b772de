"""The cookie by which a browser is known again at the next sign-in (store/throttling.py).

It opens nothing: it only lets its owner try his password while others are trying it elsewhere.
"""

import re
import secrets
from collections.abc import Mapping
from datetime import timedelta

from starlette.responses import Response

from store.settings import Mode, Settings
from store.throttling import KNOWN_FOR

NAME = "ioc_browser"
_ID = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def browser_id_in(cookies: Mapping[str, str], *, settings: Settings) -> str | None:
    """The secret of this browser; None when it has none, or something that is not ours."""
    found = cookies.get(_name(settings), "")
    return found if _ID.fullmatch(found) else None


def new_browser_id() -> str:
    """A secret for a browser that has none."""
    return secrets.token_urlsafe(32)


def set_browser_id(response: Response, browser_id: str, *, settings: Settings) -> None:
    """Let the browser keep its secret for as long as it is remembered."""
    response.set_cookie(
        _name(settings),
        browser_id,
        max_age=int(KNOWN_FOR / timedelta(seconds=1)),
        path="/",
        httponly=True,
        samesite="strict",
        secure=settings.mode is Mode.PRODUCTION,
    )


def _name(settings: Settings) -> str:
    return f"__Host-{NAME}" if settings.mode is Mode.PRODUCTION else NAME
