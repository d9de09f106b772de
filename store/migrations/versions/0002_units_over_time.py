"""Units over time: successions with exact weights, and since when a unit is known to have ended"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | Sequence[str] | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEPT = ("id", "old_unit_id", "new_unit_id", "on_date", "basis", "import_batch_id")
OLD_BASES = ("whole", "area", "population", "dossiers", "resolution")
BASES = (*OLD_BASES, "equal", "main")
# A weight that was kept to 18 digits means the simplest share that near.
SIMPLEST_BELOW = 10**6
FINEST = 10**18


def upgrade() -> None:
    op.add_column("unit", sa.Column("closed_in", ID, nullable=True))
    rows = _rows(*KEPT, "weight")
    op.drop_table("unit_succession")
    _create(
        [
            sa.Column("weight_part", sa.BigInteger(), nullable=False),
            sa.Column("weight_whole", sa.BigInteger(), nullable=False),
            sa.Column("replaced_in", ID, nullable=True),
            sa.ForeignKeyConstraint(
                ["replaced_in"], ["import_batch.id"], name=op.f("fk_unit_succession_replaced_in")
            ),
            sa.CheckConstraint(
                "weight_part > 0 and weight_part <= weight_whole",
                name=op.f("ck_unit_succession_weight_is_a_share"),
            ),
        ],
        bases=BASES,
    )
    op.create_index(op.f("ix_unit_succession_replaced_in"), "unit_succession", ["replaced_in"])
    op.create_index(
        "uq_unit_succession_current",
        "unit_succession",
        ["old_unit_id", "new_unit_id", "on_date"],
        unique=True,
        sqlite_where=sa.text("replaced_in is null"),
        postgresql_where=sa.text("replaced_in is null"),
    )
    _insert([_exact(row) for row in rows], "weight_part", "weight_whole")


def downgrade() -> None:
    current = sa.text("replaced_in is null")
    rows = _rows(*KEPT, "weight_part", "weight_whole", where=current)
    op.drop_table("unit_succession")
    _create(
        [
            sa.Column("weight", sa.Numeric(precision=20, scale=18), nullable=False),
            sa.CheckConstraint(
                "weight > 0 and weight <= 1", name=op.f("ck_unit_succession_weight_is_a_share")
            ),
            sa.UniqueConstraint(
                "old_unit_id",
                "new_unit_id",
                "on_date",
                name=op.f("uq_unit_succession_old_unit_id_new_unit_id_on_date"),
            ),
        ],
        bases=OLD_BASES,
    )
    _insert([_rounded(row) for row in rows], "weight")
    op.drop_column("unit", "closed_in")


def _create(more: Sequence[sa.schema.SchemaItem], *, bases: Sequence[str]) -> None:
    listed = ", ".join(f"'{basis}'" for basis in bases)
    op.create_table(
        "unit_succession",
        sa.Column("id", ID, nullable=False),
        sa.Column("old_unit_id", ID, nullable=False),
        sa.Column("new_unit_id", ID, nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("import_batch_id", ID, nullable=False),
        *more,
        sa.CheckConstraint(f"basis in ({listed})", name=op.f("ck_unit_succession_basis_known")),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batch.id"],
            name=op.f("fk_unit_succession_import_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["new_unit_id"], ["unit.id"], name=op.f("fk_unit_succession_new_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["old_unit_id"], ["unit.id"], name=op.f("fk_unit_succession_old_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_succession")),
    )
    for column in ("import_batch_id", "new_unit_id", "old_unit_id"):
        op.create_index(op.f(f"ix_unit_succession_{column}"), "unit_succession", [column])


def _table(*columns: str) -> sa.TableClause:
    return sa.table("unit_succession", *map(_column, columns))


def _column(name: str) -> sa.ColumnClause[Any]:
    kinds: dict[str, sa.types.TypeEngine[Any]] = {
        "on_date": sa.Date(),
        "weight": sa.Numeric(precision=20, scale=18),
    }
    return sa.column(name, kinds.get(name, sa.types.NullType()))


def _rows(*columns: str, where: sa.TextClause | None = None) -> list[dict[str, object]]:
    asked = sa.select(_table(*columns))
    if where is not None:
        asked = asked.where(where)
    return [dict(row) for row in op.get_bind().execute(asked).mappings()]


def _insert(rows: list[dict[str, object]], *columns: str) -> None:
    if not rows:
        return
    op.bulk_insert(_table(*KEPT, *columns), rows)
    if op.get_bind().dialect.name == "postgresql":
        # The rows brought their ids along: the next one is numbered after them.
        op.execute(
            "select setval(pg_get_serial_sequence('unit_succession', 'id'), max(id))"
            " from unit_succession"
        )


def _exact(row: dict[str, object]) -> dict[str, object]:
    kept = Fraction(str(row["weight"]))
    simple = kept.limit_denominator(SIMPLEST_BELOW)
    share = simple if abs(simple - kept) * 10**15 < 1 else kept.limit_denominator(FINEST)
    return row | {"weight_part": share.numerator, "weight_whole": share.denominator}


def _rounded(row: dict[str, object]) -> dict[str, object]:
    share = Fraction(int(str(row["weight_part"])), int(str(row["weight_whole"])))
    digits = max(1, share.numerator * FINEST // share.denominator)
    # Two ways of dividing that the older store has no word for.
    basis = "resolution" if row["basis"] in {"equal", "main"} else row["basis"]
    whole, rest = divmod(digits, FINEST)
    return row | {"weight": Decimal(f"{whole}.{rest:018d}"), "basis": basis}
