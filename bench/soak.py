"""`make soak MINUTES=120`: a wall in a real Chromium over a real server, for as long as one likes.

A scene every few seconds, several units among them, and an import every minute, at 1920x1080. What
grows, blinks, mixes, asks elsewhere or does not follow the imports fails it. Figures of the browser
are taken after its garbage was collected, and compared slot by slot: the second quarter of the time
with the last one. Changes of faces are judged by their median: on a machine that does other things
too, a single one may be late.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Page, Request, sync_playwright
from sqlalchemy import select

from pages.scenes import SCENES
from store.database import engine
from store.imports.importer import import_file
from store.sample import build
from store.tables import province, unit
from store.walls import PlaylistEntry
from tests.browser.board import Board, copied, serving
from tests.browser.wall_screen import WallScreen, link_to
from tests.chromium import FLAGS, chromium

SAMPLE_EVERY, IMPORT_EVERY = 5.0, 60.0
# Of the last quarter over the second.
MOST_GROWTH = 1.10
# A server that has just been started still fills its caches: in a run shorter than so many minutes
# only what could not be that is a fault. That its memory is flat is shown by a long run alone.
WARM_AFTER, MOST_GROWTH_WARMING = 30.0, 1.30
SHOWN_WITHIN = 30.0
# When an import shows is known to the sample.
LATEST = SHOWN_WITHIN + SAMPLE_EVERY
# In milliseconds, at the median.
SLOWEST_SWITCH = 400.0
# So many units stand in the playlist, one after another: what is of one can be seen under another.
UNITS = 3
# A picture with less in it only says that there is nothing to show, whatever it is of.
LEAST_BODY = 200
OWN_HOSTS = {"localhost", "127.0.0.1"}
# Counts the drawing contexts that are alive; a garbage collection lets go of the others.
CONTEXTS = """
window.contexts = [];
const made = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  const context = made.call(this, kind, ...more);
  if (context && /webgl/.test(kind)) window.contexts.push(new WeakRef(context));
  return context;
};
"""
# From the change of faces to the picture that shows it, in milliseconds.
SWITCHES = """
window.switches = [];
document.addEventListener("DOMContentLoaded", () => {
  const faces = document.querySelector(".wall-stage");
  if (!faces) return;
  new MutationObserver(() => {
    const began = performance.now();
    requestAnimationFrame(() => requestAnimationFrame(() => {
      window.switches.push(performance.now() - began);
    }));
  }).observe(faces, { subtree: true, attributeFilter: ["class"] });
});
"""
LOOK = """() => {
  const face = document.querySelector(".wall-face.is-shown");
  return {
    slot: face?.dataset.slot ?? "",
    unit: face?.dataset.unit ?? "",
    body: face?.querySelector(".wall-body").textContent ?? "",
    batch: Number(face?.dataset.asOf ?? 0),
    band: document.querySelector(".wall-band").hidden ? "" : document.querySelector(".wall-band").textContent,
    elements: document.getElementsByTagName("*").length,
    contexts: window.contexts.filter((each) => each.deref()).length,
    canvases: document.querySelectorAll("canvas").length,
  };
}"""  # noqa: E501


@dataclass(frozen=True)
class Sample:
    """`heap` and `server` in bytes; `nodes` counts what the browser holds, shown or not."""

    at: float
    slot: str
    heap: float
    nodes: float
    elements: float
    server: float


@dataclass
class Findings:
    """What came of it; `faults` are sentences, none of them is success."""

    minutes: float
    samples: int = 0
    imports: int = 0
    scenes: int = 0
    pictures: int = 0
    blank: int = 0
    errors: int = 0
    outside: list[str] = field(default_factory=list)
    bands: list[str] = field(default_factory=list)
    # In seconds: until each import showed, and how long those have waited that did not.
    shown_after: list[float] = field(default_factory=list)
    unshown: list[float] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    # In milliseconds, until it is painted: half of the changes of faces took no longer, and the
    # slowest.
    switch: float = 0.0
    slowest_switch: float = 0.0
    growth: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


class Watch:
    """One window under watch."""

    def __init__(self, page: Page, *, server: int) -> None:
        self.page = page
        self.cdp: CDPSession = page.context.new_cdp_session(page)
        self.cdp.send("HeapProfiler.enable")
        self.cdp.send("Performance.enable")
        self.server = server
        self.samples: list[Sample] = []
        self.outside: list[str] = []
        self.errors = 0
        self.bands: dict[str, None] = {}
        self.contexts_over = 0
        # Bodies of pictures of one unit, by their hash, with the units they were seen under.
        self.bodies: dict[int, set[str]] = defaultdict(set)
        page.on("request", self._note)

    def sample(self, at: float) -> Mapping[str, Any]:
        """Take one sample; gives what the window shows."""
        self.cdp.send("HeapProfiler.collectGarbage")
        metrics = {
            row["name"]: row["value"] for row in self.cdp.send("Performance.getMetrics")["metrics"]
        }
        seen: Mapping[str, Any] = self.page.evaluate(LOOK)
        self.contexts_over = max(self.contexts_over, seen["contexts"] - seen["canvases"])
        if seen["slot"].startswith("unit~") and len(seen["body"]) >= LEAST_BODY:
            self.bodies[hash(seen["body"])].add(seen["unit"])
        if seen["band"]:
            self.bands[seen["band"]] = None
        self.samples.append(
            Sample(
                at=at,
                slot=seen["slot"],
                heap=metrics["JSHeapUsedSize"],
                nodes=metrics["Nodes"],
                elements=seen["elements"],
                server=resident(self.server),
            )
        )
        return seen

    def _note(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in OWN_HOSTS and not request.url.startswith("data:"):
            self.outside.append(request.url)
        if request.url.endswith("/wall/beat"):
            self.errors = max(self.errors, (request.post_data_json or {}).get("errors", 0))


def soak(minutes: float, *, seconds: int, say: bool = True) -> Findings:
    """Run the wall for `minutes` with `seconds` a scene; prints a line a minute if `say`."""
    path = chromium()
    if path is None:
        raise SystemExit("no Chromium or Chrome here")
    flags = [*FLAGS, "--enable-precise-memory-info"]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        sample = f"sqlite:///{folder}/sample.db"
        build(sample, on_progress=lambda *_: None)
        board = copied(sample, Path(folder))
        with serving(board) as server:
            browser = playwright.chromium.launch(executable_path=path, args=flags)
            page = browser.new_page(viewport={"width": 1920, "height": 1080}, base_url=board.url)
            page.add_init_script(CONTEXTS + SWITCHES)
            units = units_shown(board.database_url)
            entries = [
                PlaylistEntry(scene=key, unit=code)
                for key, scene in SCENES.items()
                for code in (units if scene.over == "unit" else [""])
            ]
            watch = Watch(page, server=server.pid)
            wall = WallScreen(page)
            wall.set_open(link_to(board.database_url, entries=tuple(entries), seconds=seconds))
            wall.expect_shown(timeout=60_000)
            findings = run(watch, board, Path(folder), minutes=minutes, say=say)
            browser.close()
    return findings


def run(watch: Watch, board: Board, folder: Path, *, minutes: float, say: bool) -> Findings:
    """Sample and import until the time is over."""
    findings = Findings(minutes)
    begun = time.monotonic()
    next_import = IMPORT_EVERY / 2
    # By batch: when it had landed.
    waiting: dict[int, float] = {}
    if say:
        print("   min  scene                heap MB  nodes  server MB  batch")
    while (at := time.monotonic() - begun) < minutes * 60:
        seen = watch.sample(at)
        for batch in [batch for batch in waiting if batch <= seen["batch"]]:
            findings.shown_after.append(at - waiting.pop(batch))
        if at >= next_import:
            batch = deliver(board, folder, findings.imports)
            waiting[batch] = time.monotonic() - begun
            findings.imports += 1
            next_import += IMPORT_EVERY
            if say:
                last = watch.samples[-1]
                print(
                    f"{at / 60:6.1f}  {last.slot:20.20} {last.heap / 1e6:7.2f} {last.nodes:6.0f}"
                    f" {last.server / 1e6:10.1f} {seen['batch']:6d}",
                    flush=True,
                )
        watch.page.wait_for_timeout(SAMPLE_EVERY * 1000)
    probe = watch.page.evaluate("window.wallProbe")
    switches = watch.page.evaluate("window.switches")
    if switches:
        findings.switch, findings.slowest_switch = statistics.median(switches), max(switches)
    findings.unshown = [at - landed for landed in waiting.values()]
    findings.mixed = [
        *misnamed(probe["told"], names_of_units(board.database_url)),
        *(f"one picture under units {sorted(of)}" for of in watch.bodies.values() if len(of) > 1),
    ]
    findings.samples = len(watch.samples)
    findings.pictures, findings.blank = probe["pictures"], probe["blank"]
    findings.scenes = len(probe["slots"])
    findings.errors, findings.outside = watch.errors, watch.outside
    findings.bands = list(watch.bands)
    findings.growth = {
        name: growth(watch.samples, name) for name in ("heap", "nodes", "elements", "server")
    }
    judge(findings, probe, contexts_over=watch.contexts_over)
    return findings


def judge(findings: Findings, probe: Mapping[str, Any], *, contexts_over: int) -> None:
    """Write down everything that must not be."""
    mixed = [stamp for stamp, words in probe["told"].items() if len(words) > 1]
    latest = max(findings.shown_after, default=0.0)
    # What landed just before the end may still come.
    missing = [waited for waited in findings.unshown if waited > LATEST]
    told = {
        f"{name} grew by {share - 1:.1%} from the second quarter to the last": share
        > most_growth(name, minutes=findings.minutes)
        for name, share in findings.growth.items()
    } | {
        f"{findings.blank} pictures without a whole frame": findings.blank > 0,
        f"names of more than one thing under one stamp: {mixed}": bool(mixed),
        f"shown as what it is not: {findings.mixed}": bool(findings.mixed),
        f"{findings.errors} frames were dropped": findings.errors > 0,
        f"asked elsewhere: {findings.outside}": bool(findings.outside),
        f"bands: {findings.bands}": bool(findings.bands),
        f"{contexts_over} drawing contexts more than are seen": contexts_over > 0,
        f"an import showed after {latest:.0f} s": latest > LATEST,
        f"{len(missing)} of {findings.imports} imports never showed": bool(missing),
        f"half of the changes of faces took {findings.switch:.0f} ms or more": findings.switch
        > SLOWEST_SWITCH,
        "nothing was shown in turn": findings.scenes < 2,
    }
    findings.faults = [sentence for sentence, is_so in told.items() if is_so]


def most_growth(name: str, *, minutes: float) -> float:
    """How much more the last quarter may hold than the second, in a run of so many minutes."""
    is_warming = name == "server" and minutes < WARM_AFTER
    return MOST_GROWTH_WARMING if is_warming else MOST_GROWTH


def misnamed(
    told: Mapping[str, Iterable[str]], names: Mapping[str, tuple[str, str]]
) -> Iterator[str]:
    """Pictures of one unit whose title or slot is not of the unit on their stamp.

    `told`: what stood in a picture (its title first), by its stamp; `names`: code and full name of
    a unit by its id.
    """
    for stamp, said in told.items():
        seen = json.loads(stamp)
        scene, code, *_ = seen["slot"].split("~")
        if scene != "unit":
            continue
        known, name = names.get(seen["unit"], ("", ""))
        for words in said:
            if known != code or words.split(" | ")[0] != name:
                yield f"{words} as unit {known or seen['unit']} in {seen['slot']}"


def units_shown(url: str) -> list[str]:
    """Codes of the first districts of the province."""
    asked = (
        select(unit.c.code)
        .join(province, province.c.id == unit.c.province_id)
        .where(province.c.slug == "nghe-an", unit.c.level == "district")
        .order_by(unit.c.code)
        .limit(UNITS)
    )
    with engine(url).begin() as connection:
        return list(connection.scalars(asked))


def names_of_units(url: str) -> dict[str, tuple[str, str]]:
    """Code and full name of every unit, by its id as a stamp writes it."""
    with engine(url).begin() as connection:
        rows = connection.execute(select(unit.c.id, unit.c.code, unit.c.full_name_vi))
        return {str(row.id): (row.code, row.full_name_vi) for row in rows}


def growth(samples: Iterable[Sample], name: str) -> float:
    """The mean of the last quarter over that of the second, over slots that are in both."""
    taken = list(samples)
    end = max((sample.at for sample in taken), default=0.0) or 1.0
    quarters: dict[int, dict[str, list[float]]] = {1: defaultdict(list), 3: defaultdict(list)}
    for sample in taken:
        quarter = min(int(sample.at / end * 4), 3)
        if quarter in quarters:
            quarters[quarter][sample.slot].append(getattr(sample, name))
    both = quarters[1].keys() & quarters[3].keys()
    if not both:
        return 1.0
    second, last = (
        statistics.mean(statistics.mean(quarters[quarter][slot]) for slot in both)
        for quarter in (1, 3)
    )
    return last / second


def deliver(board: Board, folder: Path, number: int) -> int:
    """A new rate of the province through the importer; gives its batch."""
    path = folder / "delivery.csv"
    path.write_text(
        "Mã chỉ tiêu;Cấp;Mã đơn vị;Kỳ;Giá trị;Trạng thái số liệu;Nguồn gốc;Ngày chốt;Văn bản\n"
        f"DVC01;tỉnh;40;2023;{45 + number % 40},{number % 90 + 10}%;chính thức;đã công bố;"
        "31/12/2023;nghe-an-2024-01\n",
        encoding="utf-8-sig",
    )
    report = import_file(engine(board.database_url), path, province="nghe-an", kind="observations")
    return report.batch_id


def resident(process: int) -> float:
    """Memory of a process in bytes, as /proc tells it."""
    status = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return float(line.split()[1]) * 1024


def main() -> int:
    """Run it and print what came of it; 1 when something must not be."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak")
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--seconds", type=int, default=7, help="a scene; red ones stay longer")
    parser.add_argument("--json", action="store_true", help="the findings as one line of JSON")
    asked = parser.parse_args()
    findings = soak(asked.minutes, seconds=asked.seconds, say=not asked.json)
    if asked.json:
        print(json.dumps(asdict(findings)))
    else:
        for name, value in asdict(findings).items():
            print(f"{name:>15}: {value}")
    return 1 if findings.faults else 0


if __name__ == "__main__":
    sys.exit(main())
