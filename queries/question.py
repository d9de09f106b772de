"""The one object that every query gets: who asks, about what, as of which batch."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_

from domain.periods import Period, day_period
from domain.scope import Scope
from store.tables import unit

# What a change may be told against.
COMPARISONS = ("previous", "year")


@dataclass(frozen=True, kw_only=True)
class Question:
    """A frozen, hashable question; equal questions have equal answers, so it is the cache key.

    `as_of` is the id of the newest import batch that counts; `today` is the province's day.
    `unit_id` narrows to one unit; None asks about the whole province. `era` is a day on whose
    units the figures are read ("on the map of that day"); None reads them as they were, on the
    units of the period. `compare` is what changes are told against: the period just before
    (`previous`), or the same one of the year before (`year`). `at` is the word of an address under
    which the figures stand still (queries/frozen.py), "" when they do not: it changes no answer,
    but every link that is drawn.
    """

    province_id: int
    scope: Scope
    as_of: int
    today: date
    period: Period
    unit_id: int | None = None
    era: date | None = None
    compare: str = "previous"
    at: str = ""

    @classmethod
    def before_a_province(cls, *, scope: Scope, as_of: int) -> "Question":
        """Which provinces are there to ask about? Only queries.catalogue.provinces takes it."""
        day = date(1, 1, 1)
        period = day_period(day)
        return cls(province_id=0, scope=scope, as_of=as_of, today=day, period=period)

    @property
    def cache_key(self) -> str:
        """Equal where answers are, in every process: sets are written in order."""
        scope = (sorted(self.scope.provinces), sorted(self.scope.units))
        about = (self.province_id, self.period, self.unit_id, self.era, self.compare)
        return repr((scope, self.as_of, self.today, about))

    @property
    def figure_key(self) -> str:
        """Equal where what is drawn is: links are part of it."""
        return f"{self.cache_key} {self.at}"

    @property
    def compared_period(self) -> Period:
        """The period against which changes are told."""
        of_year = self.compare == "year"
        return self.period.year_before() if of_year else self.period.previous()

    def units_in_scope(self) -> ColumnElement[bool]:
        """The condition on `unit` that keeps rows of single units to the asker's scope."""
        return or_(
            unit.c.province_id.in_(sorted(self.scope.provinces)),
            unit.c.id.in_(sorted(self.scope.units)),
        )
