"""Whose figures somebody sees when districts merge, communes split and codes are used again.

The policy stands in docs/decisions.md: a unit is seen with what lies below it in any era and with
what went into it whole; never with what it went into, nor with what it got only a part of.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import Connection, insert, select

from domain.scope import Scope
from queries.question import Question
from store import tables
from store.accounts import set_scope
from store.database import engine, migrate
from store.sessions import signed_in
from tests.queries.stores import Store
from tests.store.people import IDLE, NOW, account, reading, token_for, writing

MERGED_ON = date(2024, 12, 1)
RESHAPED_ON = date(2025, 7, 1)
NUMBERS = itertools.count()


def weight_of(share: float) -> dict[str, int]:
    exact = Fraction(str(share))
    return {"weight_part": exact.numerator, "weight_whole": exact.denominator}


class Registry:
    """Units of several eras and who became whom, filled by hand; one account to look with."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.store = Store(url)
        self.ids: dict[str, int] = {"40": self.store.ids["unit", "40"]}
        self.account_id = account(url, units=[])
        self.token = token_for(url, self.account_id)

    def unit(self, name: str, *, level: str = "commune", below: str | None = "40") -> None:
        self.store.ids["unit", "above"] = self.ids[below] if below else 0
        self.ids[name] = self.store.unit(name, level=level, parent="above" if below else None)

    def became(self, old: str, new: str, *, share: float = 1.0, on: date = MERGED_ON) -> None:
        with writing(self.url) as connection:
            connection.execute(
                insert(tables.unit_succession).values(
                    old_unit_id=self.ids[old],
                    new_unit_id=self.ids[new],
                    on_date=on,
                    **weight_of(share),
                    basis="whole" if share == 1 else "area",
                    import_batch_id=self.store.batch,
                )
            )

    def seen_by_whom_is_given(self, *names: str) -> set[str] | Scope:
        """Names of the units seen alone; the whole scope where a province is among them."""
        with writing(self.url) as connection:
            set_scope(connection, self.account_id, units=[self.ids[name] for name in names])
        with reading(self.url) as connection:
            found = signed_in(connection, self.token, now=NOW, idle=IDLE)
        assert found is not None
        if found.scope.provinces:
            return found.scope
        return {name for name, unit_id in self.ids.items() if unit_id in found.scope.units}


@pytest.fixture
def registry(database_url: str) -> Registry:
    """Cửa Lò merged into Vinh; then both levels were reshaped into new wards."""
    made = Registry(database_url)
    made.unit("vinh", level="district")
    made.unit("cua-lo", level="district")
    made.unit("dien-chau", level="district")
    made.unit("nghi-thuy", below="cua-lo")
    made.unit("hung-loc", below="vinh")
    made.unit("hung-hoa", below="vinh")
    made.unit("dien-thinh", below="dien-chau")
    made.became("cua-lo", "vinh")
    made.unit("phuong-cua-lo")
    made.unit("phuong-vinh-loc")
    made.became("nghi-thuy", "phuong-cua-lo", on=RESHAPED_ON)
    made.became("hung-loc", "phuong-vinh-loc", on=RESHAPED_ON)
    made.became("hung-hoa", "phuong-vinh-loc", share=0.7, on=RESHAPED_ON)
    made.became("hung-hoa", "phuong-cua-lo", share=0.3, on=RESHAPED_ON)
    return made


@pytest.mark.trust("B20")
def test_staff_of_a_district_that_merged_keep_its_history_and_see_no_more(
    registry: Registry,
) -> None:
    assert registry.seen_by_whom_is_given("cua-lo") == {"cua-lo", "nghi-thuy"}


def test_staff_of_the_district_it_went_into_see_the_history_of_both(registry: Registry) -> None:
    expected = {"vinh", "hung-loc", "hung-hoa", "cua-lo", "nghi-thuy"}
    assert registry.seen_by_whom_is_given("vinh") == expected


@pytest.mark.trust("B20")
def test_of_a_unit_that_was_split_neither_part_shows_the_whole(registry: Registry) -> None:
    seen = registry.seen_by_whom_is_given("phuong-vinh-loc")
    assert seen == {"phuong-vinh-loc", "hung-loc"}


@pytest.mark.trust("B20")
def test_somebody_of_an_old_commune_sees_nothing_of_the_new_one(registry: Registry) -> None:
    assert registry.seen_by_whom_is_given("nghi-thuy") == {"nghi-thuy"}


def test_several_units_are_seen_side_by_side_and_no_third(registry: Registry) -> None:
    seen = registry.seen_by_whom_is_given("phuong-cua-lo", "dien-chau")
    assert seen == {"phuong-cua-lo", "nghi-thuy", "dien-chau", "dien-thinh"}


def test_an_error_in_the_registry_never_opens_a_province(registry: Registry) -> None:
    registry.became("40", "dien-chau")
    assert registry.seen_by_whom_is_given("dien-chau") == {"dien-chau", "dien-thinh"}


def test_a_province_is_seen_with_the_province_that_went_into_it(registry: Registry) -> None:
    with writing(registry.url) as connection:
        other_id = _new_province(connection, "24")
    registry.ids["24"] = _add_unit(registry.url, other_id, "24", level="province", parent=None)
    registry.became("24", "40")
    provinces = frozenset({registry.store.province_id, other_id})
    assert registry.seen_by_whom_is_given("40") == Scope(provinces=provinces)
    only_its_own = Scope(provinces=frozenset({other_id}))
    assert registry.seen_by_whom_is_given("24") == only_its_own


