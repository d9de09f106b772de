"""Slides of words: the first one of a meeting, and a topic of its agenda."""

from components.figures.qr import meeting_qr_svg
from components.markup import LONGEST, safe
from components.measures import Row
from components.reader import Reader
from components.scenes.parts import scene_html
from components.scenes.posts import post_html
from components.scenes.space import Space
from domain.meetings import Meeting

# Letters of a name from which on it is written smaller, and without the emblem.
LONG = 110


def title_slide(
    meeting: Meeting,
    province: Row,
    *,
    standing: str,
    space: Space,
    reader: Reader,
    link: str = "",
) -> str:
    """Whose meeting it is, what it is called, when it is held, who chairs, at what it stands.

    `link`: its address, told and shown as a code where there is room for it.
    """
    words = vars(meeting)
    chair = reader.pick(words, "chair")
    lines = [reader.text("present.held_on", day=reader.date(meeting.held_on))]
    label = safe(reader.text("present.chair"))
    chaired = f"<p>{post_html(chair, before=f'{label}: ', limit=LONGEST)}</p>" if chair else ""
    body = "".join(f"<p>{safe(line)}</p>" for line in lines) + chaired
    whose = reader.text("present.committee", province=reader.pick(dict(province), "name"))
    emblem = safe(reader.text("present.emblem"))
    name = safe(reader.pick(words, "name"), limit=300)
    inner = (
        f'<i class="ioc-scene-emblem" role="img" aria-label="{emblem}"></i><h3>{safe(whose)}</h3>'
        f"<h2>{name}</h2>{body}<small>{safe(standing)}</small>"
    )
    if len(name) > LONG:
        return scene_html("opening ioc-scene-long", inner, space=space)
    return scene_html("opening", inner + _way(link, reader), space=space)


def _way(link: str, reader: Reader) -> str:
    """`link` in words, and as a code for telephones; nothing without one."""
    if not link:
        return ""
    told = reader.text("present.see_at", address=link.removeprefix("https://"))
    code = meeting_qr_svg(link, label=reader.text("present.code"))
    return f'<small class="ioc-scene-address">{safe(told, limit=160)}</small>{code}'


def topic_slide(text: str, *, space: Space) -> str:
    """A topic that is words alone."""
    return scene_html("topic", f"<h2>{safe(text, limit=300)}</h2>", space=space)
