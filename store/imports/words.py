"""The words of `word` columns: ours as they stand in the store, and what Vietnamese files say.

A column that is not listed here takes any text. The tables' own constraints know the same words
(tests/store/test_import_words.py).
"""

from functools import cache

from domain.cells import fold

_Words = dict[str, tuple[str, ...]]

_LEVEL: _Words = {
    "province": ("tỉnh", "cấp tỉnh", "toàn tỉnh"),
    "district": ("huyện", "cấp huyện"),
    "commune": ("xã", "cấp xã"),
    "agency": ("sở, ban, ngành", "sở ngành"),
}
_PROVENANCE: _Words = {
    "published": ("đã công bố", "công bố"),
    "reported": ("báo cáo",),
    "derived": ("tính toán",),
    "illustrative": ("minh họa",),
}
_AUTHORITY: _Words = {
    "unit": ("đơn vị",),
    "standing_agency": ("cơ quan thường trực",),
    "working_group": ("tổ công tác",),
    "government": ("Chính phủ",),
}
_FREQUENCY: _Words = {
    "day": ("ngày",),
    "week": ("tuần",),
    "month": ("tháng",),
    "quarter": ("quý",),
    "half_year": ("6 tháng",),
    "year": ("năm",),
    "once": ("một lần",),
}
_EVENT: _Words = {
    "added": ("giao nhiệm vụ",),
    "started": ("bắt đầu",),
    "submitted": ("trình",),
    "accepted": ("hoàn thành", "nghiệm thu"),
    "reopened": ("mở lại",),
    "deadline_moved": ("gia hạn",),
    "cancelled": ("hủy",),
    "kept": ("đã thực hiện trong kỳ", "đạt trong kỳ"),
    "missed": ("không thực hiện trong kỳ", "không đạt trong kỳ"),
    "progress": ("tiến độ",),
    "reviewed": ("đánh giá",),
    "replicated": ("nhân rộng",),
    "changed": ("điều chỉnh",),
}
_FIELD: _Words = {
    "title_vi": ("nội dung",),
    "title_en": ("nội dung (tiếng anh)",),
    "lead_unit": ("đơn vị chủ trì",),
    "accountable_post_vi": ("chức vụ chịu trách nhiệm",),
    "accountable_post_en": ("chức vụ chịu trách nhiệm (tiếng anh)",),
    "executor": ("người thực hiện",),
    "product_vi": ("sản phẩm",),
    "product_en": ("sản phẩm (tiếng anh)",),
    "measure": ("cách đo",),
    "authority_level": ("thẩm quyền",),
    "note_vi": ("ghi chú",),
    "note_en": ("ghi chú (tiếng anh)",),
}
_AGENDA: _Words = {"topic": ("nội dung",), "unit": ("đơn vị",)}
_DIRECTION: _Words = {
    "direction": ("chỉ đạo",),
    "difficulty": ("khó khăn", "vướng mắc"),
    "proposal": ("kiến nghị", "đề xuất"),
}
_DIRECTION_EVENT: _Words = {
    "answered": ("trả lời",),
    "became_work": ("thành nhiệm vụ",),
    "became_bottleneck": ("thành điểm nghẽn",),
    "done": ("hoàn thành",),
    "withdrawn": ("rút",),
    "reopened": ("mở lại",),
}
_CLEAR: _Words = {
    "person": ("rõ người", "người"),
    "work": ("rõ việc", "việc"),
    "time": ("rõ thời gian", "thời gian"),
    "responsibility": ("rõ trách nhiệm", "trách nhiệm"),
    "product": ("rõ sản phẩm", "sản phẩm"),
    "authority": ("rõ thẩm quyền", "thẩm quyền"),
}
_ATTENTION: _Words = {
    "work_item": ("nhiệm vụ",),
    "pilot_model": ("mô hình điểm",),
    "bottleneck": ("điểm nghẽn",),
    "indicator": ("chỉ tiêu",),
    "direction": ("chỉ đạo",),
}
_JUDGED: _Words = {
    "yes_no": ("có hoặc không", "có/không"),
    "rate": ("tỷ lệ",),
    "count": ("số lượng",),
}
_BETTER: _Words = {"higher": ("cao",), "lower": ("thấp",)}
_COLOUR: _Words = {"red": ("đỏ",), "yellow": ("vàng",)}
_MEASURE: _Words = {
    "rate": ("tỷ lệ",),
    "flow": ("số phát sinh",),
    "stock": ("số lũy kế",),
    "score": ("điểm",),
    "rank": ("xếp hạng",),
    "duration": ("thời gian",),
}
_AGGREGATION: _Words = {
    "ratio_of_sums": ("tỷ số của tổng",),
    "ratio_of_latest": ("tỷ số của số mới nhất",),
    "weighted_mean": ("trung bình có trọng số",),
    "sum": ("cộng",),
    "sum_of_latest": ("cộng số mới nhất",),
    "count": ("đếm",),
    "recompute": ("tính lại",),
    "maximum": ("lớn nhất",),
    "median": ("trung vị",),
    "not_aggregated": ("không tổng hợp",),
}
_ZERO_DENOMINATOR: _Words = {
    "no_value": ("không có số liệu",),
    "zero_is_a_value": ("số 0 là số liệu",),
    "zero_points": ("0 điểm",),
    "full_points": ("điểm tối đa",),
    "last_year": ("lấy năm trước",),
    "see_parts": ("xem thành phần",),
}
_POLARITY: _Words = {"higher": ("cao",), "lower": ("thấp",), "neutral": ("trung tính",)}
_BASIS: _Words = {
    "whole": ("nguyên vẹn", "toàn bộ"),
    "area": ("diện tích",),
    "population": ("dân số",),
    "dossiers": ("hồ sơ", "số hồ sơ"),
    "resolution": ("nghị quyết",),
    "equal": ("chia đều",),
    "main": ("phần chính",),
}
_PLACE: _Words = {"gauge": ("đồng hồ",), "side_by_side": ("song song",), "funnel": ("phễu",)}
_PATH: _Words = {
    "flat": ("ngang",),
    "linear": ("tuyến tính",),
    "stepped": ("bậc thang",),
    "stated": ("theo mốc",),
}
_MARGIN: _Words = {"value": ("giá trị",), "share_of_target": ("tỷ lệ của mục tiêu",)}
_STATUS: _Words = {
    "final": ("chính thức",),
    "provisional": ("sơ bộ",),
    "estimated": ("ước tính",),
    "missing": ("chưa có số liệu", "thiếu"),
    "not_applicable": ("không áp dụng",),
}
_RULE: _Words = {
    "proportional": ("theo tỷ lệ",),
    "capped": ("theo tỷ lệ, có ngưỡng đủ điểm",),
    "linear": ("hệ số",),
}
_POINTS_OF_NOTHING: _Words = {
    "not_applicable": ("không áp dụng",),
    "full_points": ("điểm tối đa",),
    "zero_points": ("0 điểm",),
}
_COUNTED: _Words = {
    "dossier": ("hồ sơ",),
    "petition": ("phản ánh, kiến nghị", "PAKN"),
    "procedure": ("thủ tục",),
    "service": ("dịch vụ",),
    "commune": ("xã",),
}
_TONE: _Words = {
    "good": ("tốt",),
    "course": ("khá",),
    "warning": ("cảnh báo",),
    "bad": ("kém",),
    "neutral": ("trung tính",),
}
_PLAN: _Words = {"tasks": ("nhiệm vụ",), "pilot_models": ("mô hình điểm",)}
_ITEM: _Words = {"one_off": ("một lần",), "recurring": ("thường xuyên",), "milestone": ("mốc",)}
_BOTTLENECK: _Words = {
    "institutions": ("thể chế",),
    "infrastructure": ("hạ tầng",),
    "services": ("dịch vụ công",),
    "data": ("dữ liệu",),
    "resources": ("nguồn lực",),
}
_BOTTLENECK_EVENT: _Words = {
    "opened": ("phát sinh",),
    "escalated": ("chuyển cấp trên",),
    "answered": ("trả lời",),
    "closed": ("tháo gỡ", "đóng"),
    "reopened": ("mở lại",),
}

