"""Where somebody goes back to after signing in by an identity provider: the screen first asked for.

The way to the provider begins on a screen of ours; the browser names its address (Referer), and a
cookie that lives for minutes keeps it. Only an address of a screen of this board is ever believed,
on the way out and on the way back: nobody is led to another site.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from starlette.responses import Response

from server.oidc import CALLBACK
from store.settings import Mode, Settings

NAME = "ioc_return"
# As long as Streamlit itself waits for the provider's answer, and no longer than a cookie may be.
KEPT_FOR = timedelta(minutes=10)
LONGEST = 1000
FIRST_SCREEN = "/"
# How the sign-in page is told that the last try led to nothing (pages/account/provider.py).
REASON = "sign_in"
# One word after one slash, as in server/gate.py but without a slash at its end: `//x` would be
# another host. Of the query whatever a browser leaves in it.
_ADDRESS = re.compile(r"(?P<path>/[a-z0-9_-]*)(\?(?P<query>[!\"$-~]*))?", re.ASCII)


def asked_first(referer: str, *, host: str) -> str:
    """The screen that `referer` names on `host` with what it asks for; the first screen else."""
    try:
        parts = urlsplit(referer)
    except ValueError:
        return FIRST_SCREEN
    if not host or parts.netloc.lower() != host.lower():
        return FIRST_SCREEN
    return own_address(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def own_address(address: str) -> str:
    """`address` if it is a relative one of a screen of ours; the first screen else."""
    found = _ADDRESS.fullmatch(address) if len(address) <= LONGEST else None
    if found is None or found["path"] == CALLBACK:
        return FIRST_SCREEN
    asked = parse_qsl(found["query"] or "", keep_blank_values=True)
    query = urlencode([(name, value) for name, value in asked if name != REASON])
    return f"{found['path']}?{query}" if query else found["path"]


def with_reason(address: str, reason: str) -> str:
    """`address` with the reason why the sign-in failed."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode({REASON: reason})}"


def keep_address(response: Response, address: str, *, settings: Settings) -> None:
    """Let the browser keep `address` until the provider sends it back."""
    # Lax: the way back begins on the provider's site, where a strict cookie would stay behind.
    response.set_cookie(
        _name(settings),
        quote(address, safe=""),
        max_age=int(KEPT_FOR / timedelta(seconds=1)),
        **_attributes(settings),
    )


def kept_address(cookies: Mapping[str, str], *, settings: Settings) -> str:
    """What the browser kept; the first screen when it kept nothing, or something not ours."""
    return own_address(unquote(cookies.get(_name(settings), "")))


def forget_address(response: Response, *, settings: Settings) -> None:
    """Let the browser forget it."""
    response.delete_cookie(_name(settings), **_attributes(settings))


def _name(settings: Settings) -> str:
    return f"__Host-{NAME}" if settings.mode is Mode.PRODUCTION else NAME


def _attributes(settings: Settings) -> dict[str, Any]:
    return {
        "path": "/",
        "httponly": True,
        "samesite": "lax",
        "secure": settings.mode is Mode.PRODUCTION,
    }
