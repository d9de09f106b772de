"""On the sample maps every unit carries its figure, is listed beside the map, or is counted."""

import re
from functools import cache

import pytest

from components.figures.crossings import cross, hits
from components.figures.drawn_map import LETTER, DrawnMap
from components.figures.map_labels import label_box, lead_of
from components.measures import Measure
from components.reader import Reader
from components.scenes.space import Space
from domain.playlist import Slot
from domain.viewing import Room
from pages.scenes.map import drawn_of, indicator_of
from pages.scenes.scene import Asked
from queries.turns import settled_slot
from queries.units import unit_values
from tests.app.scenes_drawn import LARGEST, SMALLEST, Drawing

# 21 districts, and 58 communes of many sizes.
MAPS = {"nghe-an": 21, "bac-giang": 58}
CASES = [(slug, room) for slug in MAPS for room in (SMALLEST, LARGEST)]
LISTED = re.compile(r'<li class="ioc-tone-[^"]*"><span>\d*</span><span>([^<]+)</span>')


@cache
def drawing(url: str, slug: str) -> Drawing:
    return Drawing(url, slug)


def asked_of(url: str, slug: str, room: Room) -> Asked:
    board, slot = drawing(url, slug), Slot(scene="map")
    settled = settled_slot(slot, board.day, fetch=board.fetch)
    return Asked(slot=slot, settled=settled, reader=Reader("vi"), room=room, fetch=board.fetch)


def drawn(url: str, slug: str, room: Room) -> tuple[DrawnMap, dict[int, str]]:
    """The map of the scene, and the names of all units."""
    asked = asked_of(url, slug, room)
    row = indicator_of(asked)
    assert row is not None
    values = asked.fetch(unit_values, asked.question, indicator=row["indicator"], level="locality")
    made = drawn_of(asked, values, Measure.of(row), Space.of(room))
    assert made is not None
    return made, dict(values.select("unit_id", "unit_vi").rows())


@pytest.mark.parametrize(("slug", "room"), CASES)
def test_no_line_meets_another_or_a_name_and_no_name_meets_another(
    sample_url: str, slug: str, room: Room
) -> None:
    placed = drawn(sample_url, slug, room)[0].placed
    assert len(placed) >= 10
    boxes = [label_box(label, LETTER) for label in placed]
    assert not any(one.meets(two) for n, one in enumerate(boxes) for two in boxes[n + 1 :])
    leads = [lead_of(label, box) for label, box in zip(placed, boxes, strict=True)]
    lines = [line for line in leads if line is not None]
    assert not any(cross(one, two) for n, one in enumerate(lines) for two in lines[n + 1 :])
    for own, line in enumerate(leads):
        if line is not None:
            assert not any(hits(line, box) for n, box in enumerate(boxes) if n != own)


@pytest.mark.parametrize(("slug", "room"), CASES)
def test_every_unit_is_on_the_map_or_beside_it_or_counted(
    sample_url: str, slug: str, room: Room
) -> None:
    made, names = drawn(sample_url, slug, room)
    assert len(names) == MAPS[slug]
    body = drawing(sample_url, slug).frame(Slot(scene="map"), room=room).body
    listed = set(LISTED.findall(body))
    on_map = {names[unit_id] for unit_id in made.named}
    left_out = len(set(names.values()) - listed - on_map)
    if left_out:
        assert Reader("vi").counted("scenes.units.left_out", left_out) in body
    else:
        assert "không nêu" not in body
    # What matters most is never left to be searched on the map: who is first and who is last.
    ranked = set(re.findall(r"<li[^>]*><span>(\d+)</span>", body))
    assert {"1", str(MAPS[slug])} <= ranked


@pytest.mark.parametrize("slug", MAPS)
def test_a_large_screen_leaves_no_unit_out(sample_url: str, slug: str) -> None:
    body = drawing(sample_url, slug).frame(Slot(scene="map"), room=LARGEST).body
    assert "không nêu" not in body
