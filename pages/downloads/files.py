"""Which file answers which question? The registry of all that can be downloaded.

A file asks by the same registered queries as the screens, with the asker's scope and batch. For:
staff who work on with the figures.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from components.export.about import handed_out
from components.export.csv_file import as_csv
from components.export.of_frames import Rows, headline_rows, plan_rows, unit_rows, work_rows
from components.export.xlsx_file import as_xlsx
from components.measures import Measure
from components.reader import Reader
from queries.catalogue import indicators_on_map
from queries.headlines import headline_figures
from queries.runner import fetch
from queries.settled import Choose, Settled
from queries.units import unit_values
from queries.work import plan_states, work_items

KINDS = ("csv", "xlsx")


@dataclass(frozen=True)
class Content:
    """Frame and rows of a file; `about` tells files of one subject apart (an indicator's code).

    Without `of_period` the rows are how things stand on the day, whichever period was asked.
    """

    frame: pl.DataFrame
    rows: Rows
    title: str
    about: str = ""
    of_period: bool = True


def make_file(
    name: str,
    *,
    kind: str,
    settled: Settled,
    choose: Choose,
    language: str,
    for_whom: str,
    made_at: datetime,
) -> tuple[str, bytes]:
    """Name and bytes of the file `name` (of FILES), `kind` one of KINDS.

    `choose` gives what else the address asks for. Raises UnknownChoice as it does.
    """
    reader, asked = Reader(language), settled.question
    content = FILES[name](settled, choose, reader)
    table = handed_out(
        content.frame,
        content.rows,
        title=content.title,
        of_period=content.of_period,
        asked=asked,
        province=settled.province,
        unit=settled.unit,
        for_whom=for_whom,
        reader=reader,
    )
    subject = reader.text(f"downloads.file.{name}")
    about = "-".join(part for part in (subject, _of_file_name(content.about)) if part)
    unit = _of_file_name(settled.unit["unit_code"]) if settled.unit else ""
    where = "-".join(part for part in (settled.province["slug"], unit) if part)
    day = asked.period.code if content.of_period else asked.today.isoformat()
    when = f"{day}_{reader.text('downloads.file.batch')}-{asked.as_of}"
    body = (
        as_csv(table, language=language)
        if kind == "csv"
        else as_xlsx(table, sheet=reader.text(f"downloads.sheet.{name}"), made_at=made_at)
    )
    return f"{where}_{about}_{when}.{kind}", body


def _units(settled: Settled, choose: Choose, reader: Reader) -> Content:
    """The ranking of units by one indicator, as beside the map."""
    found = fetch(indicators_on_map, settled.question).to_dicts()
    indicators: Mapping[str, Mapping[str, Any]] = {row["indicator"]: row for row in found}
    code = choose("indicator", indicators, default=next(iter(indicators), ""))
    measure = Measure.of(indicators[code])
    values = fetch(unit_values, settled.question, indicator=code, level="locality")
    title = reader.text("downloads.title.units", indicator=measure.name(reader))
    return Content(values, unit_rows(values, measure=measure, reader=reader), title, code)


def _headline(settled: Settled, _choose: Choose, reader: Reader) -> Content:
    """The headline figures."""
    figures = fetch(headline_figures, settled.question)
    title = reader.text("downloads.title.headline")
    return Content(figures, headline_rows(figures, reader=reader), title)


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


FILES: Mapping[str, Callable[[Settled, Choose, Reader], Content]] = {
    "units": _units,
    "headline": _headline,
    "work": _work,
    "plans": _plans,
}


def _of_file_name(text: str) -> str:
    return "".join(letter for letter in text if letter.isascii() and letter.isalnum())
