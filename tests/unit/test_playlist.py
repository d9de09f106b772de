from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from domain.playlist import (
    EACH,
    MOST_ALERTS,
    MOST_SECONDS_LONGER,
    MOST_SLOTS,
    PASSED_OVER_SECONDS,
    SCENES_OVER,
    SHOWN_BY,
    Case,
    Slot,
    Turn,
    alerts,
    dwell,
    in_turn,
    is_night,
    slot_of,
)
from pages.scenes import SCENES
from store.tables.work_rules import ATTENTION_SUBJECTS

CODES = st.sampled_from(["", "412", "413", "DVC01"])
CHOICES = st.one_of(CODES, st.just(EACH))
SLOTS = st.builds(
    Slot,
    scene=st.sampled_from(["situation", "map", "unit", "work"]),
    unit=CHOICES,
    period=st.sampled_from(["", "2023"]),
    indicator=CHOICES,
    plan=CHOICES,
)
ENTRIES = st.lists(st.tuples(SLOTS, st.integers(5, 3600)), max_size=8)
THERE = st.fixed_dictionaries(
    {name: st.lists(CODES, max_size=4, unique=True) for name in ("unit", "indicator", "plan")}
)


def slots_of(turns: Sequence[Turn]) -> list[Slot]:
    return [turn.slot for turn in turns]


def test_each_unit_of_a_playlist_has_its_turn_where_the_entry_stands() -> None:
    entries = [(Slot(scene="situation"), 20), (Slot(scene="unit", unit=EACH), 10)]
    turns = in_turn([*entries, (Slot(scene="work", plan="KH"), 30)], there={"unit": ["1", "2"]})
    assert turns == [
        Turn(slot=Slot(scene="situation"), seconds=20),
        Turn(slot=Slot(scene="unit", unit="1"), seconds=10, passed_over=PASSED_OVER_SECONDS),
        Turn(slot=Slot(scene="unit", unit="2"), seconds=10, passed_over=PASSED_OVER_SECONDS),
        Turn(slot=Slot(scene="work", plan="KH"), seconds=30),
    ]


def test_each_indicator_of_each_unit_turns_fastest() -> None:
    entry = (Slot(scene="map", unit=EACH, indicator=EACH), 20)
    turns = in_turn([entry], there={"unit": ["1", "2"], "indicator": ["A", "B"]})
    assert [(slot.unit, slot.indicator) for slot in slots_of(turns)] == [
        ("1", "A"),
        ("1", "B"),
        ("2", "A"),
        ("2", "B"),
    ]


def test_plans_and_indicators_are_never_passed_over() -> None:
    entries = [(Slot(scene="work", plan=EACH), 20), (Slot(scene="map", indicator=EACH), 20)]
    turns = in_turn(entries, there={"plan": ["A", "B"], "indicator": ["DVC01"]})
    assert [(turn.slot.key, turn.passed_over) for turn in turns] == [
        ("work~~~~A", 0),
        ("work~~~~B", 0),
        ("map~~~DVC01~", 0),
    ]


def test_every_scene_is_known_by_what_a_playlist_runs_it_over() -> None:
    assert dict(SCENES_OVER) == {key: scene.over for key, scene in SCENES.items()}


@given(entries=ENTRIES, there=THERE)
def test_whatever_a_playlist_says_slots_are_single_named_and_few(
    entries: list[tuple[Slot, int]], there: dict[str, list[str]]
) -> None:
    turns = in_turn(entries * 100, there=there)
    keys = [turn.slot.key for turn in turns]
    assert len(keys) == len(set(keys)) <= MOST_SLOTS
    assert not any(EACH in key for key in keys)
    asked_for = [seconds for _, seconds in entries]
    assert all(turn.seconds in asked_for for turn in turns)
    # What somebody chose by name is never passed over.
    assert all(turn.passed_over == 0 for turn in turns if not _is_one_of_each(turn.slot, entries))


def _is_one_of_each(slot: Slot, entries: list[tuple[Slot, int]]) -> bool:
    named = [entry for entry, _ in entries if EACH not in entry.key]
    return slot not in named


