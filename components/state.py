"""What a reader has chosen: province, period, unit, language. The address is the only truth.

Widgets write the address and are set from it on each run. Streamlit's own `bind="query-params"`
writes the labels in the reader's language and silently drops what it does not know; here an
address holds codes, and an unknown one is refused by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st

from assets.wording import DEFAULT_LANGUAGE, LANGUAGES
from components.reader import Reader
from components.theme import DARK, LIGHT, Theme
from queries.question import Question

LONGEST_CODE_SHOWN = 40


class UnknownChoice(Exception):
    """The address asks for something that is not there or not within the reader's scope."""

    def __init__(self, parameter: str, asked: str) -> None:
        super().__init__(f"{parameter}={asked[:LONGEST_CODE_SHOWN]!r}")
        self.parameter = parameter
        self.asked = asked[:LONGEST_CODE_SHOWN]


@dataclass(frozen=True)
class Province:
    """The province on screen. `clock_stands_at` is set for a sample province that stands still."""

    id: int
    slug: str
    name_vi: str
    name_en: str
    today: date
    clock_stands_at: date | None


@dataclass(frozen=True)
class Screen:
    """What the shell has settled for one run: the question, whose it is and how it is read."""

    question: Question
    province: Province
    reader: Reader
    theme: Theme


_SCREEN = "_screen"


def settle(screen: Screen) -> None:
    """Keep what this run is about for the page that follows."""
    st.session_state[_SCREEN] = screen


def current_screen() -> Screen:
    """What this run is about; only after the shell has settled it."""
    screen = st.session_state[_SCREEN]
    assert isinstance(screen, Screen)
    return screen


def current_reader() -> Reader:
    """The reader in the language of the address (`?lang=en`), Vietnamese without one."""
    asked = st.query_params.get("lang", DEFAULT_LANGUAGE)
    return Reader(asked if asked in LANGUAGES else DEFAULT_LANGUAGE)


def current_theme() -> Theme:
    """The colours of the theme the browser shows."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def chosen(parameter: str, *, options: Mapping[str, str], default: str) -> str:
    """The code that the address holds as `?parameter=code`, else `default`.

    Raises UnknownChoice when the address holds a code that is not among `options`, or several.
    """
    asked = st.query_params.get_all(parameter) or [default]
    if len(asked) > 1 or asked[0] not in options:
        raise UnknownChoice(parameter, asked[-1])
    return asked[0]


def choose(
    parameter: str,
    label: str,
    *,
    options: Mapping[str, str],
    default: str,
    width: int,
    forgets: tuple[str, ...] = (),
) -> str:
    """A select box over `options` (code -> name) that writes `chosen` into the address.

    The label is for screen readers: on the board a choice is told by what is chosen. `width` is
    in px; `forgets` are the parameters that mean nothing after another choice here.
    Raises UnknownChoice as `chosen` does.
    """
    code = chosen(parameter, options=options, default=default)
    widget = f"choose_{parameter}"
    st.session_state[widget] = code
    st.selectbox(
        label,
        list(options),
        format_func=lambda option: options.get(option, option),
        key=widget,
        on_change=_write_address,
        args=(parameter, default, forgets),
        label_visibility="collapsed",
        width=width,
    )
    return code


def forget(*parameters: str) -> None:
    """Take `parameters` out of the address."""
    for parameter in parameters:
        st.query_params.pop(parameter, None)


def _write_address(parameter: str, default: str, forgets: tuple[str, ...]) -> None:
    forget(*forgets)
    chosen = st.session_state[f"choose_{parameter}"]
    if chosen == default:
        st.query_params.pop(parameter, None)
    else:
        st.query_params[parameter] = chosen
