"""What a reader has chosen: province, period, unit, language. It all lives in the address.

The shell settles the question once a run (`settle`); pages take it with `current_question()`.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl
import streamlit as st

from assets.wording import DEFAULT_LANGUAGE, LANGUAGES
from components.reader import Reader
from components.theme import DARK, LIGHT, Theme
from queries.question import Question

_QUESTION = "_question"
_PROVINCE = "_province"


@dataclass(frozen=True)
class Province:
    """The province on screen. `clock_stands_at` is set for a sample province that stands still."""

    id: int
    slug: str
    name_vi: str
    name_en: str
    today: date
    clock_stands_at: date | None


def settle(question: Question, province: Province) -> None:
    """Keep the question of this run for the page that follows."""
    st.session_state[_QUESTION] = question
    st.session_state[_PROVINCE] = province


def current_question() -> Question:
    """The question of this run."""
    question = st.session_state[_QUESTION]
    assert isinstance(question, Question)
    return question


def current_province() -> Province:
    """The province of this run."""
    province = st.session_state[_PROVINCE]
    assert isinstance(province, Province)
    return province


def current_reader() -> Reader:
    """The reader in the language of the address (`?lang=en`), Vietnamese without one."""
    asked = st.query_params.get("lang", DEFAULT_LANGUAGE)
    return Reader(asked if asked in LANGUAGES else DEFAULT_LANGUAGE)


def current_theme() -> Theme:
    """The colours of the theme the browser shows."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def names_by(frame: pl.DataFrame, *, key: str, name: str, reader: Reader) -> dict[str, str]:
    """Choices of a select box: `key` -> name in the reader's language, in the frame's order."""
    return {str(row[key]): reader.pick(row, name) for row in frame.iter_rows(named=True)}
