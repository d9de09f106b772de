"""Sign-in by an OpenID Connect provider: how it is set up. Off unless all of it is.

Streamlit's own st.login begins it and Streamlit's own callback checks what the provider says; from
there server/oidc_callback.py takes over. Accounts, roles and scopes stay in our store.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from store.keys import UnsafeKey, cookie_key, key_file
from store.refused import Refused
from store.settings import Mode, Settings

BEGIN, CALLBACK = "/auth/login", "/oauth2callback"
# The two addresses of Streamlit that are open while sign-in by a provider is set up.
ADDRESSES = frozenset({BEGIN, CALLBACK})
# Without TLS a provider is taken only on this machine, for trying things out.
LOCAL_HOSTS = ("localhost", "127.0.0.1")


def secrets_for_streamlit(settings: Settings) -> dict[str, Any] | None:
    """What st.App wants as `secrets`; None while sign-in by a provider is not set up."""
    if not settings.signs_in_by_provider or faults_of_setup(settings):
        return None
    try:
        key = _existing_key(settings)
    except UnsafeKey:
        # The start is refused for it a moment later (server/readiness.py).
        return None
    return {
        "auth": {
            "redirect_uri": settings.oidc_redirect_uri,
            "cookie_secret": key,
            "client_id": settings.oidc_client_id,
            "client_secret": settings.oidc_client_secret.get_secret_value(),
            "server_metadata_url": settings.oidc_metadata_url,
        }
    }


def faults_of_setup(settings: Settings) -> list[Refused]:
    """What is wrong with the settings of the provider, if any of them is set."""
    return list(_faults(settings))


def _faults(settings: Settings) -> Iterator[Refused]:
    given = settings.oidc_settings()
    if not any(given.values()):
        return
    missing = [name for name, value in given.items() if not value]
    if missing:
        yield Refused("readiness.oidc_incomplete", names=", ".join(missing))
        return
    board = urlsplit(settings.oidc_redirect_uri)
    if not all(map(_is_protected, (settings.oidc_metadata_url, settings.oidc_redirect_uri))):
        yield Refused("readiness.oidc_insecure")
    is_ours = not settings.hosts or board.hostname in {name.lower() for name in settings.hosts}
    if board.path != CALLBACK or not is_ours:
        yield Refused("readiness.oidc_redirect")


def _is_protected(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL_HOSTS)


def _existing_key(settings: Settings) -> str:
    is_missing = settings.cookie_key is None and not key_file(settings).exists()
    if settings.mode is Mode.PRODUCTION and is_missing:
        raise UnsafeKey("readiness.key_missing", file=key_file(settings))
    return cookie_key(settings)
