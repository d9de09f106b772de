"""What the sample provinces promise, checked on their files alone, by hand arithmetic."""

import csv
from collections import Counter
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from domain.periods import parse_period
from sample_data.generate.__main__ import SAMPLE_DATA, write_all
from store.imports.kinds import KIND_BY_NAME

NGHE_AN, HA_TINH, BAC_GIANG = "nghe_an", "ha_tinh", "bac_giang"
CLOCKS = {NGHE_AN: date(2024, 4, 2), HA_TINH: date(2023, 7, 1), BAC_GIANG: date(2025, 9, 30)}
FILES = sorted(SAMPLE_DATA.glob("*/[0-9][0-9]_*.csv"))
COUNTS = ("numerator", "denominator")
# Kinds that have a second file, by the name of it.
SECOND_FILES = {
    "service_index_observations": "observations",
    "service_observations": "observations",
    "portal_observations": "observations",
    "corrected_observations": "observations",
    "readiness_observations": "observations",
    "readiness_indicators": "indicators",
    "later_work_events": "work_events",
}
# What a file of a kind names, and so must come after.
NEEDS = {
    "targets": {"units"},
    "target_steps": {"targets"},
    "observations": {"units"},
    "plans": set[str](),
    "work_items": {"plans", "units"},
    "work_item_dependencies": {"work_items"},
    "work_events": {"work_items"},
    "bottlenecks": {"work_items"},
    "bottleneck_events": {"bottlenecks"},
    "directions": {"units"},
    "meeting_agendas": {"meetings", "directions", "units"},
    "direction_events": {"directions", "work_items", "bottlenecks"},
    "unit_successions": {"units"},
    "report_dues": {"report_forms", "units"},
    "report_submissions": {"report_dues"},
    "provinces": set[str](),
    "index_metrics": {"index_groups"},
    "index_groups": {"index_schemes"},
}
IN_2023 = pl.col("period").str.ends_with("/2023")
PUBLISHED = pl.col("provenance") == "đã công bố"
# How many facts of each kind the five articles hold, and none of them may go missing.
FACTS_BY_KIND = {
    "figure": 19,
    "count": 16,
    "deadline": 9,
    "target": 9,
    "task": 26,
    "named model": 12,
    "milestone": 1,
}


@cache
def rows_of(folder: str, kind: str) -> pl.DataFrame:
    """A file with its columns by our names; every cell as text, empty cells null."""
    (path,) = (SAMPLE_DATA / folder).glob(f"[0-9][0-9]_{kind}.csv")
    frame = pl.read_csv(path, separator=";", infer_schema=False)
    columns = KIND_BY_NAME[SECOND_FILES.get(kind, kind)].columns
    return frame.rename({column.header_vi: column.name for column in columns})


def observations(folder: str, indicator: str, *levels: str) -> pl.DataFrame:
    """Rows of one indicator by month, counts as whole numbers, rates only as written."""
    frame = rows_of(folder, "observations").filter(
        pl.col("indicator") == indicator, pl.col("level").is_in(levels)
    )
    return frame.with_columns(
        pl.col(*COUNTS, "value").str.replace_all(".", "", literal=True).cast(pl.Int64, strict=False)
    )


def sums(frame: pl.DataFrame) -> tuple[int, int]:
    return frame["numerator"].sum(), frame["denominator"].sum()


def day(text: str | None) -> date | None:
    if text is None:
        return None
    number, month, year = text.split("/")
    return date(int(year), int(month), int(number))


def states(folder: str, plan: str, *, on: date) -> dict[str, str]:
    """Item code -> not_started, in_progress, accepted or recurring, by replaying its events."""
    steps = {"bắt đầu": "in_progress", "tiến độ": "in_progress", "trình": "in_progress"}
    items = rows_of(folder, "work_items").filter(pl.col("plan") == plan)
    stands = {
        item["code"]: "recurring" if item["kind"] == "thường xuyên" else "not_started"
        for item in items.iter_rows(named=True)
    }
    events = rows_of(folder, "work_events").filter(pl.col("plan") == plan)
    for event in events.iter_rows(named=True):
        happened_on = day(event["happened_on"])
        if happened_on is None or happened_on > on or stands[event["item"]] == "recurring":
            continue
        if event["event_type"] == "hoàn thành":
            stands[event["item"]] = "accepted"
        elif event["event_type"] in steps:
            stands[event["item"]] = steps[event["event_type"]]
    return stands


