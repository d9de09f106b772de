"""Meetings as files tell of them: when, by which name, who takes the chair, what comes in turn."""

# ruff: noqa: N805 - dataframely calls a rule with its schema

import dataframely as dy
import polars as pl
from sqlalchemy import or_, select

from domain.meetings import LONGEST_AGENDA
from store.imports.landing import Fault, Landing, Subject
from store.imports.lookups import with_ids
from store.imports.subjects.rules import ROW_FAULTS, RowRules
from store.imports.unit_lookup import with_unit
from store.tables import meeting, meeting_agenda

_OF_FILES = ("id", "province_id", "held_on", "name_vi", "name_en", "chair_vi", "chair_en")


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
    # Without its moments, which no file tells of.
    existing=lambda landing, _: select(*(meeting.c[name] for name in _OF_FILES)).where(
        meeting.c.province_id == landing.for_province.id
    ),
)


def _resolve_agendas(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    """With the meeting, whether people have taken it in hand, and the unit of each line."""
    touched = or_(meeting.c.changed_at.is_not(None), meeting.c.opened_at.is_not(None))
    known = select(
        meeting.c.id, meeting.c.held_on, meeting.c.name_vi, touched.label("is_touched")
    ).where(meeting.c.province_id == landing.for_province.id)
    frame = with_ids(landing, frame, known, columns=("held_on", "meeting_vi"), to="meeting_id")
    frame = frame.with_columns(pl.col("is_touched").cast(pl.Boolean))
    return with_unit(landing, frame, start="held_on", end="held_on")


class MeetingAgendaRules(RowRules):
    """A line says what comes when, at a meeting whose agenda nobody has written on the board."""

    meeting_id = dy.Int64(nullable=True)
    is_touched = dy.Bool(nullable=True)
    position = dy.Int64(min=1, max=LONGEST_AGENDA)
    kind = dy.String()
    scene = dy.String(nullable=True)
    text = dy.String(nullable=True)
    unit = dy.String(nullable=True)
    unit_fault = dy.String(nullable=True)
    minutes = dy.Int64(nullable=True, min=1)

    @dy.rule()
    def meeting_unknown(cls) -> pl.Expr:
        return pl.col("meeting_id").is_not_null()

    @dy.rule()
    def agenda_is_written(cls) -> pl.Expr:
        return ~pl.col("is_touched")

    @dy.rule()
    def unit_unknown(cls) -> pl.Expr:
        return pl.col("unit_fault").is_null()

    @dy.rule()
    def line_says_nothing(cls) -> pl.Expr:
        says = pl.col("scene").is_not_null() | pl.col("text").is_not_null()
        return pl.when(pl.col("kind") == "unit").then(pl.col("unit").is_not_null()).otherwise(says)


MEETING_AGENDAS = Subject(
    kind="meeting_agendas",
    file_key=("held_on", "meeting_vi", "position"),
    key=("meeting_id", "position"),
    resolve=_resolve_agendas,
    rules=MeetingAgendaRules,
    faults={
        **ROW_FAULTS,
        "meeting_unknown": Fault("meeting_vi", proposal="meeting_id_proposal"),
        "agenda_is_written": Fault("meeting_vi"),
        "unit_unknown": Fault("unit", proposal="unit_proposal"),
        "line_says_nothing": Fault("kind"),
        "position|min": Fault("position", "number_not_positive"),
        "position|max": Fault("position", "agenda_too_long"),
        "minutes|min": Fault("minutes", "minutes_from_one"),
    },
    existing=lambda _landing, frame: select(meeting_agenda).where(
        meeting_agenda.c.meeting_id.in_(frame["meeting_id"].drop_nulls().unique().to_list())
    ),
)
