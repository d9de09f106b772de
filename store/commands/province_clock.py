"""`python -m store clock SLUG [DAY]`: the day of a province, shown or moved."""

from argparse import ArgumentTypeError, Namespace
from datetime import date
from typing import Any

from assets import wording
from store import clock
from store.commands.talk import Talk
from store.database import engine
from store.imports.provinces import UnknownProvince
from store.province_clock import clock_of, move_clock


def add(subparsers: Any, *, language: str) -> None:
    def text(key: str) -> str:
        return wording.text(f"imports.clock.{key}", language=language)

    parser = subparsers.add_parser("clock", help=text("help"))
    parser.add_argument("province", metavar="SLUG", help=text("province"))
    to = parser.add_mutually_exclusive_group()
    to.add_argument("day", nargs="?", type=read_day, metavar="DAY", help=text("day"))
    to.add_argument("--runs", action="store_true", help=text("runs"))
    parser.set_defaults(run=run, needs_store=True)


def read_day(written: str) -> date:
    """A day of an argument, ISO. Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise ArgumentTypeError(f"YYYY-MM-DD: {written}") from error


def run(arguments: Namespace, talk: Talk) -> int:
    """Move the clock if a day is given, and say where it stands."""
    store = engine(talk.url)
    try:
        if arguments.day or arguments.runs:
            with store.execution_options(writes=True).begin() as connection:
                move_clock(connection, arguments.province, day=arguments.day, now=clock.now())
        with store.connect() as connection:
            slug, day = clock_of(connection, arguments.province)
    except UnknownProvince:
        talk.say("imports.import.unknown_province", province=arguments.province)
        return 2
    if day:
        talk.say("imports.clock.stands", province=slug, day=f"{day:%d/%m/%Y}")
    else:
        talk.say("imports.clock.running", province=slug)
    return 0
