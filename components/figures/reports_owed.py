"""Who did not report: how many of each form came, the units that are silent or late, their year."""

from collections.abc import Callable

import polars as pl

from components.figures.marks import icon
from components.markup import hint, safe
from components.measures import Row, written_period
from components.reader import NO_VALUE, Reader

# Where the unit of a row leads to.
Way = Callable[[Row], str]
# The states of a report in the order of the bars, with the tone of each.
TONES = {"in_time": "good", "late": "warning", "not_sent": "bad"}
ICONS = {"in_time": "met", "late": "due", "not_sent": "overdue"}


def counts_of(owed: pl.DataFrame) -> dict[str, int]:
    """How many reports of REPORTS_OWED came in time, late or not at all."""
    return {state: owed.filter(pl.col("state") == state).height for state in TONES}


def period_words(owed: pl.DataFrame, reader: Reader) -> str:
    """`tháng 2/2024`: the period that the reports are about; of several forms each once."""
    spans = owed.select("period_start", "period_end").unique(maintain_order=True).rows()
    return ", ".join(written_period(start, end, reader) for start, end in spans)


def owed_summary(owed: pl.DataFrame, *, reader: Reader) -> str:
    """The three counts, and a bar for each form with how many of its units reported."""
    counts = counts_of(owed)
    heads = "".join(
        f'<li class="ioc-tone-{tone if counts[state] else "neutral"}">{icon(ICONS[state])}'
        f"<b>{reader.number(counts[state])}</b>"
        f"<span>{safe(reader.text(f'reports.state.{state}'))}</span></li>"
        for state, tone in reversed(TONES.items())
    )
    forms = "".join(
        _form(owed.filter(pl.col("form") == form), reader)
        for form in owed["form"].unique(maintain_order=True).sort()
    )
    return f'<div class="ioc-owed-summary"><ul>{heads}</ul><ol>{forms}</ol></div>'


def _form(owed: pl.DataFrame, reader: Reader) -> str:
    row = owed.row(0, named=True)
    counts = counts_of(owed)
    name = reader.pick(row, "form")
    bar = "".join(
        f'<i class="ioc-tone-{TONES[state]}" style="flex-grow:{count}"></i>'
        for state, count in counts.items()
        if count
    )
    came = reader.text(
        "reports.came",
        came=reader.number(owed.height - counts["not_sent"]),
        due=reader.number(owed.height),
        period=written_period(row["period_start"], row["period_end"], reader),
        day=reader.date(row["due_on"]),
    )
    return (
        f"<li><span{hint(name)}>{safe(name)}</span>"
        f'<div class="ioc-owed-bar" aria-hidden="true">{bar}</div><small>{safe(came)}</small></li>'
    )


def owed_table(owed: pl.DataFrame, *, way: Way, reader: Reader) -> str:
    """The units whose newest report has not come or came late; who answers for each."""
    failing = owed.filter(pl.col("state") != "in_time")
    if failing.is_empty():
        words = safe(reader.text("reports.all_in_time"))
        return f'<p class="ioc-nothing ioc-tone-good"><b>{icon("met")}{words}</b></p>'
    columns = ("unit", "state", "due_on", "sent_on", "days_late", "post")
    rows = "".join(_failing(row, way, reader) for row in failing.to_dicts())
    return _table(columns, rows, "ioc-owed", reader)


def _failing(row: Row, way: Way, reader: Reader) -> str:
    tone, state = TONES[row["state"]], row["state"]
    word = safe(reader.text(f"reports.one_state.{state}"))
    sent = reader.date(row["sent_on"]) if row["sent_on"] else NO_VALUE
    days = reader.counted("reports.days", row["days_late"])
    post = reader.pick(dict(row), "post")
    return (
        f'<tr class="ioc-tone-{tone}"><th scope="row">{_unit(row, way, reader)}'
        f"<small>{safe(reader.pick(dict(row), 'form'))}</small></th>"
        f'<td><span class="ioc-chip ioc-tone-{tone}">{icon(ICONS[state])}{word}</span></td>'
        f"<td>{reader.date(row['due_on'])}</td><td>{sent}</td><td><b>{safe(days)}</b></td>"
        f"<td>{safe(post)}</td></tr>"
    )


def year_table(owed: pl.DataFrame, *, way: Way, reader: Reader) -> str:
    """The units that failed to report in time during the year, the most often first."""
    failing = owed.filter(pl.col("year_late") + pl.col("year_not_sent") > 0).sort(
        "year_not_sent", "year_late", "unit_code", descending=[True, True, False]
    )
    if failing.is_empty():
        return f'<p class="ioc-nothing">{safe(reader.text("reports.year_all_in_time"))}</p>'
    columns = ("unit", "year_due", "year_late", "year_not_sent")
    rows = "".join(
        f'<tr><th scope="row">{_unit(row, way, reader)}</th><td>{reader.number(row["year_due"])}'
        f"</td><td>{_count(row['year_late'], 'warning', reader)}</td>"
        f"<td>{_count(row['year_not_sent'], 'bad', reader)}</td></tr>"
        for row in failing.to_dicts()
    )
    return _table(columns, rows, "ioc-owed-year", reader)


def _unit(row: Row, way: Way, reader: Reader) -> str:
    name = reader.pick(dict(row), "unit")
    return f'<a href="{safe(way(row), limit=600)}" target="_self">{safe(name)}</a>'


def _count(count: int, tone: str, reader: Reader) -> str:
    return f'<b class="ioc-tone-{tone}">{reader.number(count)}</b>' if count else "0"


def _table(columns: tuple[str, ...], rows: str, look: str, reader: Reader) -> str:
    head = "".join(
        f'<th scope="col">{safe(reader.text(f"reports.column.{name}"))}</th>' for name in columns
    )
    return (
        f'<div class="ioc-owed-table" tabindex="0"><table class="{look}">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
