"""Which units and days a refusal is about, in words for its sentence."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl

from domain.succession.refusals import UnitsRefused

MOST_NAMED = 5
STILL = "…"
_NOTHING = {"units": "–", "days": "–"}


def named(refusal: UnitsRefused, units: pl.DataFrame, *, language: str = "vi") -> dict[str, str]:
    """What fills the sentence `refusal.message_key`: its values, `units` and `days`.

    units: unit_id, code, valid_from, valid_to and full_name_vi, full_name_en (else name_vi).
    Several units or days are listed, the first MOST_NAMED of them.
    """
    name = f"full_name_{language}" if f"full_name_{language}" in units.columns else "name_vi"
    known = {row["unit_id"]: row for row in units.iter_rows(named=True)}

    def told(unit_id: int) -> str:
        row = known.get(unit_id)
        if row is None:
            return f"#{unit_id}"
        return unit_told(row[name], row["code"], row["valid_from"], row["valid_to"])

    rows = list(refusal.rows.iter_rows(named=True))
    return {
        **_NOTHING,
        **refusal.values,
        **{
            what: listed(found)
            for what, found in (
                ("units", [_unit(row, told) for row in rows]),
                ("days", [day_told(row["on_date"]) for row in rows if "on_date" in row]),
            )
            if any(found)
        },
    }


def _unit(row: dict[str, Any], told: Any) -> str:
    if "old_unit_id" in row:
        return f"{told(row['old_unit_id'])} → {told(row['new_unit_id'])}"
    return str(told(row["unit_id"])) if "unit_id" in row else ""


def unit_told(name: str, code: str, valid_from: date, valid_to: date | None) -> str:
    """`Thị xã Cửa Lò (413, 01/01/2020 – 30/11/2024)`."""
    return f"{name} ({code}, {span_told(valid_from, valid_to)})"


def span_told(valid_from: date, valid_to: date | None) -> str:
    """`01/01/2020 – 30/11/2024`, or with `…` for what has no end yet."""
    return f"{day_told(valid_from)} – {day_told(valid_to) if valid_to else STILL}"


def day_told(day: date) -> str:
    """The day as officials write it."""
    return f"{day:%d/%m/%Y}"


def listed(names: Iterable[str]) -> str:
    """The names, each once, the first MOST_NAMED of them."""
    each = [name for name in dict.fromkeys(names) if name]
    return "; ".join([*each[:MOST_NAMED], *([STILL] if len(each) > MOST_NAMED else [])])
