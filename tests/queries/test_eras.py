"""Two readings of every figure: as it was, and on the map of another day.

Cửa Lò joined Vinh on 1 December 2024; on 1 July 2025 the districts became communes: Vinh a third
and two thirds, Diễn Châu whole.
"""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import Connection, select

from domain.periods import parse_period
from domain.scope import Scope
from queries.catalogue import eras, indicators_on_map, units_of_province
from queries.headlines import headline_figures
from queries.question import Question
from queries.schemas import ERAS, HEADLINE_FIGURES, TREND, UNIT_VALUES
from queries.trends import trend
from queries.units import unit_boundaries, unit_values
from store import tables
from store.database import engine, migrate
from tests.queries.stores import Store

TODAY = date(2025, 9, 1)
NUMBERS = itertools.count()
MERGED_ON, RESHAPED_ON = date(2024, 12, 1), date(2025, 7, 1)
BEFORE, BETWEEN = date(2000, 1, 1), MERGED_ON


@pytest.fixture
def store(database_url: str) -> Store:
    made = Store(database_url)
    ended = {"valid_to": date(2025, 6, 30)}
    made.unit("412", name="Vinh", full_name="Thành phố Vinh", **ended)
    made.unit("413", name="Cửa Lò", full_name="Thị xã Cửa Lò", valid_to=date(2024, 11, 30))
    made.unit("425", name="Diễn Châu", full_name="Huyện Diễn Châu", **ended)
    made.unit("SYT", level="agency", name="Sở Y tế")
    for code in ("16681", "16702", "17464"):
        made.unit(code, level="commune", valid_from=RESHAPED_ON)
    made.became("413", "412", on=MERGED_ON)
    made.became("412", "16681", on=RESHAPED_ON, share="1/3")
    made.became("412", "16702", on=RESHAPED_ON, share="2/3")
    made.became("425", "17464", on=RESHAPED_ON)
    made.indicator("HS", measure="flow", aggregation="sum", polarity="neutral")
    made.indicator("DVC01")
    made.indicator("DIEM", measure="score", aggregation="not_aggregated")
    return made


def ask(store: Store, period: str, era: date | None = None, **more: Any) -> Question:
    return store.ask(period, **{"today": TODAY, "era": era} | more)


def values(store: Store, asked: Question, indicator: str = "HS") -> pl.DataFrame:
    found = store.answer(unit_values, asked, indicator=indicator, level="locality")
    assert found.schema == UNIT_VALUES
    return found


def amounts(rows: pl.DataFrame, column: str = "value") -> dict[str, Any]:
    return dict(rows.select("unit_code", column).rows())


def came_from(rows: pl.DataFrame, code: str) -> list[tuple[str, float]]:
    (found,) = rows.filter(pl.col("unit_code") == code)["from_units"].to_list()
    return [(source["name_vi"], source["share"]) for source in found]


# ---- Eras


def test_an_era_is_a_span_with_the_same_localities(store: Store) -> None:
    found = store.answer(eras, ask(store, "2025"))
    assert found.schema == ERAS
    assert found.rows() == [
        (BEFORE, date(2024, 11, 30), "district", 3, False),
        (MERGED_ON, date(2025, 6, 30), "district", 2, False),
        (RESHAPED_ON, None, "commune", 3, True),
    ]


def test_a_change_of_departments_begins_no_era(store: Store) -> None:
    store.unit("SKHCN", level="agency", valid_from=date(2025, 3, 1))
    assert store.answer(eras, ask(store, "2025")).height == 3


# ---- Units of a map


def test_units_are_those_of_the_map_and_departments_those_of_the_period(store: Store) -> None:
    store.unit("MOI", level="agency", valid_from=date(2025, 8, 1))
    on_todays_map = store.answer(units_of_province, ask(store, "2024-03", RESHAPED_ON))
    assert on_todays_map["unit_code"].to_list() == ["16681", "16702", "17464", "SYT"]
    as_it_was = store.answer(units_of_province, ask(store, "2024-03"))
    assert as_it_was["unit_code"].to_list() == ["412", "413", "425", "SYT"]


