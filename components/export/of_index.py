"""The service index as cells: groups, metrics, units, measures and losses of one standing."""

from collections.abc import Sequence

import polars as pl

from components.export.of_frames import Row, Rows
from components.export.table import Cell, Share, told
from components.figures.index_metrics import rule_words
from components.figures.marks import NOT_FINAL, PROVENANCES
from components.index_standing import Standing
from components.reader import Reader

# The files of a standing, each with its frame and rows.
PARTS = ("groups", "metrics", "units", "measures", "losses")
# What binary fractions leave behind the decimals that mean something.
_EXACT = 9


def index_rows(part: str, standing: Standing, *, reader: Reader) -> tuple[pl.DataFrame, Rows]:
    """Frame and rows of one of PARTS; empty where no scheme was in force."""
    made = {
        "groups": _groups,
        "metrics": _metrics,
        "units": _units,
        "measures": _measures,
        "losses": _losses,
    }[part]
    return made(standing, reader)


def _groups(standing: Standing, reader: Reader) -> tuple[pl.DataFrame, Rows]:
    """The total first, then the groups; a group with parts before its parts."""
    total = [
        {**standing.total, "code": "", "name": reader.text("service_index.total")}
        for _ in [standing.scheme]
        if standing.scheme is not None
    ]
    groups = [
        {**row, "code": row["group"], "name": reader.pick(row, "group"), "score": None}
        for row in standing.groups.to_dicts()
    ]
    parts = [
        {**row, "code": row["part"], "name": reader.pick(row, "part"), "score": None}
        for row in standing.parts.to_dicts()
    ]
    ordered = [*total]
    for group in groups:
        ordered += [group, *(part for part in parts if part["group"] == group["code"])]
    return _told(standing), _table(
        {
            "group_code": [told(row["code"]) or None for row in ordered],
            "group": [told(row["name"]) for row in ordered],
            **_points(ordered, "points", "applicable", "unknown", "lost"),
            "score": [_amount(row["score"]) for row in ordered],
            "grade": [told(reader.pick(row, "grade")) or None for row in ordered],
            **_points(ordered, "before", "change", "official", "difference"),
            "obs_status": [_status(row["obs_status"], reader) for row in ordered],
            **_scheme(standing, reader, rows=len(ordered)),
            **_made(standing, reader, rows=len(ordered)),
        },
        reader,
    )


def _metrics(standing: Standing, reader: Reader) -> tuple[pl.DataFrame, Rows]:
    rows = standing.metrics.to_dicts()
    return standing.metrics, _table(
        {
            "group": [told(reader.pick(row, "group")) for row in rows],
            "metric_code": [told(row["metric"]) for row in rows],
            "metric": [told(reader.pick(row, "metric")) for row in rows],
            "indicator_code": [told(row["indicator"]) for row in rows],
            "numerator": [_amount(row["numerator"]) for row in rows],
            "denominator": [_amount(row["denominator"]) for row in rows],
            "value": [None if row["rate"] is None else Share(row["rate"]) for row in rows],
            "index_state": [reader.text(f"service_index.state_{row['state']}") for row in rows],
            **_points(rows, "points", "max_points", "lost"),
            "rule": [rule_words(row, reader) for row in rows],
            "obs_status": [
                None if row["points"] is None else _status(row["obs_status"], reader)
                for row in rows
            ],
            "provenance": [_provenance(row, reader) for row in rows],
            "cut_off": [row["cut_off"] for row in rows],
            **_scheme(standing, reader, rows=len(rows)),
        },
        reader,
    )


def _units(standing: Standing, reader: Reader) -> tuple[pl.DataFrame, Rows]:
    rows = standing.units.to_dicts()
    return standing.unit_metrics, _table(
        {
            "rank": [row["rank"] for row in rows],
            **_unit(rows, reader),
            "score": [_amount(row["score"]) for row in rows],
            "grade": [told(reader.pick(row, "grade")) or None for row in rows],
            **_points(rows, "points", "applicable", "unknown", "lost", "before", "change"),
            "obs_status": [_status(row["obs_status"], reader) for row in rows],
            **_scheme(standing, reader, rows=len(rows)),
            **_made(standing, reader, rows=len(rows)),
        },
        reader,
    )


