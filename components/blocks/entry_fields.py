"""The fields of an entry form, all of one shape: a label of its catalogue, a key of its desk."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import streamlit as st

from components.blocks.entry import EntryDesk
from components.markup import plain
from components.state import Screen

Key = TypeVar("Key", int, str)
DATE_FORMAT = "DD/MM/YYYY"
LAST_DAY = date(2045, 12, 31)


@dataclass(frozen=True)
class Fields:
    """What one form asks. The label of a field is the message `<subject>.<form>_<its name>`."""

    desk: EntryDesk
    screen: Screen
    subject: str
    form: str

    def label(self, name: str) -> str:
        """What stands above the field."""
        return self.screen.reader.text(f"{self.subject}.{self.form}_{name}")

    def line(self, name: str, *, value: str = "", key: str = "") -> str:
        """One line of text."""
        return st.text_input(
            self.label(name), value=value, max_chars=400, key=self.desk.key(key or name)
        )

    def text(self, name: str, *, value: str = "") -> str:
        """Several lines of text."""
        return st.text_area(self.label(name), value=value, height=96, key=self.desk.key(name))

    def day(self, name: str) -> date:
        """The day on which something happened: today or before."""
        today = self.screen.question.today
        day: date = st.date_input(
            self.label(name),
            value=today,
            max_value=today,
            format=DATE_FORMAT,
            key=self.desk.key(name),
        )
        return day

    def day_or_none(self, name: str) -> date | None:
        """A day that may be to come, or not be known."""
        day: date | None = st.date_input(
            self.label(name),
            value=None,
            max_value=LAST_DAY,
            format=DATE_FORMAT,
            key=self.desk.key(name),
        )
        return day

    def word(
        self, name: str, known: Sequence[str], word: Callable[[str], str], *, index: int = 0
    ) -> str:
        """One of a few known words, told by `word`."""
        picked: str = st.selectbox(
            self.label(name), known, index=index, format_func=word, key=self.desk.key(name)
        )
        return picked

    def one_of(
        self, name: str, names: Mapping[Key, str], *, index: int | None = None
    ) -> Key | None:
        """The key of one of `names`; None as long as nothing is chosen."""
        picked: Key | None = st.selectbox(
            self.label(name),
            list(names),
            index=index,
            format_func=lambda one: plain(names[one], limit=120),
            placeholder=self.label("choose"),
            key=self.desk.key(name),
        )
        return picked

    def several(self, name: str, names: Mapping[Key, str]) -> list[Key]:
        """The keys of any of `names`."""
        picked: list[Key] = st.multiselect(
            self.label(name),
            list(names),
            format_func=lambda one: plain(names[one], limit=120),
            placeholder=self.label("choose"),
            key=self.desk.key(name),
        )
        return picked
