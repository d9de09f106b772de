"""Who acts in this run of the board, and from where: for pages that let people act."""

from dataclasses import dataclass

import streamlit as st

from components.state import admitted
from store.sign_in import Caller
from store.signed_in import SignedIn

_CALLER = "_caller"


@dataclass(frozen=True)
class Visit:
    """A signed-in person as of this action, and where the action comes from."""

    person: SignedIn
    caller: Caller


def settle_caller(caller: Caller) -> None:
    """Keep where this run comes from for the page that follows."""
    st.session_state[_CALLER] = caller


def current_visit() -> Visit:
    """Who acts in this run; only after the shell has admitted them and settled the caller."""
    caller = st.session_state[_CALLER]
    assert isinstance(caller, Caller)
    return Visit(admitted(), caller)
