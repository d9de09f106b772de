"""`python -m store walls ...`: links that open a wall, made, listed and revoked.

The secret is printed once, by `make`; nothing else ever tells it again.
"""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Connection

from assets import wording
from domain.playlist import SCENES_OVER
from store import clock
from store.commands.talk import Talk
from store.database import engine
from store.refused import Refused
from store.tables.walls import LANGUAGES
from store.unit_paths import units_at
from store.wall_links import make_wall_link, revoke_wall_link
from store.wall_list import WallLink, wall_list
from store.wall_settings import LONGEST_CODE, WallRefused

Action = Callable[[Connection, Namespace, Talk], None]


def add(subparsers: Any, *, language: str) -> None:
    def text(key: str) -> str:
        return wording.text(f"walls.help_{key}", language=language)

    def action(name: str, act: Action) -> ArgumentParser:
        parser: ArgumentParser = actions.add_parser(name, help=text(name))
        parser.set_defaults(run=run, act=act, needs_store=True)
        return parser

    whole = subparsers.add_parser("walls", help=text("walls"))
    actions = whole.add_subparsers(required=True, metavar="ACTION")
    make = action("make", _make)
    make.add_argument("name", metavar="NAME", help=text("name"))
    make.add_argument("--unit", required=True, metavar="UNIT", help=text("unit"))
    make.add_argument("--scenes", nargs="+", required=True, metavar="SCENE", help=text("scenes"))
    make.add_argument("--addresses", default="", help=text("addresses"))
    make.add_argument("--last-day", type=_day, metavar="DAY", help=text("last_day"))
    make.add_argument("--language", dest="speaks", choices=LANGUAGES, default=LANGUAGES[0],
                      help=text("language"))  # fmt: skip
    make.add_argument("--metres", type=float, default=6.0, help=text("metres"))
    make.add_argument("--width", type=float, default=4.2, help=text("width"))
    make.add_argument("--seconds", type=int, default=20, help=text("seconds"))
    make.add_argument("--panels", type=int, nargs=2, metavar="NUMBER", default=(1, 1),
                      help=text("panels"))  # fmt: skip
    make.add_argument("--night", type=int, nargs=2, metavar="HOUR", help=text("night"))
    action("list", _list)
    revoke = action("revoke", _revoke)
    revoke.add_argument("number", type=int, metavar="NUMBER", help=text("number"))


def run(arguments: Namespace, talk: Talk) -> int:
    """Do one action in one transaction; 1 when it is refused, with the reason."""
    try:
        with engine(talk.url).execution_options(writes=True).begin() as connection:
            arguments.act(connection, arguments, talk)
    except Refused as refused:
        talk.write(refused.sentence(language=talk.language))
        return 1
    return 0


def _make(connection: Connection, arguments: Namespace, talk: Talk) -> None:
    units = units_at(connection, [arguments.unit])
    if len(units) > 1:
        raise WallRefused("walls.several_units", unit=arguments.unit)
    for scene in arguments.scenes:
        if scene not in SCENES_OVER:
            raise WallRefused("walls.unknown_scene", scene=scene[:LONGEST_CODE])
    secret = make_wall_link(
        connection,
        name=arguments.name,
        unit_id=units[0],
        scenes=arguments.scenes,
        account_id=None,
        now=clock.now(),
        address_range=arguments.addresses,
        last_day=arguments.last_day,
        language=arguments.speaks,
        metres=arguments.metres,
        width=arguments.width,
        night=tuple(arguments.night) if arguments.night else None,
        seconds=arguments.seconds,
        panels=tuple(arguments.panels),
    )
    talk.say("walls.made_told", address=f"/wall/open#{secret}")


def _list(connection: Connection, _arguments: Namespace, talk: Talk) -> None:
    talk.say("walls.columns")
    for link in wall_list(connection, now=clock.now()):
        talk.write(" | ".join(_columns(link, talk)))


def _columns(link: WallLink, talk: Talk) -> list[str]:
    silent = sum(screen.is_silent for screen in link.screens)
    state = "open" if link.is_open else "revoked" if link.revoked_at else "over"
    return [
        str(link.wall_link_id),
        link.name,
        "/".join(part for part in (link.province, link.unit_code) if part),
        talk.text(f"walls.state_{state}"),
        link.settings.last_day.isoformat() if link.settings.last_day else "–",
        link.settings.addresses or "–",
        str(len(link.screens)),
        str(silent),
    ]


def _revoke(connection: Connection, arguments: Namespace, talk: Talk) -> None:
    revoke_wall_link(connection, arguments.number, account_id=None, now=clock.now())
    talk.say("walls.revoked_told")


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise ArgumentTypeError(written) from error
