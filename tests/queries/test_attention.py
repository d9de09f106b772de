from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from queries.attention import decision_cases, decisions
from queries.schemas import DECISION_CASES, DECISIONS
from store import tables
from tests.queries.stores import Store

RULE = {
    "subject": "work_item",
    "enter_at": 1.0,
    "leave_at": 1.0,
    "weight": 10.0,
    "weight_of_excess": 1.0,
    "group_from": 3,
}


@pytest.fixture
def store(database_url: str) -> Store:
    """Today is 2 April 2024; two tasks are 2 and 12 days overdue."""
    made = Store(database_url)
    made.unit("STP", level="agency", accountable_post_vi="Giám đốc Sở Tư pháp")
    made.plan("KH")
    made.item("KH", "NV1", lead="STP", deadline=date(2024, 3, 31))
    made.item("KH", "NV2", lead="STP", deadline=date(2024, 3, 21))
    made.item("KH", "NV3", lead="STP", deadline=date(2024, 4, 5))
    return made


def rule(store: Store, code: str, **changes: Any) -> None:
    store.rule(tables.attention_rule, code=code, **RULE | changes)


def bottleneck(store: Store) -> Callable[..., None]:
    """DN1, which appeared on 1 March 2024; what is returned tells a step of it."""
    store.rule(
        tables.bottleneck,
        province_id=store.province_id,
        code="DN1",
        kind="data",
        title_vi="Điểm nghẽn",
        title_en="Bottleneck",
        authority_level="working_group",
        opened_on=date(2024, 3, 1),
        provenance="reported",
    )
    bottleneck_id = store.ids["bottleneck", f"bottleneck {store.batch}"]

    def told(event_type: str, day: date, level: str | None = None) -> None:
        store.rule(
            tables.bottleneck_event,
            bottleneck_id=bottleneck_id,
            event_type=event_type,
            happened_on=day,
            recorded_on=day,
            to_level=level,
            provenance="reported",
        )

    return told


def test_without_rules_nothing_needs_a_decision(store: Store) -> None:
    rows = store.answer(decisions, store.ask())
    assert rows.schema == DECISIONS
    assert rows.is_empty()


def test_each_case_says_what_since_when_and_who_answers(store: Store) -> None:
    rule(store, "task_overdue")
    rows = store.answer(decisions, store.ask())
    assert rows.schema == DECISIONS
    assert rows.select("title_vi", "value", "since", "weight", "cases").rows() == [
        (["Nhiệm vụ NV2"], 12.0, date(2024, 3, 22), 21.0, 1),
        (["Nhiệm vụ NV1"], 2.0, date(2024, 4, 1), 11.0, 1),
    ]
    assert rows["who_vi"].to_list() == ["Giám đốc Sở Tư pháp"] * 2


def test_many_cases_of_a_rule_are_one_line(store: Store) -> None:
    rule(store, "task_overdue", group_from=2)
    rows = store.answer(decisions, store.ask())
    assert rows.select("cases", "title_vi", "since").rows() == [
        (2, ["Nhiệm vụ NV2", "Nhiệm vụ NV1"], date(2024, 3, 22))
    ]


def test_what_nobody_began_a_week_before_its_date_is_on_the_list(store: Store) -> None:
    rule(store, "task_not_started", enter_at=-7.0, leave_at=-8.0)
    rows = store.answer(decisions, store.ask())
    assert rows.select("title_vi", "value").rows() == [(["Nhiệm vụ NV3"], -3.0)]
    store.event("NV3", "started", date(2024, 4, 1))
    assert store.answer(decisions, store.ask()).is_empty()


def test_models_that_nobody_began_are_one_line_and_leave_it_when_begun(store: Store) -> None:
    """Put in the plan on 1 and 11 January: on 2 April they wait for 92 and 82 days."""
    store.plan("MH38", kind="pilot_models")
    for code, day in (("M1", date(2024, 1, 1)), ("M2", date(2024, 1, 11))):
        store.item("MH38", code)
        store.event(code, "added", day)
    rule(store, "model_not_started", subject="pilot_model", enter_at=60.0, group_from=2)
    (line,) = store.answer(decisions, store.ask()).to_dicts()
    assert (line["cases"], line["value"], line["since"]) == (2, 92.0, date(2024, 1, 1))
    store.event("M1", "started", date(2024, 4, 1))
    (left,) = store.answer(decisions, store.ask()).to_dicts()
    assert (left["key"], left["value"]) == ("M2", 82.0)


