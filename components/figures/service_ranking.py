"""The essential services by their online rate, the worst first; no report is not zero."""

from collections.abc import Sequence

import polars as pl

from components.block_rows import Row
from components.figures.marks import bar_look, provisional_note
from components.markup import safe, share_style
from components.reader import Reader

# The worst stand out: those that a leader asks about.
SINGLED_OUT = 3


def ranked_services(services: pl.DataFrame) -> pl.DataFrame:
    """`services` of LISTED_SERVICES, the worst rate first, equals by number; without value last."""
    value = pl.col("value").round(12)
    return services.sort(value, "number", nulls_last=True).with_columns(
        place=pl.when(value.is_not_null()).then(pl.int_range(1, pl.len() + 1))
    )


def service_bars(services: pl.DataFrame, *, target: float | None, reader: Reader) -> str:
    """Two columns of bars on a scale of 0 to 100 %, with the line of the target if there is one."""
    if services.is_empty():
        return f'<p class="ioc-nothing">{safe(reader.text("online_services.no_list"))}</p>'
    rows = ranked_services(services).to_dicts()
    half = (len(rows) + 1) // 2
    columns = "".join(
        f'<ol style="--rows:{half}">{_bars(part, target=target, reader=reader)}</ol>'
        for part in (rows[:half], rows[half:])
    )
    return f'<div class="ioc-services">{columns}</div>{provisional_note(rows, reader)}'


def service_name(row: Row, reader: Reader) -> str:
    """The name of a service; of a slot without one, its number in its list."""
    name = reader.pick(dict(row), "name")
    return name or reader.text("online_services.slot", number=reader.number(row["number"]))


def _bars(rows: Sequence[Row], *, target: float | None, reader: Reader) -> str:
    return "".join(_bar(row, target=target, reader=reader) for row in rows)


def _bar(row: Row, *, target: float | None, reader: Reader) -> str:
    name = f"<span>{safe(service_name(row, reader))}</span>"
    if row["value"] is None:
        counted = row["obs_status"] is not None and row["denominator"] == 0
        kind = "nothing_counted" if counted else "missing"
        why = safe(reader.text(f"figures.absence.{kind}"))
        return f'<li><em></em>{name}<p class="ioc-absent">{why}</p></li>'
    is_worst = row["place"] <= SINGLED_OUT
    line = f'<u style="left:{share_style(target)}"></u>' if target is not None else ""
    written = safe(reader.percent(row["value"], digits=1))
    look = bar_look(row["obs_status"])
    return (
        f'<li class="{"ioc-tone-bad" if is_worst else "ioc-tone-plain"}">'
        f"<em>{row['place']}</em>{name}"
        f'<div class="ioc-track"><i{look} style="width:{share_style(row["value"])}"></i>'
        f"{line}</div>"
        f"<b>{written}</b></li>"
    )