def open_deadlines(folder: str, plan: str) -> list[date]:
    """Deadlines of the one-off items that are not accepted at the province's clock."""
    stands = states(folder, plan, on=CLOCKS[folder])
    items = rows_of(folder, "work_items").filter(pl.col("plan") == plan)
    return [
        deadline
        for item in items.iter_rows(named=True)
        if stands[item["code"]] in ("not_started", "in_progress")
        and (deadline := day(item["deadline"])) is not None
    ]


def test_the_generator_writes_the_same_bytes_again(tmp_path: Path) -> None:
    write_all(tmp_path)
    written = sorted(tmp_path.glob("*/*.csv"))
    assert [path.relative_to(tmp_path) for path in written] == [
        path.relative_to(SAMPLE_DATA) for path in FILES
    ]
    for again, kept in zip(written, FILES, strict=True):
        assert again.read_bytes() == kept.read_bytes(), kept.name


def test_files_look_as_vietnamese_excel_saves_them_and_sort_in_import_order() -> None:
    for folder in ("catalogue", NGHE_AN, HA_TINH, BAC_GIANG):
        names = [path.stem.split("_", 1)[1] for path in FILES if path.parent.name == folder]
        kinds = [name for name in names if name not in SECOND_FILES]
        for place, name in enumerate(kinds):
            assert NEEDS.get(name, set()) <= set(kinds[:place]), name
        assert KIND_BY_NAME[kinds[0]].per_province == (folder != "catalogue")
    for path in FILES:
        head = path.read_bytes().splitlines()[0].decode("utf-8")
        name = path.stem.split("_", 1)[1]
        columns = KIND_BY_NAME[SECOND_FILES.get(name, name)].columns
        assert head == "\ufeff" + ";".join(column.header_vi for column in columns)


def test_the_sample_stays_small() -> None:
    lines = sum(path.read_bytes().count(b"\r\n") for path in FILES)
    assert lines < 60_000


def test_dossiers_of_2023_give_the_three_published_rates_to_the_last_digit() -> None:
    localities = observations(NGHE_AN, "DVC01", "cấp huyện").filter(IN_2023)
    departments = observations(NGHE_AN, "DVC01", "sở, ban, ngành").filter(IN_2023)
    assert (localities.height, departments.height) == (12 * 21, 12 * 20)
    assert sums(localities) == (812_532, 1_422_500)  # 0.5712 * 1,422,500
    assert sums(departments) == (281_697, 1_007_500)  # 0.2796 * 1,007,500
    assert 812_532 * 10_000 == 5_712 * 1_422_500
    assert 281_697 * 10_000 == 2_796 * 1_007_500
    assert (812_532 + 281_697) * 10_000 == 4_503 * (1_422_500 + 1_007_500)


def test_dossiers_of_the_25_services_in_2023_give_74_4_percent() -> None:
    services = observations(NGHE_AN, "DVC04", "tỉnh").filter(IN_2023)
    assert services["public_service"].n_unique() == 25
    assert sums(services) == (753_300, 1_012_500)
    assert 753_300 * 1_000 == 744 * 1_012_500


@pytest.mark.parametrize(
    ("indicator", "total"), [("DDI01", 2_852_992), ("DDI03", 2_389_718), ("DDI04", 1_899_673)]
)
def test_the_21_districts_hold_the_published_stock_at_the_end_of_2023(
    indicator: str, total: int
) -> None:
    held = observations(NGHE_AN, indicator, "cấp huyện").filter(pl.col("period") == "Tháng 12/2023")
    assert held.height == 21
    assert held["value"].sum() == total
    (published,) = observations(NGHE_AN, indicator, "tỉnh")["value"]
    assert published == total


