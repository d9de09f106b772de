"""Which document is made of which subjects? The registry of papers, slides and pictures.

For: whoever prepares a meeting and whoever writes its conclusions. Each is drawn on the server from
the answers of the screens; none asks for anything on its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from components.export.paper_data import paper_data
from components.export.parts import Topic
from components.export.pptx_deck import Deck
from components.export.series import trend_lines
from components.export.told_origin import origin_told
from components.export.topics_units import unit_page, unit_slide
from components.export.typst_file import as_pdf, as_png
from components.figures.trend_line import trend_sentence
from pages.downloads.agenda import agenda_topic
from pages.downloads.given import notice
from pages.downloads.naming import file_name
from pages.downloads.ordered import Made, Ordered
from pages.downloads.subjects import MapRoom, Subjects, chosen_indicator
from pages.downloads.unit_stands import unit_stands
from queries.runner import fetch
from queries.trends import trend
from queries.work import plan_states

ON_A_SLIDE = MapRoom(size=(888, 290), letters=18, in_turn=True)
IN_A_PICTURE = MapRoom(size=(896, 540), letters=13)
FIGURES = ("gauges", "map", "ranking", "burn_up", "trend", "services", "funnel")


def _briefing(order: Ordered) -> Made:
    """The province on A4."""
    subjects = _subjects(order)
    topics = subjects.all()
    data = paper_data(topics, cover=order.cover("briefing", topics), language=_language(order))
    return Made(_pdf("briefing", data, order), about=subjects.indicator)


def _unit_pages(order: Ordered) -> Made:
    """Unit after unit on A4, one page each."""
    code = chosen_indicator(order.settled, order.choose)
    stands = unit_stands(order, followed=code)
    topics = [unit_page(stand, reader=order.reader) for stand in stands]
    data = paper_data(topics, cover=order.cover("unit_pages", topics), language=_language(order))
    return Made(_pdf("units", data, order), about=code)


def _slides(order: Ordered) -> Made:
    """The province subject by subject, then unit after unit."""
    subjects = _subjects(order, room=ON_A_SLIDE)
    topics = subjects.all()
    stands = unit_stands(order, followed=subjects.indicator)
    reader, asked = order.reader, order.settled.question
    as_of = reader.text("exports.slide.as_of", day=reader.date(asked.today), batch=asked.as_of)
    cover = order.cover("pack", topics)
    deck = Deck(cover, as_of=as_of, made_at=order.made_at, reader=reader)
    agenda = agenda_topic(order)
    for topic in (*([agenda] if agenda else []), *topics):
        deck.add(topic)
    for stand in stands:
        deck.add(unit_slide(stand, reader=reader))
    return Made(deck.finished(), about=subjects.indicator)


def _picture(order: Ordered) -> Made:
    """One figure."""
    figures: Mapping[str, Mapping[str, Any]] = {name: {} for name in FIGURES}
    name = order.choose("figure", figures, default=FIGURES[0])
    topic, about = _figure(name, order)
    data = paper_data([topic], cover=order.cover("picture", [topic]), language=_language(order))
    return Made(as_png(data, still_wanted=order.still_wanted), about=about, figure=name)


def _figure(name: str, order: Ordered) -> tuple[Topic, str]:
    """The subject whose figure is `name` (of FIGURES), and the code it is about."""
    if name == "burn_up":
        return _course(order)
    subjects = _subjects(order, room=IN_A_PICTURE)
    if name == "trend":
        return _trend(order, subjects), subjects.indicator
    of_indicator = {"map": subjects.map, "ranking": subjects.ranking}
    if name in of_indicator:
        return _or_nothing(of_indicator[name](), order), subjects.indicator
    others: Mapping[str, Callable[[], Topic | None]] = {
        "gauges": subjects.situation,
        "services": subjects.services,
        "funnel": subjects.identity,
    }
    return _or_nothing(others[name](), order), ""


def _course(order: Ordered) -> tuple[Topic, str]:
    plans = {row["plan"]: row for row in fetch(plan_states, order.settled.question).to_dicts()}
    if not plans:
        return _or_nothing(None, order), ""
    code = order.choose("plan", plans, default=next(iter(plans)))
    return Subjects(settled=order.settled, indicator="", reader=order.reader).plan(
        plans[code]
    ), code


def _trend(order: Ordered, subjects: Subjects) -> Topic:
    """The months of the chosen indicator at the unit asked about, else of the province."""
    asked, reader, code = order.settled.question, order.reader, subjects.indicator
    measure = subjects.measure()
    if measure is None:
        return _or_nothing(None, order)
    months = fetch(trend, asked, indicator=code)
    whole = fetch(trend, replace(asked, unit_id=None), indicator=code)
    title = reader.text("exports.trend.title", indicator=measure.name(reader))
    lines = trend_lines(
        months,
        whole if asked.unit_id is not None else whole.clear(),
        measure=measure,
        name=title,
        own_name=subjects.whom(),
        target=None,
        reader=reader,
    )
    return Topic(
        key="trend",
        title=title,
        sentences=[trend_sentence(months, measure=measure, reader=reader)],
        parts=[lines] if lines else [],
        origin=origin_told(months, reader=reader),
    )


def _or_nothing(topic: Topic | None, order: Ordered) -> Topic:
    words = order.reader.text("exports.nothing.figure")
    return topic or Topic(
        key="nothing", title=order.reader.text("exports.title.picture"), sentences=[words]
    )


def _subjects(order: Ordered, *, room: MapRoom | None = None) -> Subjects:
    code = chosen_indicator(order.settled, order.choose)
    found = Subjects(settled=order.settled, indicator=code, reader=order.reader)
    return replace(found, room=room) if room else found


def _pdf(template: str, data: Mapping[str, Any], order: Ordered) -> bytes:
    return as_pdf(template, data, made_at=order.made_at, still_wanted=order.still_wanted)


def _language(order: Ordered) -> str:
    return order.reader.language


PAPERS: Mapping[str, tuple[str, Callable[[Ordered], Made]]] = {
    "briefing": ("pdf", _briefing),
    "unit_pages": ("pdf", _unit_pages),
    "slides": ("pptx", _slides),
    "notice": ("docx", notice),
    "picture": ("png", _picture),
}


def make_paper(name: str, order: Ordered) -> tuple[str, bytes]:
    """Name and bytes of the document `name` (of PAPERS). Raises UnknownChoice, and Cancelled."""
    kind, make = PAPERS[name]
    made = make(order)
    subjects = [name, f"figure_{made.figure}"] if made.figure else [name]
    called = file_name(
        "-".join(order.reader.text(f"exports.file.{subject}") for subject in subjects),
        about=made.about,
        kind=kind,
        settled=order.settled,
        of_period=name != "notice",
        reader=order.reader,
    )
    return called, made.body
