"""Units of a sample province from its hand-written tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sample_data.generate.writing import Row, day, read_table

# The vintage of the unit tables: codes, areas and names as of the reform of 1 January 2020.
SINCE = date(2020, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Unit:
    """What the generator needs to know of a unit; `weight` is its share of dossiers or people."""

    code: str
    level: str
    full_name_vi: str
    post_vi: str
    post_en: str
    executor: str = ""
    weight: float = 0.0
    online: float = 0.5


def whole(*, code: str, full_name_vi: str) -> Unit:
    """The province itself, as a unit that figures belong to."""
    return Unit(code=code, level="province", full_name_vi=full_name_vi, post_vi="", post_en="")


def province_row(province: Unit, *, name_vi: str, name_en: str, full_name_en: str) -> Row:
    """The import row of the province itself."""
    return {
        "code": province.code,
        "level": province.level,
        "kind_vi": "Tỉnh",
        "name_vi": name_vi,
        "name_en": name_en,
        "full_name_vi": province.full_name_vi,
        "full_name_en": full_name_en,
        "valid_from": SINCE,
        "accountable_post_vi": "Chủ tịch UBND tỉnh",
        "accountable_post_en": "Chairperson of the Provincial People's Committee",
    }


def places(table: str, *, level: str) -> list[Unit]:
    """Districts or communes of a table; `weight` is the population."""
    return [
        Unit(
            code=row["code"],
            level=level,
            full_name_vi=row["full_name_vi"],
            post_vi=_place_post_vi(row),
            post_en=_place_post_en(row),
            weight=float(row["population"] or 0),
        )
        for row in read_table(table)
    ]


def place_rows(table: str, *, level: str, parent: str, since: date = SINCE) -> list[Row]:
    """Import rows of the same units."""
    return [
        place_row(row, level=level, parent=parent, since=since, until=day(row["valid_to"]))
        for row in read_table(table)
    ]


def place_row(
    row: Mapping[str, str],
    *,
    level: str,
    parent: str,
    since: date = SINCE,
    until: date | None = None,
) -> Row:
    """The import row of one of them; area and people may be unknown."""
    return {
        "code": row["code"],
        "level": level,
        "kind_vi": row["type"].capitalize(),
        "name_vi": row["name_vi"],
        "name_en": row["name_en"],
        "full_name_vi": row["full_name_vi"],
        "full_name_en": row["full_name_en"],
        "parent": parent,
        "valid_from": since,
        "valid_to": until,
        "area_km2": float(row["area_km2"]) if row["area_km2"] else None,
        "population": int(row["population"]) if row["population"] else None,
        "lon": float(row["lon"]),
        "lat": float(row["lat"]),
        "accountable_post_vi": _place_post_vi(row),
        "accountable_post_en": _place_post_en(row),
    }


def agencies(table: str) -> list[Unit]:
    """Departments and other bodies of a province; a weight of 0 means: receives no dossiers."""
    return [
        Unit(
            code=row["code"],
            level="agency",
            full_name_vi=row["full_name_vi"],
            post_vi=row["post_vi"],
            post_en=row["post_en"],
            executor=row["executor"],
            weight=float(row["weight"]),
            online=float(row["online"] or 0.5),
        )
        for row in read_table(table)
    ]


def agency_rows(table: str, *, parent: str, since: date = SINCE) -> list[Row]:
    """Import rows of the same bodies."""
    return [
        {
            "code": row["code"],
            "level": "agency",
            "kind_vi": row["kind_vi"],
            "name_vi": row["name_vi"],
            "name_en": row["name_en"],
            "full_name_vi": row["full_name_vi"],
            "full_name_en": row["full_name_en"],
            "parent": parent,
            "valid_from": since,
            "accountable_post_vi": row["post_vi"],
            "accountable_post_en": row["post_en"],
        }
        for row in read_table(table)
    ]


def _place_post_en(row: Mapping[str, str]) -> str:
    return f"Chairperson of the People's Committee of {row['full_name_en']}"


def _place_post_vi(row: Mapping[str, str]) -> str:
    full_name = row["full_name_vi"]
    return f"Chủ tịch UBND {full_name[0].lower()}{full_name[1:]}"
