"""The shipped nginx configuration, run on free ports before processes of the board.

`python -m tests.nginx`, which `make test` runs first, installs nginx where it may; the tests
themselves only look.
"""

import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from getpass import getuser
from pathlib import Path
from threading import Event

from tests import apt

SHIPPED = Path(__file__).parents[1] / "deploy"
NAME = "bang.tinh.example"
# Debian keeps it where only root looks.
PLACES = ("nginx", "/usr/sbin/nginx")
AROUND = """
daemon off;
user {user};
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/start.log;
events {{ worker_connections 1024; }}
http {{
    {temporary}
    include {folder}/board.conf;
}}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


class NginxUnavailable(RuntimeError):
    """No nginx can be run here; the message says why."""


@dataclass(frozen=True)
class Proxy:
    """`url` over TLS, `plain_url` without, `folder` with what it logs and its certificate."""

    url: str
    plain_url: str
    folder: Path

    @property
    def access_log(self) -> Path:
        return self.folder / "board.access.log"


def nginx() -> str | None:
    """The path of nginx, or None."""
    return next((path for path in map(shutil.which, PLACES) if path), None)


@contextmanager
def running_nginx(
    folder: Path, *, ports: Sequence[int], tls_port: int, plain_port: int
) -> Iterator[Proxy]:
    """Run deploy/nginx.conf for https://localhost:`tls_port` before the processes at `ports`."""
    program = nginx()
    if program is None:
        raise NginxUnavailable("no nginx here (Debian: apt install nginx)")
    _certificate(folder)
    (folder / "board.conf").write_text(
        _configured(folder, ports=ports, tls_port=tls_port, plain_port=plain_port)
    )
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in TEMPORARY)
    main = folder / "nginx.conf"
    main.write_text(AROUND.format(folder=folder, temporary=temporary, user=getuser()))
    command = [program, "-p", str(folder), "-e", str(folder / "start.log"), "-c", str(main)]
    with (folder / "output.log").open("w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
        try:
            _wait_for(tls_port, process=process, folder=folder)
            yield Proxy(
                url=f"https://localhost:{tls_port}",
                plain_url=f"http://localhost:{plain_port}",
                folder=folder,
            )
        finally:
            process.terminate()
            process.wait(10)


def _configured(folder: Path, *, ports: Sequence[int], tls_port: int, plain_port: int) -> str:
    """The shipped file with this run's ports, name and folder: nothing else is changed."""
    text = (SHIPPED / "nginx.conf").read_text("utf-8")
    shipped, made = ("127.0.0.1:8501", "127.0.0.1:8502"), [f"127.0.0.1:{port}" for port in ports]
    changes = dict(zip(shipped, made, strict=True)) | {
        "listen 443 ": f"listen 127.0.0.1:{tls_port} ",
        "listen 80;": f"listen 127.0.0.1:{plain_port};",
        NAME: "localhost",
        "/etc/ssl/board": str(folder),
        "/var/log/nginx": str(folder),
        "/var/cache/nginx": str(folder),
        "/usr/share/board": str(SHIPPED),
    }
    for piece, ours in changes.items():
        assert piece in text, piece
        text = text.replace(piece, ours)
    return text


def _certificate(folder: Path) -> None:
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    subprocess.run(
        ["openssl", "req", "-x509", *kind, *subject, *files], check=True, capture_output=True
    )


def _wait_for(port: int, *, process: subprocess.Popen[bytes], folder: Path) -> None:
    pause = Event()
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        pause.wait(0.1)
    said = (folder / "output.log").read_text() + (folder / "start.log").read_text()
    raise NginxUnavailable(f"nginx did not start: {said[-2000:]}")


def main() -> None:
    """Say which nginx the tests will use; install one where this machine lets us."""
    if nginx() or apt.install("nginx"):
        print(f"nginx for the tests: {nginx()}")
    else:
        print("nginx for the tests: NONE, its tests will be skipped")


if __name__ == "__main__":
    main()
