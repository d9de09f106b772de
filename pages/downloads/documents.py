"""Which document is drafted from which record? The registry of what comes as a Word file.

For: staff who finish the draft and send it on under the signature of their head.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

import polars as pl

from components.export.escalation_request import escalation_request
from components.reader import Reader
from pages.downloads.naming import file_name
from pages.work.obstacles import items_stopped_by
from queries.bottleneck_history import bottleneck_history
from queries.bottlenecks import bottlenecks
from queries.runner import fetch
from queries.settled import Choose, Settled

DOCUMENT_KIND = "docx"
# What a draft is about (for its name), and its bytes.
Draft = tuple[str, bytes]


def make_document(
    name: str, *, settled: Settled, choose: Choose, reader: Reader, made_at: datetime
) -> Draft:
    """Name and bytes of the document `name` (of DOCUMENTS). Raises UnknownChoice as `choose`."""
    about, body = DOCUMENTS[name](settled, choose, reader, made_at)
    called = file_name(
        reader.text(f"downloads.file.{name}"),
        about=about,
        kind=DOCUMENT_KIND,
        settled=settled,
        of_period=False,
        reads_map=False,
        reader=reader,
    )
    return called, body


def _escalation_request(
    settled: Settled, choose: Choose, reader: Reader, made_at: datetime
) -> Draft:
    """The request to resolve the bottleneck that the address names."""
    asked = settled.question
    found = {row["bottleneck"]: row for row in fetch(bottlenecks, asked).to_dicts()}
    code = choose("bottleneck", found, default="")
    row = found[code]
    history = fetch(bottleneck_history, asked).filter(
        pl.col("bottleneck_id") == row["bottleneck_id"], pl.col("happened_on") <= asked.today
    )
    body = escalation_request(
        row,
        province=settled.province,
        blocked=items_stopped_by(row["bottleneck_id"], asked),
        history=history.to_dicts(),
        today=asked.today,
        batch=asked.as_of,
        made_at=made_at,
        reader=reader,
    )
    return code, body


DOCUMENTS: Mapping[str, Callable[[Settled, Choose, Reader, datetime], Draft]] = {
    "escalation_request": _escalation_request,
}
