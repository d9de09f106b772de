"""Who pulls a rate down as it is shown: five, the rest, and a total that adds up."""

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from components.blocks.digital_identity import steps_card
from components.export.of_blocks import block_rows, pull_rows, service_rows
from components.figures.activation_bases import base_rows, bases_of
from components.figures.identity_facts import identity_facts
from components.figures.identity_steps import step_bars, steps_of
from components.figures.not_activated import waiting_bars, waiting_of
from components.figures.on_behalf import on_behalf_signals, signals
from components.figures.pull_bars import pull_bars
from components.figures.service_ranking import ranked_services, service_bars
from components.pulls import pulls_of
from components.reader import Reader
from queries.schemas import BLOCK_FIGURES, CONFLICTS, LISTED_SERVICES

READER = Reader("vi")


def figures(rows: list[dict[str, Any]]) -> pl.DataFrame:
    common = {
        "indicator": "DVC01",
        "name_vi": "Tỷ lệ",
        "name_en": "Rate",
        "measure": "rate",
        "unit_of_measure": "percent",
        "polarity": "higher",
        "is_part": False,
        "obs_status": "final",
        "provenance": "illustrative",
        "status": "no_target",
        "is_converted": False,
    }
    return pl.DataFrame([common | row for row in rows], schema=BLOCK_FIGURES)


def unit(number: int, online: float, received: float, **more: Any) -> dict[str, Any]:
    return {
        "whom": "unit",
        "is_part": True,
        "unit_id": number,
        "unit_code": str(number),
        "level": "district",
        "unit_vi": f"Huyện {number}",
        "unit_en": f"District {number}",
        "full_name_vi": f"Huyện {number}",
        "full_name_en": f"District {number}",
        "numerator": online,
        "denominator": received,
        "value": online / received if received else None,
        "rank": number,
        "ranked_of": 9,
        **more,
    }


def province(online: float, received: float, *, known: int, **more: Any) -> dict[str, Any]:
    return {
        "whom": "province",
        "level": "province",
        "value": online / received if received else None,
        "sum_numerator": online,
        "sum_denominator": received,
        "sum_known": known,
        "sum_expected": known,
        **more,
    }


ONLINE = (90, 10, 20, 30, 40, 20, 10)
SEVEN = figures(
    [
        province(220, 700, known=7, target=0.3),
        *(unit(number, online, 100) for number, online in enumerate(ONLINE, start=1)),
    ]
)


def test_the_units_below_the_target_are_named_worst_first_and_it_adds_up() -> None:
    pulls = pulls_of(SEVEN, "DVC01")
    assert pulls is not None
    # 20 and 10 dossiers below three in ten of each hundred, of 700: units 2, 7, 3, 6.
    assert [pull.row["unit_id"] for pull in pulls.named] == [2, 7, 3, 6]
    assert [pull.points for pull in pulls.named] == [
        Decimal("-0.0286"), Decimal("-0.0286"), Decimal("-0.0143"), Decimal("-0.0143"),
    ]  # fmt: skip
    assert pulls.total == Decimal("0.0143")  # 31.43 % less 30 %
    assert sum(pull.points for pull in pulls.named) + pulls.rest == pulls.total
    assert pulls.rest_units == 3


def test_the_unit_asked_about_is_named_wherever_it_stands() -> None:
    pulls = pulls_of(SEVEN, "DVC01", chosen=1)
    assert pulls is not None
    assert [pull.row["unit_id"] for pull in pulls.named] == [2, 7, 3, 6, 1]
    assert sum(pull.points for pull in pulls.named) + pulls.rest == pulls.total


def test_of_departments_alone_the_rest_holds_the_places() -> None:
    rows = SEVEN.with_columns(
        level=pl.when(pl.col("unit_id") == 3).then(pl.lit("agency")).otherwise("level")
    )
    pulls = pulls_of(rows, "DVC01", block="departments")
    assert pulls is not None
    assert [pull.row["unit_id"] for pull in pulls.named] == [3]
    assert sum(pull.points for pull in pulls.named) + pulls.rest == pulls.total


def test_whoever_sees_one_unit_reads_it_and_all_others_in_one_number() -> None:
    pulls = pulls_of(SEVEN.filter(pl.col("unit_id").is_null() | (pl.col("unit_id") == 1)), "DVC01")
    assert pulls is not None
    assert (len(pulls.named), pulls.rest_units, pulls.worst) == (1, 6, None)
    assert pulls.named[0].points + pulls.rest == pulls.total


def test_without_target_the_total_is_nothing() -> None:
    pulls = pulls_of(SEVEN.with_columns(target=pl.lit(None, pl.Float64)), "DVC01")
    assert pulls is not None
    assert (pulls.total, pulls.has_target) == (0, False)