def test_a_circle_in_the_registry_ends(registry: Registry) -> None:
    registry.became("dien-thinh", "dien-chau")
    registry.became("dien-chau", "dien-thinh", on=RESHAPED_ON)
    assert registry.seen_by_whom_is_given("dien-thinh") == {"dien-chau", "dien-thinh"}


# ---- Any registry at all ----


@dataclass
class Drawn:
    """A registry by numbers: unit 0 and 1 are the provinces, `parents` say below whom each lies."""

    levels: list[str]
    parents: list[int | None]
    became: set[tuple[int, int]]
    became_in_part: set[tuple[int, int]]
    given: set[int]
    ids: list[int] = field(default_factory=list)

    def province_of(self, unit: int) -> int:
        return unit if unit < 2 else unit % 2

    def may_be_seen(self) -> set[int]:
        """The policy, step by step until nothing is added."""
        seen = set(self.given)
        while True:
            below = {
                unit
                for unit, parent in enumerate(self.parents)
                if parent in seen and self.levels[parent] != "province"
            }
            before = {
                old
                for old, new in self.became
                if new in seen
                and (self.levels[old] == "province") == (self.levels[new] == "province")
            }
            if below | before <= seen:
                return seen
            seen |= below | before


@some.composite
def registries(draw: some.DrawFn) -> Drawn:
    levels, parents = ["province", "province"], [None, None]
    for unit in range(2, 2 + draw(some.integers(1, 9))):
        levels.append(draw(some.sampled_from(["district", "commune", "agency"])))
        parents.append(draw(some.none() | some.integers(0, unit - 1)))
    numbers = some.integers(0, len(levels) - 1)
    pairs = some.sets(some.tuples(numbers, numbers), max_size=8)
    became = draw(pairs)
    return Drawn(levels, parents, became, draw(pairs) - became, draw(some.sets(numbers)))


@pytest.fixture(scope="module")
def looking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int, str, int]]:
    """One store for all examples: its address, an account, a session of it, a batch."""
    url = f"sqlite:///{tmp_path_factory.mktemp('eras') / 'any.db'}"
    migrate(url)
    store = Store(url)
    account_id = account(url, units=[])
    yield url, account_id, token_for(url, account_id), store.batch
    engine(url).dispose()


@pytest.mark.trust("B20")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drawn=registries())
def test_in_no_registry_is_a_unit_seen_that_the_policy_does_not_name(
    looking: tuple[str, int, str, int], drawn: Drawn
) -> None:
    url, account_id, token, batch = looking
    with writing(url) as connection:
        provinces = _write(connection, drawn, batch=batch)
        set_scope(connection, account_id, units=[drawn.ids[unit] for unit in drawn.given])
    with reading(url) as connection:
        found = signed_in(connection, token, now=NOW, idle=IDLE)
    assert found is not None
    expected = drawn.may_be_seen()
    whole = {unit for unit in expected if drawn.levels[unit] == "province"}
    asked = Question.before_a_province(scope=found.scope, as_of=batch)
    with reading(url) as connection:
        rows = set(connection.scalars(select(tables.unit.c.id).where(asked.units_in_scope())))
    numbers = range(len(drawn.levels))
    assert rows == {
        drawn.ids[unit] for unit in numbers if unit in expected or drawn.province_of(unit) in whole
    }
    assert found.scope == Scope(
        provinces=frozenset(provinces[unit] for unit in whole),
        units=frozenset(drawn.ids[unit] for unit in expected - whole),
    )


def _write(connection: Connection, drawn: Drawn, *, batch: int) -> dict[int, int]:
    """Put `drawn` beside the registries before it; gives the ids of its two new provinces."""
    provinces = {unit: _new_province(connection, f"X{next(NUMBERS)}") for unit in (0, 1)}
    drawn.ids = []
    for unit, (level, parent) in enumerate(zip(drawn.levels, drawn.parents, strict=True)):
        drawn.ids.append(
            _new_unit(
                connection,
                provinces[drawn.province_of(unit)],
                str(unit),
                level=level,
                parent=None if parent is None else drawn.ids[parent],
                batch=batch,
            )
        )
    for pairs, share in ((drawn.became, 1.0), (drawn.became_in_part, 0.999)):
        for old, new in pairs:
            connection.execute(
                insert(tables.unit_succession).values(
                    old_unit_id=drawn.ids[old],
                    new_unit_id=drawn.ids[new],
                    on_date=MERGED_ON,
                    **weight_of(share),
                    basis="area",
                    import_batch_id=batch,
                )
            )
    return provinces


def _new_province(connection: Connection, code: str) -> int:
    values = {"code": code, "slug": f"province-{code}", "name_vi": code, "name_en": code}
    made = insert(tables.province).values(**values).returning(tables.province.c.id)
    return int(connection.execute(made).scalar_one())


def _new_unit(
    connection: Connection, province_id: int, code: str, *, batch: int, level: str, **more: Any
) -> int:
    names = dict.fromkeys(("name_vi", "name_en", "full_name_vi", "full_name_en"), code)
    made = insert(tables.unit).values(
        province_id=province_id,
        code=code,
        level=level,
        valid_from=date(2000, 1, 1),
        parent_id=more["parent"],
        import_batch_id=batch,
        **names,
    )
    return int(connection.execute(made.returning(tables.unit.c.id)).scalar_one())


def _add_unit(url: str, province_id: int, code: str, **more: Any) -> int:
    with writing(url) as connection:
        return _new_unit(connection, province_id, code, batch=1, **more)
