"""What a scene is: one picture for those who touch nothing, made of the figures of the pages.

A wall shows scenes in turn, a presenter shows them as slides. A scene asks the store only through
the `fetch` it is given, so that it can be drawn again from answers that were kept when the store
is gone, and gives HTML that is whole in the room it is given: nothing scrolls, nothing hovers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl

from components.reader import Reader
from domain.data_age import DataAge
from domain.playlist import Slot
from domain.viewing import Room
from queries.question import Question
from queries.settled import Settled


class Fetch(Protocol):
    """queries.runner.fetch, or what stands in for it."""

    def __call__(
        self, query: Callable[..., pl.DataFrame], asked: Question, **params: Any
    ) -> pl.DataFrame: ...


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The question of a slot, settled; `room` is the space its letters have.

    `part`: which of how many pictures of one long list, shown in turn.
    """

    slot: Slot
    settled: Settled
    reader: Reader
    room: Room
    fetch: Fetch
    part: tuple[int, int] = (1, 1)

    @property
    def question(self) -> Question:
        return self.settled.question


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What a scene made; as in domain.playlist.Frame.

    `is_empty`: the province has nothing of the kind, and the scene only says so.
    """

    title: str
    body: str
    sentence: str = ""
    origin: str = ""
    about: str = ""
    age: DataAge | None = None
    red: int = 0
    is_empty: bool = False


@dataclass(frozen=True, kw_only=True)
class Scene:
    """`over`: what a playlist runs it over (`unit`, `indicator`, `plan`), "" when it is one."""

    key: str
    draw: Callable[[Asked], Drawn]
    over: str = ""
