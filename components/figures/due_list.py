"""What is overdue and what falls due soon, most pressing first, as a table to be read from afar."""

import polars as pl

from components.figures.marks import icon
from components.markup import hint, safe
from components.measures import Row
from components.reader import Reader

HORIZONS = (7, 15, 30)
# On a wall nobody scrolls; for who does, more would be another page's matter.
MOST_ROWS = 40
TITLE_LENGTH = 160


def due_list(items: pl.DataFrame, *, reader: Reader) -> str:
    """Counts, then one row per open item of WORK_ITEMS that is overdue or due within 30 days.

    Order: longest overdue first, then soonest due. Counts within 15 days include those within 7.
    """
    pressing = pressing_items(items)
    counts = _counts(items, reader)
    if pressing.is_empty():
        words = safe(reader.text("figures.nothing.due"))
        return f'{counts}<p class="ioc-nothing">{words}</p>'
    rows = "".join(_row(row, reader) for row in pressing.head(MOST_ROWS).to_dicts())
    return f'{counts}<div class="ioc-due"><table>{_head(reader)}<tbody>{rows}</tbody></table></div>'


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
    lead = reader.pick(fields, "lead") or reader.text("figures.due.no_lead")
    post = reader.pick(fields, "post") or reader.text("figures.due.no_post")
    days: int = row["days_left"]
    late = days < 0
    words = reader.text("figures.due.late" if late else "figures.due.left")
    tone = "ioc-tone-bad" if late else "ioc-tone-warning" if days <= HORIZONS[0] else ""
    plan = reader.pick(fields, "plan")
    state = reader.text(f"figures.state.{row['state']}")
    told = f"{title} · {plan} · {state}"
    return (
        f'<tr class="{tone}"><td>{icon("overdue" if late else "due")}'
        f"<b>{reader.number(abs(days))}</b><small>{safe(words)}</small></td>"
        f"<td{hint(told)}><span>{safe(title, limit=TITLE_LENGTH)}</span></td>"
        f"<td><span>{safe(lead, limit=80)}</span><small>{safe(post, limit=80)}</small></td>"
        f"<td>{safe(reader.date(row['deadline']))}</td></tr>"
    )
