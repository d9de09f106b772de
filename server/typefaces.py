"""Lighter typefaces in place of those Streamlit loads with every first page.

Streamlit asks at once for all 4,000 icons (375 kB) and, for a moment before the theme arrives,
for Source Sans (170 kB). Answered are the icons in use (assets/icon_font.py) and Inter, which the
page has by then.
"""

import re

from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assets.addresses import FOLDER, ROUTE
from server.compression import YEAR

_ICONS = re.compile(r"/static/media/MaterialSymbols-Rounded\.[\w-]+\.woff2")
_TEXT = re.compile(r"/static/media/SourceSansVF-Upright\.ttf\.[\w-]+\.woff2")
ICON_FONT = FOLDER / "fonts" / "material-symbols-rounded-used.woff2"
TEXT_FONT = "fonts/inter-latin-wght-normal.woff2"
# Streamlit's name for the font does not change when an icon is added to ours.
DAY = "public, max-age=86400"


class OwnTypefaces:
    """ASGI middleware that answers for two font files of Streamlit's."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with our typeface, or pass the request on."""
        answer = _answer(scope["path"]) if scope["type"] == "http" else None
        await (answer or self.app)(scope, receive, send)


def _answer(path: str) -> Response | None:
    if _ICONS.fullmatch(path):
        return FileResponse(ICON_FONT, headers={"Cache-Control": DAY})
    if _TEXT.fullmatch(path):
        return RedirectResponse(f"{ROUTE}/{TEXT_FONT}", 307, headers={"Cache-Control": YEAR})
    return None
