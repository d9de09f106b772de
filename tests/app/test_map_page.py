"""The page of the map through the shell: what the address asks for, and what is refused."""

import json
import zlib
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.reader import Reader
from tests.app.visiting import (
    STATEMENTS_OF_A_WARM_RUN,
    everything_said,
    statements,
    token_of,
    visit,
)

# What the map of 58 units may bring, deflated.
MOST_BYTES_OF_A_MAP = 120_000
VI = Reader("vi")


def deck_of(app: AppTest) -> dict[str, Any]:
    """What the browser is told to draw."""
    (chart,) = app.get("deck_gl_json_chart")
    spec: dict[str, Any] = json.loads(chart.proto.json)
    return spec


def layers(app: AppTest) -> list[str]:
    return [layer["id"] for layer in deck_of(app)["layers"]]


@pytest.mark.parametrize("province", ["nghe-an", "ha-tinh", "bac-giang"])
@pytest.mark.parametrize("view", ["map", "months", "columns"])
@pytest.mark.parametrize("fill", ["classes", "status"])
def test_every_view_is_drawn_in_every_province(
    visited_url: str, province: str, view: str, fill: str
) -> None:
    address = {"province": province, "view": view, "fill": fill}
    app = visit(token_of(visited_url, "lanhdao"), screen="map", **address)
    assert not app.exception and not app.error, [e.value for e in app.error]
    said = everything_said(app)
    assert "ioc-unit-table" in said
    assert VI.text("map.outlines_schematic") in said
    assert VI.text("map.outlines_licence", licence="MIT")[:-2] in said
    assert ("ioc-months-legend" in said) == (view == "months")


@pytest.mark.parametrize(
    ("parameter", "asked"),
    [
        ("indicator", "DVC99"),
        ("unit", "999"),
        ("view", "nonsense"),
        ("view", ["map", "months"]),
        ("fill", "<b>"),
        ("period", "1999"),
    ],
)
def test_what_is_not_there_gets_one_sentence_and_no_figures(
    visited_url: str, parameter: str, asked: str | list[str]
) -> None:
    app = visit(token_of(visited_url, "lanhdao"), screen="map", **{parameter: asked})
    assert not app.exception and not app.error
    assert len(app.info) == 1
    assert 'class="ioc-unit-table"' not in everything_said(app)


def test_a_unit_out_of_scope_is_refused_and_its_figures_are_not_sent(visited_url: str) -> None:
    refused = visit(token_of(visited_url, "canbo"), screen="map", unit="417")
    assert len(refused.info) == 1
    own = visit(token_of(visited_url, "canbo"), screen="map")
    assert "Diễn Châu" in everything_said(own)
    assert "Kỳ Sơn" not in everything_said(own) + json.dumps(deck_of(own), ensure_ascii=False)


def test_the_unit_of_the_address_is_outlined_told_and_leads_on(visited_url: str) -> None:
    app = visit(token_of(visited_url, "lanhdao"), screen="map", unit="417")
    assert "units-417" in layers(app)
    assert "chosen-0" in layers(app)
    said = everything_said(app)
    assert "<b>Huyện Kỳ Sơn</b>" in said
    assert 'aria-current="true"' in said
    assert "unit=417" in said


def test_without_a_unit_the_page_says_how_to_choose_one(visited_url: str) -> None:
    app = visit(token_of(visited_url, "lanhdao"), screen="map")
    assert "units" in layers(app)
    assert VI.text("map.choose_unit") in everything_said(app)


def test_the_next_period_is_one_press_away_and_lives_in_the_address(visited_url: str) -> None:
    app = visit(token_of(visited_url, "lanhdao"), screen="map", period="2023-05")
    named = {button.key: button for button in app.button}
    assert not named["map_before"].disabled and not named["map_after"].disabled
    assert not named["map_start"].disabled
    last = visit(token_of(visited_url, "lanhdao"), screen="map", period="2024-03")
    assert {button.key: button for button in last.button}["map_after"].disabled


def test_a_made_up_end_of_play_stops_it(visited_url: str) -> None:
    app = visit(token_of(visited_url, "lanhdao"), screen="map", period="2023-05", play="<b>")
    assert not app.exception and not app.error
    assert "play" not in app.query_params


@pytest.mark.parametrize("view", ["map", "months", "columns"])
def test_a_warm_run_asks_the_store_for_nothing_of_its_own(visited_url: str, view: str) -> None:
    token = token_of(visited_url, "lanhdao")
    visit(token, screen="map", view=view)
    with statements(visited_url) as seen:
        visit(token, screen="map", view=view)
    assert len(seen) == STATEMENTS_OF_A_WARM_RUN, seen


def test_another_chosen_unit_asks_the_store_for_nothing_of_the_map(visited_url: str) -> None:
    token = token_of(visited_url, "lanhdao")
    visit(token, screen="map", unit="417")
    with statements(visited_url) as seen:
        visit(token, screen="map", unit="425")
    assert not [statement for statement in seen if "boundary" in statement], seen


def test_the_map_of_58_units_is_small(visited_url: str) -> None:
    app = visit(token_of(visited_url, "lanhdao"), screen="map", province="bac-giang")
    (chart,) = app.get("deck_gl_json_chart")
    assert len(zlib.compress(chart.proto.SerializeToString(), 6)) <= MOST_BYTES_OF_A_MAP
