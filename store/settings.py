"""What an installation may set, by environment variables named IOC_... ."""

import os
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent


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


def current_settings() -> Settings:
    """The settings of this process; read again only when an IOC_... variable has changed."""
    ours = tuple((name, value) for name, value in os.environ.items() if name.startswith("IOC_"))
    return _read(ours)


@lru_cache(maxsize=8)
def _read(_ours: tuple[tuple[str, str], ...]) -> Settings:
    return Settings()
