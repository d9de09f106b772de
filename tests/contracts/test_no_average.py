"""No query averages: rates roll up as ratio of sums (docs/decisions.md, domain/indicators.py)."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
# A mean in SQL or in polars. domain/standing.py, which is no query, takes a mean over different
# indicators of how much of their targets they reached.
AVERAGE = re.compile(
    r"\.(avg|mean|rolling_mean|median)\(|\bavg\(|pl\.(mean|median)\b|mean_horizontal"
)
QUERIES = sorted((PROJECT / "queries").glob("*.py"))


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_no_query_averages(path: Path) -> None:
    assert AVERAGE.findall(path.read_text(encoding="utf-8")) == []