def observed(store: Store, month: str, online: int) -> None:
    store.observe("DVC01", "40", month, online, 100)


def test_an_indicator_that_trembles_at_the_line_stays(store: Store) -> None:
    """Target 80 %: 12 points behind in February brings it on, 8 in March keeps it there."""
    store.indicator("DVC01")
    store.target("DVC01", 0.8, due=date(2024, 12, 31), starts=date(2024, 1, 1))
    rule(store, "indicator_behind", subject="indicator", enter_at=0.1, leave_at=0.05)
    observed(store, "2024-02", 68)
    observed(store, "2024-03", 72)
    rows = store.answer(decisions, store.ask("2024-03"))
    assert rows["value"].round(6).to_list() == [0.08]
    assert rows["since"].to_list() == [date(2024, 2, 29)]
    assert store.answer(decisions, store.ask("2024-02"))["value"].round(6).to_list() == [0.12]


def test_a_unit_sees_only_its_own_cases(store: Store) -> None:
    rule(store, "task_overdue")
    store.unit("CAT", level="agency")
    stranger = store.ask(scope=store.scope("CAT"))
    assert store.answer(decisions, stranger).is_empty()
    assert store.answer(decisions, store.ask(unit="STP"))["cases"].sum() == 2


def test_units_behind_in_one_indicator_are_not_one_line_with_those_of_another(
    store: Store,
) -> None:
    """Target 80 %: three units at 50 % in DVC01, three at 40 % in DVC10."""
    for number in (1, 2, 3):
        store.unit(f"D{number}", accountable_post_vi=f"Chủ tịch {number}")
    for code, online in (("DVC01", 50), ("DVC10", 40)):
        store.indicator(code)
        store.target(code, 0.8, due=date(2024, 3, 31), starts=date(2024, 1, 1))
        for number in (1, 2, 3):
            store.observe(code, f"D{number}", "2024-03", online - number, 100)
    rule(store, "unit_behind", subject="indicator", enter_at=0.1, leave_at=0.05)
    asked = store.ask("2024-03")
    lines = store.answer(decisions, asked)
    assert lines.select("indicator", "cases", "key").rows() == [
        ("DVC10", 3, "D3"),
        ("DVC01", 3, "D3"),
    ]
    assert lines["who_vi"].to_list() == ["Chủ tịch 3"] * 2
    cases = store.answer(decision_cases, asked)
    assert cases.schema == DECISION_CASES
    assert cases["line"].to_list() == [0, 0, 0, 1, 1, 1]
    assert cases["value"].round(2).to_list() == [0.43, 0.42, 0.41, 0.33, 0.32, 0.31]


def test_what_several_rules_bring_stands_once_where_it_weighs_most(store: Store) -> None:
    rule(store, "task_overdue")
    rule(store, "task_not_started", enter_at=-7.0, leave_at=-8.0, weight=1.0)
    told = bottleneck(store)
    told("opened", date(2024, 3, 1))
    told("escalated", date(2024, 3, 1), "working_group")
    store.rule(tables.escalation_rule, level="working_group", days=10)
    rule(store, "bottleneck_over", subject="bottleneck", weight=10.0)
    rule(store, "bottleneck_waits", subject="bottleneck", weight=50.0)
    lines = store.answer(decisions, store.ask())
    of_it = lines.filter(subject="bottleneck")
    assert of_it.select("code", "key", "value").rows() == [("bottleneck_waits", "DN1", 32.0)]


def test_what_is_on_course_to_a_later_target_needs_no_decision(store: Store) -> None:
    """80 % by the end of the year on a straight line: in March 30 % is more than is due."""
    store.indicator("DVC01")
    store.target(
        "DVC01",
        0.8,
        due=date(2024, 12, 31),
        starts=date(2024, 1, 1),
        path="linear",
        start_value=0.0,
    )
    rule(store, "indicator_behind", subject="indicator", enter_at=0.1, leave_at=0.05)
    observed(store, "2024-03", 30)
    assert store.answer(decisions, store.ask("2024-03")).is_empty()


