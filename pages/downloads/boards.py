"""Which pilot models and bottlenecks stand where? The frames and rows of their files.

For: staff who work on with the figures.
"""

from datetime import date

import polars as pl

from components.bottleneck_standing import stand_of
from components.export.of_boards import bottleneck_rows, model_rows, rung_rows
from components.export.of_frames import Rows
from components.reader import Reader
from pages.work.obstacles import obstacles_of_items
from pages.work.since import days_to_look_back_to
from queries.bottlenecks import bottlenecks
from queries.pilot_models import pilot_models
from queries.runner import fetch
from queries.settled import Choose, Settled
from queries.work_settings import escalation_rungs


def model_table(settled: Settled, choose: Choose, reader: Reader) -> tuple[pl.DataFrame, Rows]:
    """The models, and what moved since the day the address names; the newest meeting without."""
    asked = settled.question
    options, newest = days_to_look_back_to(asked, reader)
    since = date.fromisoformat(choose("since", options, default=newest))
    models = fetch(pilot_models, asked, since=since)
    return models, model_rows(models, obstacles=obstacles_of_items(asked), reader=reader)


def bottleneck_table(settled: Settled, reader: Reader) -> tuple[pl.DataFrame, Rows]:
    """The register, the most pressing first."""
    found = fetch(bottlenecks, settled.question)
    return found, bottleneck_rows(found, reader=reader)


def rung_table(settled: Settled, reader: Reader) -> tuple[pl.DataFrame, Rows]:
    """The four rungs of the ladder; the frame is the bottlenecks that are counted on them."""
    found = fetch(bottlenecks, settled.question)
    rules = fetch(escalation_rungs, settled.question)
    return found.filter("is_open"), rung_rows(stand_of(found, rules), reader=reader)
