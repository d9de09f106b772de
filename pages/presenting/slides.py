"""Which slides does a meeting have, and what is on each? The agenda turned into pictures.

For: presenters. What is shown is made of the scenes of the walls, as of the meeting.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

import polars as pl

from components.markup import plain
from components.measures import Row
from components.reader import Reader
from components.scenes.slides import title_slide, topic_slide
from components.scenes.space import Space
from domain.meetings import LONGEST_NAME, LONGEST_TOPIC, AgendaLine, Meeting
from domain.playlist import Frame, Slot
from domain.slides import SCENE, TITLE, TOPIC, Slide
from domain.stage import Stage
from domain.viewing import Room
from pages.presenting.agenda import localities, names_of_units, scene_title
from pages.scenes import SCENES, ranking
from pages.scenes.frames import frame_of
from pages.scenes.ranking import most_units
from pages.scenes.scene import Fetch
from queries.catalogue import units_of_province
from queries.of_each_place import of_each_place
from queries.question import Question
from queries.turns import NO_CHOICE, Day, settled_slot
from queries.work import plan_states

FIRST_SCENE, RANKING = "situation", ranking.SCENE.key
# Of the window that is shared: width / height.
USUAL_SHAPE = 16 / 9


def slides_of(
    meeting: Meeting, agenda: Sequence[AgendaLine], day: Day, *, language: str, fetch: Fetch
) -> list[Slide]:
    """The slides in order: the title, the situation, then the agenda line by line.

    Without an agenda: every scene, then every locality. Lines of units out of scope are left out.
    """
    reader = Reader(language)
    asked = settled_slot(NO_CHOICE, day, fetch=fetch).question
    units = fetch(units_of_province, asked)
    in_turn = partial(_in_turn, parts=_parts(len(localities(units))), reader=reader)
    first = [Slide(kind=TITLE, slot=NO_CHOICE, title=_name_of(meeting, reader))]
    if not any(line.scene == FIRST_SCENE for line in agenda):
        first.append(_of_scene(FIRST_SCENE, reader))
    if not agenda:
        scenes = in_turn(_of_every_scene(asked, reader, fetch))
        return [*first, *scenes, *_of_every_locality(units, reader)]
    there = {row["unit_id"]: row for row in units.to_dicts()}
    names = names_of_units(asked, reader)
    slides = (_of_line(line, there, names, reader) for line in agenda)
    return [*first, *in_turn(slide for slide in slides if slide)]


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
        frame = frame_of(slide.slot, day, language=language, room=room, fetch=ask, part=slide.part)
        if slide.part[1] > 1:
            frame = replace(frame, title=_continued(frame.title, slide.part, Reader(language)))
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
        title="" if slide.kind == TITLE else _name_of(meeting, reader),
        about="",
        body=body,
        sentence=slide.text or _name_of(meeting, reader),
        origin="",
        red=0,
    )


def _name_of(meeting: Meeting, reader: Reader) -> str:
    return plain(reader.pick(vars(meeting), "name"), limit=LONGEST_NAME)


def _parts(units: int) -> int:
    """On how many slides in turn a ranking names so many units."""
    return max(-(-units // most_units(Stage.presented(shape=USUAL_SHAPE).room)), 1)


def _in_turn(slides: Iterable[Slide], *, parts: int, reader: Reader) -> Iterator[Slide]:
    """`slides` with each ranking on so many of them, one after the other."""
    for slide in slides:
        if slide.slot.scene != RANKING or parts == 1:
            yield slide
            continue
        for number in range(1, parts + 1):
            part = (number, parts)
            title = _continued(slide.title, part, reader)
            # The time of the agenda is for all of them.
            minutes = slide.minutes if number == 1 else None
            yield replace(slide, title=title, part=part, minutes=minutes)


def _continued(title: str, part: tuple[int, int], reader: Reader) -> str:
    number, total = part
    return reader.text("exports.slide.continued", title=title, number=number, total=total)


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
                    title=plain(reader.pick(plan, "plan")),
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
        title=plain(reader.pick(dict(unit), "full_name")),
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
    text = plain(line.text, limit=LONGEST_TOPIC)
    if line.scene in SCENES:
        shown = _of_scene(str(line.scene), reader)
        return replace(shown, title=text or shown.title, text=text, minutes=line.minutes)
    return _of_words(text or line.scene or "", line.minutes)


def _of_words(words: str, minutes: int | None) -> Slide:
    text = plain(words, limit=LONGEST_TOPIC)
    return Slide(kind=TOPIC, slot=NO_CHOICE, title=text, text=text, minutes=minutes)
