"""Schemes of the service index as data: what counts for how many points, since when, for whom.

A scheme is never changed: new rules are a new scheme with a later `effective_from`, so that old
periods keep the rules they were lived under. Official scores are observations.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Float,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from store.tables.base import metadata, one_of, reference, row_id

index_scheme = Table(
    "index_scheme",
    metadata,
    row_id(),
    Column("code", String(40), nullable=False),
    Column("name_vi", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    # Null: for every province; a scheme of a province's own comes before these.
    reference("province", nullable=True),
    Column("effective_from", Date, nullable=False),
    Column("max_points", Float, nullable=False),
    # The indicator under which the official total is observed.
    reference("indicator", nullable=True),
    reference("source_document", nullable=True),
    Column("note_vi", Text),
    Column("note_en", Text),
    reference("import_batch"),
    UniqueConstraint("code"),
    CheckConstraint("max_points > 0", name="max_points_positive"),
)

index_group = Table(
    "index_group",
    metadata,
    row_id(),
    reference("index_scheme"),
    Column("code", String(20), nullable=False),
    # Code of the group of this scheme that it is shown apart from: payment is part of group C.
    Column("part_of", String(20)),
    Column("name_vi", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("max_points", Float, nullable=False),
    # The indicator under which the official points of the group are observed.
    reference("indicator", nullable=True),
    Column("position", Integer, nullable=False),
    reference("import_batch"),
    UniqueConstraint("index_scheme_id", "code"),
    CheckConstraint("max_points > 0", name="max_points_positive"),
)

index_metric = Table(
    "index_metric",
    metadata,
    row_id(),
    reference("index_scheme"),
    reference("index_group"),
    Column("code", String(20), nullable=False),
    Column("name_vi", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    # Whose numerator and denominator are scored.
    reference("indicator"),
    Column("max_points", Float, nullable=False),
    Column("rule", String(20), nullable=False),
    # capped: the rate that brings all points; linear: points per whole (4 in 4 x rate).
    Column("full_at", Float),
    Column("factor", Float),
    Column("zero_denominator", String(20), nullable=False),
    # What one of the denominator is.
    Column("counted", String(20), nullable=False),
    # The levels it exists at, as in indicator.levels: "province, agency".
    Column("levels", String(120), nullable=False),
    Column("definition_source", Text, nullable=False),
    Column("position", Integer, nullable=False),
    reference("import_batch"),
    UniqueConstraint("index_scheme_id", "code"),
    one_of("rule", ("proportional", "capped", "linear")),
    one_of("zero_denominator", ("not_applicable", "full_points", "zero_points")),
    one_of("counted", ("dossier", "petition", "procedure", "service", "commune")),
    CheckConstraint("max_points > 0", name="max_points_positive"),
    CheckConstraint(
        "(rule = 'capped') = (full_at is not null) and (rule = 'linear') = (factor is not null)",
        name="rule_has_its_parameter",
    ),
    CheckConstraint("full_at > 0 and full_at <= 1", name="full_at_is_a_share"),
    CheckConstraint("factor > 0", name="factor_positive"),
)

index_grade = Table(
    "index_grade",
    metadata,
    row_id(),
    reference("index_scheme"),
    Column("code", String(20), nullable=False),
    Column("name_vi", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    # The lowest score of the grade, which belongs to it.
    Column("from_points", Float, nullable=False),
    # How the grade is coloured.
    Column("tone", String(20), nullable=False),
    Column("definition_source", Text, nullable=False),
    reference("import_batch"),
    UniqueConstraint("index_scheme_id", "code"),
    UniqueConstraint("index_scheme_id", "from_points"),
    one_of("tone", ("good", "course", "warning", "bad", "neutral")),
    CheckConstraint("from_points >= 0", name="from_points_not_negative"),
)
