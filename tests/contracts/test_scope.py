"""No row and no cached value crosses from one scope to another: every query, screen and download.

All three are discovered, so that a new one cannot forget it. A query whose answer may depend on
units outside the asker's scope must stand in TOTALS, which is the policy of docs/trust.md.
"""

import importlib
import inspect
import pkgutil
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import polars as pl
import pytest
from sqlalchemy import Connection, delete, or_, select, update

import queries
from domain.periods import parse_period
from domain.scope import NOTHING, Scope
from pages import PAGES, BoardPage
from pages.downloads.files import FILES, KINDS
from queries.question import Question
from queries.runner import data_version, fetch
from store.accounts import create_account
from store.database import engine
from store.tables import (
    bottleneck,
    bottleneck_event,
    bottleneck_unit,
    bottleneck_work_item,
    direction,
    direction_event,
    indicator,
    observation,
    plan,
    province,
    target,
    unit,
    work_event,
    work_item,
    work_item_coordinator,
    work_item_dependency,
)
from tests.app.visiting import everything_sent, token_of, visit
from tests.faults.files import made

# A value for every parameter that a query may have beside the question, by its name.
VALUES: dict[str, Any] = {
    "code": "DVC01",
    "codes": ("DVC01",),
    "indicator": "DVC01",
    "indicators": indicator.c.code == "DVC01",
    "level": "locality",
    "since": 0,
}
# Totals of the province, for whoever has any scope in it: what they depend on beside one's own.
TOTALS = {
    # Whichever figures of whole and units are asked for in one: the whole's depend on all units.
    "block_figures",
    "burn_up",
    "burn_ups",
    "figure_history",
    "freshness",
    "goal_months",
    "headline_figures",
    "identity_figures",
    "index_points",
    "national_rank",
    "overdue_dossiers",
    "periods_available",
    "plan_forecast",
    "plan_states",
    "plan_versions",
    # The newest days on which anything of the province was recorded.
    "record_ages",
    "service_figures",
    "trend",
}
# Of these the ones that are about the province also when one unit is asked about.
OF_THE_PROVINCE_ALWAYS = {
    "block_figures",
    "freshness",
    "goal_months",
    "identity_figures",
    "national_rank",
    "overdue_dossiers",
    "periods_available",
    "plan_versions",
    "record_ages",
    "service_figures",
}
# Of which there is nothing in the province asked here: its sources agree. They are asked of
# another store in tests/queries/test_scope.py.
SILENT_HERE = {"conflicts"}
# A place in the order of all units shows no other unit's figure.
OF_THE_WHOLE = (
    "whole_value", "whole_numerator", "whole_denominator", "whole_known", "whole_expected",
)  # fmt: skip
SEEN_OF_OTHERS = {
    "unit_values": ("rank", "ranked_of"),
    # Beside a unit's own figures its place, and the province's figure.
    "unit_figures": ("rank", "ranked_of", *OF_THE_WHOLE),
    "figures_of_places": ("rank", "ranked_of", *OF_THE_WHOLE),
    # What a bottleneck costs is counted over all that it blocks.
    "bottlenecks": ("blocked_items", "item_days"),
}
# Files with a row for each unit beside those of the province.
OF_BLOCKS = ("online_services", "pulls", "identity")
HERE, ELSEWHERE = "nghe-an", "ha-tinh"
OWN_UNIT, OTHER_UNIT = "425", "417"
# Days on whose maps the figures are read: of merged units, of the communes after the districts.
MAPS = (date(2024, 12, 1), date(2025, 7, 1))
# Who became whom, for the queries that convert; no screen asks for it.
REGISTRY = ("registry_units", "registry_successions")
Query = Callable[..., pl.DataFrame]


