"""The migrations make exactly the tables of the code, and unmake them, on both databases."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from store.commands.migrate import is_newest
from store.database import engine, migrate, migration_config, undo_migrations
from store.tables import metadata

# SQLite's reflection shows no index over expressions; test_tables.py breaks that one.
OVER_EXPRESSIONS = {"uq_observation_current"}
no_complaint = pytest.mark.filterwarnings(
    "ignore:Skipped unsupported reflection of expression", "ignore:autogenerate skipping"
)

REVISIONS = [
    script.revision
    for script in reversed(
        list(ScriptDirectory.from_config(migration_config("sqlite://")).walk_revisions())
    )
]


def tables_of(url: str) -> set[str]:
    with engine(url).connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


@no_complaint
def test_after_all_migrations_nothing_is_left_to_change(database_url: str) -> None:
    with engine(database_url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


@no_complaint
def test_every_constraint_and_index_bears_the_name_the_code_gives_it(database_url: str) -> None:
    """Names are part of the contract, and what a later migration takes hold of."""
    with engine(database_url).connect() as connection:
        seen = inspect(connection)
        for table in metadata.sorted_tables:
            stored = {
                *(c["name"] for c in seen.get_check_constraints(table.name)),
                *(c["name"] for c in seen.get_foreign_keys(table.name)),
                *(c["name"] for c in seen.get_unique_constraints(table.name)),
                *(c["name"] for c in seen.get_indexes(table.name)),
                seen.get_pk_constraint(table.name)["name"],
            }
            named = {c.name for c in table.constraints} | {i.name for i in table.indexes}
            assert named - OVER_EXPRESSIONS <= stored, table.name


def test_the_store_goes_down_to_nothing_and_up_again(database_url: str) -> None:
    undo_migrations(database_url)
    assert tables_of(database_url) == set()
    assert not is_newest(database_url)
    migrate(database_url)
    assert tables_of(database_url) == set(metadata.tables)
    assert is_newest(database_url)


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_single_migration_can_be_undone_and_done_again(
    database_url: str, revision: str
) -> None:
    undo_migrations(database_url)
    migrate(database_url, revision=revision)
    at = tables_of(database_url)
    undo_migrations(database_url, revision="-1")
    migrate(database_url, revision=revision)
    assert tables_of(database_url) == at


def test_migrating_a_newest_store_changes_nothing(database_url: str) -> None:
    before = tables_of(database_url)
    migrate(database_url)
    assert tables_of(database_url) == before
