"""The button on every screen that makes a short link to it, with a code to photograph."""

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import streamlit as st

from assets.addresses import FOLDER as ASSETS
from components.figures.qr import qr_code
from components.markup import plain, safe
from components.reader import Reader
from components.state import Screen, admitted
from components.ways import way_to
from domain.frozen import AT, word_for
from store.refused import Refused
from store.short_links import FOLDER, Target, make_link, revoke_link

STILL, NEWEST = "still", "newest"
LASTS = {"always": None, "7": 7, "30": 30, "365": 365}
MADE = "short_link_made"
# The page that lists them.
OWN = "account"


def show_short_link(
    key: str, *, filters: Mapping[str, str], screen: Screen | None = None, reader: Reader
) -> None:
    """The button for the page `key` with `filters` (of its address); no screen: it asks nothing."""
    with st.popover(
        reader.text("short_links.button"),
        icon=":material/link:",
        type="tertiary",
        key="short_link",
        width="content",
    ):
        stays = _figures(screen, reader) if screen else NEWEST
        lasts = st.selectbox(
            reader.text("short_links.lasts"),
            list(LASTS),
            format_func=lambda each: reader.text(f"short_links.lasts_{each}"),
            key="short_link_lasts",
        )
        query = dict(filters) | (_asked(screen, stays) if screen else {}) | _language(reader)
        if st.button(reader.text("short_links.make"), type="primary", key="short_link_make"):
            _make(Target(key, query), LASTS[lasts], reader)
        _show_made(Target(key, query), reader)
        st.caption(reader.text("short_links.note"))
        own = way_to(OWN, screen=screen) if screen else f"/{OWN}?{urlencode(_language(reader))}"
        told = safe(reader.text("short_links.own"))
        st.html(f'<a class="ioc-own-links" href="{safe(own)}" target="_self">{told}</a>')


def _figures(screen: Screen, reader: Reader) -> str:
    """Whether the link keeps the figures as they are; at a meeting it does."""
    if screen.frozen is not None:
        return STILL
    stays: str = st.radio(
        reader.text("short_links.figures"),
        (STILL, NEWEST),
        format_func=lambda each: reader.text(f"short_links.figures_{each}"),
        key="short_link_figures",
    )
    return stays


def _asked(screen: Screen, stays: str) -> dict[str, str]:
    """What the address leaves open, written out: the defaults may be others at another time."""
    asked = screen.question
    known = {"province": screen.province.slug, "period": asked.period.code}
    if stays == STILL:
        known[AT] = asked.at or word_for(as_of=asked.as_of, today=asked.today)
    return known


def _language(reader: Reader) -> dict[str, str]:
    return {"lang": reader.language}


def _make(target: Target, days: int | None, reader: Reader) -> None:
    try:
        lasts = timedelta(days=days) if days else None
        code = make_link(admitted().account_id, target, lasts=lasts)
    except Refused as refused:
        st.warning(plain(refused.sentence(language=reader.language), limit=400))
    else:
        st.session_state[MADE] = (target, code)


def _show_made(target: Target, reader: Reader) -> None:
    """The link that was made for `target`, and the button that ends it."""
    made, code = st.session_state.get(MADE, (None, ""))
    if made != target:
        return
    address = f"{origin()}{FOLDER}{code}"
    st.html(ASSETS / "meetings.css")
    st.html(link_html(address, reader=reader))
    if st.button(reader.text("short_links.revoke"), key="short_link_revoke"):
        try:
            revoke_link(admitted().account_id, code)
        except Refused as refused:
            st.warning(plain(refused.sentence(language=reader.language), limit=400))
        else:
            del st.session_state[MADE]
            st.success(reader.text("short_links.revoked"))


def link_html(address: str, *, reader: Reader) -> str:
    """The link as text to copy and as a QR code: dark on light in both themes, as cameras want."""
    drawn = qr_code(address).svg_data_uri(border=2)
    told = reader.text("short_links.code", address=address)
    return (
        f'<div class="ioc-short-link"><code>{safe(address, limit=400)}</code>'
        f'<img src="{drawn}" alt="{safe(told, limit=600)}"></div>'
    )


def origin() -> str:
    """Where this board is, as the reader's browser has it."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
