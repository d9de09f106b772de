"""A small scheme of the service index in a hand-filled store: two groups, one of them in parts.

A  10 points: A1 (6 x rate of R1), A2 (4 points from 80 % of R2, province only)
B  10 points: BX (4 x rate of R3, at most 4), BY (6 x rate of R4; no petition: all points)
"""

from datetime import date
from typing import Any

from store import tables
from tests.queries.stores import Store

ALL = "province, agency, district, commune"


def with_scheme(
    store: Store, code: str = "S1", *, effective_from: date = date(2022, 8, 1), **more: Any
) -> None:
    """The scheme with its groups, metrics and grades; R1 to R4 and the official T, TA must be."""
    scheme = store._add(
        tables.index_scheme,
        code,
        code=code,
        name_vi=f"Bộ chỉ số {code}",
        name_en=f"Scheme {code}",
        effective_from=effective_from,
        max_points=20,
        indicator_id=store.ids["indicator", "T"],
        import_batch_id=store._new_batch("index_schemes"),
        **more,
    )

    def group(name: str, points: float, part_of: str | None = None, official: str = "") -> int:
        return store._add(
            tables.index_group,
            f"{code} {name}",
            index_scheme_id=scheme,
            code=name,
            part_of=part_of,
            name_vi=f"Nhóm {name}",
            name_en=f"Group {name}",
            max_points=points,
            indicator_id=store.ids.get(("indicator", official)),
            position=len(store.ids),
            import_batch_id=store._new_batch("index_groups"),
        )

    def metric(name: str, of: int, indicator: str, points: float, **rule: Any) -> None:
        store._add(
            tables.index_metric,
            f"{code} {name}",
            index_scheme_id=scheme,
            index_group_id=of,
            code=name,
            name_vi=f"Chỉ số {name}",
            name_en=f"Metric {name}",
            indicator_id=store.ids["indicator", indicator],
            max_points=points,
            definition_source="test",
            position=len(store.ids),
            import_batch_id=store._new_batch("index_metrics"),
            **{
                "rule": "proportional",
                "zero_denominator": "not_applicable",
                "counted": "dossier",
                "levels": ALL,
            }
            | rule,
        )

    a, _, bx, by = (
        group("A", 10, official="TA"),
        group("B", 10),
        group("BX", 4, "B", official="TBX"),
        group("BY", 6, "B", official="TBY"),
    )
    metric("A1", a, "R1", 6)
    metric("A2", a, "R2", 4, rule="capped", full_at=0.8, levels="province", counted="procedure")
    metric("X", bx, "R3", 4, rule="linear", factor=4)
    metric("Y", by, "R4", 6, zero_denominator="full_points", counted="petition")
    for grade, bound in (("high", 18.0), ("low", 0.0)):
        store._add(
            tables.index_grade,
            f"{code} {grade}",
            index_scheme_id=scheme,
            code=grade,
            name_vi=grade,
            name_en=grade,
            from_points=bound,
            tone="good",
            definition_source="test",
            import_batch_id=store._new_batch("index_grades"),
        )


def with_indicators(store: Store) -> None:
    """R1 to R4 that are scored, and the indicators under which official scores are observed."""
    for code in ("R1", "R2", "R3", "R4"):
        store.indicator(code, leads=None)
    for code in ("T", "TA", "TBX", "TBY"):
        store.indicator(code, measure="score", aggregation="recompute", leads=None)