@pytest.mark.parametrize("folder", CLOCKS)
def test_stocks_never_fall_and_activated_never_exceeds_collected_nor_collected_cards(
    folder: str,
) -> None:
    level = "cấp xã" if folder == BAC_GIANG else "cấp huyện"
    cards, collected, activated = (
        observations(folder, code, level)["value"] for code in ("DDI01", "DDI03", "DDI04")
    )
    assert (collected <= cards).all()
    assert (activated <= collected).all()
    for code in ("DDI01", "DDI03", "DDI04"):
        steps = observations(folder, code, level).select(pl.col("value").diff().over("unit"))
        assert (steps["value"].drop_nulls() >= 0).all()


@pytest.mark.parametrize("folder", CLOCKS)
def test_no_numerator_exceeds_its_denominator(folder: str) -> None:
    frame = rows_of(folder, "observations").with_columns(
        pl.col(*COUNTS).str.replace_all(".", "", literal=True).cast(pl.Int64)
    )
    both = frame.filter(pl.col("numerator").is_not_null(), pl.col("denominator").is_not_null())
    assert both.height > 0
    assert (both["numerator"] <= both["denominator"]).all()


def test_every_kind_of_no_value_occurs_but_not_in_the_published_totals() -> None:
    frame = rows_of(NGHE_AN, "observations")
    without = frame.filter(pl.col("obs_status").is_in(["chưa có số liệu", "không áp dụng"]))
    assert without["obs_status"].n_unique() == 2
    assert without.select(pl.col(*COUNTS, "value").is_null().all()).row(0) == (True, True, True)
    assert frame.filter(pl.col("numerator") == "0", pl.col("denominator") == "0").height > 0
    totals = pl.col("indicator").is_in(["DVC01", "DDI01", "DDI03", "DDI04"])
    assert without.filter(totals, IN_2023).height == 0


def test_the_25_tasks_stand_at_9_done_14_recurring_2_open_on_the_day_of_the_article() -> None:
    for day_asked in (date(2024, 1, 19), CLOCKS[NGHE_AN]):
        stands = Counter(states(NGHE_AN, "NA-DA06", on=day_asked).values())
        assert stands == {"accepted": 9, "recurring": 14, "in_progress": 2}


def test_the_51_tasks_lie_in_10_groups_and_10_of_them_are_overdue() -> None:
    items = rows_of(NGHE_AN, "work_items").filter(pl.col("plan") == "NA-KH2024")
    assert (items.height, items["group_code"].n_unique()) == (51, 10)
    overdue = [due for due in open_deadlines(NGHE_AN, "NA-KH2024") if due < CLOCKS[NGHE_AN]]
    assert overdue == [date(2024, 3, 31)] * 10
    assert items.filter(pl.col("deadline") == "31/03/2024").height == 10


def test_nothing_else_of_nghe_an_is_overdue_and_something_falls_due_within_7_15_and_30_days() -> (
    None
):
    today = CLOCKS[NGHE_AN]
    for plan in ("NA-DA06", "NA-MH38", "NA-CD2024"):
        assert min(open_deadlines(NGHE_AN, plan), default=today) >= today
    left = [(due - today).days for due in open_deadlines(NGHE_AN, "NA-KH2024")]
    within = [sum(0 <= days <= span for days in left) for span in (7, 15, 30)]
    assert within == [3, 5, 9]


def test_the_38_pilot_models_stand_at_6_20_12_and_the_12_named_ones_are_not_started() -> None:
    stands = states(NGHE_AN, "NA-MH38", on=CLOCKS[NGHE_AN])
    assert Counter(stands.values()) == {"accepted": 6, "in_progress": 20, "not_started": 12}
    assert {code for code, state in stands.items() if state == "not_started"} == {
        f"M{number:02d}" for number in range(1, 13)
    }
    items = rows_of(NGHE_AN, "work_items").filter(pl.col("plan") == "NA-MH38", PUBLISHED)
    assert items.height == 12


