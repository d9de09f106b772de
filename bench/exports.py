"""`python -m bench.exports`: papers, slides and tables of 58 units, cold, with their memory.

Every document is made in a process of its own, so that the largest memory is that of the one and
no answer is kept from another. Aims: slides and a page a unit at most 30 s, slides 600 MB.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

PROVINCE = "bac-giang"
DOCUMENTS = {
    "briefing": "pdf",
    "unit_pages": "pdf",
    "slides": "pptx",
    "tables": "xlsx",
    "notice": "docx",
    "picture": "png",
}
# Largest memory of a process is told in kB here, in bytes elsewhere.
KB = 1 if sys.platform == "linux" else 1024


def main() -> int:
    """Build the sample store, make every document, print a line for each."""
    if len(sys.argv) > 1:
        print(json.dumps(_made(sys.argv[1])))
        return 0
    from store.sample import build  # noqa: PLC0415 (only the first process builds)

    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'exports.db'}"
        print("building the sample store ...", file=sys.stderr)
        build(url)
        for line in cost_of_exports(url):
            print(line)
    return 0


def cost_of_exports(url: str) -> Iterator[str]:
    """A line for each document of the province with 58 units, over the store at `url`."""
    for name, kind in DOCUMENTS.items():
        command = [sys.executable, "-m", "bench.exports", name]
        environment = {**os.environ, "IOC_DATABASE_URL": url}
        done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
        cost = json.loads(done.stdout.splitlines()[-1])
        yield (
            f"{name + '.' + kind:<18}{cost['seconds']:>7.1f} s, at work {cost['at_work']:>6.1f} s, "
            f"memory {cost['memory']:>5.0f} MB (before {cost['before']:>4.0f}), "
            f"file {cost['bytes'] / 1024:>7.0f} kB"
        )


def _made(name: str) -> Mapping[str, Any]:
    """What making the document `name` once cost this process."""
    import resource  # noqa: PLC0415 (not on every system)

    from domain.scope import Scope  # noqa: PLC0415
    from pages.downloads.files import make_file  # noqa: PLC0415
    from queries.runner import data_version, fetch  # noqa: PLC0415
    from queries.settled import provinces_in_scope, settled_question  # noqa: PLC0415
    from store import clock  # noqa: PLC0415

    def memory() -> float:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / KB

    def choose(parameter: str, options: Any, *, default: str, **_more: Any) -> str:
        return PROVINCE if parameter == "province" and PROVINCE in options else default

    version, scope = data_version(), Scope(provinces=frozenset({1, 2, 3}))
    provinces = provinces_in_scope(scope, as_of=version, fetch=fetch)
    settled = settled_question(provinces, scope=scope, as_of=version, fetch=fetch, choose=choose)
    before, began, worked = memory(), time.perf_counter(), time.process_time()
    _, body = make_file(
        name,
        kind=DOCUMENTS[name],
        settled=settled,
        choose=choose,
        language="vi",
        for_whom="bench",
        made_at=clock.now(),
    )
    return {
        "seconds": time.perf_counter() - began,
        "at_work": time.process_time() - worked,
        "memory": memory(),
        "before": before,
        "bytes": len(body),
    }


if __name__ == "__main__":
    sys.exit(main())
