"""What a strict program would find wrong in a presentation, as sentences."""

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import openpyxl
from openpyxl.utils.cell import range_boundaries

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SLIDE = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
REFERENCE = re.compile(r"^'?(?P<sheet>[^'!]+)'?!(?P<cells>[$A-Z0-9:]+)$")


def faults_of(body: bytes) -> list[str]:
    """Everything that would make a program repair the presentation `body`."""
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        names = packed.namelist()
        parts = {name: packed.read(name) for name in names}
    trees = {
        name: ElementTree.fromstring(content)
        for name, content in parts.items()
        if name.endswith((".xml", ".rels"))
    }
    doubled = [f"{name} is there twice" for name, count in Counter(names).items() if count > 1]
    return [
        *doubled,
        *_without_type(parts, trees["[Content_Types].xml"]),
        *_dead_relations(parts, trees),
        *_unnamed_relations(trees),
        *_doubled_shapes(trees),
        *_empty_groups(trees),
        *_charts_unlike_their_tables(parts, trees),
    ]


def _without_type(parts: dict[str, bytes], types: Any) -> Iterator[str]:
    known = {str(one.get("PartName")).lstrip("/") for one in types.iter(f"{TYPES}Override")}
    kinds = {one.get("Extension") for one in types.iter(f"{TYPES}Default")}
    for name in parts:
        if name not in known and name.rpartition(".")[2] not in kinds:
            yield f"{name} has no content type"
    yield from (f"{name} has a content type but is not there" for name in known - set(parts))


def _dead_relations(parts: dict[str, bytes], trees: dict[str, Any]) -> Iterator[str]:
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        for link in tree:
            target = str(link.get("Target"))
            path = target.lstrip("/")
            if not target.startswith("/"):
                path = posixpath.normpath(posixpath.join(folder, target))
            if link.get("TargetMode") != "External" and path not in parts:
                yield f"{name} leads to {path}, which is not there"


def _unnamed_relations(trees: dict[str, Any]) -> Iterator[str]:
    """Relations that a part uses but its list does not have."""
    for name, tree in trees.items():
        folder, _, file = name.rpartition("/")
        listed = trees.get(f"{folder}/_rels/{file}.rels")
        known = {link.get("Id") for link in listed} if listed is not None else set()
        for node in tree.iter():
            for attribute, value in node.attrib.items():
                if "officeDocument/2006/relationships}" in attribute and value not in known:
                    yield f"{name} uses the relation {value}, which it does not have"


def _doubled_shapes(trees: dict[str, Any]) -> Iterator[str]:
    for name, tree in trees.items():
        if name.startswith(("ppt/slides/", "ppt/notesSlides/")) and name.endswith(".xml"):
            numbers = Counter(node.get("id") for node in tree.iter(f"{SLIDE}cNvPr"))
            yield from (f"{name}: two shapes {one}" for one, many in numbers.items() if many > 1)


def _empty_groups(trees: dict[str, Any]) -> Iterator[str]:
    for name, tree in trees.items():
        for group in tree.iter(f"{SLIDE}grpSp"):
            frame = group.find(f"{SLIDE}grpSpPr/{DRAWING}xfrm/{DRAWING}ext")
            if frame is None or not int(frame.get("cx", 0)) or not int(frame.get("cy", 0)):
                yield f"{name}: a group of no size"


def _charts_unlike_their_tables(parts: dict[str, bytes], trees: dict[str, Any]) -> Iterator[str]:
    for name, tree in trees.items():
        if not re.fullmatch(r"ppt/charts/chart[^/]*\.xml", name):
            continue
        table = _table_of(name, parts, trees)
        if table is None:
            yield f"{name} has no table of its own"
            continue
        sheets = openpyxl.load_workbook(io.BytesIO(table))
        for kind in ("numRef", "strRef"):
            for reference in tree.iter(f"{CHART}{kind}"):
                yield from _unlike(name, reference, sheets)


def _table_of(name: str, parts: dict[str, bytes], trees: dict[str, Any]) -> bytes | None:
    listed = trees.get(f"ppt/charts/_rels/{posixpath.basename(name)}.rels")
    for link in listed if listed is not None else ():
        target = str(link.get("Target"))
        if target.endswith(".xlsx"):
            return parts.get(posixpath.normpath(posixpath.join("ppt/charts", target)))
    return None


def _unlike(name: str, reference: Any, sheets: Any) -> Iterator[str]:
    formula = reference.findtext(f"{CHART}f", default="")
    found = REFERENCE.match(formula)
    if found is None:
        yield f"{name} asks for {formula!r}"
        return
    left, top, right, bottom = range_boundaries(found["cells"].replace("$", ""))
    sheet = sheets[found["sheet"]]
    cells = [
        sheet.cell(row, column).value
        for column in range(left, right + 1)
        for row in range(top, bottom + 1)
    ]
    kept = {
        int(point.get("idx")): point.findtext(f"{CHART}v") for point in reference.iter(f"{CHART}pt")
    }
    for place, cell in enumerate(cells):
        shown = kept.get(place)
        if cell is None and shown is None:
            continue
        same = str(cell) == shown
        if isinstance(cell, int | float) and shown is not None:
            same = abs(float(cell) - float(shown)) < 1e-9
        if not same:
            yield f"{name} {formula}: shows {shown!r}, its table has {cell!r}"
