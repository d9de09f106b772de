"""Definitions in Vietnamese, revisions and steps of targets, thresholds of their status"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | Sequence[str] | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WORDS_OF_INDICATORS = (
    "numerator_vi",
    "denominator_vi",
    "definition_source_vi",
    "official_target_vi",
)
PATHS_BEFORE = "path in ('flat', 'linear', 'stepped')"
PATHS = "path in ('flat', 'linear', 'stepped', 'stated')"
LEVELS = "level in ('province', 'district', 'commune', 'agency')"
MEASURES = "measure in ('rate', 'flow', 'stock', 'score', 'rank', 'duration')"
FREQUENCIES = "frequency in ('day', 'week', 'month', 'quarter', 'half_year', 'year', 'once')"


def upgrade() -> None:
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        for name in WORDS_OF_INDICATORS:
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=True))
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.add_column(sa.Column("effective_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("effective_to", sa.Date(), nullable=True))
    # Until now a target held from the first day of its period.
    op.execute("update target set effective_from = period_start")
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.alter_column("effective_from", existing_type=sa.Date(), nullable=False)
        batch_op.drop_constraint(batch_op.f("ck_target_path_known"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_target_path_known"), PATHS)
        batch_op.create_check_constraint(
            batch_op.f("ck_target_effect_in_order"),
            "effective_to is null or effective_to >= effective_from",
        )
    _create_target_step()
    _create_status_rule()
    _create_reporting_window()


def _create_target_step() -> None:
    op.create_table(
        "target_step",
        _id(),
        _reference("indicator_id"),
        _reference("province_id"),
        _reference("unit_id", nullable=True),
        sa.Column("level", sa.String(length=20), nullable=True),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("reached_by", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        *_batches("target_step"),
        sa.CheckConstraint(LEVELS, name=op.f("ck_target_step_level_known")),
        sa.CheckConstraint(
            "reached_by >= period_start and reached_by <= due_on",
            name=op.f("ck_target_step_step_within_period"),
        ),
        _points_to("target_step", "indicator"),
        _points_to("target_step", "province"),
        _points_to("target_step", "unit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_step")),
    )
    with op.batch_alter_table("target_step", schema=None) as batch_op:
        for name in ("indicator_id", "province_id", "unit_id", "import_batch_id", "replaced_in"):
            batch_op.create_index(batch_op.f(f"ix_target_step_{name}"), [name], unique=False)


def _create_status_rule() -> None:
    op.create_table(
        "status_rule",
        _id(),
        sa.Column("measure", sa.String(length=20), nullable=True),
        _reference("indicator_id", nullable=True),
        sa.Column("margin_in", sa.String(length=20), nullable=False),
        sa.Column("ahead_margin", sa.Float(), nullable=False),
        sa.Column("course_margin", sa.Float(), nullable=False),
        sa.Column("attainment_cap", sa.Float(), nullable=False),
        sa.Column("due_soon_days", sa.Integer(), nullable=False),
        *_batches("status_rule"),
        sa.CheckConstraint(MEASURES, name=op.f("ck_status_rule_measure_known")),
        sa.CheckConstraint(
            "margin_in in ('value', 'share_of_target')",
            name=op.f("ck_status_rule_margin_in_known"),
        ),
        sa.CheckConstraint(
            "(measure is null) <> (indicator_id is null)",
            name=op.f("ck_status_rule_for_one_or_a_kind"),
        ),
        sa.CheckConstraint(
            "ahead_margin >= 0 and course_margin >= 0",
            name=op.f("ck_status_rule_margins_not_negative"),
        ),
        sa.CheckConstraint("attainment_cap >= 1", name=op.f("ck_status_rule_cap_not_below_target")),
        sa.CheckConstraint("due_soon_days >= 0", name=op.f("ck_status_rule_days_not_negative")),
        _points_to("status_rule", "indicator"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_rule")),
    )
    with op.batch_alter_table("status_rule", schema=None) as batch_op:
        for name in ("indicator_id", "import_batch_id", "replaced_in"):
            batch_op.create_index(batch_op.f(f"ix_status_rule_{name}"), [name], unique=False)


def _create_reporting_window() -> None:
    op.create_table(
        "reporting_window",
        _id(),
        sa.Column("frequency", sa.String(length=20), nullable=False),
        _reference("indicator_id", nullable=True),
        sa.Column("days_open", sa.Integer(), nullable=False),
        *_batches("reporting_window"),
        sa.CheckConstraint(FREQUENCIES, name=op.f("ck_reporting_window_frequency_known")),
        sa.CheckConstraint(
            "days_open between 0 and 366", name=op.f("ck_reporting_window_days_within_a_year")
        ),
        _points_to("reporting_window", "indicator"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_window")),
    )
    with op.batch_alter_table("reporting_window", schema=None) as batch_op:
        for name in ("indicator_id", "import_batch_id", "replaced_in"):
            batch_op.create_index(batch_op.f(f"ix_reporting_window_{name}"), [name], unique=False)


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def _reference(name: str, *, nullable: bool = False) -> sa.Column[int]:
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, row_id, nullable=nullable)


def _points_to(table: str, other: str, column: str | None = None) -> sa.ForeignKeyConstraint:
    name = column or f"{other}_id"
    return sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}"))


def _batches(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        _reference("import_batch_id"),
        _reference("replaced_in", nullable=True),
        _points_to(table, "import_batch"),
        _points_to(table, "import_batch", "replaced_in"),
    )


def downgrade() -> None:
    for table in ("reporting_window", "status_rule", "target_step"):
        op.drop_table(table)
    op.execute("update target set path = 'stepped' where path = 'stated'")
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_target_effect_in_order"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_target_path_known"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_target_path_known"), PATHS_BEFORE)
        batch_op.drop_column("effective_to")
        batch_op.drop_column("effective_from")
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        for name in reversed(WORDS_OF_INDICATORS):
            batch_op.drop_column(name)
