"""Short links: an address of the board under a code that can be read out or put on a slide.

A link opens nothing by itself: whoever follows it must sign in, and the screen asks for their
rights as for any address. What it may hold is checked by the shell, when it is made and again
when it is opened. One account makes at most MOST_AN_HOUR of them in an hour; the same address
gives the same link again as long as it is alive.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement, Connection, func, insert, or_, select, update

from store import audit, clock
from store.administration import ADMINISTRATOR, LETTERS
from store.audit import Action
from store.database import engine
from store.refused import Refused
from store.settings import current_settings
from store.signed_in import SignedIn, people, person
from store.tables import account, audit_event, short_link

# Below it lies every link: /s/<code>.
FOLDER = "/s/"
LENGTH = 8
# Also what an address may look like before the store is asked.
CODE = re.compile(f"[{LETTERS}]{{{LENGTH}}}", flags=re.ASCII)
LONGEST_QUERY = 1_500
MOST_AN_HOUR = 60
MOST_LISTED = 100


class LinkRefused(Refused):
    """A link that is not made or not revoked."""


@dataclass(frozen=True)
class Target:
    """Where a link leads: the key of a screen and the parameters of its address."""

    screen: str
    query: Mapping[str, str]


@dataclass(frozen=True)
class OwnLink:
    """A link of one's own. `expires_at` None: for good; `opened_at`: when last, None: never."""

    code: str
    target: Target
    created_at: datetime
    expires_at: datetime | None
    times_opened: int
    opened_at: datetime | None


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


def own_links(by: int) -> list[OwnLink]:
    """The links of the account `by` that are alive, the newest first; no more than MOST_LISTED."""
    asked = (
        select(short_link)
        .where(short_link.c.created_by == by, *_alive(clock.now()))
        .order_by(short_link.c.created_at.desc(), short_link.c.id.desc())
        .limit(MOST_LISTED)
    )
    with engine(current_settings().database_url).connect() as connection:
        rows = connection.execute(asked).all()
        opened = _opened(connection, by, [row.code for row in rows]) if rows else {}
    return [
        OwnLink(
            row.code,
            Target(row.screen, dict(parse_qsl(row.query))),
            row.created_at,
            row.expires_at,
            *opened.get(row.code, (0, None)),
        )
        for row in rows
    ]


def find_link(code: str) -> Target | None:
    """Where the link `code` leads; None for one that is unknown, over or revoked."""
    if not CODE.fullmatch(code):
        return None
    asked = select(short_link.c.screen, short_link.c.query).where(
        short_link.c.code == code, *_alive(clock.now())
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


def _alive(now: datetime) -> tuple[ColumnElement[bool], ...]:
    ends = short_link.c.expires_at
    return short_link.c.revoked_at.is_(None), or_(ends.is_(None), ends > now)


def _opened(
    connection: Connection, by: int, codes: Sequence[str]
) -> dict[str, tuple[int, datetime | None]]:
    """By code: how often a link was followed by somebody who was let in, and when last."""
    # The log is long: nothing before the first of them was made can tell of them.
    made = select(func.min(audit_event.c.position)).where(
        audit_event.c.account_id == by,
        audit_event.c.action == Action.LINK_MADE,
        audit_event.c.subject.in_(codes),
    )
    asked = (
        select(audit_event.c.subject, func.count(), func.max(audit_event.c.happened_at))
        .where(
            audit_event.c.position > made.scalar_subquery(),
            audit_event.c.action == Action.LINK_OPENED,
            audit_event.c.subject.in_(codes),
        )
        .group_by(audit_event.c.subject)
    )
    return {code: (count, last) for code, count, last in connection.execute(asked)}


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
