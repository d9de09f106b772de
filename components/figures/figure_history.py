"""How a figure came to be: each entry with who made it, from where, and what it changed."""

import polars as pl

from components.figures.marks import origin_line, provenance_mark
from components.markup import hint, safe
from components.measures import Measure, Row, written_period
from components.reader import NO_VALUE, Reader

COLUMNS = ("entered", "entered_by", "unit", "period", "value", "before", "origin", "standing")


def history_table(entries: pl.DataFrame, *, reader: Reader) -> str:
    """FIGURE_HISTORY, the newest entry first."""
    if entries.is_empty():
        return f'<p class="ioc-nothing">{safe(reader.text("definitions.history_none"))}</p>'
    head = "".join(
        f'<th scope="col">{safe(reader.text(f"definitions.history_column.{name}"))}</th>'
        for name in COLUMNS
    )
    rows = "".join(_entry(row, reader) for row in entries.to_dicts())
    return (
        '<div class="ioc-history" tabindex="0"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def value_words(row: Row, reader: Reader, *, before: bool = False) -> str:
    """`45,03% (12/27)`: a value with the two counts behind it; why there is none otherwise."""
    ending = "_before" if before else ""
    told = {
        name: row[f"{name}{ending}"] for name in ("value", "numerator", "denominator", "obs_status")
    }
    measure = Measure.of(row)
    if told["value"] is None:
        known = told["obs_status"] in ("missing", "not_applicable")
        kind = told["obs_status"] if known else "nothing_counted"
        return reader.text(f"figures.absence.{kind}")
    written = measure.value(told, reader)
    if row["measure"] != "rate" or told["denominator"] is None:
        return written
    counts = f"{reader.number(told['numerator'])}/{reader.number(told['denominator'])}"
    return f"{written} ({counts})"


def entered_words(row: Row, reader: Reader) -> str:
    """Who entered it; that it came in by command where no account stands behind the batch."""
    return row["entered_by"] or reader.text("definitions.history_by_command")


def standing_words(row: Row, reader: Reader) -> str:
    """That an entry counts, or which batch replaced it."""
    if row["replaced_in"] is None:
        return reader.text("definitions.history_counts")
    batch = reader.number(row["replaced_in"])
    return reader.text("definitions.history_replaced", batch=batch)


def change_words(row: Row, reader: Reader) -> str:
    """What an entry replaced; a dash for a first one."""
    return value_words(row, reader, before=True) if row["is_revision"] else NO_VALUE


def subject_words(row: Row, reader: Reader) -> str:
    """The unit of an entry, with the service where it is about one."""
    unit = reader.pick(dict(row), "unit")
    if not row["service"]:
        return unit
    service = reader.pick(dict(row), "service") or row["service"]
    return f"{unit} · {service}"


def _entry(row: Row, reader: Reader) -> str:
    batch = reader.text("blocks.freshness.batch", batch=reader.number(row["batch"]))
    day = reader.date(row["entered_on"])
    title = reader.pick(dict(row), "source_title")
    source = origin_line(reader=reader, provenances=[], source=row, cut_off=row["cut_off"])
    tone = "warning" if row["is_revision"] else "neutral"
    gone = ' class="ioc-replaced"' if row["replaced_in"] is not None else ""
    subject = subject_words(row, reader)
    period = written_period(row["period_start"], row["period_end"], reader)
    return (
        f"<tr{gone}><td><b>{safe(day)}</b><small>{safe(batch)}</small></td>"
        f"<td>{safe(entered_words(row, reader))}<small{hint(row['file_name'])}>"
        f"{safe(row['file_name'])}</small></td>"
        f'<th scope="row"{hint(subject)}>{safe(subject)}</th><td>{safe(period)}</td>'
        f"<td><b>{safe(value_words(row, reader))}</b></td>"
        f'<td class="ioc-tone-{tone}">{safe(change_words(row, reader))}</td>'
        f"<td{hint(title)}>{provenance_mark(row['provenance'], reader)}{source}</td>"
        f"<td>{safe(standing_words(row, reader))}</td></tr>"
    )
