"""Work over time: a bar per item from its start to its deadline, the late part of it in red."""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from components.figures.task_links import TaskLinks
from components.figures.task_list import days_words
from components.markup import hint, safe, share_style
from components.measures import Row
from components.reader import Reader

MOST_ROWS, MOST_DAY_LABELS = 40, 12
MARGIN = timedelta(days=7)


def timeline(
    items: pl.DataFrame, spans: pl.DataFrame, *, today: date, links: TaskLinks, reader: Reader
) -> str:
    """The open `items` (WORK_ITEMS) by deadline, the latest first; `spans`: WORK_SPANS.

    A milestone is a diamond on its day; without a deadline a bar is open at its end. A deadline
    that was moved leaves a mark on its first day.
    """
    rows = planned(items, spans)
    if rows.is_empty():
        return f'<p class="ioc-nothing">{safe(reader.text("tasks.timeline.none"))}</p>'
    shown = rows.head(MOST_ROWS).to_dicts()
    scale = _Scale.of(shown, today)
    drawn = "".join(_row(row, scale, links, reader) for row in shown)
    others = ""
    if rows.height > MOST_ROWS:
        words = safe(reader.counted("tasks.list.others", rows.height - MOST_ROWS))
        others = f'<p class="ioc-others">{words}</p>'
    words = safe(reader.text("tasks.course.today"))
    now = (
        f'<u class="ioc-gantt-today" style="--at:{scale.across(today):.4f}">'
        f"<span>{words}</span></u>"
    )
    return (
        f'{_legend(reader)}<div class="ioc-gantt"><div class="ioc-gantt-axis"><div>'
        f"{scale.months(reader)}</div></div>{drawn}{now}</div>{others}"
    )


def planned(items: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """Open items that end, each with its first days; what is due first stands first."""
    is_open = pl.col("state").is_in(["not_started", "in_progress", "submitted"])
    return (
        items.filter(is_open)
        .join(spans, on="work_item_id", how="left", maintain_order="left")
        .with_columns(from_day=pl.coalesce("starts_on", "worked_on", "entered_on", "deadline"))
        .drop_nulls("from_day")
        .sort("deadline", "plan_position", "item", nulls_last=True, maintain_order=True)
    )


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    @classmethod
    def of(cls, rows: list[dict[str, object]], today: date) -> "_Scale":
        names = ("from_day", "deadline", "first_deadline")
        days = [day for row in rows for name in names if isinstance(day := row[name], date)]
        return cls(min([*days, today]) - MARGIN, max([*days, today]) + MARGIN)

    def across(self, day: date) -> float:
        return (day - self.first).days / (self.last - self.first).days

    def months(self, reader: Reader) -> str:
        first, last = (day.year * 12 + day.month - 1 for day in (self.first, self.last))
        months = [date(index // 12, index % 12 + 1, 1) for index in range(first + 1, last + 1)]
        every = -(-len(months) // MOST_DAY_LABELS) or 1
        return "".join(
            f'<em style="left:{share_style(self.across(day))}">{safe(reader.month_of(day))}</em>'
            for day in months[::every]
        )

    def bar(self, look: str, start: date, end: date) -> str:
        left, width = self.across(start), self.across(end) - self.across(start)
        return (
            f'<i class="ioc-gantt-{look}" '
            f'style="left:{share_style(left)};width:{share_style(max(width, 0.002))}"></i>'
        )


def _row(row: Row, scale: _Scale, links: TaskLinks, reader: Reader) -> str:
    title = reader.pick(dict(row), "title")
    words, mark, tone = days_words(row, reader)
    if row["days_left"] is None:
        words = row["deadline_text"] or reader.text("tasks.list.undated_one")
    return (
        f'<div class="ioc-gantt-row ioc-tone-{tone}"><a href="{links.to_task(row)}"{hint(title)}>'
        f"<b>{safe(row['item'])}</b> {safe(title)}</a><div>{_bars(row, scale)}</div>"
        f"<span{hint(words)}>{mark}{safe(words, limit=60)}</span></div>"
    )


def _bars(row: Row, scale: _Scale) -> str:
    start, deadline, days_left = row["from_day"], row["deadline"], row["days_left"]
    if row["kind"] == "milestone" and deadline:
        place = share_style(scale.across(deadline))
        return f'<b class="ioc-gantt-milestone" style="left:{place}"></b>'
    look = "idle" if row["state"] == "not_started" else "worked"
    if deadline is None:
        return scale.bar(f"{look} ioc-gantt-open", start, scale.last - MARGIN)
    bars = scale.bar(look, min(start, deadline), deadline)
    if days_left is not None and days_left < 0:
        bars += scale.bar("late", deadline, deadline + timedelta(days=-days_left))
    first = row["first_deadline"]
    if row["moves"] and first:
        bars += f'<b class="ioc-gantt-moved" style="left:{share_style(scale.across(first))}"></b>'
    return bars


def _legend(reader: Reader) -> str:
    looks = ("worked", "idle", "late", "moved", "milestone")
    items = "".join(
        f'<li><i class="ioc-swatch ioc-gantt-{look}"></i>'
        f"{safe(reader.text(f'tasks.timeline.{look}'))}</li>"
        for look in looks
    )
    return f'<ul class="ioc-legend">{items}</ul>'
