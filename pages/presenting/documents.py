"""Which papers can be had of what the board shows, and what is in each of them?

For: whoever prepares a meeting (briefing, a page a unit, slides), whoever writes its conclusions
(notice, tables, pictures). Every document is made of the answers of the screens, as of one batch.
"""

import streamlit as st

from assets.addresses import FOLDER
from components.blocks.exports import Paper, show_papers
from components.markup import safe
from components.state import choose, chosen, current_screen
from pages.downloads.given import meetings_with_directions
from pages.downloads.papers import FIGURES
from pages.downloads.unit_stands import units_to_tell_of
from queries.catalogue import indicators_on_map
from queries.runner import fetch
from queries.settled import Settled
from queries.work import plan_states

WIDTHS = {"indicator": 420, "meeting": 420, "figure": 260, "plan": 420}

screen = current_screen()
asked, reader = screen.question, screen.reader
names = {
    row["indicator"]: reader.pick(row, "name") for row in fetch(indicators_on_map, asked).to_dicts()
}
plans = {row["plan"]: reader.pick(row, "plan") for row in fetch(plan_states, asked).to_dicts()}
settled = Settled(asked, {}, screen.unit, frozen=screen.frozen)
meetings = meetings_with_directions(settled, reader)
figures = {name: reader.text(f"documents.figure.{name}") for name in FIGURES}
options = {"indicator": names, "meeting": meetings, "figure": figures, "plan": plans}


def choice(parameter: str) -> str:
    """One of the choices that documents share, under its name."""
    known = options[parameter]
    label = reader.text(f"documents.{parameter}")
    with st.container(key=f"documents_{parameter}", gap=None, width="content"):
        st.html(f'<p class="ioc-choice-name">{safe(label)}</p>')
        return choose(
            parameter,
            label,
            options=known,
            default=next(iter(known), ""),
            width=WIDTHS[parameter],
        )


def picked(parameter: str) -> tuple[tuple[str, str], ...]:
    """What the address says of a choice, for the address of a document."""
    known = options[parameter]
    code = chosen(parameter, options=known, default=next(iter(known), ""))
    return ((parameter, code),) if code in known and known else ()


def paper(name: str, kind: str, *chosen_for_it: str, **values: object) -> Paper:
    """A document with what was chosen for it."""
    more = tuple(pair for parameter in chosen_for_it for pair in picked(parameter))
    return Paper(
        name=name,
        kind=kind,
        title=reader.text(f"documents.card.{name}"),
        holds=reader.text(f"documents.holds.{name}", **values),
        more=more,
    )


units = len(units_to_tell_of(settled))
st.html(FOLDER / "documents.css")
st.html(f'<p class="ioc-say">{safe(reader.text("documents.lead"))}</p>')
with st.container(key="documents_choices", horizontal=True, gap="small"):
    for parameter in ("indicator", "meeting", "figure", "plan"):
        if options[parameter] and (parameter != "plan" or picked("figure")[0][1] == "burn_up"):
            choice(parameter)
show_papers(
    [
        paper("briefing", "pdf", "indicator"),
        paper("unit_pages", "pdf", "indicator", units=reader.number(units)),
        paper("slides", "pptx", "indicator"),
        paper("tables", "xlsx", "indicator"),
        paper("notice", "docx", "meeting"),
        paper("picture", "png", "figure", "indicator", "plan"),
    ],
    screen=screen,
)
