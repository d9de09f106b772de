"""Only one module reads the clock, so that a test or a sample province can hold it still."""

import ast
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parents[2]
PACKAGES = ("server", "pages", "components", "queries", "store", "domain", "sample_data")
READS_THE_CLOCK = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}


def calls_to_the_clock(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
            if (name, node.func.attr) in READS_THE_CLOCK:
                yield f"{path.relative_to(PROJECT)}:{node.lineno}"


def test_only_the_clock_module_reads_the_clock() -> None:
    files = [PROJECT / "shell.py"]
    files += [path for name in PACKAGES for path in (PROJECT / name).rglob("*.py")]
    reading = [place for path in files for place in calls_to_the_clock(path)]
    assert [place for place in reading if not place.startswith("store/clock.py")] == []
