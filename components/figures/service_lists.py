"""How many services of the official lists are offered, which are missing, and who owns those."""

from collections.abc import Sequence

import polars as pl

from components.block_rows import Row, row_of
from components.figures.marks import icon, status_chip, tone_class
from components.figures.service_ranking import service_name
from components.markup import safe
from components.measures import Measure
from components.reader import Reader

MOST_MISSING_SHOWN = 6


def missing_services(services: pl.DataFrame, listed: str) -> Sequence[Row]:
    """Services of a list of LISTED_SERVICES of which it was said that they are not offered."""
    return services.filter(pl.col("list") == listed, ~pl.col("is_live")).to_dicts()


def service_lists(
    figures: pl.DataFrame,
    services: pl.DataFrame,
    *,
    lists: dict[str, str],
    of_all: str,
    reader: Reader,
) -> str:
    """One block per list (code -> the indicator that counts it), then the count of all lists."""
    blocks = "".join(
        _list(row_of(figures, code), listed, services, reader) for listed, code in lists.items()
    )
    return f'<div class="ioc-lists">{blocks}{_all(row_of(figures, of_all), reader)}</div>'


def _list(row: Row | None, listed: str, services: pl.DataFrame, reader: Reader) -> str:
    name = reader.text(f"online_services.list_{listed}")
    missing = missing_services(services, listed)
    return (
        f'<section class="{tone_class(row["status"] if row else None)}">'
        f"{_head(row, name, reader)}{_missing(row, missing, reader)}</section>"
    )


def _head(row: Row | None, name: str, reader: Reader) -> str:
    if row is None or row["value"] is None:
        why = reader.text("figures.absence.missing")
        return f'<h4><b class="ioc-absent">{safe(why)}</b><span>{safe(name)}</span></h4>'
    chip = status_chip(row["status"], reader) if row["status"] != "no_target" else ""
    written = Measure.of(row).value(row, reader)
    return f"<h4><b>{safe(written)}</b><span>{safe(name)}</span>{chip}</h4>"


def _missing(row: Row | None, missing: Sequence[Row], reader: Reader) -> str:
    if row is None or row["value"] is None or not row["denominator"]:
        return ""
    lacking = round(row["denominator"] - row["value"])
    if lacking <= 0:
        return f"<p>{safe(reader.text('online_services.all_offered'))}</p>"
    if not missing:
        words = reader.counted("online_services.not_told_which", lacking)
        return f"<p>{icon('overdue')}{safe(words)}</p>"
    heading = reader.counted("online_services.missing", lacking)
    items = "".join(
        f"<li><span>{safe(_service(one, reader))}</span><b>{safe(_owner(one, reader))}</b></li>"
        for one in missing[:MOST_MISSING_SHOWN]
    )
    more = len(missing) - MOST_MISSING_SHOWN
    others = (
        f"<p>{safe(reader.counted('online_services.more_missing', more))}</p>" if more > 0 else ""
    )
    return f"<p>{icon('overdue')}{safe(heading)}</p><ul>{items}</ul>{others}"


def _service(row: Row, reader: Reader) -> str:
    return f"{row['service']} · {service_name(row, reader)}"


def _owner(row: Row, reader: Reader) -> str:
    return reader.pick(dict(row), "full_name") or reader.text("online_services.no_owner")


def _all(row: Row | None, reader: Reader) -> str:
    name = reader.text("online_services.list_53")
    words = reader.text("online_services.list_53_told")
    return f"<section>{_head(row, name, reader)}<p>{safe(words)}</p></section>"
