"""How the asked unit or province stands in the service index, for the screen and for its files."""

from dataclasses import replace

from components.index_standing import Standing, standing
from queries.question import Question
from queries.runner import fetch, kept
from queries.service_index import index_grades, index_official, index_points


def index_standing(asked: Question) -> Standing:
    """The standing in the asked period, with the compared one; kept."""
    asked_before = replace(asked, period=asked.compared_period)

    def make() -> Standing:
        return standing(
            fetch(index_points, asked),
            before=fetch(index_points, asked_before),
            grades=fetch(index_grades, asked),
            official=fetch(index_official, asked),
        )

    made: Standing = kept("index_standing", asked, make=make)
    return made
