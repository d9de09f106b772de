"""Addresses of our own files for the browser: fonts, icons, scripts, all from our own host."""

import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
# What the browser may fetch; words and boundaries go through pages.
PUBLIC = ("fonts", "icons", "script", "style")
ROUTE = "/assets"


def is_public(path: Path) -> bool:
    """Whether the browser may fetch the file: it lies in a public folder, or is a sheet of ours."""
    is_sheet = path.parent == FOLDER and path.suffix == ".css"
    return is_sheet or any(path.is_relative_to(FOLDER / folder) for folder in PUBLIC)


@cache
def address_of(path: str) -> str:
    """The address of assets/<path>, with its version in it: it may be kept for a year.

    Raises FileNotFoundError, or ValueError for what is not public.
    """
    if not is_public((FOLDER / path).resolve()):
        raise ValueError(f"not a public asset: {path}")
    version = hashlib.sha256((FOLDER / path).read_bytes()).hexdigest()[:12]
    return f"{ROUTE}/{path}?v={version}"
