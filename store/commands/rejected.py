"""`python -m store rejected BATCH`: every row a batch refused, and why."""

from argparse import Namespace
from typing import Any

from sqlalchemy import RowMapping, select

from assets import wording
from store.commands.import_files import told
from store.commands.talk import Talk
from store.database import engine
from store.imports.batches import list_rejected
from store.imports.refusals import Refusal
from store.tables import import_batch


def add(subparsers: Any, *, language: str) -> None:
    help_text = wording.text("imports.rejected.help", language=language)
    parser = subparsers.add_parser("rejected", help=help_text)
    batch = wording.text("imports.rejected.batch", language=language)
    parser.add_argument("batch", type=int, metavar="BATCH", help=batch)
    parser.set_defaults(run=run, needs_store=True)


def run(arguments: Namespace, talk: Talk) -> int:
    with engine(talk.url).connect() as connection:
        known = select(import_batch.c.id).where(import_batch.c.id == arguments.batch)
        if connection.scalar(known) is None:
            talk.say("imports.rejected.unknown", batch=arguments.batch)
            return 2
        rows = list_rejected(connection, arguments.batch)
    if not rows:
        talk.say("imports.rejected.none", batch=arguments.batch)
    for row in rows:
        refusal = _refusal(row)
        talk.write(told(refusal, sentence=_sentence(refusal, row["reason"], talk), talk=talk))
    return 0


def _refusal(row: RowMapping) -> Refusal:
    return Refusal(
        reason_code=row["reason_code"],
        sheet_name=row["sheet_name"],
        row_number=row["row_number"],
        column_name=row["column_name"],
        raw_text=row["raw_text"],
        proposal=row["proposal"],
    )


def _sentence(refusal: Refusal, kept: str, talk: Talk) -> str:
    """The reason in the language asked for, or as it was kept when it needs more than the row."""
    try:
        return refusal.sentence(language=talk.language)
    except KeyError:
        return kept
