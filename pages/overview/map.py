"""Where in the province does it go well and where not, in one indicator, and since when?

Indicators: every one that places report. For: leaders (which places), staff (all values with the
two counts behind them), presenters (months played one after the other, columns).
"""

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from components.blocks.card import show_title
from components.blocks.download import show_download
from components.blocks.frame import show_notice
from components.blocks.map_card import (
    MapPicture,
    MonthsPicture,
    map_picture,
    map_words,
    months_picture,
    show_choice,
    show_months,
    show_picture,
)
from components.blocks.map_controls import choose_segment, show_months_control
from components.blocks.map_tape import last_months
from components.blocks.menu import GOES_ALONG
from components.figures.map_months import MonthOnMap
from components.figures.unit_rows import unit_table
from components.measures import Measure, Row
from components.sentences import units_sentence
from components.state import choose, chosen, current_screen
from pages import PAGES
from queries.catalogue import indicators_on_map, periods_available
from queries.runner import fetch, kept
from queries.unit_search import of_all_eras
from queries.units import unit_boundaries, unit_values

STYLE = Path(__file__).parents[2] / "assets" / "map.css"
# Of what this page keeps: `map.picture`.
PAGE = "map"
VIEWS, FILLS = ("map", "months", "columns"), ("classes", "status")
CHOICE_WIDTH = 340

screen = current_screen()
asked, reader, theme = screen.question, screen.reader, screen.theme
# One map for everybody: who has chosen which unit is put on it at the end.
of_all = replace(asked, unit_id=None)
when = reader.period(asked.period)
indicators = {row["indicator"]: row for row in fetch(indicators_on_map, asked).to_dicts()}
profile = next((page for page in PAGES if page.key == "unit"), None)


def values_of(code: str) -> pl.DataFrame:
    """What each place reached."""
    return fetch(unit_values, of_all, indicator=code, level="locality")


def outlines() -> pl.DataFrame:
    """The outlines of the places."""
    return fetch(unit_boundaries, of_all, level="locality")


def picture_of(code: str, *, fill: str, columns: bool) -> MapPicture:
    """The map of one indicator."""
    return map_picture(
        values_of(code),
        outlines(),
        measure=Measure.of(indicators[code]),
        reader=reader,
        theme=theme,
        fill=fill,
        columns=columns,
    )


def months_of(code: str, *, fill: str) -> MonthsPicture:
    """The last twelve months of one indicator, each on the units of its own days."""
    months = []
    for period in last_months(asked.period, today=asked.today):
        of_month = replace(of_all, period=period)
        values = fetch(unit_values, of_month, indicator=code, level="locality")
        places = fetch(unit_boundaries, of_month, level="locality")
        months.append(MonthOnMap(period.code, reader.period(period).capitalize(), values, places))
    measure = Measure.of(indicators[code])
    return months_picture(months, measure=measure, reader=reader, theme=theme, fill=fill)


def words_of(code: str) -> str:
    """What stands below the map."""
    measure = Measure.of(indicators[code])
    return map_words(values_of(code), outlines(), measure=measure, reader=reader, when=when)


def link_of(row: Row) -> str:
    """The address that a unit's name in the table leads to: its own page, else the unit here."""
    along = {name: st.query_params[name] for name in GOES_ALONG if name in st.query_params}
    here = {name: st.query_params[name] for name in ("indicator",) if name in st.query_params}
    unit = {"unit": row["unit_code"]}
    if profile is not None:
        return f"/{profile.key}?{urlencode(along | unit)}"
    return f"/map?{urlencode(along | here | unit)}"


def table_of(code: str) -> str:
    """Every unit with its figures."""
    return unit_table(
        values_of(code),
        measure=Measure.of(indicators[code]),
        reader=reader,
        link=link_of,
        chosen=asked.unit_id,
    )


def lead_on() -> None:
    """The way to the page of the unit that is chosen."""
    assert profile is not None
    along = {name: st.query_params[name] for name in GOES_ALONG if name in st.query_params}
    there = st.Page(profile.path, title=reader.text(f"{profile.key}.title"), url_path=profile.key)
    st.page_link(
        there,
        label=reader.text("map.open_profile"),
        query_params=along | {"unit": st.query_params["unit"]},
    )


def draw(code: str, *, view: str, fill: str) -> None:
    """Map and table side by side, the words below."""
    look = (reader.language, theme.name, code, fill)
    measure = Measure.of(indicators[code])
    values = values_of(code)
    said = units_sentence(values, measure=measure, reader=reader, when=when)
    row = next((r for r in values.to_dicts() if r["unit_id"] == asked.unit_id), None)
    with st.container(key="map_row", gap=None):
        with st.container(key="map_side", gap=None):
            if view == "months":
                months = kept(
                    f"{PAGE}.months", of_all, *look, make=lambda: months_of(code, fill=fill)
                )
                periods = fetch(periods_available, of_all_eras(asked))["period"].to_list()
                show_months(months, can_open=periods, reader=reader)
            else:
                made = kept(
                    f"{PAGE}.picture",
                    of_all,
                    *look,
                    view,
                    make=lambda: picture_of(code, fill=fill, columns=view == "columns"),
                )
                show_picture(made, said=said, chosen=row and row["unit_code"], theme=theme)
            st.html(kept(f"{PAGE}.words", of_all, *look, make=lambda: words_of(code)))
        with st.container(key="map_table", gap=None):
            show_choice(row, measure=measure, reader=reader, lead_on=profile and lead_on)
            along = str(sorted(st.query_params.to_dict().items()))
            st.html(kept(f"{PAGE}.table", asked, *look, along, make=lambda: table_of(code)))


def draw_controls(names: dict[str, str]) -> tuple[str, str]:
    """What can be chosen over the map; view and fill as chosen."""
    with st.container(key="map_controls", horizontal=True, vertical_alignment="center"):
        choose(
            "indicator",
            reader.text("map.indicator"),
            options=names,
            default=next(iter(names)),
            width=CHOICE_WIDTH,
        )
        views = {view: reader.text(f"map.view_{view}") for view in VIEWS}
        view = choose_segment("view", reader.text("map.view"), options=views)
        fills = {fill: reader.text(f"map.fill_{fill}") for fill in FILLS}
        fill = choose_segment("fill", reader.text("map.fill"), options=fills)
        codes = fetch(periods_available, of_all_eras(asked))["period"].to_list()
        show_months_control(codes, asked.period, reader=reader)
    return view, fill


def draw_page() -> None:
    """The whole page, or one sentence where no place reports anything."""
    if not indicators:
        show_notice(reader.text("map.no_indicators", period=when))
        return
    names = {code: reader.pick(dict(row), "name") for code, row in indicators.items()}
    code = chosen("indicator", options=names, default=next(iter(names)))
    measure = Measure.of(indicators[code])
    with st.container(key="card_map", border=False, gap=None):
        title = reader.text(
            "map.heading", indicator=measure.name(reader), period=when, unit=measure.unit(reader)
        )

        def download() -> None:
            show_download("units", screen=screen, indicator=code)

        view, fill = draw_controls(names)
        show_title(title, key="map", control=download)
        draw(code, view=view, fill=fill)


st.html(STYLE)
draw_page()
