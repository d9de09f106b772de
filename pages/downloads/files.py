"""Which file answers which question? The registry of all that can be downloaded.

A file asks by the same registered queries as the screens, with the asker's scope and batch. For:
staff who work on with the figures.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import polars as pl

from components.direction_filters import chosen_direction_filters
from components.export.about import handed_out
from components.export.csv_file import as_csv
from components.export.of_blocks import block_rows, pull_rows, service_rows
from components.export.of_decisions import decision_rows, direction_rows
from components.export.of_definitions import definition_rows, target_rows
from components.export.of_frames import (
    Rows,
    headline_rows,
    plan_rows,
    unit_figure_rows,
    unit_rows,
    work_rows,
)
from components.export.of_index import PARTS as INDEX_PARTS
from components.export.of_index import index_rows
from components.export.of_readiness import handover_rows, means_rows, readiness_rows
from components.export.progress import Progress, untold
from components.export.table import Table
from components.export.xlsx_file import as_workbook, as_xlsx
from components.measures import Measure
from components.pulls import pulls_of
from components.reader import Reader
from components.readiness_standing import ReadinessStanding
from domain.online_services import PULLED
from pages.downloads.accounting import history_table, overdue_table, owed_table
from pages.downloads.boards import bottleneck_table, model_table, rung_table
from pages.downloads.documents import DOCUMENT_KIND, DOCUMENTS, make_document
from pages.downloads.naming import file_name
from pages.downloads.ordered import Ordered
from pages.downloads.pack import SHEETS, source_rows, with_sources
from pages.downloads.papers import PAPERS, make_paper
from pages.downloads.work import chosen_history, chosen_tasks, plan_course
from pages.plan02.filter import ALL, condition_names, shown_units
from pages.presenting.changes import change_table
from pages.services.index_stand import index_standing
from queries.attention import decision_cases
from queries.catalogue import indicators_on_map
from queries.definitions import defined_targets, definitions
from queries.directions import directions
from queries.handover import handover_left
from queries.headlines import headline_figures
from queries.identity import identity_figures
from queries.online_services import listed_services, service_figures
from queries.readiness import commune_readiness
from queries.resources import resources
from queries.runner import fetch
from queries.schemas import UNIT_FIGURES
from queries.settled import Choose, Settled
from queries.unit_figures import unit_figures
from queries.units import unit_values
from queries.work import plan_states, work_items
from queries.work_settings import attention_rules

KINDS = ("csv", "xlsx")
TABLES = "tables"


@dataclass(frozen=True)
class Content:
    """Frame and rows of a file; `about` tells files of one subject apart (an indicator's code).

    Without `of_period` the rows are how things stand on the day, whichever period was asked.
    `reads_map`: an era asked for changes the figures; the other files tell of units as they were.
    """

    frame: pl.DataFrame
    rows: Rows
    title: str
    about: str = ""
    of_period: bool = True
    reads_map: bool = False


def make_file(
    name: str,
    *,
    kind: str,
    settled: Settled,
    choose: Choose,
    language: str,
    for_whom: str,
    made_at: datetime,
    progress: Progress = untold,
) -> tuple[str, bytes]:
    """Name and bytes of the file `name`, `kind` one of KINDS_OF.

    `choose` gives what else the address asks for; `progress` is told how far a long one is.
    Raises UnknownChoice as `choose` does, and Cancelled as `progress`.
    """
    if name in PAPERS:
        order = Ordered(
            settled=settled,
            choose=choose,
            reader=Reader(language),
            for_whom=for_whom,
            made_at=made_at,
            progress=progress,
        )
        return make_paper(name, order)
    if name == TABLES:
        return _tables(settled, choose, Reader(language), for_whom=for_whom, made_at=made_at)
    if kind == DOCUMENT_KIND:
        return make_document(
            name, settled=settled, choose=choose, reader=Reader(language), made_at=made_at
        )
    reader = Reader(language)
    content = FILES[name](settled, choose, reader)
    table = _table_of(content, settled, for_whom=for_whom, reader=reader)
    called = file_name(
        reader.text(f"downloads.file.{name}"),
        about=content.about,
        kind=kind,
        settled=settled,
        of_period=content.of_period,
        reads_map=content.reads_map,
        reader=reader,
    )
    body = (
        as_csv(table, language=language)
        if kind == "csv"
        else as_xlsx(table, sheet=reader.text(f"downloads.sheet.{name}"), made_at=made_at)
    )
    return called, body


def _table_of(content: Content, settled: Settled, *, for_whom: str, reader: Reader) -> Table:
    return handed_out(
        content.frame,
        content.rows,
        title=content.title,
        of_period=content.of_period,
        asked=settled.question,
        province=settled.province,
        unit=settled.unit,
        era=settled.era if content.reads_map else None,
        meeting=settled.frozen.meeting if settled.frozen else None,
        for_whom=for_whom,
        reader=reader,
    )


def _tables(
    settled: Settled, choose: Choose, reader: Reader, *, for_whom: str, made_at: datetime
) -> tuple[str, bytes]:
    """The tables behind the documents, a sheet each, and a sheet of sources."""
    asked = settled.question
    contents = {name: FILES[name](settled, choose, reader) for name in SHEETS}
    named = {name: reader.text(f"exports.sheet.{name}") for name in SHEETS}
    tables = [
        (named[name], _table_of(content, settled, for_whom=for_whom, reader=reader))
        for name, content in contents.items()
    ]
    frames = [(named[name], content.frame) for name, content in contents.items()]
    sources = source_rows(frames, batch=asked.as_of, reader=reader)
    title = reader.text("exports.title.pack")
    called = file_name(
        reader.text("exports.file.tables"), kind="xlsx", settled=settled, reader=reader
    )
    whole = with_sources(tables, sources, reader=reader)
    return called, as_workbook(whole, title=title, made_at=made_at)


def _units(settled: Settled, choose: Choose, reader: Reader) -> Content:
    """The ranking of units by one indicator, as beside the map."""
    found = fetch(indicators_on_map, settled.question).to_dicts()
    indicators: Mapping[str, Mapping[str, Any]] = {row["indicator"]: row for row in found}
    code = choose("indicator", indicators, default=next(iter(indicators), ""))
    measure = Measure.of(indicators[code])
    values = fetch(unit_values, settled.question, indicator=code, level="locality")
    title = reader.text("downloads.title.units", indicator=measure.name(reader))
    return Content(
        values, unit_rows(values, measure=measure, reader=reader), title, code, reads_map=True
    )


def _headline(settled: Settled, _choose: Choose, reader: Reader) -> Content:
    """The headline figures."""
    figures = fetch(headline_figures, settled.question)
    title = reader.text("downloads.title.headline")
    return Content(figures, headline_rows(figures, reader=reader), title, reads_map=True)


def _work(settled: Settled, _choose: Choose, reader: Reader) -> Content:
    """Every work item in scope."""
    items = fetch(work_items, settled.question)
    rows, title = work_rows(items, reader=reader), reader.text("downloads.title.work")
    return Content(items, rows, title, of_period=False)


def _plans(settled: Settled, _choose: Choose, reader: Reader) -> Content:
    """How many items of each plan stand where."""
    plans = fetch(plan_states, settled.question)
    rows, title = plan_rows(plans, reader=reader), reader.text("downloads.title.plans")
    return Content(plans, rows, title, of_period=False)


def _unit(settled: Settled, _choose: Choose, reader: Reader) -> Content:
    """All indicators of the unit asked about, as on its profile; no rows without a unit."""
    is_asked = settled.question.unit_id is not None
    figures = fetch(unit_figures, settled.question) if is_asked else UNIT_FIGURES.to_frame()
    rows, title = unit_figure_rows(figures, reader=reader), reader.text("downloads.title.unit")
    return Content(figures, rows, title, reads_map=True)


def _definitions(settled: Settled, _choose: Choose, reader: Reader) -> Content:
    """The definitions of all indicators."""
    defined = fetch(definitions, settled.question)
    rows, title = (
        definition_rows(defined, reader=reader),
        reader.text("downloads.title.definitions"),
    )
    return Content(defined, rows, title, of_period=False)


def _targets(settled: Settled, _choose: Choose, reader: Reader) -> Content:
    """Every target of the province with the decision that set it."""
    targets = fetch(defined_targets, settled.question)
    rows, title = target_rows(targets, reader=reader), reader.text("downloads.title.targets")
    return Content(targets, rows, title, of_period=False)


def _index(settled: Settled, _choose: Choose, reader: Reader, *, part: str) -> Content:
    """One part of the service index: groups, metrics, units, measures or losses."""
    stands = index_standing(settled.question)
    frame, rows = index_rows(part, stands, reader=reader)
    return Content(frame, rows, reader.text(f"downloads.title.index_{part}"))


def _online_services(settled: Settled, _choose: Choose, reader: Reader) -> Content:
    """Every figure about online services: province, blocks, units."""
    figures = fetch(service_figures, settled.question)
    title = reader.text("downloads.title.online_services")
    return Content(figures, block_rows(figures, reader=reader), title, reads_map=True)


def _identity(settled: Settled, _choose: Choose, reader: Reader) -> Content:
    """Every figure about digital identity: province, units."""
    figures = fetch(identity_figures, settled.question)
    title = reader.text("downloads.title.identity")
    return Content(figures, block_rows(figures, reader=reader), title, reads_map=True)


def _pulls(settled: Settled, choose: Choose, reader: Reader) -> Content:
    """Who pulls one rate down: every unit in scope, the others in one row."""
    figures = fetch(service_figures, settled.question)
    known = {
        row["indicator"]: row
        for row in figures.filter(pl.col("indicator").is_in(PULLED)).to_dicts()
    }
    indicators: Mapping[str, Mapping[str, Any]] = {c: known[c] for c in PULLED if c in known}
    code = choose("indicator", indicators, default=next(iter(indicators), ""))
    found = pulls_of(figures, code)
    name = Measure.of(indicators[code]).name(reader) if indicators else ""
    title = reader.text("downloads.title.pulls", indicator=name)
    rows = pull_rows(found, reader=reader)
    return Content(figures.filter(pl.col("indicator") == code), rows, title, code, reads_map=True)


def _services(settled: Settled, _choose: Choose, reader: Reader) -> Content:
    """The services of the official lists."""
    services = fetch(listed_services, settled.question)
    title = reader.text("downloads.title.services")
    return Content(services, service_rows(services, reader=reader), title)


def _readiness(settled: Settled, choose: Choose, reader: Reader) -> Content:
    """Every condition of the communes that the matrix shows."""
    stands = ReadinessStanding(fetch(commune_readiness, settled.question))
    names = condition_names(stands, reader)
    condition = choose(
        "condition", {code: {"name": name} for code, name in names.items()}, default=ALL
    )
    rows = stands.rows.filter(pl.col("unit_id").is_in(shown_units(stands, condition)))
    title = reader.text("downloads.title.readiness")
    if condition != ALL:
        title = f"{title} · {names[condition]}"
    return Content(rows, readiness_rows(rows, reader=reader), title, condition)


def _handover(settled: Settled, _choose: Choose, reader: Reader) -> Content:
    """What is left to hand over, place by place."""
    places = fetch(handover_left, settled.question)
    title = reader.text("downloads.title.readiness_handover")
    return Content(places, handover_rows(places, reader=reader), title)


def _means(settled: Settled, _choose: Choose, reader: Reader) -> Content:
    """Equipment, budget and trained people, unit by unit."""
    means = fetch(resources, settled.question)
    title = reader.text("downloads.title.readiness_means")
    return Content(means, means_rows(means, reader=reader), title)


def _decisions(settled: Settled, _choose: Choose, reader: Reader) -> Content:
    """Every case that needs a decision."""
    cases = fetch(decision_cases, settled.question)
    rows = decision_rows(cases, fetch(attention_rules, settled.question), reader=reader)
    return Content(cases, rows, reader.text("downloads.title.decisions"))


def _directions(settled: Settled, choose: Choose, reader: Reader) -> Content:
    """The directions, difficulties and proposals that are looked at."""
    everything = fetch(directions, settled.question)
    found = chosen_direction_filters(everything, choose=choose, reader=reader).holds(everything)
    title = reader.text("downloads.title.directions")
    return Content(found, direction_rows(found, reader=reader), title, of_period=False)


def _models(settled: Settled, choose: Choose, reader: Reader) -> Content:
    """The pilot models, with what moved since the day the address names."""
    models, rows = model_table(settled, choose, reader)
    return Content(models, rows, reader.text("downloads.title.pilot_models"), of_period=False)


def _bottlenecks(settled: Settled, _choose: Choose, reader: Reader) -> Content:
    """The register of bottlenecks, open and closed."""
    found, rows = bottleneck_table(settled, reader)
    return Content(found, rows, reader.text("downloads.title.bottlenecks"), of_period=False)


def _rungs(settled: Settled, _choose: Choose, reader: Reader) -> Content:
    """The ladder: how many bottlenecks wait on each rung, and how long they may."""
    found, rows = rung_table(settled, reader)
    return Content(found, rows, reader.text("downloads.title.bottleneck_rungs"), of_period=False)


def _tasks(settled: Settled, choose: Choose, reader: Reader) -> Content:
    """The tasks that were chosen."""
    items, rows = chosen_tasks(settled, choose, reader)
    return Content(items, rows, reader.text("downloads.title.tasks"), of_period=False)


def _burn_up(settled: Settled, choose: Choose, reader: Reader) -> Content:
    """The course of one plan."""
    lines, rows, name, code = plan_course(settled, choose, reader)
    title = reader.text("downloads.title.burn_up", plan=name)
    return Content(lines, rows, title, code, of_period=False)


def _work_history(settled: Settled, choose: Choose, reader: Reader) -> Content:
    """What happened to one task, or to all of them."""
    events, rows = chosen_history(settled, choose, reader)
    return Content(events, rows, reader.text("downloads.title.work_history"), of_period=False)


def _owed(settled: Settled, _choose: Choose, reader: Reader) -> Content:
    """How each unit sent the newest report that is due."""
    found, rows = owed_table(settled, reader)
    return Content(found, rows, reader.text("downloads.title.reports_owed"))


def _overdue(settled: Settled, _choose: Choose, reader: Reader) -> Content:
    """Overdue dossiers by unit and by service."""
    found, rows = overdue_table(settled, reader)
    return Content(found, rows, reader.text("downloads.title.overdue_dossiers"))


def _history(settled: Settled, choose: Choose, reader: Reader) -> Content:
    """Every entry about the indicator that the address names."""
    found, rows, name, code = history_table(settled, choose, reader)
    title = reader.text("downloads.title.figure_history", indicator=name)
    return Content(found, rows, title, code, of_period=False)


def _changes(settled: Settled, choose: Choose, reader: Reader) -> Content:
    """What came in after the batch that the address names."""
    figures, rows, since = change_table(settled, choose, reader)
    title = reader.text("downloads.title.changes", since=since)
    return Content(figures, rows, title, str(since), of_period=False)


FILES: Mapping[str, Callable[[Settled, Choose, Reader], Content]] = {
    "units": _units,
    "headline": _headline,
    "work": _work,
    "plans": _plans,
    "unit": _unit,
    "definitions": _definitions,
    "targets": _targets,
    "online_services": _online_services,
    "pulls": _pulls,
    "services": _services,
    "identity": _identity,
    "decisions": _decisions,
    "directions": _directions,
    "readiness": _readiness,
    "readiness_handover": _handover,
    "readiness_means": _means,
    "tasks": _tasks,
    "burn_up": _burn_up,
    "work_history": _work_history,
    "pilot_models": _models,
    "bottlenecks": _bottlenecks,
    "bottleneck_rungs": _rungs,
    "reports_owed": _owed,
    "overdue_dossiers": _overdue,
    "figure_history": _history,
    "changes": _changes,
    **{f"index_{part}": partial(_index, part=part) for part in INDEX_PARTS},
}

# In which kinds each file comes.
KINDS_OF: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(FILES, KINDS),
    **dict.fromkeys(DOCUMENTS, (DOCUMENT_KIND,)),
    **{name: (kind,) for name, (kind, _) in PAPERS.items()},
    TABLES: ("xlsx",),
}