def test_without_counts_nobody_pulls() -> None:
    rows = figures([province(0, 0, known=0, sum_denominator=None)])
    assert pulls_of(rows, "DVC01") is None
    assert "chưa tính được" in pull_bars(None, reader=READER)


def test_names_are_inert_and_numbers_are_read_without_a_pointer() -> None:
    rows = SEVEN.with_columns(
        full_name_vi=pl.when(pl.col("unit_id") == 2).then(pl.lit("<script>x</script>"))
        .otherwise("full_name_vi")
    )  # fmt: skip
    html = pull_bars(pulls_of(rows, "DVC01"), reader=READER)
    assert "<script" not in html and "&lt;script&gt;" in html
    for words in ("−2,86 điểm %", "10/100 hồ sơ", "3 đơn vị còn lại", "+1,43 điểm %"):
        assert words in html


def test_the_file_adds_up_to_its_last_digit() -> None:
    headings, cells = pull_rows(pulls_of(SEVEN, "DVC01"), reader=READER)
    place = headings.index("Đóng góp (điểm của tỷ lệ toàn tỉnh)")
    points = [float(row[place]) for row in cells]  # type: ignore[arg-type]
    assert sum(points[:-1]) == pytest.approx(points[-1], abs=1e-11)


def services(*values: float | None) -> pl.DataFrame:
    rows = [
        {
            "list": "QD06",
            "service": f"QD06-{number:02d}",
            "number": number,
            "name_vi": f"Dịch vụ {number}",
            "numerator": None if value is None else value * 10,
            "denominator": None if value is None else 10,
            "value": value,
            "obs_status": None if value is None else "final",
        }
        for number, value in enumerate(values, start=1)
    ]
    return pl.DataFrame(rows, schema=LISTED_SERVICES)


def test_services_without_a_report_come_last_and_are_not_zero() -> None:
    ranked = ranked_services(services(0.5, None, 0.0))
    assert ranked["service"].to_list() == ["QD06-03", "QD06-01", "QD06-02"]
    assert ranked["place"].to_list() == [1, 2, None]
    html = service_bars(services(0.5, None, 0.0), target=None, reader=READER)
    assert html.count("Chưa báo cáo") == 1 and "0,0%" in html


def test_a_slot_without_a_name_is_shown_as_such() -> None:
    html = service_bars(
        services(0.5).with_columns(name_vi=pl.lit(None, pl.String)), target=None, reader=READER
    )
    assert "danh mục chưa ghi tên" in html


def test_only_units_above_the_province_are_signals() -> None:
    rows = figures(
        [province(30, 300, known=3), unit(1, 5, 100), unit(2, 10, 100), unit(3, 15, 100)]
    )
    assert signals(rows, "DVC01")["unit_id"].to_list() == [3]


# ---- Digital identity


def identity(**counts: float | None) -> pl.DataFrame:
    stocks = [
        {"whom": "province", "indicator": code, "measure": "stock", "value": value}
        for code, value in counts.items()
    ]
    return figures(stocks)


def test_people_lost_between_the_steps() -> None:
    steps = steps_of(identity(DDI01=2_852_992, DDI03=2_389_718, DDI04=1_899_673))
    assert [step.name for step in steps] == ["DDI01", "DDI03", "DDI04"]
    html = step_bars(steps, reader=READER)
    for words in ("463.274", "490.045", "79,49%"):
        assert words in html


def test_no_denominator_is_made_up_from_a_stated_rate() -> None:
    rows = pl.concat(
        [
            identity(DDI03=100, DDI04=80),
            figures([{"whom": "province", "indicator": "DDI02", "value": 1.0}]),
        ]
    )
    collected, eligible, adults = bases_of(rows)
    assert collected.rate == 0.8
    assert (eligible.of, eligible.rate, eligible.stated) == (None, None, 1.0)
    assert (adults.rate, adults.stated) == (None, None)
    assert steps_of(rows)[0].name == "DDI03"


def test_more_accounts_than_people_is_no_rate() -> None:
    adults = {"whom": "province", "indicator": "DDI07", "numerator": 1, "denominator": 50}
    rows = pl.concat([identity(DDI03=100, DDI04=80), figures([adults])])
    assert bases_of(rows)[2].rate is None


def test_accounts_that_wait_add_up_to_those_of_the_province() -> None:
    rows = figures(
        [
            province(150, 220, known=3, indicator="DDI05"),
            unit(1, 40, 100, indicator="DDI05"),
            unit(2, 90, 100, indicator="DDI05"),
        ]
    )
    waiting = waiting_of(rows)
    assert waiting is not None
    assert waiting.rows["waiting"].to_list() == [60, 10]
    html = waiting_bars(waiting, reader=READER)
    assert waiting.total == 70 and "85,7%" in html


# ---- Figures that may still change

HATCHED = '<i class="ioc-provisional"'
NOTE = '<p class="ioc-provisional-note">'


