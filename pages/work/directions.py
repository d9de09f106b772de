"""What was directed at which meeting, to whom, by when, and what came of it? Who waits for a word?

Indicators: BCA03. For: leaders (what is overdue, what came of the last meeting), staff (the list,
one direction with its history), units (what they asked for and how long they have waited).
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from assets.addresses import FOLDER
from components.blocks.card import Card, card_frame, show_card, show_title
from components.blocks.directions import (
    counts_card,
    facts_card,
    history_card,
    list_card,
    way_of_direction,
    way_of_outcome,
)
from components.blocks.download import show_download
from components.direction_counts import direction_counts
from components.direction_filters import DirectionFilters, chosen_direction_filters
from components.measures import Row
from components.state import choose, chosen, current_screen, forget
from pages.work.direction_entry import may_direct, may_enter, show_event_entry, show_new_entry
from queries.directions import direction_events, directions
from queries.runner import fetch, kept
from queries.work import work_items

COUNTS_HEIGHT, MAIN_HEIGHT = 228, 732
WIDTHS = {"kind": 150, "state": 190, "meeting": 300}

screen = current_screen()
asked, reader = screen.question, screen.reader
unit = st.query_params.get("unit", "")
everything = fetch(directions, asked)


def as_written(parameter: str, options: Mapping[str, Any], *, default: str) -> str:
    """What the address says, checked at once; the boxes that write it are drawn with the list."""
    offered[parameter] = options
    return chosen(parameter, options=options, default=default)


def choose_filters() -> None:
    """Kind, state and meeting; and the files of what they leave."""
    with st.container(key="directions_tools", horizontal=True, vertical_alignment="center"):
        for parameter, width in WIDTHS.items():
            choose(
                parameter,
                reader.text(f"directions.choose_{parameter}"),
                options=offered[parameter],
                default="",
                width=width,
            )
        show_download("directions", screen=screen, **filters.address())


def card(name: str, make: Callable[[], Card], *look: str) -> Card:
    """The finished card `name` of this page in the reader's language."""
    made: Card = kept(f"directions.{name}", asked, reader.language, unit, *look, make=make)
    return made


def counts() -> Card:
    """The counts of everything in scope, whatever is looked at."""
    done = fetch(work_items, asked).filter(pl.col("state") == "accepted")
    found = direction_counts(everything, accepted=set(done.select("plan", "item").iter_rows()))
    return counts_card(found, everything, today=asked.today, reader=reader)


def listed(narrowed: DirectionFilters) -> Card:
    """The directions that are looked at."""
    return list_card(
        narrowed.holds(everything),
        of=everything.height,
        today=asked.today,
        way=way_of_direction(screen, unit=unit, filters=narrowed.address()),
        became=way_of_outcome(screen, unit=unit),
        reader=reader,
    )


def show_one(row: Row) -> None:
    """One direction: what is known, what came of it, and the form for what comes next."""

    def back() -> None:
        st.button(
            reader.text("directions.back"),
            icon=":material/arrow_back:",
            key="directions_back",
            on_click=forget,
            args=("direction",),
        )

    code = row["direction"]
    events = fetch(direction_events, asked).filter(pl.col("direction_id") == row["direction_id"])
    became = way_of_outcome(screen, unit=unit)
    with st.container(key="directions_one"):
        facts = card("facts", partial(facts_card, row, became=became, reader=reader), code)
        show_card(facts, key="directions_facts", height=MAIN_HEIGHT, control=back, grows=True)
        told = card("history", partial(history_card, events, raised=row, reader=reader), code)
        show_card(told, key="directions_history", height=MAIN_HEIGHT, grows=True)
        with card_frame(key="directions_entry", height=MAIN_HEIGHT, grows=True):
            show_title(reader.text("directions.title_entry"), key="directions_entry")
            with st.container(key="directions_form"):
                show_event_entry(row, screen=screen)


def show_list() -> None:
    """The list, and for who may enter the form for something new beside it."""
    enters = may_enter()
    with st.container(key="directions_beside" if enters else "directions_alone"):
        rows = card("list", partial(listed, filters), *filters.address().values())
        show_card(rows, key="directions_list", height=MAIN_HEIGHT, control=choose_filters)
        if enters:
            with card_frame(key="directions_new", height=MAIN_HEIGHT, grows=True):
                title = "title_new" if may_direct(screen) else "title_raise"
                show_title(reader.text(f"directions.{title}"), key="directions_new")
                with st.container(key="directions_form"):
                    show_new_entry(everything, screen=screen)


offered: dict[str, Mapping[str, Any]] = {}
filters = chosen_direction_filters(everything, choose=as_written, reader=reader)
by_code = {row["direction"]: row for row in everything.to_dicts()}
one = chosen("direction", options={"": "", **dict.fromkeys(by_code, "")}, default="")

st.html(FOLDER / "directions.css")
show_card(card("counts", counts), key="directions_counts", height=COUNTS_HEIGHT)
if one:
    show_one(by_code[one])
else:
    show_list()
