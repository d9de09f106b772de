"""`python -m bench`: every registered page, cold and warm, in one table."""

import statistics
import sys
import tempfile
from pathlib import Path

from bench.first_visit import wire_bytes_of_first_visit
from bench.page_cost import RunCost, page_costs
from pages import PAGES
from store.sample import build

COLD_RUNS = 3
WARM_RUNS = 15


def main() -> int:
    """Build a fresh sample store, run every page against it, print the table."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        print("building the sample store ...", file=sys.stderr)
        build(url)
        rows = [_row(page.key, url) for page in PAGES]
        _print_table(rows)
        print()
        print("first visit, real browser, bytes on the wire after compression:")
        for line in wire_bytes_of_first_visit(url):
            print(f"  {line}")
    return 0


def _row(key: str, url: str) -> list[str]:
    cold, warm = page_costs(key, url=url, cold_runs=COLD_RUNS, warm_runs=WARM_RUNS)

    def median(costs: list[RunCost], part: str) -> float:
        return statistics.median(getattr(cost, part) for cost in costs)

    return [
        key,
        f"{median(cold, 'milliseconds'):.0f}",
        f"{median(warm, 'milliseconds'):.0f}",
        f"{median(cold, 'statements'):.0f}",
        f"{median(warm, 'statements'):.0f}",
        f"{median(cold, 'sent') / 1000:.0f}",
        f"{median(cold, 'sent_compressed') / 1000:.0f}",
        f"{median(warm, 'sent') / 1000:.0f}",
    ]


def _print_table(rows: list[list[str]]) -> None:
    header = [
        "page",
        "cold ms",
        "warm ms",
        "cold SQL",
        "warm SQL",
        "cold kB",
        "cold kB deflated",
        "warm kB",
    ]
    widths = [max(len(row[i]) for row in [header, *rows]) for i in range(len(header))]
    for row in [header, ["-" * width for width in widths], *rows]:
        print("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))


if __name__ == "__main__":
    sys.exit(main())
