"""Drawings as masks: what is drawn lets the colour of its element through, so that it fits a theme.

Streamlit takes SVG elements out of HTML; a mask stands in a style and stays.
"""

from urllib.parse import quote


def mask(drawing: str, size: str) -> str:
    """The style of an element that shows `drawing`, the inside of an SVG whose attributes are
    `size`; both with single quotes. It is stretched to the element."""
    picture = f"<svg xmlns='http://www.w3.org/2000/svg' {size}>{drawing}</svg>"
    address = "data:image/svg+xml," + quote(picture, safe="")
    return f"--drawing:url({address})"
