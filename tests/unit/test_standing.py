from typing import Any

import polars as pl
import pytest

from domain.standing import standing
from domain.targets import attainment, capped_attainment
from tests.unit.test_targets import figure


def reached(**changes: Any) -> float | None:
    """How much of its target the figure of tests.unit.test_targets reached, with `changes`."""
    value: float | None = figure(**changes).select(attainment()).item()
    return value


@pytest.mark.parametrize(
    ("polarity", "value", "target", "share"),
    [
        ("higher", 0.3, 0.4, 0.75),
        ("higher", 0.4, 0.4, 1.0),
        ("higher", 1.2, 0.4, 3.0),
        ("higher", 0.0, 0.4, 0.0),
        ("higher", 5.0, 0.0, 1.0),
        ("lower", 20.0, 10.0, 0.5),
        ("lower", 5.0, 10.0, 2.0),
        ("lower", 0.0, 0.0, 1.0),
        ("lower", 3.0, 0.0, 0.0),
        ("neutral", 8.0, 10.0, 0.8),
        ("neutral", 30.0, 10.0, 0.0),
    ],
)
def test_attainment_is_the_share_of_the_target_by_polarity(
    polarity: str, value: float, target: float, share: float
) -> None:
    assert reached(polarity=polarity, value=value, target=target) == pytest.approx(share)


def test_towards_none_at_all_attainment_is_what_is_gone_of_the_start() -> None:
    assert reached(polarity="lower", value=3.0, target=0.0, target_start_value=12.0) == 0.75
    assert reached(polarity="lower", value=15.0, target=0.0, target_start_value=12.0) == 0


@pytest.mark.parametrize("missing", ["value", "target"])
def test_without_value_or_target_there_is_no_attainment(missing: str) -> None:
    assert reached(**{missing: None}) is None
    assert figure(**{missing: None}).select(capped_attainment()).item() is None


def test_a_runaway_indicator_cannot_hide_a_failure() -> None:
    """At 3 times its target and at a quarter of it: 62.5 % of two targets, not 162.5 %."""
    two = pl.concat([figure(value=1.2, target=0.4), figure(value=0.1, target=0.4)])
    judged = two.with_columns(attainment=capped_attainment(), status=pl.Series(["met", "missed"]))
    stands = standing(judged)
    assert stands.attainment == pytest.approx((1 + 0.25) / 2)
    assert (stands.met, stands.missed, stands.judged, stands.lagging) == (1, 1, 2, 1)


def test_a_cap_is_configured_by_indicator() -> None:
    assert figure(value=0.6, target=0.4, attainment_cap=1.2).select(
        capped_attainment()
    ).item() == pytest.approx(1.2)


def test_what_is_not_judged_counts_nowhere() -> None:
    rows = pl.concat([figure(), figure(value=None), figure(target=None)])
    judged = rows.with_columns(
        attainment=capped_attainment(), status=pl.Series(["met", "no_value", "no_target"])
    )
    assert (standing(judged).judged, standing(judged).attainment) == (1, 1.0)
    assert standing(judged.clear()).attainment is None
