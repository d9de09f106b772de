"""A small store in which every query of the package has an answer.

Unit 412 took over 413 before 2023. A new query that finds nothing here needs a row here.
"""

from datetime import date
from typing import Any

from store import tables
from store.tables import indicator
from tests.queries.stores import TODAY, Store

UNIT = "412"
DAY = date(2024, 3, 1)
TEXTS = {"name_vi": "Tên", "name_en": "Name"}
TOLD = {"happened_on": DAY, "recorded_on": DAY, "provenance": "reported"}

# Parameters under which the queries that need some have an answer; plan and unit by their codes.
PARAMS: dict[str, dict[str, Any]] = {
    "block_figures": {"indicators": indicator.c.code == "DVC01"},
    "figure_history": {"code": "DVC01"},
    "goal_months": {"codes": ("DVC01",)},
    "figures_changed": {"since": 0},
    "targets_changed": {"since": 0},
    "told_since": {"since": 0},
    "targets_in_force": {"indicators": indicator.c.code == "DVC01"},
    "trend": {"indicator": "DVC01"},
    "trends_of_places": {"indicator": "DVC01"},
    "unit_boundaries": {"level": "locality"},
    "unit_values": {"indicator": "DVC01", "level": "locality"},
}
OF_A_PLAN = {"burn_up", "plan_forecast"}
OF_A_UNIT = {"unit_facts", "unit_lineage"}


def params_of(query: str, store: Store) -> dict[str, Any]:
    """The parameters of `query` (a name) in `store`, one of full_store."""
    if query in OF_A_PLAN:
        return {"plan_id": store.ids["plan", "KH2024"]}
    if query in OF_A_UNIT:
        return {"unit_id": store.ids["unit", UNIT]}
    return PARAMS.get(query, {})


def full_store(url: str) -> Store:
    """The store, filled."""
    made = Store(url)
    _add_units_and_figures(made)
    _add_reports(made)
    _add_work(made)
    _add_obstacles_and_directions(made)
    _add_index(made)
    _add_readiness(made)
    return made


def _add_units_and_figures(made: Store) -> None:
    made.unit(UNIT)
    made.unit("413", valid_to=date(2022, 12, 31))
    made.became("413", UNIT, on=date(2023, 1, 1))
    made.indicator("DVC01")
    made.observe("DVC01", "40", "2023-12", 1, 2)
    made.observe("DVC01", UNIT, "2023-12", 1, 2)
    made.target("DVC01", 0.4)
    made.indicator("DDI01", measure="stock", aggregation="sum_of_latest", leads=None)
    for document, cards in (("A", 1_128_438), ("B", 1_130_342)):
        made.document(document, date(2023, 12, 12))
        said = {"value": cards, "provenance": "published", "document": document}
        made.observe("DDI01", "40", "2023-12-10", **said)
    made.indicator("NLU02", leads=None)
    made.observe("NLU02", UNIT, "2023-12", 1, 2)
    made.service("QD06-01", number=1)
    made.indicator("TDO02", measure="stock", aggregation="sum_of_latest", leads=None)
    made.observe("TDO02", UNIT, "2023-12", value=7)
    made.indicator("I766R", measure="rank", aggregation="not_aggregated", leads=None)
    made.observe("I766R", "40", "2023", 24, 63, value=24)
    made.boundaries(UNIT)


def _add_reports(made: Store) -> None:
    form = made.rule(
        tables.report_form,
        province_id=made.province_id,
        code="BC",
        frequency="month",
        level="district",
        days_to_submit=5,
        **TEXTS,
    )
    made.rule(
        tables.report_due,
        report_form_id=form,
        unit_id=made.ids["unit", UNIT],
        period_start=date(2023, 12, 1),
        period_end=date(2023, 12, 31),
        due_on=date(2024, 1, 5),
    )


def _add_work(made: Store) -> None:
    made.plan("KH2024")
    made.item("KH2024", "NV1", lead=UNIT, coordinators=(UNIT,), deadline=date(2024, 3, 31))
    made.item("KH2024", "TX1", lead=UNIT, kind="recurring")
    made.event("NV1", "started", DAY)
    made.plan("MH", kind="pilot_models")
    made.item("MH", "M1", lead=UNIT, deadline=date(2024, 3, 31))
    rule = {"enter_at": 1.0, "leave_at": 1.0, "weight": 1.0, "weight_of_excess": 0.0}
    made.rule(tables.attention_rule, code="task_overdue", subject="work_item", group_from=9, **rule)


def _add_obstacles_and_directions(made: Store) -> None:
    obstacle = made.rule(
        tables.bottleneck,
        province_id=made.province_id,
        code="DN1",
        kind="data",
        title_vi="Vướng mắc",
        title_en="Obstacle",
        owner_unit_id=made.ids["unit", UNIT],
        work_item_id=made.ids["work_item", "NV1"],
        authority_level="unit",
        opened_on=DAY,
        provenance="reported",
    )
    made.rule(tables.bottleneck_event, bottleneck_id=obstacle, event_type="opened", **TOLD)
    ordered = made.rule(
        tables.direction,
        province_id=made.province_id,
        code="CD1",
        kind="direction",
        raised_on=DAY,
        text_vi="Hoàn thành",
        text_en="Finish",
        to_unit_id=made.ids["unit", UNIT],
        due_on=TODAY,
        provenance="reported",
    )
    made.rule(tables.direction_event, direction_id=ordered, event_type="answered", **TOLD)


def _add_index(made: Store) -> None:
    made.indicator("I766", measure="score", aggregation="recompute", leads=None)
    made.observe("I766", "40", "2023", value=80.0, provenance="published")
    scheme = made.rule(
        tables.index_scheme,
        code="QD766",
        effective_from=date(2022, 8, 1),
        max_points=6.0,
        indicator_id=made.ids["indicator", "I766"],
        **TEXTS,
    )
    group = made.rule(
        tables.index_group,
        index_scheme_id=scheme,
        code="C",
        max_points=6.0,
        position=1,
        indicator_id=made.ids["indicator", "I766"],
        **TEXTS,
    )
    made.rule(
        tables.index_metric,
        index_scheme_id=scheme,
        index_group_id=group,
        code="C1",
        indicator_id=made.ids["indicator", "DVC01"],
        max_points=6.0,
        rule="proportional",
        zero_denominator="not_applicable",
        counted="dossier",
        levels="province, district, commune",
        definition_source="test",
        position=1,
        **TEXTS,
    )
    made.rule(
        tables.index_grade,
        index_scheme_id=scheme,
        code="good",
        from_points=0.0,
        tone="good",
        definition_source="test",
        **TEXTS,
    )


def _add_readiness(made: Store) -> None:
    made.rule(
        tables.readiness_condition,
        code="one_stop",
        position=1,
        short_vi="Một cửa",
        short_en="One-stop",
        indicator_id=made.ids["indicator", "DVC01"],
        level="commune",
        judged="rate",
        polarity="higher",
        green_from=0.9,
        yellow_from=0.5,
        effective_from=date(2020, 1, 1),
        definition_source_vi="thử",
        definition_source_en="test",
        **TEXTS,
    )
