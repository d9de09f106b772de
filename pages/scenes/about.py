"""Whom a scene is about, by name."""

from typing import Any

from components.markup import plain
from pages.scenes.scene import Asked


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


def about_and_when(asked: Asked) -> str:
    """The period; of a unit, its name before it."""
    return of_unit(asked, asked.reader.period(asked.question.period))
