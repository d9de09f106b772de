"""Who a unit is: its name, its facts, and where it lies in the province."""

import json
from datetime import date

import polars as pl

from components.figures.masks import mask
from components.figures.outlines import on_picture, rings_of
from components.figures.projection import MapView, Pixels
from components.markup import safe
from components.measures import Row
from components.reader import Reader

THUMB_WIDTH, THUMB_HEIGHT = 132, 116
# Nobody sees less on a picture of this size, in its pixels.
FINEST = 0.9


def facts_line(facts: Row, *, today: date, reader: Reader) -> str:
    """Level, code, validity, area, population and accountable post of UNIT_FACTS."""
    fields = dict(facts)
    told = [
        (reader.text("unit.fact_level"), reader.text(f"unit.level_{facts['level']}")),
        (reader.text("unit.fact_code"), str(facts["unit_code"])),
        (reader.text("unit.fact_valid"), _validity(facts, today, reader)),
    ]
    if facts["area_km2"] is not None:
        area = reader.number(facts["area_km2"], digits=1)
        told.append((reader.text("unit.fact_area"), f"{area} km²"))
    if facts["population"] is not None:
        people = reader.counted("unit.people", facts["population"])
        told.append((reader.text("unit.fact_population"), people))
    post = reader.pick(fields, "post") or reader.text("figures.due.no_post")
    told.append((reader.text("unit.fact_post"), post))
    pairs = "".join(f"<div><dt>{safe(name)}</dt><dd>{safe(said)}</dd></div>" for name, said in told)
    return f'<dl class="ioc-facts">{pairs}</dl>'


def _validity(facts: Row, today: date, reader: Reader) -> str:
    first, last = reader.date(facts["valid_from"]), facts["valid_to"]
    if last is None:
        return reader.text("unit.since", day=first)
    key = "unit.was" if last < today else "unit.from_to"
    return reader.text(key, first=first, last=reader.date(last))


def place_picture(boundaries: pl.DataFrame, *, unit_id: int) -> str:
    """The outlines of UNIT_BOUNDARIES as a small map on which the unit stands out.

    Empty where the unit has no outline.
    """
    if boundaries.filter(pl.col("unit_id") == unit_id).is_empty():
        return ""
    shapes = [(row["unit_id"], json.loads(row["geometry"])) for row in boundaries.to_dicts()]
    places = [place for _, shape in shapes for ring in rings_of(shape) for place in ring]
    if not places:
        return ""
    view = MapView.fitted(places, width=THUMB_WIDTH, height=THUMB_HEIGHT, margin=2)
    drawn = {id_: "".join(_path(ring) for ring in on_picture(shape, view)) for id_, shape in shapes}
    size = f"viewBox='0 0 {THUMB_WIDTH} {THUMB_HEIGHT}'"
    edges = "fill='none' stroke='#000' stroke-width='.6'"
    layers = {
        "all": f"<path d='{''.join(drawn.values())}'/>",
        "edges": f"<path {edges} d='{''.join(drawn.values())}'/>",
        "own": f"<path d='{drawn[unit_id]}' stroke='#000' stroke-width='1.2'/>",
    }
    shown = "".join(
        f'<i class="ioc-thumb-{name}" style="{mask(picture, size)}"></i>'
        for name, picture in layers.items()
    )
    return f'<div class="ioc-thumb" aria-hidden="true">{shown}</div>'


def _path(ring: list[Pixels]) -> str:
    kept: list[Pixels] = []
    for point in ring:
        far = not kept or max(abs(point[0] - kept[-1][0]), abs(point[1] - kept[-1][1])) >= FINEST
        if far:
            kept.append(point)
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z"
