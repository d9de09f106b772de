from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from components.export.table import told
from components.markup import plain, safe
from domain.privacy import MASK, masked
from domain.scope import Scope
from queries import schemas
from queries.headlines import headline_figures
from queries.trends import trend
from queries.units import unit_values
from server.errors import report
from store.tables import indicator, province, unit, work_event, work_item
from tests.app.visiting import everything_said, everything_sent, token_of, visit
from tests.faults.files import csv_rows, made, xlsx_cells
from tests.queries.stores import Store
from tests.store.people import writing

NAMES_A_PERSON = (
    "040090123456",
    "186123456",
    "0912345678",
    "0912 345 678",
    "0912.345.678",
    "0912-345-678",
    "09 12 34 56 78",
    "+84912345678",
    "+84 912 345 678",
    "84 912 345 678",
    "(0238) 3844 522",
    "0238.3844.522",
    "0400 9012 3456",
    "040 090 123456",
    "186 123 456",
    "０９１２３４５６７８",
    "0400\u200b90123456",
    "8401234567890",
)
NAMES_NOBODY = (
    "2.852.992",
    "1.234.567.890 đồng",
    "1 234 567 890",
    "45,03%",
    "31/12/2023",
    "01-02-2024 05-03-2024",
    "01.02.2024 03.04.2024",
    "2023 2024 2025",
    "Quyết định 422/QĐ-TTg ngày 04/4/2022",
    "000.00.00.H41",
    "1.004227.000.00.00.H41",
    "nhiệm vụ 01, 02, 03",
    "6/11",
)
OPEN_TEXT = "Liên hệ ông A, CCCD 040090123456, ĐT 0912 345 678"
# What an event or an item may hold of persons, and the frames of the work's own pages, where
# those who work on it see who carries it out and who wrote it down.
OF_PERSONS = {"executor", "author", "measure_text"}
OF_THE_WORK = {
    "WORK_ITEMS": {"executor"},
    "PILOT_MODELS": {"executor"},
    "WORK_HISTORY": {"author"},
    "BOTTLENECK_HISTORY": {"author"},
    "DIRECTION_EVENTS": {"author"},
}
# The pages that hang on walls and are shown to others.
SHOWN_TO_ALL = (
    "situation",
    "decisions",
    "map",
    "service_index",
    "online_services",
    "digital_identity",
    "readiness",
    "tasks",
)


@pytest.mark.trust("G56")
@pytest.mark.parametrize("number", NAMES_A_PERSON)
@pytest.mark.parametrize("around", ["{}", "CCCD {}", "số{}.", "({})", "a {} b {}", "ĐT:{},"])
def test_a_number_that_names_a_person_is_masked(number: str, around: str) -> None:
    text = around.format(number, number)
    for shown in (plain(text), safe(text), told(text)):
        assert MASK in shown
        assert sum(letter.isdigit() for letter in shown) == 0


@pytest.mark.trust("G56")
@pytest.mark.parametrize("text", NAMES_NOBODY)
def test_amounts_dates_and_documents_are_left_as_they_are(text: str) -> None:
    assert masked(text) == text


@pytest.mark.trust("G56")
@given(
    before=st.text(max_size=20),
    digits=st.text("0123456789", min_size=9, max_size=12),
    after=st.text(max_size=20),
)
def test_no_run_of_an_identity_number_survives_whatever_stands_around_it(
    before: str, digits: str, after: str
) -> None:
    assert digits not in masked(f"{before}{digits}{after}")
    assert digits not in plain(f"{before}{digits}{after}")


@given(st.text(max_size=60))
def test_masking_twice_is_masking_once(text: str) -> None:
    assert masked(masked(text)) == masked(text)


@pytest.mark.trust("G56")
def test_a_long_text_is_masked_before_it_is_cut() -> None:
    assert "04009" not in plain("x" * 190 + " 040090123456")


@pytest.mark.trust("G56")
def test_a_screen_shows_no_number_of_a_person_that_stands_in_a_title(visited_url: str) -> None:
    with writing(visited_url) as connection:
        connection.execute(work_item.update().values(title_vi=OPEN_TEXT, title_en=OPEN_TEXT))
        connection.execute(unit.update().values(accountable_post_vi=OPEN_TEXT))
    app = visit(token_of(visited_url, "lanhdao"), province="nghe-an")
    sent = everything_sent(app)
    assert "Liên hệ ông A" in everything_said(app)
    assert "040090123456" not in sent and "345 678" not in sent


