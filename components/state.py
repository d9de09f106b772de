"""What a reader has chosen: province, period, unit, language. The address is the only truth.

Widgets write the address and are set from it on each run. Streamlit's own `bind="query-params"`
writes the labels in the reader's language and silently drops what it does not know; here an
address holds codes, and an unknown one is refused by name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from assets.wording import DEFAULT_LANGUAGE, LANGUAGES
from components.markup import plain
from components.reader import Reader
from components.theme import DARK, LIGHT, Theme
from domain.choices import as_written, chosen_code
from domain.frozen import Frozen
from queries.question import Question
from store.signed_in import SignedIn


@dataclass(frozen=True)
class Province:
    """The province on screen. `clock_stands_at` is set for a sample province that stands still."""

    id: int
    slug: str
    name_vi: str
    name_en: str
    today: date
    clock_stands_at: date | None

    @classmethod
    def of(cls, row: Mapping[str, Any], *, today: date) -> "Province":
        """The province of a row of PROVINCES on its day."""
        named = (row["province_id"], row["slug"], row["name_vi"], row["name_en"])
        return cls(*named, today, row["clock_stands_at"])


@dataclass(frozen=True)
class Screen:
    """What the shell has settled for one run: the question, whose it is and how it is read.

    `era` is the row of ERAS on whose units the figures are read; None: as they were. `unit` is
    the row of UNITS asked about; None: the whole province. `frozen`: what the figures
    stand still at, if they do.
    """

    question: Question
    province: Province
    reader: Reader
    theme: Theme
    era: Mapping[str, Any] | None = None
    unit: Mapping[str, Any] | None = None
    frozen: Frozen | None = None

    def at_batch(self, as_of: int) -> "Screen":
        """The same of another batch, no longer standing still."""
        return replace(self, question=replace(self.question, as_of=as_of, at=""), frozen=None)


_SCREEN, _VISITOR = "_screen", "_visitor"


def admit(visitor: SignedIn) -> None:
    """Keep who is there for the page that follows."""
    st.session_state[_VISITOR] = visitor


def admitted() -> SignedIn:
    """Who is there, as of this run; only after the shell has admitted them."""
    visitor = st.session_state[_VISITOR]
    assert isinstance(visitor, SignedIn)
    return visitor


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


def chosen(
    parameter: str,
    *,
    options: Mapping[str, str],
    default: str,
    means: Callable[[str], str] = as_written,
) -> str:
    """The code that the address holds as `?parameter=code`, else `default`.

    `means` as in domain.choices. Raises UnknownChoice when the address holds a code that is not
    among `options`, or several.
    """
    asked = st.query_params.get_all(parameter)
    return chosen_code(parameter, asked, options=options, default=default, means=means)


def choose(
    parameter: str,
    label: str,
    *,
    options: Mapping[str, str],
    default: str,
    width: int,
    forgets: tuple[str, ...] = (),
    means: Callable[[str], str] = as_written,
) -> str:
    """A select box over `options` (code -> name) that writes `chosen` into the address.

    The label is for screen readers: on the board a choice is told by what is chosen. `width` is
    in px; `forgets` are the parameters that mean nothing after another choice here.
    Raises UnknownChoice as `chosen` does.
    """
    code = chosen(parameter, options=options, default=default, means=means)
    widget = f"choose_{parameter}"
    st.session_state[widget] = code
    st.selectbox(
        label,
        list(options),
        format_func=lambda option: plain(options.get(option, option)),
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
