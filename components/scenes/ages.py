"""How old something is beside its reporting cycle; what is older than that is grey, and says so."""

from collections.abc import Iterable
from dataclasses import replace

from components.figures.marks import icon
from components.markup import safe
from components.reader import Reader
from components.scenes.fitting import width_of_line
from components.scenes.parts import Statement
from components.scenes.space import Space
from domain.data_age import DataAge, oldest

# Of a part of a scene that is older than its cycle allows (assets/style/scenes.css).
OLD = "ioc-scene-old"
# Size of a title as a share of running text; units between the parts of a head.
TITLE, BETWEEN = 1.1, 1.6


def age_words(age: DataAge, *, reader: Reader) -> str:
    """`12 ngày · chu kỳ 30 ngày`; of what is too old by how much."""
    if age.is_old:
        return reader.counted("scenes.age.old", age.days_late)
    if age.cycle is None:
        return reader.counted("scenes.age.once", age.days)
    return reader.counted("scenes.age.within", age.days, cycle=reader.number(age.cycle))


def few_words(age: DataAge, *, reader: Reader) -> str:
    """The same in few letters: `12/30 ngày`."""
    if age.is_old:
        return reader.counted("scenes.age.few_old", age.days_late)
    return reader.text(
        "scenes.age.few", days=reader.number(age.days), cycle=reader.number(age.cycle or 0)
    )


def age_mark(age: DataAge | None, *, reader: Reader) -> str:
    """The same for the head or the foot of a panel; empty where the age is not known."""
    if age is None:
        return ""
    words = safe(age_words(age, reader=reader))
    if age.is_old:
        return f'<p class="ioc-scene-age ioc-scene-too-old">{icon("overdue")}{words}</p>'
    return f'<p class="ioc-scene-age">{words}</p>'


def title_age(
    age: DataAge | None, *, title: str, beside: float, across: float, space: Space, reader: Reader
) -> str:
    """`age_mark` for the head of a panel `across` wide, beside its `title` and what else stands
    there (`beside` units); in few letters where there is no room for more."""
    if age is None:
        return ""
    words = age_words(age, reader=reader)
    left = across - width_of_line(title, size=TITLE * space.text) - beside - BETWEEN
    if age.cycle is None or width_of_line(words, size=space.small) <= left:
        return age_mark(age, reader=reader)
    few = few_words(age, reader=reader)
    if width_of_line(few, size=space.small) > left and not age.is_old:
        return ""
    look = " ioc-scene-too-old" if age.is_old else ""
    return f'<p class="ioc-scene-age{look}">{safe(few)}</p>'


def old_words(age: DataAge | None, *, reader: Reader) -> str:
    """That it is too old; empty where it is not."""
    return age_words(age, reader=reader) if is_old(age) and age else ""


def old_together(ages: Iterable[DataAge | None]) -> DataAge | None:
    """The oldest where each of `ages` is too old; None where any is not, or none is known."""
    each = list(ages)
    return oldest(each) if each and all(is_old(age) for age in each) else None


def is_old(age: DataAge | None) -> bool:
    """Whether it is known to be older than its cycle allows."""
    return age is not None and age.is_old


def look_of(age: DataAge | None) -> str:
    """The class of a part of that age, with a space before it; empty where it is not too old."""
    return f" {OLD}" if is_old(age) else ""


def aged(said: Statement, age: DataAge | None, *, reader: Reader) -> Statement:
    """`said`, grey and with the words for it where it is too old."""
    if age is None or not age.is_old:
        return said
    told = (age_words(age, reader=reader), said.below)
    return replace(said, below=" · ".join(part for part in told if part), is_old=True)