def test_units_of_a_map_are_those_that_were_known_as_of_a_batch(store: Store) -> None:
    then = store.batch
    store.unit("16999", level="commune", valid_from=RESHAPED_ON)
    asked = ask(store, "2025-08")
    assert store.answer(units_of_province, replace(asked, as_of=then))["unit_code"].to_list() == [
        "16681",
        "16702",
        "17464",
        "SYT",
    ]
    assert "16999" in store.answer(units_of_province, asked)["unit_code"].to_list()


def test_an_end_that_came_in_later_was_not_yet_there(store: Store) -> None:
    store.unit("430", name="Nam Đàn", valid_to=date(2025, 6, 30))
    store.close_later("430")
    asked = ask(store, "2025-08")
    before = replace(asked, as_of=store.batch - 1)
    assert "430" not in store.answer(units_of_province, asked)["unit_code"].to_list()
    assert "430" in store.answer(units_of_province, before)["unit_code"].to_list()


def test_outlines_are_those_of_the_map(store: Store) -> None:
    store.boundaries("412", "413", "425")
    store.boundaries("16681", level="commune", valid_from=RESHAPED_ON)
    old = store.answer(unit_boundaries, ask(store, "2025-08", BEFORE), level="locality")
    new = store.answer(unit_boundaries, ask(store, "2024-03", RESHAPED_ON), level="locality")
    assert old["unit_code"].to_list() == ["412", "413", "425"]
    assert new["unit_code"].to_list() == ["16681"]


# ---- Counts, rates, scores


def test_a_merged_unit_has_the_sum_of_both(store: Store) -> None:
    store.observe("HS", "412", "2024-03", 100)
    store.observe("HS", "413", "2024-03", 80)
    store.observe("HS", "425", "2024-03", 50)
    as_it_was = values(store, ask(store, "2024-03"))
    assert amounts(as_it_was) == {"412": 100, "413": 80, "425": 50}
    assert amounts(as_it_was, "is_converted") == dict.fromkeys(("412", "413", "425"), False)
    read = values(store, ask(store, "2024-03", BETWEEN))
    assert amounts(read) == {"412": 180, "425": 50}
    assert amounts(read, "is_converted") == {"412": True, "425": False}
    assert came_from(read, "412") == [("Thành phố Vinh", 1.0), ("Thị xã Cửa Lò", 1.0)]


def test_a_split_unit_is_dealt_out_by_weight_and_nothing_is_lost(store: Store) -> None:
    store.observe("HS", "412", "2024-03", 100)
    store.observe("HS", "413", "2024-03", 81)
    store.observe("HS", "425", "2024-03", 50)
    read = values(store, ask(store, "2024-03", RESHAPED_ON))
    # A third of 100 is 33 and of 81 is 27; what is left of 100 goes to the larger remainder.
    assert amounts(read) == {"16681": 33 + 27, "16702": 67 + 54, "17464": 50}
    assert read["value"].sum() == 100 + 81 + 50
    assert came_from(read, "17464") == [("Huyện Diễn Châu", 1.0)]
    assert [name for name, _ in came_from(read, "16681")] == ["Thành phố Vinh", "Thị xã Cửa Lò"]
    bases = {row[0]["basis"] for row in read["from_units"].to_list()}
    assert bases == {"area", None}


def test_a_rate_goes_over_through_its_two_counts(store: Store) -> None:
    store.observe("DVC01", "412", "2024-03", 30, 60)
    store.observe("DVC01", "413", "2024-03", 9, 10)
    read = values(store, ask(store, "2024-03", BETWEEN), "DVC01")
    assert amounts(read)["412"] == 39 / 70
    assert amounts(read, "provenance")["412"] == "derived"


def test_what_adds_up_over_time_keeps_the_months_before_a_merger(store: Store) -> None:
    store.observe("HS", "412", "2024-11", 10)
    store.observe("HS", "413", "2024-11", 5)
    store.observe("HS", "412", "2024-12", 16)
    # As it was on 31 December Cửa Lò is no unit; on the map of that day Vinh has its months.
    assert amounts(values(store, ask(store, "2024"))) == {"412": 26, "425": None}
    assert amounts(values(store, ask(store, "2024", BETWEEN))) == {"412": 31, "425": None}


