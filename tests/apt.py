"""System packages by apt-get, where this machine lets us install them."""

import os
import shutil
import subprocess


def install(*packages: str) -> bool:
    """Try to install Debian or Ubuntu `packages` without asking anybody; say whether it worked."""
    as_root = _as_root()
    if as_root is None or shutil.which("apt-get") is None:
        return False
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", "--yes"]
    # Fresh containers have no package lists. A list that cannot be read is no reason to give up.
    subprocess.run([*as_root, *quiet, "update"], stdin=subprocess.DEVNULL, check=False)
    command = [*as_root, *quiet, "install", "--no-install-recommends", *packages]
    return subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode == 0


def _as_root() -> list[str] | None:
    """The words before a command that make it run as root; None where that is not allowed."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    allowed = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if allowed.returncode == 0 else None
