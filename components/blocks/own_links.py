"""One's own short links: where they lead, how often they were followed, and the end of one."""

from datetime import datetime

import streamlit as st

from assets.addresses import FOLDER as ASSETS
from assets.wording import UnknownKey
from components.blocks.card import show_title
from components.blocks.short_link import link_html, origin
from components.markup import plain, safe
from components.reader import Reader
from domain.frozen import AT
from domain.periods import NotAPeriod, parse_period
from store.audit_reading import TIME_ZONE
from store.refused import Refused
from store.short_links import FOLDER, OwnLink, Target, own_links, revoke_link

# Told in words of their own, or of no account to a reader.
TOLD_OTHERWISE = ("lang", "period", AT)


def show_own_links(by: int, *, reader: Reader) -> None:
    """The links of the account `by` that are alive, each with its code and the way to end it."""
    links = own_links(by)
    show_title(reader.counted("short_links.of_own", len(links)), key="own_links")
    if not links:
        st.caption(reader.text("short_links.none"))
        return
    st.html(ASSETS / "meetings.css")
    for link in links:
        with st.container(
            key=f"own_link_{link.code}", horizontal=True, vertical_alignment="center"
        ):
            st.html(own_link_html(link, reader=reader))
            with st.popover(reader.text("short_links.qr"), icon=":material/qr_code_2:",
                            key=f"qr_{link.code}"):  # fmt: skip
                st.html(link_html(f"{origin()}{FOLDER}{link.code}", reader=reader))
            with st.popover(reader.text("short_links.revoke"), key=f"end_link_{link.code}"):
                st.text(reader.text("short_links.end_told"))
                if st.button(reader.text("short_links.confirm"), key=f"do_end_{link.code}"):
                    _end(by, link.code, reader)


def own_link_html(link: OwnLink, *, reader: Reader) -> str:
    """Where a link leads, its address, and what became of it, in two lines."""
    when = reader.text("short_links.made_on", when=_moment(link.created_at, reader))
    ends = (
        reader.text("short_links.ends_on", when=_moment(link.expires_at, reader))
        if link.expires_at
        else reader.text("short_links.lasts_always")
    )
    opened = (
        reader.text(
            "short_links.opened",
            count=reader.number(link.times_opened),
            when=_moment(link.opened_at, reader),
        )
        if link.opened_at
        else reader.text("short_links.never_opened")
    )
    way = f"{FOLDER}{link.code}"
    return (
        f'<div class="ioc-own-link"><p><a href="{safe(way)}" target="_self">'
        f"{safe(target_words(link.target, reader=reader), limit=300)}</a></p>"
        f"<p><code>{safe(way)}</code> {safe(' · '.join((when, ends, opened)), limit=300)}</p></div>"
    )


def target_words(target: Target, *, reader: Reader) -> str:
    """`Nhiệm vụ · nghe-an · năm 2023`: the screen, then what is chosen on it, as plain text."""
    query = target.query
    codes = [value for name, value in query.items() if name not in TOLD_OTHERWISE and value]
    parts = [_title(target.screen, reader), *codes, _period(query.get("period", ""), reader)]
    if AT in query:
        parts.append(_standing(query[AT], reader))
    return plain(" · ".join(filter(None, parts)), limit=300)


def _title(screen: str, reader: Reader) -> str:
    try:
        return reader.text(f"{screen}.title")
    except UnknownKey:
        return screen


def _period(code: str, reader: Reader) -> str:
    try:
        return reader.period(parse_period(code)) if code else ""
    except NotAPeriod:
        return code


def _standing(at: str, reader: Reader) -> str:
    """`5` is a meeting, `42_2024-04-02` a batch on a day (domain/frozen.py)."""
    batch, _, day = at.partition("_")
    if not day:
        return reader.text("short_links.of_meeting", number=batch)
    return reader.text("short_links.of_batch", batch=batch)


def _moment(moment: datetime, reader: Reader) -> str:
    local = moment.astimezone(TIME_ZONE)
    return f"{local:%H:%M} {reader.date(local.date())}"


def _end(by: int, code: str, reader: Reader) -> None:
    try:
        revoke_link(by, code)
    except Refused as refused:
        st.warning(plain(refused.sentence(language=reader.language), limit=400))
    else:
        st.rerun()