def test_a_year_across_the_end_of_the_districts_has_both_halves(store: Store) -> None:
    store.observe("HS", "425", "2025-06", 7)
    store.observe("HS", "17464", "2025-07", 8)
    assert amounts(values(store, ask(store, "2025")))["17464"] == 8
    assert amounts(values(store, ask(store, "2025", RESHAPED_ON)))["17464"] == 15


def test_a_score_is_not_converted_unless_the_unit_lived_on_alone(store: Store) -> None:
    for code, score in (("412", 70), ("413", 60), ("425", 50)):
        store.observe("DIEM", code, "2024-03", value=score)
    read = values(store, ask(store, "2024-03", BETWEEN), "DIEM")
    assert amounts(read) == {"412": None, "425": 50}
    assert amounts(read, "not_converted") == {"412": "measure", "425": None}
    assert amounts(read, "obs_status")["412"] == "not_convertible"


def test_a_rate_without_its_counts_is_said_not_to_convert(store: Store) -> None:
    store.observe("DVC01", "412", "2024-03", value=0.5)
    store.observe("DVC01", "413", "2024-03", value=0.7)
    read = values(store, ask(store, "2024-03", BETWEEN), "DVC01")
    assert amounts(read, "not_converted")["412"] == "counts_unknown"


def test_a_sum_that_lacks_a_part_is_not_judged(store: Store) -> None:
    store.observe("DVC01", "412", "2024-03", 30, 60)
    store.target("DVC01", 0.4, starts=date(2024, 1, 1), due=date(2024, 12, 31))
    read = values(store, ask(store, "2024-03", BETWEEN), "DVC01")
    assert amounts(read, "status")["412"] == "incomplete"
    assert amounts(read, "obs_status")["412"] == "provisional"


# ---- What cannot be read


def test_figures_of_communes_cannot_be_read_on_the_map_of_the_districts(store: Store) -> None:
    for code in ("16681", "16702", "17464"):
        store.observe("HS", code, "2025-08", 5)
    read = values(store, ask(store, "2025-08", BETWEEN))
    assert amounts(read) == {"412": None, "425": None}
    assert set(amounts(read, "not_converted").values()) == {"read_backwards"}


def test_only_the_units_that_merged_cannot_be_read_back(store: Store) -> None:
    store.observe("HS", "412", "2025-01", 180)
    store.observe("HS", "425", "2025-01", 50)
    read = values(store, ask(store, "2025-01", BEFORE))
    assert amounts(read) == {"412": None, "413": None, "425": 50}
    assert amounts(read, "not_converted") == {
        "412": "read_backwards",
        "413": "read_backwards",
        "425": None,
    }


def test_a_unit_that_became_nothing_is_still_named(store: Store) -> None:
    store.unit("430", name="Nam Đàn", valid_to=date(2025, 6, 30))
    store.observe("HS", "430", "2024-03", 9)
    read = values(store, ask(store, "2024-03", RESHAPED_ON))
    assert amounts(read, "not_converted")["430"] == "no_successor"
    assert amounts(read)["430"] is None


def test_an_amount_past_all_bounds_leaves_the_other_units_alone(store: Store) -> None:
    store.observe("HS", "412", "2024-03", 10.0**16)
    store.observe("HS", "425", "2024-03", 50)
    read = values(store, ask(store, "2024-03", RESHAPED_ON))
    assert amounts(read) == {"16681": None, "16702": None, "17464": 50}
    assert amounts(read, "not_converted")["16681"] == "too_large"


# ---- Scope and privacy


def test_sources_out_of_scope_are_counted_and_not_named(store: Store) -> None:
    store.observe("HS", "412", "2024-03", 100)
    store.observe("HS", "413", "2024-03", 80)
    asked = ask(store, "2024-03", BETWEEN, scope=store.scope("412"))
    read = values(store, asked)
    assert amounts(read) == {"412": 180}
    assert came_from(read, "412") == [("Thành phố Vinh", 1.0)]
    assert amounts(read, "from_others") == {"412": 1}


def test_who_has_only_an_old_unit_sees_nothing_of_the_new_map(store: Store) -> None:
    store.observe("HS", "412", "2024-03", 100)
    asked = ask(store, "2024-03", RESHAPED_ON, scope=store.scope("412"))
    assert values(store, asked).is_empty()
    assert store.answer(indicators_on_map, asked).is_empty()
    assert values(store, ask(store, "2024-03", RESHAPED_ON, scope=Scope())).is_empty()


