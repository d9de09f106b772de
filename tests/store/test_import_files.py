"""What arrives as a file: encodings, separators, workbooks with all their traps."""

import csv
import io
import random
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter

from store.database import engine, migrate
from store.imports import limits
from store.imports.importer import ImportReport, import_file
from store.imports.kinds import KIND_BY_NAME
from store.tables import observation
from tests.store.importing import (
    OBSERVATION,
    PROVINCE,
    Row,
    furnish,
    reasons,
    rows_of,
    unit_row,
    write_csv,
)

COLUMNS = tuple(OBSERVATION)
HEADERS = [
    column.header_vi for column in KIND_BY_NAME["observations"].columns if column.name in COLUMNS
]
CELLS = [
    OBSERVATION[column.name]
    for column in KIND_BY_NAME["observations"].columns
    if column.name in COLUMNS
]


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    url = f"sqlite:///{tmp_path_factory.mktemp('furnished') / 'store.db'}"
    migrate(url)
    furnish(url)
    yield url
    engine(url).dispose()


@pytest.fixture
def deliver(furnished: str, tmp_path: Path) -> Callable[..., ImportReport]:
    """Import bytes under a name; nothing stays landed for the next test."""

    def _deliver(name: str, data: bytes, **how: object) -> ImportReport:
        path = tmp_path / name
        path.write_bytes(data)
        return import_file(engine(furnished), path, province=PROVINCE, **how)  # type: ignore[arg-type]

    return _deliver


Deliver = Callable[..., ImportReport]


def as_csv(*rows: list[str], delimiter: str = ";") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def a_row(**changes: str) -> list[str]:
    """The cells of a good observation of a month of its own, changed."""
    cells = dict(zip(COLUMNS, (OBSERVATION[name] for name in COLUMNS), strict=True)) | changes
    return [
        cells[column.name]
        for column in KIND_BY_NAME["observations"].columns
        if column.name in COLUMNS
    ]


def ours() -> list[str]:
    """The headers by our own names, which are plain ASCII."""
    return [c.name for c in KIND_BY_NAME["observations"].columns if c.name in COLUMNS]


def ascii_row(unit_name: str) -> list[str]:
    """A good row whose only letters beyond ASCII are those of the unit's name."""
    return a_row(level="district", period="2024-01", provenance="illustrative", unit_name=unit_name)


def spoiled() -> list[str]:
    """A row whose only fault lies in a cell with Vietnamese letters."""
    return a_row(unit_name="Thị xã Thái Hòa")


# CSV -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_csv_is_read_in_every_unicode_encoding(deliver: Deliver, encoding: str) -> None:
    report = deliver("a.csv", as_csv(HEADERS, spoiled()).encode(encoding))
    assert reasons(report) == ["unit_name_contradicts"]
    assert report.refusals[0].raw_text == "Thị xã Thái Hòa"


def test_a_csv_in_the_windows_code_page_for_vietnamese_is_read(deliver: Deliver) -> None:
    text = as_csv(HEADERS, spoiled())
    report = deliver("a.csv", in_code_page_1258(text))
    assert report.refusals[0].raw_text == "Thị xã Thái Hòa"


def in_code_page_1258(text: str) -> bytes:
    """As Windows writes it: circumflex and horn in the letter, tone marks after it."""
    import unicodedata  # noqa: PLC0415

    encoded = b""
    for letter in text:
        base = unicodedata.normalize("NFD", letter)
        tones = "".join(c for c in base if c in "\u0300\u0301\u0303\u0309\u0323")
        rest = "".join(c for c in base if c not in tones)
        encoded += (unicodedata.normalize("NFC", rest) + tones).encode("cp1258")
    return encoded


@pytest.mark.parametrize(
    ("name", "font"), [("ThÞ x· Th¸i Hoµ", "TCVN3 (ABC)"), ("Thò xaõ Thaùi Hoøa", "VNI")]
)
def test_a_csv_typed_in_an_old_font_is_refused_by_the_fonts_name(
    deliver: Deliver, name: str, font: str
) -> None:
    data = as_csv(ours(), ascii_row(name)).encode("cp1252")
    report = deliver("a.csv", data)
    assert reasons(report) == ["file_legacy_font"]
    assert report.refusals[0].values == {"font": font}
    assert report.kind == "unknown"


