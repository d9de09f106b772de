"""The windows of a presenter: the slides that are shared, and the presenter's own beside them.

There is no figure in them and no script of their own: assets/script/present*.js fetch and show.
"""

from functools import cache
from html import escape

from assets.wording import text
from server.wall_page import FACE, head, sheets

SHEET = "style/present.css"
SHARED = ("script/wall-server.js", "script/wall-stage.js", "script/present-talk.js")
# What the scripts say by themselves.
WORDS = (
    "waiting",
    "closed",
    "silent",
    "moved",
    "nothing",
    "no_limit",
    "end",
    "preparing",
    "fetching",
)
# Each key with what it does, in the order in which they are told.
KEYS = (
    "next",
    "back",
    "jump",
    "ends",
    "black",
    "mask",
    "pointer",
    "night",
    "full",
    "own",
    "timer",
    "help",
    "leave",
)


@cache
def slides_page(language: str) -> str:
    """The window that is shared; as a small picture of it in the presenter's own."""
    return (
        f"{_head(language, look='present', script='script/present.js')}"
        f'<body><p class="wall-message" role="status">{_said("waiting", language)}</p>'
        f'<main class="wall-stage" hidden>{FACE}{FACE}<footer class="wall-foot">'
        '<p class="wall-band" role="status" hidden></p>'
        '<p class="present-fetched" role="status" hidden></p><p class="present-typed" hidden></p>'
        '<p class="wall-place"></p></footer></main>'
        '<div class="present-black" hidden></div><i class="present-pointer" hidden></i>'
        f'<section class="present-help" hidden>{_keys(language)}</section></body></html>'
    )


def own_page(language: str, *, meeting_id: int) -> str:
    """The presenter's own window: now, next, what can be said, and the time."""

    def picture(of: str) -> str:
        said = _said(of, language)
        return (
            f'<section class="own-{of}"><h2>{said}</h2><iframe title="{said}" tabindex="-1"'
            f' src="/present/{meeting_id}?mirror={of}&amp;lang={language}"></iframe></section>'
        )

    return (
        f"{_head(language, look='own', script='script/present-own.js')}"
        f"<body><main><div>{picture('now')}"
        f'<section class="own-say"><h2>{_said("say", language)}</h2><p></p></section></div>'
        f"<div>{picture('then')}"
        '<section class="own-time"><p class="own-slide"><b>0:00</b> <span></span></p>'
        f'<p class="own-all">{_said("since_begin", language)} <b>0:00</b></p>'
        '<p class="own-place"></p></section>'
        f'<ol class="own-slides" aria-label="{_said("slides", language)}"></ol></div>'
        f'<footer><p><a class="own-back" href="/meetings">{_said("back", language)}</a>'
        f' <span class="own-state" role="status"></span></p>{_keys(language)}</footer>'
        "</main></body></html>"
    )


def _head(language: str, *, look: str, script: str) -> str:
    return head(
        language,
        title=text("present.title", language=language),
        styles=(*sheets(), SHEET),
        scripts=(*SHARED, script),
        words={word: text(f"present.{word}", language=language) for word in WORDS},
        look=f"wall {look}",
        theme="light",
    )


def _keys(language: str) -> str:
    told = "".join(
        f"<div><dt>{_said(f'key_{name}', language)}</dt>"
        f"<dd>{_said(f'does_{name}', language)}</dd></div>"
        for name in KEYS
    )
    return f'<dl class="present-keys">{told}</dl>'


def _said(word: str, language: str) -> str:
    return escape(text(f"present.{word}", language=language))
