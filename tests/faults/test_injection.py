import re
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect
from sqlalchemy import func, inspect, select, update

from domain.choices import LONGEST_CODE_SHOWN, UnknownChoice, chosen_code
from domain.scope import Scope
from pages import PAGES
from pages.downloads.files import FILES
from store.database import engine
from store.tables import indicator, plan, province, source_document, target, unit, work_item
from tests.app.visiting import everything_said, token_of, visit
from tests.browser.board import Board, NewVisitor
from tests.browser.screens import SignIn, Situation
from tests.faults.files import csv_rows, made, xlsx_cells
from tests.store.people import reading, writing

SQL = (
    "Robert'); DROP TABLE unit;--",
    "' UNION SELECT password_hash FROM account --",
    "%_[]\\",
    ";--",
    "{0} {name} %s %(x)s :x ?",
)
MARKUP = (
    "<img src=x onerror=document.title='hacked'>",
    "<script>document.title='hacked'</script>",
    "</style><svg onload=alert(1)>",
    "[a](javascript:alert(1)) ![](http://out.example/x.png)",
    "$\\frac{1}{2}$ :red[x] :material/home: **x** `x`",
    "%{customdata} <a href='http://out.example'>x</a> {{x}} ${x}",
    "<b>\"' onmouseover='alert(1)'",
)
SHAPES = (
    "\u202etreo \u200b\u200bngược\u202c",
    "a" + "\u0301" * 5000,
    "Ơ" * 300,
    "\ufeff\x07\x1b[31m đỏ",
)
FREE_TEXTS = {
    unit: ("name_vi", "name_en", "full_name_vi", "full_name_en", "accountable_post_vi"),
    work_item: ("title_vi", "title_en", "group_vi", "group_en", "deadline_text"),
    plan: ("name_vi", "name_en"),
    indicator: ("name_vi", "name_en"),
    source_document: ("title_vi", "title_en"),
    target: ("note_vi", "note_en"),
    province: ("name_vi", "name_en"),
}
OURS = {
    "div", "span", "p", "b", "i", "u", "s", "em", "strong", "small", "ul", "ol", "li", "h3", "h4",
    "section", "article", "table", "thead", "tbody", "colgroup", "col", "tr", "th", "td", "nav",
    "a", "br", "dl", "dt", "dd", "header", "footer", "figure", "figcaption",
}  # fmt: skip


def spoil(url: str, *, first: int = 0) -> None:
    """Write hostile texts into every free text that reaches a screen or a file, each in turn.

    `first` is the text that the first row gets.
    """
    texts = (*SQL, *MARKUP, *SHAPES)
    with writing(url) as connection:
        for table, columns in FREE_TEXTS.items():
            for row_id in connection.scalars(select(table.c.id).order_by(table.c.id)).all():
                text = f"{texts[(row_id + first) % len(texts)]} {row_id}"
                values = dict.fromkeys(columns, text)
                connection.execute(update(table).where(table.c.id == row_id).values(values))


class Tags(HTMLParser):
    """The tags, attributes and addresses a browser would see."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.handlers: set[str] = set()
        self.addresses: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.handlers |= {name for name, _ in attrs if name.startswith("on")}
        self.addresses |= {str(value) for name, value in attrs if name in ("href", "src")}


@pytest.mark.trust("C23", "C24", "C25")
@pytest.mark.parametrize("first", [0, 4, 8, 12])
def test_a_screen_full_of_hostile_names_stands_and_they_are_text(
    visited_url: str, first: int
) -> None:
    tables = set(inspect(engine(visited_url)).get_table_names())
    spoil(visited_url, first=first)
    app = visit(token_of(visited_url, "lanhdao"), province="nghe-an")
    assert not app.exception and not app.error
    bodies = [str(getattr(block.proto, "body", "")) for block in app.get("html")]
    html = "\n".join(body for body in bodies if not body.startswith("<style>"))
    seen = Tags(html)
    assert seen.names <= OURS
    assert not seen.handlers
    own = {"/download", *(f"/{page.key}" for page in PAGES)}
    assert {re.split(r"(?<=.)[/?]", address)[0] for address in seen.addresses} <= own
    assert "\u202e" not in html and "\u0301" * 3 not in html
    # Nothing in markdown: names stand in HTML of ours, in options and on the map alone.
    assert not any("out.example" in element.value for element in app.markdown)
    assert set(inspect(engine(visited_url)).get_table_names()) == tables
    with reading(visited_url) as connection:
        assert connection.scalar(select(func.count()).select_from(unit)) > 100


@pytest.mark.trust("C23", "C24")
def test_files_full_of_hostile_names_hold_them_as_text(visited_url: str) -> None:
    spoil(visited_url)
    with reading(visited_url) as connection:
        scope = Scope(provinces=frozenset(connection.scalars(select(province.c.id))))
    for name in FILES:
        rows = csv_rows(made(scope, name, "csv"))
        assert {len(row) for row in rows} == {len(rows[0])}
        assert xlsx_cells(made(scope, name, "xlsx"))


@pytest.mark.trust("C23")
@given(asked=st.lists(st.text(), max_size=3), options=st.sets(st.text(max_size=5)))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_no_text_of_an_address_is_taken_for_more_than_a_code(
    asked: list[str], options: set[str]
) -> None:
    try:
        code = chosen_code("unit", asked, options=options | {""}, default="")
    except UnknownChoice as unknown:
        assert len(asked) > 1 or asked[0] not in options
        assert len(unknown.asked) <= LONGEST_CODE_SHOWN
    else:
        assert code in options | {""}
        assert asked in ([], [code])


@pytest.mark.trust("C23")
@pytest.mark.parametrize("text", [*SQL[:2], *MARKUP[:1]])
@pytest.mark.parametrize("parameter", ["lang", "sort", "order", "embed", "indicator", "plan"])
def test_a_hostile_choice_changes_nothing_but_the_sentence(
    visited_url: str, parameter: str, text: str
) -> None:
    app = visit(token_of(visited_url, "lanhdao"), **{parameter: text})
    assert not app.exception and not app.error
    said = everything_said(app)
    assert not Tags(said.replace(text, "")).handlers
    known = parameter in ("indicator", "plan")
    assert len(app.info) == (1 if known else 0)


@pytest.mark.trust("C24", "C25")
def test_hostile_names_run_nothing_ask_nobody_and_leave_the_layout_whole(
    fresh_board: Board, new_visitor: NewVisitor
) -> None:
    spoil(fresh_board.database_url)
    page = new_visitor(fresh_board)
    page.goto("/?province=nghe-an")
    SignIn(page).set_account("lanhdao")
    situation = Situation(page)
    situation.expect_shown()
    situation.expect_map_drawn()
    situation.expect_no_scrolling()
    situation.expect_reads("<img src=x onerror=")
    assert "hacked" not in page.title()
    expect(page.locator("img[src=x], a[href*=javascript], [onerror], [onload]")).to_have_count(0)
    # Requests to other hosts fail the test by themselves (tests/browser/visitors.py).
