"""Who reported, what is overdue, and how did a figure come to be? The rows of these files.

For: staff who remind units, and whoever audits.
"""

import polars as pl

from components.export.of_accounting import history_rows, overdue_rows, owed_rows
from components.export.of_frames import Rows
from components.measures import Measure
from components.reader import Reader
from queries.definitions import definitions
from queries.figure_history import figure_history
from queries.overdue_dossiers import overdue_dossiers
from queries.reports_owed import reports_owed
from queries.runner import fetch
from queries.settled import Choose, Settled


def owed_table(settled: Settled, reader: Reader) -> tuple[pl.DataFrame, Rows]:
    """The newest report due of each form, unit by unit."""
    found = fetch(reports_owed, settled.question)
    return found, owed_rows(found, reader=reader)


def overdue_table(settled: Settled, reader: Reader) -> tuple[pl.DataFrame, Rows]:
    """Overdue dossiers of the province, its units and services."""
    found = fetch(overdue_dossiers, settled.question)
    return found, overdue_rows(found, reader=reader)


def history_table(
    settled: Settled, choose: Choose, reader: Reader
) -> tuple[pl.DataFrame, Rows, str, str]:
    """The entries about one indicator, its name and code; of the first one without a choice."""
    asked = settled.question
    defined = {row["indicator"]: row for row in fetch(definitions, asked).to_dicts()}
    code = choose("history", defined, default=next(iter(defined), ""))
    found = fetch(figure_history, asked, code=code)
    name = Measure.of(defined[code]).name(reader) if code else ""
    return found, history_rows(found, reader=reader), name, code
