"""The page of documents: what is in each, and links that tell of what the screen shows."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from pages.downloads.files import KINDS_OF
from store.accounts import find_account
from store.audit import Action, record
from store.clock import now
from tests.app.test_frozen import opened
from tests.app.visiting import everything_said, token_of, visit
from tests.store.people import writing

PAPER = re.compile(r'data-order="([^"]+)"')


def orders(said: str) -> dict[str, dict[str, list[str]]]:
    """The parameters of each document that can be ordered, by its file."""
    found = [urlsplit(unescape(address)) for address in PAPER.findall(said)]
    return {each.path.rsplit("/", maxsplit=1)[-1]: parse_qs(each.query) for each in found}


def test_every_document_is_offered_for_just_what_the_screen_shows(visited_url: str) -> None:
    address = {"province": "bac-giang", "period": "2025-08", "indicator": "DVC01", "lang": "en"}
    app = visit(token_of(visited_url, "lanhdao"), screen="documents", **address)
    assert not app.exception and not app.error
    found = orders(everything_said(app))
    assert set(found) == {
        "briefing.pdf", "unit_pages.pdf", "slides.pptx", "tables.xlsx", "notice.docx",
        "picture.png",
    }  # fmt: skip
    for file, asked in found.items():
        name, kind = file.split(".")
        assert kind in KINDS_OF[name]
        assert asked["province"] == ["bac-giang"] and asked["period"] == ["2025-08"]
        assert asked["lang"] == ["en"] and int(asked["as_of"][0]) > 0
    assert found["briefing.pdf"]["indicator"] == ["DVC01"]
    assert "58 pages" in everything_said(app)


@pytest.mark.parametrize("user", ["lanhdao", "canbo"])
def test_a_unit_asked_about_is_asked_of_every_document(visited_url: str, user: str) -> None:
    app = visit(token_of(visited_url, user), screen="documents", province="nghe-an", unit="425")
    found = orders(everything_said(app))
    assert found and all(asked["unit"] == ["425"] for asked in found.values())
    assert "1 trang" in everything_said(app)


def test_a_figure_that_is_not_there_is_refused_by_name(visited_url: str) -> None:
    app = visit(
        token_of(visited_url, "lanhdao"), screen="documents", province="nghe-an", figure="none"
    )
    said = everything_said(app)
    assert "none" in said and not orders(said)


def test_beside_the_documents_stand_the_meetings_and_what_was_fetched_lately(
    visited_url: str,
) -> None:
    with writing(visited_url) as connection:
        by = find_account(connection, username="lanhdao")
        for name in ("nghe-an_<b>.pdf", "nghe-an_sau.pptx"):
            record(
                connection,
                now=now(),
                action=Action.EXPORTED,
                subject=name,
                account_id=by,
                detail={"as_of": 7},
            )
    at = opened(visited_url)
    token = token_of(visited_url, "lanhdao")
    told = everything_said(visit(token, screen="documents", province="nghe-an"))
    assert told.index("nghe-an_sau.pptx") < told.index("nghe-an_&lt;b&gt;.pdf")
    (way,) = re.findall(r'href="(/documents\?[^"]*at=\d+[^"]*)"', told)
    assert parse_qs(urlsplit(unescape(way)).query)["at"] == [str(at)]
    still = everything_said(visit(token, screen="documents", province="nghe-an", at=str(at)))
    assert 'class="ioc-chosen"><a href="/documents' in still
    # The way to the newest figures leads over the question that is recorded.
    assert re.search(r'href="/meetings\?[^"]*view=leave[^"]*"[^>]*>Số liệu hiện hành', still)
    others = everything_said(visit(token_of(visited_url, "canbo"), screen="documents"))
    assert "nghe-an_sau.pptx" not in others
