"""The draft of the request, read back from its file."""

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
from docx import Document

from components.export.escalation_request import escalation_request
from components.reader import Reader
from queries.schemas import BOTTLENECKS

PROVINCE = {"name_vi": "Nghệ An", "name_en": "Nghe An"}
ROW: dict[str, Any] = dict.fromkeys(BOTTLENECKS.names()) | {
    "bottleneck": "DN01",
    "kind": "institutions",
    "title_vi": "IOC chưa có quyết định thành lập",
    "title_en": "The IOC lacks its founding decision",
    "owner_vi": "Sở Thông tin và Truyền thông",
    "owner_en": "Department of Information",
    "post_vi": "Giám đốc Sở",
    "post_en": "Director",
    "authority_level": "working_group",
    "rung": "standing_agency",
    "opened_on": date(2024, 3, 3),
    "is_open": True,
    "days_on_rung": 13,
    "days_allowed": 5,
    "age": 30,
    "blocked_items": 2,
    "item_days": 60,
    "provenance": "illustrative",
}
BLOCKED = [{"item": "CD09", "title_vi": "Vận hành IOC", "title_en": "Operate the IOC"}]
HISTORY = [
    {"event_type": "opened", "happened_on": date(2024, 3, 3), "to_level": None, "reason": None},
    {
        "event_type": "escalated",
        "happened_on": date(2024, 3, 20),
        "to_level": "standing_agency",
        "reason": "Đơn vị không đủ thẩm quyền",
    },
]
HOSTILE = '<w:p>=HYPERLINK("http://out.example")</w:p>\x00\x0b\u202e & {{ }} ' + "x" * 3000


def written(language: str = "vi", **more: Any) -> bytes:
    return escalation_request(
        ROW | more,
        province=PROVINCE,
        blocked=BLOCKED,
        history=HISTORY,
        today=date(2024, 4, 2),
        batch=78,
        made_at=datetime(2026, 1, 1, tzinfo=UTC),
        reader=Reader(language),
    )


def said(body: bytes) -> str:
    letter = Document(io.BytesIO(body))
    cells = [cell for table in letter.tables for row in table.rows for cell in row.cells]
    lines = [line.text for line in letter.paragraphs]
    return "\n".join(lines + [line.text for cell in cells for line in cell.paragraphs])


def test_the_letter_has_what_an_administrative_document_has() -> None:
    text = said(written())
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN TỈNH NGHỆ AN",
        "SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
        "Số: ……/",
        "Nghệ An, ngày ……",
        "V/v đề nghị tháo gỡ điểm nghẽn: IOC chưa có quyết định thành lập",
        "Kính gửi: Tổ công tác triển khai Đề án 06 tỉnh Nghệ An",
        "Nơi nhận:",
        "GIÁM ĐỐC SỞ",
        "DỰ THẢO",
    ):
        assert words in text, words


def test_its_record_says_the_figures_of_the_register() -> None:
    text = said(written())
    assert "60 ngày-nhiệm vụ (2 nhiệm vụ đang mở × 30 ngày)" in text
    assert "Cơ quan thường trực: 13 ngày, cho phép 5 ngày" in text
    assert "CD09 – Vận hành IOC" in text
    assert "20/03/2024: Chuyển lên cấp trên – Cơ quan thường trực – Đơn vị không đủ" in text
    assert "mã DN01, tình hình đến ngày 02/04/2024, đợt số liệu 78, nguồn gốc: Minh họa" in text


def test_it_is_written_in_english_for_those_who_read_english() -> None:
    text = said(written("en"))
    assert "SOCIALIST REPUBLIC OF VIET NAM" in text
    assert "To: the Project 06 Working Group of Nghe An Province" in text


def test_without_owner_post_or_rule_there_are_blanks_to_fill_in() -> None:
    text = said(written(owner_vi=None, post_vi=None, days_allowed=None, next_step_vi=None))
    assert "(TÊN CƠ QUAN, ĐƠN VỊ)" in text
    assert "(CHỨC VỤ NGƯỜI KÝ)" in text
    assert "cho phép –" in text


@pytest.mark.trust("C24")
def test_a_hostile_title_is_text_and_nothing_more() -> None:
    body = written(title_vi=HOSTILE, owner_vi=HOSTILE, next_step_vi=HOSTILE, units_hit_vi=HOSTILE)
    text = said(body)
    assert '<w:p>=HYPERLINK("http://out.example")</w:p>' in text
    assert "\u202e" not in text and "\x00" not in text
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        assert parts.testzip() is None
        xml = parts.read("word/document.xml").decode()
        links = parts.read("word/_rels/document.xml.rels").decode()
        assert not [name for name in parts.namelist() if "vba" in name.lower()]
    assert "<w:hyperlink" not in xml and "w:instrText" not in xml and "fldSimple" not in xml
    assert "out.example" not in links and 'TargetMode="External"' not in links
