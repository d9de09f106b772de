"""What must be right before the board serves anybody, or it does not start.

Every fault is said at once, in one sentence in each language.
"""

import os
import re
import stat
import sys
from collections.abc import Iterator
from functools import partial

from sqlalchemy import select
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from streamlit import config

from assets.wording import LANGUAGES, text
from server.health import Missing, Unfit, Unhealthy, state_of_store
from server.kept_walls import is_good, kept_walls
from server.oidc import faults_of_setup
from server.waiting import waiting
from store import clock
from store.database import engine
from store.demo_accounts import demo_usernames
from store.keys import UnsafeKey, checked, cookie_key, key_file
from store.refused import Refused
from store.settings import Mode, Settings
from store.tables import province

# EX_CONFIG of sysexits.h: starting again without a change will not help.
EXIT_CODE = 78
# EX_TEMPFAIL: nothing is wrong but that the store does not answer; whoever starts us tries again.
EXIT_CODE_AWAY = 75
# Option, the only value it may have in production, and the sentence when it has another.
IN_PRODUCTION = (
    ("client.showErrorDetails", "none", "readiness.error_details"),
    ("browser.gatherUsageStats", False, "readiness.telemetry"),
    ("server.enableAgentApi", False, "readiness.agent_api"),
    ("global.developmentMode", False, "readiness.development"),
    ("server.enableXsrfProtection", True, "readiness.xsrf"),
    ("server.enableCORS", True, "readiness.xsrf"),
    ("server.enableStaticServing", False, "readiness.static"),
)
# A name, not an address with scheme, port or pattern.
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)


class StoreAway(Refused):
    """The store does not answer: a fault that may go away by itself."""


def refuse_unsafe_start(settings: Settings) -> None:
    """End the process with one sentence per fault; in production more is a fault.

    EXIT_CODE, or EXIT_CODE_AWAY when nothing is wrong but that the store does not answer. Where
    walls were on when it last did, the process goes on for them alone until it is back
    (server/waiting.py).
    """
    faults = list(_faults(settings))
    if settings.mode is Mode.PRODUCTION:
        faults += _faults_in_production(settings)
    # Two options may share a sentence.
    unlike = list({str(fault): fault for fault in faults}.values())
    if not unlike:
        return
    _tell(unlike)
    if settings.mode is Mode.PRODUCTION and _may_come_back(unlike) and _walls_are_on(settings):
        waiting.begin(partial(_is_fit, settings))
        return
    is_away = all(isinstance(fault, StoreAway) for fault in unlike)
    raise SystemExit(EXIT_CODE_AWAY if is_away else EXIT_CODE)


def _may_come_back(faults: list[Refused]) -> bool:
    """Nothing is wrong but that the store is not there; a file may lie on a disk that is not."""
    return all(isinstance(fault, StoreAway | Missing) for fault in faults)


def _walls_are_on(settings: Settings) -> bool:
    now = clock.now()
    return any(is_good(wall, now=now) for wall in kept_walls(settings.data_dir).values())


def _is_fit(settings: Settings) -> bool:
    """Whether the store is back and right; ends the process when it is back and wrong."""
    faults = [*_unfit(settings), *_faults_of_store(settings)]
    if not faults:
        return True
    if not _may_come_back(faults):
        _tell(faults)
        # Nothing is being written: nobody but walls was let in.
        os._exit(EXIT_CODE)
    return False


def _tell(faults: list[Refused]) -> None:
    sys.stderr.write("\n".join(_told(faults)) + "\n")
    sys.stderr.flush()


def _told(faults: list[Refused]) -> Iterator[str]:
    for language in LANGUAGES:
        yield text("readiness.heading", language=language)
        for fault in faults:
            yield f"- {fault.sentence(language=language)}"


def use_own_cookie_key(settings: Settings) -> None:
    """Let Streamlit sign with the installation's key, unless its own configuration names one."""
    if not config.is_manually_set("server.cookieSecret"):
        config.set_option("server.cookieSecret", cookie_key(settings))


def _faults(settings: Settings) -> Iterator[Refused]:
    yield from _faults_of_key(settings)
    if config.get_option("server.baseUrlPath"):
        yield Refused("readiness.base_path")
    yield from _faults_of_hosts(settings)
    yield from faults_of_setup(settings)
    yield from _unfit(settings)


def _unfit(settings: Settings) -> Iterator[Unfit]:
    try:
        state_of_store(settings.database_url)
    except Unfit as error:
        yield error
    except Unhealthy:
        # It may come back while we serve; until then /healthz says so.
        pass


def _faults_of_key(settings: Settings) -> Iterator[Refused]:
    path = key_file(settings)
    in_production = settings.mode is Mode.PRODUCTION
    if in_production and path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield Refused("readiness.key_readable", file=path)
    is_given = settings.cookie_key is not None or config.is_manually_set("server.cookieSecret")
    if in_production and not (is_given or path.exists()):
        # Made silently, each machine that serves the board would have another.
        yield Refused("readiness.key_missing", file=path)
        return
    try:
        use_own_cookie_key(settings)
        checked(config.get_option("server.cookieSecret"), name="server.cookieSecret")
    except UnsafeKey as error:
        yield error


def _faults_of_hosts(settings: Settings) -> Iterator[Refused]:
    unfit = [name for name in settings.hosts if not HOST.fullmatch(name)]
    if unfit:
        yield Refused("readiness.hosts_unfit", names=", ".join(unfit))
    everybody = [str(network) for network in settings.trusted_proxy if network.prefixlen == 0]
    if everybody:
        yield Refused("readiness.proxy_everybody", names=", ".join(everybody))


def _faults_in_production(settings: Settings) -> Iterator[Refused]:
    for option, wanted, sentence in IN_PRODUCTION:
        if config.get_option(option) != wanted:
            yield Refused(sentence)
    if config.get_option("server.trustedUserHeaders"):
        yield Refused("readiness.trusted_headers")
    if not settings.hosts:
        yield Refused("readiness.hosts_missing")
    if not settings.trusted_proxy and not config.get_option("server.sslCertFile"):
        yield Refused("readiness.proxy_missing")
    yield from _faults_of_store(settings)


def _faults_of_store(settings: Settings) -> Iterator[Refused]:
    try:
        state_of_store(settings.database_url)
        with engine(settings.database_url).begin() as connection:
            demo = demo_usernames(connection)
            standing = list(
                connection.scalars(
                    select(province.c.slug)
                    .where(province.c.clock_stands_at.is_not(None))
                    .order_by(province.c.slug)
                )
            )
    except Unfit:
        return
    except (Unhealthy, SQLAlchemyError) as error:
        cause = error.__cause__ if isinstance(error, Unhealthy) else error
        # A store that answers, but not as one of ours does, will not mend itself.
        is_away = isinstance(cause, (OperationalError, InterfaceError, OSError))
        yield (StoreAway if is_away else Refused)("readiness.store_unknown")
        return
    if demo:
        yield Refused("readiness.demo_accounts", names=", ".join(demo))
    if standing:
        yield Refused("readiness.sample_provinces", names=", ".join(standing))
