"""Which subjects does a document about the province tell of, and from which answers?

The same registered queries and the same words as the screens, for one settled question. For:
briefing, slides and pictures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from components.export.parts import Topic
from components.export.topics_map import map_topic, ranking_topic
from components.export.topics_plans import bottlenecks_topic, models_topic, plan_topic
from components.export.topics_services import identity_topic, index_topic, services_topic
from components.export.topics_situation import (
    decisions_topic,
    late_topic,
    situation_topic,
    targets_topic,
)
from components.measures import Measure
from components.reader import Reader
from components.work_filters import Filters
from pages.services.index_stand import index_standing
from pages.work.looked_at import LookedAt, course_of
from pages.work.obstacles import obstacles_of_items
from queries.attention import decisions
from queries.bottlenecks import bottlenecks
from queries.catalogue import indicators_on_map
from queries.headlines import headline_figures
from queries.pilot_models import pilot_models
from queries.question import Question
from queries.runner import fetch
from queries.settled import Choose, Settled
from queries.units import unit_boundaries, unit_values
from queries.work import plan_states, work_items
from queries.work_settings import escalation_rungs


@dataclass(frozen=True, kw_only=True)
class MapRoom:
    """How large a map is drawn, in points, and in which size its names are written.

    `in_turn`: it comes several times where one has no room for all names.
    """

    size: tuple[int, int]
    letters: float
    in_turn: bool = False


ON_PAPER = MapRoom(size=(500, 248), letters=7)


@dataclass(frozen=True, kw_only=True)
class Subjects:
    """What a document may tell of one settled question; `indicator` is the one mapped."""

    settled: Settled
    indicator: str
    reader: Reader
    room: MapRoom = ON_PAPER

    @property
    def asked(self) -> Question:
        return self.settled.question

    @property
    def when(self) -> str:
        return self.reader.period(self.asked.period)

    def all(self) -> list[Topic]:
        """Every subject in reading order; what a province does not lead with is left out."""
        found = [
            self.situation(),
            self.targets(),
            self.late(),
            self.decisions(),
            *self.plans(),
            self.map(),
            self.ranking(),
            self.services(),
            self.identity(),
            self.models(),
            self.bottlenecks(),
            self.index(),
        ]
        return [topic for topic in found if topic is not None]

    def situation(self) -> Topic:
        unit = self.settled.unit
        about = self.reader.pick(dict(unit), "full_name") if unit else ""
        figures = fetch(headline_figures, self.asked)
        return situation_topic(figures, about=about, when=self.when, reader=self.reader)

    def targets(self) -> Topic:
        return targets_topic(fetch(headline_figures, self.asked), reader=self.reader)

    def late(self) -> Topic:
        items = fetch(work_items, self.asked)
        return late_topic(items, today=self.asked.today, reader=self.reader)

    def decisions(self) -> Topic:
        found = fetch(decisions, self.asked)
        return decisions_topic(found, today=self.asked.today, reader=self.reader)

    def plans(self) -> list[Topic]:
        """Each plan with its course, in reading order; of a unit those that have work for it."""
        plans = fetch(plan_states, self.asked)
        if self.asked.unit_id is not None:
            plans = plans.filter(pl.col("total") > 0)
        return [self.plan(row, one_of_all=True) for row in plans.to_dicts()]

    def plan(self, row: Mapping[str, Any], *, one_of_all: bool = False) -> Topic:
        """The plan of `row` (PLAN_STATES)."""
        items = fetch(work_items, self.asked)
        seen = LookedAt(items, items, Filters(plan=row["plan"]))
        course = course_of(
            self.asked, seen, plan=row["plan"], one_of_all=one_of_all, reader=self.reader
        )
        return plan_topic(row, course, reader=self.reader)

    def measure(self) -> Measure | None:
        """Of the indicator that is mapped; None where units report nothing."""
        rows = fetch(indicators_on_map, self.asked).filter(pl.col("indicator") == self.indicator)
        return Measure.of(rows.row(0, named=True)) if rows.height else None

    def map(self) -> Topic | None:
        measure = self.measure()
        if measure is None:
            return None
        return map_topic(
            self._values(),
            fetch(unit_boundaries, self.asked, level="locality"),
            measure=measure,
            when=self.when,
            size=self.room.size,
            letters=self.room.letters,
            in_turn=self.room.in_turn,
            reader=self.reader,
        )

    def ranking(self) -> Topic | None:
        measure = self.measure()
        if measure is None:
            return None
        return ranking_topic(self._values(), measure=measure, when=self.when, reader=self.reader)

    def _values(self) -> pl.DataFrame:
        return fetch(unit_values, self.asked, indicator=self.indicator, level="locality")

    def services(self) -> Topic | None:
        return services_topic(fetch(headline_figures, self.asked), reader=self.reader)

    def identity(self) -> Topic | None:
        return identity_topic(fetch(headline_figures, self.asked), reader=self.reader)

    def models(self) -> Topic | None:
        models = fetch(pilot_models, self.asked, since=None)
        if models.is_empty():
            return None
        return models_topic(
            models,
            obstacles=obstacles_of_items(self.asked),
            reader=self.reader,
        )

    def bottlenecks(self) -> Topic:
        return bottlenecks_topic(
            fetch(bottlenecks, self.asked),
            fetch(escalation_rungs, self.asked),
            reader=self.reader,
        )

    def index(self) -> Topic | None:
        return index_topic(
            index_standing(self.asked), about=self.whom(), when=self.when, reader=self.reader
        )

    def whom(self) -> str:
        """The unit asked about, else the province by name."""
        if self.settled.unit is not None:
            return self.reader.pick(dict(self.settled.unit), "full_name")
        name = self.reader.pick(dict(self.settled.province), "name")
        return self.reader.text("service_index.province", province=name)


def chosen_indicator(settled: Settled, choose: Choose) -> str:
    """The code of the indicator to map, as on the first page. Raises what `choose` raises."""
    rows = fetch(indicators_on_map, settled.question).to_dicts()
    known = {row["indicator"]: row for row in rows}
    return choose("indicator", known, default=next(iter(known), "")) if known else ""
