"""The words of our files as a province writes them in Vietnamese."""

VIETNAMESE = {
    # levels
    "province": "tỉnh",
    "district": "cấp huyện",
    "commune": "cấp xã",
    "agency": "sở, ban, ngành",
    # provenance and state of a figure
    "published": "đã công bố",
    "derived": "tính toán",
    "illustrative": "minh họa",
    "final": "chính thức",
    "missing": "chưa có số liệu",
    "not_applicable": "không áp dụng",
    # places on the first page, paths of targets
    "gauge": "đồng hồ",
    "side_by_side": "song song",
    "funnel": "phễu",
    "flat": "ngang",
    "linear": "tuyến tính",
    # plans, work items and their rhythm
    "tasks": "nhiệm vụ",
    "pilot_models": "mô hình điểm",
    "one_off": "một lần",
    "recurring": "thường xuyên",
    "month": "tháng",
    "quarter": "quý",
    "year": "năm",
    # who can decide
    "unit": "đơn vị",
    "standing_agency": "cơ quan thường trực",
    "working_group": "tổ công tác",
    "government": "Chính phủ",
    # what happened
    "added": "giao nhiệm vụ",
    "started": "bắt đầu",
    "progress": "tiến độ",
    "submitted": "trình",
    "accepted": "hoàn thành",
    "deadline_moved": "gia hạn",
    "kept": "đạt trong kỳ",
    "missed": "không đạt trong kỳ",
    "opened": "phát sinh",
    "escalated": "chuyển cấp trên",
    "answered": "trả lời",
    "closed": "tháo gỡ",
    # kinds of bottlenecks
    "institutions": "thể chế",
    "infrastructure": "hạ tầng",
    "services": "dịch vụ công",
    "data": "dữ liệu",
    "resources": "nguồn lực",
}
