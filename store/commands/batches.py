"""`python -m store batches`: what came in, newest first."""

from argparse import Namespace
from typing import Any

from assets import wording
from store.commands.talk import Talk
from store.database import engine
from store.imports.batches import list_batches


def add(subparsers: Any, *, language: str) -> None:
    help_text = wording.text("imports.batches.help", language=language)
    parser = subparsers.add_parser("batches", help=help_text)
    most = wording.text("imports.batches.most", language=language)
    parser.add_argument("--most", type=int, default=50, metavar="N", help=most)
    parser.set_defaults(run=run, needs_store=True)


def run(arguments: Namespace, talk: Talk) -> int:
    with engine(talk.url).connect() as connection:
        rows = list_batches(connection, most=arguments.most)
    if not rows:
        talk.say("imports.batches.none")
        return 0
    talk.say("imports.batches.columns")
    for row in rows:
        columns = (
            row["id"],
            talk.text(f"imports.batches.{row['status']}"),
            row["slug"] or "–",
            row["kind"],
            row["row_count"],
            row["rejected_count"],
            f"{row['imported_at']:%Y-%m-%d %H:%M:%SZ}",
            row["file_name"],
        )
        talk.write(" | ".join(map(str, columns)))
    return 0
