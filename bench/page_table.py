"""The cost of pages as rows of one table."""

import statistics
from collections.abc import Sequence

from bench.page_cost import RunCost, page_costs

COLD_RUNS, WARM_RUNS = 3, 15
HEADINGS = (
    "page",
    "cold ms",
    "warm ms",
    "cold SQL",
    "warm SQL",
    "cold kB",
    "cold kB deflated",
    "warm kB",
)


def page_row(key: str, url: str, **address: str) -> list[str]:
    """Medians of the page `key` at `address` on the store at `url`, as written in the table."""
    cold, warm = page_costs(key, url=url, cold_runs=COLD_RUNS, warm_runs=WARM_RUNS, **address)

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


def print_table(rows: Sequence[Sequence[str]]) -> None:
    """Print `rows` under HEADINGS."""
    widths = [max(len(row[i]) for row in [HEADINGS, *rows]) for i in range(len(HEADINGS))]
    for row in [HEADINGS, ["-" * width for width in widths], *rows]:
        print("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))
