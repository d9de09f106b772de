"""Addresses of our own files for the browser: fonts, icons, scripts, all from our own host."""

import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
# What the browser may fetch; words and boundaries go through pages.
PUBLIC = ("fonts", "icons", "script", "style")
ROUTE = "/assets"


@cache
def address_of(path: str) -> str:
    """The address of assets/<path>, with its version in it: it may be kept for a year.

    Raises FileNotFoundError, or ValueError outside the public folders.
    """
    if path.split("/", maxsplit=1)[0] not in PUBLIC:
        raise ValueError(f"not a public asset: {path}")
    version = hashlib.sha256((FOLDER / path).read_bytes()).hexdigest()[:12]
    return f"{ROUTE}/{path}?v={version}"
