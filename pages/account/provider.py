"""Signing in with the account of one's organisation, where an identity provider is set up.

The provider's answer comes to server/oidc_callback.py; what it could not accept comes back here.
For: everybody.
"""

import streamlit as st

from components.reader import Reader
from store.settings import current_settings

# In the address after a sign-in that led to no session.
REASON = "sign_in"
REASONS = ("unknown", "failed")


def show_sign_in_by_provider(reader: Reader) -> None:
    """The button that leads to the provider, and why the last attempt failed; nothing if off."""
    if not current_settings().signs_in_by_provider:
        return
    reason = st.query_params.get(REASON)
    if reason in REASONS:
        st.error(reader.text(f"provider.{reason}"), icon=":material/lock:")
    label = reader.text("provider.enter")
    if st.button(label, icon=":material/account_circle:", key="by_provider", width="stretch"):
        st.login()
    st.caption(reader.text("provider.or"))
