"""A server that was started while its store was away: walls go on from disk, all else waits.

Until the store is back, and was looked at as it is looked at before every start
(server/readiness.py), nobody asks it anything, and nothing but walls is answered with more than
one sentence. Then everything is alive, in the same process.
"""

import logging
from collections.abc import Callable
from html import escape
from threading import Event, Thread

from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assets.wording import DEFAULT_LANGUAGE, LANGUAGES, text
from server.errors import report

# In seconds: between two looks at the store, and until a browser asks again by itself.
EVERY = 5.0
AGAIN = 10
# What a wall loads and asks for, and who watches over the process.
FOR_WALLS = ("/wall/", "/assets/", "/healthz")

_log = logging.getLogger(__name__)


class NotYet(Exception):
    """The store has been away since the start: it is not asked."""


class Waiting:
    """Whether this process waits for its store."""

    def __init__(self) -> None:
        self._over = Event()
        self._over.set()

    @property
    def is_on(self) -> bool:
        """From `begin` until a look finds the store fit."""
        return not self._over.is_set()

    def begin(self, is_fit: Callable[[], bool], *, every: float = EVERY) -> None:
        """Wait from now on until `is_fit`, which looks at the store, says so."""
        if self.is_on:
            return
        self._over.clear()
        # A daemon: it must not hold the server back when it is told to end.
        Thread(target=self._look, args=(is_fit, every), name="waiting", daemon=True).start()

    def refuse(self) -> None:
        """Raises NotYet while the store is not to be asked."""
        if self.is_on:
            raise NotYet

    def wait(self, seconds: float) -> bool:
        """Return when it is over, or after `seconds`; whether it is."""
        return self._over.wait(seconds)

    def _look(self, is_fit: Callable[[], bool], every: float) -> None:
        _log.warning("The store does not answer: walls go on from disk, everything else waits.")
        while not _asked(is_fit):
            self._over.wait(every)
        _log.warning("The store is back.")
        self._over.set()


# Of this process.
waiting = Waiting()


class UntilTheStoreIsBack:
    """ASGI middleware: 503 with one sentence for everything but walls, while we wait."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it here."""
        is_held = waiting.is_on and scope["type"] in ("http", "websocket")
        if not is_held or scope["path"].startswith(FOR_WALLS):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            # "Try again later": Streamlit's own page does.
            await send({"type": "websocket.close", "code": 1013, "reason": "Try again later."})
        else:
            headers = {"Cache-Control": "no-store", "Retry-After": str(AGAIN)}
            await HTMLResponse(_page(), 503, headers=headers)(scope, receive, send)


def _asked(is_fit: Callable[[], bool]) -> bool:
    try:
        return is_fit()
    except Exception as error:
        # Whatever it is, waiting goes on: nobody else would look again.
        report(error)
        return False


def _page() -> str:
    """Asks again by itself: nobody need touch it."""
    said = "".join(
        f'<p lang="{language}">{escape(text("readiness.waiting", language=language))}</p>'
        for language in LANGUAGES
    )
    return (
        f'<!DOCTYPE html><html lang="{DEFAULT_LANGUAGE}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="refresh" content="{AGAIN}">'
        f"<title>{escape(text('shell.board', language=DEFAULT_LANGUAGE))}</title>"
        "<style>html{color-scheme:light dark;font:1.25rem/1.5 Inter,system-ui,sans-serif}"
        "body{display:grid;align-content:center;min-height:90vh;margin:0 auto;max-width:34rem;"
        "padding:0 1.5rem}p+p{opacity:.7;font-size:.85em}</style></head>"
        f"<body>{said}</body></html>"
    )
