"""From bytes to sheets: what kind of file it is, by its name and by its content."""

from collections.abc import Callable
from pathlib import Path

from store.imports.csv_files import read_csv
from store.imports.limits import MAX_BYTES
from store.imports.refusals import file_refused
from store.imports.sheets import OpenedFile
from store.imports.workbooks import read_workbook

_OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_MARK = b"PK"
# How an encrypted workbook names its content, inside the same container as the old .xls.
_ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")
_TEXT_SUFFIXES = (".csv", ".txt", ".tsv")


def open_file(data: bytes, *, name: str, is_header: Callable[[str], bool]) -> OpenedFile:
    """The sheets of a CSV or XLSX file called `name`. Raises FileRefused."""
    suffix = Path(name).suffix.lower()
    if not data:
        raise file_refused("file_empty")
    if len(data) > MAX_BYTES:
        raise file_refused("file_too_heavy", megabytes=str(MAX_BYTES // 1_000_000))
    if data.startswith(_OLE_MARK):
        raise file_refused("workbook_encrypted" if _ENCRYPTED_MARK in data else "workbook_old")
    if suffix == ".xlsm":
        raise file_refused("workbook_with_macros")
    if suffix == ".xlsx":
        if not data.startswith(_ZIP_MARK):
            raise file_refused("not_a_workbook")
        return read_workbook(data)
    if suffix in _TEXT_SUFFIXES:
        if data.startswith(_ZIP_MARK):
            raise file_refused("not_a_csv")
        return read_csv(data, is_header=is_header)
    raise file_refused("file_type_unknown", suffix=suffix or name)
