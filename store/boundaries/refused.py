"""Why a boundary file is not taken, in one sentence."""

from dataclasses import dataclass
from typing import Any

from assets import wording
from store.imports.refusals import Refusal
from store.refused import Refused

MOST_NAMED = 12


class BoundariesRefused(Refused):
    """The file is wrong. `reason` is the last word of `boundaries.refused.<reason>`."""

    def __init__(self, reason: str, /, **values: object) -> None:
        super().__init__(f"boundaries.refused.{reason}", **values)
        self.reason = reason


class FileNotReached(Refused):
    """There is no file to judge: the path or the address leads to none."""

    def __init__(self, reason: str, /, **values: object) -> None:
        super().__init__(f"boundaries.not_reached.{reason}", **values)


class SetRefused(Refused):
    """A boundary set that cannot be taken away."""

    def __init__(self, reason: str, /, **values: object) -> None:
        super().__init__(f"boundaries.set_refused.{reason}", **values)


@dataclass(frozen=True, kw_only=True)
class KeptRefusal(Refusal):
    """A refusal of boundaries as the batch keeps it; its words stand in their own catalogue."""

    def sentence(self, *, language: str) -> str:
        values: dict[str, Any] = dict(self.values)
        return wording.text(f"boundaries.refused.{self.reason_code}", language=language, **values)


def named(names: list[str]) -> str:
    """The names as part of a sentence; of many, the first and how many more there are."""
    shown = "; ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return f"{shown}; … (+{more})" if more > 0 else shown
