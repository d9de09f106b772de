"""What lies before one person between two runs of a form: what they had seen, what became of it.

One object per form that is changed in place: a second click can end a run at any access to the
session's state, also between an entry and the note of what became of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from components.markup import plain, safe
from components.reader import Reader
from store.entry import EntryConflict
from store.refused import Refused

LONGEST_TOLD = 600


@dataclass
class Desk:
    """`turn` counts what was saved: a part of the widgets' keys, so that each saving empties them.

    `seen` is the newest event when the form was first drawn, which later runs must not renew.
    """

    turn: int = 0
    seen: int | None = None
    saved: str = ""
    refused: str = ""
    changes: Sequence[Mapping[str, Any]] = field(default_factory=tuple)

    def as_first_seen(self, newest: int, *, is_untouched: bool) -> int:
        """What the person goes by: `newest` when the form is new, later what it was then."""
        if self.seen is None or is_untouched:
            self.seen = newest
        return self.seen

    def save(self, enter: Callable[[], str], *, reader: Reader) -> None:
        """Enter and begin anew, or keep all that was typed and say why; the next run tells."""
        self.refused, self.saved, self.changes = "", "", ()
        try:
            self.saved = enter()
        except EntryConflict as conflict:
            self.changes = conflict.changes
            # They are told now: who saves once more goes by them.
            self.seen = max(change["id"] for change in conflict.changes)
            self.refused = conflict.sentence(language=reader.language)
        except Refused as refused:
            self.refused = refused.sentence(language=reader.language)
        else:
            self.turn += 1
            self.seen = None
        st.rerun()


def desk_of(form: str) -> Desk:
    """The desk of one form in this tab."""
    desk = st.session_state.setdefault(f"desk_{form}", Desk())
    assert isinstance(desk, Desk)
    return desk


def show_told(desk: Desk, *, reader: Reader) -> None:
    """What became of the last saving, and what others said meanwhile."""
    if desk.saved:
        st.success(plain(desk.saved, limit=LONGEST_TOLD), icon=":material/check:")
        desk.saved = ""
    if desk.refused:
        st.warning(plain(desk.refused, limit=LONGEST_TOLD), icon=":material/block:")
    if desk.changes:
        lines = "".join(f"<li>{_change(change, reader)}</li>" for change in desk.changes)
        st.html(f'<ul class="ioc-changes">{lines}</ul>')


def _change(change: Mapping[str, Any], reader: Reader) -> str:
    event = reader.text(f"tasks.event.{change['event_type']}")
    parts = (event, reader.date(change["happened_on"]), change["author"], change["reason"])
    return safe(" · ".join(str(part) for part in parts if part), limit=LONGEST_TOLD)
