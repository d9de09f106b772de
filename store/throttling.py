"""How often a password may be tried: counted in the store, for all processes, and decaying.

Failures of the last hour are counted per name and place, per address, and per name. Each count
has some free tries; after them the next try must wait, a minute at first and twice as long each
time, but never more than a quarter of an hour: nobody is ever locked out for good. What comes too
early is not tried, not counted and not told apart: known and unknown names get the same answer.

Whoever tries somebody else's name uses up his own place alone. A browser that has signed in to
the account before is a place of its own and is judged by nothing else, so that an attack from
elsewhere, or from the desk beside it, does not keep its owner out.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from store.refused import Refused
from store.tables import login_attempt

WINDOW = timedelta(hours=1)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)
MOST_DOUBLINGS = 10  # beyond it the longest wait holds anyway
FREE_FROM_ONE_PLACE = 5
FREE_FROM_ONE_ADDRESS = 30
FREE_FOR_ONE_NAME = 50
# How long a browser or an address that signed in is remembered.
KNOWN_FOR = timedelta(days=90)
# How far the clocks of two processes may differ. What lies further ahead was noted by a clock that
# was wrong, and must keep nobody out.
CLOCKS_DIFFER = timedelta(minutes=1)
LONGEST_NAME = 128
# Who tries from an address that cannot be read shares this one.
NO_ADDRESS = "unknown"
_TURN = 0x10C51  # of our own choice: PostgreSQL's advisory locks have numbers

_tried = login_attempt.c


class TooManyAttempts(Refused):
    """This try came too early; `wait` is how long until the next one is taken."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        self.minutes = -(-int(wait.total_seconds()) // 60) or 1
        super().__init__("sign_in.too_many", minutes=self.minutes)


@dataclass(frozen=True)
class Place:
    """Where a try comes from: an address as `place_of` writes it, and a browser's secret."""

    address: str
    browser_hash: str | None = None


def place_of(address: str | None, browser_id: str | None = None) -> Place:
    """The place of a caller. An IPv6 caller is its /64 network: he has all addresses of it."""
    browser_hash = hashlib.sha256(browser_id.encode()).hexdigest() if browser_id else None
    try:
        read = ip_address((address or "").strip())
    except ValueError:
        return Place(NO_ADDRESS, browser_hash)
    if isinstance(read, IPv6Address):
        if read.ipv4_mapped is None:
            network = ip_network((read.packed, 64), strict=False)
            return Place(str(network), browser_hash)
        read = read.ipv4_mapped
    return Place(str(read), browser_hash)


def claim_attempt(connection: Connection, *, username: str, place: Place, now: datetime) -> int:
    """Take the right to try one password for a folded name; gives the attempt's id.

    It counts as a failure until `confirm_attempt`, so that of two who come at once for the last
    try one is refused, and a process that dies over it leaves a failure. `connection` writes.
    Raises TooManyAttempts.
    """
    _take_turn(connection)
    name = username[:LONGEST_NAME]
    is_known = place.browser_hash is not None and _has_signed_in(
        connection, name, _tried.browser_hash == place.browser_hash
    )
    counted = place if is_known else Place(place.address)
    wait = max(_waits(connection, name=name, place=counted, now=now))
    if wait > timedelta():
        raise TooManyAttempts(wait)
    _forget_old(connection, now=now)
    attempt_id: int = connection.execute(
        insert(login_attempt)
        .values(
            username=name,
            address=counted.address,
            browser_hash=counted.browser_hash,
            happened_at=now,
            succeeded=False,
        )
        .returning(_tried.id)
    ).scalar_one()
    return attempt_id


def confirm_attempt(connection: Connection, attempt_id: int) -> None:
    """The password was right: what failed for this name from this place is forgiven."""
    found = connection.execute(
        select(_tried.username, _tried.address, _tried.browser_hash).where(_tried.id == attempt_id)
    ).one_or_none()
    if found is None:
        # Forgiven with the rest when the same person succeeded in another tab.
        return
    connection.execute(update(login_attempt).where(_tried.id == attempt_id).values(succeeded=True))
    same_place = _from(Place(found.address, found.browser_hash))
    connection.execute(
        delete(login_attempt).where(
            _tried.username == found.username, same_place, _tried.succeeded.is_(False)
        )
    )


def remember_browser(
    connection: Connection, *, username: str, signed_in_at: datetime, browser_id: str
) -> None:
    """The browser that holds `browser_id` is from now on a place of its own for `username`."""
    connection.execute(
        update(login_attempt)
        .where(
            _tried.username == username,
            _tried.happened_at == signed_in_at,
            _tried.succeeded.is_(True),
        )
        .values(browser_hash=place_of(None, browser_id).browser_hash)
    )


def _take_turn(connection: Connection) -> None:
    # On SQLite a writer's transaction begins with the only lock already.
    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(:turn)"), {"turn": _TURN})


def _waits(
    connection: Connection, *, name: str, place: Place, now: datetime
) -> Iterator[timedelta]:
    """How long each of the counts makes this try wait."""
    of_name = _tried.username == name

    def wait(failures: ColumnElement[bool], free: int) -> timedelta:
        return _wait(connection, failures, free=free, now=now)

    yield wait(and_(of_name, _from(place)), FREE_FROM_ONE_PLACE)
    if place.browser_hash is not None:
        return
    of_strangers = _tried.browser_hash.is_(None)
    yield wait(and_(_tried.address == place.address, of_strangers), FREE_FROM_ONE_ADDRESS)
    if not _has_signed_in(connection, name, _tried.address == place.address):
        yield wait(and_(of_name, of_strangers), FREE_FOR_ONE_NAME)


def _from(place: Place) -> ColumnElement[bool]:
    if place.browser_hash is not None:
        return _tried.browser_hash == place.browser_hash
    return and_(_tried.address == place.address, _tried.browser_hash.is_(None))


def _wait(
    connection: Connection, failures: ColumnElement[bool], *, free: int, now: datetime
) -> timedelta:
    found = connection.execute(
        select(func.count().label("failures"), func.max(_tried.happened_at).label("last")).where(
            failures,
            _tried.succeeded.is_(False),
            _tried.happened_at > now - WINDOW,
            _tried.happened_at <= now + CLOCKS_DIFFER,
        )
    ).one()
    if found.failures < free:
        return timedelta()
    doublings = min(int(found.failures) - free, MOST_DOUBLINGS)
    pause = min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
    last: datetime = found.last
    return max(last + pause - now, timedelta())


def _has_signed_in(connection: Connection, name: str, place: ColumnElement[bool]) -> bool:
    asked = select(exists().where(_tried.username == name, _tried.succeeded.is_(True), place))
    return bool(connection.scalar(asked))


def _forget_old(connection: Connection, *, now: datetime) -> None:
    connection.execute(
        delete(login_attempt).where(
            or_(
                and_(_tried.succeeded.is_(False), _tried.happened_at <= now - WINDOW),
                _tried.happened_at <= now - KNOWN_FOR,
            )
        )
    )