def test_burn_ups_have_a_past_of_a_year_and_more() -> None:
    events = rows_of(NGHE_AN, "work_events").filter(pl.col("event_type") == "hoàn thành")
    accepted = sorted(d for text in events["happened_on"] if (d := day(text)))
    assert accepted[-1] - accepted[0] > timedelta(days=365)
    assert len({(d.year, d.month) for d in accepted}) >= 12


@pytest.mark.parametrize("folder", CLOCKS)
def test_no_event_lies_after_the_clock_and_recurring_items_answer_for_ended_periods(
    folder: str,
) -> None:
    for event in rows_of(folder, "work_events").iter_rows(named=True):
        happened_on = day(event["happened_on"])
        assert happened_on is not None
        assert happened_on <= CLOCKS[folder]
        if event["event_type"] in ("đạt trong kỳ", "không đạt trong kỳ"):
            assert parse_period(event["period"]).end <= happened_on


def test_ha_tinhs_26_tasks_carry_the_directives_leads_coordinators_and_dates() -> None:
    items = {row["code"]: row for row in rows_of(HA_TINH, "work_items").iter_rows(named=True)}
    assert len(items) == 26
    assert all(row["provenance"] == "đã công bố" for row in items.values())
    told = {
        code: (items[code]["lead_unit"], items[code]["coordinators"], items[code]["deadline"])
        for code in ("NV03", "NV06", "NV14", "NV15", "NV16", "NV26")
    }
    assert told == {
        "NV03": ("STC", "STTTT", None),
        "NV06": ("STTTT", None, "10/07/2023"),
        "NV14": ("STTTT", None, "15/09/2023"),
        "NV15": ("STTTT", "VPUB; CAT", None),
        "NV16": ("SNV", "STTTT", "25/06/2023"),
        "NV26": ("CAT", "STTTT; VPUB", None),
    }
    impossible = items["NV05"]
    assert (impossible["deadline"], impossible["deadline_text"]) == (
        "30/06/2023",
        "trước ngày 31/6/2023",
    )
    overdue = [due for due in open_deadlines(HA_TINH, "HT-DA06-2023") if due < CLOCKS[HA_TINH]]
    assert sorted(overdue) == [date(2023, 6, 25), date(2023, 6, 30)]


def test_plan_02_has_67_tasks_in_6_pillars_and_2_phases() -> None:
    items = rows_of(BAC_GIANG, "work_items")
    assert (items.height, items["group_code"].n_unique()) == (67, 6)
    urgent = items.filter(pl.col("phase") == "urgent")
    late = items.filter(pl.col("phase") == "breakthrough")
    assert urgent.height + late.height == 67
    assert max(d for text in urgent["deadline"] if (d := day(text))) <= date(2025, 7, 1)
    assert max(d for text in late["deadline"] if (d := day(text))) <= date(2025, 12, 31)


def test_bac_giangs_share_of_finished_tasks_is_what_its_events_say() -> None:
    rows = observations(BAC_GIANG, "KH201", "tỉnh")
    for row in rows.iter_rows(named=True):
        on = parse_period(row["period"]).end
        accepted = Counter(states(BAC_GIANG, "BG-KH02", on=on).values())["accepted"]
        assert (row["numerator"], row["denominator"]) == (accepted, 67)


@pytest.mark.parametrize("indicator", ["DVC10", "SHO08"])
def test_bac_giangs_province_is_the_sum_of_its_communes_and_departments(indicator: str) -> None:
    since = ["Tháng 7/2025", "Tháng 8/2025", "Tháng 9/2025"]
    for month in since:
        of_month = pl.col("period") == month
        whole = observations(BAC_GIANG, indicator, "tỉnh").filter(of_month)
        parts = observations(BAC_GIANG, indicator, "cấp xã", "sở, ban, ngành").filter(of_month)
        assert parts.filter(pl.col("level") == "cấp xã").height == 58
        assert sums(whole) == sums(parts)


