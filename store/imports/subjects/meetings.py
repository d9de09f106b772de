"""Meetings as a file tells of them: when, by which name, who takes the chair."""

import dataframely as dy
import polars as pl
from sqlalchemy import select

from store.imports.landing import Landing, Subject
from store.imports.subjects.rules import ROW_FAULTS, RowRules
from store.tables import meeting


def _with_province(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    here = pl.lit(landing.for_province.id, dtype=pl.Int64)
    return frame.with_columns(
        province_id=here, name_en=pl.coalesce("name_en", "name_vi"),
        chair_en=pl.coalesce("chair_en", "chair_vi"),
    )  # fmt: skip


class MeetingRules(RowRules):
    """A meeting has a name and a day."""

    name_vi = dy.String()
    held_on = dy.Date()


MEETINGS = Subject(
    kind="meetings",
    file_key=("held_on", "name_vi"),
    key=("province_id", "held_on", "name_vi"),
    resolve=_with_province,
    rules=MeetingRules,
    faults=ROW_FAULTS,
    # A meeting may be there already, by what was directed at it.
    amends={"name_en": "always", "chair_vi": "always", "chair_en": "always"},
    existing=lambda landing, _: select(meeting).where(
        meeting.c.province_id == landing.for_province.id
    ),
)