def all_queries() -> Iterator[Query]:
    """The functions of the modules of `queries` that answer a question."""
    for found in pkgutil.walk_packages(queries.__path__, "queries."):
        module = importlib.import_module(found.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            takes = list(inspect.signature(function).parameters)[:2]
            is_own = function.__module__ == found.name and not name.startswith("_")
            is_own = is_own and name not in REGISTRY
            is_query = inspect.signature(function).return_annotation is pl.DataFrame
            if is_own and is_query and takes == ["conn", "asked"]:
                yield function


def is_fetched(query: Query) -> bool:
    """Whether screens may ask it: a condition is no key of the cache."""
    return "indicators" not in inspect.signature(query).parameters


every_query = pytest.mark.parametrize(
    "query", list(all_queries()), ids=lambda query: query.__name__
)
every_file = pytest.mark.parametrize("name", list(FILES))


class World:
    """The sample provinces as four people see them."""

    def __init__(self, url: str) -> None:
        self.url = url
        with engine(url).begin() as connection:
            where = province.c.slug == HERE
            here = connection.execute(select(province).where(where)).mappings().one()
            self.province_id: int = here["id"]
            self.today = here["clock_stands_at"]
            self.elsewhere_id: int = connection.execute(
                select(province.c.id).where(province.c.slug == ELSEWHERE)
            ).scalar_one()
            self.units = connection.execute(select(unit)).mappings().all()
            self.plan_id: int = connection.execute(
                select(plan.c.id).where(plan.c.province_id == self.province_id).limit(1)
            ).scalar_one()
        self.own = self._unit(OWN_UNIT)
        self.other = self._unit(OTHER_UNIT)
        below = [row["id"] for row in self.units if row["parent_id"] == self.own]
        self.of_district = Scope(units=frozenset({self.own, *below}))
        self.whole = Scope(provinces=frozenset({self.province_id}))
        self.of_elsewhere = Scope(provinces=frozenset({self.elsewhere_id}))

    def _unit(self, code: str) -> int:
        return next(
            row["id"]
            for row in self.units
            if (row["province_id"], row["level"], row["code"])
            == (self.province_id, "district", code)
        )

    def new_communes(self) -> list[int]:
        """The communes that took the place of the districts."""
        return [
            row["id"]
            for row in self.units
            if (row["province_id"], row["level"]) == (self.province_id, "commune")
            and row["valid_from"] == MAPS[-1]
        ]

    def ask(self, scope: Scope, *, unit_id: int | None = None, era: date | None = None) -> Question:
        return Question(
            province_id=self.province_id,
            scope=scope,
            as_of=data_version(),
            today=self.today,
            period=parse_period("2023"),
            unit_id=unit_id,
            era=era,
        )

    def params(self, query: Query) -> dict[str, Any]:
        """A value for each parameter that `query` cannot do without."""
        known = VALUES | {"plan_id": self.plan_id, "unit_id": self.own}
        needed = [
            parameter.name
            for parameter in list(inspect.signature(query).parameters.values())[2:]
            if parameter.default is inspect.Parameter.empty
        ]
        unknown = [name for name in needed if name not in known]
        assert not unknown, f"{query.__name__}: name a value for {unknown} in VALUES"
        return {name: known[name] for name in needed}

    def answer(self, query: Query, asked: Question, **more: Any) -> pl.DataFrame:
        with engine(self.url).begin() as connection:
            return query(connection, asked, **(self.params(query) | more))

    def names_out_of(self, scope: Scope) -> set[str]:
        """Names of units that nobody with `scope` may read, unless one of theirs has them, too."""
        own = [row for row in self.units if _is_seen(row, scope)]
        ours = {name for row in own for name in _names(row)}
        others = {name for row in self.units if row not in own for name in _names(row)}
        return {name for name in others - ours if not any(name in known for known in ours)}


def _is_seen(row: Any, scope: Scope) -> bool:
    return row["id"] in scope.units or row["province_id"] in scope.provinces


def _names(row: Any) -> tuple[str, ...]:
    # Short names are words of everyday language, too: Vinh, "glory"; agencies lead work that
    # districts coordinate, and are named with it.
    if row["level"] not in ("district", "commune"):
        return ()
    return (row["full_name_vi"], row["full_name_en"])


@pytest.fixture
def world(sample_url: str, monkeypatch: pytest.MonkeyPatch) -> World:
    """The sample provinces, only to be read."""
    monkeypatch.setenv("IOC_DATABASE_URL", sample_url)
    return World(sample_url)


@pytest.fixture(scope="module")
def without_others(sample_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The same without what units outside the district reported and do, for all tests here."""
    engine(sample_url).dispose()
    path = tmp_path_factory.mktemp("without-others") / "store.db"
    url = f"sqlite:///{shutil.copy(sample_url.removeprefix('sqlite:///'), path)}"
    world = World(url)
    with engine(url).execution_options(writes=True).begin() as connection:
        _forget_other_units(connection, world)
    yield world
    engine(url).dispose()


@pytest.fixture
def own_world(visited_url: str) -> World:
    """The sample provinces in a store of this test's own."""
    return World(visited_url)


# ---- Queries


@pytest.mark.trust("B15")
@every_query
def test_a_query_names_no_unit_outside_the_scope(world: World, query: Query) -> None:
    for unit_id in (None, world.own):
        answer = world.answer(query, world.ask(world.of_district, unit_id=unit_id))
        if "unit_id" in answer:
            seen = set(answer["unit_id"].drop_nulls())
            assert seen <= world.of_district.units
        texts = {text for column in answer.select(pl.col(pl.String)) for text in column}
        assert not texts & world.names_out_of(world.of_district)


@pytest.mark.trust("B15", "B20")
@every_query
def test_on_another_map_no_unit_and_no_source_outside_the_scope_is_named(
    world: World, query: Query
) -> None:
    merged, communes = MAPS
    commune = world.new_communes()[0]
    of_commune = Scope(units=frozenset({commune}))
    for era, scope, unit_id in (
        (merged, world.of_district, world.own),
        (communes, world.of_district, world.own),
        (communes, of_commune, commune),
    ):
        out_of_scope = world.names_out_of(scope)
        for asked_unit in (None, unit_id):
            asked = world.ask(scope, unit_id=asked_unit, era=era)
            more = {"unit_id": unit_id} if "unit_id" in world.params(query) else {}
            answer = world.answer(query, asked, **more)
            if "unit_id" in answer:
                assert set(answer["unit_id"].drop_nulls()) <= scope.units
            said = repr(answer.to_dicts())
            assert not {name for name in out_of_scope if name in said}, era


@pytest.mark.trust("B15")
@every_query
def test_a_query_answers_nothing_about_somebody_elses_unit(world: World, query: Query) -> None:
    params = inspect.signature(query).parameters
    asked = world.ask(world.of_district, unit_id=world.other)
    own = world.answer(query, world.ask(world.of_district))
    answer = world.answer(query, asked)
    # Either the unit narrows the answer, and then to nothing, or it says nothing of it at all.
    assert answer.is_empty() or answer.equals(own)
    if "unit_id" in params:
        there = world.answer(query, world.ask(world.of_district), unit_id=world.other)
        assert there.is_empty()


@pytest.mark.trust("B15")
@every_query
def test_a_query_answers_nothing_without_scope_in_the_province(world: World, query: Query) -> None:
    seen = world.answer(query, world.ask(world.whole))
    assert seen.is_empty() is (query.__name__ in SILENT_HERE)
    assert world.answer(query, world.ask(NOTHING)).is_empty()
    elsewhere = world.answer(query, world.ask(world.of_elsewhere))
    if "province_id" in elsewhere:
        assert set(elsewhere["province_id"]) == {world.elsewhere_id}
    else:
        assert elsewhere.is_empty()


@pytest.mark.trust("B19")
@every_query
def test_only_the_totals_of_the_policy_depend_on_other_units(
    world: World, without_others: World, query: Query
) -> None:
    whole, own = (world.ask(world.of_district, unit_id=unit_id) for unit_id in (None, world.own))
    dropped = SEEN_OF_OTHERS.get(query.__name__, ())
    before = [world.answer(query, asked).drop(dropped) for asked in (whole, own)]
    after = [without_others.answer(query, asked).drop(dropped) for asked in (whole, own)]
    if query.__name__ not in TOTALS:
        assert before[0].equals(after[0])
    if query.__name__ not in OF_THE_PROVINCE_ALWAYS:
        assert before[1].equals(after[1])


def _forget_other_units(connection: Connection, world: World) -> None:
    """Take away what units of the province other than the district's own reported and do."""
    of_others = select(unit.c.id).where(
        unit.c.province_id == world.province_id,
        unit.c.level != "province",
        unit.c.id.not_in(world.of_district.units),
    )
    own = sorted(world.of_district.units)
    coordinated = select(work_item_coordinator.c.work_item_id).where(
        work_item_coordinator.c.unit_id.in_(own)
    )
    items = select(work_item.c.id).where(
        or_(work_item.c.lead_unit_id.is_(None), work_item.c.lead_unit_id.not_in(own)),
        work_item.c.id.not_in(coordinated),
    )
    doomed = list(connection.scalars(items))
    for table in (observation, target):
        connection.execute(delete(table).where(table.c.unit_id.in_(of_others)))
    _forget_bottlenecks_and_directions(connection, own=own, doomed=doomed)
    for table in (work_event, work_item_coordinator):
        connection.execute(delete(table).where(table.c.work_item_id.in_(doomed)))
    connection.execute(delete(work_item).where(work_item.c.id.in_(doomed)))


def _forget_bottlenecks_and_directions(
    connection: Connection, *, own: list[int], doomed: list[int]
) -> None:
    """Those that neither concern nor come from `own` units, and every tie to `doomed` items."""
    hit = select(bottleneck_unit.c.bottleneck_id).where(bottleneck_unit.c.unit_id.in_(own))
    kept = or_(bottleneck.c.owner_unit_id.in_(own), bottleneck.c.id.in_(hit))
    stays = select(bottleneck.c.id).where(kept)
    gone = list(connection.scalars(select(bottleneck.c.id).where(bottleneck.c.id.not_in(stays))))
    named = or_(direction.c.from_unit_id.in_(own), direction.c.to_unit_id.in_(own))
    ours = list(connection.scalars(select(direction.c.id).where(named)))
    connection.execute(delete(direction_event).where(direction_event.c.direction_id.not_in(ours)))
    connection.execute(delete(direction).where(direction.c.id.not_in(ours)))
    for table in (bottleneck_event, bottleneck_unit, bottleneck_work_item):
        connection.execute(delete(table).where(table.c.bottleneck_id.in_(gone)))
    connection.execute(delete(bottleneck).where(bottleneck.c.id.in_(gone)))
    connection.execute(delete(bottleneck_unit).where(bottleneck_unit.c.unit_id.not_in(own)))
    blocked = bottleneck_work_item.c.work_item_id.in_(doomed)
    connection.execute(delete(bottleneck_work_item).where(blocked))
    connection.execute(
        update(bottleneck).where(bottleneck.c.work_item_id.in_(doomed)).values(work_item_id=None)
    )
    tied = or_(
        work_item_dependency.c.blocking_item_id.in_(doomed),
        work_item_dependency.c.blocked_item_id.in_(doomed),
    )
    connection.execute(delete(work_item_dependency).where(tied))


@pytest.mark.trust("B16")
@pytest.mark.parametrize(
    "query",
    [query for query in all_queries() if is_fetched(query)],
    ids=lambda query: query.__name__,
)
def test_no_cached_answer_crosses_from_one_scope_to_another(world: World, query: Query) -> None:
    scopes = (world.whole, world.of_district, NOTHING, world.of_elsewhere, world.whole)
    params = world.params(query)
    for scope in scopes:
        asked = world.ask(scope)
        assert fetch(query, asked, **params).equals(world.answer(query, asked)), scope


def test_questions_of_different_scopes_have_different_cache_keys(world: World) -> None:
    asked = world.ask(world.whole)
    others = (world.of_district, NOTHING, world.of_elsewhere)
    keys = {replace(asked, scope=scope).cache_key for scope in (world.whole, *others)}
    assert len(keys) == 4


# ---- Screens


def account_with(world: World, name: str, *, units: list[int], role: str = "staff") -> str:
    with engine(world.url).execution_options(writes=True).begin() as connection:
        create_account(
            connection,
            username=name,
            display_name=name,
            role=role,
            password="một mật khẩu đủ dài",
            units=units,
            now=datetime(2026, 1, 1, tzinfo=UTC),
            must_change_password=False,
        )
    return token_of(world.url, name)


@pytest.mark.trust("B15", "B16", "G58")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_a_screen_sends_no_other_units_name_whoever_looked_before(
    own_world: World, page: BoardPage
) -> None:
    world = own_world
    district = account_with(world, "huyen", units=[world.own])
    head = account_with(world, "lanh-dao-huyen", units=[world.own], role="leader")
    nobody = account_with(world, "khong-ai", units=[])
    elsewhere_root = next(
        row["id"]
        for row in world.units
        if row["level"] == "province" and row["province_id"] == world.elsewhere_id
    )
    neighbour = account_with(world, "tinh-khac", units=[elsewhere_root])
    seen_by_leader = partial(visit, token_of(world.url, "lanhdao"), screen=page.key, province=HERE)
    leader = everything_sent(seen_by_leader())
    out_of_district = world.names_out_of(world.of_district)
    assert not page.asks or any(name in leader for name in out_of_district), "the test sees nothing"
    there: dict[str, str] = {"province": HERE, "unit": OTHER_UNIT}
    asked: tuple[tuple[str, Scope, tuple[dict[str, str], ...]], ...] = (
        (district, world.of_district, ({}, {"province": HERE}, there)),
        (head, world.of_district, (there,)),
        (nobody, NOTHING, ({"province": HERE},)),
        (neighbour, world.of_elsewhere, (there,)),
    )
    for token, scope, addresses in asked:
        for address in addresses:
            app = visit(token, screen=page.key, **address)
            assert not app.exception and not app.error
            sent = everything_sent(app)
            crossing = {name for name in world.names_out_of(scope) if name in sent}
            assert crossing == set(), (page.key, address)
    again = everything_sent(seen_by_leader())
    assert len(again) == pytest.approx(len(leader), rel=0.05)


# ---- Downloads


@pytest.mark.trust("B16", "B18")
@every_file
def test_a_download_names_no_unit_outside_the_scope_whoever_asked_before(
    world: World, name: str
) -> None:
    whole = made(world.whole, name, "csv").decode()
    district = made(world.of_district, name, "csv").decode()
    out_of_scope = world.names_out_of(world.of_district)
    assert not {text for text in out_of_scope if text in district}
    assert made(world.whole, name, "csv").decode() == whole
    of_units = (
        "units", "work", "tasks", "work_history", "index_units", "index_losses",
        "readiness_handover", "bottlenecks", "directions", "pilot_models", "reports_owed",
        "overdue_dossiers", *OF_BLOCKS,
    )  # fmt: skip
    if name in ("decisions", "bottleneck_rungs"):
        # Each sees what needs a decision, or waits on a rung, within the own scope.
        assert district != whole
        return
    if name in ("services", "readiness_means"):
        # Departments answer for them.
        assert "Sở Nội vụ" in whole and "Sở Nội vụ" not in district
        return
    assert "Diễn Châu" in whole if name in of_units else district == whole


@every_file
@pytest.mark.parametrize("kind", KINDS)
def test_every_download_can_be_made_in_every_kind(world: World, name: str, kind: str) -> None:
    assert len(made(world.of_district, name, kind)) > 100
