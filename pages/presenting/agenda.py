"""What an agenda may hold: the scenes with their titles, the units with their names."""

from dataclasses import replace

import polars as pl

from assets.wording import UnknownKey
from components.reader import Reader
from domain.indicators import LOCALITY_LEVELS
from domain.periods import day_period
from pages.scenes import SCENES
from queries.catalogue import units_of_province
from queries.question import Question
from queries.runner import fetch
from queries.unit_search import of_all_eras, units_of_all_eras


def scene_titles(reader: Reader) -> dict[str, str]:
    """The scenes that show the province, by their key, with their titles.

    One that runs over indicators or plans shows what the province leads with.
    """
    return {key: scene_title(key, reader) for key, scene in SCENES.items() if scene.over != "unit"}


def scene_title(key: str, reader: Reader) -> str:
    """What a scene is called."""
    try:
        return reader.text(f"scenes.{key}.title")
    except UnknownKey:
        return key


def names_of_units(asked: Question, reader: Reader) -> dict[int, str]:
    """The name of every unit in scope, also of those that are no more, by id."""
    rows = fetch(units_of_all_eras, of_all_eras(asked)).to_dicts()
    return {row["unit_id"]: reader.pick(row, "full_name") for row in rows}


def units_to_choose(asked: Question) -> pl.DataFrame:
    """UNITS of the province today: places before agencies."""
    today = replace(asked, period=day_period(asked.today), unit_id=None, era=None)
    return fetch(units_of_province, today)


def localities(units: pl.DataFrame) -> list[int]:
    """The places of one level among `units`: the districts, or the communes without any."""
    for level in LOCALITY_LEVELS:
        of_level = units.filter(pl.col("level") == level)["unit_id"].to_list()
        if of_level:
            return of_level
    return []