def test_small_counts_of_people_are_withheld_after_conversion(store: Store) -> None:
    store.indicator("NGUOI", measure="flow", aggregation="sum", unit_of_measure="people")
    store.observe("NGUOI", "412", "2024-03", 9)
    read = values(store, ask(store, "2024-03", RESHAPED_ON), "NGUOI")
    assert amounts(read)["16681"] is None
    assert amounts(read)["16702"] == 6
    assert amounts(values(store, ask(store, "2024-03"), "NGUOI"))["412"] == 9


# ---- Headline figures, totals, trends


def test_the_headline_figures_of_a_unit_are_read_on_its_map(store: Store) -> None:
    store.observe("HS", "412", "2024-03", 100)
    store.observe("HS", "413", "2024-03", 81)
    store.observe("DVC01", "412", "2024-03", 30, 60)
    asked = ask(store, "2024-03", RESHAPED_ON, unit="16702")
    found = store.answer(headline_figures, asked)
    assert found.schema == HEADLINE_FIGURES
    rows = {row["indicator"]: row for row in found.to_dicts()}
    assert (rows["HS"]["value"], rows["HS"]["is_converted"]) == (121, True)
    assert (rows["DVC01"]["value"], rows["DVC01"]["status"]) == (0.5, "incomplete")
    assert (rows["DVC01"]["parts_known"], rows["DVC01"]["parts_expected"]) == (1, 2)


def test_the_totals_of_the_province_are_the_same_on_every_map(store: Store) -> None:
    store.observe("HS", "412", "2024-03", 100)
    store.observe("HS", "413", "2024-03", 81)
    store.observe("DVC01", "425", "2024-03", 3, 7)
    as_it_was = store.answer(headline_figures, ask(store, "2024-03"))
    for era in (BEFORE, BETWEEN, RESHAPED_ON):
        assert store.answer(headline_figures, ask(store, "2024-03", era)).equals(as_it_was)
    assert as_it_was.filter(pl.col("indicator") == "HS")["value"].to_list() == [181]


def test_a_department_is_the_same_on_every_map(store: Store) -> None:
    store.observe("HS", "SYT", "2024-03", 4)
    asked = ask(store, "2024-03", unit="SYT")
    found = store.answer(headline_figures, asked)
    on_map = store.answer(headline_figures, ask(store, "2024-03", RESHAPED_ON, unit="SYT"))
    assert found.equals(on_map)
    assert found.filter(pl.col("indicator") == "HS")["value"].to_list() == [4]


def test_a_trend_is_marked_where_the_units_were_reshaped(store: Store) -> None:
    for month, amount in (("2024-11", 10), ("2024-12", 16), ("2025-01", 17)):
        store.observe("HS", "412", month, amount)
    store.observe("HS", "413", "2024-11", 5)
    as_it_was = store.answer(trend, ask(store, "2025"), indicator="HS", unit_id=None)
    assert as_it_was["value"].to_list() == [15, 16, 17]
    asked = ask(store, "2025", unit="412")
    own = store.answer(trend, asked, indicator="HS")
    assert own.schema == TREND
    assert own["value"].to_list() == [10, 16, 17]
    marks = ("break_before", "level_before", "units_before", "level_after", "units_after")
    assert own.select(marks).rows() == [
        (None,) * 5,
        (MERGED_ON, "district", 3, "district", 2),
        (None,) * 5,
    ]
    read = store.answer(trend, ask(store, "2025", BETWEEN, unit="412"), indicator="HS")
    assert read["value"].to_list() == [15, 16, 17]
    assert read["is_converted"].to_list() == [True, False, False]


def test_a_trend_goes_on_over_the_end_of_the_districts(store: Store) -> None:
    store.observe("HS", "425", "2025-06", 7)
    store.observe("HS", "17464", "2025-07", 8)
    read = store.answer(trend, ask(store, "2025", RESHAPED_ON, unit="17464"), indicator="HS")
    assert read["value"].to_list() == [7, 8]
    assert read["is_converted"].to_list() == [True, False]
    assert read["break_before"].to_list() == [None, RESHAPED_ON]
    back = store.answer(trend, ask(store, "2025", BETWEEN, unit="425"), indicator="HS")
    assert back["value"].to_list() == [7, None]
    assert back["not_converted"].to_list() == [None, "read_backwards"]


