"""Bad rows, each refused by the constraint that is there for it, on both databases."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, Table, insert, select, update
from sqlalchemy.exc import IntegrityError, StatementError

from store import tables
from store.database import engine
from store.tables import metadata

NOW = datetime(2024, 4, 2, 8, 0, tzinfo=UTC)
JANUARY = {"period_start": date(2024, 1, 1), "period_end": date(2024, 1, 31)}
MADE = {"import_batch_id": 1}

# One good row of each table, in an order in which each needs only earlier ones; ids are 1.
GOOD: dict[Table, dict[str, Any]] = {
    tables.account: {
        "username": "a",
        "display_name": "A",
        "role": "staff",
        "password_hash": "x",
        "must_change_password": False,
        "is_demo": False,
        "created_at": NOW,
    },
    tables.province: {
        "code": "40",
        "slug": "nghe-an",
        "name_vi": "Nghệ An",
        "name_en": "Nghe An",
        "time_zone": "Asia/Ho_Chi_Minh",
    },
    tables.import_batch: {
        "kind": "units",
        "file_name": "units.csv",
        "file_sha256": "0" * 64,
        "file_bytes": 1,
        "status": "landed",
        "row_count": 1,
        "rejected_count": 0,
        "imported_at": NOW,
    },
    tables.source_document: {"code": "QD06", "title_vi": "06", "title_en": "06", **MADE},
    tables.unit: {
        "province_id": 1,
        "code": "412",
        "level": "district",
        "name_vi": "Vinh",
        "name_en": "Vinh",
        "full_name_vi": "Thành phố Vinh",
        "full_name_en": "Vinh City",
        "valid_from": date(2020, 1, 1),
        **MADE,
    },
    tables.unit_succession: {
        "old_unit_id": 1,
        "new_unit_id": 1,
        "on_date": date(2025, 7, 1),
        "weight_part": 1,
        "weight_whole": 1,
        "basis": "whole",
        **MADE,
    },
    tables.boundary_set: {
        "province_id": 1,
        "level": "district",
        "kind": "schematic",
        "source": "test",
        "licence": "none",
        "valid_from": date(2020, 1, 1),
        "imported_at": NOW,
        **MADE,
    },
    tables.boundary: {
        "boundary_set_id": 1,
        "unit_id": 1,
        "geometry": "{}",
        "label_lon": 105.0,
        "label_lat": 18.0,
    },
    tables.indicator: {
        "code": "DVC01",
        "subject": "online_services",
        "name_vi": "Tỷ lệ",
        "name_en": "Rate",
        "measure": "rate",
        "unit_of_measure": "percent",
        "aggregation": "ratio_of_sums",
        "zero_denominator": "no_value",
        "polarity": "higher",
        "frequency": "month",
        "levels": "province",
        "definition_source": "test",
        "position": 1,
        **MADE,
    },
    tables.public_service: {"code": "QD06-01", "list_code": "QD06", "number": 1, **MADE},
    tables.observation: {
        "indicator_id": 1,
        "unit_id": 1,
        **JANUARY,
        "frequency": "month",
        "numerator": 3,
        "denominator": 4,
        "value": 0.75,
        "obs_status": "final",
        "provenance": "illustrative",
        "cut_off": date(2024, 1, 31),
        **MADE,
    },
    tables.target: {
        "indicator_id": 1,
        "province_id": 1,
        "value": 0.8,
        "period_start": date(2024, 1, 1),
        "due_on": date(2024, 12, 31),
        "path": "flat",
        "effective_from": date(2024, 1, 1),
        "provenance": "published",
        **MADE,
    },
    tables.target_step: {
        "indicator_id": 1,
        "province_id": 1,
        "period_start": date(2024, 1, 1),
        "due_on": date(2024, 12, 31),
        "effective_from": date(2024, 1, 1),
        "reached_by": date(2024, 6, 30),
        "value": 0.4,
        **MADE,
    },
    tables.status_rule: {
        "measure": "rate",
        "margin_in": "value",
        "ahead_margin": 0.02,
        "course_margin": 0.01,
        "attainment_cap": 1.0,
        "due_soon_days": 30,
        **MADE,
    },
    tables.reporting_window: {"frequency": "month", "days_open": 15, **MADE},
    tables.index_scheme: {
        "code": "S",
        "name_vi": "Bộ chỉ số",
        "name_en": "Scheme",
        "effective_from": date(2022, 8, 1),
        "max_points": 100,
        **MADE,
    },
    tables.index_group: {
        "index_scheme_id": 1,
        "code": "A",
        "name_vi": "Nhóm",
        "name_en": "Group",
        "max_points": 100,
        "position": 1,
        **MADE,
    },
    tables.index_metric: {
        "index_scheme_id": 1,
        "index_group_id": 1,
        "code": "A1",
        "name_vi": "Chỉ số",
        "name_en": "Metric",
        "indicator_id": 1,
        "max_points": 100,
        "rule": "capped",
        "full_at": 0.8,
        "zero_denominator": "not_applicable",
        "counted": "dossier",
        "levels": "province",
        "definition_source": "test",
        "position": 1,
        **MADE,
    },
    tables.index_grade: {
        "index_scheme_id": 1,
        "code": "good",
        "name_vi": "Tốt",
        "name_en": "Good",
        "from_points": 80,
        "tone": "good",
        "definition_source": "test",
        **MADE,
    },
    tables.headline: {
        "province_id": 1,
        "indicator_id": 1,
        "position": 1,
        "place": "gauge",
        **MADE,
    },
    tables.plan: {
        "province_id": 1,
        "code": "KH",
        "version": "1",
        "kind": "tasks",
        "name_vi": "Kế hoạch",
        "name_en": "Plan",
        "starts_on": date(2024, 1, 1),
        "position": 1,
        **MADE,
    },
    tables.work_item: {
        "plan_id": 1,
        "code": "NV01",
        "kind": "one_off",
        "title_vi": "Việc",
        "title_en": "Work",
        "provenance": "illustrative",
        **MADE,
    },
    tables.work_item_coordinator: {"work_item_id": 1, "unit_id": 1},
    tables.work_event: {
        "work_item_id": 1,
        "event_type": "started",
        "happened_on": date(2024, 1, 15),
        "recorded_on": date(2024, 1, 15),
        "provenance": "illustrative",
        **MADE,
    },
    tables.work_item_dependency: {"blocking_item_id": 1, "blocked_item_id": 2, **MADE},
    tables.bottleneck: {
        "province_id": 1,
        "code": "DN01",
        "kind": "data",
        "title_vi": "Vướng",
        "title_en": "Obstacle",
        "authority_level": "unit",
        "opened_on": date(2024, 1, 15),
        "provenance": "illustrative",
        **MADE,
    },
    tables.bottleneck_event: {
        "bottleneck_id": 1,
        "event_type": "opened",
        "happened_on": date(2024, 1, 15),
        "recorded_on": date(2024, 1, 15),
        "provenance": "illustrative",
        **MADE,
    },
    tables.bottleneck_unit: {"bottleneck_id": 1, "unit_id": 1},
    tables.bottleneck_work_item: {"bottleneck_id": 1, "work_item_id": 1},
    tables.direction: {
        "province_id": 1,
        "code": "CD01",
        "kind": "direction",
        "raised_on": date(2024, 1, 15),
        "text_vi": "Chỉ đạo",
        "text_en": "Direction",
        "provenance": "illustrative",
        **MADE,
    },
    tables.direction_event: {
        "direction_id": 1,
        "event_type": "answered",
        "happened_on": date(2024, 1, 20),
        "recorded_on": date(2024, 1, 20),
        "provenance": "illustrative",
        **MADE,
    },
    tables.clear_rule: {"clear": "person", "weight": 1.0, **MADE},
    tables.escalation_rule: {"level": "unit", "days": 10, **MADE},
    tables.holiday: {"day": date(2024, 2, 10), "name_vi": "Tết", "name_en": "Tet", **MADE},
    tables.attention_rule: {
        "code": "overdue",
        "subject": "work_item",
        "enter_at": 1.0,
        "leave_at": 0.0,
        "weight": 10.0,
        "weight_of_excess": 1.0,
        "group_from": 5,
        **MADE,
    },
    tables.report_form: {
        "province_id": 1,
        "code": "BC1",
        "name_vi": "Báo cáo",
        "name_en": "Report",
        "frequency": "month",
        "level": "district",
        "days_to_submit": 5,
        **MADE,
    },
    tables.report_due: {
        "report_form_id": 1,
        "unit_id": 1,
        **JANUARY,
        "due_on": date(2024, 2, 5),
        **MADE,
    },
    tables.account_scope: {"account_id": 1, "unit_id": 1},
}


@pytest.fixture
def furnished(database_url: str) -> str:
    with engine(database_url).execution_options(writes=True).begin() as connection:
        for table, row in GOOD.items():
            connection.execute(insert(table), row)
            if table is tables.work_item:  # one more, for it to block
                connection.execute(insert(table), row | {"code": "NV02"})
    return database_url


def add(connection: Connection, table: Table, changes: Mapping[str, Any]) -> None:
    connection.execute(insert(table), GOOD[table] | changes)


OTHER_KEY = {"code": "other"}
BROKEN: list[tuple[Table, dict[str, Any], str]] = [
    (tables.account, {}, "uq_account_username"),
    (tables.account, {"username": "b", "role": "king"}, "ck_account_role_known"),
    (tables.account_scope, {}, "uq_account_scope_account_id_unit_id"),
    (tables.province, {"slug": "other"}, "uq_province_code"),
    (tables.province, OTHER_KEY, "uq_province_slug"),
    (tables.import_batch, {"status": "half"}, "ck_import_batch_status_known"),
    (tables.source_document, {}, "uq_source_document_code"),
    (tables.unit, {}, "uq_unit_province_id_level_code_valid_from"),
    (tables.unit, OTHER_KEY | {"level": "village"}, "ck_unit_level_known"),
    (
        tables.unit,
        OTHER_KEY | {"valid_to": date(2019, 12, 31)},
        "ck_unit_validity_in_order",
    ),
    (tables.unit_succession, {}, "uq_unit_succession_current"),
    (
        tables.unit_succession,
        {"on_date": date(2026, 1, 1), "weight_part": 0},
        "ck_unit_succession_weight_is_a_share",
    ),
    (
        tables.unit_succession,
        {"on_date": date(2026, 1, 1), "weight_part": 2},
        "ck_unit_succession_weight_is_a_share",
    ),
    (
        tables.unit_succession,
        {"on_date": date(2026, 1, 1), "basis": "feeling"},
        "ck_unit_succession_basis_known",
    ),
    (tables.boundary_set, {"level": "village"}, "ck_boundary_set_level_known"),
    (tables.boundary_set, {"kind": "drawn"}, "ck_boundary_set_kind_known"),
    (tables.boundary, {}, "uq_boundary_boundary_set_id_unit_id"),
    (tables.indicator, {}, "uq_indicator_code"),
    (tables.indicator, OTHER_KEY | {"measure": "colour"}, "ck_indicator_measure_known"),
    (tables.indicator, OTHER_KEY | {"polarity": "up"}, "ck_indicator_polarity_known"),
    (tables.indicator, OTHER_KEY | {"aggregation": "mean"}, "ck_indicator_aggregation_known"),
    (
        tables.indicator,
        OTHER_KEY | {"zero_denominator": "zero"},
        "ck_indicator_zero_denominator_known",
    ),
    (tables.public_service, {"number": 2}, "uq_public_service_code"),
    (tables.public_service, OTHER_KEY, "uq_public_service_list_code_number"),
    (tables.observation, {}, "uq_observation_current"),
    (
        tables.observation,
        {"period_end": date(2023, 12, 31)},
        "ck_observation_period_in_order",
    ),
    (
        tables.observation,
        {"unit_id": 1, "source_document_id": 1, "denominator": -4},
        "ck_observation_denominator_not_negative",
    ),
    (
        tables.observation,
        {"source_document_id": 1, "obs_status": "missing"},
        "ck_observation_no_value_stays_null",
    ),
    (
        tables.observation,
        {"source_document_id": 1, "obs_status": "guessed"},
        "ck_observation_obs_status_known",
    ),
    (
        tables.observation,
        {"source_document_id": 1, "frequency": "decade"},
        "ck_observation_frequency_known",
    ),
    (
        tables.observation,
        {"source_document_id": 1, "provenance": "invented"},
        "ck_observation_provenance_known",
    ),
    (tables.target, {"level": "village"}, "ck_target_level_known"),
    (tables.target, {"path": "curved"}, "ck_target_path_known"),
    (tables.target, {"provenance": "invented"}, "ck_target_provenance_known"),
    (tables.target, {"effective_to": date(2023, 12, 31)}, "ck_target_effect_in_order"),
    (tables.target_step, {"level": "village"}, "ck_target_step_level_known"),
    (tables.target_step, {"reached_by": date(2025, 1, 1)}, "ck_target_step_step_within_period"),
    (tables.status_rule, {"measure": "colour"}, "ck_status_rule_measure_known"),
    (tables.status_rule, {"margin_in": "miles"}, "ck_status_rule_margin_in_known"),
    (tables.status_rule, {"indicator_id": 1}, "ck_status_rule_for_one_or_a_kind"),
    (tables.status_rule, {"ahead_margin": -1}, "ck_status_rule_margins_not_negative"),
    (tables.status_rule, {"attainment_cap": 0.9}, "ck_status_rule_cap_not_below_target"),
    (tables.status_rule, {"due_soon_days": -1}, "ck_status_rule_days_not_negative"),
    (tables.reporting_window, {"frequency": "decade"}, "ck_reporting_window_frequency_known"),
    (tables.reporting_window, {"days_open": 400}, "ck_reporting_window_days_within_a_year"),
    (tables.index_scheme, {}, "uq_index_scheme_code"),
    (tables.index_scheme, OTHER_KEY | {"max_points": 0}, "ck_index_scheme_max_points_positive"),
    (tables.index_group, {}, "uq_index_group_index_scheme_id_code"),
    (tables.index_group, OTHER_KEY | {"max_points": 0}, "ck_index_group_max_points_positive"),
    (tables.index_metric, {}, "uq_index_metric_index_scheme_id_code"),
    (tables.index_metric, OTHER_KEY | {"max_points": 0}, "ck_index_metric_max_points_positive"),
    (tables.index_metric, OTHER_KEY | {"full_at": None}, "ck_index_metric_rule_has_its_parameter"),
    (tables.index_metric, OTHER_KEY | {"factor": 4}, "ck_index_metric_rule_has_its_parameter"),
    (tables.index_metric, OTHER_KEY | {"full_at": 1.2}, "ck_index_metric_full_at_is_a_share"),
    (
        tables.index_metric,
        OTHER_KEY | {"rule": "linear", "full_at": None, "factor": 0},
        "ck_index_metric_factor_positive",
    ),
    (
        tables.index_metric,
        OTHER_KEY | {"rule": "luck", "full_at": None},
        "ck_index_metric_rule_known",
    ),
    (tables.index_metric, OTHER_KEY | {"counted": "luck"}, "ck_index_metric_counted_known"),
    (
        tables.index_metric,
        OTHER_KEY | {"zero_denominator": "luck"},
        "ck_index_metric_zero_denominator_known",
    ),
    (tables.index_grade, {"from_points": 90}, "uq_index_grade_index_scheme_id_code"),
    (tables.index_grade, OTHER_KEY, "uq_index_grade_index_scheme_id_from_points"),
    (
        tables.index_grade,
        OTHER_KEY | {"from_points": -1},
        "ck_index_grade_from_points_not_negative",
    ),
    (
        tables.index_grade,
        OTHER_KEY | {"from_points": 90, "tone": "pink"},
        "ck_index_grade_tone_known",
    ),
    (tables.headline, {}, "uq_headline_province_id_indicator_id_place"),
    (tables.headline, {"place": "corner"}, "ck_headline_place_known"),
    (tables.plan, {}, "uq_plan_province_id_code_version"),
    (tables.plan, {"version": "2", "kind": "dreams"}, "ck_plan_kind_known"),
    (tables.work_item, {}, "uq_work_item_plan_id_code"),
    (tables.work_item, OTHER_KEY | {"kind": "never"}, "ck_work_item_kind_known"),
    (tables.work_item, OTHER_KEY | {"kind": "recurring"}, "ck_work_item_recurring_has_rhythm"),
    (tables.work_item, OTHER_KEY | {"recurrence": "often"}, "ck_work_item_recurrence_known"),
    (
        tables.work_item,
        OTHER_KEY | {"authority_level": "king"},
        "ck_work_item_authority_level_known",
    ),
    (tables.work_item, OTHER_KEY | {"provenance": "heard"}, "ck_work_item_provenance_known"),
    (tables.work_item_coordinator, {}, "uq_work_item_coordinator_work_item_id_unit_id"),
    (tables.work_event, {"event_type": "forgotten"}, "ck_work_event_event_type_known"),
    (tables.work_event, {"provenance": "heard"}, "ck_work_event_provenance_known"),
    (tables.work_event, {"progress": 1.2}, "ck_work_event_progress_share"),
    (tables.work_event, {"event_type": "kept"}, "ck_work_event_kept_or_missed_names_period"),
    (tables.work_event, {"field": "colour"}, "ck_work_event_field_known"),
    (tables.work_event, {"event_type": "changed"}, "ck_work_event_changed_names_field"),
    (tables.work_event, {"event_type": "replicated"}, "ck_work_event_replicated_names_unit"),
    (
        tables.work_item_dependency,
        {},
        "uq_work_item_dependency_blocking_item_id_blocked_item_id",
    ),
    (
        tables.work_item_dependency,
        {"blocked_item_id": 1},
        "ck_work_item_dependency_blocks_another",
    ),
    (tables.bottleneck_unit, {}, "uq_bottleneck_unit_bottleneck_id_unit_id"),
    (tables.bottleneck_work_item, {}, "uq_bottleneck_work_item_bottleneck_id_work_item_id"),
    (tables.direction, {}, "uq_direction_province_id_code"),
    (tables.direction, OTHER_KEY | {"kind": "wish"}, "ck_direction_kind_known"),
    (tables.direction, OTHER_KEY | {"provenance": "heard"}, "ck_direction_provenance_known"),
    (
        tables.direction_event,
        {"event_type": "forgotten"},
        "ck_direction_event_event_type_known",
    ),
    (tables.direction_event, {"provenance": "heard"}, "ck_direction_event_provenance_known"),
    (
        tables.direction_event,
        {"event_type": "became_work"},
        "ck_direction_event_became_work_names_it",
    ),
    (
        tables.direction_event,
        {"event_type": "became_bottleneck"},
        "ck_direction_event_became_bottleneck_names_it",
    ),
    (tables.clear_rule, {"clear": "luck"}, "ck_clear_rule_clear_known"),
    (tables.clear_rule, {"weight": -1.0}, "ck_clear_rule_weight_not_negative"),
    (tables.escalation_rule, {"level": "king"}, "ck_escalation_rule_level_known"),
    (tables.escalation_rule, {"days": -1}, "ck_escalation_rule_days_not_negative"),
    (tables.holiday, {}, "uq_holiday_day"),
    (tables.attention_rule, {"subject": "luck"}, "ck_attention_rule_subject_known"),
    (tables.attention_rule, {"leave_at": 2.0}, "ck_attention_rule_leaves_below_entry"),
    (tables.bottleneck, {}, "uq_bottleneck_province_id_code"),
    (tables.bottleneck, OTHER_KEY | {"kind": "luck"}, "ck_bottleneck_kind_known"),
    (
        tables.bottleneck,
        OTHER_KEY | {"authority_level": "king"},
        "ck_bottleneck_authority_level_known",
    ),
    (tables.bottleneck, OTHER_KEY | {"provenance": "heard"}, "ck_bottleneck_provenance_known"),
    (
        tables.bottleneck_event,
        {"event_type": "forgotten"},
        "ck_bottleneck_event_event_type_known",
    ),
    (tables.bottleneck_event, {"to_level": "king"}, "ck_bottleneck_event_to_level_known"),
    (
        tables.bottleneck_event,
        {"provenance": "heard"},
        "ck_bottleneck_event_provenance_known",
    ),
    (tables.report_form, {}, "uq_report_form_province_id_code"),
    (tables.report_form, OTHER_KEY | {"frequency": "often"}, "ck_report_form_frequency_known"),
    (tables.report_form, OTHER_KEY | {"level": "village"}, "ck_report_form_level_known"),
    (tables.report_due, {}, "uq_report_due_report_form_id_unit_id_period_start"),
    (
        tables.report_due,
        {"period_start": date(2024, 2, 1)},
        "ck_report_due_period_in_order",
    ),
]


def test_a_bad_row_meets_the_constraint_that_is_there_for_it(furnished: str) -> None:
    """One store for all: what is refused leaves it as it was."""
    for table, changes, constraint in BROKEN:
        with engine(furnished).execution_options(writes=True).connect() as connection:
            with pytest.raises(IntegrityError) as refused:
                add(connection, table, changes)
            assert _names(refused.value, table, constraint), (table.name, changes, refused.value)


def _names(refused: IntegrityError, table: Table, constraint: str) -> bool:
    """Whether the database blames `constraint`; SQLite tells unique ones by their columns."""
    told = str(refused.orig)
    if constraint in told:
        return True
    columns = [
        ", ".join(f"{table.name}.{column.name}" for column in unique.columns)
        for unique in [*table.constraints, *table.indexes]
        if unique.name == constraint and hasattr(unique, "columns")
    ]
    return told in {f"UNIQUE constraint failed: {listed}" for listed in columns}


def test_every_named_rule_of_the_tables_is_broken_here_once() -> None:
    """Apart from the tables of sessions, links and audit, which have their own tests."""
    broken = {constraint for _, _, constraint in BROKEN}
    for table in GOOD:
        rules = {str(rule.name) for rule in table.constraints}
        expected = {name for name in rules if name.startswith(("ck_", "uq_"))}
        assert expected <= broken, table.name


def test_every_reference_leads_somewhere(furnished: str) -> None:
    """On SQLite too, where foreign keys are off unless asked for."""
    for table, row in GOOD.items():
        references = [c.name for c in table.columns if c.foreign_keys and c.name in row]
        for name in references:
            with engine(furnished).execution_options(writes=True).connect() as connection:
                lost = update(table).values({name: 999})
                with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
                    connection.execute(lost)


def test_a_required_cell_is_required(furnished: str) -> None:
    for table, row in GOOD.items():
        for name in row:
            if table.c[name].nullable:
                continue
            with (
                engine(furnished).execution_options(writes=True).connect() as connection,
                pytest.raises(IntegrityError, match=r"(?i)not[- ]null"),
            ):
                connection.execute(update(table).values({name: None}))


def test_a_replaced_figure_leaves_room_for_its_revision(furnished: str) -> None:
    with engine(furnished).execution_options(writes=True).begin() as connection:
        connection.execute(update(tables.observation).values(replaced_in=1))
        add(connection, tables.observation, {})
        assert len(connection.execute(select(tables.observation)).all()) == 2


def test_figures_of_two_services_or_two_documents_do_not_meet(furnished: str) -> None:
    with engine(furnished).execution_options(writes=True).begin() as connection:
        add(connection, tables.observation, {"public_service_id": 1})
        add(connection, tables.observation, {"source_document_id": 1})
        add(connection, tables.observation, {"public_service_id": 1, "source_document_id": 1})


def test_a_moment_without_a_time_zone_is_not_kept(furnished: str) -> None:
    naive = NOW.replace(tzinfo=None)
    with engine(furnished).execution_options(writes=True).connect() as connection:
        with pytest.raises(StatementError, match="without a time zone"):
            add(connection, tables.account, {"username": "b", "created_at": naive})
        assert connection.scalar(select(tables.account.c.created_at)) == NOW


def test_no_table_of_the_design_is_missing() -> None:
    """docs of the design name them; people outside this code read them."""
    wanted = (
        "province unit unit_succession boundary_set boundary indicator target observation plan "
        "work_item work_event bottleneck bottleneck_event public_service report_form report_due "
        "report_submission import_batch rejected_row account account_scope session login_attempt "
        "wall_link meeting audit_event"
    )
    assert set(wanted.split()) <= set(metadata.tables)
