"""What must be right before the board serves anybody: said in one sentence each, or no start."""

import stat
from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError
from streamlit import config

from server.health import Unfit, Unhealthy, state_of_store
from store.database import engine
from store.demo_accounts import demo_usernames
from store.keys import UnsafeKey, checked, cookie_key, key_file
from store.settings import Mode, Settings


def refuse_unsafe_start(settings: Settings) -> None:
    """End the process with one sentence per fault; in production more is a fault."""
    faults = list(_faults(settings))
    if settings.mode is Mode.PRODUCTION:
        faults += _faults_in_production(settings)
    if faults:
        raise SystemExit("\n".join(["The board does not start:", *faults]))


def use_own_cookie_key(settings: Settings) -> None:
    """Let Streamlit sign with the installation's key, unless its own configuration names one."""
    if not config.is_manually_set("server.cookieSecret"):
        config.set_option("server.cookieSecret", cookie_key(settings))


def _faults(settings: Settings) -> Iterator[str]:
    try:
        use_own_cookie_key(settings)
        checked(config.get_option("server.cookieSecret"), name="server.cookieSecret")
    except UnsafeKey as error:
        yield f"{error} Remove it, and a new one is made at the next start."
    if config.get_option("server.baseUrlPath"):
        yield "server.baseUrlPath is set; the board lives at the root of its host."
    try:
        state_of_store(settings.database_url)
    except Unfit as error:
        yield f"No fit store: {error} (make sample builds one, python -m store migrate renews it)."
    except Unhealthy:
        # It may come back while we serve; until then /healthz says so.
        pass


def _faults_in_production(settings: Settings) -> Iterator[str]:
    if config.get_option("client.showErrorDetails") != "none":
        yield 'client.showErrorDetails is not "none"; readers would see tracebacks.'
    if config.get_option("browser.gatherUsageStats"):
        yield "browser.gatherUsageStats is on; browsers would report to another host."
    if config.get_option("server.enableAgentApi"):
        yield "server.enableAgentApi is on; programs would read screens without the sign-in page."
    path = key_file(settings)
    if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield f"{path} may be read by others; make it readable by its owner alone (chmod 600)."
    yield from _faults_of_store(settings)


def _faults_of_store(settings: Settings) -> Iterator[str]:
    try:
        state_of_store(settings.database_url)
        with engine(settings.database_url).begin() as connection:
            demo = demo_usernames(connection)
    except Unfit:
        return
    except (Unhealthy, SQLAlchemyError):
        yield "The store cannot be read, so it is not known whether demo accounts are open."
        return
    if demo:
        yield f"Demo accounts are open: {', '.join(demo)}. Disable them (python -m store accounts)."
