"""How many goals stand where, and which of them lag: one line above a screen."""

from collections import Counter
from collections.abc import Sequence

import polars as pl

from components.block_rows import Row, row_of
from components.figures.marks import status_icon, status_word, tone_class
from components.markup import safe
from components.measures import Measure
from components.reader import Reader

# In the order in which they are read; what lags is named.
LAGGING = ("missed", "behind")
_ORDER = ("met", "ahead", "on_course", *LAGGING, "incomplete", "no_value")


def standing_line(figures: pl.DataFrame, *, indicators: Sequence[str], reader: Reader) -> str:
    """Chips with how many of `indicators` that have a target stand where, then those that lag.

    BLOCK_FIGURES of the province; says so where no target is set.
    """
    rows = [
        row
        for code in indicators
        if (row := row_of(figures, code)) is not None and row["target"] is not None
    ]
    if not rows:
        words = safe(reader.text("online_services.no_targets"))
        return f'<p class="ioc-standing-line">{words}</p>'
    counts = Counter(str(row["status"]) for row in rows)
    chips = "".join(
        f'<span class="ioc-chip {tone_class(status)}">{status_icon(status)}'
        f"{safe(status_word(status, reader))} {safe(reader.number(counts[status]))}</span>"
        for status in _ORDER
        if counts[status]
    )
    heading = safe(reader.counted("online_services.with_target", len(rows)))
    named = sorted(
        (row for row in rows if row["status"] in LAGGING),
        key=lambda row: LAGGING.index(str(row["status"])),
    )
    lagging = "".join(_lagging(row, reader) for row in named)
    return f'<p class="ioc-standing-line"><b>{heading}</b>{chips}{lagging}</p>'


def _lagging(row: Row, reader: Reader) -> str:
    measure = Measure.of(row)
    words = f"{measure.name(reader)} {measure.value(row, reader)}"
    return f'<em class="{tone_class(row["status"])}">{status_icon(row["status"])}{safe(words)}</em>'
