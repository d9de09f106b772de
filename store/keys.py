"""The key that signs Streamlit's own cookies: made at first start, kept beside the store.

Our session cookie needs none: its token is random and only its hash is stored.
"""

import os
import secrets
from pathlib import Path

from store.refused import Refused
from store.settings import Settings

KEY_FILE = "cookie.key"
MIN_CHARACTERS = 32
# Of a word typed over and over: a random key of 32 hexadecimal digits has about 14.
MIN_DIFFERENT = 10
# What examples and libraries come with.
DEFAULTS = ("some_key", "some_signature_key", "changeme", "change_me", "secret", "default")


class UnsafeKey(Refused):
    """A key that must not be used; the message says why, never the key."""


def cookie_key(settings: Settings) -> str:
    """The installation's key: from IOC_COOKIE_KEY, else from its file, which is made at need.

    Raises UnsafeKey for a default or short one.
    """
    if settings.cookie_key is not None:
        return checked(settings.cookie_key.get_secret_value(), name="IOC_COOKIE_KEY")
    path = key_file(settings)
    if not path.exists():
        _make(path)
    return checked(path.read_text("utf-8").strip(), name=str(path))


def key_file(settings: Settings) -> Path:
    """Where the key lies when the environment gives none."""
    return settings.data_dir / KEY_FILE


def checked(key: str, *, name: str) -> str:
    """`key` as it is. Raises UnsafeKey when it is a default, short, or made of few characters."""
    if any(default in key.casefold() for default in DEFAULTS):
        raise UnsafeKey("readiness.key_default", name=name)
    if len(key) < MIN_CHARACTERS:
        raise UnsafeKey("readiness.key_short", name=name, least=MIN_CHARACTERS)
    if len(set(key)) < MIN_DIFFERENT:
        raise UnsafeKey("readiness.key_simple", name=name, least=MIN_DIFFERENT)
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secrets.token_hex(32))
    try:
        # Of several processes that start at once one wins, and none reads half a key.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
