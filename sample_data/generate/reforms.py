"""What the reforms of 2024 and 2025 made of the units of a sample province, and by which shares.

The shares are found by the size of the new communes (their areas, in Bắc Giang the people living
in them), shared equally among the old communes that went into each: no table gives the size of
the old ones. A district that lost communes ended and began anew on that day; one that only gained
some went on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from domain.succession.wholes import Way, by_size_of_new, by_size_of_parts, shares_of_wholes
from sample_data.generate.units import place_row
from sample_data.generate.writing import Row, day, read_table

TWO_TIERS_SINCE = date(2025, 7, 1)
# Level and code: what a unit is called within one era.
Key = tuple[str, str]
Shares = Mapping[Key, Mapping[Key, Fraction]]


@dataclass(frozen=True)
class Reforms:
    """The two reforms of one province, `first_on` in 2024/2025 and that of 1 July 2025.

    first, second: for each district that ended its shares in districts, and in communes.
    """

    province: str
    code: str
    first_on: date
    basis: str
    first: Shares = field(repr=False)
    second: Shares = field(repr=False)


def reforms_of(province: str, *, code: str, first_on: date, basis: str, size: str) -> Reforms:
    """Of the tables `<province>_crosswalk` and `<province>_communes`; `size`: column of the
    latter.
    """
    sizes = {
        ("commune", row["code"]): Fraction(row[size]) for row in read_table(f"{province}_communes")
    }
    rows = read_table(f"{province}_crosswalk")
    parts = [row["old_ward_code"] for row in rows]
    last = [
        Way(
            ("district", row["district_2025"]),
            ("old", row["old_ward_code"]),
            ("commune", row["new_ward_code"]),
            Fraction(1, parts.count(row["old_ward_code"])),
        )
        for row in rows
    ]
    carried = by_size_of_new(last, sizes=sizes)
    size_of_old: dict[Key, Fraction] = {}
    for way, amount in zip(last, carried, strict=True):
        size_of_old[way.part] = size_of_old.get(way.part, Fraction(0)) + amount
    first = [
        Way(
            ("district", row["district_2024"]),
            ("old", row["old_ward_code"]),
            ("district", row["district_2025"]),
            Fraction(1, parts.count(row["old_ward_code"])),
        )
        for row in rows
    ]
    changed = shares_of_wholes(first, by_size_of_parts(first, sizes=size_of_old))
    return Reforms(
        province,
        code,
        first_on,
        basis,
        first={old: into for old, into in changed.items() if set(into) != {old}},
        second=shares_of_wholes(last, carried),
    )


def district_rows(reforms: Reforms) -> list[Row]:
    """Import rows of the districts of both eras."""
    rows: list[Row] = []
    ends = reforms.first_on - timedelta(days=1)
    for row in read_table(f"{reforms.province}_districts"):
        into = reforms.first.get(("district", row["code"]))
        until = ends if into else day(row["valid_to"])
        rows.append(_district(reforms, row, until=until))
        if into and ("district", row["code"]) in into:
            left = into["district", row["code"]]
            rest = {name: str(round(float(row[name]) * left, 2)) for name in ("area_km2",)}
            rest["population"] = str(round(int(row["population"]) * left))
            rows.append(_district(reforms, row | rest, since=reforms.first_on))
    there = {("district", str(row["code"])) for row in rows}
    new = {key for into in reforms.first.values() for key in into} - there
    rows += [
        _district(reforms, row, since=reforms.first_on)
        for row in read_table("new_districts")
        if ("district", row["code"]) in new
    ]
    return rows


def _district(
    reforms: Reforms,
    row: Mapping[str, str],
    *,
    since: date | None = None,
    until: date | None = None,
) -> Row:
    last_day = until or day(row["valid_to"])
    made = place_row(row, level="district", parent=reforms.code, until=last_day)
    return {**made, "valid_from": since} if since else made


def commune_rows(reforms: Reforms) -> list[Row]:
    """Import rows of the communes since 1 July 2025."""
    return [
        place_row(row, level="commune", parent=reforms.code, since=TWO_TIERS_SINCE)
        for row in read_table(f"{reforms.province}_communes")
    ]


def succession_rows(reforms: Reforms) -> list[Row]:
    """Import rows of who became whom, both reforms."""
    names = _names(reforms)
    both = ((reforms.first_on, reforms.first), (TWO_TIERS_SINCE, reforms.second))
    return [
        {
            "old_level": old[0],
            "old_unit": old[1],
            "old_name": names[old],
            "new_level": new[0],
            "new_unit": new[1],
            "new_name": names[new],
            "on_date": on_date,
            "weight": str(share),
            "basis": "whole" if share == 1 else reforms.basis,
        }
        for on_date, shares in both
        for old, into in sorted(shares.items())
        for new, share in sorted(into.items())
    ]


def crosswalk_rows(reforms: Reforms) -> list[Row]:
    """Import rows of the old communes and what they went into on 1 July 2025."""
    names = _names(reforms)
    return [
        {
            "province_old_code": reforms.code,
            "old_ward_code": row["old_ward_code"],
            "old_ward": row["old_ward"],
            "old_district_2025_code": row["district_2025"],
            "old_district_2025": names["district", row["district_2025"]],
            "old_district_2024_code": row["district_2024"],
            "old_district_2024": names["district", row["district_2024"]],
            "new_ward_code": row["new_ward_code"],
            "new_ward": row["new_ward"],
            "split_unit": "có" if row["split_unit"] == "True" else "không",
            "main_target": "có" if row["main_target"] == "True" else "không",
        }
        for row in read_table(f"{reforms.province}_crosswalk")
    ]


def _names(reforms: Reforms) -> dict[Key, str]:
    tables: Sequence[tuple[str, str]] = (
        ("district", f"{reforms.province}_districts"),
        ("district", "new_districts"),
        ("commune", f"{reforms.province}_communes"),
    )
    return {
        (level, row["code"]): row["full_name_vi"]
        for level, table in tables
        for row in read_table(table)
    }
