"""`python -m bench.exports`: papers, slides and tables of 58 and 130 units, with their memory.

Every document is made in a process of its own, so that the largest memory is that of the one and
no answer is kept from another. Aims: slides and a page a unit at most 30 s, slides 600 MB. Last
ten packs in one process, which shall not keep what they needed.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

# A province with 58 units; one read on the map of the day from which it has 130 communes.
UNITS_58 = {"province": "bac-giang"}
UNITS_130 = {"province": "nghe-an", "era": "2025-07-01"}
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


LARGE = ("slides", "unit_pages")
# Packs made one after another: different ones, so that nothing can be kept from the last.
IN_A_ROW, PACKS = 10, ("unit_pages", "slides")


def main() -> int:
    """Build the sample store, make every document, print a line for each."""
    if len(sys.argv) > 1:
        print(json.dumps(_in_a_row() if sys.argv[1] == "in_a_row" else _made(*sys.argv[1:])))
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
    """A line for each document over the sample store at `url`, then the memory that is kept."""
    asked = [(name, "58") for name in DOCUMENTS] + [(name, "130") for name in LARGE]
    for name, units in asked:
        cost = _in_a_process(url, [name, units])
        yield (
            f"{name + '.' + DOCUMENTS[name]:<16}{units:>4} units {cost['seconds']:>6.1f} s, "
            f"at work {cost['at_work']:>5.1f} s, memory {cost['memory']:>4.0f} MB "
            f"(before {cost['before']:>3.0f}, beside it {cost['beside']:>3.0f}), "
            f"file {cost['bytes'] / 1024:>5.0f} kB"
        )
    kept = _in_a_process(url, ["in_a_row"])["memory"]
    told = ", ".join(f"{memory:.0f}" for memory in kept)
    yield f"memory kept after each of {IN_A_ROW} packs in a row: {told} MB"


def _in_a_process(url: str, arguments: Sequence[str]) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "bench.exports", *arguments],
        env={**os.environ, "IOC_DATABASE_URL": url},
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def _made(name: str, units: str) -> Mapping[str, Any]:
    """What making the document `name` once cost this process, and its compiler beside it."""
    import resource  # noqa: PLC0415 (not on every system)

    def memory(of: int = resource.RUSAGE_SELF) -> float:
        return resource.getrusage(of).ru_maxrss / 1024 / KB

    def worked() -> float:
        beside = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.process_time() + beside.ru_utime + beside.ru_stime

    make = _Maker(UNITS_58 if units == "58" else UNITS_130)
    before, began, work = memory(), time.perf_counter(), worked()
    body = make(name)
    return {
        "seconds": time.perf_counter() - began,
        "at_work": worked() - work,
        "memory": memory(),
        "before": before,
        "beside": memory(resource.RUSAGE_CHILDREN),
        "bytes": len(body),
    }


def _in_a_row() -> Mapping[str, Any]:
    """The memory of this process (MB) after each of IN_A_ROW packs, each in a thread of its own."""
    kept: list[float] = []
    for number in range(IN_A_ROW):
        make = _Maker(UNITS_58 if number % 4 < 2 else UNITS_130, language=("vi", "en")[number // 5])
        maker = threading.Thread(target=make, args=[PACKS[number % 2]])
        maker.start()
        maker.join()
        kept.append(_resident())
    return {"memory": kept}


def _resident() -> float:
    """The memory that this process holds now (MB); 0 where the system does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    held = (line.split()[1] for line in lines if line.startswith("VmRSS"))
    return int(next(held, "0")) / 1024


class _Maker:
    """Makes documents about the units that `chosen` (parameters of an address) leads to."""

    def __init__(self, chosen: Mapping[str, str], *, language: str = "vi") -> None:
        from domain.scope import Scope  # noqa: PLC0415
        from queries.runner import data_version, fetch  # noqa: PLC0415
        from queries.settled import provinces_in_scope, settled_question  # noqa: PLC0415

        self.chosen, self.language = chosen, language
        scope, newest = Scope(provinces=frozenset({1, 2, 3})), data_version()
        self.settled = settled_question(
            provinces_in_scope(scope, as_of=newest, fetch=fetch),
            scope=scope,
            as_of=newest,
            fetch=fetch,
            choose=self._choose,
        )

    def _choose(self, parameter: str, options: Any, *, default: str, **_more: Any) -> str:
        asked = self.chosen.get(parameter, default)
        return asked if asked in options else default

    def __call__(self, name: str) -> bytes:
        from pages.downloads.files import make_file  # noqa: PLC0415
        from store import clock  # noqa: PLC0415

        _, body = make_file(
            name,
            kind=DOCUMENTS[name],
            settled=self.settled,
            choose=self._choose,
            language=self.language,
            for_whom="bench",
            made_at=clock.now(),
        )
        return body


if __name__ == "__main__":
    sys.exit(main())
