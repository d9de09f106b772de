"""The cards about reports: who sent the newest ones, who did not, and how the year went."""

from datetime import date

import polars as pl

from components.blocks.card import Card
from components.figures.reports_owed import (
    Way,
    counts_of,
    owed_summary,
    owed_table,
    period_words,
    year_table,
)
from components.markup import plain, safe
from components.reader import Reader
from components.state import Screen
from components.ways import way_to

PAGE = "reports"
MOST_NAMED = 5


def stand_card(owed: pl.DataFrame, *, today: date, reader: Reader) -> Card:
    """How many units reported in time, late or not at all."""
    body = owed_summary(owed, reader=reader) if owed.height else _nothing_due(reader)
    return Card(
        title=reader.text("reports.card_stand"),
        body=body,
        sentence=_sentence(owed, today=today, reader=reader),
    )


def failing_card(owed: pl.DataFrame, *, way: Way, reader: Reader) -> Card:
    """The units whose newest report is missing or came late."""
    counts = counts_of(owed)
    return Card(
        title=reader.text(
            "reports.card_failing",
            not_sent=reader.counted("reports.not_sent", counts["not_sent"]),
            late=reader.counted("reports.late", counts["late"]),
        ),
        body=owed_table(owed, way=way, reader=reader) if owed.height else _nothing_due(reader),
    )


def year_card(owed: pl.DataFrame, *, way: Way, reader: Reader) -> Card:
    """Which units failed to report in time during the year."""
    return Card(
        title=reader.text("reports.card_year"),
        body=year_table(owed, way=way, reader=reader) if owed.height else _nothing_due(reader),
        sentence=reader.text("reports.say_year") if owed.height else "",
    )


def owed_line(owed: pl.DataFrame, *, screen: Screen, unit: str = "") -> str:
    """One line for other pages: how many units did not report, with the way to their names."""
    if owed.is_empty():
        return ""
    reader, counts = screen.reader, counts_of(owed)
    tone = "bad" if counts["not_sent"] else "warning" if counts["late"] else "good"
    words = reader.text(
        "reports.line",
        not_sent=reader.counted("reports.not_sent", counts["not_sent"]),
        late=reader.counted("reports.late", counts["late"]),
        period=period_words(owed, reader),
    )
    address = safe(way_to(PAGE, screen=screen, unit=unit), limit=600)
    return (
        f'<p class="ioc-owed-line ioc-tone-{tone}">'
        f'<a href="{address}" target="_self">{safe(words, limit=300)}</a></p>'
    )


def _nothing_due(reader: Reader) -> str:
    return f'<p class="ioc-nothing">{safe(reader.text("reports.nothing_due"))}</p>'


def _sentence(owed: pl.DataFrame, *, today: date, reader: Reader) -> str:
    if owed.is_empty():
        return ""
    counts = counts_of(owed)
    said = reader.text(
        "reports.say",
        day=reader.date(today),
        period=period_words(owed, reader),
        not_sent=reader.counted("reports.not_sent", counts["not_sent"]),
        late=reader.counted("reports.late", counts["late"]),
        due=reader.number(owed.height),
    )
    silent = owed.filter(pl.col("state") == "not_sent")
    names = [plain(reader.pick(row, "unit")) for row in silent.head(MOST_NAMED).to_dicts()]
    more = silent.height - len(names)
    if more > 0:
        names.append(reader.counted("reports.others", more))
    return f"{said} {reader.text('reports.say_silent', units='; '.join(names))}" if names else said