def test_units_are_those_of_the_clock_and_end_on_their_day() -> None:
    districts = rows_of(NGHE_AN, "units").filter(pl.col("level") == "cấp huyện")
    ends = Counter(districts["valid_to"])
    # Cửa Lò joined Vinh; Nghi Lộc gave up four communes and began anew.
    assert ends == {"30/06/2025": 20, "30/11/2024": 2}
    first = pl.col("valid_from") == "01/01/2020"
    for folder, before in ((NGHE_AN, 21), (HA_TINH, 13), (BAC_GIANG, 10)):
        of_2020 = rows_of(folder, "units").filter(pl.col("level") == "cấp huyện", first)
        assert of_2020.height == before
    for folder, after in ((NGHE_AN, 130), (HA_TINH, 69), (BAC_GIANG, 58)):
        communes = rows_of(folder, "units").filter(pl.col("level") == "cấp xã")
        assert (communes.height, set(communes["valid_from"])) == (after, {"01/07/2025"})


def test_the_28_services_of_decision_422_are_slots_without_names() -> None:
    services = rows_of("catalogue", "public_services")
    slots = services.filter(pl.col("list_code") == "QD422")
    assert (slots.height, slots["name_vi"].null_count(), slots["name_en"].null_count()) == (
        28,
        28,
        28,
    )
    named = services.filter(pl.col("list_code") == "QD06")
    assert (named.height, named["name_vi"].null_count()) == (25, 0)
    assert rows_of("catalogue", "indicators").height == 93


@pytest.mark.parametrize("folder", CLOCKS)
def test_every_code_that_a_file_names_stands_in_another(folder: str) -> None:
    units = set(rows_of(folder, "units")["code"])
    documents = set(rows_of("catalogue", "source_documents")["code"])
    indicators = set(rows_of("catalogue", "indicators")["code"])
    items = set(rows_of(folder, "work_items").select("plan", "plan_version", "code").iter_rows())
    for kind in ("targets", "observations", "plans", "work_items", "bottlenecks"):
        assert set(rows_of(folder, kind)["source_document"].drop_nulls()) <= documents
    for kind in ("targets", "observations", "headlines"):
        assert set(rows_of(folder, kind)["indicator"]) <= indicators
    named = [*rows_of(folder, "observations")["unit"], *rows_of(folder, "work_items")["lead_unit"]]
    coordinators = rows_of(folder, "work_items")["coordinators"].drop_nulls()
    named += [code for codes in coordinators for code in codes.split("; ")]
    assert {code for code in named if code} <= units
    events = rows_of(folder, "work_events").select("plan", "plan_version", "item")
    assert set(events.iter_rows()) <= items


def covered_facts() -> list[dict[str, str]]:
    with (SAMPLE_DATA / "facts_covered.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_every_published_fact_is_in_a_file_or_has_its_reason() -> None:
    facts = covered_facts()
    kinds = {row["fact_id"]: row["kind"] for row in facts}
    assert {kind: list(kinds.values()).count(kind) for kind in FACTS_BY_KIND} == FACTS_BY_KIND
    assert all(bool(row["file"]) != bool(row["reason"]) for row in facts)
    without_file = {row["fact_id"] for row in facts if row["kind"] in FACTS_BY_KIND} - {
        row["fact_id"] for row in facts if row["file"]
    }
    # A turning point, a range, a group of ranks, two counts of remarks, a goal without a number.
    assert without_file == {"A010", "A024", "A031", "A037", "D016", "D028"}


@pytest.mark.parametrize(
    "fact",
    [
        pytest.param(row, id=f"{row['fact_id']}-{row['column']}")
        for row in covered_facts()
        if row["file"]
    ],
)
def test_a_published_fact_stands_in_its_file_as_written(fact: dict[str, str]) -> None:
    folder, name = fact["file"].split("/")
    rows = rows_of(folder, name.removesuffix(".csv").split("_", 1)[1])
    for condition in filter(None, fact["row"].split(" & ")):
        column, wanted = condition.split("=", 1)
        rows = rows.filter(pl.col(column) == wanted)
    what, _, column = fact["column"].partition(" ")
    if what == "count":
        found = str(rows[column].n_unique() if column else rows.height)
    else:
        (found,) = set(rows[fact["column"]])
    assert found == fact["written"]
