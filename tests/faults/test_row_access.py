from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import IntegrityError

from domain.periods import Period, day_period, month_period, quarter_period, year_period
from domain.scope import Scope
from queries.catalogue import provinces, units_of_province
from queries.headlines import headline_figures
from queries.question import Question
from queries.trends import trend
from queries.units import unit_boundaries, unit_values
from queries.work import work_items
from store.database import engine
from store.tables import import_batch, unit, work_item, work_item_coordinator
from tests.app.visiting import everything_said, token_of, visit
from tests.queries.stores import TODAY, Store
from tests.store.people import writing

LEVELS = ("locality", "district", "commune", "agency", "province", "%", "")
DAYS = st.dates(date(2021, 1, 1), date(2026, 12, 31))


@pytest.fixture(scope="module")
def asking(sample_url: str) -> Iterator[Connection]:
    """A connection that reads the sample provinces."""
    with engine(sample_url).begin() as connection:
        yield connection


@pytest.fixture(scope="module")
def units(asking: Connection) -> dict[int, Any]:
    """Every unit of every era, by id."""
    return {row["id"]: row for row in asking.execute(select(unit)).mappings()}


@st.composite
def periods(draw: st.DrawFn) -> Period:
    day = draw(DAYS)
    quarter = quarter_period(day.year, (day.month + 2) // 3)
    around = (year_period(day.year), quarter, month_period(day.year, day.month), day_period(day))
    return draw(st.sampled_from(around))


def question(units: dict[int, Any], asking: Connection, data: st.DataObject) -> Question:
    """Any question of anybody: some units of all provinces and eras, about any unit or none."""
    ids = st.sampled_from(sorted(units))
    period = data.draw(periods())
    homes = sorted({row["province_id"] for row in units.values()})
    newest = select(func.max(import_batch.c.id))
    return Question(
        province_id=data.draw(st.sampled_from(homes)),
        scope=Scope(units=frozenset(data.draw(st.sets(ids, max_size=6)))),
        as_of=asking.execute(newest).scalar_one(),
        today=period.end + timedelta(days=data.draw(st.integers(-400, 400))),
        period=period,
        unit_id=data.draw(st.none() | ids),
    )


slowly = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.trust("B15", "B20")
@slowly
@given(data=st.data())
def test_whatever_is_asked_no_row_is_about_a_unit_outside_the_scope(
    asking: Connection, units: dict[int, Any], data: st.DataObject
) -> None:
    asked = question(units, asking, data)
    level = data.draw(st.sampled_from(LEVELS))
    answers = (
        unit_values(asking, asked, indicator="DVC01", level=level),
        unit_boundaries(asking, asked, level=level),
        units_of_province(asking, asked),
    )
    for answer in answers:
        seen = set(answer["unit_id"])
        assert seen <= asked.scope.units
        assert {units[unit_id]["province_id"] for unit_id in seen} <= {asked.province_id}


@pytest.mark.trust("B15", "B20")
@slowly
@given(data=st.data())
def test_nothing_is_said_of_a_unit_or_a_province_outside_the_scope(
    asking: Connection, units: dict[int, Any], data: st.DataObject
) -> None:
    asked = question(units, asking, data)
    answers = [
        headline_figures(asking, asked),
        trend(asking, asked, indicator="DVC01"),
        work_items(asking, asked),
    ]
    has_province = any(
        units[seen]["province_id"] == asked.province_id for seen in asked.scope.units
    )
    has_unit = asked.unit_id is None or asked.unit_id in asked.scope.units
    if not (has_province and has_unit):
        assert all(answer.is_empty() for answer in answers)
    mine = {units[seen]["province_id"] for seen in asked.scope.units}
    assert set(provinces(asking, asked)["province_id"]) == mine


@pytest.mark.trust("B15")
@slowly
@given(data=st.data())
def test_every_work_item_seen_is_led_or_coordinated_by_a_unit_in_scope(
    asking: Connection, units: dict[int, Any], data: st.DataObject
) -> None:
    asked = question(units, asking, data)
    seen = work_items(asking, asked)["work_item_id"].to_list()
    led = select(work_item.c.id, work_item.c.lead_unit_id).where(work_item.c.id.in_(seen))
    coordinated = select(
        work_item_coordinator.c.work_item_id, work_item_coordinator.c.unit_id
    ).where(work_item_coordinator.c.work_item_id.in_(seen))
    rows = [*asking.execute(led), *asking.execute(coordinated)]
    mine = {item for item, unit_id in rows if unit_id in asked.scope.units}
    assert mine == set(seen)


@pytest.mark.trust("B20")
def test_a_recycled_code_opens_nobody_elses_unit(database_url: str) -> None:
    store = Store(database_url)
    merger = date(2023, 6, 30)
    old = store.unit("425", level="commune", valid_to=merger)
    new = store.unit("425", level="commune", valid_from=merger + timedelta(days=1))
    for own, day in ((old, merger), (new, TODAY)):
        asked = replace(store.ask("2023"), scope=Scope(units=frozenset({own})))
        for today in (merger, TODAY):
            answer = store.answer(units_of_province, replace(asked, today=today))
            assert set(answer["unit_id"]) == ({own} if today == day else set())


@pytest.mark.trust("B15", "C23")
@pytest.mark.parametrize("parameter", ["unit", "period", "province", "indicator", "plan"])
def test_an_address_of_a_district_that_asks_for_more_gets_one_sentence(
    visited_url: str, parameter: str
) -> None:
    token = token_of(visited_url, "canbo")
    for asked in ("417", "%", "__all__", "1 OR 1=1", "' UNION SELECT 1--", "４２５", "x" * 10_000):
        app = visit(token, **{parameter: asked})
        assert not app.exception and not app.error
        assert len(app.info) == 1 and len(app.info[0].value) < 200, asked
        assert "45,03%" not in everything_said(app)


@pytest.mark.trust("B22")
def test_the_store_takes_no_role_that_nobody_knows(sqlite_url: str) -> None:
    with pytest.raises(IntegrityError, match="role_known"), writing(sqlite_url) as connection:
        connection.exec_driver_sql(
            "insert into account (username, display_name, role, password_hash,"
            " must_change_password, is_demo, created_at)"
            " values ('x', 'x', 'superuser', 'x', false, false, '2026-01-01')"
        )
