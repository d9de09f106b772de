"""Who reported, what is overdue, our rank, and how a figure came to be: by hand on small stores."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, update

from domain.scope import NOTHING
from queries.figure_history import figure_history
from queries.goal_months import goal_months
from queries.national_rank import national_rank
from queries.overdue_dossiers import overdue_dossiers
from queries.reports_owed import reports_owed
from queries.schemas import (
    FIGURE_HISTORY,
    GOAL_MONTHS,
    NATIONAL_RANK,
    OVERDUE_DOSSIERS,
    REPORTS_OWED,
)
from store import tables
from store.database import engine
from tests.queries.stores import Store


@pytest.fixture
def store(database_url: str) -> Store:
    """A province with two districts and a department."""
    made = Store(database_url)
    made.unit("412", accountable_post_vi="Chủ tịch UBND thành phố Vinh")
    made.unit("417")
    made.unit("STP", level="agency", name="Sở Tư pháp")
    return made


# Reports -----------------------------------------------------------------------------------------


def owes(store: Store, unit: str, month: int, *sent: date) -> None:
    """The report of a month of 2024 is due on the 5th of the next; it came on the days `sent`."""
    key = ("report_form", "BC")
    if key not in store.ids:
        store.ids[key] = store.rule(
            tables.report_form,
            province_id=store.province_id,
            code="BC",
            name_vi="Báo cáo tháng",
            name_en="Monthly report",
            frequency="month",
            level="district",
            days_to_submit=5,
        )
    end = date(2024, month + 1, 1).toordinal() - 1
    due = store.rule(
        tables.report_due,
        report_form_id=store.ids[key],
        unit_id=store.ids["unit", unit],
        period_start=date(2024, month, 1),
        period_end=date.fromordinal(end),
        due_on=date(2024, month + 1, 5),
    )
    for day in sent:
        store.rule(tables.report_submission, report_due_id=due, submitted_on=day)


def test_the_newest_report_that_is_due_tells_who_is_silent_and_who_was_late(store: Store) -> None:
    owes(store, "412", 1, date(2024, 2, 4))
    owes(store, "417", 1)
    # The newest whose day has come by 2 April; that of March is not due yet.
    owes(store, "412", 2, date(2024, 3, 9), date(2024, 3, 7))
    owes(store, "417", 2)
    owes(store, "412", 3)
    owed = store.answer(reports_owed, store.ask("2024"))
    assert owed.schema == REPORTS_OWED
    assert owed.select(
        "unit_code", "state", "days_late", "sent_on", "year_due", "year_late", "year_not_sent"
    ).rows() == [
        ("417", "not_sent", 28, None, 2, 0, 2),
        ("412", "late", 2, date(2024, 3, 7), 2, 1, 0),
    ]
    assert owed["due_on"].unique().to_list() == [date(2024, 3, 5)]
    assert owed["post_vi"].to_list() == [None, "Chủ tịch UBND thành phố Vinh"]
    # Asked about January, its report speaks, as it was known then or came since.
    january = store.answer(reports_owed, store.ask("2024-01"))
    assert january.select("unit_code", "state").rows() == [("417", "not_sent"), ("412", "in_time")]


def test_on_its_day_a_report_is_still_awaited(store: Store) -> None:
    owes(store, "412", 2)
    asked = store.ask("2024")
    on_its_day = store.ask("2024", today=date(2024, 3, 5))
    assert store.answer(reports_owed, on_its_day).is_empty()
    assert store.answer(reports_owed, store.ask("2024", today=date(2024, 3, 6))).height == 1
    assert store.answer(reports_owed, asked)["days_late"].to_list() == [28]


def test_what_came_in_later_is_not_known_before_and_nobody_else_is_named(store: Store) -> None:
    owes(store, "412", 2)
    before = store.ask("2024")
    owes(store, "417", 2, date(2024, 3, 5))
    assert store.answer(reports_owed, before)["unit_code"].to_list() == ["412"]
    own = store.ask("2024", scope=store.scope("417"))
    assert store.answer(reports_owed, own)["unit_code"].to_list() == ["417"]
    assert store.answer(reports_owed, store.ask("2024", scope=NOTHING)).is_empty()
    assert store.answer(reports_owed, store.ask("2024", unit="412")).height == 1


# Overdue dossiers --------------------------------------------------------------------------------


def overdue(store: Store) -> None:
    store.indicator("TDO02", measure="stock", aggregation="sum_of_latest", leads=None)
    store.service("QD06-01", number=1)
    store.service("QD06-02", number=2)
    store.service("QD06-03", number=3)
    for unit, count in (("412", 7), ("417", 0), ("STP", 12)):
        store.observe("TDO02", unit, "2024-02", value=count)
    for service, count in (("QD06-01", 4), ("QD06-02", 9)):
        known = {"public_service_id": store.ids["public_service", service]}
        store.observe("TDO02", "40", "2024-02", value=count, **known)


def test_units_and_services_stand_by_their_overdue_dossiers_and_the_units_add_up(
    store: Store,
) -> None:
    overdue(store)
    found = store.answer(overdue_dossiers, store.ask("2024-02"))
    assert found.schema == OVERDUE_DOSSIERS
    assert found.select("kind", "code", "value").rows() == [
        ("province", None, 19.0),
        ("unit", "STP", 12.0),
        ("unit", "412", 7.0),
        ("unit", "417", 0.0),
        ("service", "QD06-02", 9.0),
        ("service", "QD06-01", 4.0),
    ]
    assert found["name_vi"][1] == "Sở Tư pháp"


def test_a_silent_unit_leaves_the_sum_provisional_and_a_stated_one_comes_first(
    store: Store,
) -> None:
    overdue(store)
    store.observe("TDO02", "417", "2024-03", obs_status="missing")
    march = store.answer(overdue_dossiers, store.ask("2024-03"))
    assert march.select("value", "obs_status").row(0) == (19.0, "provisional")
    store.observe("TDO02", "40", "2024-03", value=25)
    stated = store.answer(overdue_dossiers, store.ask("2024-03"))
    assert stated.filter(stated["kind"] == "province")["value"].to_list() == [25.0]


def test_who_sees_one_unit_sees_the_sum_but_no_other_unit(store: Store) -> None:
    overdue(store)
    seen = store.answer(overdue_dossiers, store.ask("2024-02", scope=store.scope("417")))
    assert seen.filter(seen["kind"] == "unit")["code"].to_list() == ["417"]
    assert seen.filter(seen["kind"] == "province")["value"].to_list() == [19.0]
    assert store.answer(overdue_dossiers, store.ask(scope=NOTHING)).is_empty()


def test_where_nobody_reported_there_is_nothing(store: Store) -> None:
    store.indicator("TDO02", measure="stock", aggregation="sum_of_latest", leads=None)
    assert store.answer(overdue_dossiers, store.ask("2024-02")).is_empty()


# The rank ----------------------------------------------------------------------------------------


def test_the_rank_is_that_of_the_period_beside_the_one_before(store: Store) -> None:
    store.indicator("I766R", measure="rank", aggregation="not_aggregated", leads=None)
    store.observe("I766R", "40", "2023-Q4", 22, 63, value=22)
    store.observe("I766R", "40", "2024-Q1", 19, 63, value=19)
    told = store.answer(national_rank, store.ask("2024-Q1"))
    assert told.schema == NATIONAL_RANK
    assert told.select("rank", "ranked", "rank_before", "ranked_before").rows() == [
        (19, 63, 22, 63)
    ]
    first = store.answer(national_rank, store.ask("2023-Q4"))
    assert first.select("rank", "rank_before").rows() == [(22, None)]
    # A rank of another period is none of this one.
    assert store.answer(national_rank, store.ask("2024-02")).is_empty()


# The history of a figure -------------------------------------------------------------------------


def test_every_entry_stands_there_with_who_made_it_and_what_it_replaced(store: Store) -> None:
    store.indicator("DVC01")
    first = store.observe("DVC01", "40", "2024-01", 40, 100)
    before = store.ask("2024-01")
    store.observe("DVC01", "40", "2024-01", 45, 100, replaces=first)
    signed(store, store.batch, "Chuyên viên Văn phòng UBND tỉnh", at=(2024, 4, 1, 18))
    entries = store.answer(figure_history, store.ask("2024-01"), code="DVC01")
    assert entries.schema == FIGURE_HISTORY
    assert entries.select("value", "value_before", "is_revision", "entered_by").rows() == [
        (0.45, 0.4, True, "Chuyên viên Văn phòng UBND tỉnh"),
        (0.4, None, False, None),
    ]
    # The old one is kept, and says by which batch it was replaced.
    assert entries["replaced_in"].to_list() == [None, store.batch]
    # 18:00 in London is the next day in Vietnam.
    assert entries["entered_on"].to_list()[0] == date(2024, 4, 2)
    # As of the batch before, nobody knew of a correction.
    then = store.answer(figure_history, before, code="DVC01")
    assert then.select("value", "replaced_in").rows() == [(0.4, None)]


def signed(store: Store, batch: int, name: str, *, at: tuple[int, int, int, int]) -> None:
    """Somebody with that name entered the batch, at that hour of London."""
    moment = datetime(*at, tzinfo=UTC)
    with engine(store.url).execution_options(writes=True).begin() as connection:
        person = connection.execute(
            insert(tables.account)
            .values(
                username="nguoi-nhap",
                display_name=name,
                role="editor",
                password_hash="-",
                created_at=moment,
            )
            .returning(tables.account.c.id)
        ).scalar_one()
        connection.execute(
            update(tables.import_batch)
            .where(tables.import_batch.c.id == batch)
            .values(account_id=person, imported_at=moment)
        )


def test_corrections_of_units_are_told_with_the_province_and_only_within_scope(
    store: Store,
) -> None:
    store.indicator("DVC01")
    store.observe("DVC01", "40", "2024-01", 40, 100)
    wrong = store.observe("DVC01", "412", "2024-01", 9, 10)
    store.observe("DVC01", "412", "2024-01", 8, 10, replaces=wrong)
    store.observe("DVC01", "417", "2024-01", 3, 10)
    whole = store.answer(figure_history, store.ask("2024-01"), code="DVC01")
    assert whole.select("unit_code", "value").rows() == [("412", 0.8), ("412", 0.9), ("40", 0.4)]
    of_another = store.answer(
        figure_history, store.ask("2024-01", scope=store.scope("417")), code="DVC01"
    )
    assert of_another["unit_code"].to_list() == ["40"]
    own = store.answer(figure_history, store.ask("2024-01", unit="417"), code="DVC01")
    assert own["unit_code"].to_list() == ["417"]


def test_where_the_province_said_nothing_its_units_of_the_period_are_behind_the_figure(
    store: Store,
) -> None:
    store.indicator("DVC01")
    store.observe("DVC01", "412", "2024-01", 8, 10)
    store.observe("DVC01", "412", "2024-02", 9, 10)
    found = store.answer(figure_history, store.ask("2024-02"), code="DVC01")
    assert found.select("unit_code", "value").rows() == [("412", 0.9)]


# The months of a goal ----------------------------------------------------------------------------


def test_the_months_of_a_goal_are_the_provinces_own_or_those_of_its_units(store: Store) -> None:
    store.indicator("DVC10")
    store.indicator("DVC12", measure="stock", aggregation="sum_of_latest")
    store.indicator("TTT04", measure="flow", aggregation="sum")
    store.observe("DVC12", "40", "2024-01", value=600)
    store.observe("DVC12", "40", "2024-02", value=650)
    store.observe("DVC12", "412", "2024-02", value=1)
    store.observe("TTT04", "40", "2024-01", value=5)
    for unit, online in (("412", 30), ("417", 50)):
        store.observe("DVC10", unit, "2024-02", online, 100)
    months = store.answer(goal_months, store.ask("2024-02"), codes=("DVC10", "DVC12", "TTT04"))
    assert months.schema == GOAL_MONTHS
    assert months.rows() == [
        ("DVC10", date(2024, 2, 29), 0.4),
        ("DVC12", date(2024, 1, 31), 600.0),
        ("DVC12", date(2024, 2, 29), 650.0),
    ]
    # Months after the period asked are not known yet.
    until = store.answer(goal_months, store.ask("2024-01"), codes=("DVC12",))
    assert until["value"].to_list() == [600.0]
