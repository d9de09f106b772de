"""A class in the sheets of scenes is one that scenes, figures or the pages around them write."""

import re
from itertools import chain
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
SHEETS = sorted((PROJECT / "assets" / "style").glob("scenes*.css"))
# Where HTML is written, and the scripts that give a part its look.
WRITERS = ("components", "pages", "server", "assets/script")
CLASS = re.compile(r"\.(ioc-[a-z_-]+)")
# Parts of names that are filled in: f"ioc-tone-{tone}".
BUILT = re.compile(r"(ioc-(?:[a-z_-]*-)?)\{")


def written() -> str:
    """All code that writes HTML."""
    paths = chain.from_iterable(
        (PROJECT / folder).rglob(kind) for folder in WRITERS for kind in ("*.py", "*.js")
    )
    return "\n".join(path.read_text("utf-8") for path in paths)


CODE = written()
PARTS = set(BUILT.findall(CODE))


def is_written(name: str) -> bool:
    """Whether `name` occurs in code, whole or as a fixed beginning and a word of code."""
    if re.search(rf"{re.escape(name)}(?![a-z_-])", CODE):
        return True
    rests = (name.removeprefix(part) for part in PARTS if name.startswith(part))
    return any(re.search(rf"[\"' ]{re.escape(rest)}[\"' ]", CODE) for rest in rests if rest)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_class_of_a_scene_occurs_in_code(sheet: Path) -> None:
    rules = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    classes = sorted(set(CLASS.findall(rules)))
    assert classes
    assert [name for name in classes if not is_written(name)] == []
