"""Whom a scene is about, by name."""

from typing import Any

from components.markup import plain
from components.scenes.fitting import width_of_line
from components.scenes.parts import shortened
from components.scenes.space import LETTER
from pages.scenes.scene import Asked

# Of the line above a scene (assets/style/wall.css), in letters: its title's type, the clock with
# the gaps beside it.
TITLE, CLOCK = 1.35, 12.0


def about_of_slot(asked: Asked) -> str:
    """The full name of the unit asked about, else `Tỉnh Nghệ An`."""
    reader, unit = asked.reader, asked.settled.unit
    if unit is not None:
        return plain(reader.pick(dict(unit), "full_name"))
    whole: dict[str, Any] = dict(asked.settled.province)
    return reader.text("service_index.province", province=plain(reader.pick(whole, "name")))


def of_unit(asked: Asked, words: str) -> str:
    """`words`; of a single unit, its name before them."""
    return words if asked.settled.unit is None else f"{about_of_slot(asked)} · {words}"


def of_plan(asked: Asked, plan: str, *, title: str) -> str:
    """The name of a plan beside the `title` of a scene, after that of the unit asked about: without
    what it ends with in parentheses where that is too long."""
    room = asked.room.across - width_of_line(title, size=TITLE) - CLOCK
    return shortened(of_unit(asked, plan), letters=room / LETTER)


def about_and_when(asked: Asked) -> str:
    """The period; of a unit, its name before it."""
    return of_unit(asked, asked.reader.period(asked.question.period))
