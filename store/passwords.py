"""Passwords: what is taken, and the hash that is kept.

Hashing is streamlit-authenticator's (bcrypt). bcrypt reads 72 bytes and stops at a NUL, so it is
given the SHA-256 of the password: every byte of up to 128 counts, blanks at its ends too.
"""

import base64
import hashlib
import logging
import unicodedata
from functools import cache
from typing import Protocol, cast

from store.refused import Refused

MIN_CHARACTERS = 12
MAX_BYTES = 128
# Kept in place of a hash for who signs in by an identity provider alone: no password matches it.
NO_PASSWORD = ""
# Of random bytes that nobody kept: what an unknown name is compared with, for the same work.
NOBODYS_HASH = "$2b$12$eMosDJ3CJDTU6fCNKX8DTeKPJXinO8YJ4dukmB1ItShfIr1lkANKC"


class PasswordRefused(Refused):
    """A new password that is not taken."""


class _Hasher(Protocol):
    def hash(self, password: str) -> str: ...
    def check_pw(self, password: str, hashed_password: str) -> bool: ...


def hash_new(password: str) -> str:
    """The hash of a new password. Raises PasswordRefused when it is too short or too long."""
    if len(_composed(password)) < MIN_CHARACTERS:
        raise PasswordRefused("accounts.password_short", least=MIN_CHARACTERS)
    if _too_long(password):
        raise PasswordRefused("accounts.password_long", most=MAX_BYTES)
    return _hasher().hash(_digest(password))


def prepare() -> None:
    """Load the hashing, which takes a second, before somebody waits for it."""
    _hasher()


def matches(password: str, password_hash: str | None) -> bool:
    """Whether `password` belongs to `password_hash`.

    None (no such account) and NO_PASSWORD match nothing and take as long.
    """
    is_right = _hasher().check_pw(
        _digest("" if _too_long(password) else password), password_hash or NOBODYS_HASH
    )
    return is_right and bool(password_hash) and not _too_long(password)


def _too_long(password: str) -> bool:
    # A character is at least a byte: what is longer still need not be composed first.
    return len(password) > 4 * MAX_BYTES or len(_bytes(password)) > MAX_BYTES


def _composed(password: str) -> str:
    # The same keys give composed letters on one system and decomposed ones on another.
    return unicodedata.normalize("NFC", password)


def _digest(password: str) -> str:
    return base64.b64encode(hashlib.sha256(_bytes(password)).digest()).decode()


def _bytes(password: str) -> bytes:
    # Half of a pair, which a broken terminal may send, is a byte sequence like any other.
    return _composed(password).encode("utf-8", "surrogatepass")


@cache
def _hasher() -> _Hasher:
    # Here and not above: the package imports Streamlit and warns that no server runs; a command
    # line that never sees a password must do without both.
    logging.disable(logging.WARNING)
    try:
        from streamlit_authenticator.utilities.hasher import Hasher  # noqa: PLC0415
    finally:
        logging.disable(logging.NOTSET)
    return cast(_Hasher, Hasher)
