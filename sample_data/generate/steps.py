"""Timelines of hand-written tables: steps in order, separated by ` > `.

A step says a word, a day, sometimes what it is about, and why: `escalated 2023-08-21 working_group:
beyond our authority`. A `~` at its end marks it as illustrative in a row that is published.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_STEP = re.compile(r"(\w+) (\d{4}-\d\d-\d\d)(?: ([^\s:~]+))?(?:: ([^~]+))?(~?)")


@dataclass(frozen=True)
class Step:
    """One step of a timeline; `what` and `reason` are empty where it says none."""

    word: str
    happened_on: date
    what: str
    reason: str
    is_illustrative: bool


def steps_of(timeline: str) -> Iterator[Step]:
    """The steps of a timeline in its order; none of an empty one. Raises ValueError."""
    for text in filter(None, timeline.split(" > ")):
        found = _STEP.fullmatch(text)
        if found is None:
            raise ValueError(f"not a step of a timeline: {text!r}")
        word, day, what, reason, mark = found.groups()
        yield Step(word, date.fromisoformat(day), what or "", reason or "", bool(mark))
