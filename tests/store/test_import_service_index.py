"""A scheme of the service index comes in as files: whole, adding up, and never changed later."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.database import engine, migrate
from store.tables import index_grade, index_group, index_metric, index_scheme
from tests.store.importing import Row, furnish, import_rows, reasons, rows_of

SCHEME = {
    "code": "BCS-2026",
    "name_vi": "Bộ chỉ số mới",
    "name_en": "New scheme",
    "effective_from": "01/01/2026",
    "max_points": "100",
    "source_document": "QD06",
}
GROUP = {
    "scheme": "BCS-2026",
    "code": "A",
    "name_vi": "Nhóm A",
    "name_en": "Group A",
    "max_points": "60",
    "position": "1",
}
OTHER_GROUP = GROUP | {"code": "B", "max_points": "40", "position": "2"}
PART = GROUP | {"code": "B1", "part_of": "B", "max_points": "40", "position": "3"}
METRIC = {
    "scheme": "BCS-2026",
    "group": "A",
    "code": "A1",
    "name_vi": "Chỉ số A1",
    "name_en": "Metric A1",
    "indicator": "DVC01",
    "max_points": "60",
    "rule": "theo tỷ lệ, có ngưỡng đủ điểm",
    "full_at": "80%",
    "zero_denominator": "không áp dụng",
    "counted": "hồ sơ",
    "levels": "province, commune",
    "definition_source": "test",
    "position": "1",
}
GRADE = {
    "scheme": "BCS-2026",
    "code": "good",
    "name_vi": "Tốt",
    "name_en": "Good",
    "from_points": "80",
    "tone": "khá",
    "definition_source": "test",
}


@pytest.fixture(scope="module")
def schemed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A store with the scheme and its groups, into which tests import what must be refused."""
    folder = tmp_path_factory.mktemp("schemed")
    url = f"sqlite:///{folder / 'store.db'}"
    migrate(url)
    furnish(url)
    for kind, rows in (("index_schemes", [SCHEME]), ("index_groups", [GROUP, OTHER_GROUP, PART])):
        report = import_rows(url, folder, kind, *rows, province=None)
        assert report.status == "landed", report.refusals
    yield url
    engine(url).dispose()


def test_a_scheme_lands_with_its_rules_in_either_language(sqlite_url: str, tmp_path: Path) -> None:
    furnish(sqlite_url)
    for kind, rows in (
        ("index_schemes", [SCHEME]),
        ("index_groups", [GROUP, OTHER_GROUP, PART]),
        ("index_metrics", [METRIC, METRIC | {"group": "B1", "code": "B1", "max_points": "40"}]),
        ("index_grades", [GRADE]),
    ):
        report = import_rows(sqlite_url, tmp_path, kind, *rows, province=None)
        assert (report.status, report.refusals) == ("landed", ()), kind
    metric = rows_of(sqlite_url, index_metric).row(0, named=True)
    assert (metric["rule"], metric["full_at"], metric["factor"]) == ("capped", 0.8, None)
    assert rows_of(sqlite_url, index_group)["part_of"].to_list() == [None, None, "B"]
    assert rows_of(sqlite_url, index_grade)["tone"].to_list() == ["course"]
    assert rows_of(sqlite_url, index_scheme)["province_id"].to_list() == [None]


@pytest.mark.parametrize(
    "broken",
    [
        ("index_schemes", SCHEME, {"max_points": "0"}, "points_not_positive"),
        ("index_schemes", SCHEME, {"effective_from": "31/6/2026"}, "no_such_day"),
        ("index_schemes", SCHEME, {"code": "X", "province": "99"}, "province_unknown"),
        ("index_schemes", SCHEME, {"code": "X", "indicator": "I999"}, "indicator_unknown"),
        ("index_schemes", SCHEME, {"code": "X", "source_document": "?"}, "document_unknown"),
        ("index_schemes", SCHEME, {"max_points": "90"}, "already_there_differently"),
        (
            "index_schemes",
            SCHEME,
            {"effective_from": "01/02/2026"},
            "already_there_differently",
        ),
        ("index_metrics", METRIC, {"scheme": "BCS-2027"}, "scheme_unknown"),
        ("index_metrics", METRIC, {"group": "Z"}, "group_unknown"),
        ("index_metrics", METRIC, {"group": "B", "max_points": "40"}, "group_has_parts"),
        ("index_metrics", METRIC, {"indicator": "DVC99"}, "indicator_unknown"),
        ("index_metrics", METRIC, {"indicator": "DDI01"}, "metric_of_no_rate"),
        ("index_metrics", METRIC, {"max_points": "59"}, "metrics_not_adding_up"),
        ("index_metrics", METRIC, {"full_at": ""}, "full_at_out_of_place"),
        ("index_metrics", METRIC, {"rule": "theo tỷ lệ"}, "full_at_out_of_place"),
        ("index_metrics", METRIC, {"full_at": "120%"}, "full_at_no_share"),
        ("index_metrics", METRIC, {"factor": "4"}, "factor_out_of_place"),
        ("index_metrics", METRIC, {"rule": "hệ số", "full_at": ""}, "factor_out_of_place"),
        ("index_metrics", METRIC, {"rule": "bình quân"}, "word_unknown"),
        ("index_metrics", METRIC, {"levels": "province, village"}, "level_unknown"),
        ("index_grades", GRADE, {"from_points": "101"}, "grade_out_of_reach"),
        ("index_grades", GRADE, {"from_points": "-1"}, "grade_out_of_reach"),
    ],
)
def test_a_broken_row_of_a_scheme_is_refused_by_name(
    schemed: str, tmp_path: Path, broken: tuple[str, Row, Row, str]
) -> None:
    kind, good, spoiled, reason = broken
    report = import_rows(schemed, tmp_path, kind, {**good, **spoiled}, province=None)
    assert report.status == "refused"
    assert reason in reasons(report)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([GROUP], "groups_not_adding_up"),
        ([GROUP, OTHER_GROUP | {"max_points": "50"}], "groups_not_adding_up"),
        ([GROUP, OTHER_GROUP, PART | {"max_points": "30"}], "parts_not_adding_up"),
        ([GROUP, OTHER_GROUP, PART | {"part_of": "Z"}], "group_unknown"),
        ([GROUP, OTHER_GROUP, PART | {"part_of": "B1"}], "group_unknown"),
        (
            [GROUP, OTHER_GROUP, PART, PART | {"code": "B2", "part_of": "B1"}],
            "part_of_a_part",
        ),
    ],
)
def test_groups_that_do_not_add_up_are_refused(
    schemed: str, tmp_path: Path, rows: list[Row], reason: str
) -> None:
    import_rows(schemed, tmp_path, "index_schemes", SCHEME | {"code": "G"}, province=None)
    mine = [{**row, "scheme": "G"} for row in rows]
    report = import_rows(schemed, tmp_path, "index_groups", *mine, province=None)
    assert report.status == "refused"
    assert reason in reasons(report)


def test_two_grades_cannot_begin_at_the_same_points(schemed: str, tmp_path: Path) -> None:
    twin = GRADE | {"code": "twin"}
    report = import_rows(schemed, tmp_path, "index_grades", GRADE, twin, province=None)
    assert reasons(report) == ["grade_bound_taken", "grade_bound_taken"]
