"""Where dossiers lie past their due day: the services and the offices with most of them."""

from collections.abc import Sequence

import polars as pl

from components.figures.marks import bar_look, not_final, provisional_class
from components.figures.service_ranking import service_name
from components.markup import hint, safe, share_style
from components.measures import Row
from components.reader import Reader

# Of each kind that many; the file holds all of them.
MOST_NAMED = 3
KINDS = ("service", "unit")


def whole_of(overdue: pl.DataFrame) -> Row | None:
    """The row of the province of OVERDUE_DOSSIERS, if anybody reported."""
    found = overdue.filter(pl.col("kind") == "province")
    return found.row(0, named=True) if found.height else None


def most_overdue(overdue: pl.DataFrame, kind: str) -> pl.DataFrame:
    """The subjects of one kind with most overdue dossiers; those without any are not named."""
    return overdue.filter(pl.col("kind") == kind, pl.col("value") > 0).head(MOST_NAMED)


def subject_name(row: Row, reader: Reader) -> str:
    """The name of the unit or service of a row."""
    if row["kind"] == "service":
        return service_name(row, reader)
    return reader.pick(dict(row), "name")


def overdue_list(overdue: pl.DataFrame, *, reader: Reader) -> str:
    """The count of the province, then the services and offices with most, each with its count."""
    whole = whole_of(overdue)
    shown = [most_overdue(overdue, kind).to_dicts() for kind in KINDS]
    if whole is None and not any(shown):
        return (
            f'<p class="ioc-nothing">{safe(reader.text("online_services.overdue_none_told"))}</p>'
        )
    lists = "".join(
        _list(kind, rows, reader) for kind, rows in zip(KINDS, shown, strict=True) if rows
    )
    # Of parts that may still change the whole may, too: beside it the hatch is named.
    return f'<div class="ioc-overdue">{_whole(whole, reader)}{lists}</div>'


def _whole(whole: Row | None, reader: Reader) -> str:
    if whole is None:
        return ""
    words = reader.text("online_services.overdue_whole")
    word = not_final(whole["obs_status"], reader)
    swatch = f'<i class="ioc-swatch{provisional_class(whole["obs_status"])}"></i>'
    doubt = f"<small>{swatch}{safe(word)}</small>" if word else ""
    tone = "bad" if whole["value"] else "good"
    return (
        f'<p class="ioc-tone-{tone}"><b>{reader.number(whole["value"])}</b>'
        f"<span>{safe(words)}</span>{doubt}</p>"
    )


def _list(kind: str, rows: Sequence[Row], reader: Reader) -> str:
    heading = safe(reader.text(f"online_services.overdue_{kind}"))
    full = rows[0]["value"]
    items = "".join(_item(row, full, reader) for row in rows)
    return f"<section><h4>{heading}</h4><ol>{items}</ol></section>"


def _item(row: Row, full: float, reader: Reader) -> str:
    name = subject_name(row, reader)
    return (
        f'<li class="ioc-tone-bad"><span{hint(name)}>{safe(name)}</span>'
        f'<div class="ioc-track"><i{bar_look(row["obs_status"])} '
        f'style="width:{share_style(row["value"] / full)}"></i></div>'
        f"<b>{reader.number(row['value'])}</b></li>"
    )