def test_what_nobody_began_stays_until_its_date_is_moved_far_enough(store: Store) -> None:
    """NV3 is due on 5 April: seven days were left on 29 March. It leaves with more than ten."""
    rule(store, "task_not_started", enter_at=-7.0, leave_at=-10.0)

    def moved_to(day: date) -> list[tuple[object, ...]]:
        store.event("NV3", "deadline_moved", date(2024, 4, 1), new_deadline=day)
        rows = store.answer(decisions, store.ask())
        return rows.select("title_vi", "value", "since").rows()

    # Nine days are left on 2 April; it came on before the date was moved.
    assert moved_to(date(2024, 4, 11)) == [(["Nhiệm vụ NV3"], -9.0, date(2024, 3, 29))]
    # Another word of the same day: eleven days are left.
    assert moved_to(date(2024, 4, 13)) == []


def test_what_never_came_near_its_date_is_not_kept_on_the_list(store: Store) -> None:
    """NV4 has nine days left like NV3, but it never had seven."""
    rule(store, "task_not_started", enter_at=-7.0, leave_at=-10.0)
    store.item("KH", "NV4", lead="STP", deadline=date(2024, 4, 11))
    rows = store.answer(decisions, store.ask())
    assert rows["title_vi"].to_list() == [["Nhiệm vụ NV3"]]


def test_a_task_that_left_the_list_comes_back_on_the_day_it_crosses_the_line(
    store: Store,
) -> None:
    """Due on 22 March, on the list until eleven days are given on the 20th; seven on the 24th."""
    rule(store, "task_not_started", enter_at=-7.0, leave_at=-10.0)
    store.item("KH", "NV5", lead="STP", deadline=date(2024, 3, 22))
    store.event("NV5", "deadline_moved", date(2024, 3, 20), new_deadline=date(2024, 3, 31))
    asked = store.ask(today=date(2024, 3, 26))
    rows = store.answer(decisions, asked).filter(key="NV5")
    assert rows.select("title_vi", "value", "since").rows() == [
        (["Nhiệm vụ NV5"], -5.0, date(2024, 3, 24))
    ]


def test_what_the_working_group_has_answered_waits_no_longer(store: Store) -> None:
    told = bottleneck(store)
    told("escalated", date(2024, 3, 1), "working_group")
    rule(store, "bottleneck_waits", subject="bottleneck")
    assert store.answer(decisions, store.ask())["value"].to_list() == [32.0]
    told("answered", date(2024, 3, 20))
    assert store.answer(decisions, store.ask()).is_empty()


def test_a_bottleneck_that_went_up_stays_until_its_new_rung_has_time_enough(store: Store) -> None:
    """Ten days for the unit: over since 12 March. Passed up on the 20th to who has fifteen."""
    told = bottleneck(store)
    for level, days in (("unit", 10), ("standing_agency", 15), ("working_group", 30)):
        store.rule(tables.escalation_rule, level=level, days=days)
    rule(store, "bottleneck_over", subject="bottleneck", leave_at=-20.0)

    def listed(day: date) -> list[tuple[object, ...]]:
        rows = store.answer(decisions, store.ask(today=day))
        return rows.select("value", "since").rows()

    assert listed(date(2024, 3, 11)) == []
    assert listed(date(2024, 3, 12)) == [(1.0, date(2024, 3, 12))]
    told("escalated", date(2024, 3, 20), "standing_agency")
    # Fifteen days are left, then thirteen: fewer than the twenty with which it would leave.
    assert listed(date(2024, 3, 22)) == [(-13.0, date(2024, 3, 12))]
    told("escalated", date(2024, 3, 25), "working_group")
    assert listed(date(2024, 3, 25)) == []
    # Twenty are left again, but it has gone; it comes back on the first day beyond the thirty.
    assert listed(date(2024, 4, 10)) == []
    assert listed(date(2024, 4, 26)) == [(2.0, date(2024, 4, 25))]


def test_a_bottleneck_reopened_beyond_its_time_is_on_the_list_since_then(store: Store) -> None:
    told = bottleneck(store)
    store.rule(tables.escalation_rule, level="unit", days=10)
    rule(store, "bottleneck_over", subject="bottleneck", leave_at=-20.0)
    told("closed", date(2024, 3, 14))
    assert store.answer(decisions, store.ask()).is_empty()
    told("reopened", date(2024, 3, 28))
    rows = store.answer(decisions, store.ask())
    assert rows.select("value", "since").rows() == [(22.0, date(2024, 3, 28))]
