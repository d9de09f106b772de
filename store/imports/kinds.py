"""The kinds of import files: their columns, by our name and by the header a province writes.

Both headers are read; order and extra blank columns do not matter. A reader turns the text of
a cell into a value or refuses it by name (domain/cells); the words of `word` columns are listed in
store/imports/words.py.
"""

from dataclasses import dataclass

from sqlalchemy import Table

from store.tables import metadata


@dataclass(frozen=True)
class ColumnSpec:
    """One column: `name` in the store, `header_vi` in files, `reader` for its cells."""

    name: str
    header_vi: str
    reader: str = "text"
    required: bool = False


@dataclass(frozen=True)
class FileKind:
    """One kind of file. `per_province`: its rows belong to the province it is imported for."""

    name: str
    title_vi: str
    columns: tuple[ColumnSpec, ...]
    per_province: bool = True


def _kind(name: str, title_vi: str, *columns: ColumnSpec, per_province: bool = True) -> FileKind:
    return FileKind(name, title_vi, columns, per_province)


C = ColumnSpec

# In the order in which a province's first files are imported: each needs only earlier ones.
KINDS: tuple[FileKind, ...] = (
    _kind(
        "source_documents",
        "Văn bản nguồn",
        C("code", "Mã văn bản", "code", True),
        C("number", "Số hiệu"),
        C("issued_on", "Ngày ban hành", "day"),
        C("publisher_vi", "Cơ quan ban hành"),
        C("publisher_en", "Cơ quan ban hành (tiếng Anh)"),
        C("title_vi", "Trích yếu", required=True),
        C("title_en", "Trích yếu (tiếng Anh)", required=True),
        C("address", "Địa chỉ"),
        per_province=False,
    ),
    _kind(
        "indicators",
        "Danh mục chỉ tiêu",
        C("code", "Mã chỉ tiêu", "code", True),
        C("subject", "Nhóm", required=True),
        C("name_vi", "Tên chỉ tiêu", required=True),
        C("name_en", "Tên chỉ tiêu (tiếng Anh)", required=True),
        C("measure", "Loại số", "word", True),
        C("unit_of_measure", "Đơn vị tính", "word", True),
        C("numerator", "Tử số"),
        C("denominator", "Mẫu số"),
        C("aggregation", "Cách tổng hợp", "word", True),
        C("zero_denominator", "Khi mẫu số bằng 0", "word", True),
        C("polarity", "Chiều tốt", "word", True),
        C("frequency", "Kỳ báo cáo", required=True),
        C("levels", "Cấp", required=True),
        C("definition_source", "Nguồn định nghĩa", required=True),
        C("official_target", "Mục tiêu chính thức"),
        C("target_source", "Nguồn mục tiêu"),
        C("position", "Thứ tự", "whole", True),
        per_province=False,
    ),
    _kind(
        "public_services",
        "Danh mục dịch vụ công thiết yếu",
        C("code", "Mã dịch vụ", "code", True),
        C("list_code", "Danh mục", "code", True),
        C("number", "Số thứ tự", "whole", True),
        C("name_vi", "Tên dịch vụ"),
        C("name_en", "Tên dịch vụ (tiếng Anh)"),
        C("block", "Khối", "word"),
        per_province=False,
    ),
    _kind(
        "provinces",
        "Tỉnh",
        C("code", "Mã tỉnh", "code", True),
        C("slug", "Tên trong địa chỉ", "word", True),
        C("name_vi", "Tên tỉnh", required=True),
        C("name_en", "Tên tỉnh (tiếng Anh)", required=True),
        C("clock_stands_at", "Đồng hồ đứng tại", "day"),
        C("default_period", "Kỳ mặc định", "period"),
        per_province=False,
    ),
    _kind(
        "units",
        "Đơn vị",
        C("code", "Mã đơn vị", "code", True),
        C("level", "Cấp", "word", True),
        C("kind_vi", "Loại"),
        C("name_vi", "Tên", required=True),
        C("name_en", "Tên (tiếng Anh)", required=True),
        C("full_name_vi", "Tên đầy đủ", required=True),
        C("full_name_en", "Tên đầy đủ (tiếng Anh)", required=True),
        C("parent", "Mã đơn vị cấp trên", "code"),
        C("valid_from", "Hiệu lực từ", "day", True),
        C("valid_to", "Hiệu lực đến", "day"),
        C("area_km2", "Diện tích (km2)", "number"),
        C("population", "Dân số", "whole"),
        C("lon", "Kinh độ", "degrees"),
        C("lat", "Vĩ độ", "degrees"),
        C("accountable_post_vi", "Chức vụ chịu trách nhiệm"),
        C("accountable_post_en", "Chức vụ chịu trách nhiệm (tiếng Anh)"),
    ),
    _kind(
        "headlines",
        "Chỉ tiêu trên trang đầu",
        C("indicator", "Mã chỉ tiêu", "code", True),
        C("place", "Vị trí", "word", True),
        C("position", "Thứ tự", "whole", True),
    ),
    _kind(
        "targets",
        "Mục tiêu",
        C("indicator", "Mã chỉ tiêu", "code", True),
        C("level", "Cấp", "word"),
        C("unit", "Mã đơn vị", "code"),
        C("value", "Mục tiêu", "amount", True),
        C("period", "Kỳ", "period", True),
        C("due_on", "Thời hạn", "day", True),
        C("path", "Lộ trình", "word"),
        C("start_value", "Xuất phát điểm", "amount"),
        C("source_document", "Văn bản", "code"),
        C("note_vi", "Ghi chú"),
        C("note_en", "Ghi chú (tiếng Anh)"),
        C("provenance", "Nguồn gốc", "word", True),
    ),
    _kind(
        "observations",
        "Số liệu",
        C("indicator", "Mã chỉ tiêu", "code", True),
        C("level", "Cấp", "word", True),
        C("unit", "Mã đơn vị", "code", True),
        C("unit_name", "Tên đơn vị"),
        C("public_service", "Mã dịch vụ", "code"),
        C("period", "Kỳ", "period", True),
        C("numerator", "Tử số", "number"),
        C("denominator", "Mẫu số", "number"),
        C("value", "Giá trị", "amount"),
        C("obs_status", "Trạng thái số liệu", "word"),
        C("provenance", "Nguồn gốc", "word", True),
        C("cut_off", "Ngày chốt", "day", True),
        C("source_document", "Văn bản", "code"),
    ),
    _kind(
        "plans",
        "Kế hoạch",
        C("code", "Mã kế hoạch", "code", True),
        C("version", "Phiên bản", "code", True),
        C("kind", "Loại", "word", True),
        C("name_vi", "Tên kế hoạch", required=True),
        C("name_en", "Tên kế hoạch (tiếng Anh)", required=True),
        C("starts_on", "Bắt đầu", "day", True),
        C("ends_on", "Kết thúc", "day"),
        C("position", "Thứ tự", "whole", True),
        C("source_document", "Văn bản", "code"),
    ),
    _kind(
        "work_items",
        "Nhiệm vụ và mô hình điểm",
        C("plan", "Mã kế hoạch", "code", True),
        C("plan_version", "Phiên bản", "code", True),
        C("code", "Mã nhiệm vụ", "code", True),
        C("kind", "Loại", "word", True),
        C("recurrence", "Nhịp", "word"),
        C("group_code", "Mã nhóm", "code"),
        C("group_vi", "Nhóm"),
        C("group_en", "Nhóm (tiếng Anh)"),
        C("phase", "Giai đoạn", "word"),
        C("title_vi", "Nội dung", required=True),
        C("title_en", "Nội dung (tiếng Anh)", required=True),
        C("lead_unit", "Mã đơn vị chủ trì", "code"),
        C("coordinators", "Mã đơn vị phối hợp", "codes"),
        C("accountable_post_vi", "Chức vụ chịu trách nhiệm"),
        C("accountable_post_en", "Chức vụ chịu trách nhiệm (tiếng Anh)"),
        C("executor", "Người thực hiện"),
        C("product_vi", "Sản phẩm"),
        C("product_en", "Sản phẩm (tiếng Anh)"),
        C("measure", "Cách đo"),
        C("authority_level", "Thẩm quyền", "word"),
        C("starts_on", "Bắt đầu", "day"),
        C("deadline", "Thời hạn", "day"),
        C("deadline_text", "Thời hạn ghi trong văn bản"),
        C("note_vi", "Ghi chú"),
        C("note_en", "Ghi chú (tiếng Anh)"),
        C("provenance", "Nguồn gốc", "word", True),
        C("source_document", "Văn bản", "code"),
    ),
    _kind(
        "work_events",
        "Diễn biến nhiệm vụ",
        C("plan", "Mã kế hoạch", "code", True),
        C("plan_version", "Phiên bản", "code", True),
        C("item", "Mã nhiệm vụ", "code", True),
        C("event_type", "Diễn biến", "word", True),
        C("happened_on", "Ngày", "day", True),
        C("period", "Kỳ", "period"),
        C("progress", "Tiến độ", "amount"),
        C("new_deadline", "Thời hạn mới", "day"),
        C("reason", "Lý do"),
        C("author", "Chức vụ ghi nhận"),
        C("provenance", "Nguồn gốc", "word", True),
    ),
    _kind(
        "bottlenecks",
        "Điểm nghẽn",
        C("code", "Mã điểm nghẽn", "code", True),
        C("kind", "Loại", "word", True),
        C("title_vi", "Nội dung", required=True),
        C("title_en", "Nội dung (tiếng Anh)", required=True),
        C("owner_unit", "Mã đơn vị", "code"),
        C("plan", "Mã kế hoạch", "code"),
        C("plan_version", "Phiên bản", "code"),
        C("item", "Mã nhiệm vụ", "code"),
        C("authority_level", "Thẩm quyền", "word", True),
        C("opened_on", "Ngày phát sinh", "day", True),
        C("next_step_vi", "Bước tiếp theo"),
        C("next_step_en", "Bước tiếp theo (tiếng Anh)"),
        C("provenance", "Nguồn gốc", "word", True),
        C("source_document", "Văn bản", "code"),
    ),
    _kind(
        "bottleneck_events",
        "Diễn biến điểm nghẽn",
        C("bottleneck", "Mã điểm nghẽn", "code", True),
        C("event_type", "Diễn biến", "word", True),
        C("happened_on", "Ngày", "day", True),
        C("to_level", "Thẩm quyền", "word"),
        C("reason", "Lý do"),
        C("author", "Chức vụ ghi nhận"),
        C("provenance", "Nguồn gốc", "word", True),
    ),
)

KIND_BY_NAME = {kind.name: kind for kind in KINDS}


def table_of(kind: FileKind) -> Table:
    """The table in which the rows of `kind` land: the kind is named after it, in the plural."""
    return metadata.tables[kind.name.removesuffix("s")]
