"""Small import files for tests, and a store furnished with what they refer to.

    furnish(url)
    report = import_rows(url, tmp_path, "observations", {"unit": "412", ...})

A row names its cells by our column names; the cells are texts as they stand in a CSV file.
The province is 40 (nghe-an), whose clock stands at 2 April 2024.
"""

import csv
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Table, func, select

from store.database import engine
from store.imports.frames import frame_of
from store.imports.importer import ImportReport, import_file
from store.imports.kinds import KIND_BY_NAME
from store.tables import metadata
from store.tables.base import Moment

PROVINCE = "nghe-an"
Row = Mapping[str, str]

RATE = {
    "code": "DVC01",
    "subject": "online_services",
    "name_vi": "Tỷ lệ hồ sơ trực tuyến",
    "name_en": "Online dossier rate",
    "measure": "tỷ lệ",
    "unit_of_measure": "percent",
    "aggregation": "tỷ số của tổng",
    "zero_denominator": "không có số liệu",
    "polarity": "cao",
    "frequency": "month",
    "levels": "province/district",
    "definition_source": "test",
    "position": "1",
}
STOCK = RATE | {
    "code": "DDI01",
    "name_vi": "Số thẻ",
    "name_en": "Cards",
    "measure": "số lũy kế",
    "aggregation": "cộng số mới nhất",
    "position": "2",
}


def unit_row(code: str, level: str, name: str, *, kind: str = "Huyện", **more: str) -> Row:
    return {
        "code": code,
        "level": level,
        "name_vi": name,
        "name_en": name,
        "full_name_vi": f"{kind} {name}",
        "full_name_en": f"{name} {kind}",
        "parent": "" if level == "tỉnh" else more.pop("above", "40"),
        "valid_from": "01/01/2020",
        **more,
    }


PLAN = {
    "code": "KH2024",
    "version": "1",
    "kind": "nhiệm vụ",
    "name_vi": "Kế hoạch 2024",
    "name_en": "Plan 2024",
    "starts_on": "01/01/2024",
    "ends_on": "31/12/2024",
    "position": "1",
    "source_document": "QD06",
}
ITEM = {
    "plan": "KH2024",
    "plan_version": "1",
    "code": "NV01",
    "kind": "một lần",
    "title_vi": "Kết nối",
    "title_en": "Connect",
    "lead_unit": "STP",
    "coordinators": "412; 414",
    "deadline": "30/06/2024",
    "provenance": "minh họa",
}
RECURRING = ITEM | {"code": "NV02", "kind": "thường xuyên", "recurrence": "tháng"}
BOTTLENECK = {
    "code": "DN01",
    "kind": "thể chế",
    "title_vi": "Vướng mắc",
    "title_en": "Obstacle",
    "authority_level": "đơn vị",
    "opened_on": "01/02/2024",
    "provenance": "minh họa",
}
FURNITURE: tuple[tuple[str, str | None, tuple[Row, ...]], ...] = (
    ("source_documents", None, ({"code": "QD06", "title_vi": "Quyết định 06", "title_en": "06"},)),
    ("indicators", None, (RATE, STOCK)),
    ("public_services", None, ({"code": "QD06-01", "list_code": "QD06", "number": "1"},)),
    (
        "provinces",
        None,
        (
            {
                "code": "40",
                "slug": PROVINCE,
                "name_vi": "Nghệ An",
                "name_en": "Nghe An",
                "clock_stands_at": "02/04/2024",
                "default_period": "Quý I/2024",
            },
            {"code": "42", "slug": "ha-tinh", "name_vi": "Hà Tĩnh", "name_en": "Ha Tinh"},
        ),
    ),
    (
        "units",
        PROVINCE,
        (
            unit_row("40", "tỉnh", "Nghệ An", kind="Tỉnh"),
            unit_row("412", "huyện", "Vinh", kind="Thành phố"),
            unit_row("413", "huyện", "Cửa Lò", kind="Thị xã", valid_to="30/11/2023"),
            unit_row("414", "huyện", "Thái Hoà", kind="Thị xã"),
            unit_row("STP", "sở, ban, ngành", "Tư pháp", kind="Sở"),
            unit_row("16663", "xã", "Đông Vĩnh", kind="Phường", above="412"),
        ),
    ),
    (
        "units",
        "ha-tinh",
        (
            unit_row("42", "tỉnh", "Hà Tĩnh", kind="Tỉnh"),
            unit_row("436", "huyện", "Hà Tĩnh", kind="Thành phố", above="42"),
        ),
    ),
    ("plans", PROVINCE, (PLAN,)),
    ("work_items", PROVINCE, (ITEM, RECURRING)),
    ("bottlenecks", PROVINCE, (BOTTLENECK,)),
)

# A good row of each kind that tests spoil in one place.
OBSERVATION = {
    "indicator": "DVC01",
    "level": "huyện",
    "unit": "412",
    "unit_name": "TP. Vinh",
    "period": "Tháng 1/2024",
    "numerator": "30",
    "denominator": "40",
    "provenance": "minh họa",
    "cut_off": "31/01/2024",
}
TARGET = {
    "indicator": "DVC01",
    "value": "80%",
    "period": "2024",
    "due_on": "31/12/2024",
    "provenance": "đã công bố",
}
WORK_EVENT = {
    "plan": "KH2024",
    "plan_version": "1",
    "item": "NV01",
    "event_type": "bắt đầu",
    "happened_on": "15/01/2024",
    "provenance": "minh họa",
}
BOTTLENECK_EVENT = {
    "bottleneck": "DN01",
    "event_type": "phát sinh",
    "happened_on": "01/02/2024",
    "provenance": "minh họa",
}


def write_csv(folder: Path, kind: str, rows: Iterable[Row], *, name: str | None = None) -> Path:
    """A file of `kind` with the Vietnamese headers of the columns that the rows use."""
    rows = list(rows)
    used = {column for row in rows for column in row}
    columns = [column for column in KIND_BY_NAME[kind].columns if column.name in used]
    path = folder / (name or f"{kind}.csv")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(column.header_vi for column in columns)
        writer.writerows([row.get(column.name, "") for column in columns] for row in rows)
    return path


def import_rows(
    url: str, folder: Path, kind: str, *rows: Row, province: str | None = PROVINCE, **how: Any
) -> ImportReport:
    """Import `rows` as one file of `kind`."""
    path = write_csv(folder, kind, rows)
    return import_file(engine(url), path, province=province, **how)


def furnish(url: str) -> None:
    """Fill the migrated, empty store at `url` with what the good rows refer to."""
    with tempfile.TemporaryDirectory() as folder:
        for kind, province, rows in FURNITURE:
            report = import_rows(url, Path(folder), kind, *rows, province=province)
            assert report.status == "landed", report.refusals


def reasons(report: ImportReport) -> list[str]:
    """The reason codes of what a report refuses, in the order of the file."""
    return [refusal.reason_code for refusal in report.refusals]


def rows_of(url: str, table: Table) -> pl.DataFrame:
    """All rows of a table in the order of their ids, without its points in time."""
    columns = [column for column in table.c if not isinstance(column.type, Moment)]
    with engine(url).connect() as connection:
        return frame_of(connection, select(*columns).order_by(table.c.id))


def counts(url: str) -> dict[str, int]:
    """How many rows each table holds."""
    with engine(url).connect() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in metadata.sorted_tables
        }
