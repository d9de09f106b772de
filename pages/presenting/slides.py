"""Which slides does a meeting have, and what is on each? The agenda turned into pictures.

For: presenters. What is shown is made of the scenes of the walls, as of the meeting.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from components.measures import Row
from components.reader import Reader
from components.scenes.slides import title_slide, topic_slide
from components.scenes.space import Space
from domain.meetings import AgendaLine, Meeting
from domain.playlist import Frame, Slot
from domain.slides import SCENE, TITLE, TOPIC, Slide
from domain.viewing import Room
from pages.presenting.agenda import localities, names_of_units, scene_title
from pages.scenes import SCENES
from pages.scenes.frames import frame_of
from pages.scenes.scene import Fetch
from queries.catalogue import units_of_province
from queries.of_each_place import of_each_place
from queries.question import Question
from queries.turns import NO_CHOICE, Day, settled_slot
from queries.work import plan_states

FIRST_SCENE = "situation"


def slides_of(
    meeting: Meeting, agenda: Sequence[AgendaLine], day: Day, *, language: str, fetch: Fetch
) -> list[Slide]:
    """The slides in order: the title, the situation, then the agenda line by line.

    Without an agenda: every scene, then every locality. Lines of units out of scope are left out.
    """
    reader = Reader(language)
    asked = settled_slot(NO_CHOICE, day, fetch=fetch).question
    units = fetch(units_of_province, asked)
    first = [Slide(kind=TITLE, slot=NO_CHOICE, title=reader.pick(vars(meeting), "name"))]
    if not any(line.scene == FIRST_SCENE for line in agenda):
        first.append(_of_scene(FIRST_SCENE, reader))
    if not agenda:
        return [*first, *_of_every_scene(asked, reader, fetch), *_of_every_locality(units, reader)]
    there = {row["unit_id"]: row for row in units.to_dicts()}
    names = names_of_units(asked, reader)
    slides = (_of_line(line, there, names, reader) for line in agenda)
    return first + [slide for slide in slides if slide]


def slide_frame(
    slide: Slide,
    meeting: Meeting,
    day: Day,
    *,
    standing: str,
    language: str,
    room: Room,
    fetch: Fetch,
    link: str = "",
) -> Frame:
    """What stands on the slide, whole in `room`; `standing` says at what the figures stand still.

    `link`: the address of the meeting, which the first slide shows as a code; "" none.

    Raises UnknownChoice for what is not there on that day or not within the scope.
    """
    if slide.kind == SCENE:
        # Whoever shows one place goes on to the next.
        ask = of_each_place(fetch)
        frame = frame_of(slide.slot, day, language=language, room=room, fetch=ask)
        return replace(frame, about=slide.text) if slide.text else frame
    reader, space = Reader(language), Space.of(room)
    body = (
        title_slide(meeting, day.province, standing=standing, link=link, space=space, reader=reader)
        if slide.kind == TITLE
        else topic_slide(slide.text, space=space)
    )
    return Frame(
        slot=slide.slot,
        province_id=day.province_id,
        unit_id=None,
        as_of=day.as_of,
        title="" if slide.kind == TITLE else reader.pick(vars(meeting), "name"),
        about="",
        body=body,
        sentence=slide.text or reader.pick(vars(meeting), "name"),
        origin="",
        red=0,
    )


def _of_scene(key: str, reader: Reader) -> Slide:
    return Slide(kind=SCENE, slot=Slot(scene=key), title=scene_title(key, reader))


def _of_every_scene(asked: Question, reader: Reader, fetch: Fetch) -> list[Slide]:
    slides: list[Slide] = []
    for key, scene in SCENES.items():
        if key == FIRST_SCENE or scene.over == "unit":
            continue
        if scene.over == "plan":
            slides += [
                Slide(
                    kind=SCENE,
                    slot=Slot(scene=key, plan=plan["plan"]),
                    title=reader.pick(plan, "plan"),
                )
                for plan in fetch(plan_states, asked).to_dicts()
            ]
        else:
            slides.append(_of_scene(key, reader))
    return slides


def _of_every_locality(units: pl.DataFrame, reader: Reader) -> list[Slide]:
    places = units.filter(pl.col("unit_id").is_in(localities(units)))
    return [_of_unit(row, reader) for row in places.to_dicts()]


def _of_unit(unit: Row, reader: Reader, *, minutes: int | None = None) -> Slide:
    return Slide(
        kind=SCENE,
        slot=Slot(scene="unit", unit=unit["unit_code"]),
        title=reader.pick(dict(unit), "full_name"),
        minutes=minutes,
    )


def _of_line(
    line: AgendaLine, units: Mapping[int, Row], names: Mapping[int, str], reader: Reader
) -> Slide | None:
    """A line of the agenda as a slide; a unit that has no figures any more, as its name.

    None for a unit that is not within the scope.
    """
    if line.kind == "unit":
        unit_id = line.unit_id or 0
        if unit_id in units:
            return _of_unit(units[unit_id], reader, minutes=line.minutes)
        return _of_words(names[unit_id], line.minutes) if unit_id in names else None
    text = line.text or ""
    if line.scene in SCENES:
        shown = _of_scene(str(line.scene), reader)
        return replace(shown, title=text or shown.title, text=text, minutes=line.minutes)
    return _of_words(text, line.minutes)


def _of_words(text: str, minutes: int | None) -> Slide:
    return Slide(kind=TOPIC, slot=NO_CHOICE, title=text, text=text, minutes=minutes)
