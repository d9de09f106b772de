"""What changed between two batches: five counts, and the first rows of each kind."""

from collections.abc import Callable, Sequence

import polars as pl

from components.changes import (
    Changes,
    event_word,
    written_period,
    written_term,
    written_value,
)
from components.markup import hint, safe
from components.measures import Row
from components.reader import NO_VALUE, Reader

FIRST_ROWS = 8
LONGEST_TITLE = 160
# Several fields of a task that changed on one day are one line here, and all lines of the file.
_SAME_EVENT = ("subject", "plan", "code", "event_type", "happened_on")


def change_counts(changes: Changes, *, reader: Reader) -> str:
    """`3 số liệu được sửa · 140 số liệu mới · ...`; a sentence where nothing changed."""
    if changes.is_empty:
        return f'<p class="ioc-nothing">{safe(reader.text("meetings.nothing_changed"))}</p>'
    items = "".join(
        f'<li class="{"ioc-tone-warning" if kind == "corrected" and count else ""}">'
        f"<b>{reader.number(count)}</b> {safe(reader.text(f'meetings.count_{kind}'))}</li>"
        for kind, count in changes.counts().items()
    )
    return f'<ul class="ioc-change-counts">{items}</ul>'


def change_tables(changes: Changes, *, reader: Reader) -> str:
    """The first rows of corrections, new figures, targets, and what was told."""
    new = changes.figures.filter(~pl.col("is_correction"))
    return "".join(
        (
            figure_table("corrected", changes.corrections, reader=reader),
            figure_table("new", new, reader=reader),
            _table("targets", changes.targets, _target, reader),
            _table("told", changes.told, _told, reader, same=_SAME_EVENT),
        )
    )


def figure_table(kind: str, figures: pl.DataFrame, *, reader: Reader) -> str:
    """The first of `figures` (FIGURES_CHANGED), `kind` corrected or new; nothing without any."""
    return _table(kind, figures, _figure, reader)


def _table(
    kind: str,
    rows: pl.DataFrame,
    cells: Callable[[Row, Reader], Sequence[str]],
    reader: Reader,
    *,
    same: Sequence[str] | None = None,
) -> str:
    if rows.is_empty():
        return ""
    shown = rows.unique(same, keep="first", maintain_order=True).head(FIRST_ROWS)
    body = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells(row, reader))}</tr>"
        for row in shown.to_dicts()
    )
    more = rows.height - shown.height
    others = reader.counted("meetings.others", more) if more > 0 else ""
    note = f"<p><small>{safe(others)}</small></p>" if others else ""
    title = safe(reader.text(f"meetings.changed_{kind}"))
    return (
        f'<section class="ioc-changes ioc-changes-{kind}"><h4>{title}</h4>'
        f"<table><tbody>{body}</tbody></table>{note}</section>"
    )


def _figure(row: Row, reader: Reader) -> Sequence[str]:
    service = f" · {row['service']}" if row["service"] else ""
    name = f"{reader.pick(dict(row), 'name')}{service}"
    return (
        f"<span{hint(name)}>{safe(name, limit=LONGEST_TITLE)}</span>",
        safe(reader.pick(dict(row), "full_name")),
        safe(written_period(row, reader)),
        _old_and_new(row, reader),
    )


def _target(row: Row, reader: Reader) -> Sequence[str]:
    name = reader.pick(dict(row), "name")
    whom = reader.pick(dict(row), "full_name")
    if not whom:
        whom = reader.text(f"meetings.targets_{row['level'] or 'all'}")
    return (
        f"<span{hint(name)}>{safe(name, limit=LONGEST_TITLE)}</span>",
        safe(whom),
        safe(written_term(row, reader)),
        _old_and_new(row, reader),
    )


def _told(row: Row, reader: Reader) -> Sequence[str]:
    code = f"{row['plan']}/{row['code']}" if row["plan"] else row["code"]
    title = reader.pick(dict(row), "title")
    return (
        f"<b>{safe(code)}</b> <span{hint(title)}>{safe(title, limit=LONGEST_TITLE)}</span>",
        safe(reader.pick(dict(row), "unit")) or NO_VALUE,
        safe(reader.date(row["happened_on"])),
        safe(event_word(row, reader)),
    )


def _old_and_new(row: Row, reader: Reader) -> str:
    new = f"<b>{safe(written_value(row, 'new', reader))}</b>"
    if not row["is_correction"]:
        return new
    return f"<s>{safe(written_value(row, 'old', reader))}</s> → {new}"
