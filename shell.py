"""The frame around every screen: language, sign-in, province and period, navigation, errors.

Runs once per action of a visitor. Nothing of a page is drawn, and no figure is fetched, before
the visitor is known.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from components.blocks.frame import (
    show_failure,
    show_language_switch,
    show_name_of_board,
    show_notice,
    show_style,
    show_theme_switch,
)
from components.blocks.origin import show_freshness
from components.reader import Reader
from components.state import (
    Province,
    Screen,
    UnknownChoice,
    choose,
    current_reader,
    current_theme,
    forget,
    settle,
)
from domain.periods import parse_period
from domain.scope import Scope
from pages import PAGES
from pages.account.sign_in import show_sign_in, show_sign_out_button
from queries import catalogue, origin
from queries.question import Question
from queries.runner import data_version, fetch
from server.errors import report
from server.visitor import current_visitor
from store.accounts import SignedIn
from store.clock import province_day

# What in the address means something in one province only.
OF_A_PROVINCE = ("period", "unit", "indicator", "plan")
ICON = str(Path(__file__).parent / "assets" / "icons" / "board.svg")


def draw() -> None:
    """One run: who is there, what is asked, the page."""
    reader = current_reader()
    st.set_page_config(page_title=reader.text("shell.board"), page_icon=ICON, layout="wide")
    show_style()
    page = st.navigation(
        [
            st.Page(
                page.path,
                title=reader.text(f"{page.key}.title"),
                icon=page.icon,
                url_path=page.key,
                default=page.is_first,
            )
            for page in PAGES
        ],
        position="hidden",
    )
    with _error_boundary(reader):
        visitor = current_visitor()
        if visitor is None:
            show_sign_in(reader)
            return
        with st.container(key="frame"):
            screen = _ask(reader, visitor)
        if screen is not None:
            settle(screen)
            try:
                page.run()
            except UnknownChoice as unknown:
                _show_unknown(reader, unknown)


def _ask(reader: Reader, visitor: SignedIn) -> Screen | None:
    """Draw the top line with its filters and settle the question; None with a notice if unable."""
    as_of = data_version()
    start = Question.before_a_province(scope=visitor.scope, as_of=as_of)
    provinces = {row["slug"]: row for row in fetch(catalogue.provinces, start).to_dicts()}
    if not provinces:
        show_notice(reader.text("shell.nothing_in_scope"))
        show_sign_out_button(reader)
        return None
    with st.container(key="topline", horizontal=True, vertical_alignment="center"):
        show_name_of_board(reader)
        screen = unknown = None
        try:
            province = _choose_province(reader, provinces)
            question = _choose_question(reader, province, visitor.scope, as_of)
        except UnknownChoice as refused:
            unknown = refused
        else:
            screen = Screen(question, province, reader, current_theme())
            show_freshness(fetch(origin.freshness, question), reader=reader, screen=screen)
        with st.container(key="switches", horizontal=True, width="content"):
            show_language_switch(reader)
            show_theme_switch(reader)
            with st.popover(visitor.display_name, icon=":material/account_circle:"):
                st.text(reader.text(f"shell.role_{visitor.role}"))
                show_sign_out_button(reader)
    if unknown is not None:
        _show_unknown(reader, unknown)
    return screen


def _show_unknown(reader: Reader, unknown: UnknownChoice) -> None:
    show_notice(reader.text(f"shell.unknown_{unknown.parameter}", asked=unknown.asked))
    back = reader.text("shell.back")
    st.button(back, on_click=forget, args=("province", *OF_A_PROVINCE), key="back")


def _choose_province(reader: Reader, provinces: dict[str, dict[str, Any]]) -> Province:
    slug = choose(
        "province",
        reader.text("shell.province"),
        options={slug: reader.pick(row, "name") for slug, row in provinces.items()},
        default=next(iter(provinces)),
        width=150,
        forgets=OF_A_PROVINCE,
    )
    row = provinces[slug]
    stands_at: date | None = row["clock_stands_at"]
    today = province_day(clock_stands_at=stands_at, time_zone=row["time_zone"])
    return Province(row["province_id"], slug, row["name_vi"], row["name_en"], today, stands_at)


def _choose_question(reader: Reader, province: Province, scope: Scope, as_of: int) -> Question:
    whole = Question(
        province_id=province.id,
        scope=scope,
        as_of=as_of,
        today=province.today,
        period=parse_period(str(province.today.year)),
    )
    periods = fetch(catalogue.periods_available, whole).to_dicts()
    if not periods:
        return whole
    default = next((row["period"] for row in periods if row["is_default"]), periods[0]["period"])
    period = parse_period(
        choose(
            "period",
            reader.text("shell.period"),
            options={
                row["period"]: reader.period(parse_period(row["period"])) for row in periods
            },
            default=default,
            width=150,
        )
    )
    asked = Question(
        province_id=province.id, scope=scope, as_of=as_of, today=province.today, period=period
    )
    units = fetch(catalogue.units_of_province, asked).to_dicts()
    code = choose(
        "unit",
        reader.text("shell.unit"),
        options={"": reader.text("shell.all_units")}
        | {row["unit_code"]: reader.pick(row, "full_name") for row in units},
        default="",
        width=220,
    )
    unit_id = next((row["unit_id"] for row in units if row["unit_code"] == code), None)
    return Question(
        province_id=province.id,
        scope=scope,
        as_of=as_of,
        today=province.today,
        period=period,
        unit_id=unit_id,
    )


@contextmanager
def _error_boundary(reader: Reader) -> Iterator[None]:
    """Whatever breaks below is logged whole and shown as one sentence with a reference."""
    try:
        yield
    except Exception as error:
        show_failure(reader, reference=report(error))


draw()
