"""Which papers can be had of what the board shows, and what is in each of them?

For: whoever prepares a meeting (briefing, a page a unit, slides), whoever writes its conclusions
(notice, tables, pictures). Every document is made of the answers of the screens, as of one batch.
"""

import streamlit as st

from assets.addresses import FOLDER
from components.blocks.card import show_title
from components.blocks.exports import Paper, show_papers
from components.blocks.meeting import LEAVING
from components.figures.papers_aside import files_fetched, meetings_of_papers
from components.markup import safe
from components.state import admitted, choose, chosen, current_screen
from components.ways import way_to
from domain.frozen import AT
from domain.meetings import Meeting
from pages.downloads.given import meetings_with_directions
from pages.downloads.papers import FIGURES
from pages.downloads.unit_stands import units_to_tell_of
from queries.catalogue import indicators_on_map
from queries.runner import fetch
from queries.settled import Settled
from queries.work import plan_states
from store.audit_reading import own_exports
from store.meetings import meetings_of

MOST_FETCHED = 7
# Of the figures.
OF_AN_INDICATOR, OF_A_PLAN = ("map", "ranking", "trend"), "burn_up"
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
    chosen_ones = [pair for parameter in chosen_for_it for pair in picked(parameter)]
    told = [
        f"{reader.text(f'documents.of_{key}')}: {options[key][code]}" for key, code in chosen_ones
    ]
    return Paper(
        name=name,
        kind=kind,
        title=reader.text(f"documents.card.{name}"),
        holds=reader.text(f"documents.holds.{name}", **values),
        of="; ".join(told),
        more=tuple(chosen_ones),
    )


def of_picture() -> tuple[str, ...]:
    """What the picture that is chosen looks at."""
    figure = picked("figure")[0][1]
    if figure in OF_AN_INDICATOR:
        return "figure", "indicator"
    return ("figure", "plan") if figure == OF_A_PLAN else ("figure",)


def show_aside() -> None:
    """For which meeting the documents are, and what was fetched lately."""
    own = screen.frozen.meeting if screen.frozen else None
    listed = meetings_of(screen.province.id)
    with st.container(key="beside_documents_meetings", gap="small"):
        show_title(reader.text("documents.whose"), key="documents_meetings")
        st.html(
            meetings_of_papers(
                listed,
                today=asked.today,
                chosen=own.meeting_id if own else None,
                way=way_of,
                newest=way_to("meetings", screen=screen, view=LEAVING)
                if screen.frozen
                else way_to("documents", screen=screen),
                reader=reader,
            )
        )
    with st.container(key="beside_documents_fetched", gap="small"):
        show_title(reader.text("documents.fetched"), key="documents_fetched")
        events = own_exports(admitted().account_id, most=MOST_FETCHED)
        st.html(files_fetched(events, reader=reader))


def way_of(meeting: Meeting) -> str:
    """To the documents of a meeting, or to the meeting that has no figures of its own yet."""
    number = str(meeting.meeting_id)
    if meeting.as_of is None:
        return way_to("meetings", screen=screen, one=number)
    unit = st.query_params.get("unit", "")
    return way_to("documents", screen=screen, unit=unit, **{AT: number})


units = len(units_to_tell_of(settled))
st.html(FOLDER / "documents.css")
with st.container(key="documents_beside"):
    with st.container(key="documents_left", gap="small"):
        st.html(f'<p class="ioc-say">{safe(reader.text("documents.lead"))}</p>')
        with st.container(key="documents_choices", horizontal=True, gap="small"):
            for parameter in ("indicator", "meeting", "figure", "plan"):
                if options[parameter] and (parameter != "plan" or "plan" in of_picture()):
                    choice(parameter)
        show_papers(
            [
                paper("briefing", "pdf", "indicator"),
                paper("unit_pages", "pdf", "indicator", units=reader.number(units)),
                paper("slides", "pptx", "indicator"),
                paper("tables", "xlsx", "indicator"),
                paper("notice", "docx", "meeting"),
                paper("picture", "png", *of_picture()),
            ],
            screen=screen,
        )
    with st.container(key="documents_aside", gap="small"):
        show_aside()
