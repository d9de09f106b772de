"""A new password: on one's account page, and before anything else at the first sign-in.

For: everybody.
"""

import streamlit as st

from components.reader import Reader
from components.visit import Visit
from pages.account.sign_in import beside_the_name, show_sign_out_button
from store import clock
from store.own_account import change_own_password
from store.passwords import MAX_BYTES, MIN_CHARACTERS
from store.refused import Refused


def show_first_password(reader: Reader, visit: Visit) -> None:
    """In place of the board, until who was given a password has chosen one of their own."""
    with beside_the_name(reader):
        st.subheader(reader.text("account.first_title"))
        st.text(reader.text("account.first_why"))
        if show_password_form(reader, visit):
            st.rerun()
        show_sign_out_button(reader)


def show_password_form(reader: Reader, visit: Visit) -> bool:
    """Old password and new one twice; True in the run in which the new one was taken."""
    # Cleared, so that no password stays in the browser's page or in the memory of its session.
    with st.form("password", clear_on_submit=True, border=False):
        old = _secret(reader.text("account.password_old"), autocomplete="current-password")
        new = _secret(reader.text("account.password_new"), autocomplete="new-password")
        again = _secret(reader.text("account.password_again"), autocomplete="new-password")
        st.caption(reader.text("account.password_rules", least=MIN_CHARACTERS, most=MAX_BYTES))
        sent = st.form_submit_button(reader.text("account.password_change"), type="primary")
    if not sent:
        return False
    refusal = _refusal(reader, visit, old=old, new=new, again=again)
    if refusal is not None:
        st.error(refusal, icon=":material/error:")
        return False
    st.success(reader.text("account.password_changed"), icon=":material/check:")
    return True


def _secret(label: str, *, autocomplete: str) -> str:
    return st.text_input(label, type="password", autocomplete=autocomplete)


def _refusal(reader: Reader, visit: Visit, *, old: str, new: str, again: str) -> str | None:
    if new != again:
        return reader.text("account.password_differs")
    try:
        change_own_password(visit.person, old=old, new=new, now=clock.now(), caller=visit.caller)
    except Refused as refused:
        return refused.sentence(language=reader.language)
    return None
