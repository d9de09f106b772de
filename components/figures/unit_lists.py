"""What a unit works on, what stands in its way, what it reported, where it comes from: as lists."""

import polars as pl

from components.figures.due_list import written_deadline
from components.figures.marks import icon
from components.figures.unit_links import UnitLinks, lifetime
from components.figures.unit_standing import OPEN
from components.markup import hint, safe
from components.measures import Row
from components.reader import NO_VALUE, Reader

SOON = 7
_WHOLE = 1 - 1e-9


def open_first(items: pl.DataFrame) -> pl.DataFrame:
    """Open WORK_ITEMS: the longest overdue, then what falls due, then what has no deadline."""
    return items.filter(pl.col("state").is_in(OPEN)).sort(
        "days_left", "plan_position", "item", nulls_last=True
    )


def work_list(
    items: pl.DataFrame, *, unit_id: int, reader: Reader, rows: int, kind: str = "tasks"
) -> str:
    """`rows` open items that the unit leads or coordinates, most pressing first; others counted.

    `kind`: tasks or models, for the words. Above them how many stand where.
    """
    counts = work_counts(items, reader)
    pressing = open_first(items)
    if pressing.is_empty():
        key = f"unit.no_open_{kind}" if items.height else f"unit.no_{kind}"
        return f'{counts}<p class="ioc-nothing">{safe(reader.text(key))}</p>'
    drawn = "".join(_work(row, unit_id, reader) for row in pressing.head(rows).to_dicts())
    others = _others(pressing.height - rows, f"unit.others_{kind}", reader)
    return f'{counts}<table class="ioc-unit-work"><tbody>{drawn}</tbody></table>{others}'


def work_counts(items: pl.DataFrame, reader: Reader) -> str:
    """How many items are overdue, open, done and recurring; nothing without any."""
    if items.is_empty():
        return ""
    overdue = items.filter(pl.col("days_left") < 0).height
    counted = {
        "overdue": overdue,
        "open": items.filter(pl.col("state").is_in(OPEN)).height,
        "accepted": items.filter(pl.col("state") == "accepted").height,
        "recurring": items.filter(pl.col("state") == "recurring").height,
    }
    shown = "".join(
        f'<li class="{"ioc-tone-bad" if name == "overdue" and count else ""}">'
        f"<b>{reader.number(count)}</b> {safe(reader.text(f'unit.count.{name}'))}</li>"
        for name, count in counted.items()
        if count or name in ("overdue", "open")
    )
    return f'<ul class="ioc-unit-counts">{shown}</ul>'


def _work(row: Row, unit_id: int, reader: Reader) -> str:
    fields = dict(row)
    title, plan = reader.pick(fields, "title"), reader.pick(fields, "plan")
    role = reader.text("unit.leads" if row["lead_unit_id"] == unit_id else "unit.coordinates")
    post = reader.pick(fields, "post") or reader.text("figures.due.no_post")
    days, tone, sign = _days(row, reader)
    written = written_deadline(row["deadline_text"], row["deadline"]) or row["deadline_text"] or ""
    day = reader.date(row["deadline"]) if row["deadline"] else safe(written, limit=24) or NO_VALUE
    said = f"{role} · {post}"
    when = f"{sign}<b>{days}</b><small>{day}</small>"
    what = f"<span>{safe(title)}</span><small{hint(said)}>{safe(said)}</small>"
    return f"<tr{tone}><td>{when}</td><td{hint(f'{title} · {plan}')}>{what}</td></tr>"


def _days(row: Row, reader: Reader) -> tuple[str, str, str]:
    """`quá 45 ngày`, its tone and its icon."""
    left = row["days_left"]
    if left is None:
        return NO_VALUE, "", ""
    if left < 0:
        words = reader.counted("unit.days_late", -left)
        return words, ' class="ioc-tone-bad"', icon("overdue")
    tone = ' class="ioc-tone-warning"' if left <= SOON else ""
    return reader.counted("unit.days_left", left), tone, icon("due")


def bottleneck_list(bottlenecks: pl.DataFrame, *, reader: Reader, rows: int) -> str:
    """UNIT_BOTTLENECKS: age, kind, title, for whom it waits and the next step."""
    if bottlenecks.is_empty():
        return f'<p class="ioc-nothing">{safe(reader.text("unit.no_bottlenecks"))}</p>'
    drawn = "".join(_bottleneck(row, reader) for row in bottlenecks.head(rows).to_dicts())
    others = _others(bottlenecks.height - rows, "unit.others_bottlenecks", reader)
    return f'<table class="ioc-unit-work"><tbody>{drawn}</tbody></table>{others}'


