"""The frame around every screen: language, sign-in, province and period, navigation, errors.

Runs once per action of a visitor. Nothing of a page is drawn, and no figure is fetched, before
the visitor is known.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from components.asked import show_sentence
from components.blocks.frame import (
    show_failure,
    show_language_switch,
    show_name_of_board,
    show_notice,
    show_style,
    show_theme_switch,
)
from components.blocks.meeting import show_standing
from components.blocks.menu import show_link, show_menu
from components.blocks.origin import show_freshness
from components.blocks.short_link import show_short_link
from components.figures.converted import written_era
from components.markup import safe
from components.reader import Reader
from components.state import (
    Province,
    Screen,
    admit,
    choose,
    chosen,
    current_reader,
    current_screen,
    current_theme,
    forget,
    settle,
)
from components.visit import current_visit, settle_caller
from domain.choices import UnknownChoice, as_written
from domain.frozen import AT, Frozen
from domain.meetings import Meeting
from domain.periods import parse_period
from pages import PAGES, BoardPage
from pages.account.password import show_first_password
from pages.account.sign_in import show_sign_in, show_sign_out_button
from queries import origin
from queries.runner import data_version, fetch, standing_still
from queries.settled import Row, provinces_in_scope, settled_question
from server.errors import report
from server.short_links import LINK
from server.view_notes import note_link_opened, note_live_view, note_view
from server.visitor import current_caller, current_visitor
from store.accounts import SignedIn
from store.meetings import meeting_going_on
from store.short_links import find_link

# What in the address means something in one province only.
OF_A_PROVINCE = (
    "period",
    "era",
    "unit",
    "indicator",
    "plan",
    "condition",
    "line",
    "direction",
    "meeting",
    "task",
    "group",
    "phase",
    "lead",
    "coordinator",
    "post",
    "model",
    "bottleneck",
    "since",
    "one",
    AT,
)
# What means nothing after another choice in the top line: a unit lies on one map.
FORGETS = {"province": OF_A_PROVINCE, "era": ("unit",)}
# What else an address may ask for.
FILTERS = (
    *OF_A_PROVINCE,
    "compare",
    "history",
    "account",
    "wall",
    "action",
    "from",
    "to",
    "page",
    "view",
    "fill",
    "figure",
    "kind",
    "state",
    "flag",
    "unclear",
    "known",
    "draw",
    "by",
    "rung",
)
# Of what a short link carries.
LONGEST_LINK, LONGEST_VALUE = 40, 300
# Of the select boxes in the top line, in px.
WIDTHS = {"province": 140, "period": 170, "era": 312, "unit": 210}
# "As it was" and one era: two readings that are the same.
ONE_MAP = 2
ICON = str(Path(__file__).parent / "assets" / "icons" / "board.svg")


def draw() -> None:
    """One run: who is there, what is asked, the page."""
    reader = current_reader()
    st.set_page_config(page_title=reader.text("shell.board"), page_icon=ICON, layout="wide")
    show_style()
    screens = {
        page: st.Page(
            page.path,
            title=reader.text(f"{page.key}.title"),
            icon=page.icon,
            url_path=page.key,
            default=page.is_first,
        )
        for page in PAGES
    }
    running = st.navigation(list(screens.values()), position="hidden")
    page = next(page for page in PAGES if screens[page].url_path == running.url_path)
    with _error_boundary(reader):
        visitor = current_visitor()
        if visitor is None:
            show_sign_in(reader, caller=current_caller())
            return
        admit(visitor)
        settle_caller(current_caller())
        if visitor.must_change_password:
            show_first_password(reader, current_visit())
            return
        if LINK in st.query_params:
            _follow(visitor, screens, reader)
            return
        open_to_them = [
            screens[page] for page in PAGES if page.in_menu and page.is_for(visitor.role)
        ]
        with st.container(key="frame"):
            menu = partial(show_menu, here=screens[page], screens=open_to_them)
            own_account = next(screens[page] for page in PAGES if page.key == "account")
            if not _show_frame(reader, visitor, page, menu=menu, own_account=own_account):
                return
        try:
            running.run()
        except UnknownChoice as unknown:
            _show_unknown(reader, unknown)
        else:
            note_view(visitor, screen=page.key, filters=_filters(page))


def _show_frame(
    reader: Reader,
    visitor: SignedIn,
    page: BoardPage,
    *,
    menu: Callable[[], None],
    own_account: StreamlitPage,
) -> bool:
    """Draw the top line and settle what is asked; False with a notice where no page may run."""
    may_open = page.is_for(visitor.role)
    notice = unknown = None
    with st.container(key="topline", horizontal=True, vertical_alignment="center"):
        show_name_of_board(reader)
        menu()
        if may_open and page.asks:
            try:
                notice = _ask(reader, visitor, page)
            except UnknownChoice as refused:
                unknown = refused
        else:
            st.space("stretch")
        settled = may_open and page.asks and notice is None and unknown is None
        with st.container(key="switches", horizontal=True, width="content"):
            if may_open and not page.asks:
                show_short_link(page.key, filters=_linked(st.query_params), reader=reader)
            show_language_switch(reader)
            show_theme_switch(reader)
            with st.popover(visitor.display_name, icon=":material/account_circle:"):
                st.html(f"<b>{safe(visitor.display_name)}</b>")
                st.text(reader.text(f"shell.role_{visitor.role}"))
                show_link(own_account)
                show_sign_out_button(reader)
    if unknown is not None:
        _show_unknown(reader, unknown)
    elif settled:
        screen = current_screen()
        going_on = _going_on(visitor, screen)
        with st.container(key="asked_line", horizontal=True, vertical_alignment="center"):
            show_sentence(screen)
            show_standing(screen, going_on=going_on)
            linked = _linked(st.query_params)
            show_short_link(page.key, filters=linked, screen=screen, reader=reader)
    if not may_open:
        notice = reader.text("shell.not_for_role")
    if notice:
        show_notice(notice)
    return unknown is None and notice is None


def _ask(reader: Reader, visitor: SignedIn, page: BoardPage) -> str | None:
    """Ask for province, period and unit and settle the question; a notice if there is none."""
    frozen = _frozen()
    as_of = frozen.as_of if frozen else data_version()
    provinces = provinces_in_scope(visitor.scope, as_of=as_of, fetch=fetch)
    if not provinces:
        return reader.text("shell.nothing_in_scope")
    settled = settled_question(
        provinces,
        scope=visitor.scope,
        as_of=as_of,
        fetch=fetch,
        choose=partial(_choose, reader),
        frozen=frozen,
    )
    question = settled.question
    province = Province.of(settled.province, today=question.today)
    # Figures that no map changes are not said to be converted.
    era = settled.era if page.reads_maps else None
    screen = Screen(question, province, reader, current_theme(), era, settled.unit, frozen)
    settle(screen)
    show_freshness(fetch(origin.freshness, question), reader=reader, screen=screen)
    return None


def _going_on(visitor: SignedIn, screen: Screen) -> Meeting | None:
    """The meeting whose figures stand still beside this screen's newest ones; noted in the log."""
    if screen.frozen is not None:
        return None
    meeting = meeting_going_on(screen.province.id)
    if meeting is not None:
        batches = {"as_of": meeting.as_of, "to": screen.question.as_of}
        detail = {"province": screen.province.slug} | batches
        note_live_view(visitor, meeting=meeting.meeting_id, detail=detail)
    return meeting


