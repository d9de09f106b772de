"""`python -m store accounts ...`: who may sign in, as what, and what they see.

A password is asked for on the terminal, or read as the first line of the input with
`--password-from-input`; it is never an argument, where others on the machine could read it.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from getpass import getpass
from typing import Any

from sqlalchemy import Connection, func, select

from assets import wording
from store import accounts, audit, clock
from store.audit import Action as Did
from store.commands.talk import Talk
from store.database import engine
from store.refused import Refused
from store.sessions import end_all_sessions
from store.tables import account, account_scope
from store.tables.accounts import ROLES
from store.unit_paths import units_at

Action = Callable[[Connection, Namespace, Talk], None]


def add(subparsers: Any, *, language: str) -> None:
    def text(key: str) -> str:
        return wording.text(f"accounts.help_{key}", language=language)

    def action(name: str, act: Action, *, names_account: bool = True) -> ArgumentParser:
        parser: ArgumentParser = actions.add_parser(name, help=text(name.replace("-", "_")))
        if names_account:
            parser.add_argument("username", metavar="NAME", help=text("name"))
        parser.set_defaults(run=run, act=act, needs_store=True)
        return parser

    def takes_units(parser: ArgumentParser) -> None:
        parser.add_argument("--units", nargs="*", default=[], metavar="UNIT", help=text("units"))

    def takes_password(parser: ArgumentParser) -> None:
        parser.add_argument(
            "--password-from-input", action="store_true", help=text("password_from_input")
        )

    whole = subparsers.add_parser("accounts", help=text("accounts"))
    actions = whole.add_subparsers(required=True, metavar="ACTION")
    action("list", _list, names_account=False)
    create = action("create", _create)
    create.add_argument("--role", choices=ROLES, required=True, help=text("role"))
    create.add_argument("--post", default="", help=text("post"))
    takes_units(create)
    takes_password(create)
    takes_password(action("password", _change_password))
    takes_units(action("scope", _set_scope))
    change = action("change-role", _change_role)
    change.add_argument("role", choices=ROLES, metavar="ROLE", help=text("role"))
    action("disable", _disable)
    action("enable", _enable)
    action("end-sessions", _end_sessions)


def run(arguments: Namespace, talk: Talk) -> int:
    """Do one action in one transaction; 1 when it is refused, with the reason."""
    try:
        with engine(talk.url).execution_options(writes=True).begin() as connection:
            arguments.act(connection, arguments, talk)
    except Refused as refused:
        talk.write(refused.sentence(language=talk.language))
        return 1
    return 0


def _list(connection: Connection, _arguments: Namespace, talk: Talk) -> None:
    units = (
        select(func.count())
        .select_from(account_scope)
        .where(account_scope.c.account_id == account.c.id)
        .scalar_subquery()
    )
    rows = connection.execute(
        select(
            account.c.username,
            account.c.role,
            account.c.display_name,
            account.c.is_demo,
            account.c.disabled_at,
            units.label("units"),
        ).order_by(account.c.username)
    )
    talk.say("accounts.columns")
    for row in rows:
        notes = [
            talk.text(f"accounts.{note}")
            for note, holds in (("is_demo", row.is_demo), ("is_disabled", row.disabled_at))
            if holds
        ]
        columns = (row.username, row.role, row.display_name, row.units, ", ".join(notes) or "–")
        talk.write(" | ".join(map(str, columns)))


def _create(connection: Connection, arguments: Namespace, talk: Talk) -> None:
    accounts.create_account(
        connection,
        username=arguments.username,
        display_name=arguments.post,
        role=arguments.role,
        password=_password(arguments, talk),
        units=units_at(connection, arguments.units),
        now=clock.now(),
    )
    _note(connection, arguments, Did.ACCOUNT_CREATED, role=arguments.role, units=arguments.units)
    talk.say("accounts.created", name=accounts.fold_username(arguments.username))


def _change_password(connection: Connection, arguments: Namespace, talk: Talk) -> None:
    account_id = accounts.find_account(connection, username=arguments.username)
    password = _password(arguments, talk)
    accounts.change_password(
        connection, account_id, password=password, now=clock.now(), must_change_password=True
    )
    _note(connection, arguments, Did.PASSWORD_RESET)
    talk.say("accounts.password_changed")


def _set_scope(connection: Connection, arguments: Namespace, talk: Talk) -> None:
    account_id = accounts.find_account(connection, username=arguments.username)
    accounts.set_scope(connection, account_id, units=units_at(connection, arguments.units))
    _note(connection, arguments, Did.SCOPE_CHANGED, units=arguments.units)
    talk.say("accounts.scope_set")


def _change_role(connection: Connection, arguments: Namespace, talk: Talk) -> None:
    account_id = accounts.find_account(connection, username=arguments.username)
    before = connection.scalar(select(account.c.role).where(account.c.id == account_id))
    accounts.set_role(connection, account_id, role=arguments.role)
    _note(connection, arguments, Did.ROLE_CHANGED, role=arguments.role, role_before=before)
    talk.say("accounts.role_changed", role=arguments.role)


def _disable(connection: Connection, arguments: Namespace, talk: Talk) -> None:
    account_id = accounts.find_account(connection, username=arguments.username)
    accounts.disable(connection, account_id, now=clock.now())
    _note(connection, arguments, Did.ACCOUNT_DISABLED)
    talk.say("accounts.disabled")


def _enable(connection: Connection, arguments: Namespace, talk: Talk) -> None:
    accounts.enable(connection, accounts.find_account(connection, username=arguments.username))
    _note(connection, arguments, Did.ACCOUNT_ENABLED)
    talk.say("accounts.enabled")


def _end_sessions(connection: Connection, arguments: Namespace, talk: Talk) -> None:
    account_id = accounts.find_account(connection, username=arguments.username)
    ended = end_all_sessions(connection, account_id, now=clock.now())
    _note(connection, arguments, Did.SESSIONS_ENDED, sessions=ended)
    talk.say("accounts.sessions_ended", count=ended)


def _note(connection: Connection, arguments: Namespace, did: Did, **detail: audit.Detail) -> None:
    """Nobody is signed in at a terminal: the event names the account it was done to."""
    audit.record(
        connection,
        now=clock.now(),
        action=did,
        subject=accounts.fold_username(arguments.username),
        detail=detail,
    )


def _password(arguments: Namespace, talk: Talk) -> str:
    if arguments.password_from_input:
        return sys.stdin.readline().rstrip("\r\n")
    return getpass(talk.text("accounts.ask_password"))
