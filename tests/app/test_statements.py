"""How often each registered screen asks the store: counts, which every machine finds alike.

Cold is the first visitor after a new batch; warm is everybody after. The shell's own statements
(who is there, is there a new batch, what can be asked about) are counted apart.
"""

import pytest

from pages import PAGES, BoardPage
from tests.app.visiting import forget_answers, statements, token_of, visit

# May open every screen.
EVERYWHERE = "quantri"
# Who is there, the newest batch, is a meeting going on; provinces, periods, eras, units, and how
# fresh the figures are.
OF_THE_SHELL, OF_THE_SHELL_WARM = 8, 3
MOST_OF_A_SCREEN = 8
# Screens of many parts that may ask more often; a new one belongs here only with a reason.
MORE = {
    "situation": 21,  # four plans with their events beside figures, map and burn-up
    "decisions": 64,  # every cause that can make a case for decision, and the moved deadlines
    "tasks": 28,  # items, plans, course, forecast, timeline, what recurs; each with its days off
    "pilot_models": 24,
    "documents": 10,  # beside what it offers the meetings, and the files that were fetched lately
    "bottlenecks": 10,
    "directions": 9,  # beside its own the tasks that may take one up
}
# What may have changed since a moment ago is read at every run: the meetings, one agenda, and the
# meeting before; and of documents the files that were fetched lately.
ALWAYS_READ = {"meetings": 3, "documents": 2}
# Screens of accounts read what may have changed since a moment ago: nothing of theirs is kept.
NOT_KEPT = {"accounts": 3, "walls": 7, "audit": 5, "account": 4}
# The shell asks these only who is there.
OF_THE_SHELL_WITHOUT_A_QUESTION = 1
# What a screen shows only when a unit is asked for.
OF_A_UNIT = {"unit": 23}


def asked_by(page: BoardPage) -> tuple[int, int]:
    """The most statements of `page`, cold and warm, the shell's included."""
    if not page.asks:
        both = OF_THE_SHELL_WITHOUT_A_QUESTION + NOT_KEPT[page.key]
        return both, both
    warm = OF_THE_SHELL_WARM + ALWAYS_READ.get(page.key, 0)
    return OF_THE_SHELL + MORE.get(page.key, MOST_OF_A_SCREEN), warm


def counted(url: str, token: str, page: BoardPage, **address: str) -> int:
    with statements(url) as seen:
        app = visit(token, screen=page.key, **address)
    assert not app.exception and not app.error, page.key
    return len(seen)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_a_screen_asks_the_store_no_more_often_than_it_may(
    visited_url: str, page: BoardPage
) -> None:
    token = token_of(visited_url, EVERYWHERE)
    forget_answers()
    cold = counted(visited_url, token, page, province="nghe-an")
    warm = counted(visited_url, token, page, province="nghe-an")
    most_cold, most_warm = asked_by(page)
    assert cold <= most_cold, f"{page.key}: {cold} statements cold"
    assert warm <= most_warm, f"{page.key}: {warm} statements warm"


@pytest.mark.parametrize("key", OF_A_UNIT)
def test_the_screen_of_one_unit_asks_no_more_often_than_it_may(visited_url: str, key: str) -> None:
    page = next(page for page in PAGES if page.key == key)
    token = token_of(visited_url, EVERYWHERE)
    forget_answers()
    address = {"province": "nghe-an", "unit": "425"}
    assert counted(visited_url, token, page, **address) <= OF_THE_SHELL + OF_A_UNIT[key]
    assert counted(visited_url, token, page, **address) <= OF_THE_SHELL_WARM
