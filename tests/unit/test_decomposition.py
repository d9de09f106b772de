"""Who pulls a rate down: contributions by hand, and that they add up whatever the figures are."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from domain.decomposition import Decomposition, Side, decompose, shown, worst_first

SOUTH, NORTH, HALL = 1, 2, 3
PARTS = {
    SOUTH: Side(numerator=90, denominator=100),
    NORTH: Side(numerator=10, denominator=40),
    HALL: Side(numerator=20, denominator=60),
}
WHOLE = Side(numerator=120, denominator=200)


def made(parts: dict[int, Side], whole: Side, reference: float | None) -> Decomposition:
    found = decompose(parts, whole=whole, reference=reference)
    assert found is not None
    return found


def test_each_unit_moves_the_rate_by_what_it_is_above_or_below_the_target() -> None:
    found = made(PARTS, WHOLE, 0.5)
    # 40, -10 and -10 dossiers of 200 beside half of what each received
    assert found.contributions == {
        SOUTH: Fraction(1, 5),
        NORTH: Fraction(-1, 20),
        HALL: Fraction(-1, 20),
    }
    assert (found.rate, found.difference, found.rest) == (Fraction(3, 5), Fraction(1, 10), 0)


def test_without_a_target_the_rate_itself_is_the_reference() -> None:
    found = made(PARTS, WHOLE, None)
    # 30, -14 and -16 dossiers of 200 beside 60 % of what each received
    assert list(found.contributions.values()) == [
        Fraction(15, 100),
        Fraction(-7, 100),
        Fraction(-8, 100),
    ]
    assert found.difference == 0 == sum(found.contributions.values()) + found.rest


def test_a_large_unit_a_little_below_can_cost_more_than_a_small_one_far_below() -> None:
    parts = {SOUTH: Side(numerator=380, denominator=1000), NORTH: Side(numerator=0, denominator=20)}
    found = made(parts, Side(numerator=380, denominator=1020), 0.4)
    assert found.contributions == {SOUTH: Fraction(-20, 1020), NORTH: Fraction(-8, 1020)}
    assert worst_first(found.contributions) == [SOUTH, NORTH]


def test_where_less_is_better_the_dearest_unit_is_the_one_above() -> None:
    found = made(PARTS, WHOLE, 0.5)
    assert worst_first(found.contributions, lower_is_better=True) == [SOUTH, NORTH, HALL]


def test_what_is_not_named_is_in_the_rest() -> None:
    found = made({NORTH: PARTS[NORTH]}, WHOLE, 0.5)
    assert found.rest == Fraction(1, 5) - Fraction(1, 20)


def test_nothing_counted_is_no_rate_and_has_no_contributions() -> None:
    assert decompose({}, whole=Side(numerator=0, denominator=0), reference=0.4) is None


def test_a_unit_without_cases_moves_nothing() -> None:
    found = made({**PARTS, 4: Side(numerator=0, denominator=0)}, WHOLE, 0.5)
    assert found.contributions[4] == 0


def test_a_target_is_taken_as_it_is_written() -> None:
    found = made({}, Side(numerator=2, denominator=5), 0.4)
    assert found.difference == 0


def test_twelve_digits_stay_exact() -> None:
    whole = Side(numerator=450_300_000_001, denominator=1_000_000_000_000)
    assert made({}, whole, 0.4503).difference == Fraction(1, 10**12)


def test_what_is_shown_adds_up_to_what_is_shown_of_the_whole() -> None:
    thirds = [Fraction(-1, 300)] * 5
    rounded, rest = shown(thirds, total=Fraction(5, 300), decimals=4)
    assert rounded == [Decimal("-0.0033")] * 5
    # 0.0167 shown of the whole, of which five times -0.0033 is named.
    assert rest == Decimal("0.0332")


def test_half_a_step_is_rounded_away_from_zero() -> None:
    assert shown([Fraction(-5, 1000)], total=Fraction(5, 1000), decimals=2) == (
        [Decimal("-0.01")],
        Decimal("0.02"),
    )


sides = st.integers(0, 10**12).flatmap(
    lambda denominator: st.builds(
        Side, numerator=st.integers(0, denominator), denominator=st.just(denominator)
    )
)
units = st.dictionaries(st.integers(1, 10**6), sides, min_size=1, max_size=60)
references = st.none() | st.integers(0, 10_000).map(lambda points: points / 10_000)


def summed(parts: dict[int, Side]) -> Side:
    return Side(
        numerator=sum(side.numerator for side in parts.values()),
        denominator=sum(side.denominator for side in parts.values()),
    )


@given(units, references)
def test_contributions_of_all_units_add_up_to_the_difference_exactly(
    parts: dict[int, Side], reference: float | None
) -> None:
    found = decompose(parts, whole=summed(parts), reference=reference)
    if found is not None:
        assert sum(found.contributions.values()) == found.difference
        assert found.rest == 0


@given(units, references, st.integers(0, 6))
def test_whoever_is_named_the_shown_numbers_add_up(
    parts: dict[int, Side], reference: float | None, named: int
) -> None:
    found = decompose(parts, whole=summed(parts), reference=reference)
    if found is None:
        return
    first = [found.contributions[key] for key in worst_first(found.contributions)[:named]]
    rounded, rest = shown(first, total=found.difference, decimals=4)
    [whole], _ = shown([found.difference], total=found.difference, decimals=4)
    assert sum(rounded, Decimal()) + rest == whole
    for amount, written in zip(first, rounded, strict=True):
        assert abs(Fraction(written) - amount) <= Fraction(1, 20_000)


@given(units, references)
def test_a_unit_at_the_reference_moves_nothing_and_one_below_pulls_down(
    parts: dict[int, Side], reference: float | None
) -> None:
    found = decompose(parts, whole=summed(parts), reference=reference)
    if found is None:
        return
    for key, side in parts.items():
        below = Fraction(side.numerator) - found.reference * Fraction(side.denominator)
        contribution = found.contributions[key]
        assert (contribution > 0, contribution < 0) == (below > 0, below < 0)