# (kind of file, column) -> our words with their Vietnamese spellings.
WORDS: dict[tuple[str, str], _Words] = {
    ("indicators", "measure"): _MEASURE,
    ("indicators", "aggregation"): _AGGREGATION,
    ("indicators", "zero_denominator"): _ZERO_DENOMINATOR,
    ("indicators", "polarity"): _POLARITY,
    ("index_metrics", "rule"): _RULE,
    ("index_metrics", "zero_denominator"): _POINTS_OF_NOTHING,
    ("index_metrics", "counted"): _COUNTED,
    ("index_grades", "tone"): _TONE,
    ("units", "level"): _LEVEL,
    ("unit_successions", "old_level"): _LEVEL,
    ("unit_successions", "new_level"): _LEVEL,
    ("unit_successions", "basis"): _BASIS,
    ("headlines", "place"): _PLACE,
    ("targets", "level"): _LEVEL,
    ("targets", "path"): _PATH,
    ("targets", "provenance"): _PROVENANCE,
    ("target_steps", "level"): _LEVEL,
    ("status_rules", "measure"): _MEASURE,
    ("status_rules", "margin_in"): _MARGIN,
    ("reporting_windows", "frequency"): _FREQUENCY,
    ("observations", "level"): _LEVEL,
    ("observations", "obs_status"): _STATUS,
    ("observations", "provenance"): _PROVENANCE,
    ("plans", "kind"): _PLAN,
    ("work_items", "kind"): _ITEM,
    ("work_items", "recurrence"): _FREQUENCY,
    ("work_items", "authority_level"): _AUTHORITY,
    ("work_items", "provenance"): _PROVENANCE,
    ("work_events", "event_type"): _EVENT,
    ("work_events", "field"): _FIELD,
    ("work_events", "provenance"): _PROVENANCE,
    ("bottlenecks", "kind"): _BOTTLENECK,
    ("bottlenecks", "authority_level"): _AUTHORITY,
    ("bottlenecks", "provenance"): _PROVENANCE,
    ("meeting_agendas", "kind"): _AGENDA,
    ("directions", "kind"): _DIRECTION,
    ("directions", "provenance"): _PROVENANCE,
    ("direction_events", "event_type"): _DIRECTION_EVENT,
    ("direction_events", "provenance"): _PROVENANCE,
    ("report_forms", "frequency"): _FREQUENCY,
    ("report_forms", "level"): _LEVEL,
    ("clear_rules", "clear"): _CLEAR,
    ("escalation_rules", "level"): _AUTHORITY,
    ("attention_rules", "subject"): _ATTENTION,
    ("readiness_conditions", "level"): _LEVEL,
    ("readiness_conditions", "judged"): _JUDGED,
    ("readiness_conditions", "polarity"): _BETTER,
    ("readiness_rules", "colour"): _COLOUR,
    ("bottleneck_events", "event_type"): _BOTTLENECK_EVENT,
    ("bottleneck_events", "to_level"): _AUTHORITY,
    ("bottleneck_events", "provenance"): _PROVENANCE,
}


def listing(kind: str, column: str) -> str:
    """The words of the column for a person to choose from: `tỷ lệ (rate); điểm (score)`."""
    words = WORDS.get((kind, column), {})
    return "; ".join(f"{vietnamese[0]} ({word})" for word, vietnamese in words.items())


@cache
def spellings(kind: str, column: str) -> dict[str, str] | None:
    """Folded spelling -> our word for the column; None when it takes any text."""
    words = WORDS.get((kind, column))
    if words is None:
        return None
    return {
        fold(spelling): word
        for word, vietnamese in words.items()
        for spelling in (word, *vietnamese)
    }
