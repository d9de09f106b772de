"""What few events say of items and plans is what the rule finds in all of their events."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, true

from domain import work as rules
from domain.work_known_then import timeline_as_known
from queries.question import Question
from queries.schemas import BURN_UPS
from queries.work import plan_states
from queries.work_progress import KNOWN_NOW, KNOWN_THEN, burn_up, burn_ups
from queries.work_rows import items_and_events
from queries.work_settings import days_off
from queries.work_standing import standing
from store.database import engine
from store.tables import holiday, plan, work_event, work_item
from store.tables.work import EVENT_TYPES
from tests.queries.stores import Store

FIRST = date(2024, 1, 1)
ITEMS = 3
Rows = list[tuple[Any, ...]]
PROVENANCES = ("published", "reported", "derived", "illustrative")
days = st.integers(0, 9).map(lambda day: FIRST + timedelta(days=day))
ITEMS_OF = st.lists(
    st.tuples(st.sampled_from(["one_off", "recurring", "milestone"]), st.none() | days),
    min_size=ITEMS,
    max_size=ITEMS,
)
EVENTS_OF = st.lists(
    st.fixed_dictionaries(
        {
            "item": st.integers(0, ITEMS - 1),
            "event_type": st.sampled_from(EVENT_TYPES),
            "happened_on": days,
            "late": st.integers(0, 4),
            "new_deadline": st.none() | days,
            "provenance": st.sampled_from(PROVENANCES),
            "batch": st.integers(0, 1),
        }
    ),
    max_size=14,
)
HISTORIES = st.fixed_dictionaries(
    {"items": ITEMS_OF, "events": EVENTS_OF, "today": days, "batch": st.integers(0, 1)}
)


@pytest.fixture
def store(database_url: str) -> Store:
    """A plan of three items without events, and an empty one; 3 and 4 January are holidays."""
    made = Store(database_url)
    made.plan("KH", starts=FIRST + timedelta(days=2))
    made.plan("MO", starts=FIRST)
    for number in range(ITEMS):
        made.item("KH", f"NV{number}")
    for day in (3, 4):
        made.rule(holiday, day=date(2024, 1, day), name_vi="Nghỉ", name_en="Off")
    return made


@pytest.fixture
def connection(store: Store) -> Iterator[Connection]:
    """Of a transaction that nobody else will ever see."""
    with engine(store.url).execution_options(writes=True).connect() as opened:
        opened.begin()
        yield opened
        opened.rollback()


def written(
    connection: Connection,
    store: Store,
    items: list[tuple[str, date | None]],
    events: list[dict[str, Any]],
) -> None:
    """The history of the items, in place of what was written before."""
    connection.execute(delete(work_event))
    ids = [store.ids["work_item", f"NV{number}"] for number in range(ITEMS)]
    for item_id, (kind, deadline) in zip(ids, items, strict=True):
        recurrence = "month" if kind == "recurring" else None
        of_item = work_item.update().where(work_item.c.id == item_id)
        connection.execute(of_item.values(kind=kind, deadline=deadline, recurrence=recurrence))
    for event in events:
        day = event["happened_on"]
        connection.execute(
            insert(work_event).values(
                work_item_id=ids[event["item"]],
                event_type=event["event_type"],
                happened_on=day,
                recorded_on=day + timedelta(days=event["late"]),
                new_deadline=event["new_deadline"],
                period_start=day,
                period_end=day,
                field="executor",
                unit_id=store.ids["unit", "40"],
                provenance=event["provenance"],
                # The last batch of the store, or the one before it.
                import_batch_id=store.batch - event["batch"],
            )
        )


def by_the_rule(connection: Connection, asked: Question) -> pl.DataFrame:
    items, events = items_and_events(connection, asked, true())
    return rules.states(items, events, on=asked.today, days_off=days_off(connection, asked))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES)
def test_of_few_events_follows_where_items_stand_in_every_history(
    store: Store, connection: Connection, history: dict[str, Any]
) -> None:
    """Late and backdated words, moves, reopened and cancelled items, of any day and any batch."""
    written(connection, store, history["items"], history["events"])
    asked = store.ask(today=history["today"], as_of=store.batch - history["batch"])
    expected = by_the_rule(connection, asked)
    found = standing(connection, true(), asked)
    assert found.select(expected.columns).rows() == expected.rows()
    assert found["plan_id"].unique().to_list() in ([], [store.ids["plan", "KH"]])


def lines_by_the_rule(connection: Connection, asked: Question, plan_id: int, known: str) -> Rows:
    """Rows of BURN_UPS, of every event of the plan."""
    items, events = items_and_events(connection, asked, work_item.c.plan_id == plan_id)
    recurs = pl.col("kind") == "recurring"
    timeline = rules.timeline if known == KNOWN_NOW else timeline_as_known
    steps = timeline(items.filter(~recurs), events, until=asked.today)
    off = days_off(connection, asked)
    due = steps.with_columns(deadline=rules.met_by(pl.col("deadline"), off))
    kinds = rules.states(items, events, on=asked.today)["state"].to_list()
    lines = rules.lines_of(due, until=asked.today).rows()
    return [(plan_id, *line, kinds.count("recurring")) for line in lines]


@pytest.mark.parametrize("known", [KNOWN_NOW, KNOWN_THEN])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES)
def test_of_few_events_follow_the_lines_of_all_plans_in_every_history(
    store: Store, connection: Connection, history: dict[str, Any], known: str
) -> None:
    """Two items in one plan, the third in another; all plans at once, and each alone."""
    written(connection, store, history["items"], history["events"])
    plans = [store.ids["plan", "KH"], store.ids["plan", "MO"]]
    third = work_item.update().where(work_item.c.id == store.ids["work_item", "NV2"])
    connection.execute(third.values(plan_id=plans[1]))
    asked = store.ask(today=history["today"], as_of=store.batch - history["batch"])
    expected = [lines_by_the_rule(connection, asked, plan_id, known) for plan_id in plans]
    together = burn_ups(connection, asked, known=known)
    assert together.schema == BURN_UPS
    assert together.rows() == [row for rows in expected for row in rows]
    for plan_id, rows in zip(plans, expected, strict=True):
        alone = burn_up(connection, asked, plan_id=plan_id, known=known)
        assert alone.rows() == [row[1:] for row in rows]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES)
def test_counts_are_as_sure_as_the_weakest_word_they_follow_from(
    store: Store, connection: Connection, history: dict[str, Any]
) -> None:
    events, today = history["events"], history["today"]
    written(connection, store, history["items"], events)
    strength = ["illustrative", "derived", "reported", "published"]
    told = {
        event["provenance"]
        for event in events
        if event["event_type"] not in ("kept", "missed")
        and (event["happened_on"] <= today or event["event_type"] == "added")
    }
    # The items themselves are reported.
    weakest = next(word for word in strength if word in told | {"reported"})
    asked = store.ask(today=today)
    states = plan_states(connection, asked).filter(pl.col("plan") == "KH")
    assert states["provenance"].to_list() == [weakest]


def test_of_acceptances_the_first_since_the_last_reopening_counts(store: Store) -> None:
    """Accepted on 2 and 4, reopened on 5, accepted on 7 and 8 January; to be done by 3, then 7."""
    item = store.item("KH", "NV9", deadline=date(2024, 1, 3))
    for event_type, day in (
        ("accepted", 2),
        ("accepted", 4),
        ("reopened", 5),
        ("accepted", 7),
        ("accepted", 8),
    ):
        store.event("NV9", event_type, date(2024, 1, day))
    store.event("NV9", "deadline_moved", date(2024, 1, 6), new_deadline=date(2024, 1, 7))
    store.event("NV9", "deadline_moved", date(2024, 1, 9), new_deadline=date(2024, 1, 30))

    def row(day: int) -> tuple[Any, ...]:
        with engine(store.url).connect() as reading:
            asked = store.ask(today=date(2024, 1, day))
            found = standing(reading, work_item.c.id == item, asked)
        return found.select("state", "deadline", "accepted_on", "flag").row(0)

    assert row(4) == ("accepted", date(2024, 1, 3), date(2024, 1, 2), "done_on_time")
    assert row(5) == ("in_progress", date(2024, 1, 3), None, "open_in_time")
    assert row(8) == ("accepted", date(2024, 1, 7), date(2024, 1, 7), "done_on_time")
    assert row(9) == ("accepted", date(2024, 1, 30), date(2024, 1, 7), "done_on_time")


def test_an_older_version_of_a_plan_is_not_counted(store: Store) -> None:
    store.plan("KH", version="2")
    store.item("KH", "NV0")
    with engine(store.url).connect() as reading:
        asked = store.ask()
        assert standing(reading, true(), asked).height == 1
        before = replace(asked, as_of=_batch_before_the_revision(reading))
        assert standing(reading, true(), before).height == ITEMS


def _batch_before_the_revision(reading: Connection) -> int:
    second = reading.execute(plan.select().where(plan.c.version == "2")).one()
    return int(second.import_batch_id) - 1
