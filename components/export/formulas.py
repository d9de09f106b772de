"""Text that a spreadsheet would take for a formula, and how it is kept from being one."""

import re

# Full-width and small signs are read as their plain forms by some programs.
_SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫"
# At the start, and after whatever another program may take for the end of a cell.
_STARTS = re.compile(rf"(^[\s'\"]*|[;,|\t\r\n\"])(?=[{_SIGNS}])")
_NUMBER = re.compile(r"[-−+]?\d[\d.,]*%?")
KEPT_AS_TEXT = "'"


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet might compute `text`, or a part of it after a separator."""
    return _NUMBER.fullmatch(text) is None and _STARTS.search(text) is not None


def neutralised(text: str) -> str:
    """`text` with an apostrophe before each sign that would begin a formula; numbers stay."""
    return _STARTS.sub(rf"\1{KEPT_AS_TEXT}", text) if looks_like_formula(text) else text
