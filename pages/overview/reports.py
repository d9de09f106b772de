"""Which units did not report for this period, which were late, and who answers for them?

Indicators: BCA01, BCA02. For: leaders (who is silent), staff (whom to remind, how their year went).
"""

from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from assets.addresses import FOLDER
from components.blocks.card import Card, show_card
from components.blocks.download import show_download
from components.blocks.reports import failing_card, stand_card, year_card
from components.measures import Row
from components.state import current_screen
from components.ways import way_to
from queries.reports_owed import reports_owed
from queries.runner import fetch, kept

STAND_HEIGHT, TABLE_HEIGHT = 232, 740

screen = current_screen()
asked, reader = screen.question, screen.reader
owed = fetch(reports_owed, asked)


def way(row: Row) -> str:
    """The profile of a unit, where its reports of the year stand."""
    return f"{way_to('unit', screen=screen)}&{urlencode({'unit': row['unit_code']})}"


def show(name: str, make: Callable[[], Card], *, height: int) -> None:
    """Draw one card with the links to its figures."""
    made: Card = kept(f"reports.{name}", asked, reader.language, make=make)
    download = partial(show_download, "reports_owed", screen=screen)
    show_card(made, key=f"reports_{name}", height=height, control=download)


st.html(FOLDER / "reports.css")
show("stand", lambda: stand_card(owed, today=asked.today, reader=reader), height=STAND_HEIGHT)
with st.container(key="reports_row"):
    show("failing", lambda: failing_card(owed, way=way, reader=reader), height=TABLE_HEIGHT)
    show("year", lambda: year_card(owed, way=way, reader=reader), height=TABLE_HEIGHT)
