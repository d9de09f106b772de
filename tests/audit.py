"""`make audit`: no secret lies in the tree, and no release we build on is known to be vulnerable.

The search for secrets needs no network. The other asks the package index about every pinned
release; where it does not answer, that is said loudly, and is no failure of ours.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from detect_secrets.core.scan import scan_file
from detect_secrets.settings import default_settings

PROJECT = Path(__file__).parents[1]
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")
PATIENCE_SECONDS = 300

# Found, looked at, and no secret.
NO_SECRETS = {
    ("assets/icon_font.py", "Base64 High Entropy String"): "the letters of icon names",
    ("server/errors.py", "Base64 High Entropy String"): "the letters of a reference",
    ("store/administration.py", "Base64 High Entropy String"): "the letters of a password",
    ("store/audit.py", "Secret Keyword"): "names of actions",
    ("store/demo_accounts.py", "Secret Keyword"): "public: it stands on the sign-in page",
}
# Tests are full of made-up passwords; what only looks like one is no news there.
USUAL_IN_TESTS = {
    "Base64 High Entropy String",
    "Basic Auth Credentials",
    "Hex High Entropy String",
    "Secret Keyword",
}
# Hashes and measured figures, by the thousand.
NOT_READ = {".json", ".geojson", ".csv", ".xlsx", ".woff2", ".png", ".svg", ".po"}

# Vulnerabilities that do not touch us, with the reason. Look at it again with every `make lock`.
NOT_OURS: dict[str, str] = {}


@dataclass(frozen=True)
class Audited:
    """Releases asked about, those the index said nothing of, and what is known against them."""

    asked: int
    unanswered: int
    known: list[str]


def secrets_in_tree() -> Iterator[str]:
    """Every suspicious place of the files that are or would be committed: path, line, kind."""
    for path in _files():
        for line, kind in suspicious_places(PROJECT / path):
            is_usual = path.startswith("tests/") and kind in USUAL_IN_TESTS
            if not is_usual and (path, kind) not in NO_SECRETS:
                yield f"{path}:{line} {kind}"


def suspicious_places(path: Path) -> Iterator[tuple[int, str]]:
    """Line and kind of whatever in the file looks like a secret; nothing is sent anywhere."""
    with default_settings():
        for found in scan_file(str(path)):
            yield found.line_number, found.type


def audit_of(requirements: str) -> Audited | None:
    """What the index knows about the releases in `requirements`; None when it was not reached."""
    command = [sys.executable, "-m", "pip_audit", "-r", requirements, "--no-deps", "--disable-pip"]
    options = ["--progress-spinner", "off", "--format", "json"]
    try:
        asked = subprocess.run(
            [*command, *options],
            cwd=PROJECT,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        releases = json.loads(asked.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return None
    return Audited(
        asked=len(releases),
        unanswered=sum("skip_reason" in release for release in releases),
        known=[
            f"{release['name']} {release['version']}: {fault['id']}"
            f" (mended in {', '.join(fault['fix_versions']) or 'no release'})"
            for release in releases
            for fault in release.get("vulns", ())
            if fault["id"] not in NOT_OURS
        ],
    )


def _files() -> list[str]:
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(listing, cwd=PROJECT, capture_output=True, text=True, check=True)
    return [
        path
        for path in sorted(set(listed.stdout.splitlines()))
        if Path(path).suffix not in NOT_READ and (PROJECT / path).is_file()
    ]


def _shout(text: str) -> None:
    print(f"\n{'!' * 20} {text} {'!' * 20}\n", file=sys.stderr)


def main() -> int:
    """0: nothing known is wrong; 1: a secret or a vulnerable release, named."""
    wrong = [f"looks like a secret: {place}" for place in secrets_in_tree()]
    print(f"Secrets in the tree: {len(wrong) or 'none'}")
    for requirements in REQUIREMENTS:
        audited = audit_of(requirements)
        if audited is None:
            _shout(f"NOT AUDITED: {requirements}; the package index cannot be reached from here")
            continue
        if audited.unanswered:
            unasked = f"{audited.unanswered} of {audited.asked} releases of {requirements}"
            _shout(f"NOT AUDITED: {unasked}; this index knows nothing about them")
        answered = f"{audited.asked - audited.unanswered} audited releases of {requirements}"
        print(f"Known vulnerabilities in {answered}: {len(audited.known) or 'none'}")
        wrong += audited.known
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
