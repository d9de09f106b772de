"""What lies before one administrator between two runs of a screen that lets act."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

import streamlit as st

from components.blocks.told import told_html
from components.reader import Reader
from store.account_list import Account
from store.clock import now
from store.refused import Refused

SECRET_STAYS = timedelta(minutes=5)
T = TypeVar("T")


@dataclass(frozen=True)
class Told:
    """What became of an act. A `secret` is told until it has been written down."""

    sentence: str
    is_refusal: bool = False
    secret: str | None = None


@dataclass
class Desk:
    """One object that is changed in place.

    A second click can end a run at any access to the session's state, even between an act and
    the note of what became of it; it must not lose the secret that the act has just made.
    """

    told: Told | None = None
    told_at: datetime | None = None
    # Of what the act was, by its code in the address; empty for something new.
    told_of: str = ""
    # The account as it stood when its form was first drawn: what the administrator goes by.
    seen: Account | None = None
    # How many acts there were: a part of the forms' keys, so that each act empties them.
    turn: int = 0

    def note(self, told: Told, *, of: str, at: datetime) -> None:
        """Keep what became of an act for the next run, which begins with fresh forms."""
        self.told, self.told_of, self.told_at = told, of, at
        self.seen = None
        self.turn += 1

    def to_tell(self, *, of: str, at: datetime) -> Told | None:
        """What is still to be told beside `of`: a sentence once, a secret longer."""
        told = self.told
        if told is None or self.told_at is None:
            return None
        is_over = of != self.told_of or at - self.told_at > SECRET_STAYS
        if is_over or told.secret is None:
            self.forget()
        return None if is_over else told

    def forget(self) -> None:
        """There is nothing more to tell."""
        self.told = None

    def as_first_seen(self, account: Account) -> Account:
        """What the administrator goes by, also when `account` has changed since."""
        if self.seen is None or self.seen.account_id != account.account_id:
            self.seen = account
        return self.seen


def current_desk(*, of: str) -> Desk:
    """The desk of this administrator's tab for the screen `of`."""
    desk = st.session_state.setdefault(f"{of}_desk", Desk())
    assert isinstance(desk, Desk)
    return desk


@dataclass
class Seen(Generic[T]):
    """What a form was drawn from, and what its administrator has been told of since."""

    first: T
    known: T


def seen_in(form: str, *, present: T, field: str) -> Seen[T]:
    """What the administrator goes by in `form`, also when `present` has changed since.

    `field`: the key of a field of the form. As long as it was never drawn, it is `present`.
    """
    key = f"seen_{form}"
    if key not in st.session_state or field not in st.session_state:
        st.session_state[key] = Seen(present, present)
    seen: Seen[T] = st.session_state[key]
    return seen


def carry_out(do: Callable[[], Told], *, desk: Desk, of: str, reader: Reader) -> None:
    """Do it, and let the next run tell; or say here why it was refused.

    What was typed then stays in its form.
    """
    try:
        told = do()
    except Refused as refused:
        st.html(told_html([refused.sentence(language=reader.language)], tone="warning"))
        return
    desk.note(told, of=of, at=now())
    st.rerun()


def show_told(desk: Desk, *, of: str, hide: str) -> None:
    """What became of the last act; a secret until it was copied, which the button `hide` says."""
    told = desk.to_tell(of=of, at=now())
    if told is None:
        return
    st.html(told_html([told.sentence], tone="warning" if told.is_refusal else "good"))
    if told.secret:
        st.code(told.secret, language=None, wrap_lines=True)
        st.button(hide, on_click=desk.forget)
