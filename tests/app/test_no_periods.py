"""Where nothing was ever observed there is nothing to choose, and nothing is silently ignored."""

import pytest

from store.tables import headline, observation
from tests.app.visiting import everything_said, token_of, visit
from tests.store.people import writing


@pytest.mark.parametrize("asked", [{"period": "rubbish"}, {"unit": "nosuch"}, {"era": "x"}])
def test_what_an_address_asks_for_is_refused_where_there_is_nothing_to_choose(
    visited_url: str, asked: dict[str, str]
) -> None:
    with writing(visited_url) as connection:
        connection.execute(headline.delete())
        connection.execute(observation.delete())
    token = token_of(visited_url, "lanhdao")
    plain = visit(token, province="nghe-an", lang="vi")
    assert not plain.exception and "Nghệ An" in everything_said(plain)
    refused = visit(token, province="nghe-an", lang="vi", **asked)
    assert any(next(iter(asked.values())) in notice.value for notice in refused.info)
