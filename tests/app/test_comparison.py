"""A change can be told against the period before or the same one of last year, by the address."""

import pytest

from assets.wording import DEFAULT_LANGUAGE
from components.reader import Reader
from tests.app.visiting import everything_said, token_of, visit

VI = Reader(DEFAULT_LANGUAGE)


@pytest.mark.parametrize("screen", ["unit", "service_index"])
def test_the_sentence_says_against_what_and_nonsense_gets_a_plain_word(
    visited_url: str, screen: str
) -> None:
    token = token_of(visited_url, "lanhdao")
    about = {"province": "bac-giang", "period": "2025-09", "unit": "07210", "lang": "vi"}
    against_year = visit(token, screen=screen, compare="year", **about)
    assert not against_year.exception
    told = VI.text("asked.compared", period="tháng 9/2024")
    assert told in everything_said(against_year)
    assert told not in everything_said(visit(token, screen=screen, **about))
    nonsense = visit(token, screen=screen, compare="1' or 1=1", **about)
    assert any("1=1" in notice.value for notice in nonsense.info)
