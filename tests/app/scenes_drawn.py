"""Scenes drawn over a real store, as a wall or a presenter asks for them."""

from typing import Any

import polars as pl
from sqlalchemy import func, select

from domain.playlist import Frame, Slot
from domain.scope import Scope
from domain.viewing import Room
from pages.scenes import SCENES
from pages.scenes.frames import frame_of
from queries.catalogue import units_of_province
from queries.question import Question
from queries.turns import Day, day_of, settled_slot
from store.database import engine
from store.tables import import_batch, province

PROVINCES = ("nghe-an", "ha-tinh", "bac-giang")
# The smallest room that every scene is whole in, and the largest usual one.
SMALLEST, LARGEST = Room(across=53, down=30), Room(across=115, down=65)


class Drawing:
    """What is drawn over the store at `url` for somebody who sees all of `slug`."""

    def __init__(self, url: str, slug: str) -> None:
        self.url = url
        self.answers: dict[tuple[Any, ...], pl.DataFrame] = {}
        with engine(url).connect() as connection:
            number = connection.scalar(select(province.c.id).where(province.c.slug == slug))
            as_of = connection.scalar(select(func.max(import_batch.c.id)))
        assert number is not None
        assert as_of is not None
        scope = Scope(provinces=frozenset({number}))
        self.day: Day = day_of(scope, as_of=as_of, fetch=self.fetch, province=slug)

    def fetch(self, query: Any, asked: Question, **params: Any) -> pl.DataFrame:
        """The answer of the store, asked once."""
        key = (query.__qualname__, asked.cache_key, *sorted(params.items()))
        if key not in self.answers:
            with engine(self.url).connect() as connection:
                self.answers[key] = query(connection, asked, **params)
        return self.answers[key]

    def frame(self, slot: Slot, *, room: Room = SMALLEST, language: str = "vi") -> Frame:
        """The finished picture of `slot`."""
        return frame_of(slot, self.day, language=language, room=room, fetch=self.fetch)

    def slots(self) -> list[Slot]:
        """Each registered scene once; the one over units for a place and for a department."""
        question = settled_slot(Slot(scene=""), self.day, fetch=self.fetch).question
        units = self.fetch(units_of_province, question)
        first = units.group_by("level", maintain_order=True).first()["unit_code"].to_list()
        return [
            Slot(scene=key, unit=code)
            for key, scene in SCENES.items()
            for code in (first if scene.over == "unit" else [""])
        ]
