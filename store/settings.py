"""What an installation may set, by environment variables named IOC_... ."""

import os
from enum import StrEnum
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent


def _between_commas(given: object) -> object:
    if not isinstance(given, str):
        return given
    return [part.strip() for part in given.split(",") if part.strip()]


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_between_commas)]
Networks = Annotated[
    tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(_between_commas)
]


class Mode(StrEnum):
    """Demo names the demo accounts on the sign-in page; production refuses to know them."""

    DEMO = "demo"
    PRODUCTION = "production"


class Settings(BaseSettings):
    """Settings of one process, read once from the environment."""

    model_config = SettingsConfigDict(env_prefix="IOC_", extra="ignore")

    database_url: str = f"sqlite:///{PROJECT / 'data' / 'ioc.db'}"
    # Keys made at first start and everything else a process writes beside the store.
    data_dir: Path = PROJECT / "data"
    mode: Mode = Mode.DEMO
    # Made in data_dir at first start; several machines that serve one board must be given one.
    cookie_key: SecretStr | None = None
    # Ends a session after this many minutes without an action.
    idle_minutes: int = 60
    session_hours: int = 12
    # Names under which the board is asked for, between commas; empty: under any (demo only).
    hosts: Names = ()
    # Addresses or networks of the proxy, whose word on who is asking is believed.
    trusted_proxy: Networks = ()
    # Sign-in by an OpenID Connect provider; all four, or none (server/oidc.py).
    oidc_metadata_url: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_redirect_uri: str = ""
    # The provider's word for a person that is our user name.
    oidc_claim: str = "preferred_username"

    @property
    def signs_in_by_provider(self) -> bool:
        """Whether sign-in by OpenID Connect is set up."""
        return all(self.oidc_settings().values())

    def oidc_settings(self) -> dict[str, str]:
        """What sign-in by OpenID Connect needs, by the name of its variable."""
        return {
            "IOC_OIDC_METADATA_URL": self.oidc_metadata_url,
            "IOC_OIDC_CLIENT_ID": self.oidc_client_id,
            "IOC_OIDC_CLIENT_SECRET": self.oidc_client_secret.get_secret_value(),
            "IOC_OIDC_REDIRECT_URI": self.oidc_redirect_uri,
        }


def current_settings() -> Settings:
    """The settings of this process; read again only when an IOC_... variable has changed."""
    ours = tuple((name, value) for name, value in os.environ.items() if name.startswith("IOC_"))
    return _read(ours)


@lru_cache(maxsize=8)
def _read(_ours: tuple[tuple[str, str], ...]) -> Settings:
    return Settings()
