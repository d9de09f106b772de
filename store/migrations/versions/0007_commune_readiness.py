"""Commune readiness: conditions and what a colour follows from, as rows"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | Sequence[str] | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("readiness_condition", "readiness_rule")
EFFECT_IN_ORDER = "effective_to is null or effective_to >= effective_from"


def upgrade() -> None:
    _create(
        "readiness_condition",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("short_vi", sa.String(length=40), nullable=False),
        sa.Column("short_en", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("judged", sa.String(length=20), nullable=False),
        sa.Column("polarity", sa.String(length=20), nullable=False),
        sa.Column("green_from", sa.Float(), nullable=True),
        sa.Column("yellow_from", sa.Float(), nullable=True),
        *_effect(),
        sa.Column("definition_source_vi", sa.Text(), nullable=False),
        sa.Column("definition_source_en", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "level in ('province', 'district', 'commune', 'agency')",
            name=op.f("ck_readiness_condition_level_known"),
        ),
        sa.CheckConstraint(
            "judged in ('yes_no', 'rate', 'count')",
            name=op.f("ck_readiness_condition_judged_known"),
        ),
        sa.CheckConstraint(
            "polarity in ('higher', 'lower')", name=op.f("ck_readiness_condition_polarity_known")
        ),
        sa.CheckConstraint(
            "(judged = 'yes_no') = (green_from is null)"
            " and (judged <> 'yes_no' or yellow_from is null)",
            name=op.f("ck_readiness_condition_judged_by_its_thresholds"),
        ),
        sa.CheckConstraint(
            "yellow_from is null or (polarity = 'higher' and yellow_from <= green_from)"
            " or (polarity = 'lower' and yellow_from >= green_from)",
            name=op.f("ck_readiness_condition_yellow_not_above_green"),
        ),
        sa.CheckConstraint(EFFECT_IN_ORDER, name=op.f("ck_readiness_condition_effect_in_order")),
        references=(("province", True), ("indicator", False)),
    )
    _create(
        "readiness_rule",
        sa.Column("colour", sa.String(length=20), nullable=False),
        sa.Column("failed_from", sa.Integer(), nullable=True),
        sa.Column("not_met_from", sa.Integer(), nullable=True),
        *_effect(),
        sa.CheckConstraint(
            "colour in ('red', 'yellow')", name=op.f("ck_readiness_rule_colour_known")
        ),
        sa.CheckConstraint(
            "failed_from >= 1 and not_met_from >= 1", name=op.f("ck_readiness_rule_counts_positive")
        ),
        sa.CheckConstraint(
            "failed_from is not null or not_met_from is not null",
            name=op.f("ck_readiness_rule_counts_something"),
        ),
        sa.CheckConstraint(EFFECT_IN_ORDER, name=op.f("ck_readiness_rule_effect_in_order")),
        references=(("province", True),),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _create(
    table: str,
    *parts: sa.Column[object] | sa.Constraint,
    references: tuple[tuple[str, bool], ...],
) -> None:
    """`table` with its `parts`, what it references (and whether that may be null), its batches."""
    pointing = {f"{other}_id": (other, may_be_null) for other, may_be_null in references}
    pointing |= {
        "import_batch_id": ("import_batch", False),
        "replaced_in": ("import_batch", True),
    }
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        *(sa.Column(name, ID, nullable=nullable) for name, (_, nullable) in pointing.items()),
        *parts,
        *(
            sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}"))
            for name, (other, _) in pointing.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for name in pointing:
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name], unique=False)


def _effect() -> tuple[sa.Column[object], sa.Column[object]]:
    return (
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_to", sa.Date(), nullable=True),
    )