def test_a_damaged_unicode_file_is_not_taken_for_an_old_font(deliver: Deliver) -> None:
    data = as_csv(HEADERS, CELLS, CELLS, spoiled()).encode()
    damaged = data.replace("Thái".encode(), "Th\xe1i".encode("latin-1"))
    assert reasons(deliver("a.csv", damaged)) == ["encoding_unknown"]


def test_letters_of_no_known_encoding_are_refused(deliver: Deliver) -> None:
    report = deliver("a.csv", as_csv(ours(), ascii_row("Винь")).encode("cp1251"))
    assert reasons(report) == ["encoding_unknown"]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_separator_is_found_by_the_headers(deliver: Deliver, delimiter: str) -> None:
    good = a_row(period="Tháng 2/2024", numerator="4,5", denominator="1.000", cut_off="29/2/2024")
    report = deliver("a.csv", as_csv(HEADERS, good, spoiled(), delimiter=delimiter).encode())
    assert report.rows == 2
    assert reasons(report) == ["unit_name_contradicts"]


def test_excels_own_line_that_announces_the_separator_is_no_row(deliver: Deliver) -> None:
    report = deliver("a.csv", ("sep=,\r\n" + as_csv(HEADERS, spoiled(), delimiter=",")).encode())
    assert [refusal.row_number for refusal in report.refusals] == [3]


def test_decimal_commas_that_cut_a_row_are_noticed(deliver: Deliver) -> None:
    text = ",".join(HEADERS) + "\n" + ",".join(a_row(denominator="40,5")) + "\n"
    report = deliver("a.csv", text.encode())
    assert "cell_without_header" in reasons(report)
    assert report.status == "refused"


def test_row_numbers_are_those_a_spreadsheet_shows(deliver: Deliver) -> None:
    over_two_lines = a_row(unit_name="TP\nVinh", period="2023")
    lines = as_csv(["Bảng 1. Số liệu"], [], HEADERS, over_two_lines, [], spoiled())
    report = deliver("a.csv", lines.encode())
    assert [(refusal.row_number, refusal.reason_code) for refusal in report.refusals] == [
        (6, "unit_name_contradicts")
    ]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.csv", b"", "file_empty"),
        ("a.csv", "Tỉnh;Huyện\n1;2\n".encode(), "kind_unknown"),
        ("a.csv", as_csv(HEADERS).encode(), "no_rows"),
        ("a.csv", b"\n\n;;\n", "no_rows"),
        ("a.csv", (as_csv(HEADERS) + '"chưa đóng;1;2\n').encode(), "csv_broken"),
        ("a.csv", as_csv(HEADERS[1:], CELLS[1:]).encode(), "column_missing"),
        ("a.csv", as_csv([*HEADERS, "Tử số chung"], [*CELLS, "1"]).encode(), "column_unknown"),
        ("a.csv", as_csv([*HEADERS, "Tử số"], [*CELLS, "1"]).encode(), "column_twice"),
        ("a.csv", b"PK\x03\x04 an archive", "not_a_csv"),
        ("a.pdf", b"%PDF-1.7", "file_type_unknown"),
        ("a.xlsx", as_csv(HEADERS, CELLS).encode(), "not_a_workbook"),
        ("a.xlsx", b"PK\x03\x04 no archive", "workbook_broken"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old one", "workbook_old"),
        ("a.xlsm", b"PK\x03\x04", "workbook_with_macros"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "workbook_encrypted",
        ),
    ],
)
def test_what_is_no_import_file_is_refused_by_name(
    deliver: Deliver, name: str, data: bytes, reason: str
) -> None:
    report = deliver(name, data)
    assert report.status == "refused"
    assert reasons(report) == [reason]


def test_a_missing_column_is_named_and_a_misspelt_one_gets_a_proposal(deliver: Deliver) -> None:
    missing = deliver("a.csv", as_csv(HEADERS[1:], CELLS[1:]).encode()).refusals[0]
    assert missing.column_name == "Mã chỉ tiêu"
    assert missing.sentence(language="vi") == "Thiếu cột “Mã chỉ tiêu” của loại tệp “Số liệu”."
    misspelt = deliver("a.csv", as_csv([*HEADERS, "Trạng thái số"], [*CELLS, ""]).encode())
    assert misspelt.refusals[0].proposal == "Trạng thái số liệu"


