"""What does each figure mean, how does it add up, and who set which target when?

Indicators: all of the catalogue. For: staff (before they report or quote a figure), leaders (which
decision a target comes from), whoever audits.
"""

from urllib.parse import urlencode

import streamlit as st

from assets.addresses import FOLDER
from components.blocks.download import show_download
from components.definitions import is_found
from components.figures.conflicts import conflict_notes
from components.figures.definitions import (
    Definition,
    definition_cards,
    definitions_html,
    subjects_html,
)
from components.markup import safe
from components.state import chosen, current_screen
from components.ways import way_to
from domain.frozen import AT
from domain.standing import standing
from pages.catalogue.history import PARAMETER, show_history
from queries.catalogue import indicators_on_map
from queries.conflicts import conflicts
from queries.definitions import defined_targets, definitions
from queries.headlines import headline_figures
from queries.runner import fetch, kept

LONGEST_QUERY = 100
SEARCH_WIDTH = 360
# Where an indicator's figures are seen unit by unit.
MAP = "situation"

screen = current_screen()
asked, reader = screen.question, screen.reader
defined = fetch(definitions, asked)
targets = fetch(defined_targets, asked)
disagreeing = fetch(conflicts, asked)


def links() -> dict[str, str]:
    """The address of the map of each indicator that units report in the asked period."""
    known = {"province": screen.province.slug, "period": asked.period.code}
    if asked.at:
        known[AT] = asked.at
    if reader.language == "en":
        known["lang"] = "en"
    codes = fetch(indicators_on_map, asked)["indicator"].to_list()
    return {code: f"/{MAP}?{urlencode(known | {'indicator': code})}" for code in codes}


def histories() -> dict[str, str]:
    """The address of the history of each indicator that has figures."""
    unit = st.query_params.get("unit", "")
    codes = defined.filter("has_figures")["indicator"].to_list()
    return {
        code: way_to("definitions", screen=screen, unit=unit, **{PARAMETER: code}) for code in codes
    }


def cards() -> list[Definition]:
    """The finished card of every indicator."""
    return definition_cards(
        defined,
        targets,
        disagreeing,
        today=asked.today,
        links=links(),
        histories=histories(),
        reader=reader,
    )


def search() -> str:
    """What the address asks to look for (`?q=`), and the box that writes it there."""
    query = st.query_params.get("q", "")[:LONGEST_QUERY]
    st.session_state["definitions_q"] = query
    words = reader.text("definitions.search")
    st.text_input(
        words,
        key="definitions_q",
        placeholder=words,
        icon=":material/search:",
        max_chars=LONGEST_QUERY,
        label_visibility="collapsed",
        on_change=write_query,
        width=SEARCH_WIDTH,
    )
    return query


def write_query() -> None:
    """Put what is looked for into the address."""
    query = st.session_state["definitions_q"].strip()
    if query:
        st.query_params["q"] = query
    else:
        st.query_params.pop("q", None)


def summary(shown: int) -> str:
    """How many indicators there are, which the province has figures of, how its targets stand."""
    stands = standing(fetch(headline_figures, asked))
    parts = [
        reader.text(
            "definitions.count", shown=reader.number(shown), all=reader.number(len(defined))
        ),
        reader.text(
            "definitions.observed",
            province=reader.pick(vars(screen.province), "name"),
            count=reader.number(defined["has_figures"].sum()),
        ),
        reader.counted(
            "definitions.targets_in_force",
            targets.filter(targets["standing"] == "in_force").height,
            day=reader.date(asked.today),
        ),
    ]
    if stands.judged:
        parts.append(
            reader.text(
                "definitions.stands",
                period=reader.period(asked.period),
                met=reader.number(stands.met),
                judged=reader.number(stands.judged),
                lagging=reader.number(stands.lagging),
                attainment=reader.percent(stands.attainment, digits=0),
            )
        )
    return " · ".join(parts)


def show_definitions() -> None:
    """Every definition that is looked for, and how many there are."""
    with st.container(key="definitions_head", horizontal=True, vertical_alignment="center"):
        st.html(f'<h2 class="ioc-page-title">{safe(reader.text("definitions.title"))}</h2>')
        query = search()
        for name in ("definitions", "targets"):
            words = safe(reader.text(f"downloads.sheet.{name}"))
            st.html(f'<p class="ioc-download-of">{words}</p>', width="content")
            show_download(name, screen=screen)
    everything = kept("catalogue.cards", asked, reader.language, make=cards)
    found = [card for card in everything if is_found(card.searched, query)]
    st.html(
        f'<p class="ioc-say ioc-definitions-summary">{safe(summary(len(found)), limit=800)}</p>'
    )
    if notes := conflict_notes(disagreeing, reader=reader):
        st.html(notes)
    with st.container(key="definitions_body"):
        st.html(subjects_html(found, reader=reader))
        st.html(definitions_html(found, reader=reader))


codes = {code: code for code in defined["indicator"].to_list()}
history = chosen(PARAMETER, options={"": "", **codes}, default="")
st.html(FOLDER / "definitions.css")
if history:
    show_history(history, defined, screen=screen)
else:
    show_definitions()
