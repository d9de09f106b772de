from datetime import date, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from domain.attention import decision_list, standing_cases

START = date(2024, 1, 1)
RULES = pl.DataFrame(
    [("behind", 5.0, 3.0, 10.0, 1.0, 4), ("overdue", 1.0, 1.0, 20.0, 0.5, 3)],
    schema=["code", "enter_at", "leave_at", "weight", "weight_of_excess", "group_from"],
    orient="row",
)


def readings(code: str, case: int, *values: float | None) -> pl.DataFrame:
    """One reading a day from START on."""
    return pl.DataFrame(
        {
            "code": [code] * len(values),
            "case_id": [case] * len(values),
            "day": [START + timedelta(days=day) for day in range(len(values))],
            "value": values,
        },
        schema={"code": pl.String, "case_id": pl.Int64, "day": pl.Date, "value": pl.Float64},
    )


def stands(*values: float | None) -> dict[str, object] | None:
    found = standing_cases(readings("behind", 1, *values), RULES).to_dicts()
    return found[0] if found else None


def test_a_case_comes_on_at_the_line_itself() -> None:
    assert stands(4.99) is None
    assert stands(5.0) is not None


def test_a_value_that_trembles_at_the_line_stays_on_since_its_first_day() -> None:
    found = stands(2.0, 5.5, 4.0, 5.1, 3.0)
    assert found and (found["since"], found["value"], found["excess"]) == (
        START + timedelta(days=1),
        3.0,
        0.0,
    )


def test_it_leaves_below_the_lower_line_and_comes_back_with_a_new_day() -> None:
    assert stands(6.0, 2.9) is None
    found = stands(6.0, 2.9, 4.0, 7.0)
    assert found and (found["since"], found["excess"]) == (START + timedelta(days=3), 2.0)


def test_between_the_lines_a_case_that_never_came_on_stays_off() -> None:
    assert stands(4.0, 4.9, 3.1) is None


def test_a_day_without_value_changes_nothing() -> None:
    assert stands(6.0, None) is not None
    assert stands(None) is None


def test_few_cases_stand_alone_the_heaviest_first() -> None:
    told = pl.concat([readings("behind", 1, 6.0), readings("behind", 2, 9.0)])
    lines = decision_list(standing_cases(told, RULES), RULES)
    assert lines.select("case_ids", "cases", "weight").rows() == [([2], 1, 14.0), ([1], 1, 11.0)]


def test_130_units_in_the_red_make_one_line() -> None:
    red = pl.concat([readings("behind", unit, 5.0 + unit / 130) for unit in range(1, 131)])
    lines = decision_list(standing_cases(red, RULES), RULES)
    assert lines.select("code", "cases", "weight").rows() == [("behind", 130, 11.0)]
    assert lines["case_ids"].to_list()[0][:2] == [130, 129]


def test_rules_are_ranked_among_each_other_by_weight() -> None:
    told = pl.concat([readings("behind", 1, 25.0), readings("overdue", 1, 5.0)])
    lines = decision_list(standing_cases(told, RULES), RULES)
    assert lines.select("code", "weight").rows() == [("behind", 30.0), ("overdue", 22.0)]


def test_nothing_that_stands_makes_no_line() -> None:
    assert decision_list(standing_cases(readings("behind", 1, 1.0), RULES), RULES).is_empty()
    assert decision_list(standing_cases(readings("behind", 1), RULES), RULES).is_empty()


@given(st.lists(st.floats(0, 10) | st.none(), max_size=30))
def test_it_stands_as_a_person_would_say_day_by_day(values: list[float | None]) -> None:
    on = False
    for value in values:
        if value is not None:
            on = value >= 5.0 or (on and value >= 3.0)
    assert (stands(*values) is not None) is on
