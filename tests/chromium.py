"""The Chromium or Chrome that the browser journeys drive.

It is the one named by IOC_CHROMIUM, else an installed one, else Playwright's own.
`python -m tests.chromium`, which `make test` runs first, installs one where there is none:
by apt-get where it may, Playwright's elsewhere. The tests themselves only look.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import apt

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No address but this machine's is ever looked up, and nothing is drawn by a graphics card.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


def chromium() -> str | None:
    """The path of a browser that starts, or None."""
    named = os.environ.get("IOC_CHROMIUM")
    candidates = [named] if named else [*map(shutil.which, NAMES), _playwrights_own()]
    return next((path for path in candidates if path and _starts(path)), None)


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _starts(path: str) -> bool:
    # Ubuntu's chromium-browser may be a stub that only tells where to get the real one.
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _install() -> None:
    if apt.install("chromium") and chromium():
        return
    playwright = [sys.executable, "-m", "playwright"]
    subprocess.run([*playwright, "install", "--no-shell", "chromium"], check=False)
    if _playwrights_own() and not chromium():
        # It came, but lacks libraries of the system; this works where apt-get does.
        subprocess.run([*playwright, "install-deps", "chromium"], check=False)


def main() -> None:
    """Say which browser the tests will drive; install one where there is none."""
    if not chromium():
        _install()
    print(f"Browser for the tests: {chromium() or 'NONE, the journeys will be skipped'}")


if __name__ == "__main__":
    main()
