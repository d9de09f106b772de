"""The page that a wall's link opens first: one sentence in two languages, and no figure."""

from functools import cache
from html import escape

from assets.addresses import address_of
from assets.wording import DEFAULT_LANGUAGE, LANGUAGES, text

# What it may say; the script shows one of them (assets/script/wall-entry.js).
SAYS = ("opening", "no_link", "closed", "too_soon", "store_gone", "no_network")
STYLE = """
@font-face { font-family: Inter; src: url(/assets/fonts/inter-latin-wght-normal.woff2);
  font-weight: 100 900; unicode-range: U+0000-00FF, U+2000-206F; }
@font-face { font-family: Inter; src: url(/assets/fonts/inter-vietnamese-wght-normal.woff2);
  font-weight: 100 900; unicode-range: U+0102-0103, U+0110-0111, U+0128-0129, U+0168-0169,
  U+01A0-01A1, U+01AF-01B0, U+1EA0-1EF9; }
html { color-scheme: dark; background: #101418; color: #e8ecf0; }
body { display: grid; align-content: center; min-height: 100vh; margin: 0; padding: 0 8vw;
  box-sizing: border-box; font: 500 clamp(1.25rem, 2.4vw, 4rem)/1.45 Inter, sans-serif; }
section[hidden] { display: none; }
p { max-width: 44ch; margin: 0 0 0.6em; text-wrap: balance; }
p + p { color: #a9b4bf; font-size: 0.75em; }
"""


@cache
def entry_page() -> str:
    """The HTML of /wall/open."""
    sections = "".join(_section(name) for name in SAYS)
    first = escape(text("walls.entry_without_script", language=DEFAULT_LANGUAGE))
    return (
        f'<!DOCTYPE html><html lang="{DEFAULT_LANGUAGE}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{escape(text('shell.board', language=DEFAULT_LANGUAGE))}</title>"
        f'<link rel="icon" href="{address_of("icons/board.svg")}">'
        f"<style>{STYLE}</style>"
        f'<script src="{address_of("script/wall-entry.js")}" defer></script></head>'
        f"<body>{sections}<noscript><p>{first}</p></noscript></body></html>"
    )


def _section(name: str) -> str:
    said = "".join(
        f'<p lang="{language}">{escape(text(f"walls.entry_{name}", language=language))}</p>'
        for language in LANGUAGES
    )
    return f'<section data-say="{name}" role="status" hidden>{said}</section>'
