"""What went wrong goes to the log whole, to the screen as a reference number.

Logged lines hold no personal data and no line breaks of others: of a message only its first line,
without statement parameters, long digit runs and mail addresses; then the calls that led there.
"""

import logging
import re
import secrets
import traceback

import streamlit as st
from sqlalchemy.exc import StatementError

from assets.wording import DEFAULT_LANGUAGE, LANGUAGES, text
from domain.privacy import masked

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LONGEST_MESSAGE = 300
_PERSONAL = re.compile(r"\d{6,}|[^\s@]+@[^\s@]+")

_log = logging.getLogger(__name__)


def report(error: BaseException) -> str:
    """Log `error` under a new reference (as ABCD-2345) and give the reference."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
    reference = f"{drawn[:4]}-{drawn[4:]}"
    _log.error("%s %s", reference, " <- ".join(_told(error)))
    return reference


def show_uncaught(error: Exception) -> bool:
    """For what breaks outside the shell's error boundary, in a callback: log it, say so calmly."""
    language = st.query_params.get("lang", DEFAULT_LANGUAGE)
    known = language if language in LANGUAGES else DEFAULT_LANGUAGE
    st.error(
        text("frame.failure", language=known, reference=report(error)), icon=":material/error:"
    )
    return True


def _told(error: BaseException) -> list[str]:
    """One text per exception of the chain, the last one raised first."""
    told: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        calls = " > ".join(
            f"{call.filename}:{call.lineno} {call.name}"
            for call in traceback.extract_tb(current.__traceback__)
        )
        told.append(f"{type(current).__qualname__}: {_message(current)} [{calls}]")
        current = current.__cause__ or (
            None if current.__suppress_context__ else current.__context__
        )
    return told


def _message(error: BaseException) -> str:
    if isinstance(error, StatementError) and error.orig is not None:
        error = error.orig
    lines = str(error).splitlines() or [""]
    readable = "".join(letter if letter.isprintable() else "?" for letter in lines[0])
    return _PERSONAL.sub("***", masked(readable))[:LONGEST_MESSAGE]
