"""The menu of screens at the left of the top line."""

from collections.abc import Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

# What of the address goes along to the next screen.
GOES_ALONG = ("province", "period", "at", "lang")


def show_menu(*, here: StreamlitPage, screens: Sequence[StreamlitPage]) -> None:
    """Where one is, and `screens` to go to with the same province, period, meeting and language.

    There is no menu where it would lead nowhere else.
    """
    if all(screen.url_path == here.url_path for screen in screens):
        return
    with st.popover(here.title, icon=here.icon, type="tertiary", key="menu"):
        for screen in screens:
            show_link(screen)


def show_link(screen: StreamlitPage) -> None:
    """The way to one screen with the same province, period, meeting and language."""
    along = {name: st.query_params[name] for name in GOES_ALONG if name in st.query_params}
    st.page_link(screen, query_params=along, width="stretch")
