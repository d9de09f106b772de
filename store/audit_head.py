"""The newest event seen at the last verification, kept in a file beside the store.

A chain does not show that its end was cut off; a head noted earlier does. The file is as safe as
its folder: whoever keeps `python -m store audit verify`'s output elsewhere is safer.
"""

import hashlib
import json
import os
from pathlib import Path

from sqlalchemy import make_url

from store import audit
from store.audit import NO_HEAD, Head, Verdict
from store.database import engine
from store.settings import Settings


def check_log(settings: Settings, *, noted: Head = NO_HEAD) -> Verdict:
    """Verify the log of the store of `settings`, and keep its head when it is whole.

    `noted` is a head kept elsewhere; the one kept here is compared too.
    """
    kept = kept_head(settings)
    with engine(settings.database_url).begin() as connection:
        verdict = audit.verify(connection, kept=kept)
        if verdict.is_whole and noted != NO_HEAD:
            verdict = audit.verify(connection, kept=noted)
    if verdict.is_whole:
        _keep(settings, verdict.head)
    return verdict


def kept_head(settings: Settings) -> Head:
    """The head of the last verification; NO_HEAD before the first and when the file is spoilt."""
    try:
        kept = json.loads(_file(settings).read_text("utf-8"))
        return Head(int(kept["position"]), str(kept["hash"]))
    except (OSError, ValueError, KeyError, TypeError):
        return NO_HEAD


def forget_head(url: str) -> None:
    """For a store at `url` that is built anew: its log begins anew as well."""
    _file(Settings(database_url=url)).unlink(missing_ok=True)


def _keep(settings: Settings, head: Head) -> None:
    target = _file(settings)
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    aside.write_text(json.dumps({"position": head.position, "hash": head.hash}), "utf-8")
    aside.replace(target)


def _file(settings: Settings) -> Path:
    # One folder may serve several stores; a new password does not make another store.
    address = make_url(settings.database_url).set(password=None)
    name = hashlib.sha256(str(address).encode()).hexdigest()[:12]
    return settings.data_dir / f"audit-head-{name}.json"
