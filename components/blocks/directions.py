"""What was directed and what units asked for: counts, the list, one of them with its history."""

from datetime import date

import polars as pl

from components.blocks.card import Card
from components.direction_counts import DirectionCounts
from components.figures.direction_list import (
    Way,
    direction_counts_html,
    direction_facts,
    direction_table,
)
from components.figures.direction_words import event_word, from_words
from components.figures.event_list import event_list
from components.figures.marks import origin_line, origin_of
from components.measures import Row
from components.reader import Reader
from components.state import Screen
from components.ways import way_to
from queries.schemas import DIRECTION_EVENTS

PAGE = "directions"


def way_of_direction(screen: Screen, *, unit: str, filters: dict[str, str]) -> Way:
    """Where each row leads to: itself, with the filters kept."""

    def way(row: Row) -> str:
        code = str(row["direction"])
        return way_to(PAGE, screen=screen, unit=unit, direction=code, **filters)

    return way


def way_of_outcome(screen: Screen, *, unit: str) -> Way:
    """Where the task or bottleneck lies that a direction became; empty where it became neither."""

    def way(row: Row) -> str:
        if row["state"] == "became_work" and row["item"]:
            task = f"{row['item_plan']}/{row['item']}"
            return way_to("task", screen=screen, unit=unit, task=task)
        if row["bottleneck"] and row["state"] not in ("became_work", "done", "withdrawn"):
            code = str(row["bottleneck"])
            return way_to("bottlenecks", screen=screen, unit=unit, bottleneck=code)
        return ""

    return way


def counts_card(
    counts: DirectionCounts, directions: pl.DataFrame, *, today: date, reader: Reader
) -> Card:
    """BCA03 with what is overdue and who waits."""
    return Card(
        title=reader.text("directions.title_counts", day=reader.date(today)),
        body=direction_counts_html(counts, reader=reader),
        sentence=_counts_sentence(counts, today=today, reader=reader),
        origin=_origin(directions, today=today, reader=reader),
    )


def _counts_sentence(counts: DirectionCounts, *, today: date, reader: Reader) -> str:
    said = reader.text(
        "directions.say_counts",
        day=reader.date(today),
        given=reader.number(counts.given),
        done=reader.number(counts.done),
        followed=reader.number(counts.followed),
        pending=reader.number(counts.pending),
        raised=reader.number(counts.raised),
        waiting=reader.number(counts.waiting),
        overdue=reader.number(counts.overdue),
    )
    row = counts.longest_waiting
    if row is None:
        return said
    longest = reader.text(
        "directions.say_longest",
        days=reader.counted("directions.days", row["days_waited"]),
        who=from_words(row, reader) or row["direction"],
    )
    return f"{said} {longest}"


def list_card(
    directions: pl.DataFrame, *, of: int, today: date, way: Way, became: Way, reader: Reader
) -> Card:
    """The directions that are looked at, of so many in scope."""
    return Card(
        title=reader.text(
            "directions.title_list",
            shown=reader.number(directions.height),
            all=reader.number(of),
        ),
        body=direction_table(directions, way=way, became=became, reader=reader),
        origin=_origin(directions, today=today, reader=reader),
    )


def facts_card(row: Row, *, became: Way, reader: Reader) -> Card:
    """One direction."""
    return Card(
        title=reader.text("directions.title_one", code=row["direction"]),
        body=direction_facts(row, became=became, reader=reader),
        origin=origin_line(reader=reader, provenances=[row["provenance"]]),
    )


def history_card(events: pl.DataFrame, *, raised: Row, reader: Reader) -> Card:
    """What came of one direction (`raised`), the newest first; at its root who raised it when."""
    events = pl.concat([_raising(raised), events], how="diagonal_relaxed")
    return Card(
        title=reader.counted("directions.title_history", events.height),
        body=event_list(
            events,
            word=lambda row: event_word(row["event_type"], reader),
            told=lambda row: _told(row, reader),
            empty="",
            reader=reader,
        ),
        origin=origin_of(events, reader=reader),
    )


def _raising(row: Row) -> pl.DataFrame:
    """The event that began a row of DIRECTIONS; imported ones were entered by nobody here."""
    begun = {
        "event_id": 0,
        "event_type": "raised",
        "happened_on": row["raised_on"],
        "recorded_on": row["entered_on"] or row["raised_on"],
        "author": row["entered_by"],
        "reason": row["meeting_vi"],
        "provenance": row["provenance"],
    }
    return pl.DataFrame([begun], schema_overrides=DIRECTION_EVENTS)


def _told(row: Row, reader: Reader) -> str:
    code = ""
    if row["item"]:
        code = reader.text("directions.as_task", plan=row["item_plan"], code=row["item"])
    elif row["bottleneck"]:
        code = reader.text("directions.as_bottleneck", code=row["bottleneck"])
    return ": ".join(part for part in (code, row["reason"]) if part)


def _origin(directions: pl.DataFrame, *, today: date, reader: Reader) -> str:
    known = directions["provenance"].drop_nulls().unique().to_list()
    note = reader.text("directions.as_of", day=reader.date(today))
    return origin_line(reader=reader, provenances=known, note=note)
