"""What happened to a model or a bottleneck, the newest first: what, when, who wrote it, why."""

from collections.abc import Callable

import polars as pl

from components.figures.marks import provenance_mark
from components.markup import safe
from components.measures import Row
from components.reader import Reader


def event_list(
    events: pl.DataFrame,
    *,
    word: Callable[[Row], str],
    told: Callable[[Row], str],
    empty: str,
    reader: Reader,
) -> str:
    """Rows with happened_on, recorded_on, author and provenance.

    `word` names the event of a row, `told` says what else it holds; `empty` stands for none.
    """
    if events.is_empty():
        return f'<p class="ioc-nothing">{safe(empty)}</p>'
    rows = events.sort("happened_on", "event_id", descending=True).to_dicts()
    lines = "".join(_event(row, word(row), told(row), reader) for row in rows)
    return f'<ol class="ioc-events">{lines}</ol>'


def _event(row: Row, word: str, told: str, reader: Reader) -> str:
    more = f"<span>{safe(told, limit=1200)}</span>" if told else ""
    written = ""
    if row["recorded_on"] != row["happened_on"]:
        written = reader.text("blocks.written_on", day=reader.date(row["recorded_on"]))
    by = " · ".join(part for part in (row["author"] or "", written) if part)
    return (
        f"<li><time>{safe(reader.date(row['happened_on']))}</time><div><b>{safe(word)}</b>{more}"
        f"<small>{safe(by)} {provenance_mark(row['provenance'], reader)}</small></div></li>"
    )
