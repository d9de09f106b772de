"""`python -m store migrate`: make the tables, or bring them to the newest version."""

from argparse import Namespace
from typing import Any

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from assets import wording
from store.commands.talk import Talk
from store.database import engine, migrate, migration_config
from store.sample import State, state_of


def add(subparsers: Any, *, language: str) -> None:
    help_text = wording.text("imports.migrate.help", language=language)
    parser = subparsers.add_parser("migrate", help=help_text)
    parser.set_defaults(run=run, needs_store=False)


def run(_arguments: Namespace, talk: Talk) -> int:
    migrate(talk.url)
    talk.say("imports.migrate.done")
    return 0


def is_newest(url: str) -> bool:
    """Whether there is a store at `url` and its tables are of the newest version."""
    if state_of(url) == State.ABSENT:
        return False
    newest = ScriptDirectory.from_config(migration_config(url)).get_current_head()
    with engine(url).connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest
