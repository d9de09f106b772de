"""From a slot to its finished frame: its question, the scene's drawing, and what it is made of.

Walls and presenters make their pictures here, from the store or from answers that were kept.
"""

from components.markup import plain
from components.reader import Reader
from domain.choices import UnknownChoice
from domain.playlist import Frame, Slot
from domain.viewing import Room
from pages.scenes import SCENES
from pages.scenes.scene import Asked, Fetch
from queries.origin import freshness
from queries.turns import Day, settled_slot

# What is read aloud of a picture.
LONGEST_SENTENCE = 4000


def frame_of(
    slot: Slot,
    day: Day,
    *,
    language: str,
    room: Room,
    fetch: Fetch,
    part: tuple[int, int] = (1, 1),
) -> Frame:
    """The frame of `slot` on that day, in `language`, whole in `room`; `part` as of Asked.

    Raises UnknownChoice for a scene or a code that is not there or not within the scope.
    """
    scene = SCENES.get(slot.scene)
    if scene is None:
        raise UnknownChoice("scene", slot.scene)
    settled = settled_slot(slot, day, fetch=fetch)
    reader = Reader(language)
    drawn = scene.draw(
        Asked(slot=slot, settled=settled, reader=reader, room=room, fetch=fetch, part=part)
    )
    imported = next(iter(fetch(freshness, settled.question).to_dicts()), {})
    return Frame(
        slot=slot,
        province_id=settled.question.province_id,
        unit_id=settled.question.unit_id,
        as_of=settled.question.as_of,
        # Names of units and plans are data, and are put on screens as they are.
        title=plain(drawn.title),
        about=plain(drawn.about),
        body=drawn.body,
        sentence=plain(drawn.sentence, limit=LONGEST_SENTENCE),
        origin=drawn.origin,
        age=drawn.age,
        red=drawn.red,
        batch=imported.get("batch"),
        imported_at=imported.get("imported_at"),
        is_empty=drawn.is_empty,
    )