def test_headers_are_known_without_accents_case_and_order_and_running_numbers_ignored(
    deliver: Deliver,
) -> None:
    headers = ["STT", *(header.upper() for header in reversed(HEADERS)), "", ""]
    row = ["1", *reversed(spoiled()), "", ""]
    report = deliver("a.csv", as_csv(headers, row).encode())
    assert reasons(report) == ["unit_name_contradicts"]


def test_a_kind_that_is_named_is_not_guessed(deliver: Deliver) -> None:
    report = deliver("a.csv", as_csv(HEADERS, CELLS).encode(), kind="targets")
    assert [refusal.column_name for refusal in report.refusals] == ["Mục tiêu", "Thời hạn"]
    assert report.kind == "targets"


def test_a_file_larger_than_allowed_is_not_read(
    deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.imports.files.MAX_BYTES", 100)
    assert reasons(deliver("a.csv", as_csv(HEADERS, CELLS).encode())) == ["file_too_heavy"]
    monkeypatch.undo()
    monkeypatch.setattr("store.imports.csv_files.MAX_ROWS", 1)
    assert reasons(deliver("a.csv", as_csv(HEADERS, CELLS).encode())) == ["file_too_large"]


# Workbooks -------------------------------------------------------------------------------------


def workbook(*rows: list[object], sheet: str = "Số liệu") -> bytes:
    """A workbook by openpyxl: typed cells, formulas without a computed value."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def typed(**changes: object) -> list[object]:
    """A good observation as a workbook holds it, changed."""
    cells: dict[str, object] = dict(OBSERVATION) | {
        "unit": 412,
        "numerator": 30,
        "denominator": 40.0,
        "cut_off": date(2024, 1, 31),
    }
    return [
        (cells | changes)[column.name]
        for column in KIND_BY_NAME["observations"].columns
        if column.name in COLUMNS
    ]


def land(url: str, path: Path, data: bytes) -> pl.DataFrame:
    path.write_bytes(data)
    report = import_file(engine(url), path, province=PROVINCE)
    assert report.status == "landed", report.refusals
    return rows_of(url, observation).filter(pl.col("import_batch_id") == report.batch_id)


def test_typed_cells_are_taken_as_they_are(furnished: str, tmp_path: Path) -> None:
    landed = land(
        furnished,
        tmp_path / "typed.xlsx",
        workbook(
            list(HEADERS),
            typed(period=2023, cut_off=datetime(2024, 1, 31, 17, 30)),  # noqa: DTZ001
            typed(period="Tháng 2/2023", cut_off="31/1/2024"),
        ),
    )
    assert landed["cut_off"].to_list() == [date(2024, 1, 31)] * 2
    assert landed["value"].to_list() == [0.75, 0.75]
    assert landed["frequency"].to_list() == ["year", "month"]


def test_a_percent_formatted_cell_is_its_rate(furnished: str, tmp_path: Path) -> None:
    path = tmp_path / "percent.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    page.write_row(0, 0, [*HEADERS, "Giá trị"])
    row = a_row(period="Tháng 3/2023", numerator="", denominator="")
    page.write_row(1, 0, row)
    page.write_number(1, len(row), 0.4503, book.add_format({"num_format": "0.00%"}))
    book.close()
    assert land(furnished, path, path.read_bytes())["value"].to_list() == [0.4503]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"cut_off": 45322}, "serial_number"),
        ({"numerator": "#REF!"}, "error_cell"),
        ({"numerator": "=15+15"}, "formula_not_computed"),
        ({"numerator": True}, "not_a_number"),
        ({"numerator": date(2024, 1, 30)}, "not_a_number"),
        ({"period": date(2024, 1, 1)}, "period_is_date"),
        ({"unit": date(2024, 1, 2)}, "code_is_date"),
        ({"cut_off": time(7, 30)}, "not_a_day"),
        ({"cut_off": None}, "value_required"),
        ({"unit_name": "Thµnh phè Vinh"}, "legacy_font"),
    ],
)
def test_a_cell_of_the_wrong_kind_is_refused(
    deliver: Deliver, changes: dict[str, object], reason: str
) -> None:
    report = deliver("a.xlsx", workbook(["Bảng"], [], list(HEADERS), typed(), typed(**changes)))
    refusal = report.refusals[-1]
    assert (refusal.reason_code, refusal.row_number, refusal.sheet_name) == (reason, 5, "Số liệu")


def test_a_formula_left_for_the_spreadsheet_to_compute_is_not_read_as_zero(
    deliver: Deliver, tmp_path: Path
) -> None:
    path = tmp_path / "formula.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    page.write_row(0, 0, HEADERS)
    page.write_row(1, 0, CELLS)
    # This library writes 0 as the value of every formula.
    page.write_formula(1, HEADERS.index("Tử số"), "=SUM(10,20)")
    book.close()
    report = deliver("a.xlsx", path.read_bytes())
    assert reasons(report) == ["formula_not_computed"]
    assert report.refusals[0].raw_text == "=SUM(10,20)"


def test_a_computed_formula_is_its_value(furnished: str, tmp_path: Path) -> None:
    path = tmp_path / "computed.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    page.write_row(0, 0, HEADERS)
    page.write_row(1, 0, a_row(period="Tháng 4/2023"))
    page.write_formula(1, HEADERS.index("Tử số"), "=SUM(5,5)", None, 10)
    book.close()
    assert land(furnished, path, path.read_bytes())["numerator"].to_list() == [10]


def test_hidden_rows_are_read_and_hidden_sheets_left_alone(
    deliver: Deliver, tmp_path: Path
) -> None:
    path = tmp_path / "hidden.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet("Số liệu")
    page.write_row(0, 0, HEADERS)
    page.write_row(1, 0, spoiled())
    page.set_row(1, None, None, {"hidden": True})
    lists = book.add_worksheet("Danh mục")
    lists.write(0, 0, "tùy ý")
    lists.hide()
    book.close()
    report = deliver("a.xlsx", path.read_bytes())
    assert reasons(report) == ["unit_name_contradicts"]
    assert report.ignored_sheets == ("Danh mục",)


def test_a_thousand_empty_rows_do_not_hide_the_next(deliver: Deliver) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(HEADERS)
    for place, cell in enumerate(spoiled(), start=1):
        page.cell(row=1002, column=place, value=cell)
    report = deliver("a.xlsx", saved(book))
    assert [refusal.row_number for refusal in report.refusals] == [1002]
    assert report.rows == 1


def test_a_merged_cell_is_not_taken_for_its_first_row_only(deliver: Deliver) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["Bảng 1"])
    page.merge_cells("A1:E1")
    page.append(HEADERS)
    page.append(a_row(period="Tháng 1/2023"))
    page.append(a_row(period="Tháng 2/2023"))
    place = HEADERS.index("Mã đơn vị") + 1
    page.merge_cells(start_row=3, end_row=4, start_column=place, end_column=place)
    report = deliver("a.xlsx", saved(book))
    assert [(r.reason_code, r.row_number, r.raw_text) for r in report.refusals] == [
        ("merged_cell", 4, "412")
    ]


def test_dates_of_the_1904_calendar_are_the_days_they_show(furnished: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    page = book.active
    assert page is not None
    page.append(HEADERS)
    page.append(typed(period="Tháng 5/2023"))
    landed = land(furnished, tmp_path / "mac.xlsx", saved(book))
    assert landed["cut_off"].to_list() == [date(2024, 1, 31)]


def test_each_sheet_may_be_of_its_own_kind_and_lands_in_the_order_of_need(
    furnished: str, tmp_path: Path
) -> None:
    """Figures of a unit that the same workbook brings, on a sheet before it."""
    book = openpyxl.Workbook()
    figures = book.active
    assert figures is not None
    figures.title = "Số liệu"
    figures.append(HEADERS)
    figures.append(typed(unit="418", unit_name="Quế Phong"))
    units = book.create_sheet("Đơn vị")
    row = unit_row("418", "huyện", "Quế Phong")
    units.append([c.header_vi for c in KIND_BY_NAME["units"].columns if c.name in row])
    units.append([row[c.name] for c in KIND_BY_NAME["units"].columns if c.name in row])
    path = tmp_path / "several.xlsx"
    path.write_bytes(saved(book))
    report = import_file(engine(furnished), path, province=PROVINCE)
    assert (report.status, report.kind, report.added) == ("landed", "workbook", 2)


def test_an_unknown_sheet_refuses_the_workbook_by_the_sheets_name(deliver: Deliver) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(HEADERS)
    page.append(CELLS)
    book.create_sheet("Ghi chú").append(["Người lập biểu"])
    report = deliver("a.xlsx", saved(book))
    assert [(r.reason_code, r.sheet_name) for r in report.refusals] == [("kind_unknown", "Ghi chú")]


def test_a_cell_far_away_is_refused_before_it_costs_memory(deliver: Deliver) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(HEADERS)
    page["XFD1048576"] = "x"
    assert reasons(deliver("a.xlsx", saved(book))) == ["file_too_large"]


def test_a_workbook_that_unpacks_to_more_than_allowed_is_not_unpacked(
    deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.imports.workbooks.MAX_UNPACKED_BYTES", 1_000_000)
    data = repacked(workbook(HEADERS, CELLS), {"xl/media/huge.xml": b"0" * 2_000_000})
    assert len(data) < 20_000
    assert reasons(deliver("a.xlsx", data)) == ["packed_too_tightly"]


def test_a_size_that_lies_does_not_hide_what_is_unpacked(
    deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.imports.workbooks.MAX_UNPACKED_BYTES", 1_000_000)
    data = repacked(workbook(HEADERS, CELLS), {"xl/media/huge.xml": b"0" * 2_000_000})
    lying = data.replace((2_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != data
    assert reasons(deliver("a.xlsx", lying)) == ["packed_too_tightly"]


def repacked(data: bytes, parts: dict[str, bytes]) -> bytes:
    """The workbook with parts added or replaced."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"xl/vbaProject.bin": b"macros"}, "workbook_with_macros"),
        ({"xl/worksheets/sheet1.xml": b"<worksheet"}, "workbook_broken"),
        ({"xl/_rels/workbook.xml.rels": b"<Relationships/>"}, "workbook_broken"),
        (
            {
                "xl/worksheets/sheet1.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
                b"<worksheet>&a;</worksheet>"
            },
            "workbook_broken",
        ),
    ],
)
def test_a_workbook_with_a_rotten_part_is_refused(
    deliver: Deliver, parts: dict[str, bytes], reason: str
) -> None:
    assert reasons(deliver("a.xlsx", repacked(workbook(HEADERS, CELLS), parts))) == [reason]


