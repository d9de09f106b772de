"""All units in their order as a table: rank, bar, value, the two counts behind it, the target.

Nothing here needs a pointer to be read; the name of a unit leads on.
"""

from collections.abc import Callable

import polars as pl

from components.figures.converted import converted_mark, why_not_converted
from components.figures.marks import status_chip, tone_class
from components.figures.ranking import full_scale
from components.markup import hint, safe, share_style
from components.measures import Measure, Row, absence
from components.reader import Reader
from components.sentences import unit_name

COLUMNS = ("rank", "unit", "bar", "value", "parts", "target")


def unit_table(
    values: pl.DataFrame,
    *,
    measure: Measure,
    reader: Reader,
    link: Callable[[Row], str],
    chosen: int | None = None,
) -> str:
    """A row for each unit of UNIT_VALUES, in the order of the frame; no value last, with its kind.

    `link` gives the address that a unit's name leads to; `chosen` is the unit_id that stands out.
    """
    if values.is_empty():
        return f'<p class="ioc-nothing">{safe(reader.text("figures.nothing.units"))}</p>'
    rows = values.to_dicts()
    full = full_scale(rows, measure)
    heads = "".join(
        f'<th scope="col">{safe(reader.text(f"map.column_{name}"))}</th>' for name in COLUMNS
    )
    body = "".join(
        _row(
            row,
            measure=measure,
            full=full,
            reader=reader,
            link=link(row),
            is_chosen=row["unit_id"] == chosen,
        )
        for row in rows
    )
    label = safe(reader.text("map.table"))
    return (
        f'<div class="ioc-unit-table" role="region" tabindex="0" aria-label="{label}"><table>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(
    row: Row, *, measure: Measure, full: float, reader: Reader, link: str, is_chosen: bool
) -> str:
    name = reader.pick(dict(row), "full_name") or unit_name(row, reader)
    marked = ' class="ioc-chosen" aria-current="true"' if is_chosen else ""
    anchor = f'<a href="{safe(link, limit=2000)}"{hint(name)}>{safe(unit_name(row, reader))}</a>'
    kind = absence(row)
    if kind is not None:
        why = why_not_converted(row, reader) or reader.text(f"figures.absence.{kind}")
        return (
            f"<tr{marked}><td></td><td>{anchor}</td>"
            f'<td colspan="4"><span class="ioc-absent"><i class="ioc-swatch ioc-absent-{kind}"></i>'
            f"{safe(why)}</span></td></tr>"
        )
    target = ""
    if row["target"] is not None:
        target = f'<u style="left:{share_style(row["target"] / full)}"></u>'
    # The word beside the figure, where its period is still open.
    is_open = row["obs_status"] == "provisional"
    word = safe(reader.text("figures.obs_status.provisional"))
    open_still = f" <small>{word}</small>" if is_open else ""
    return (
        f"<tr{marked}><td>{reader.number(row['rank'])}</td><td>{anchor}</td>"
        f'<td class="{tone_class(row["status"])}"><div class="ioc-track">'
        f'<i style="width:{share_style(row["value"] / full)}"></i>{target}</div></td>'
        f"<td>{converted_mark(row, reader)}{safe(measure.amount(row['value'], reader))}{open_still}"
        f"</td>"
        f"<td>{_parts(row, reader)}</td>"
        f"<td>{status_chip(row['status'], reader)}</td></tr>"
    )


def _parts(row: Row, reader: Reader) -> str:
    """`1.234/2.345`; a dash where the value is no ratio or its counts are not known."""
    part, whole = row["numerator"], row["denominator"]
    if part is None or whole is None:
        return reader.number(None)
    return safe(f"{reader.number(part)}/{reader.number(whole)}")
