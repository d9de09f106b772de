"""`python -m bench`: every registered page, cold and warm, in one table.

`--big` measures instead on a store a hundred times the sample (bench/big.py).
"""

import argparse
import sys
import tempfile
from pathlib import Path

from bench import big, work_store
from bench.big_store import MONTHS, UNITS, Size
from bench.exports import cost_of_exports
from bench.first_visit import wire_bytes_of_first_visit
from bench.maps import cost_of_maps
from bench.page_table import page_row, print_table
from bench.presenting import cost_of_presenting
from bench.succession import cost_of_conversion
from bench.wall_cost import cost_of_frames
from bench.work import cost_of_work
from pages import PAGES
from store.sample import build


def main() -> int:
    """Build a fresh sample store, run every page against it, print the table."""
    asked = _arguments()
    if asked.big:
        big.measure(Size(units=asked.units, months=asked.months), on_postgresql=asked.postgresql)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        print("building the sample store ...", file=sys.stderr)
        build(url)
        print_table([page_row(page.key, url) for page in PAGES])
        print()
        print("maps:")
        for line in cost_of_maps(url):
            print(f"  {line}")
        print()
        print("frames of a wall:")
        for line in cost_of_frames(url):
            print(f"  {line}")
        print()
        print("documents of 58 units, each cold in a process of its own:")
        for line in cost_of_exports(url):
            print(f"  {line}")
        print()
        print("slides of a meeting of 58 units:")
        for line in cost_of_presenting(url):
            print(f"  {line}")
        print()
        print("work, 100,000 items with 1,000,000 events:")
        large = f"sqlite:///{Path(folder) / 'work.db'}"
        work_store.build(large)
        for line in cost_of_work(large):
            print(f"  {line}")
        print()
        print("succession of 10,035 communes by 3,321:")
        for line in cost_of_conversion():
            print(f"  {line}")
        print()
        print("first visit, real browser, bytes on the wire after compression:")
        for line in wire_bytes_of_first_visit(url):
            print(f"  {line}")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--big", action="store_true", help="on a store a hundred times the sample")
    parser.add_argument("--postgresql", action="store_true", help="the big store on PostgreSQL")
    parser.add_argument("--units", type=int, default=UNITS)
    parser.add_argument("--months", type=int, default=MONTHS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
