"""The box in which a unit of any era is found by its name, however it is typed."""

import polars as pl
import streamlit as st

from components.figures.unit_links import UnitLinks, unit_rows
from components.markup import safe
from components.reader import Reader
from domain.unit_names import find_units

MOST_SHOWN = 8
# Of what is typed; no unit has a longer name.
LONGEST = 80


def show_unit_search(
    index: pl.DataFrame, *, links: UnitLinks, reader: Reader, key: str = "unit_search"
) -> None:
    """The box, and below it the units that its text may mean, each a link to its profile.

    index: of domain.unit_names.name_index. Units that were and units that are stand side by side,
    told apart by level and time. Enter searches, Tab goes through what was found.
    """
    with st.container(key=key, gap="xsmall"):
        typed = st.text_input(
            reader.text("unit.search"),
            placeholder=reader.text("unit.search_hint"),
            key=f"{key}_text",
            label_visibility="collapsed",
        )
        if typed and typed.strip():
            st.html(found_html(index, typed[:LONGEST], links=links, reader=reader))


def found_html(index: pl.DataFrame, typed: str, *, links: UnitLinks, reader: Reader) -> str:
    """What `typed` finds, as a list of links; one sentence where it finds nothing."""
    found = find_units(index, typed, on=links.today, limit=MOST_SHOWN + 1)
    if found.is_empty():
        words = reader.text("unit.found_none", asked=typed.strip()[:40])
        return f'<p class="ioc-unit-found" role="status">{safe(words)}</p>'
    rows = unit_rows(found.head(MOST_SHOWN).to_dicts(), links=links, reader=reader)
    more = ""
    if found.height > MOST_SHOWN:
        more = f"<p>{safe(reader.text('unit.found_more'))}</p>"
    label = safe(reader.text("unit.found"))
    return f'<nav class="ioc-unit-found" aria-label="{label}">{rows}{more}</nav>'
