"""Every figure with hostile names, with zero rows and with nulls: inert, whole, never broken."""

from collections.abc import Callable
from html.parser import HTMLParser

import polars as pl
import pytest

from components.blocks.card import Card, card_html
from components.blocks.headline import funnel_card, side_by_side_card
from components.blocks.units import units_card
from components.blocks.work import burn_up_card, due_card, plans_card
from components.figures.gauges import headline_gauges
from components.markup import LONGEST, plain, safe
from components.reader import Reader
from components.theme import DARK
from tests.unit.figure_rows import (
    ONLINE_RATE,
    TODAY,
    VI,
    boundaries,
    burn_up,
    headline,
    headlines,
    item,
    items,
    plan,
    plans,
    services,
    side,
    square,
    step,
    unit,
    units,
)

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>\" onmouseover='alert(1)' **đậm** "
    "[a](javascript:x) $x$ :material/home: {tip} %s \u202etreo\u202c a" + "\u0301" * 50 + "Ơ" * 300
)
FIGURES = headlines(
    headline(),
    services(),
    side("DVC02", 0.5712),
    side("DVC03", 0.2796),
    step("DDI01", 100.0),
    step("DDI03", 80.0),
)
OUTLINES = boundaries(square(1, 105.0, 19.0, size=0.5), square(2, 105.5, 19.0, size=0.5))
UNITS = units(unit(1, 0.5), unit(2, 0.2))


def drawn_units(values: pl.DataFrame, reader: Reader) -> str:
    card = units_card(values, OUTLINES, measure=ONLINE_RATE, reader=reader, theme=DARK, height=420)
    return drawn(card.card) + card.legend


def drawn(card: Card) -> str:
    return card_html(card) + safe(card.title)


# Each figure with a frame that it takes.
DRAWN: dict[str, tuple[pl.DataFrame, Callable[[pl.DataFrame, Reader], str]]] = {
    "gauges": (FIGURES, lambda frame, reader: headline_gauges(frame, reader=reader)),
    "sides": (FIGURES, lambda frame, reader: drawn(side_by_side_card(frame, reader=reader))),
    "funnel": (FIGURES, lambda frame, reader: drawn(funnel_card(frame, reader=reader))),
    "units": (UNITS, drawn_units),
    "plans": (plans(plan()), lambda frame, reader: drawn(plans_card(frame, reader=reader))),
    "burn_up": (
        burn_up((TODAY, 5, 1, 2)),
        lambda frame, reader: drawn(burn_up_card(frame, plan=plan(), reader=reader)),
    ),
    "due": (
        items(item(-3), item(4)),
        lambda frame, reader: drawn(due_card(frame, today=TODAY, reader=reader)),
    ),
}
# What the store itself holds to be there.
OF_A_HEADLINE = (
    "place",
    "indicator",
    "name_vi",
    "name_en",
    "measure",
    "unit_of_measure",
    "polarity",
    "status",
)
NEVER_NULL = {
    "gauges": OF_A_HEADLINE,
    "sides": OF_A_HEADLINE,
    "funnel": OF_A_HEADLINE,
    "units": ("unit_id", "level", "status"),
    "plans": ("plan_id", "plan_kind", "total"),
    "burn_up": ("day", "scope", "done", "due"),
    "due": ("work_item_id", "plan_id", "item", "state", "days_left", "deadline"),
}
EVERY_FIGURE = pytest.mark.parametrize("name", DRAWN)


class Tags(HTMLParser):
    """Collects the tags and attributes a browser would see."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.depth = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.depth += tag not in ("col", "br", "img")

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1


OURS = {"title", "class", "style", "aria-hidden"}


@pytest.mark.trust("C24")
@EVERY_FIGURE
def test_hostile_names_stay_text(name: str) -> None:
    frame, draw = DRAWN[name]
    told = [column for column in frame.columns if column.endswith(("_vi", "_en"))]
    spoilt = frame.with_columns(pl.lit(HOSTILE).alias(column) for column in told)
    tags = Tags(draw(spoilt, VI))
    assert not tags.names & {"script", "img", "a", "iframe", "svg", "style", "link"}
    assert tags.attributes <= OURS
    assert tags.depth == 0


@EVERY_FIGURE
def test_zero_rows_are_drawn_as_a_sentence(name: str) -> None:
    frame, draw = DRAWN[name]
    for language in ("vi", "en"):
        text = draw(frame.clear(), Reader(language))
        assert "ioc-nothing" in text
        assert "None" not in text


@EVERY_FIGURE
def test_rows_of_nulls_break_nothing(name: str) -> None:
    frame, draw = DRAWN[name]
    kept = NEVER_NULL[name]
    nulls = frame.with_columns(
        pl.lit(None, dtype=dtype).alias(column)
        for column, dtype in frame.schema.items()
        if column not in kept
    )
    text = draw(nulls, VI)
    assert "None" not in text
    assert ">nan" not in text


@pytest.mark.trust("C25")
def test_text_of_others_is_one_short_line() -> None:
    line = plain(HOSTILE + "\n\r\nmục hai\x00\t")
    assert len(line) <= LONGEST
    assert "\n" not in line
    assert "\u202e" not in line
    assert "\u0301" * 3 not in plain("a" + "\u0301" * 50)


def test_vietnamese_text_is_not_touched() -> None:
    assert plain("Phường Quỳnh Xuân – Đô Lương") == "Phường Quỳnh Xuân – Đô Lương"
    # Letters that come apart are put together again.
    assert plain("Tỷ lệ") == "Tỷ lệ"


@pytest.mark.trust("C24")
def test_what_is_safe_cannot_leave_text_or_attribute() -> None:
    assert safe("<b>\"'&") == "&lt;b&gt;&quot;&#x27;&amp;"