@given(seconds=st.integers(5, 3600), red=st.integers(0, 500))
def test_what_is_red_stays_longer_but_not_for_ever(seconds: int, red: int) -> None:
    stays = dwell(seconds, red=red)
    assert seconds <= stays <= seconds + MOST_SECONDS_LONGER
    assert (stays > seconds) == (red > 0)


def test_a_red_scene_of_twenty_seconds_stays_thirty() -> None:
    assert dwell(20, red=3) == 30


@given(hour=st.integers(0, 23), start=st.integers(0, 23), end=st.integers(0, 23))
def test_an_hour_is_in_the_night_or_in_the_night_between_the_nights(
    hour: int, start: int, end: int
) -> None:
    if start == end:
        return
    night = is_night(hour, night_from=start, night_until=end)
    assert night != is_night(hour, night_from=end, night_until=start)


def test_the_night_goes_past_midnight_and_a_wall_may_have_none() -> None:
    assert [hour for hour in range(24) if is_night(hour, night_from=22, night_until=5)] == [
        0, 1, 2, 3, 4, 22, 23,
    ]  # fmt: skip
    assert not any(is_night(hour, night_from=None, night_until=None) for hour in range(24))


def test_every_kind_of_case_has_scenes_that_there_are() -> None:
    assert SHOWN_BY.keys() == set(ATTENTION_SUBJECTS)
    assert {scene for scenes in SHOWN_BY.values() for scene in scenes} <= SCENES.keys()


ALL_SLOTS = [
    Slot(scene="situation"),
    Slot(scene="work", plan="A"),
    Slot(scene="work", plan="B"),
    Slot(scene="decisions"),
    Slot(scene="ranking", indicator="DVC01"),
    Slot(scene="ranking", indicator="DVC02"),
    Slot(scene="unit", unit="412"),
]


def test_a_case_is_shown_by_the_slot_that_names_it() -> None:
    def scene_of(case: Case) -> str:
        slot = slot_of(case, ALL_SLOTS)
        return slot.key if slot else ""

    assert scene_of(Case(subject="work_item", case_id="7", plan="B")) == "work~~~~B"
    assert scene_of(Case(subject="work_item", case_id="7", plan="C")) == "decisions~~~~"
    assert scene_of(Case(subject="bottleneck", case_id="7")) == "decisions~~~~"
    late = Case(subject="indicator", case_id="DVC02 9", unit="412", indicator="DVC02")
    assert scene_of(late) == "unit~412~~~"
    elsewhere = Case(subject="indicator", case_id="DVC02 8", unit="413", indicator="DVC02")
    assert scene_of(elsewhere) == "ranking~~~DVC02~"
    assert scene_of(Case(subject="indicator", case_id="X", indicator="X")) == "situation~~~~"
    assert scene_of(Case(subject="stranger", case_id="7")) == ""


def test_a_hundred_new_cases_of_one_slot_are_one_alert() -> None:
    storm = [
        Case(subject="indicator", case_id=f"DVC01 {number}", unit=f"{number}", indicator="DVC01")
        for number in range(130)
    ]
    found = alerts(storm, known=(), slots=ALL_SLOTS)
    assert [(slot.key, len(cases)) for slot, cases in found.items()] == [("ranking~~~DVC01~", 130)]


CASES = st.lists(
    st.builds(
        Case,
        subject=st.sampled_from(["work_item", "bottleneck", "indicator", "direction"]),
        case_id=st.integers(0, 20).map(str),
        unit=st.sampled_from(["", "412"]),
        indicator=st.sampled_from(["", "DVC01", "DVC02"]),
        plan=st.sampled_from(["", "A", "B"]),
    ),
    max_size=30,
)


@given(cases=CASES, known=CASES)
def test_what_was_known_is_no_alert_and_few_slots_are_turned_to(
    cases: list[Case], known: list[Case]
) -> None:
    names = {(case.subject, case.case_id) for case in known}
    found = alerts(cases, known=names, slots=ALL_SLOTS)
    assert len(found) <= MOST_ALERTS
    assert set(found) <= set(ALL_SLOTS)
    told = [case for of_slot in found.values() for case in of_slot]
    assert all((case.subject, case.case_id) not in names for case in told)
    assert alerts(cases, known={(c.subject, c.case_id) for c in cases}, slots=ALL_SLOTS) == {}
