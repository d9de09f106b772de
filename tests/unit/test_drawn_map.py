"""A drawn map: the fills, patterns and names of the map, in a drawing that follows the theme."""

import re

import polars as pl
import pytest

from components.figures.drawn_map import LETTER, DrawnMap, drawn_map
from components.figures.map_labels import Placed, label_box
from components.figures.unit_map import fills, meanings_of_fills, rows_of
from components.theme import DARK, LIGHT
from tests.unit.figure_rows import ONLINE_RATE, VI, boundaries, square, unit, units

# Four squares side by side; the last has no row.
OUTLINES = boundaries(
    *(square(number, 104.0 + number * 0.3, 19.0, size=0.3) for number in range(4))
)
VALUES = units(unit(0, 0.3), unit(1, 0.5), unit(2, None, obs_status="not_applicable"))
TEXT = re.compile(r'<text x="([\d.]+)" y="([\d.]+)">([^<]+)</text>')


def drawn(values: pl.DataFrame = VALUES, outlines: pl.DataFrame = OUTLINES) -> DrawnMap:
    made = drawn_map(
        values,
        outlines,
        measure=ONLINE_RATE,
        reader=VI,
        name="DVC01-2023",
        width=60.0,
        height=30.0,
        said="Năm 2023, ...",
    )
    assert made is not None
    return made


def test_fills_are_those_of_the_map_in_both_themes() -> None:
    rows = rows_of(VALUES, OUTLINES)
    meanings = meanings_of_fills(rows, measure=ONLINE_RATE, fill="classes")
    assert meanings == {
        0: ("ramp", "0"),
        1: ("ramp", "4"),
        2: ("absent", "not_applicable"),
        3: ("absent", "missing"),
    }
    for theme in (LIGHT, DARK):
        colors = fills(rows, measure=ONLINE_RATE, theme=theme, fill="classes")
        assert colors[1] == [int(theme.ramp[4][at : at + 2], 16) for at in (1, 3, 5)]
    html = drawn().html
    for fill in ("ramp-0", "ramp-4", "absent-not-applicable", "absent-missing"):
        assert f"fill:var(--ioc-{fill})" in html
    # Not one colour of a theme is in it.
    assert not re.search(r"#[0-9a-f]{6}", html)


def test_kinds_of_no_value_have_their_patterns_under_names_of_their_own() -> None:
    html = drawn().html
    assert 'id="DVC01-2023-missing"' in html
    assert "url(#DVC01-2023-missing)" in html
    assert "url(#DVC01-2023-not_applicable)" in html
    assert "nothing_counted" not in html


def test_a_status_is_mixed_with_the_surface_as_in_the_legend() -> None:
    made = drawn_map(
        VALUES,
        OUTLINES,
        measure=ONLINE_RATE,
        reader=VI,
        name="m",
        width=60.0,
        height=30.0,
        said="",
        fill="status",
    )
    assert made is not None
    assert "color-mix(in srgb, var(--ioc-good-fill) 55%, var(--ioc-surface))" in made.html


def test_names_do_not_touch_and_lie_on_the_picture() -> None:
    many = range(24)
    outlines = boundaries(
        *(square(n, 104.0 + n % 6 * 0.2, 19.0 + n // 6 * 0.2, size=0.2) for n in many)
    )
    made = drawn(units(*(unit(n, 0.2 + n / 50) for n in many)), outlines)
    assert made.named
    names = TEXT.findall(made.html)
    boxes = [label_box(Placed(0, (words,), (float(x), float(y))), LETTER) for x, y, words in names]
    lines = [box for box, (_, _, words) in zip(boxes, names, strict=True) if "%" not in words]
    assert all(box.within(60 * LETTER, 30 * LETTER) for box in lines)
    assert not any(
        one.meets(other) for place, one in enumerate(lines) for other in lines[place + 1 :]
    )


def test_where_not_all_find_room_each_that_stands_there_has_its_figure() -> None:
    many = range(60)
    outlines = boundaries(
        *(square(n, 104.0 + n % 10 * 0.1, 19.0 + n // 10 * 0.1, size=0.1) for n in many)
    )
    made = drawn_map(
        units(*(unit(n, 0.2 + n * 37 % 60 / 100) for n in many)),
        outlines,
        measure=ONLINE_RATE,
        reader=VI,
        name="m",
        width=34.0,
        height=22.0,
        said="",
    )
    assert made is not None
    assert 0 < len(made.named) < 60
    assert all("%" in label.lines[-1] for label in made.placed)
    assert len(made.named) == len(made.placed)


def test_names_from_elsewhere_are_text() -> None:
    outlines = boundaries(square(0, 104.0, 19.0) | {"unit_vi": "<script>alert(1)</script>"})
    values = units(unit(0, 0.5, unit_vi="<script>alert(1)</script>"))
    assert "<script" not in drawn(values, outlines).html


def test_without_outlines_there_is_no_map() -> None:
    asked = {"measure": ONLINE_RATE, "reader": VI, "name": "m", "said": ""}
    assert drawn_map(VALUES, boundaries(), width=40.0, height=30.0, **asked) is None  # type: ignore[arg-type]


def test_an_unknown_fill_is_refused() -> None:
    with pytest.raises(ValueError, match="no such fill"):
        drawn_map(
            VALUES,
            OUTLINES,
            measure=ONLINE_RATE,
            reader=VI,
            name="m",
            width=40.0,
            height=30.0,
            said="",
            fill="rainbow",
        )
