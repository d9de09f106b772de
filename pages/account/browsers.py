"""A browser in words: what it calls itself is a riddle to who looks for a strange session."""

import re

# The first that is found counts: most browsers also name those they descend from.
BROWSERS = (
    (r"Edg(e|A|iOS)?/", "Microsoft Edge"),
    (r"coc_coc_browser/", "Cốc Cốc"),
    (r"OPR/", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"(Firefox|FxiOS)/", "Firefox"),
    (r"(Chrome|CriOS|Chromium)/", "Chrome"),
    (r"Safari/", "Safari"),
)
SYSTEMS = (
    (r"Windows NT", "Windows"),
    (r"(iPhone|iPad|iPod)", "iOS"),
    (r"Android", "Android"),
    (r"CrOS", "ChromeOS"),
    (r"Mac OS X", "macOS"),
    (r"Linux", "Linux"),
)


def browser_and_system(calls_itself: str | None) -> tuple[str | None, str | None]:
    """The names of browser and system in a User-Agent header; None for what it does not tell."""
    return _first(BROWSERS, calls_itself or ""), _first(SYSTEMS, calls_itself or "")


def _first(names: tuple[tuple[str, str], ...], text: str) -> str | None:
    return next((name for pattern, name in names if re.search(pattern, text)), None)
