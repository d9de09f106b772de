"""`python -m store boundaries FILE --province SLUG --level LEVEL`: outlines for the map."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from assets import wording
from store.boundaries import load_boundaries
from store.commands.import_files import tell_report
from store.commands.talk import Talk
from store.database import engine
from store.imports.provinces import UnknownProvince
from store.tables.base import LEVELS


def add(subparsers: Any, *, language: str) -> None:
    def text(key: str) -> str:
        return wording.text(f"imports.boundaries.{key}", language=language)

    parser = subparsers.add_parser("boundaries", help=text("help"))
    parser.add_argument("file", metavar="FILE", help=text("file"))
    parser.add_argument("--province", metavar="SLUG", required=True, help=text("province"))
    parser.add_argument("--level", choices=LEVELS, required=True, help=text("level"))
    parser.set_defaults(run=run, needs_store=True)


def run(arguments: Namespace, talk: Talk) -> int:
    """Load the file whole, or say in one sentence why not."""
    try:
        report = load_boundaries(
            engine(talk.url),
            Path(arguments.file),
            province=arguments.province,
            level=arguments.level,
        )
    except UnknownProvince:
        talk.say("imports.import.unknown_province", province=arguments.province)
        return 2
    except OSError as error:
        talk.say("imports.import.unreadable", file=arguments.file, reason=error.strerror or error)
        return 2
    except (ValueError, KeyError, TypeError):
        talk.say("imports.boundaries.not_ours", file=arguments.file)
        return 1
    tell_report(report, talk)
    return 1 if report.status == "refused" else 0
