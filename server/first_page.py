"""The empty page that every address begins with: Streamlit's, in our name and without detours.

Streamlit's own says "Streamlit", loads a typeface the board does not use, asks two wrong addresses
for its server when the address has a path, and allows embedding by Streamlit's hosts. What is
changed is listed in CHANGES; a piece that a later Streamlit no longer has is left alone, and
tests/app/test_server.py notices.
"""

import base64
import gzip
import hashlib
import re
from functools import cache
from pathlib import Path

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from streamlit import file_util

from assets.addresses import ROUTE, address_of
from assets.wording import DEFAULT_LANGUAGE, text

# Where the server is, so that the page need not try; and nobody but ourselves may speak to it.
START = (
    "window.__streamlit={BACKEND_BASE_URL:location.origin,"
    "HOST_CONFIG:{allowedOrigins:[location.origin],useExternalAuthToken:false}};"
)
START_HASH = f"sha256-{base64.b64encode(hashlib.sha256(START.encode()).digest()).decode()}"
ICON = "icons/board.svg"
# As .streamlit/config.toml names them; the rest of the alphabet is fetched when a text needs it.
TYPEFACE = ("fonts/inter-latin-wght-normal.woff2", "fonts/inter-vietnamese-wght-normal.woff2")
# Program files that Streamlit asks for only when the first figure of their kind arrives.
FETCHED_EARLY = ("DeckGlJsonChart",)


class _Screen(Convertor[str]):
    """The address of a screen: one word, so that favicon.png and the like stay Streamlit's.

    So does the one word that a provider of identities sends the browser back to (server/oidc.py).
    """

    regex = "(?!oauth2callback$)[A-Za-z0-9_-]+"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("screen", _Screen())


@cache
def first_page() -> str:
    """The HTML of every address."""
    page = (Path(file_util.get_static_dir()) / "index.html").read_text("utf-8")
    for piece, ours in changes().items():
        page = re.sub(piece, lambda _, ours=ours: ours, page, count=1, flags=re.DOTALL)
    return page


def changes() -> dict[str, str]:
    """What replaces which piece (a pattern) of Streamlit's own first page."""
    name = text("shell.board", language=DEFAULT_LANGUAGE)
    without_script = text("sign_in.without_script", language=DEFAULT_LANGUAGE)
    return {
        r"<!--.*?-->\s*(?=<!DOCTYPE)": "",
        r'<html lang="en">': f'<html lang="{DEFAULT_LANGUAGE}">',
        r'<link rel="shortcut icon"[^>]*>': f'<link rel="icon" href="{address_of(ICON)}" />',
        r'<link\s+rel="preload"\s+href="[^"]*SourceSans[^>]*>': _early(),
        r"<title>Streamlit</title>": f"<title>{name}</title>",
        r'<!--\s*Machine-readable pointer.*?-->\s*<link rel="service-desc"[^>]*>': "",
        r"<!-- initialize window.prerenderReady.*?</script>": f"<script>{START}</script>",
        r"<noscript>.*?</noscript>": f"<noscript><p>{without_script}</p></noscript>",
    }


def _early() -> str:
    """Links that let the browser fetch our typeface and the figures' programs at once."""
    programs = Path(file_util.get_static_dir()) / "static" / "js"
    links = [
        f'<link rel="preload" href="{ROUTE}/{font}" as="font" type="font/woff2" crossorigin>'
        for font in TYPEFACE
    ]
    links += [
        f'<link rel="modulepreload" href="./static/js/{program.name}" crossorigin'
        ' fetchpriority="low">'
        for name in FETCHED_EARLY
        for program in programs.glob(f"{name}.*.js")
    ]
    return "\n    ".join(links)


async def answer(request: Request) -> Response:
    """The first page, compressed if the browser takes it; asked for anew each time, by its tag."""
    body = first_page().encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {"Cache-Control": "no-cache", "ETag": f"W/{etag}", "Vary": "Accept-Encoding"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(body, headers=headers, media_type="text/html")


async def to_the_root(request: Request) -> Response:
    """The first screen has no word of its own in Streamlit: its name leads to the root."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{query}", status_code=307)


def routes(*, first_screen: str) -> list[Route]:
    """Every screen's address gives the first page; `first_screen` is the key of the one at /."""
    return [
        Route("/", answer, methods=["GET"]),
        Route(f"/{first_screen}", to_the_root, methods=["GET"]),
        Route("/{screen:screen}", answer, methods=["GET"]),
    ]
