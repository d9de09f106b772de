"""The office programs that open what the board hands out.

`python -m tests.office`, which `make test` runs first, installs LibreOffice Impress where it may;
the tests themselves only look.
"""

import shutil
import subprocess
from pathlib import Path

from tests import apt

NAMES = ("soffice", "libreoffice")
# What only Impress brings: soffice alone may be there without it.
IMPRESS = ("registry/impress.xcd", ".registry/impress.xcd")


class OfficeUnavailable(RuntimeError):
    """No LibreOffice Impress can be run here; the message says why."""


def soffice() -> str | None:
    """The path of a LibreOffice that opens presentations, or None."""
    path = next((found for found in map(shutil.which, NAMES) if found), None)
    if path is None:
        return None
    shared = Path(path).resolve().parents[1] / "share"
    return path if any((shared / name).exists() for name in IMPRESS) else None


def as_pdf(body: bytes, *, folder: Path) -> bytes:
    """The presentation `body` as LibreOffice draws it; `folder` is empty and stays private."""
    program = soffice()
    if program is None:
        raise OfficeUnavailable("no LibreOffice Impress (Debian: apt install libreoffice-impress)")
    (folder / "deck.pptx").write_bytes(body)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "deck.pptx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    return (folder / "deck.pdf").read_bytes()


def main() -> None:
    """Say which LibreOffice the tests will use; install one where this machine lets us."""
    if soffice() or apt.install("libreoffice-impress"):
        print(f"LibreOffice for the tests: {soffice()}")
    else:
        print("LibreOffice for the tests: NONE, its tests will be skipped")


if __name__ == "__main__":
    main()
