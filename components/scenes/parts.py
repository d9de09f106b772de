"""The parts of a scene: its box, its one large statement, panels with a title, small signs."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from components.figures.marks import PROVENANCES, icon, provenance_mark
from components.markup import plain, safe
from components.reader import Reader
from components.scenes.fitting import held, lines_of
from components.scenes.space import LETTER, Space
from components.scenes.widths import ems

# Units, as in assets/style/scenes.css: the digits and words of a statement, and its rims.
FIGURE, LARGE, STATEMENT_RIMS = 5.0, 1.5, 1.8
# Above the mark, and the rims of its badge.
MARK_RIMS = 0.7
# Of a badge beside a title, in sizes of its type: its rims and what lies before it.
BADGE = 1.9
IN_PARENTHESES = re.compile(r"\s*\([^()]*\)$")


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What is seen at once: a figure, what it is of, and a line below it; plain text.

    `tone` (good, course, warning, bad, neutral, plain) and `sign` (an icon) say the same. `mark`
    is finished HTML on a line of its own: where the figure comes from, when no panel tells it.
    `is_old`: older than its reporting cycle allows, as `below` says (components/scenes/ages.py).
    """

    figure: str
    words: str
    tone: str
    sign: str
    below: str = ""
    mark: str = ""
    is_old: bool = False

    @property
    def look(self) -> str:
        """Its classes: of its tone, and grey where it is older than its cycle allows."""
        return f"ioc-tone-{self.tone}{' ioc-scene-old' if self.is_old else ''}"


def scene_html(key: str, inner: str, *, space: Space) -> str:
    """The body of the scene `key`: a box that fills what it is put in."""
    return (
        f'<section class="ioc-scene ioc-scene-{key}" style="--u:{space.unit:.3f}rem">'
        f"{inner}</section>"
    )


def statement(said: Statement) -> str:
    """The one large statement of a scene."""
    below = f"<small>{held(safe(said.below, limit=240))}</small>" if said.below else ""
    # A figure of many letters is written smaller, so that it stays on its line.
    style = f' style="--letters:{max(len(said.figure), 3)}"'
    return (
        f'<div class="ioc-scene-statement {said.look}"><p{style}>{icon(said.sign)}'
        f"<b>{safe(said.figure)}</b></p><h2>{safe(said.words, limit=160)}</h2>{below}{said.mark}"
        "</div>"
    )


def wide_statement(said: Statement, *, note: str = "") -> str:
    """The same as a strip over the whole width, `note` (finished HTML) at its right."""
    below = f"<small>{held(safe(said.below, limit=240))}</small>" if said.below else ""
    return (
        f'<div class="ioc-scene-statement ioc-scene-strip {said.look}">'
        f"<p>{icon(said.sign)}<b>{safe(said.figure)}</b></p>"
        f"<div><h2>{safe(said.words, limit=160)}</h2>{below}</div>{note}</div>"
    )


def statement_height(said: Statement, *, space: Space, wide: float) -> float:
    """Units that the statement takes in a column `wide` units wide."""
    inner = wide - STATEMENT_RIMS
    figure = min(FIGURE, inner / (0.62 * max(len(said.figure), 3) + 1))
    words = lines_of(said.words, across=inner, size=LARGE) * LARGE * 1.15
    below = min(lines_of(said.below, across=inner, size=space.text), 3) if said.below else 0
    mark = space.small * 1.22 + MARK_RIMS if said.mark else 0
    return figure + words + below * space.text * 1.22 + mark + STATEMENT_RIMS


def panel(
    title: str,
    body: str,
    *,
    name: str = "",
    note: str = "",
    more: str = "",
    marks: str = "",
    age: str = "",
    is_old: bool = False,
) -> str:
    """A card with its title; `age` and `note` are finished HTML at the right of it, `more` plain
    text below with `marks` (finished HTML) at its right.

    `name` is a class of its own: `ioc-scene-<name>`. `is_old` greys it all but its head.
    """
    heading = f"<h3>{safe(title)}</h3>" if title else ""
    head = f"<header>{heading}{age}{note}</header>" if heading or note or age else ""
    words = f"<span>{safe(more)}</span>" if more else ""
    foot = f'<footer class="ioc-scene-more">{words}{marks}</footer>' if more or marks else ""
    own = (f" ioc-scene-{name}" if name else "") + (" ioc-scene-old" if is_old else "")
    return f'<div class="ioc-scene-panel{own}">{head}{body}{foot}</div>'


def provenance_note(
    provenances: Iterable[str | None],
    reader: Reader,
    *,
    words: str = "",
    statuses: Iterable[str | None] = (),
) -> str:
    """`words`, what the hatch of provisional figures means where any of `statuses` is it, and
    whether what is shown was published, reported, derived or made up."""
    used = set(provenances)
    marks = "".join(provenance_mark(name, reader) for name in PROVENANCES if name in used)
    told = f"<span>{safe(words)}</span>" if words else ""
    if "provisional" in set(statuses):
        word = safe(reader.text("figures.obs_status.provisional"))
        told += f'<i class="ioc-swatch ioc-provisional"></i><span>{word}</span>'
    return f'<p class="ioc-scene-note">{told}{marks}</p>' if told or marks else ""


def note_width(
    provenances: Iterable[str | None],
    reader: Reader,
    *,
    space: Space,
    words: str = "",
    statuses: Iterable[str | None] = (),
) -> float:
    """Units that the provenance_note of the same takes."""
    used = set(provenances)
    told = [reader.text(f"figures.provenance.{name}") for name in PROVENANCES if name in used]
    if "provisional" in set(statuses):
        told.append(reader.text("figures.obs_status.provisional"))
    badges = sum(ems(word) + BADGE for word in (*told, *([words] if words else [])))
    return badges * space.small


def shortened(words: str, *, letters: float) -> str:
    """`words` on one line of at most so many letters of mean width.

    Without what they end with in parentheses where that is too long, then cut between words.
    """
    whole = plain(words, limit=1000)
    for told in (whole, IN_PARENTHESES.sub("", whole)):
        if letters_of(told) <= letters:
            return told
    kept = whole.split(" ")
    while len(kept) > 1 and letters_of(" ".join(kept) + "…") > letters:
        kept.pop()
    return _cut(kept)


def shortened_to_lines(words: str, *, across: float, size: float, lines: int) -> str:
    """`words` on at most so many lines `across` wide, in type of `size`, cut between words."""
    whole = plain(words, limit=1000)
    if lines_of(whole, across=across, size=size) <= lines:
        return whole
    kept = whole.split(" ")
    while len(kept) > 1 and lines_of(_cut(kept), across=across, size=size) > lines:
        kept.pop()
    return _cut(kept)


def _cut(kept: Sequence[str]) -> str:
    """These words, with the sign that others were left out."""
    return plain(" ".join(kept).rstrip(" ,;:(–-·") + "…", limit=1000)


def letters_of(words: str) -> float:
    """How many letters of mean width `words` are as wide as."""
    return ems(words) / LETTER


def nothing(words: str) -> str:
    """What stands in the middle of a panel that has nothing to show."""
    return f'<p class="ioc-nothing">{safe(words, limit=300)}</p>'


def rows_list(rows: Sequence[str], *, name: str) -> str:
    """Finished rows (HTML) one below the other, sharing the height there is."""
    items = "".join(rows)
    return f'<ol class="ioc-scene-rows ioc-scene-{name}" style="--rows:{len(rows)}">{items}</ol>'
