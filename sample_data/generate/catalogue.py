"""What all provinces share: documents, indicators, services, the provinces, thresholds."""

from datetime import date
from pathlib import Path

from domain.periods import parse_period
from sample_data.generate import readiness, service_index, work_rules
from sample_data.generate.writing import Row, day, read_table, write_files

PROVINCES: tuple[Row, ...] = (
    {
        "code": "40",
        "slug": "nghe-an",
        "name_vi": "Nghệ An",
        "name_en": "Nghe An",
        "clock_stands_at": date(2024, 4, 2),
        "default_period": parse_period("2023"),
    },
    {
        "code": "42",
        "slug": "ha-tinh",
        "name_vi": "Hà Tĩnh",
        "name_en": "Ha Tinh",
        "clock_stands_at": date(2023, 7, 1),
        "default_period": parse_period("2023-06"),
    },
    {
        "code": "24",
        "slug": "bac-giang",
        "name_vi": "Bắc Giang",
        "name_en": "Bac Giang",
        "clock_stands_at": date(2025, 9, 30),
        "default_period": parse_period("2025-09"),
    },
)


def write(folder: Path) -> None:
    """Write the files of the catalogue."""
    documents = [
        {**row, "issued_on": day(row["issued_on"])} for row in read_table("source_documents")
    ]
    write_files(
        folder,
        {
            "source_documents": documents,
            "indicators": read_table("indicators"),
            "public_services": read_table("public_services"),
            "provinces": PROVINCES,
            "status_rules": read_table("status_rules"),
            "reporting_windows": read_table("reporting_windows"),
            **service_index.catalogue(),
        },
    )
    readiness.write_catalogue(folder)
    work_rules.write(folder)
