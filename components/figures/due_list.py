"""What is overdue and what falls due soon, most pressing first, as a table to be read from afar."""

import re
from datetime import date

import polars as pl

from components.figures.ended_lead import lead_until, post_until
from components.figures.marks import icon
from components.markup import hint, safe
from components.measures import Row
from components.reader import Reader

HORIZONS = (7, 15, 30)
# On a wall nobody scrolls: so many whole rows stand in a card, the rest are counted.
ROWS_IN_A_CARD = 4
TITLE_LENGTH = 160
# 31/6/2023, 31.6.2023, 31 tháng 6 năm 2023: also days that no calendar has.
WRITTEN_DAY = re.compile(r"(\d{1,2})\s*(?:[/.-]|tháng)\s*(\d{1,2})\s*(?:[/.-]|năm)\s*(\d{4})")


def due_list(items: pl.DataFrame, *, reader: Reader, rows: int = ROWS_IN_A_CARD) -> str:
    """Counts, then one row per open item of WORK_ITEMS that is overdue or due within 30 days.

    `rows` of them are drawn, a last line counts the others. Order: longest overdue first, then
    soonest due. Counts within 15 days include those within 7.
    """
    pressing = pressing_items(items)
    counts = _counts(items, reader)
    if pressing.is_empty():
        words = safe(reader.text("figures.nothing.due"))
        return f'{counts}<p class="ioc-nothing">{words}</p>'
    drawn = "".join(_row(row, reader) for row in pressing.head(rows).to_dicts())
    table = f"<table>{_head(reader)}<tbody>{drawn}</tbody></table>"
    others = ""
    if pressing.height > rows:
        words = reader.counted("figures.due.others", pressing.height - rows)
        others = f'<p class="ioc-others">{safe(words)}</p>'
    return f'{counts}<div class="ioc-due">{table}{others}</div>'


def pressing_items(items: pl.DataFrame) -> pl.DataFrame:
    """The items that are overdue or due within the farthest horizon, most pressing first."""
    return items.filter(pl.col("days_left") <= max(HORIZONS)).sort(
        "days_left", "deadline", "item", maintain_order=True
    )


def _counts(items: pl.DataFrame, reader: Reader) -> str:
    overdue = items.filter(pl.col("days_left") < 0).height
    tone = "ioc-tone-bad" if overdue else "ioc-tone-good"
    first = (
        f'<li class="{tone}">{icon("overdue" if overdue else "met")}'
        f"<b>{reader.number(overdue)}</b> {safe(reader.text('figures.due.overdue'))}</li>"
    )
    within = "".join(
        f"<li><b>{reader.number(items.filter(pl.col('days_left').is_between(0, days)).height)}</b>"
        f" {safe(reader.text('figures.due.within', days=days))}</li>"
        for days in HORIZONS
    )
    return f'<ul class="ioc-counts">{first}{within}</ul>'


def _head(reader: Reader) -> str:
    names = ("days", "title", "lead", "deadline")
    cells = "".join(f"<th>{safe(reader.text(f'figures.due.{name}'))}</th>" for name in names)
    columns = "".join(f'<col class="ioc-column-{name}">' for name in names)
    return f"<colgroup>{columns}</colgroup><thead><tr>{cells}</tr></thead>"


def _row(row: Row, reader: Reader) -> str:
    fields = dict(row)
    title = reader.pick(fields, "title")
    lead, post = who_leads(row, reader)
    days: int = row["days_left"]
    late = days < 0
    words = reader.text("figures.due.late" if late else "figures.due.left")
    tone = "ioc-tone-bad" if late else "ioc-tone-warning" if days <= HORIZONS[0] else ""
    plan = reader.pick(fields, "plan")
    state = reader.text(f"figures.state.{row['state']}")
    told = f"{title} · {plan} · {state}"
    written = written_deadline(row["deadline_text"], row["deadline"])
    words_of_text = safe(reader.text("figures.due.written", words=written), limit=80)
    small = f"<small>{words_of_text}</small>" if written else ""
    style = ' class="ioc-one-line"' if written else ""
    return (
        f'<tr class="{tone}"><td>{icon("overdue" if late else "due")}'
        f"<b>{reader.number(abs(days))}</b><small>{safe(words)}</small></td>"
        f"<td{hint(told)}><span{style}>{safe(title, limit=TITLE_LENGTH)}</span>{small}</td>"
        f"<td><span>{safe(lead, limit=120)}</span><small>{safe(post, limit=120)}</small></td>"
        f"<td>{safe(reader.date(row['deadline']))}</td></tr>"
    )


def who_leads(row: Row, reader: Reader) -> tuple[str, str]:
    """Lead unit and accountable post; a post without a unit stands in its place.

    Of a unit that is gone both say until when, and who took over.
    """
    fields = dict(row)
    lead, post = reader.pick(fields, "lead"), post_until(reader.pick(fields, "post"), row, reader)
    if lead:
        return lead_until(lead, row, reader), post or reader.text("figures.due.no_post")
    if post:
        return post, ""
    return reader.text("figures.due.no_lead"), reader.text("figures.due.no_post")


def written_deadline(text: str | None, deadline: date | None) -> str:
    """What the document says where it names another day than `deadline`; empty elsewhere."""
    if not text or deadline is None:
        return ""
    days = {tuple(int(part) for part in day) for day in WRITTEN_DAY.findall(text)}
    return text if days and (deadline.day, deadline.month, deadline.year) not in days else ""