def test_no_damage_to_a_file_breaks_the_importer(deliver: Deliver) -> None:
    """Bytes changed, lost and added at random: the file is refused, or none of it mattered."""
    chance = random.Random(6)
    book = workbook(list(HEADERS), typed(), typed(numerator="=1+1", period="2023"))
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        inner = parts.read(sheet)
    table = as_csv(HEADERS, CELLS, spoiled()).encode("utf-8-sig")
    for _ in range(60):
        deliver("a.csv", damaged(table, chance))
        deliver("a.xlsx", damaged(book, chance))
        deliver("a.xlsx", repacked(book, {sheet: damaged(inner, chance)}))


def damaged(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice([1, 3, 20])):
        place = chance.randrange(len(changed))
        replacement = chance.choice([b"", b"\x00", b"\xff", b'"', b"<", b"9" * 9, b'r="ZZZ1"'])
        changed[place : place + chance.choice([0, 1, 8])] = replacement
    return bytes(changed)


def test_the_limits_leave_room_for_a_provinces_year() -> None:
    """130 communes, 93 indicators, 12 months."""
    assert limits.MAX_ROWS > 130 * 93 * 12


def test_writing_and_reading_agree(tmp_path: Path) -> None:
    """The tests' own writer uses the headers that the importer knows."""
    row: Row = OBSERVATION
    first_line = write_csv(tmp_path, "observations", [row]).read_text("utf-8-sig").splitlines()[0]
    assert first_line.split(";") == HEADERS
