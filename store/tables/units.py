"""Provinces, and units that know time: codes and names are recycled, ids are not."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    Float,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from store.tables.base import LEVELS, Moment, RowId, metadata, one_of, reference, row_id

# How the share of an old unit that a new one took over was found. `whole`: there is only one new
# unit; `resolution`: a document states the shares; `equal`: as many parts as new units; `main`:
# all to the new unit with the main part.
BASES = ("whole", "area", "population", "dossiers", "resolution", "equal", "main")

province = Table(
    "province",
    metadata,
    row_id(),
    Column("code", String(10), nullable=False),
    # The word that stands for the province in addresses: nghe-an.
    Column("slug", String(40), nullable=False),
    Column("name_vi", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("time_zone", String(40), nullable=False, default="Asia/Ho_Chi_Minh"),
    # A sample province stands still at this day; null means the real clock.
    Column("clock_stands_at", Date),
    Column("default_period", String(10)),
    UniqueConstraint("code"),
    UniqueConstraint("slug"),
)

unit = Table(
    "unit",
    metadata,
    row_id(),
    reference("province"),
    Column("code", String(20), nullable=False),
    Column("level", String(20), nullable=False),
    Column("kind_vi", String(40)),
    Column("name_vi", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("full_name_vi", Text, nullable=False),
    Column("full_name_en", Text, nullable=False),
    reference("unit", nullable=True, column="parent_id"),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    # The batch that gave an open unit its end: before it, `valid_to` was empty. No foreign key:
    # SQLite could add one only by making this table, to which most others point, anew.
    Column("closed_in", RowId),
    Column("area_km2", Float),
    Column("population", Integer),
    Column("lon", Float),
    Column("lat", Float),
    Column("accountable_post_vi", Text),
    Column("accountable_post_en", Text),
    reference("import_batch"),
    UniqueConstraint("province_id", "level", "code", "valid_from"),
    one_of("level", LEVELS),
    CheckConstraint("valid_to is null or valid_to >= valid_from", name="validity_in_order"),
)

# On `on_date` the new unit took over `weight_part` of `weight_whole` equal parts of the old one,
# which ended the day before. Two whole numbers, since 1/3 is neither a decimal nor a float: the
# parts of one old unit on one day make exactly its whole.
unit_succession = Table(
    "unit_succession",
    metadata,
    row_id(),
    reference("unit", column="old_unit_id"),
    reference("unit", column="new_unit_id"),
    Column("on_date", Date, nullable=False),
    Column("weight_part", BigInteger, nullable=False),
    Column("weight_whole", BigInteger, nullable=False),
    Column("basis", String(20), nullable=False),
    reference("import_batch"),
    reference("import_batch", nullable=True, column="replaced_in"),
    one_of("basis", BASES),
    CheckConstraint("weight_part > 0 and weight_part <= weight_whole", name="weight_is_a_share"),
    Index(
        "uq_unit_succession_current",
        "old_unit_id",
        "new_unit_id",
        "on_date",
        unique=True,
        sqlite_where=text("replaced_in is null"),
        postgresql_where=text("replaced_in is null"),
    ),
)

boundary_set = Table(
    "boundary_set",
    metadata,
    row_id(),
    reference("province"),
    Column("level", String(20), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("source", Text, nullable=False),
    Column("licence", Text, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("imported_at", Moment, nullable=False),
    reference("import_batch"),
    # The batch that took the set away; the rows stay, for whoever asks as of an earlier batch.
    Column("replaced_in", RowId),
    one_of("level", LEVELS),
    one_of("kind", ("schematic", "official")),
)

boundary = Table(
    "boundary",
    metadata,
    row_id(),
    reference("boundary_set"),
    reference("unit"),
    # GeoJSON geometry, WGS 84 longitude and latitude.
    Column("geometry", Text, nullable=False),
    Column("label_lon", Float, nullable=False),
    Column("label_lat", Float, nullable=False),
    UniqueConstraint("boundary_set_id", "unit_id"),
)
