"""The soak run fails where a wall fails: each fault by made-up findings, without a browser."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from bench.soak import LATEST, MOST_GROWTH, SLOWEST_SWITCH, Findings, judge, misnamed

ABOUT = "Quý 1/2024 | Tỉnh Nghệ An"
NAMES = {"7": ("424", "Huyện Kỳ Sơn"), "8": ("425", "Huyện Diễn Châu")}
PROBE = {"told": {"a stamp": {f"Toàn cảnh | {ABOUT}": "3"}}}


def good() -> Findings:
    return Findings(
        minutes=5,
        imports=5,
        scenes=12,
        shown_after=[8.0, LATEST, 12.0, 9.0],
        unshown=[LATEST],
        switch=SLOWEST_SWITCH,
        slowest_switch=10 * SLOWEST_SWITCH,
        growth={"heap": MOST_GROWTH},
    )


def faults(findings: Findings, *, contexts_over: int = 0, probe: Any = PROBE) -> list[str]:
    judge(findings, probe, contexts_over=contexts_over)
    return findings.faults


def stamp(unit: str, code: str, scene: str = "unit") -> str:
    return json.dumps({"slot": f"{scene}~{code}~~~", "province": "1", "unit": unit})


def test_a_wall_at_the_edge_of_every_limit_passes() -> None:
    assert faults(good()) == []


@pytest.mark.parametrize(("minutes", "passes"), [(5, True), (30, False), (120, False)])
def test_a_server_may_still_fill_its_caches_in_a_short_run_alone(
    minutes: float, passes: bool
) -> None:
    findings = good()
    findings.minutes, findings.growth = minutes, {"server": 1.2}
    assert (faults(findings) == []) is passes
    findings.growth = {"server": 1.31}
    assert len(faults(findings)) == 1


def test_a_wall_that_stops_following_the_imports_fails_though_the_first_ones_showed() -> None:
    findings = good()
    findings.unshown = [170.0, 110.0, 50.0]
    assert faults(findings) == ["3 of 5 imports never showed"]


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda found: found.shown_after.append(LATEST + 1), "an import showed after 36 s"),
        (lambda found: setattr(found, "shown_after", []) or found.unshown.append(36.0), "1 of 5"),
        (lambda found: setattr(found, "switch", 401.0), "changes of faces took 401 ms"),
        (lambda found: found.growth.update(heap=1.2), "heap grew by 20.0%"),
        (lambda found: setattr(found, "blank", 1), "1 pictures without a whole frame"),
        (lambda found: setattr(found, "errors", 1), "1 frames were dropped"),
        (lambda found: found.mixed.append("x"), "shown as what it is not: ['x']"),
        (lambda found: found.outside.append("https://x"), "asked elsewhere: ['https://x']"),
        (lambda found: found.bands.append("x"), "bands: ['x']"),
        (lambda found: setattr(found, "scenes", 1), "nothing was shown in turn"),
    ],
)
def test_each_fault_fails_the_run(spoil: Callable[[Findings], Any], fault: str) -> None:
    findings = good()
    spoil(findings)
    (said,) = faults(findings)
    assert fault in said


def test_two_names_under_one_stamp_and_drawing_contexts_left_over_fail_the_run() -> None:
    told = {"told": {"a stamp": {"Huyện Kỳ Sơn | x": "3", "Huyện Diễn Châu | x": "3"}}}
    (mixed,) = faults(good(), probe=told)
    assert mixed == "names of more than one thing under one stamp: ['a stamp']"
    assert faults(good(), contexts_over=2) == ["2 drawing contexts more than are seen"]


def test_a_picture_of_a_unit_must_be_named_as_its_stamp_is() -> None:
    right = {
        stamp("7", "424"): [f"Huyện Kỳ Sơn | {ABOUT}"],
        stamp("8", "425"): [f"Huyện Diễn Châu | {ABOUT}"],
        stamp("", "", scene="situation"): [f"Toàn cảnh | {ABOUT}"],
    }
    assert list(misnamed(right, NAMES)) == []
    wrong = (
        {stamp("7", "424"): [f"Huyện Diễn Châu | {ABOUT}"]},
        {stamp("8", "424"): [f"Huyện Diễn Châu | {ABOUT}"]},
        {stamp("9", "424"): [f"Huyện Kỳ Sơn | {ABOUT}"]},
        {stamp("", "424"): [f"Tỉnh Nghệ An | {ABOUT}"]},
    )
    for told in wrong:
        assert len(list(misnamed(told, NAMES))) == 1, told
