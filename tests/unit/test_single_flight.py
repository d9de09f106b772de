from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from server.single_flight import Late, SingleFlight

AT_ONCE, LONG = 0.05, 20.0


def test_who_asks_for_the_same_gets_what_was_made_once() -> None:
    flight, go, made = SingleFlight(most=4, name="test"), Event(), []

    def make() -> int:
        go.wait()
        made.append(1)
        return len(made)

    with ThreadPoolExecutor(10) as pool:
        asked = [pool.submit(flight.result, "key", make, seconds=LONG) for _ in range(10)]
        go.set()
        assert {each.result() for each in asked} == {1}
    assert flight.result("another", lambda: 7, seconds=LONG) == 7


def test_what_fails_fails_for_all_who_wait_and_is_tried_anew_afterwards() -> None:
    flight = SingleFlight(most=1, name="test")

    def fail() -> int:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        flight.result("key", fail, seconds=LONG)
    assert flight.result("key", lambda: 2, seconds=LONG) == 2


def test_nobody_waits_longer_than_asked_and_what_hangs_is_not_begun_again() -> None:
    flight, go, begun = SingleFlight(most=1, name="test"), Event(), []

    def hang() -> int:
        begun.append(1)
        go.wait()
        return 3

    for key in ("key", "key", "another"):
        with pytest.raises(Late):
            flight.result(key, hang, seconds=AT_ONCE)
    assert (len(begun), flight.running) == (1, 1)
    assert not flight.begin("another", hang)
    go.set()
    flight.wait()
    assert flight.result("another", lambda: 4, seconds=LONG) == 4


def test_a_failure_that_is_called_a_time_limit_is_not_taken_for_ours() -> None:
    flight = SingleFlight(most=1, name="test")

    def give_up() -> int:
        raise TimeoutError("of somebody else")

    with pytest.raises(TimeoutError, match="somebody else"):
        flight.result("key", give_up, seconds=LONG)
