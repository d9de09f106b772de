"""What stands in the way, how old is it, for whom does it wait, and what does the delay cost?

Indicators: DNG01-DNG03. For: leaders (what waits for their decision first), staff (the register,
the history of one bottleneck, reporting and passing it up, the draft of the request).
"""

from collections.abc import Callable
from functools import partial

import polars as pl
import streamlit as st

from assets.addresses import FOLDER
from components.blocks.bottlenecks import (
    Obstacles,
    facts_card,
    history_card,
    ladder_card,
    register_card,
    stand_card,
    waiting_card,
)
from components.blocks.card import Card, card_frame, show_card, show_title
from components.blocks.download import show_document, show_download
from components.figures.bottlenecks import kind_word, rung_word
from components.measures import Row
from components.state import admitted, choose, chosen, current_screen, forget
from components.ways import way_to
from domain.escalation import RUNGS
from pages.work.bottleneck_entry import show_bottleneck_entry, show_report
from pages.work.obstacles import items_stopped_by
from queries.bottleneck_history import bottleneck_history
from queries.bottlenecks import bottlenecks
from queries.runner import fetch, kept
from queries.work_settings import escalation_rungs
from store.entry import ENTERS
from store.tables.work import BOTTLENECK_KINDS

STAND_HEIGHT, MAIN_HEIGHT, ONE_HEIGHT = 214, 770, 930
FILTERS = ("kind", "rung", "state")
STATES = {
    "open": pl.col("is_open"),
    "over": pl.col("is_open") & (pl.col("days_over") > 0),
    "closed": ~pl.col("is_open"),
    "all": pl.lit(value=True),
}
REPORT, REGISTER = "report", "register"

screen = current_screen()
asked, reader, me = screen.question, screen.reader, admitted()
unit = st.query_params.get("unit", "")
may_enter = me.role in ENTERS
options = {
    "kind": {"": reader.text("bottlenecks.every_kind")}
    | {kind: kind_word(kind, reader) for kind in BOTTLENECK_KINDS},
    "rung": {"": reader.text("bottlenecks.every_rung")}
    | {rung: rung_word(rung, reader) for rung in RUNGS},
    "state": {state: reader.text(f"bottlenecks.state_{state}") for state in STATES},
}
DEFAULTS = {"kind": "", "rung": "", "state": "open"}


def way(row: Row) -> str:
    """The address of one bottleneck, with the filters that are set."""
    kept_filters = {name: st.query_params.get(name, "") for name in FILTERS}
    code = row["bottleneck"]
    return way_to("bottlenecks", screen=screen, unit=unit, bottleneck=code, **kept_filters)


def card(name: str, make: Callable[[], Card]) -> Card:
    """The finished card `name` of this page in the reader's language."""
    look = (reader.language, *picked.values())
    return kept(f"bottlenecks.{name}", asked, *look, make=make)


def shown() -> pl.DataFrame:
    """The bottlenecks that the filters let through."""
    rows = obstacles.rows.filter(STATES[picked["state"]])
    for name in ("kind", "rung"):
        if picked[name]:
            rows = rows.filter(pl.col(name) == picked[name])
    return rows


def choose_filters() -> None:
    """Kind, rung and state; the files; the way to report another one."""
    with st.container(key="obstacles_tools", horizontal=True, vertical_alignment="center"):
        for name, width in zip(FILTERS, (172, 206, 156), strict=True):
            choose(
                name,
                reader.text(f"bottlenecks.filter_{name}"),
                options=options[name],
                default=DEFAULTS[name],
                width=width,
            )
        files()
        if may_enter:
            st.button(
                reader.text("bottlenecks.report"),
                icon=":material/add:",
                key="obstacles_report",
                on_click=st.query_params.update,
                args=({"view": REPORT},),
            )


def show_back() -> None:
    """The way back to the register."""
    st.button(
        reader.text("bottlenecks.back"),
        icon=":material/arrow_back:",
        key="obstacles_back",
        on_click=forget,
        args=("bottleneck", "view"),
    )


def show_all() -> None:
    """The whole in numbers, the ladder, what waits for a decision, and the register."""
    with st.container(key="obstacles_head"):
        show_card(
            card("stand", lambda: stand_card(obstacles, reader=reader)),
            key="obstacles_stand",
            height=STAND_HEIGHT,
            control=files,
        )
        show_card(
            card("ladder", lambda: ladder_card(obstacles, reader=reader)),
            key="obstacles_ladder",
            height=STAND_HEIGHT,
            control=partial(show_download, "bottleneck_rungs", screen=screen),
        )
    with st.container(key="obstacles_main"):
        show_card(
            card("waiting", lambda: waiting_card(obstacles, way=way, reader=reader)),
            key="obstacles_waiting",
            height=MAIN_HEIGHT,
            control=files,
        )
        if view == REPORT:
            show_report_card()
        else:
            show_card(
                card("register", lambda: register_card(obstacles, shown(), way=way, reader=reader)),
                key="obstacles_register",
                height=MAIN_HEIGHT,
                control=choose_filters,
            )


def show_report_card() -> None:
    """The form for a bottleneck that is not in the register yet."""
    with card_frame(key="obstacles_new", height=MAIN_HEIGHT, grows=True):
        title = reader.text("bottlenecks.report_title")
        show_title(title, key="obstacles_new", control=show_back)
        with st.container(key="obstacles_form"):
            show_report(screen=screen)


def show_one(row: Row) -> None:
    """One bottleneck: what is known, what was done, and what is to be done."""
    code = row["bottleneck"]
    events = fetch(bottleneck_history, asked).filter(
        pl.col("bottleneck_id") == row["bottleneck_id"]
    )
    draft = partial(show_document, "escalation_request", screen=screen, bottleneck=code)

    def facts() -> Card:
        blocked = items_stopped_by(row["bottleneck_id"], asked)
        return facts_card(row, obstacles, blocked=blocked, reader=reader)

    with st.container(key="obstacles_one"):
        show_card(
            card(f"facts_{code}", facts),
            key="obstacles_facts",
            height=ONE_HEIGHT,
            control=show_back,
            grows=True,
        )
        told = card(f"history_{code}", lambda: history_card(events, reader=reader))
        show_card(told, key="obstacles_history", height=ONE_HEIGHT, grows=True)
        with card_frame(key="obstacles_entry", height=ONE_HEIGHT, grows=True):
            show_title(reader.text("bottlenecks.entry_title"), key="obstacles_entry", control=draft)
            with st.container(key="obstacles_form"):
                show_bottleneck_entry(row, screen=screen)


picked = {
    name: chosen(name, options=options[name], default=default) for name, default in DEFAULTS.items()
}
views = {REGISTER: ""} | ({REPORT: ""} if may_enter else {})
view = chosen("view", options=views, default=REGISTER)
obstacles = Obstacles(
    rows=fetch(bottlenecks, asked), rules=fetch(escalation_rungs, asked), today=asked.today
)
by_code = {row["bottleneck"]: row for row in obstacles.rows.to_dicts()}
one = chosen("bottleneck", options={"": "", **dict.fromkeys(by_code, "")}, default="")
files = partial(show_download, "bottlenecks", screen=screen)

st.html(FOLDER / "work_boards.css")
if one:
    show_one(by_code[one])
else:
    show_all()
