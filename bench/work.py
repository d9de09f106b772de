"""`python -m bench.work`: state, flags, burn-up and forecast of 100,000 items, 1,000,000 events.

The first line is what a second is allowed for: all three together, of every plan.
Each line is a median, cold: nothing is kept between two runs but what the database keeps in its
own memory. On a busy machine the processor time says more than the clock.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from bench import work_store
from domain.work import burn_up, lines_of, moving_lines, states
from domain.work_known_then import timeline_as_known
from queries.work import plan_states
from queries.work_progress import KNOWN_THEN, burn_ups, plan_forecast
from queries.work_progress import burn_up as burn_up_of_plan
from store.database import engine

RUNS = 5
ONE_PLAN = 3


def main() -> int:
    """Build the store, measure, print a line for each."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'work.db'}"
        print("building 100,000 work items ...", file=sys.stderr)
        work_store.build(url)
        for line in cost_of_work(url):
            print(line)
    return 0


def cost_of_work(url: str) -> Iterator[str]:
    """A line for each measured question, over the store at `url` (work_store.build)."""
    items, events = work_store.frames()
    today, asked = work_store.TODAY, work_store.ask()

    def lines_then() -> pl.DataFrame:
        ending = items.filter(pl.col("kind") != "recurring")
        steps = timeline_as_known(ending, moving_lines(events), until=today)
        return lines_of(steps, until=today)

    with engine(url).connect() as connection:

        def of_all_plans() -> tuple[pl.DataFrame, pl.DataFrame]:
            return plan_states(connection, asked), burn_ups(connection, asked)

        of_plan: dict[str, Any] = {"plan_id": ONE_PLAN}
        yield _line("store: state, flag and burn-up of all plans", of_all_plans)
        yield _line("store: state and flag of all plans", lambda: plan_states(connection, asked))
        yield _line("store: burn-up of all plans", lambda: burn_ups(connection, asked))
        yield _line(
            "store: burn-up of all plans, as known then",
            lambda: burn_ups(connection, asked, known=KNOWN_THEN),
        )
        yield _line(
            "store: burn-up of one plan", lambda: burn_up_of_plan(connection, asked, **of_plan)
        )
        yield _line(
            "store: burn-up of one plan, as known then",
            lambda: burn_up_of_plan(connection, asked, known=KNOWN_THEN, **of_plan),
        )
        yield _line(
            "store: forecast of one plan", lambda: plan_forecast(connection, asked, **of_plan)
        )

    yield _line("rules: state and flag of all", lambda: states(items, events, on=today))
    yield _line("rules: burn-up of all", lambda: burn_up(items, events, until=today))
    yield _line("rules: burn-up of all, as known then", lines_then)


def _line(what: str, answer: Callable[[], object]) -> str:
    clock, processor = [], []
    for _ in range(RUNS):
        began, worked = time.perf_counter(), time.process_time()
        answer()
        clock.append(time.perf_counter() - began)
        processor.append(time.process_time() - worked)
    seconds, at_work = statistics.median(clock), statistics.median(processor)
    return f"{what:<44}{seconds * 1000:>7.0f} ms, at work {at_work * 1000:>6.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
