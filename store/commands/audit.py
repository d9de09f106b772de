"""`python -m store audit ...`: whether the log is as it was written, and its newest events."""

import json
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import Any

from assets import wording
from store.audit import NO_HEAD, Head
from store.audit_head import check_log
from store.audit_reading import Event, last_events, one_line
from store.commands.talk import Talk
from store.database import engine
from store.settings import Settings

HEX = frozenset("0123456789abcdef")


def add(subparsers: Any, *, language: str) -> None:
    def text(key: str) -> str:
        return wording.text(f"audit.help_{key}", language=language)

    whole = subparsers.add_parser("audit", help=text("audit"))
    actions = whole.add_subparsers(required=True, metavar="ACTION")
    verify: ArgumentParser = actions.add_parser("verify", help=text("verify"))
    verify.add_argument(
        "--head", type=_head, default=NO_HEAD, metavar="POSITION:HASH", help=text("head")
    )
    verify.set_defaults(run=run_verify, needs_store=True)
    listing: ArgumentParser = actions.add_parser("list", help=text("list"))
    listing.add_argument("--last", type=int, default=50, metavar="N", help=text("last"))
    listing.set_defaults(run=run_list, needs_store=True)


def run_verify(arguments: Namespace, talk: Talk) -> int:
    """0 and the head, to be kept elsewhere, for a whole chain; 1 and the first broken position."""
    settings = Settings(database_url=talk.url)
    verdict = check_log(settings, noted=arguments.head)
    if verdict.is_whole:
        talk.say("audit.whole", count=verdict.head.position)
        talk.say("audit.head", head=verdict.head)
        return 0
    assert verdict.fault is not None
    talk.say(f"audit.broken_{verdict.fault}", position=verdict.broken_at)
    return 1


def run_list(arguments: Namespace, talk: Talk) -> int:
    """The newest events, one line each, newest first."""
    with engine(talk.url).begin() as connection:
        events = last_events(connection, most=max(arguments.last, 0))
    talk.say("audit.columns")
    for event in events:
        talk.write(line(event))
    return 0


def line(event: Event) -> str:
    """An event as one line: nothing that others wrote can end it or add a column to it."""
    fields = (
        str(event.position),
        event.happened_at.isoformat(sep=" ", timespec="seconds"),
        event.username or "–",
        event.action,
        event.subject,
        json.dumps(event.detail, ensure_ascii=False, sort_keys=True),
        event.address or "–",
    )
    return " | ".join(one_line(field) for field in fields)


def _head(written: str) -> Head:
    position, _, digest = written.partition(":")
    if not position.isdecimal() or len(digest) != len(NO_HEAD.hash) or not HEX.issuperset(digest):
        raise ArgumentTypeError("POSITION:HASH")
    return Head(int(position), digest)
