"""Short links: an address of the board under a code that can be read out or put on a slide.

A link opens nothing by itself: whoever follows it must sign in, and the screen asks for their
rights as for any address. What it may hold is checked by the shell, when it is made and again
when it is opened. One account makes at most MOST_AN_HOUR of them in an hour; the same address
gives the same link again as long as it is alive.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import Connection, func, insert, or_, select, update

from store import audit, clock
from store.administration import ADMINISTRATOR, LETTERS
from store.audit import Action
from store.database import engine
from store.refused import Refused
from store.settings import current_settings
from store.signed_in import SignedIn, people, person
from store.tables import account, short_link

# Below it lies every link: /s/<code>.
FOLDER = "/s/"
LENGTH = 8
# Also what an address may look like before the store is asked.
CODE = re.compile(f"[{LETTERS}]{{{LENGTH}}}", flags=re.ASCII)
LONGEST_QUERY = 1_500
MOST_AN_HOUR = 60


class LinkRefused(Refused):
    """A link that is not made or not revoked."""


@dataclass(frozen=True)
class Target:
    """Where a link leads: the key of a screen and the parameters of its address."""

    screen: str
    query: Mapping[str, str]


def make_link(by: int, target: Target, *, lasts: timedelta | None = None) -> str:
    """The code of a link to `target` by the account `by`, alive for `lasts` (None: for good).

    Raises LinkRefused: the address is too long, too many links, an account that is gone.
    """
    query = urlencode(sorted(target.query.items()))
    if len(query) > LONGEST_QUERY:
        raise LinkRefused("short_links.too_long")
    now = clock.now()
    expires_at = now + lasts if lasts else None
    with engine(current_settings().database_url).execution_options(writes=True).begin() as made:
        who = _still_there(made, by)
        there = _same(made, by, target.screen, query, expires_at)
        if there is not None:
            return there
        _refuse_too_many(made, by, now=now)
        code = _new_code()
        made.execute(
            insert(short_link).values(
                code=code,
                screen=target.screen,
                query=query,
                created_by=who.account_id,
                created_at=now,
                expires_at=expires_at,
            )
        )
        _record(made, Action.LINK_MADE, code, by=by, screen=target.screen)
    return code


def find_link(code: str) -> Target | None:
    """Where the link `code` leads; None for one that is unknown, over or revoked."""
    if not CODE.fullmatch(code):
        return None
    now = clock.now()
    alive = or_(short_link.c.expires_at.is_(None), short_link.c.expires_at > now)
    asked = select(short_link.c.screen, short_link.c.query).where(
        short_link.c.code == code, short_link.c.revoked_at.is_(None), alive
    )
    with engine(current_settings().database_url).connect() as connection:
        found = connection.execute(asked).one_or_none()
    return Target(found.screen, dict(parse_qsl(found.query))) if found else None


def revoke_link(by: int, code: str) -> None:
    """End the link. Raises LinkRefused for somebody who neither made it nor administers."""
    with engine(current_settings().database_url).execution_options(writes=True).begin() as made:
        who = _still_there(made, by)
        maker = made.scalar(select(short_link.c.created_by).where(short_link.c.code == code))
        if maker != by and who.role != ADMINISTRATOR:
            raise LinkRefused("short_links.not_theirs")
        ended = update(short_link).where(
            short_link.c.code == code, short_link.c.revoked_at.is_(None)
        )
        if made.execute(ended.values(revoked_at=clock.now())).rowcount:
            _record(made, Action.LINK_REVOKED, code, by=by)


def _still_there(connection: Connection, by: int) -> SignedIn:
    still_there = (account.c.id == by) & account.c.disabled_at.is_(None)
    found = person(connection.execute(people(source=account, where=still_there)).mappings())
    if found is None:
        raise LinkRefused("short_links.not_allowed")
    return found


def _same(
    connection: Connection, by: int, screen: str, query: str, expires_at: datetime | None
) -> str | None:
    """A link of theirs to the same place for good, where one for good is asked for."""
    if expires_at is not None:
        return None
    same = select(short_link.c.code).where(
        short_link.c.created_by == by,
        short_link.c.screen == screen,
        short_link.c.query == query,
        short_link.c.expires_at.is_(None),
        short_link.c.revoked_at.is_(None),
    )
    found: str | None = connection.scalar(same.limit(1))
    return found


def _refuse_too_many(connection: Connection, by: int, *, now: datetime) -> None:
    recent = select(func.count()).where(
        short_link.c.created_by == by, short_link.c.created_at > now - timedelta(hours=1)
    )
    if (connection.scalar(recent) or 0) >= MOST_AN_HOUR:
        raise LinkRefused("short_links.too_many")


def _new_code() -> str:
    """Eight of 31 letters and digits: about 40 bits, none taken for another when read aloud."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def _record(
    connection: Connection, action: Action, code: str, *, by: int, screen: str | None = None
) -> None:
    detail: dict[str, audit.Detail] = {"screen": screen} if screen else {}
    audit.record(
        connection, now=clock.now(), action=action, subject=code, account_id=by, detail=detail
    )