def _follow(visitor: SignedIn, screens: Mapping[BoardPage, StreamlitPage], reader: Reader) -> None:
    """On to the screen that the short link of the address leads to; a notice if to none."""
    code = st.query_params[LINK][:LONGEST_LINK]
    target = find_link(code)
    page = next((page for page in screens if target and page.key == target.screen), None)
    forget(LINK)
    if target is None or page is None:
        _show_unknown(reader, UnknownChoice(LINK, code))
        return
    note_link_opened(visitor, code)
    st.switch_page(screens[page], query_params=_linked(target.query))


def _linked(address: Mapping[str, str]) -> dict[str, str]:
    """What of an address a short link may carry: what this board knows, of bearable length."""
    known = {name: address[name] for name in ("province", *FILTERS, "lang") if name in address}
    return {name: value for name, value in known.items() if len(value) <= LONGEST_VALUE}


def _frozen() -> Frozen | None:
    """What the address lets the figures stand still at."""
    asked = st.query_params.get_all(AT)
    if len(asked) > 1:
        raise UnknownChoice(AT, asked[-1])
    return standing_still(asked[0]) if asked else None


def _filters(page: BoardPage) -> dict[str, str]:
    """What was looked at, by codes, for the audit log."""
    asked = {name: st.query_params[name] for name in FILTERS if name in st.query_params}
    if not page.asks:
        return asked
    screen = current_screen()
    return asked | {"province": screen.province.slug, "period": screen.question.period.code}


def _show_unknown(reader: Reader, unknown: UnknownChoice) -> None:
    show_notice(reader.text(f"shell.unknown_{unknown.parameter}", asked=unknown.asked))
    of_a_province = unknown.parameter in ("province", *OF_A_PROVINCE)
    back = reader.text("shell.back" if of_a_province else "shell.forget_filters")
    st.button(back, on_click=forget, args=("province", *FILTERS), key="back")


def _choose(
    reader: Reader,
    parameter: str,
    options: Mapping[str, Row],
    *,
    default: str,
    means: Callable[[str], str] = as_written,
) -> str:
    names = {code: _name(reader, parameter, code, row) for code, row in options.items()}
    # Pages that tell of a change let one choose what it is told against.
    has_no_choice = not any(options) or (parameter == "era" and len(options) <= ONE_MAP)
    if parameter == "compare" or has_no_choice:
        return chosen(parameter, options=names, default=default, means=means)
    return choose(
        parameter,
        reader.text(f"shell.{parameter}"),
        options=names,
        default=default,
        width=WIDTHS[parameter],
        forgets=FORGETS.get(parameter, ()),
        means=means,
    )


def _name(reader: Reader, parameter: str, code: str, row: Row) -> str:
    if parameter == "province":
        return reader.pick(dict(row), "name")
    if parameter == "period":
        return reader.period(parse_period(code)) if code else ""
    if parameter == "compare":
        return reader.text(f"shell.compare_{code}")
    if parameter == "era":
        return written_era(row, reader) if row else reader.text("shell.as_it_was")
    return reader.pick(dict(row), "full_name") if row else reader.text("shell.all_units")


@contextmanager
def _error_boundary(reader: Reader) -> Iterator[None]:
    """Whatever breaks below is logged whole and shown as one sentence with a reference."""
    try:
        yield
    except Exception as error:
        show_failure(reader, reference=report(error))


draw()
