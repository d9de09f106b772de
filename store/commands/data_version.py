"""`python -m store data-version`: the newest batch that landed, for scripts."""

from argparse import Namespace
from typing import Any

from assets import wording
from store.commands.talk import Talk
from store.database import engine
from store.imports.batches import newest_batch


def add(subparsers: Any, *, language: str) -> None:
    help_text = wording.text("imports.data_version.help", language=language)
    parser = subparsers.add_parser("data-version", help=help_text)
    parser.set_defaults(run=run, needs_store=True)


def run(_arguments: Namespace, talk: Talk) -> int:
    with engine(talk.url).connect() as connection:
        talk.write(str(newest_batch(connection)))
    return 0
