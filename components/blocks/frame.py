"""The fixed parts around every screen: style, name, switches, notices and failures."""

from pathlib import Path

import streamlit as st

from assets.wording import DEFAULT_LANGUAGE, LANGUAGES
from components.blocks.browser_script import run_script
from components.reader import Reader

STYLE = Path(__file__).parents[2] / "assets" / "style.css"
_LANGUAGE = "choose_lang"


def show_style() -> None:
    """Our few rules for keyed containers, once a run."""
    st.html(STYLE)


def show_name_of_board(reader: Reader) -> None:
    """The name of the board at the left end of the top line."""
    with st.container(key="board_name", width="content"):
        st.html(f"<span>{reader.text('frame.board_short')}</span>", width="content")


def show_language_switch(reader: Reader) -> None:
    """VI | EN; the choice lives in the address as `?lang=en`."""
    st.session_state[_LANGUAGE] = reader.language
    st.segmented_control(
        reader.text("frame.language"),
        LANGUAGES,
        format_func=str.upper,
        required=True,
        key=_LANGUAGE,
        label_visibility="collapsed",
        on_change=_write_language,
    )


def _write_language() -> None:
    chosen = st.session_state[_LANGUAGE]
    if chosen == DEFAULT_LANGUAGE:
        st.query_params.pop("lang", None)
    else:
        st.query_params["lang"] = chosen


def show_theme_switch(reader: Reader) -> None:
    """Day and night; Streamlit keeps the choice in the browser and reads it when it loads."""
    is_dark = st.context.theme.type == "dark"
    pressed = st.button(
        "",
        icon=":material/light_mode:" if is_dark else ":material/dark_mode:",
        help=reader.text("frame.to_day" if is_dark else "frame.to_night"),
        key="switch_theme",
    )
    if pressed:
        run_script("theme.js", theme="Light" if is_dark else "Dark")


def show_notice(text: str) -> None:
    """One plain sentence in place of a page."""
    st.info(text, icon=":material/info:")


def show_failure(reader: Reader, *, reference: str) -> None:
    """Something of ours broke: what the reader can do, and the reference that finds it."""
    st.error(reader.text("frame.failure", reference=reference), icon=":material/error:")
