"""What a scene says where the province has nothing of its kind."""

from components.scenes.parts import nothing, scene_html
from components.scenes.space import Space
from pages.scenes.about import about_and_when
from pages.scenes.scene import Asked, Drawn


def nothing_there(asked: Asked, title: str, words: str) -> Drawn:
    """One calm line; `is_empty`, so that a playlist may pass the scene over."""
    space = Space.of(asked.room)
    return Drawn(
        title=title,
        about=about_and_when(asked),
        body=scene_html("empty", nothing(words), space=space),
        sentence=words,
        is_empty=True,
    )