# ---- Any reform at all


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(drawn=some.data())
def test_nothing_is_lost_or_won_by_reading_on_another_map(
    any_reform: Store, drawn: some.DataObject
) -> None:
    store = any_reform
    number = next(NUMBERS)
    month = f"{2001 + number % 20}-{1 + number // 20 % 12:02d}"
    amounts_of = some.none() | some.integers(0, 10**12)
    for code in ("A", "B", "C"):
        amount = drawn.draw(amounts_of)
        if amount is not None:
            whole = amount + drawn.draw(some.integers(0, 10**6))
            store.observe("HS", code, month, amount)
            store.observe("DVC01", code, month, amount, whole)
    for indicator in ("HS", "DVC01"):
        as_it_was = values(store, ask(store, month), indicator)
        for era in (MERGED_ON, RESHAPED_ON):
            read = values(store, ask(store, month, era), indicator)
            for side in ("numerator", "denominator"):
                assert read[side].sum() == as_it_was[side].sum()


@pytest.fixture(scope="module")
def any_reform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A merges into B, then B and C are split by odd shares."""
    url = f"sqlite:///{tmp_path_factory.mktemp('eras') / 'any.db'}"
    migrate(url)
    made = Store(url)
    made.unit("A", valid_to=date(2024, 11, 30))
    for code in ("B", "C"):
        made.unit(code, valid_to=date(2025, 6, 30))
    for code in ("X", "Y", "Z"):
        made.unit(code, level="commune", valid_from=RESHAPED_ON)
    made.became("A", "B", on=MERGED_ON, share="1/7")
    made.became("A", "C", on=MERGED_ON, share="6/7")
    for new, share in (("X", "1/3"), ("Y", "1/3"), ("Z", "1/3")):
        made.became("B", new, on=RESHAPED_ON, share=share)
    made.became("C", "Y", on=RESHAPED_ON, share="113/997")
    made.became("C", "Z", on=RESHAPED_ON, share="884/997")
    made.indicator("HS", measure="flow", aggregation="sum")
    made.indicator("DVC01")
    yield made
    engine(url).dispose()


# ---- The sample province


@pytest.fixture
def nghe_an(sample_url: str) -> Iterator[tuple[Connection, Question]]:
    with engine(sample_url).connect() as connection:
        province_id = connection.execute(
            select(tables.province.c.id).where(tables.province.c.slug == "nghe-an")
        ).scalar_one()
        yield (
            connection,
            Question(
                province_id=province_id,
                scope=Scope(provinces=frozenset({province_id})),
                as_of=10**6,
                today=date(2025, 9, 30),
                period=parse_period("2024-03"),
            ),
        )


@pytest.mark.parametrize(
    ("period", "readable"),
    [
        ("2024-03", {None: 21, "2024-12-01": 20, "2025-07-01": 130}),
        ("2025-01", {None: 20, "2024-12-01": 20, "2025-07-01": 130}),
        ("2025-08", {None: 130, "2025-07-01": 130}),
    ],
)
def test_nghe_an_can_be_read_on_every_later_map_with_the_same_total(
    nghe_an: tuple[Connection, Question], period: str, readable: dict[str | None, int]
) -> None:
    connection, question = nghe_an
    totals = set()
    for day, count in readable.items():
        era = date.fromisoformat(day) if day else None
        asked = replace(question, period=parse_period(period), era=era)
        read = unit_values(connection, asked, indicator="DVC01", level="locality")
        assert read.height == count
        assert read["not_converted"].null_count() == count
        totals.add((read["numerator"].sum(), read["denominator"].sum()))
    assert len(totals) == 1


def test_nghe_an_after_the_districts_cannot_be_read_on_their_map(
    nghe_an: tuple[Connection, Question],
) -> None:
    connection, question = nghe_an
    asked = replace(question, period=parse_period("2025-08"), era=BETWEEN)
    read = unit_values(connection, asked, indicator="DVC01", level="locality")
    assert read["not_converted"].to_list() == ["read_backwards"] * 20
    assert read["value"].null_count() == 20