@pytest.mark.trust("G56")
def test_a_download_hands_out_no_number_of_a_person(visited_url: str) -> None:
    with writing(visited_url) as connection:
        connection.execute(work_item.update().values(title_vi=OPEN_TEXT))
        everything = Scope(provinces=frozenset(connection.scalars(select(province.c.id))))
    csv = {cell for row in csv_rows(made(everything, "work", "csv")) for cell in row}
    xlsx = {cell.value for cell in xlsx_cells(made(everything, "work", "xlsx"))}
    for cells in (csv, xlsx):
        found = {cell for cell in cells if cell.startswith("Liên hệ ông A")}
        assert found == {f"Liên hệ ông A, CCCD {MASK}, ĐT {MASK}"}


@pytest.mark.trust("G56", "C26")
def test_the_log_holds_no_number_of_a_person_and_no_line_of_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    report(ValueError(f"{OPEN_TEXT} a@b.example\r\n2026-11-22 INFO a made-up line"))
    (record,) = caplog.records
    said = record.getMessage()
    assert "040090123456" not in said and "345 678" not in said and "@" not in said
    assert "\n" not in said and "\r" not in said and "made-up" not in said


@pytest.mark.trust("G56")
def test_only_frames_of_the_work_itself_tell_who_carries_it_out_or_wrote_it_down() -> None:
    frames = {name: value for name, value in vars(schemas).items() if name.isupper()}
    telling = {name: OF_PERSONS & set(frame) for name, frame in frames.items()}
    assert {name: told for name, told in telling.items() if told} == OF_THE_WORK


@pytest.mark.trust("G56")
def test_no_page_of_a_wall_names_who_carries_something_out_or_wrote_it(visited_url: str) -> None:
    named = "Người được nêu tên"
    with writing(visited_url) as connection:
        connection.execute(work_item.update().values(executor=named))
        connection.execute(work_event.update().values(author=named))
    token = token_of(visited_url, "lanhdao")
    for screen in SHOWN_TO_ALL:
        app = visit(token, screen=screen, province="nghe-an", lang="vi")
        assert not app.exception and named not in everything_sent(app), screen


@pytest.fixture
def communes(database_url: str) -> Store:
    """Communes with 0 to 6 people of an indicator that counts people, and a district with 3."""
    store = Store(database_url)
    store.indicator("DDI99", measure="stock", aggregation="sum_of_latest")
    with writing(database_url) as connection:
        connection.execute(indicator.update().values(unit_of_measure="people"))
    for count in range(7):
        code = f"1700{count}"
        store.unit(code, level="commune")
        store.observe("DDI99", code, "2023", value=float(count), numerator=float(count))
    store.unit("412")
    store.observe("DDI99", "412", "2023", value=3.0, numerator=3.0)
    return store


@pytest.mark.trust("G57")
def test_one_to_four_people_of_a_commune_are_withheld_and_none_and_five_are_not(
    communes: Store,
) -> None:
    asked = communes.ask("2023")
    rows = communes.answer(unit_values, asked, indicator="DDI99", level="commune")
    shown = {row["unit_code"]: (row["value"], row["obs_status"]) for row in rows.to_dicts()}
    withheld = (None, "not_applicable")
    assert [shown[f"1700{count}"] for count in range(7)] == [
        (0.0, "final"), withheld, withheld, withheld, withheld, (5.0, "final"), (6.0, "final"),
    ]  # fmt: skip
    assert (rows["numerator"].null_count(), rows["rank"].null_count()) == (4, 4)


@pytest.mark.trust("G57")
def test_the_commune_itself_asked_about_is_withheld_too_and_a_district_is_not(
    communes: Store,
) -> None:
    asked = communes.ask("2023", unit="17003")
    assert communes.answer(headline_figures, asked)["value"].to_list() == [None]
    district = communes.ask("2023", unit="412")
    assert communes.answer(headline_figures, district)["value"].to_list() == [3.0]


@pytest.mark.trust("G57")
def test_a_month_of_a_commune_is_withheld_in_its_trend(database_url: str) -> None:
    store = Store(database_url)
    store.indicator("DDI99", measure="flow", aggregation="sum")
    with writing(database_url) as connection:
        connection.execute(indicator.update().values(unit_of_measure="people"))
    store.unit("17001", level="commune")
    for month, count in (("2023-01", 4), ("2023-02", 5)):
        store.observe("DDI99", "17001", month, value=float(count), numerator=float(count))
    asked = store.ask("2023", unit="17001")
    months = store.answer(trend, asked, indicator="DDI99")
    assert months["period_start"].to_list() == [date(2023, 1, 1), date(2023, 2, 1)]
    assert months["value"].to_list() == [None, 5.0]