def _measures(standing: Standing, reader: Reader) -> tuple[pl.DataFrame, Rows]:
    found = standing.gains
    rows = found.to_dicts()
    return found, _table(
        {
            "metric_code": [told(row["metric"]) for row in rows],
            "metric": [told(reader.pick(row, "metric")) for row in rows],
            "next_cases": [standing.next_cases for _ in rows],
            **_points(rows, "gain", "gain_per_case"),
            "cases_to_full": [row["cases_to_full"] for row in rows],
            **_points(rows, "can_be_had"),
            "obs_status": [_status(row["obs_status"], reader) for row in rows],
            **_scheme(standing, reader, rows=len(rows)),
            **_made(standing, reader, rows=len(rows)),
        },
        reader,
    )


def _losses(standing: Standing, reader: Reader) -> tuple[pl.DataFrame, Rows]:
    found = standing.losses
    rows = found.to_dicts()
    rest = reader.text("service_index.rest_row")
    return found, _table(
        {
            "unit": [told(reader.pick(row, "full_name")) or rest for row in rows],
            "unit_code": [told(row["unit_code"]) or None for row in rows],
            **_points(rows, "lost"),
            "metric": [told(reader.pick(row, "worst")) for row in rows],
            **_points(rows, "worst_lost"),
            "obs_status": [_status(standing.total["obs_status"], reader) for _ in rows],
            **_scheme(standing, reader, rows=len(rows)),
            **_made(standing, reader, rows=len(rows)),
        },
        reader,
    )


def _table(columns: dict[str, list[Cell]], reader: Reader) -> Rows:
    headings = tuple(reader.text(f"downloads.column.{name}") for name in columns)
    return headings, tuple(zip(*columns.values(), strict=True))


def _points(rows: Sequence[Row], *names: str) -> dict[str, list[Cell]]:
    return {
        "points_before" if name == "before" else name: [_amount(row.get(name)) for row in rows]
        for name in names
    }


def _unit(rows: Sequence[Row], reader: Reader) -> dict[str, list[Cell]]:
    return {
        "unit": [told(reader.pick(dict(row), "full_name")) for row in rows],
        "unit_code": [told(row["unit_code"]) for row in rows],
    }


def _scheme(standing: Standing, reader: Reader, *, rows: int) -> dict[str, list[Cell]]:
    scheme = standing.scheme
    if scheme is None:
        return {"scheme": [], "effective_from": []}
    return {
        "scheme": [told(reader.pick(dict(scheme), "scheme"))] * rows,
        "effective_from": [scheme["effective_from"]] * rows,
    }


def _made(standing: Standing, reader: Reader, *, rows: int) -> dict[str, list[Cell]]:
    """How the points came about: derived from counts, illustrative as soon as one of them is."""
    provenance = "illustrative" if standing.illustrative else "derived"
    return {"provenance": [reader.text(f"figures.provenance.{provenance}")] * rows}


def _told(standing: Standing) -> pl.DataFrame:
    """What the origin of the totals is read from: all metrics, and what was published."""
    columns = [name for name in standing.official.columns if name in standing.metrics.columns]
    kept = [name for name in columns if name not in ("group", "points")]
    return pl.concat([standing.metrics.select(kept), standing.official.select(kept)])


def _amount(amount: float | None) -> Cell:
    return None if amount is None else round(amount, _EXACT)


def _status(obs_status: str | None, reader: Reader) -> str | None:
    known = obs_status in ("final", *NOT_FINAL)
    return reader.text(f"figures.obs_status.{obs_status}") if known else None


def _provenance(row: Row, reader: Reader) -> str | None:
    known = row["provenance"] in PROVENANCES
    return reader.text(f"figures.provenance.{row['provenance']}") if known else None
