"""What a presenter shows at a meeting: slides in order, each a picture or words."""

from dataclasses import dataclass

from domain.playlist import Slot

# The first slide, words of the agenda alone, and pictures of figures.
TITLE, TOPIC, SCENE = "title", "topic", "scene"


@dataclass(frozen=True, kw_only=True)
class Slide:
    """`slot` is the picture of a SCENE; `text` is what the agenda says of it, or a TOPIC alone.

    `title` is what a list of the slides calls it. `minutes` is the time that the agenda gives it;
    None: none was set. `part`: which of how many slides that show one long picture in turn.
    """

    kind: str
    slot: Slot
    title: str
    text: str = ""
    minutes: int | None = None
    part: tuple[int, int] = (1, 1)
