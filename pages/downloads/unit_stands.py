"""Everything about unit after unit, as documents tell of it, from one settled question.

For: papers and slides with a page for each unit.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from components.export.topics_units import UnitFrames
from components.reader import Reader
from domain.indicators import LOCALITY_LEVELS
from domain.meetings import AgendaLine
from pages.downloads.agenda import called_first
from pages.downloads.ordered import Ordered
from queries.catalogue import units_of_province
from queries.directions import directions
from queries.of_each_place import of_each_place
from queries.question import Question
from queries.runner import fetch
from queries.settled import Settled
from queries.trends import trend
from queries.turns import Fetch
from queries.unit_figures import unit_figures
from queries.unit_obligations import unit_bottlenecks, unit_reports
from queries.work import work_items


def units_to_tell_of(
    settled: Settled, agenda: Sequence[AgendaLine] = ()
) -> list[Mapping[str, Any]]:
    """The one asked about, else every place of the period in scope; rows of UNITS.

    Those that the `agenda` calls come first.
    """
    if settled.unit is not None:
        return [settled.unit]
    units = fetch(units_of_province, settled.question)
    places = units.filter(pl.col("level").is_in(LOCALITY_LEVELS)).to_dicts()
    return called_first(places, agenda)


def unit_stands(order: Ordered, *, followed: str) -> Iterator[UnitFrames]:
    """All frames of each unit; `followed` is the indicator whose months are shown.

    The progress of the order is told before each unit and at the end, and may raise Cancelled.
    """
    settled = order.settled
    units = units_to_tell_of(settled, order.agenda)
    whole = fetch(trend, replace(settled.question, unit_id=None), indicator=followed)
    ask = fetch if settled.unit else of_each_place(fetch)
    for done, unit in enumerate(units):
        order.progress(done, len(units))
        yield _stand(
            unit, settled.question, followed=followed, whole=whole, reader=order.reader, ask=ask
        )
    order.progress(len(units), len(units))


def _stand(
    unit: Mapping[str, Any],
    asked: Question,
    *,
    followed: str,
    whole: pl.DataFrame,
    reader: Reader,
    ask: Fetch,
) -> UnitFrames:
    own = replace(asked, unit_id=unit["unit_id"])
    return UnitFrames(
        unit=unit,
        figures=ask(unit_figures, own),
        items=ask(work_items, own),
        bottlenecks=ask(unit_bottlenecks, own),
        reports=ask(unit_reports, own),
        directions=ask(directions, own),
        own=ask(trend, own, indicator=followed),
        whole=whole,
        followed=followed,
        when=reader.period(asked.period),
        today=asked.today,
    )
