"""What administrators do at the same time, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import bcrypt
import pytest

from store import administration, audit
from store.account_list import Account, all_accounts, all_units
from store.administration import AdministrationRefused
from store.refused import Refused
from tests.store.people import account, reading, units_of


@pytest.fixture(autouse=True)
def this_store(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store under test is the one of the settings; and the cheapest hash will do."""
    monkeypatch.setenv("IOC_DATABASE_URL", database_url)
    dear = bcrypt.gensalt
    monkeypatch.setattr(bcrypt, "gensalt", lambda: dear(rounds=4))


def named(username: str) -> Account:
    return next(found for found in all_accounts() if found.username == username)


def subjects(url: str, action: str) -> list[str]:
    """What was done as `action`, in order."""
    with reading(url) as connection:
        events = connection.execute(
            audit.audit_event.select().order_by(audit.audit_event.c.position)
        )
        return [event.subject for event in events if event.action == action]


def test_two_who_take_the_role_from_each_other_leave_one_administrator(database_url: str) -> None:
    first = account(database_url, username="mot", units=[], role="administrator")
    second = account(database_url, username="hai", units=[], role="administrator")
    one, two = named("mot"), named("hai")

    def take(by: int, whose: Account) -> bool:
        try:
            administration.change_account(by, whose, role="staff", unit_ids=())
        except AdministrationRefused:
            return False
        return True

    with ThreadPoolExecutor(max_workers=2) as both:
        done = list(both.map(take, (first, second), (two, one)))
    assert sorted(done) == [False, True]
    assert sorted(found.role for found in all_accounts()) == ["administrator", "staff"]
    assert len(subjects(database_url, "role_changed")) == 1


def test_of_two_who_save_the_same_account_the_second_is_told(database_url: str) -> None:
    units = units_of(database_url)
    seen_by_both = [units["province"]]
    first = account(database_url, username="mot", units=seen_by_both, role="administrator")
    second = account(database_url, username="hai", units=seen_by_both, role="administrator")
    account(database_url, username="canbo", units=[])
    seen = named("canbo")
    administration.change_account(first, seen, role="staff", unit_ids=[units["425"]])
    with pytest.raises(AdministrationRefused, match="somebody else changed"):
        administration.change_account(second, seen, role="editor", unit_ids=[])
    present = named("canbo")
    assert (present.role, present.unit_ids) == ("staff", {units["425"]})
    assert subjects(database_url, "scope_changed") == ["canbo"]


def test_the_log_names_units_by_paths_and_never_holds_a_password(database_url: str) -> None:
    units = units_of(database_url)
    by = account(database_url, username="mot", units=[units["province"]], role="administrator")
    password = administration.create_account(
        by, username="Moi", display_name="", role="staff", unit_ids=[units["412"]]
    )
    again = administration.reset_password(by, named("moi").account_id)
    path = all_units()[units["412"]].path
    with reading(database_url) as connection:
        events = connection.execute(audit.audit_event.select()).all()
    told = " ".join(f"{event.subject} {event.detail}" for event in events)
    assert path in told and password not in told and again not in told and password != again
    assert {event.account_id for event in events} == {by}


def test_what_is_refused_leaves_neither_a_change_nor_an_event(database_url: str) -> None:
    by = account(database_url, username="mot", units=[], role="administrator")
    for username, role in (("x", "staff"), ("mot", "staff"), ("hai", "king")):
        with pytest.raises(Refused):
            administration.create_account(
                by, username=username, display_name="", role=role, unit_ids=()
            )
    with pytest.raises(Refused):
        administration.disable_account(by, by)
    with pytest.raises(Refused):
        administration.end_sessions(by, 999)
    assert len(all_accounts()) == 1
    with reading(database_url) as connection:
        assert audit.head(connection) == audit.NO_HEAD


def test_a_demo_administrator_does_not_count_in_production(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = account(database_url, username="mot", units=[], role="administrator")
    account(database_url, username="demo", units=[], role="administrator", is_demo=True)
    monkeypatch.setenv("IOC_MODE", "production")
    with pytest.raises(AdministrationRefused, match="last open administrator"):
        administration.change_account(by, named("mot"), role="leader", unit_ids=())
    monkeypatch.setenv("IOC_MODE", "demo")
    administration.change_account(by, named("mot"), role="leader", unit_ids=())
    assert named("mot").role == "leader"
