"""What lies before one administrator between two runs of the accounts' screen."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import streamlit as st

from store.account_list import Account

PASSWORD_STAYS = timedelta(minutes=5)


@dataclass(frozen=True)
class Told:
    """What became of an act. A `password` is told until it has been written down."""

    sentence: str
    is_refusal: bool = False
    password: str | None = None


@dataclass
class Desk:
    """One object that is changed in place.

    A second click can end a run at any access to the session's state, even between an act and
    the note of what became of it; it must not lose the password that the act has just made.
    """

    told: Told | None = None
    told_at: datetime | None = None
    # Of which account the act was, by name; empty for a new one.
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
        """What is still to be told beside the account `of`: a sentence once, a password longer."""
        told = self.told
        if told is None or self.told_at is None:
            return None
        is_over = of != self.told_of or at - self.told_at > PASSWORD_STAYS
        if is_over or told.password is None:
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


def current_desk() -> Desk:
    """The desk of this administrator's tab."""
    desk = st.session_state.setdefault("accounts_desk", Desk())
    assert isinstance(desk, Desk)
    return desk
