"""`python -m bench --big`: every page that asks, on a store a hundred times the sample.

Each page is measured twice: in a made-up province that has everything (and, for the page of a
unit, at one of its districts), and in a sample province with that much history beside it.
"""

import sys
import tempfile
import time
from pathlib import Path

from bench.big_store import FIRST_SLUG, LIKE, Size, enlarge
from bench.page_table import page_row, print_table
from pages import PAGES
from store.sample import build
from tests.postgres import new_database, postgres_server

# A unit of each province whose page is measured beside the list of units.
A_UNIT = {FIRST_SLUG: "H3", LIKE: "425"}


def measure(size: Size, *, on_postgresql: bool) -> None:
    """Build the store, on SQLite or on a throw-away PostgreSQL, and print a table a province."""
    if on_postgresql:
        with postgres_server() as server, new_database(server) as url:
            _measure(url, size)
        return
    with tempfile.TemporaryDirectory() as folder:
        _measure(f"sqlite:///{Path(folder) / 'big.db'}", size)


def _measure(url: str, size: Size) -> None:
    print("building the sample store, then the rest ...", file=sys.stderr)
    build(url)
    began = time.perf_counter()
    rows = enlarge(url, size)
    print(f"{rows:,} observations made in {time.perf_counter() - began:.0f} s")
    for province, unit in A_UNIT.items():
        print()
        print(f"{province}:")
        asking = [page.key for page in PAGES if page.asks]
        costs = [page_row(key, url, province=province) for key in asking]
        of_unit = page_row("unit", url, province=province, unit=unit)
        print_table([*costs, [f"unit {unit}", *of_unit[1:]]])
