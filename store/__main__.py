"""`python -m store COMMAND`: the store from a terminal. IOC_DATABASE_URL says which store.

Exit codes: 0 done, 1 refused (a file, or rows of it), 2 could not be tried.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence

from sqlalchemy.exc import DBAPIError

from assets import wording
from store.commands import (
    accounts,
    audit,
    batches,
    boundaries,
    data_version,
    import_files,
    migrate,
    province_clock,
    rejected,
    sample,
    walls,
)
from store.commands.talk import Talk
from store.settings import Settings

COMMANDS = (
    migrate,
    import_files,
    boundaries,
    sample,
    batches,
    rejected,
    data_version,
    province_clock,
    accounts,
    audit,
    walls,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. Raises SystemExit for arguments it cannot read."""
    first = ArgumentParser(add_help=False)
    first.add_argument("--language", choices=wording.LANGUAGES, default=wording.DEFAULT_LANGUAGE)
    language, rest = first.parse_known_args(arguments)
    talk = Talk(language.language, print, Settings().database_url)
    parsed = _parser(talk).parse_args(rest)
    try:
        if parsed.needs_store and not migrate.is_newest(talk.url):
            talk.say("imports.store.behind")
            return 2
        code: int = parsed.run(parsed, talk)
        return code
    except DBAPIError as error:
        # The driver's own words name the host and the cause, never the password.
        talk.say("imports.store.unreachable", reason=str(error.orig).strip())
        return 2


def _parser(talk: Talk) -> ArgumentParser:
    parser = ArgumentParser(
        prog="python -m store", description=talk.text("imports.store.description")
    )
    parser.add_argument(
        "--language", choices=wording.LANGUAGES, help=talk.text("imports.store.language")
    )
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(subparsers, language=talk.language)
    return parser


def run_as_program() -> int:
    """As `main`, for a terminal: whoever reads the output may leave early."""
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still unwritten must not fail once more when Python closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


if __name__ == "__main__":
    sys.exit(run_as_program())
