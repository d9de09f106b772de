"""Who saw, changed, imported or administered what, when, and is the log whole?

For: leaders (what was done in their scope), administrators (everything).
"""

from datetime import date

import streamlit as st

from assets.addresses import FOLDER
from components.blocks.log import events_html
from components.markup import safe
from components.reader import Reader
from components.state import admitted, choose, current_reader
from domain.choices import UnknownChoice
from pages import PAGES
from store.audit import Action
from store.audit_head import check_log
from store.audit_reading import Filter, Found, names_in_log, read_log
from store.settings import current_settings

ROWS = 25
YEARS = range(2000, 3000)
ACCOUNT_WIDTH, ACTION_WIDTH, DAY_WIDTH = 240, 200, 150
SCREENS = frozenset(page.key for page in PAGES)


def asked_day(parameter: str) -> date | None:
    """The day that the address holds as `?parameter=2026-03-31`. Raises UnknownChoice."""
    asked = asked_once(parameter)
    if asked is None:
        return None
    try:
        day = date.fromisoformat(asked)
    except ValueError as error:
        raise UnknownChoice(parameter, asked) from error
    # The first and the last day of the calendar have no day beside them to compare with.
    if day.year not in YEARS:
        raise UnknownChoice(parameter, asked)
    return day


def asked_once(parameter: str) -> str | None:
    """What the address asks for, None if nothing. Raises UnknownChoice when it asks twice."""
    asked = st.query_params.get_all(parameter)
    if len(asked) > 1:
        raise UnknownChoice(parameter, ", ".join(asked))
    return asked[0] if asked else None


def asked_page() -> int:
    """The page number that the address holds, from 1. Raises UnknownChoice."""
    asked = asked_once("page") or "1"
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 9 and int(asked)):
        raise UnknownChoice("page", asked)
    return int(asked)


def choose_filter(reader: Reader) -> Filter:
    """Account, activity and days, all three in the address."""
    names = {name: f"{name} · {post}" for name, post in names_in_log(admitted()).items()}
    account = choose(
        "account",
        reader.text("audit.account"),
        options={"": reader.text("audit.all_accounts")} | names,
        default="",
        width=ACCOUNT_WIDTH,
        forgets=("page",),
    )
    action = choose(
        "action",
        reader.text("audit.action"),
        options={"": reader.text("audit.all_actions")}
        | {action.value: reader.text(f"audit.action_{action}") for action in Action},
        default="",
        width=ACTION_WIDTH,
        forgets=("page",),
    )
    first, last = asked_day("from"), asked_day("to")
    if first and last and last < first:
        raise UnknownChoice("to", last.isoformat())
    with st.container(
        key="log_days", horizontal=True, vertical_alignment="center", width="content"
    ):
        choose_day(reader, "from", first)
        choose_day(reader, "to", last)
    return Filter(username=account or None, action=action or None, first_day=first, last_day=last)


def choose_day(reader: Reader, parameter: str, day: date | None) -> None:
    """A calendar for the first (`from`) or the last (`to`) day, with its word before it."""
    # Of the address, so that the calendar always shows what the address says.
    key = f"choose_{parameter}_{day}"
    label = reader.text(f"audit.{parameter}")
    st.html(f'<p class="ioc-list-note">{safe(label)}</p>', width="content")
    st.date_input(
        label,
        value=day,
        format="DD/MM/YYYY" if reader.language == "vi" else "YYYY-MM-DD",
        key=key,
        on_change=write_day,
        args=(parameter, key),
        label_visibility="collapsed",
        width=DAY_WIDTH,
    )


def write_day(parameter: str, key: str) -> None:
    """Put the day chosen in the calendar `key` into the address."""
    st.query_params.pop("page", None)
    chosen: date | None = st.session_state[key]
    if chosen is None:
        st.query_params.pop(parameter, None)
    else:
        st.query_params[parameter] = chosen.isoformat()


def turn_to(page: int) -> None:
    """Put the page number into the address."""
    st.query_params["page"] = str(page)


def show_verdict(reader: Reader) -> None:
    """One sentence on whether the chain is whole, worked out now."""
    verdict = check_log(current_settings())
    if verdict.is_whole:
        words = reader.text("audit.whole", count=reader.number(verdict.head.position))
        st.success(words, icon=":material/verified:")
    else:
        words = reader.text(
            f"audit.broken_{verdict.fault}", position=reader.number(verdict.broken_at)
        )
        st.error(words, icon=":material/error:")


def show_pages(found: Found, page: int, reader: Reader) -> None:
    """Which events these are, and the way to newer and older ones."""
    first = (page - 1) * ROWS + 1
    with st.container(key="log_pages", horizontal=True, vertical_alignment="center"):
        shown = reader.text(
            "audit.shown",
            first=reader.number(first if found.total else 0),
            last=reader.number(first + len(found.events) - 1),
            total=reader.number(found.total),
        )
        st.html(f'<p class="ioc-list-note">{safe(shown)}</p>')
        st.space("stretch")
        for name, icon, to, is_there in (
            ("newer", ":material/chevron_left:", page - 1, page > 1),
            ("older", ":material/chevron_right:", page + 1, page * ROWS < found.total),
        ):
            st.button(
                reader.text(f"audit.{name}"),
                icon=icon,
                key=f"log_{name}",
                disabled=not is_there,
                on_click=turn_to,
                args=(to,),
            )


reader = current_reader()
st.html(FOLDER / "administration.css")
with st.container(key="list_log", gap="small"):
    with st.container(key="log_head", horizontal=True, vertical_alignment="center"):
        st.html(f'<h2 class="ioc-list-title">{safe(reader.text("audit.title"))}</h2>')
        st.space("stretch")
        wanted = choose_filter(reader)
        verifies = st.button(reader.text("audit.verify"), icon=":material/verified:")
    if verifies:
        show_verdict(reader)
    page = asked_page()
    found = read_log(admitted(), wanted, page=page, rows=ROWS)
    if page > 1 and not found.events:
        raise UnknownChoice("page", str(page))
    st.html(events_html(found.events, reader=reader, screens=SCREENS))
    if found.total:
        show_pages(found, page, reader)
