"""The one page of a wall: two faces that change places, a clock, a line of what comes next.

There is no figure in it, and no script of its own: assets/script/wall*.js fetch and show them.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from typing import Any

from assets.addresses import FOLDER, ROUTE, address_of
from assets.wording import text
from store.tables.walls import LANGUAGES

# In the order in which they hold: the pages' own sheets, then the scenes', then the wall's.
FIRST_SHEET, LAST_SHEET = "style.css", "style/wall.css"
# Sheets of pages of which no scene has anything.
OF_PAGES_ONLY = ("account.css", "administration.css", "print.css", "sign-in.css")
SCRIPTS = ("script/wall-server.js", "script/wall-stage.js", "script/wall.js")
# Asked for with the page, so that its first picture has letters.
FONTS = ("fonts/inter-latin-wght-normal.woff2", "fonts/inter-vietnamese-wght-normal.woff2")
# What the scripts say by themselves, when nobody is there to ask; in every language, for the link
# may change its own while the page is open.
WORDS = ("waiting", "closed", "empty", "silent", "next", "well")

FACE = (
    '<article class="wall-face" aria-hidden="true"><header><h1></h1><p class="wall-about"></p>'
    '<p class="wall-facts"><b></b><span></span></p></header><div class="wall-body"></div>'
    '<p class="wall-origin"></p><p class="wall-sentence"></p></article>'
)


@cache
def version() -> str:
    """Changes with everything that a browser loads but once: page, sheets, scripts, words."""
    loaded = [address_of(path) for path in (*sheets(), *SCRIPTS)]
    words = json.dumps(_words(), sort_keys=True)
    return hashlib.sha256("\n".join([FACE, words, *loaded]).encode()).hexdigest()[:12]


@cache
def _words() -> dict[str, dict[str, str]]:
    return {
        language: {word: text(f"wall.{word}", language=language) for word in WORDS}
        for language in LANGUAGES
    }


@cache
def sheets() -> tuple[str, ...]:
    """The style sheets, by their path below assets/."""
    of_pages = sorted(path.name for path in FOLDER.glob("*.css"))
    figures = [name for name in of_pages if name not in (FIRST_SHEET, *OF_PAGES_ONLY)]
    scenes = sorted(f"style/{path.name}" for path in (FOLDER / "style").glob("scenes*.css"))
    return (FIRST_SHEET, *figures, *scenes, LAST_SHEET)


def wall_page(language: str, *, name: str) -> str:
    """The document of one window."""
    words = _words()
    return (
        f"{head(language, title=name, styles=sheets(), scripts=SCRIPTS, words=words, at_once=True)}"
        f'<body data-version="{version()}">'
        f'<p class="wall-message" role="status">{escape(words[language]["waiting"])}</p>'
        f'<main class="wall-stage" hidden>{FACE}{FACE}'
        '<aside class="wall-clock"><b></b><span></span></aside>'
        '<footer class="wall-foot"><p class="wall-band" role="status" hidden></p>'
        '<p class="wall-next"></p><p class="wall-health"></p><p class="wall-place"></p></footer>'
        '<div class="wall-left"><i></i></div></main>'
        f"<noscript>{escape(text('sign_in.without_script', language=language))}</noscript>"
        "</body></html>"
    )


def grid_page(language: str, *, name: str, across: int, down: int) -> str:
    """The document of a wall of several panels: a window of its own behind each.

    So no picture and no text lies across the gap between two panels; each shows its share of the
    playlist.
    """
    cells = across * down
    windows = "".join(
        f'<iframe src="/wall/show?cell={cell}&amp;of={cells}&amp;columns={across}"'
        f' title="{escape(name, quote=True)} {cell}"'
        f' style="grid-area:{(cell - 1) // across + 1}/{(cell - 1) % across + 1}"></iframe>'
        for cell in range(1, cells + 1)
    )
    return (
        f"{head(language, title=name, styles=sheets())}"
        f'<body class="wall-grid" style="--columns:{across};--rows:{down}">{windows}</body></html>'
    )


def head(
    language: str,
    *,
    title: str,
    styles: Sequence[str],
    scripts: Sequence[str] = (),
    words: Mapping[str, Any] | None = None,
    look: str = "wall",
    theme: str = "",
    at_once: bool = False,
) -> str:
    """A document up to its body; `words` are what the scripts say by themselves.

    `at_once`: nothing is drawn before the scripts have run, and letters are there by then.

    Presenters' windows begin likewise (server/present_page.py).
    """
    links = "".join(f'<link rel="stylesheet" href="{address_of(path)}">' for path in styles)
    waited_for = ' blocking="render"' if at_once else ""
    run = "".join(
        f'<script src="{address_of(path)}" defer{waited_for}></script>' for path in scripts
    )
    fonts = "".join(
        f'<link rel="preload" href="{ROUTE}/{path}" as="font" type="font/woff2" crossorigin>'
        for path in (FONTS if at_once else ())
    )
    themed = f' data-theme="{theme}"' if theme else ""
    # A block of data, which no policy takes for a script; "<" cannot end it.
    data = json.dumps(words or {}, ensure_ascii=False).replace("<", "\\u003c")
    return (
        f'<!DOCTYPE html><html lang="{language}" class="{look}"{themed}><head>'
        '<meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{escape(title)}</title>"
        f'<link rel="icon" href="{address_of("icons/board.svg")}">{fonts}{links}'
        f'<script type="application/json" id="words">{data}</script>{run}</head>'
    )
