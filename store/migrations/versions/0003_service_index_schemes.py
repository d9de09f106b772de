"""Schemes of the service index as data"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | Sequence[str] | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Each references only earlier ones.
TABLES = ("index_scheme", "index_group", "index_metric", "index_grade")


def upgrade() -> None:
    _create(
        "index_scheme",
        _text("code", 40),
        *_names(),
        sa.Column("effective_from", sa.Date(), nullable=False),
        _points("max_points"),
        sa.Column("note_vi", sa.Text(), nullable=True),
        sa.Column("note_en", sa.Text(), nullable=True),
        sa.UniqueConstraint("code", name=op.f("uq_index_scheme_code")),
        sa.CheckConstraint("max_points > 0", name=op.f("ck_index_scheme_max_points_positive")),
        references=("import_batch",),
        may_reference=("province", "indicator", "source_document"),
    )
    _create(
        "index_group",
        _text("code", 20),
        sa.Column("part_of", sa.String(length=20), nullable=True),
        *_names(),
        _points("max_points"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.UniqueConstraint(
            "index_scheme_id", "code", name=op.f("uq_index_group_index_scheme_id_code")
        ),
        sa.CheckConstraint("max_points > 0", name=op.f("ck_index_group_max_points_positive")),
        references=("index_scheme", "import_batch"),
        may_reference=("indicator",),
    )
    _create(
        "index_metric",
        _text("code", 20),
        *_names(),
        _points("max_points"),
        _text("rule", 20),
        sa.Column("full_at", sa.Float(), nullable=True),
        sa.Column("factor", sa.Float(), nullable=True),
        _text("zero_denominator", 20),
        _text("counted", 20),
        _text("levels", 120),
        sa.Column("definition_source", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.UniqueConstraint(
            "index_scheme_id", "code", name=op.f("uq_index_metric_index_scheme_id_code")
        ),
        _one_of("index_metric", "rule", "proportional", "capped", "linear"),
        _one_of("index_metric", "zero_denominator", "not_applicable", "full_points", "zero_points"),
        _one_of(
            "index_metric", "counted", "dossier", "petition", "procedure", "service", "commune"
        ),
        sa.CheckConstraint("max_points > 0", name=op.f("ck_index_metric_max_points_positive")),
        sa.CheckConstraint(
            "(rule = 'capped') = (full_at is not null)"
            " and (rule = 'linear') = (factor is not null)",
            name=op.f("ck_index_metric_rule_has_its_parameter"),
        ),
        sa.CheckConstraint(
            "full_at > 0 and full_at <= 1", name=op.f("ck_index_metric_full_at_is_a_share")
        ),
        sa.CheckConstraint("factor > 0", name=op.f("ck_index_metric_factor_positive")),
        references=("index_scheme", "index_group", "indicator", "import_batch"),
    )
    _create(
        "index_grade",
        _text("code", 20),
        *_names(),
        _points("from_points"),
        _text("tone", 20),
        sa.Column("definition_source", sa.Text(), nullable=False),
        sa.UniqueConstraint(
            "index_scheme_id", "code", name=op.f("uq_index_grade_index_scheme_id_code")
        ),
        sa.UniqueConstraint(
            "index_scheme_id",
            "from_points",
            name=op.f("uq_index_grade_index_scheme_id_from_points"),
        ),
        _one_of("index_grade", "tone", "good", "course", "warning", "bad", "neutral"),
        sa.CheckConstraint(
            "from_points >= 0", name=op.f("ck_index_grade_from_points_not_negative")
        ),
        references=("index_scheme", "import_batch"),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _create(
    table: str,
    *parts: sa.Column[Any] | sa.Constraint,
    references: tuple[str, ...],
    may_reference: tuple[str, ...] = (),
) -> None:
    """`table` with its `parts`, an id, and a column with an index for every table it references."""
    columns = [
        sa.Column(f"{other}_id", ID, nullable=other in may_reference)
        for other in (*references, *may_reference)
    ]
    keys = [
        sa.ForeignKeyConstraint(
            [column.name], [f"{other}.id"], name=op.f(f"fk_{table}_{column.name}")
        )
        for column, other in zip(columns, (*references, *may_reference), strict=True)
    ]
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        *columns,
        *parts,
        *keys,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column.name}"), table, [column.name], unique=False)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _points(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Float(), nullable=False)


def _names() -> list[sa.Column[str]]:
    return [sa.Column(f"name_{language}", sa.Text(), nullable=False) for language in ("vi", "en")]


def _one_of(table: str, column: str, *words: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} in ({listed})", name=op.f(f"ck_{table}_{column}_known"))
