"""What a document is made from: one settled question, who asks, and whom to tell how far it is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from components.export.cover import Cover, cover_of
from components.export.parts import Topic
from components.export.progress import Progress, untold
from components.reader import Reader
from domain.meetings import AgendaLine
from queries.settled import Choose, Settled
from store.meetings import agenda_of


@dataclass(frozen=True)
class Made:
    """A finished document; for its name the code it is `about` and, of one figure, which."""

    body: bytes
    about: str = ""
    figure: str = ""


@dataclass(frozen=True, kw_only=True)
class Ordered:
    """One document that somebody asked for. `choose` gives what else the address asks for."""

    settled: Settled
    choose: Choose
    reader: Reader
    for_whom: str
    made_at: datetime
    progress: Progress = field(default=untold)

    @cached_property
    def agenda(self) -> list[AgendaLine]:
        """Of the meeting at which the figures stand still; empty without one. Read once."""
        meeting = self.settled.frozen.meeting if self.settled.frozen else None
        return agenda_of(meeting.meeting_id) if meeting else []

    def still_wanted(self) -> None:
        """Raises what ends the making of a document that was cancelled; for long silent steps."""
        self.progress(0, 0)

    def marked(self, topics: Iterable[Topic]) -> bool:
        """Whether any of `topics` says that some of its figures are illustrative."""
        word = self.reader.text("figures.provenance.illustrative")
        return any(word in topic.origin for topic in topics)

    def cover(self, title: str, topics: Iterable[Topic]) -> Cover:
        """The cover of the document `title` (a key below exports.title) with `topics`."""
        settled = self.settled
        return cover_of(
            self.reader.text(f"exports.title.{title}"),
            asked=settled.question,
            province=settled.province,
            unit=settled.unit,
            era=settled.era,
            for_whom=self.for_whom,
            meeting=settled.frozen.meeting if settled.frozen else None,
            is_marked=self.marked(topics),
            reader=self.reader,
        )
