"""Rows of the files about online services and digital identity: figures, pulls, services."""

from collections.abc import Callable, Sequence

import polars as pl

from components.block_rows import UNIT, Row
from components.export.of_frames import Rows, figure_status
from components.export.table import Cell, Share, told
from components.figures.converted import source_words, why_not_converted
from components.figures.marks import PROVENANCES, status_word
from components.figures.service_ranking import ranked_services, service_name
from components.measures import Measure, absence
from components.pulls import Pulls
from components.reader import Reader

Columns = dict[str, Callable[[Row], Cell]]


def block_rows(figures: pl.DataFrame, *, reader: Reader) -> Rows:
    """BLOCK_FIGURES in their order: province, blocks, units, indicator by indicator."""
    columns: Columns = {
        "indicator_code": lambda row: told(row["indicator"]),
        "indicator": lambda row: told(reader.pick(dict(row), "name")),
        "unit": lambda row: _whom(row, reader),
        "unit_code": lambda row: told(row["unit_code"]) or None,
        "value": lambda row: _amount(row, "value"),
        "no_value": lambda row: _why_absent(row, reader),
        "numerator": lambda row: row["numerator"],
        "denominator": lambda row: row["denominator"],
        "target": lambda row: _amount(row, "target"),
        "target_due_on": lambda row: row["target_due_on"],
        "distance": lambda row: _amount(row, "distance"),
        "status": lambda row: status_word(row["status"], reader),
        "rank": lambda row: row["rank"],
        "period_start": lambda row: row["period_start"],
        "period_end": lambda row: row["period_end"],
        "provenance": lambda row: _provenance(row["provenance"], reader),
        "obs_status": lambda row: figure_status(row["obs_status"], reader),
        "cut_off": lambda row: row["cut_off"],
        "source": lambda row: told(reader.pick(dict(row), "source_title")) or None,
        "converted_from": lambda row: told(source_words(row, reader)) or None,
        "not_converted": lambda row: why_not_converted(row, reader) or None,
    }
    return _rows(figures.to_dicts(), columns, reader)


def pull_rows(pulls: Pulls | None, *, reader: Reader) -> Rows:
    """Every unit in scope with its points of the provincial rate, exact; then others and total.

    The points of the units and of the others add up to the total, up to the last digit that a
    spreadsheet keeps.
    """
    columns: Columns = {
        "unit": lambda row: told(row["name"]),
        "unit_code": lambda row: told(row["unit_code"]) or None,
        "numerator": lambda row: row["numerator"],
        "denominator": lambda row: row["denominator"],
        "value": lambda row: None if row["value"] is None else Share(round(row["value"], 12)),
        "pull": lambda row: Share(round(row["pull"], 12)),
        "reference": lambda row: Share(round(row["reference"], 12)),
        "provenance": lambda row: _provenance(row["provenance"], reader),
        "obs_status": lambda row: (
            None if row["provenance"] is None else figure_status(row["obs_status"], reader)
        ),
    }
    if pulls is None:
        return _rows([], columns, reader)
    nothing = dict.fromkeys(("unit_code", "numerator", "denominator", "value", "provenance"))
    rows: list[Row] = [
        {
            **pull.row,
            "name": reader.pick(dict(pull.row), "full_name"),
            "pull": float(pull.exact),
            "reference": pulls.reference,
        }
        for pull in pulls.all_units
    ]
    total = float(pulls.difference)
    others = pulls.known - len(rows)
    rest = float(pulls.difference - sum(pull.exact for pull in pulls.all_units))
    if others or round(rest, 12):
        name = reader.counted("online_services.rest", max(others, 0))
        rows.append({**nothing, "name": name, "pull": rest, "reference": pulls.reference})
    whole = {
        **nothing,
        "name": reader.text("online_services.whole"),
        "numerator": pulls.whole["sum_numerator"],
        "denominator": pulls.whole["sum_denominator"],
        "value": pulls.rate,
        "obs_status": pulls.whole["sum_status"],
        "provenance": pulls.whole["sum_provenance"],
    }
    rows.append({**whole, "pull": total, "reference": pulls.reference})
    return _rows(rows, columns, reader)


def service_rows(services: pl.DataFrame, *, reader: Reader) -> Rows:
    """LISTED_SERVICES: list by list, each the worst rate first; offered or not, and whose it is."""
    columns: Columns = {
        "list": lambda row: reader.text(f"online_services.list_{row['list']}"),
        "service_code": lambda row: told(row["service"]),
        "service": lambda row: told(service_name(row, reader)),
        "rank": lambda row: row["place"],
        "value": lambda row: None if row["value"] is None else Share(round(row["value"], 12)),
        "no_value": lambda row: _why_absent(row, reader),
        "numerator": lambda row: row["numerator"],
        "denominator": lambda row: row["denominator"],
        "provenance": lambda row: _provenance(row["provenance"], reader),
        "obs_status": lambda row: figure_status(row["obs_status"], reader),
        "cut_off": lambda row: row["cut_off"],
        "is_live": lambda row: reader.text(f"online_services.live_{row['is_live']}".lower()),
        "owner": lambda row: told(reader.pick(dict(row), "full_name")) or None,
        "owner_provenance": lambda row: _provenance(row["live_provenance"], reader),
    }
    ranked = [
        row
        for _, listed in services.group_by("list", maintain_order=True)
        for row in ranked_services(listed).to_dicts()
    ]
    return _rows(ranked, columns, reader)


def _whom(row: Row, reader: Reader) -> str:
    if row["whom"] == UNIT:
        return told(reader.pick(dict(row), "full_name"))
    if row["whom"] in ("localities", "departments"):
        return reader.text(f"figures.block.{row['whom']}")
    return reader.text("online_services.whole")


def _amount(row: Row, column: str) -> Cell:
    if row[column] is None:
        return None
    is_rate = Measure.of(row).kind == "rate"
    return Share(round(row[column], 12)) if is_rate else float(row[column])


def _why_absent(row: Row, reader: Reader) -> str | None:
    kind = absence(row)
    return None if kind is None else reader.text(f"figures.absence.{kind}")


def _provenance(provenance: str | None, reader: Reader) -> str | None:
    if provenance not in PROVENANCES:
        return None
    return reader.text(f"figures.provenance.{provenance}")


def _rows(rows: Sequence[Row], columns: Columns, reader: Reader) -> Rows:
    headings = tuple(reader.text(f"downloads.column.{name}") for name in columns)
    return headings, tuple(tuple(cell(row) for cell in columns.values()) for row in rows)