def test_one_provisional_service_is_hatched_and_the_word_stands_once() -> None:
    listed = services(0.5, None, 0.0)
    assert NOTE not in service_bars(listed, target=None, reader=READER)
    open_yet = listed.with_columns(
        obs_status=pl.when(pl.col("number") == 1)
        .then(pl.lit("provisional"))
        .otherwise("obs_status")
    )
    html = service_bars(open_yet, target=None, reader=READER)
    assert (html.count(HATCHED), html.count(NOTE), html.count("sơ bộ")) == (1, 1, 1)


def test_units_that_pull_are_hatched_where_they_are_provisional() -> None:
    # Units 2, 7, 3 and 6 are named; 1 is not, and says nothing here.
    rows = SEVEN.with_columns(
        obs_status=pl.when(pl.col("unit_id").is_in([1, 2, 7]))
        .then(pl.lit("provisional"))
        .otherwise("obs_status"),
        sum_status=pl.when(pl.col("whom") == "province").then(pl.lit("provisional")),
    )
    html = pull_bars(pulls_of(rows, "DVC01"), reader=READER)
    assert (html.count(HATCHED), html.count(NOTE)) == (2, 1)
    assert html.count("sơ bộ") == 2  # of the total, and in the note
    assert NOTE not in pull_bars(pulls_of(SEVEN, "DVC01"), reader=READER)


def test_accounts_that_wait_and_dossiers_on_behalf_say_what_is_provisional() -> None:
    rows = figures(
        [
            province(150, 300, known=3, sum_status="final"),
            unit(1, 40, 100),
            unit(2, 90, 100, obs_status="provisional"),
            unit(3, 20, 100, obs_status="provisional"),
        ]
    )
    waiting = waiting_bars(waiting_of(rows.with_columns(indicator=pl.lit("DDI05"))), reader=READER)
    assert (waiting.count(HATCHED), waiting.count("sơ bộ")) == (2, 1)
    behalf = on_behalf_signals(rows, indicator="DVC01", reader=READER)
    assert (behalf.count(HATCHED), behalf.count("sơ bộ")) == (1, 1)  # 2 alone is above 50 %


def test_a_share_is_provisional_when_one_side_of_it_is() -> None:
    adults = {"whom": "province", "indicator": "DDI07", "numerator": 70, "denominator": 160}
    rows = pl.concat([identity(DDI03=100, DDI04=80), figures([adults])])
    open_yet = rows.with_columns(
        obs_status=pl.when(pl.col("indicator") == "DDI03")
        .then(pl.lit("provisional"))
        .otherwise("obs_status")
    )
    bases = bases_of(open_yet)
    assert [(base.rate, base.obs_status) for base in bases] == [
        (0.8, "provisional"), (None, None), (0.5, "final"),
    ]  # fmt: skip
    html = base_rows(bases, reader=READER)
    assert (html.count(HATCHED), html.count(NOTE)) == (1, 1)
    assert "80/100 · sơ bộ" in html and "80/160 · sơ bộ" not in html


def test_the_large_numbers_and_small_facts_of_identity_name_the_word() -> None:
    rate = {"whom": "province", "indicator": "DDI05", "numerator": 80, "denominator": 100}
    rows = pl.concat(
        [identity(DDI03=100, DDI04=80), figures([rate | {"value": 0.8}])]
    ).with_columns(obs_status=pl.lit("estimated"))
    empty = CONFLICTS.to_frame()
    shown = steps_card(rows, empty, about="Nghệ An", when="2023", reader=READER).body
    hero = shown[shown.index("<section>") : shown.index("</section>")]
    assert hero.count(" · ước tính</span>") == 2  # the rate, and the accounts that wait
    assert "80/100 · ước tính" in identity_facts(rows, indicators=["DDI05"], reader=READER)


def test_files_say_whether_a_figure_may_still_change() -> None:
    rows = figures(
        [
            province(50, 200, known=2, sum_status="provisional", sum_provenance="derived"),
            unit(1, 40, 100, obs_status="provisional"),
            unit(2, 10, 100),
        ]
    )
    listed = services(0.5, None)
    for reader, heading, words in (
        (READER, "Trạng thái số liệu", ("Chính thức", "Sơ bộ", "Chưa báo cáo")),
        (Reader("en"), "Status of the figure", ("Final", "Provisional", "Not reported")),
    ):
        final, provisional, missing = words
        pulls, exported = pulls_of(rows, "DVC01"), {}
        for name, (headings, cells) in {
            "figures": block_rows(rows, reader=reader),
            "pulls": pull_rows(pulls, reader=reader),
            "services": service_rows(listed, reader=reader),
        }.items():
            exported[name] = [row[headings.index(heading)] for row in cells]
        assert exported == {
            "figures": [final, provisional, final],
            "pulls": [final, provisional, provisional],  # the unit that costs most; the total last
            "services": [final, missing],
        }
