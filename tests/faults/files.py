"""Downloads over plain HTTP, and what a spreadsheet would find in them."""

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

from components.export.progress import Progress, untold
from domain.choices import as_written, chosen_code
from domain.scope import Scope
from pages.downloads.files import make_file
from queries.runner import data_version, fetch
from queries.settled import provinces_in_scope, settled_question
from server.session_cookie import NAME
from tests.app.caller import Answer, Caller
from tests.app.visiting import token_of

MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = {"main": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def cookie_of(caller: Caller, username: str = "lanhdao") -> str:
    """The Cookie header of a new session of `username`; no password is hashed for it."""
    return f"{NAME}={token_of(caller.board.database_url, username)}"


def download(caller: Caller, file: str, *, cookie: str = "", **address: Any) -> Answer:
    """The answer of /download/<file>; a list in `address` repeats its parameter."""
    asked = urlencode(address, doseq=True)
    headers = {"cookie": cookie} if cookie else {}
    return caller.ask(f"/download/{file}?{asked}", **headers)


def csv_rows(body: bytes, *, delimiter: str = ";") -> list[list[str]]:
    """The rows of a CSV file, headings included."""
    text = body.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def made(
    scope: Scope,
    name: str,
    kind: str,
    *,
    language: str = "vi",
    progress: Progress = untold,
    **address: str,
) -> bytes:
    """The file as the route makes it for somebody with `scope`, over the store in use."""
    asked = {"province": "nghe-an"} | address
    choose = partial(_choose, asked)
    version = data_version()
    provinces = provinces_in_scope(scope, as_of=version, fetch=fetch)
    settled = settled_question(provinces, scope=scope, as_of=version, fetch=fetch, choose=choose)
    _, body = make_file(
        name,
        kind=kind,
        settled=settled,
        choose=choose,
        language=language,
        for_whom="canbo",
        made_at=MADE_AT,
        progress=progress,
    )
    return body


def _choose(
    asked: dict[str, str],
    parameter: str,
    options: Any,
    *,
    default: str,
    means: Callable[[str], str] = as_written,
) -> str:
    codes = [asked[parameter]] if parameter in asked else []
    return chosen_code(parameter, codes, options=options, default=default, means=means)


@dataclass(frozen=True)
class XlsxCell:
    """A cell as it stands in the file: its type ("s" text, "n" number), text or number."""

    kind: str
    value: str
    number_format: str


def xlsx_cells(body: bytes) -> list[XlsxCell]:
    """Every cell of the first sheet; fails when one holds a formula."""
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        assert not [
            name for name in parts.namelist() if "externalLink" in name or "rels/sheet" in name
        ]
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
        shared = ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))
        styles = ElementTree.fromstring(parts.read("xl/styles.xml"))
    assert sheet.findall(".//main:f", NAMES) == []
    assert sheet.findall(".//main:hyperlink", NAMES) == []
    texts = ["".join(node.itertext()) for node in shared.findall("main:si", NAMES)]
    formats = {
        node.get("numFmtId"): node.get("formatCode")
        for node in styles.iter()
        if node.get("formatCode")
    }
    looks = [node.get("numFmtId") for node in styles.findall("main:cellXfs/main:xf", NAMES)]
    return [_cell(cell, texts, formats, looks) for cell in sheet.findall(".//main:c", NAMES)]


def _cell(
    cell: ElementTree.Element,
    texts: list[str],
    formats: dict[str | None, str | None],
    looks: list[str | None],
) -> XlsxCell:
    kind = cell.get("t", "n")
    written = cell.findtext("main:v", default="", namespaces=NAMES)
    look = looks[int(cell.get("s", "0"))]
    return XlsxCell(
        kind, texts[int(written)] if kind == "s" else written, formats.get(look) or look or ""
    )