def _bottleneck(row: Row, reader: Reader) -> str:
    fields = dict(row)
    title, step = reader.pick(fields, "title"), reader.pick(fields, "next_step")
    kind = reader.text(f"unit.kind_{row['kind']}")
    whom = reader.text("unit.waits", whom=reader.text(f"unit.waits_{row['waits_for']}"))
    next_step = reader.text("unit.next_step", step=step) if step else ""
    told = "".join(
        f"<small>{safe(line)}</small>" for line in (f"{kind} · {whom}", next_step) if line
    )
    since = reader.date(row["opened_on"])
    return (
        f'<tr class="ioc-tone-warning"><td>{icon("due")}'
        f"<b>{reader.counted('unit.days_old', row['age_days'])}</b><small>{since}</small></td>"
        f"<td{hint(title)}><span>{safe(title)}</span>{told}</td></tr>"
    )


def report_list(reports: pl.DataFrame, *, reader: Reader) -> str:
    """UNIT_REPORTS of the last year: per form what was due, in time, late and not sent."""
    forms = reports.filter(pl.col("form").is_not_null())
    if forms.is_empty():
        return f'<p class="ioc-nothing">{safe(reader.text("unit.no_reports"))}</p>'
    columns = ("due", "in_time", "late", "not_sent")
    head = "".join(f"<th>{safe(reader.text(f'unit.report.{name}'))}</th>" for name in columns)
    drawn = ""
    for row in forms.to_dicts():
        name = reader.pick(row, "form")
        cells = "".join(
            f"<td{_report_tone(column, row[column])}>{reader.number(row[column])}</td>"
            for column in columns
        )
        drawn += f'<tr><th scope="row"{hint(name)}><span>{safe(name)}</span></th>{cells}</tr>'
    return (
        f'<table class="ioc-unit-reports"><thead><tr><th></th>{head}</tr></thead>'
        f"<tbody>{drawn}</tbody></table>"
    )


def _report_tone(column: str, count: int) -> str:
    tones = {"not_sent": "bad", "late": "warning"}
    return f' class="ioc-tone-{tones[column]}"' if count and column in tones else ""


def lineage_list(
    lineage: pl.DataFrame, *, links: UnitLinks | None, reader: Reader, rows: int
) -> str:
    """UNIT_LINEAGE: what went into the unit and what took over of it, with shares and their basis.

    Without `links` (on paper) names are no links.
    """
    if lineage.is_empty():
        return f'<p class="ioc-nothing">{safe(reader.text("unit.no_lineage"))}</p>'
    drawn = ""
    for side in ("before", "after"):
        part = lineage.filter(pl.col("side") == side)
        if part.is_empty():
            continue
        heading = safe(reader.text(f"unit.{side}"))
        lines = "".join(_relative(row, links, reader) for row in part.head(rows).to_dicts())
        others = _others(part.height - rows, "unit.others_units", reader)
        drawn += f"<section><h4>{heading}</h4><ul>{lines}</ul>{others}</section>"
    return f'<div class="ioc-lineage">{drawn}</div>'


def _relative(row: Row, links: UnitLinks | None, reader: Reader) -> str:
    name = safe(reader.pick(dict(row), "full_name") or reader.text("unit.out_of_scope"), limit=120)
    if row["unit_id"] is not None:
        when = safe(lifetime(row, reader))
        name = f"{name} <em>({when})</em>"
        if links is not None:
            name = f'<a href="{safe(links.to(row), limit=400)}">{name}</a>'
    share = reader.text("unit.whole")
    if row["weight"] < _WHOLE:
        basis = reader.text(f"unit.basis_{row['basis']}")
        share = reader.text(
            "unit.share", share=reader.percent(row["weight"], digits=1), basis=basis
        )
    return f"<li><span>{name}</span><small>{safe(share)}</small></li>"


def _others(count: int, key: str, reader: Reader) -> str:
    return f'<p class="ioc-others">{safe(reader.counted(key, count))}</p>' if count > 0 else ""
