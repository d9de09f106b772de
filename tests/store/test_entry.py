"""What people enter on forms: theirs alone, whole or not at all, and never over somebody else."""

from collections.abc import Callable
from datetime import date
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import func, select

from queries.bottlenecks import bottlenecks
from queries.work import work_items
from store import tables
from store.accounts import create_account
from store.clock import now
from store.database import engine
from store.entry import (
    EntryConflict,
    EntryRefused,
    NewBottleneck,
    NewBottleneckEvent,
    NewDirection,
    NewDirectionEvent,
    NewWorkEvent,
    NewWorkItem,
    enter_bottleneck,
    enter_bottleneck_event,
    enter_direction,
    enter_direction_event,
    enter_work_event,
    enter_work_item,
)
from store.refused import Refused
from store.tables import audit_event, import_batch, work_event
from tests.queries.stores import TODAY, Store

NOTHING_SEEN = 0
PASSWORD = "mật khẩu đủ dài 1"
# Not over on TODAY, 2 April.
APRIL = {"period_start": date(2024, 4, 1), "period_end": date(2024, 4, 30)}
MAY = {"period_start": date(2024, 5, 1), "period_end": date(2024, 5, 31)}


class Office(Store):
    """The store with two departments, a plan, and people who may enter."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.unit("STP", level="agency")
        self.unit("CAT", level="agency")
        self.plan("KH")
        self.item("KH", "NV1", lead="STP", deadline=date(2024, 6, 30))
        self.item("KH", "NV2", lead="CAT")

    def person(self, name: str, role: str, *units: str) -> int:
        with engine(self.url).execution_options(writes=True).begin() as connection:
            return create_account(
                connection,
                username=name,
                display_name=name.title(),
                role=role,
                password=PASSWORD,
                units=frozenset(self.ids["unit", code] for code in units),
                now=now(),
            )

    def event_of(self, item: str, by: int, *, seen: int = NOTHING_SEEN, **said: Any) -> int:
        event = NewWorkEvent(**{"event_type": "started", "happened_on": TODAY} | said)
        return enter_work_event(by, self.ids["work_item", item], event, seen=seen)

    def count(self, table: Any) -> int:
        with engine(self.url).connect() as connection:
            return int(connection.scalar(select(func.count()).select_from(table)) or 0)

    def newest(self, table: Any) -> dict[str, Any]:
        with engine(self.url).connect() as connection:
            rows = connection.execute(select(table).order_by(table.c.id.desc()).limit(1))
            return dict(rows.mappings().one())


@pytest.fixture
def office(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("IOC_DATABASE_URL", database_url)
    made = Office(database_url)
    monkeypatch.setattr("store.clock.province_day", lambda **_: TODAY)
    return made


def refused(enter: Callable[[], object]) -> str:
    with pytest.raises(Refused) as told:
        enter()
    return told.value.key


# Events of work --------------------------------------------------------------------------------


def test_an_event_is_signed_dated_and_lands_as_a_batch_of_its_own(office: Office) -> None:
    staff = office.person("lan", "staff", "STP")
    batch = office.event_of("NV1", staff, reason="  Đã họp  ")
    kept = office.newest(work_event)
    assert (kept["author"], kept["account_id"], kept["reason"]) == ("Lan", staff, "Đã họp")
    assert (kept["recorded_on"], kept["provenance"]) == (TODAY, "reported")
    assert kept["import_batch_id"] == batch
    landed = office.newest(import_batch)
    assert (landed["id"], landed["kind"], landed["status"]) == (batch, "entry", "landed")
    assert office.newest(audit_event)["action"] == "changed"


def test_the_screens_see_it_and_what_was_as_of_before_stays(office: Office) -> None:
    before = office.ask()
    office.batch = office.event_of("NV1", office.person("lan", "staff", "STP"))
    states = [
        dict(office.answer(work_items, asked).select("item", "state").iter_rows())["NV1"]
        for asked in (before, office.ask())
    ]
    assert states == ["not_started", "in_progress"]


def test_the_second_of_two_is_told_what_changed_and_nothing_is_written(office: Office) -> None:
    one, other = office.person("lan", "staff", "STP"), office.person("minh", "staff", "STP")
    office.event_of("NV1", one, reason="trước")
    events, batches = office.count(work_event), office.count(import_batch)
    with pytest.raises(EntryConflict) as told:
        office.event_of("NV1", other)
    assert [(c["author"], c["reason"]) for c in told.value.changes] == [("Lan", "trước")]
    assert (office.count(work_event), office.count(import_batch)) == (events, batches)
    seen = int(told.value.changes[-1]["id"])
    office.event_of("NV1", other, seen=seen)
    assert office.count(work_event) == events + 1


def test_of_two_at_the_same_moment_one_wins(office: Office) -> None:
    people = [office.person(name, "staff", "STP") for name in ("lan", "minh", "hoa")]
    told: list[str] = []

    def enter(person: int) -> None:
        try:
            office.event_of("NV1", person)
            told.append("written")
        except EntryConflict:
            told.append("conflict")

    threads = [Thread(target=enter, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["conflict", "conflict", "written"]
    assert office.count(work_event) == 1


def test_nobody_enters_outside_their_units(office: Office) -> None:
    staff = office.person("lan", "staff", "STP")
    assert refused(lambda: office.event_of("NV2", staff)) == "entry.foreign_unit"
    assert office.count(work_event) == 0


@pytest.mark.parametrize("role", ["leader", "presenter"])
def test_who_only_looks_enters_nothing(office: Office, role: str) -> None:
    looker = office.person("lan", role, "40")
    assert refused(lambda: office.event_of("NV1", looker)) == "entry.not_allowed"


def test_a_disabled_account_enters_nothing(office: Office) -> None:
    staff = office.person("lan", "staff", "STP")
    with engine(office.url).execution_options(writes=True).begin() as connection:
        connection.execute(tables.account.update().values(disabled_at=now()))
    assert refused(lambda: office.event_of("NV1", staff)) == "entry.not_allowed"


@pytest.mark.parametrize("event_type", ["accepted", "reopened", "cancelled"])
def test_only_who_judges_settles_the_work_of_others(office: Office, event_type: str) -> None:
    staff, approver = office.person("lan", "staff", "40"), office.person("minh", "approver", "40")
    said = {"event_type": event_type, "reason": "đủ"}
    assert refused(lambda: office.event_of("NV1", staff, **said)) == "entry.only_judges"
    office.event_of("NV1", approver, **said)
    assert office.newest(work_event)["event_type"] == event_type


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"happened_on": date(2024, 4, 3)}, "entry.in_future"),
        ({"event_type": "cancelled"}, "entry.reason_needed"),
        ({"event_type": "cancelled", "reason": "\u200b \n"}, "entry.reason_needed"),
        ({"event_type": "deadline_moved", "reason": "x"}, "entry.new_deadline_needed"),
        ({"event_type": "progress", "progress": 1.2}, "entry.progress_needed"),
        ({"event_type": "kept"}, "entry.period_needed"),
        ({"event_type": "kept"} | MAY, "entry.period_not_begun"),
        (
            {"event_type": "kept", "happened_on": date(2024, 3, 31)} | APRIL,
            "entry.period_not_begun",
        ),
        ({"event_type": "missed"} | APRIL, "entry.period_not_over"),
        ({"event_type": "changed", "reason": "x"}, "entry.field_needed"),
        ({"event_type": "changed", "reason": "x", "field": "id"}, "entry.field_needed"),
        ({"event_type": "replicated"}, "entry.unit_needed"),
        ({"event_type": "reviewed"}, "entry.evidence_needed"),
        ({"event_type": "added"}, "entry.unknown_event"),
        ({"event_type": "drop table"}, "entry.unknown_event"),
        ({"reason": "x" * 5000}, "entry.too_long"),
    ],
)
def test_what_says_too_little_or_the_impossible_changes_nothing(
    office: Office, said: dict[str, Any], reason: str
) -> None:
    approver = office.person("minh", "approver", "40")
    batches = office.count(import_batch)
    assert refused(lambda: office.event_of("NV1", approver, **said)) == reason
    assert (office.count(work_event), office.count(import_batch)) == (0, batches)


def test_what_was_done_early_in_its_period_is_kept(office: Office) -> None:
    approver = office.person("minh", "approver", "40")
    office.event_of("NV1", approver, event_type="kept", **APRIL)
    entered = office.newest(work_event)
    assert (entered["event_type"], entered["period_end"]) == ("kept", date(2024, 4, 30))


def test_all_deadlines_are_kept_with_who_and_why(office: Office) -> None:
    approver = office.person("minh", "approver", "40")
    moved = {"event_type": "deadline_moved", "reason": "chờ Bộ"}
    office.event_of("NV1", approver, new_deadline=date(2024, 8, 31), **moved)
    seen = office.newest(work_event)["id"]
    office.event_of("NV1", approver, seen=seen, new_deadline=date(2024, 9, 30), **moved)
    kept = office.newest(work_event)
    assert (kept["old_deadline"], kept["new_deadline"]) == (date(2024, 8, 31), date(2024, 9, 30))
    assert (kept["author"], kept["reason"]) == ("Minh", "chờ Bộ")


def test_an_added_item_widens_the_scope_from_its_day(office: Office) -> None:
    editor = office.person("minh", "editor", "40")
    new = NewWorkItem(
        code="NV9",
        kind="one_off",
        title_vi="Ban hành quy chế",
        lead_unit_id=office.ids["unit", "STP"],
        happened_on=date(2024, 3, 1),
    )
    enter_work_item(editor, office.ids["plan", "KH"], new)
    office.batch = office.newest(import_batch)["id"]
    items = office.answer(work_items, office.ask())["item"].to_list()
    assert items == ["NV1", "NV2", "NV9"]
    early = office.ask(today=date(2024, 2, 29))
    assert "NV9" not in office.answer(work_items, early)["item"].to_list()
    plan = office.ids["plan", "KH"]
    assert refused(lambda: enter_work_item(editor, plan, new)) == "entry.code_taken"
    staff = office.person("lan", "staff", "40")
    assert refused(lambda: enter_work_item(staff, plan, new)) == "entry.not_allowed"


# Bottlenecks and directions --------------------------------------------------------------------


def test_a_bottleneck_is_reported_escalated_and_closed(office: Office) -> None:
    staff, approver = office.person("lan", "staff", "STP"), office.person("minh", "approver", "40")
    new = NewBottleneck(
        code="DN1",
        kind="data",
        title_vi="Dữ liệu lệch",
        owner_unit_id=office.ids["unit", "STP"],
        authority_level="working_group",
        opened_on=date(2024, 3, 1),
        hit_unit_ids=(office.ids["unit", "CAT"],),
        blocked_item_ids=(office.ids["work_item", "NV1"],),
    )
    made = enter_bottleneck(staff, office.province_id, new)
    climbs = NewBottleneckEvent(
        event_type="escalated", happened_on=TODAY, to_level="working_group", reason="vượt quyền"
    )
    seen = office.newest(tables.bottleneck_event)["id"]
    enter_bottleneck_event(staff, made, climbs, seen=seen)
    assert (
        refused(lambda: enter_bottleneck_event(staff, made, climbs, seen=seen)) == "entry.conflict"
    )
    closes = NewBottleneckEvent(event_type="closed", happened_on=TODAY, reason="đã gỡ")
    seen = office.newest(tables.bottleneck_event)["id"]
    assert (
        refused(lambda: enter_bottleneck_event(staff, made, closes, seen=seen))
        == "entry.only_judges"
    )
    office.batch = office.newest(import_batch)["id"]
    row = office.answer(bottlenecks, office.ask()).row(0, named=True)
    assert (row["rung"], row["blocked_items"], row["units_hit_vi"]) == (
        "working_group",
        1,
        "Đơn vị CAT",
    )
    enter_bottleneck_event(approver, made, closes, seen=seen)


def test_a_unit_raises_its_own_difficulty_and_only_judges_turn_it_into_work(
    office: Office,
) -> None:
    staff, approver = office.person("lan", "staff", "STP"), office.person("minh", "approver", "40")
    mine = NewDirection(
        code="KK1",
        kind="difficulty",
        text_vi="Thiếu máy quét",
        raised_on=date(2024, 3, 1),
        from_unit_id=office.ids["unit", "STP"],
    )
    made = enter_direction(staff, office.province_id, mine)
    theirs = NewDirection(
        code="KK2",
        kind="difficulty",
        text_vi="x",
        raised_on=TODAY,
        from_unit_id=office.ids["unit", "CAT"],
    )
    assert (
        refused(lambda: enter_direction(staff, office.province_id, theirs)) == "entry.foreign_unit"
    )
    order = NewDirection(code="CD1", kind="direction", text_vi="x", raised_on=TODAY)
    assert refused(lambda: enter_direction(staff, office.province_id, order)) == "entry.only_judges"
    turned = NewDirectionEvent(
        event_type="became_work",
        happened_on=TODAY,
        reason="giao",
        work_item_id=office.ids["work_item", "NV1"],
    )
    assert (
        refused(lambda: enter_direction_event(staff, made, turned, seen=NOTHING_SEEN))
        == "entry.only_judges"
    )
    enter_direction_event(approver, made, turned, seen=NOTHING_SEEN)
    assert office.newest(tables.direction_event)["work_item_id"] is not None


def test_every_refusal_is_a_sentence_in_both_languages(office: Office) -> None:
    with pytest.raises(EntryRefused) as told:
        office.event_of("NV1", office.person("lan", "leader", "40"))
    for language in ("vi", "en"):
        assert told.value.sentence(language=language).endswith(".")
