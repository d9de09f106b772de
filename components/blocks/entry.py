"""Entering on a form: what the form goes by, what became of it, and what others did meanwhile.

A form goes by what was there when it was first drawn. Somebody quicker is told of, nothing is
written then, and what was typed stays in the form for a second look.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from components.markup import plain, safe
from components.reader import Reader
from components.state import Screen
from store.entry import EntryConflict
from store.refused import Refused


@dataclass
class EntryDesk:
    """What lies before one person about one subject (`of`) between two runs.

    `seen` is the newest event the form goes by. `turn` is a part of the keys of its fields: it
    grows with every entry that succeeded, so that the next form begins empty.
    """

    of: str = ""
    seen: int | None = None
    turn: int = 0
    told: str = ""
    is_refusal: bool = False
    changes: tuple[Mapping[str, Any], ...] = ()

    def about(self, of: str, *, newest: int, field: str | None = None) -> "EntryDesk":
        """The desk for the subject `of`, whose newest event is `newest` (0: none) right now.

        `field`: the name of a field of the form; as long as it was never drawn, the person has
        seen nothing but what is there now.
        """
        if self.of != of:
            self.of, self.seen, self.changes, self.told = of, None, (), ""
        is_new = field is not None and self.key(field) not in st.session_state
        if self.seen is None or is_new:
            self.seen = newest
        return self

    def key(self, name: str) -> str:
        """The key of a field of this form."""
        return f"entry_{name}_{self.of}_{self.turn}"

    def note_entered(self, sentence: str) -> None:
        """It was entered: the next form begins empty, by what is there then."""
        self.told, self.is_refusal, self.changes = sentence, False, ()
        self.seen = None
        self.turn += 1

    def note_refused(self, sentence: str) -> None:
        """It was refused: the form stays as it is."""
        self.told, self.is_refusal, self.changes = sentence, True, ()

    def note_conflict(self, sentence: str, changes: list[Mapping[str, Any]]) -> None:
        """Somebody was quicker: the form stays, and goes by what they did from now on."""
        self.note_refused(sentence)
        self.changes = tuple(changes)
        self.seen = max(change["id"] for change in changes)


def current_desk(name: str) -> EntryDesk:
    """The desk `name` of this visitor's tab."""
    desk = st.session_state.setdefault(f"entry_desk_{name}", EntryDesk())
    assert isinstance(desk, EntryDesk)
    return desk


def is_shut(screen: Screen) -> bool:
    """Whether nothing is entered here because the figures stand still; says so in one sentence.

    What is entered would not be seen under a frozen question.
    """
    if screen.frozen is None:
        return False
    st.caption(screen.reader.text("meetings.entry_shut"))
    return True


def save(
    desk: EntryDesk, do: Callable[[int], object], *, done: str | None = None, reader: Reader
) -> None:
    """`do` it, given the newest event seen; the next run tells what became of it.

    It says `done` when all went well, or without it what `do` gave.
    """
    try:
        entered = do(desk.seen or 0)
    except EntryConflict as conflict:
        desk.note_conflict(conflict.sentence(language=reader.language), conflict.changes)
    except Refused as refused:
        desk.note_refused(refused.sentence(language=reader.language))
    else:
        desk.note_entered(done or str(entered))
    st.rerun()


def show_told(desk: EntryDesk, *, word: Callable[[str], str], reader: Reader) -> None:
    """What became of the last entry, and what others did; `word` names a type of event."""
    if desk.told and desk.is_refusal:
        st.warning(plain(desk.told, limit=600), icon=":material/block:")
    elif desk.told:
        st.success(plain(desk.told, limit=600), icon=":material/check:")
    if desk.changes:
        lines = "".join(_change(change, word, reader) for change in desk.changes)
        st.html(f'<ul class="ioc-entry-changes">{lines}</ul>')
    else:
        # Told once; what others did stays until it was entered.
        desk.told = ""


def _change(change: Mapping[str, Any], word: Callable[[str], str], reader: Reader) -> str:
    parts = (word(change["event_type"]), change["author"], change["reason"])
    told = " · ".join(str(part) for part in parts if part)
    return f"<li><b>{safe(reader.date(change['happened_on']))}</b> {safe(told)}</li>"
