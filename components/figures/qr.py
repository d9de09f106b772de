"""Addresses as codes that a telephone reads off a screen."""

import segno

from components.markup import safe

# A quarter of the code may be hidden by a logo or a reflection.
CORRECTION = "q"
# Around the code, in its own squares: without it cameras do not find it.
BORDER = 4


def qr_code(address: str) -> segno.QRCode:
    """The code of `address`."""
    return segno.make_qr(address, error=CORRECTION)


def meeting_qr_svg(address: str, *, label: str) -> str:
    """The code of a meeting's address for a slide: dark on light, whatever the slide's theme.

    It fills the box it is put in; `label` is told to whoever does not see it.
    """
    drawn = qr_code(address)
    size = drawn.symbol_size(border=BORDER)[0]
    squares = "".join(
        f"M{column} {line}h1v1h-1z"
        for line, row in enumerate(drawn.matrix_iter(border=BORDER))
        for column, is_dark in enumerate(row)
        if is_dark
    )
    return (
        f'<svg class="ioc-qr" viewBox="0 0 {size} {size}" role="img" aria-label="{safe(label)}"'
        f' shape-rendering="crispEdges"><path fill="#ffffff" d="M0 0h{size}v{size}h-{size}z"/>'
        f'<path fill="#000000" d="{squares}"/></svg>'
    )
