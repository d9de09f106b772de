"""What maps cost: the 58 units of a province on their page, and every commune of the country.

The country is generated: 3,321 made-up communes with borders that wind, no real place among them.
"""

import json
import math
import random
import statistics
import sys
import time
import zlib

import polars as pl

from bench.page_cost import page_costs
from components.blocks.map_card import map_picture
from components.measures import Measure
from components.reader import Reader
from components.theme import LIGHT
from queries.schemas import UNIT_BOUNDARIES, UNIT_VALUES

COMMUNES = 3321
# The country's shape is a tall rectangle of degrees, in columns and rows of communes.
WEST, SOUTH, WIDE, HIGH = 103.0, 9.0, 6.0, 14.0
COLUMNS = 41
# Corners of each side of a commune.
CORNERS = 10
SEED = 6
ONLINE = Measure("Tỷ lệ", "Rate", "rate", "percent", "higher")
MOST_OF_A_PROVINCE, MOST_OF_THE_COUNTRY = 120_000, 2_000_000
LONGEST_WARM_RUN_MS = 120
WARM_RUNS = 15


def country(communes: int = COMMUNES) -> tuple[pl.DataFrame, pl.DataFrame]:
    """UNIT_VALUES and UNIT_BOUNDARIES of a generated country, the same each time.

    Neighbours share every corner of the border between them; a tenth has no value.
    """
    chance = random.Random(SEED)
    rows = math.ceil(communes / COLUMNS)
    wide, high = WIDE / COLUMNS, HIGH / rows

    def knot(column: int, row: int) -> tuple[float, float]:
        own = random.Random(f"{SEED} {column} {row}")
        return (
            WEST + (column + own.uniform(-0.3, 0.3)) * wide,
            SOUTH + (row + own.uniform(-0.3, 0.3)) * high,
        )

    def side(start: tuple[int, int], end: tuple[int, int]) -> list[tuple[float, float]]:
        """From one knot towards another, wound; the same corners in either direction."""
        first, last = sorted((start, end))
        (x1, y1), (x2, y2) = knot(*first), knot(*last)
        own = random.Random(f"{SEED} {first} {last}")
        way = [
            (
                x1 + (x2 - x1) * n / CORNERS + own.uniform(-0.04, 0.04) * wide,
                y1 + (y2 - y1) * n / CORNERS + own.uniform(-0.04, 0.04) * high,
            )
            for n in range(1, CORNERS)
        ]
        whole = [(x1, y1), *way, (x2, y2)]
        return (whole if start == first else whole[::-1])[:-1]

    values, outlines = [], []
    for number in range(communes):
        column, row = number % COLUMNS, number // COLUMNS
        knots = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
        ring = [
            corner
            for start, end in zip(knots, [*knots[1:], knots[0]], strict=True)
            for corner in side(start, end)
        ]
        middle = knot(column, row)
        value = None if chance.random() < 0.1 else round(chance.random(), 4)
        code, name = f"{10_000 + number}", f"Xã số {number}"
        named = dict.fromkeys(("unit_vi", "unit_en", "full_name_vi", "full_name_en"), name)
        values.append(
            {
                **named,
                "unit_id": number,
                "unit_code": code,
                "level": "commune",
                "value": value,
                "numerator": None if value is None else round(value * 10_000),
                "denominator": None if value is None else 10_000.0,
                "obs_status": "missing" if value is None else "final",
                "provenance": "illustrative",
                "status": "no_value" if value is None else "no_target",
                "rank": None if value is None else 1,
            }
        )
        outlines.append(
            {
                "unit_id": number,
                "unit_code": code,
                "unit_vi": name,
                "unit_en": name,
                "geometry": json.dumps({"type": "Polygon", "coordinates": [[*ring, ring[0]]]}),
                "label_lon": middle[0] + wide / 2,
                "label_lat": middle[1] + high / 2,
                "boundary_kind": "schematic",
            }
        )
    return _frame(values, UNIT_VALUES), _frame(outlines, UNIT_BOUNDARIES)


def _frame(rows: list[dict[str, object]], schema: pl.Schema) -> pl.DataFrame:
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def cost_of_country(communes: int = COMMUNES) -> tuple[float, int, int]:
    """Seconds to draw the generated country anew, bytes sent, bytes when deflated."""
    values, outlines = country(communes)
    began = time.perf_counter()
    picture = map_picture(
        values, outlines, measure=ONLINE, reader=Reader("vi"), theme=LIGHT, fill="classes"
    )
    seconds = time.perf_counter() - began
    sent = picture.deck.to_json().encode()
    return seconds, len(sent), len(zlib.compress(sent, level=6))


def cost_of_maps(url: str) -> list[str]:
    """One line for the page of 58 units in the store at `url`, one for the country."""
    cold, warm = page_costs("map", url=url, cold_runs=1, warm_runs=WARM_RUNS, province="bac-giang")
    milliseconds = statistics.median(cost.milliseconds for cost in warm)
    seconds, sent, deflated = cost_of_country()
    return [
        f"58 units: {cold[0].sent_compressed / 1000:.0f} kB of the page deflated, "
        f"{MOST_OF_A_PROVINCE / 1000:.0f} allowed; warm {milliseconds:.0f} ms, "
        f"{LONGEST_WARM_RUN_MS} allowed",
        f"{COMMUNES} communes: drawn anew in {seconds:.1f} s; {sent / 1e6:.2f} MB, deflated "
        f"{deflated / 1e6:.2f} MB, {MOST_OF_THE_COUNTRY / 1e6:.0f} MB allowed",
    ]


if __name__ == "__main__":
    seconds, sent, deflated = cost_of_country()
    print(f"{seconds:.1f} s, {sent} bytes, {deflated} deflated", file=sys.stderr)
