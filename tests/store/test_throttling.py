from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import bcrypt
import pytest
from sqlalchemy import func, select

from store.database import engine
from store.sessions import redeem_ticket, signed_in_with
from store.settings import Settings
from store.sign_in import Caller, sign_in
from store.tables import audit_event, login_attempt
from store.throttling import (
    FREE_FOR_ONE_NAME,
    FREE_FROM_ONE_ADDRESS,
    FREE_FROM_ONE_PLACE,
    KNOWN_FOR,
    LONGEST_WAIT,
    WINDOW,
    TooManyAttempts,
    claim_attempt,
    confirm_attempt,
    place_of,
    remember_browser,
)
from tests.store.people import NOW, PASSWORD, account, reading, writing

CHAIRMAN, DESK, ELSEWHERE = "chutich", "10.40.0.7", "203.0.113.9"
HIS_BROWSER = "b" * 43
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash takes a quarter of a second by design; here the cheapest will do."""
    dear = bcrypt.gensalt
    monkeypatch.setattr(bcrypt, "gensalt", lambda: dear(rounds=4))
    cheap = bcrypt.hashpw(b"nobody", bcrypt.gensalt()).decode()
    monkeypatch.setattr("store.passwords.NOBODYS_HASH", cheap)


def fails(
    url: str, name: str = CHAIRMAN, *, at: str = ELSEWHERE, now: datetime = NOW, browser: str = ""
) -> timedelta | None:
    """One wrong try: how long it would have had to wait, None when it was taken."""
    try:
        with writing(url) as connection:
            claim_attempt(connection, username=name, place=place_of(at, browser or None), now=now)
    except TooManyAttempts as refused:
        return refused.wait
    return None


def enters(
    url: str,
    *,
    at: str | None = DESK,
    browser: str | None = None,
    now: datetime = NOW,
    password: str = PASSWORD,
    name: str = CHAIRMAN,
) -> str | None:
    """The ticket of one try through the door itself."""
    return sign_in(
        username=name,
        password=password,
        now=now,
        caller=Caller(address=at, browser_id=browser),
        settings=Settings(database_url=url),
    )


def is_let_in(url: str, **more: object) -> bool:
    try:
        return enters(url, **more) is not None  # type: ignore[arg-type]
    except TooManyAttempts:
        return False


def signs_in_and_is_remembered(url: str, *, browser: str = HIS_BROWSER, at: str = DESK) -> None:
    """What server/auth.py does with the ticket of a sign-in."""
    ticket = enters(url, at=at, browser=browser)
    assert ticket is not None
    with writing(url) as connection:
        token = redeem_ticket(connection, ticket, now=NOW)
        assert token is not None
        username, signed_in_at = signed_in_with(connection, token)
        remember_browser(
            connection, username=username, signed_in_at=signed_in_at, browser_id=browser
        )


@pytest.mark.trust("A5")
def test_five_wrong_passwords_are_free_then_each_waits_twice_as_long(database_url: str) -> None:
    assert [fails(database_url) for _ in range(6)] == [None] * 5 + [MINUTE]
    moment = NOW
    for minutes in (1, 2, 4, 8, 15, 15):
        just_before = moment + timedelta(minutes=minutes, seconds=-1)
        assert fails(database_url, now=just_before) == timedelta(seconds=1)
        moment += timedelta(minutes=minutes)
        assert fails(database_url, now=moment) is None


def test_what_comes_too_early_is_not_counted_and_makes_nobody_wait_longer(sqlite_url: str) -> None:
    for _ in range(200):
        fails(sqlite_url)
    with reading(sqlite_url) as connection:
        assert connection.scalar(select(func.count()).select_from(login_attempt)) == 5
    assert fails(sqlite_url, now=NOW + MINUTE) is None


@pytest.mark.trust("A5")
def test_failures_are_forgotten_after_an_hour(sqlite_url: str) -> None:
    for _ in range(5):
        fails(sqlite_url)
    assert [fails(sqlite_url, now=NOW + WINDOW) for _ in range(6)] == [None] * 5 + [MINUTE]
    with reading(sqlite_url) as connection:
        assert connection.scalar(select(func.count()).select_from(login_attempt)) == 5


@pytest.mark.trust("A6")
def test_the_longest_wait_is_a_quarter_of_an_hour_however_long_it_goes_on(sqlite_url: str) -> None:
    moment = NOW
    for _ in range(60):
        waited = fails(sqlite_url, now=moment)
        assert waited is None or waited <= LONGEST_WAIT
        moment += waited or timedelta()


@pytest.mark.trust("A5")
def test_two_hundred_names_from_one_address_are_held_up(database_url: str) -> None:
    waits = [fails(database_url, f"user{n}") for n in range(200)]
    assert waits.count(None) == FREE_FROM_ONE_ADDRESS
    assert fails(database_url, "user0", at="203.0.113.10") is None


@pytest.mark.trust("A5")
def test_one_name_from_two_hundred_addresses_is_held_up(sqlite_url: str) -> None:
    waits = [fails(sqlite_url, at=f"203.0.{n}.1") for n in range(200)]
    assert waits.count(None) == FREE_FOR_ONE_NAME
    assert fails(sqlite_url, "somebody-else", at="203.0.0.1") is None


@pytest.mark.trust("A6")
def test_an_attack_from_elsewhere_does_not_keep_the_chairman_from_his_desk(
    database_url: str,
) -> None:
    account(database_url, units=[], username=CHAIRMAN)
    assert is_let_in(database_url, at=DESK)
    for n in range(200):
        fails(database_url, at=f"203.0.{n}.1")
    assert is_let_in(database_url, at=DESK)
    assert not is_let_in(database_url, at="203.0.250.1")


@pytest.mark.trust("A6")
def test_an_attack_from_his_own_address_does_not_keep_him_from_his_browser(
    database_url: str,
) -> None:
    account(database_url, units=[], username=CHAIRMAN)
    signs_in_and_is_remembered(database_url)
    for n in range(200):
        fails(database_url, at=DESK)
        fails(database_url, f"user{n}", at=DESK)
    assert not is_let_in(database_url, at=DESK)
    assert not is_let_in(database_url, at=DESK, browser="x" * 43)
    assert is_let_in(database_url, at=DESK, browser=HIS_BROWSER)
    assert is_let_in(database_url, at=ELSEWHERE, browser=HIS_BROWSER)


def test_his_browser_too_may_guess_five_times_only(sqlite_url: str) -> None:
    account(sqlite_url, units=[], username=CHAIRMAN)
    signs_in_and_is_remembered(sqlite_url)
    waits = [fails(sqlite_url, at=f"10.0.{n}.1", browser=HIS_BROWSER) for n in range(20)]
    assert waits.count(None) == FREE_FROM_ONE_PLACE


def test_a_browser_is_known_for_the_account_that_signed_in_and_for_no_other(
    sqlite_url: str,
) -> None:
    account(sqlite_url, units=[], username=CHAIRMAN)
    signs_in_and_is_remembered(sqlite_url)
    waits = [fails(sqlite_url, "phochutich", at=DESK, browser=HIS_BROWSER) for _ in range(20)]
    assert waits.count(None) == FREE_FROM_ONE_PLACE
    assert fails(sqlite_url, "phochutich", at=DESK) is not None


def test_a_browser_that_never_comes_back_is_forgotten(sqlite_url: str) -> None:
    account(sqlite_url, units=[], username=CHAIRMAN)
    signs_in_and_is_remembered(sqlite_url)
    later = NOW + KNOWN_FOR
    fails(sqlite_url, "anybody", now=later)
    for _ in range(FREE_FROM_ONE_PLACE):
        fails(sqlite_url, at=DESK, now=later)
    assert fails(sqlite_url, at=DESK, browser=HIS_BROWSER, now=later) is not None


def test_a_success_forgives_this_name_from_this_place_and_nothing_else(sqlite_url: str) -> None:
    account(sqlite_url, units=[], username=CHAIRMAN)
    for _ in range(4):
        fails(sqlite_url, at=DESK)
        fails(sqlite_url, at=ELSEWHERE)
        fails(sqlite_url, "user", at=DESK)
    assert is_let_in(sqlite_url, at=DESK)
    waits = {
        (name, at): [fails(sqlite_url, name, at=at) for _ in range(6)].count(None)
        for name, at in ((CHAIRMAN, DESK), (CHAIRMAN, ELSEWHERE), ("user", DESK))
    }
    assert waits == {(CHAIRMAN, DESK): 5, (CHAIRMAN, ELSEWHERE): 1, ("user", DESK): 1}


def test_a_right_password_that_comes_too_early_is_not_even_tried(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    account(sqlite_url, units=[], username=CHAIRMAN)
    for _ in range(5):
        fails(sqlite_url, at=DESK)
    monkeypatch.setattr("store.sign_in.check_password", None)
    with pytest.raises(TooManyAttempts):
        enters(sqlite_url, at=DESK)


@pytest.mark.trust("A7")
@pytest.mark.parametrize("name", [CHAIRMAN, "khong-ai", "CHỦ TỊCH\x00", "x" * 5000, "ﷺ" * 256])
def test_known_and_unknown_names_get_the_same_answers(database_url: str, name: str) -> None:
    account(database_url, units=[], username=CHAIRMAN)
    answers: list[str | None] = []
    for _ in range(7):
        try:
            answers.append(enters(database_url, name=name, password="sai mật khẩu"))
        except TooManyAttempts as refused:
            answers.append(refused.sentence(language="en"))
    assert answers == [None] * 5 + ["Too many attempts. Try again in 1 min."] * 2


@pytest.mark.trust("A7")
def test_known_and_unknown_names_cost_the_same_work(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    account(sqlite_url, units=[], username=CHAIRMAN)
    hashes: list[bytes] = []
    check: Callable[[bytes, bytes], bool] = bcrypt.checkpw
    monkeypatch.setattr(
        bcrypt, "checkpw", lambda word, kept: hashes.append(kept[:7]) or check(word, kept)
    )
    work = {}
    for name in (CHAIRMAN, "khong-ai"):
        before = len(hashes)
        for _ in range(9):
            is_let_in(sqlite_url, name=name, password="sai", at=f"10.1.1.{len(name)}")
        work[name] = len(hashes) - before
    assert work == {CHAIRMAN: 5, "khong-ai": 5}


@pytest.mark.trust("A8")
@pytest.mark.parametrize("spelling", ["ADMIN", " admin ", "ａｄｍｉｎ", "ad\u200bmin", "admin\x00"])
def test_every_spelling_of_a_name_is_counted_as_one(sqlite_url: str, spelling: str) -> None:
    for _ in range(4):
        enters(sqlite_url, name="admin", password="sai")
    enters(sqlite_url, name=spelling, password="sai")
    with pytest.raises(TooManyAttempts):
        enters(sqlite_url, name="admin", password="sai")


@pytest.mark.trust("A5")
def test_of_many_who_come_at_once_for_the_last_try_one_is_taken(database_url: str) -> None:
    for _ in range(4):
        fails(database_url)
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: fails(database_url), range(8)))
    assert waits.count(None) == 1


@pytest.mark.trust("A5")
def test_another_process_and_a_restart_count_on(database_url: str) -> None:
    for _ in range(5):
        fails(database_url)
        # Nothing is kept outside the store: a new process begins with a new engine.
        engine(database_url).dispose()
        engine.cache_clear()
    assert fails(database_url) == MINUTE


@pytest.mark.trust("A12")
def test_a_try_whose_process_died_counts_as_a_failure(sqlite_url: str) -> None:
    for _ in range(5):
        assert fails(sqlite_url) is None  # claimed, and nobody ever came back to confirm it
    assert fails(sqlite_url) == MINUTE


def test_a_failure_noted_by_a_clock_that_ran_ahead_keeps_nobody_out(sqlite_url: str) -> None:
    for _ in range(5):
        fails(sqlite_url, now=NOW + timedelta(days=1))
    assert fails(sqlite_url, now=NOW) is None


def test_two_tabs_that_succeed_at_once_forgive_each_other(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        place = place_of(DESK)
        tabs = [
            claim_attempt(connection, username=CHAIRMAN, place=place, now=NOW) for _ in range(2)
        ]
        for attempt in tabs:
            confirm_attempt(connection, attempt)
    with reading(sqlite_url) as connection:
        assert connection.scalars(select(login_attempt.c.succeeded)).all() == [True]


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("203.0.113.9", "203.0.113.9"),
        (" ::ffff:203.0.113.9 ", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        (None, "unknown"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_all_addresses_of_one_caller_are_one_place(address: str | None, counted_as: str) -> None:
    assert place_of(address).address == counted_as


def test_who_came_in_and_who_was_refused_stands_in_the_audit_log(sqlite_url: str) -> None:
    account_id = account(sqlite_url, units=[], username=CHAIRMAN)
    enters(sqlite_url, password="sai mật khẩu")
    enters(sqlite_url, name="tôi gõ nhầm mật khẩu vào đây", password="sai")
    assert enters(sqlite_url) is not None
    noted = select(audit_event.c.action, audit_event.c.subject, audit_event.c.account_id)
    with reading(sqlite_url) as connection:
        assert connection.execute(noted.order_by(audit_event.c.position)).all() == [
            ("sign_in_refused", CHAIRMAN, None),
            ("sign_in_refused", "", None),
            ("signed_in", CHAIRMAN, account_id),
        ]
        assert "nhầm" not in str(connection.execute(select(audit_event)).all())
