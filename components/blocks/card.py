"""A card: title, figure, the sentence that can be read aloud, and where the numbers come from.

Making a card is pure, so that a finished one can be kept (pickled, hashed by what it was made
from); drawing it is the last step. Colours come from assets/style.css: a card fits both themes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from components.markup import hint, safe

# Where the design is drawn, 1920x1080; on larger screens a rem is larger (assets/style.css).
PIXELS_PER_REM = 16


@dataclass(frozen=True, kw_only=True)
class Card:
    """`title` and `sentence` are plain text, `body` and `origin` finished HTML."""

    title: str
    body: str
    sentence: str = ""
    origin: str = ""


@contextmanager
def card_frame(*, key: str, height: int, grows: bool = False) -> Iterator[None]:
    """The empty card, `height` pixels high on a screen of 1080 and growing with the screen.

    `grows`: also with what it holds, so that nothing of it is cut or scrolled.
    """
    # Streamlit takes pixels only; a sheet of rules alone takes no room on the page.
    rem = f"calc({height / PIXELS_PER_REM:g}rem + var(--taller, 0rem))"
    if grows:
        st.html(f"<style>.st-key-grows_{key} {{ min-height: {rem}; }}</style>")
        with (
            st.container(key=f"grows_{key}", border=False, gap=None),
            st.container(key=f"card_{key}", border=False, gap=None),
        ):
            yield
        return
    wrapper = f"[data-testid=stLayoutWrapper]:has(> .st-key-card_{key})"
    st.html(
        f"<style>{wrapper} {{ flex-basis: {rem} !important; height: {rem} !important; }}"
        f".st-key-card_{key} {{ height: 100% !important; }}</style>"
    )
    with st.container(key=f"card_{key}", height=height, border=False, gap=None):
        yield


def show_card(
    card: Card,
    *,
    key: str,
    height: int,
    control: Callable[[], None] | None = None,
    grows: bool = False,
) -> None:
    """Draw `card` in its frame; `control` draws widgets at the right of its title.

    `grows`: as of `card_frame`.
    """
    with card_frame(key=key, height=height, grows=grows):
        show_title(card.title, key=key, control=control)
        st.html(card_html(card))


def show_title(title: str, *, key: str, control: Callable[[], None] | None = None) -> None:
    """The title of a card, with the widgets that belong to it."""
    heading = f'<h3 class="ioc-title"{hint(title)}>{safe(title)}</h3>'
    if control is None:
        st.html(heading)
        return
    with st.container(
        key=f"cardhead_{key}", horizontal=True, vertical_alignment="center", gap="small"
    ):
        st.html(heading)
        control()


def card_html(card: Card) -> str:
    """Figure, sentence and origin of a card, one below the other."""
    said = f'<p class="ioc-say">{safe(card.sentence, limit=800)}</p>' if card.sentence else ""
    foot = f'<div class="ioc-foot">{said}{card.origin}</div>'
    return f'<div class="ioc-body">{card.body}</div>{foot}'
