"""The one way to run a script of ours in the reader's browser.

Scripts are files under assets/script/ and get what they need as data attributes, so that the
content security policy can forbid every inline script (server/headers.py).
"""

from html import escape

import streamlit as st

from assets.addresses import address_of


def run_script(name: str, **data: str) -> None:
    """Run assets/script/<name> once; `data` are its data attributes (ticket="..." and so on)."""
    attributes = "".join(f' data-{key}="{escape(value)}"' for key, value in data.items())
    script = f'<script src="{address_of(f"script/{name}")}"{attributes}></script>'
    # What the script has to say stands in its place, and is read aloud.
    st.html(f'<div role="status">{script}</div>', unsafe_allow_javascript=True)
