import io
import json
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from pages.downloads.files import FILES, KINDS
from store import clock
from store.accounts import disable, enable, find_account, set_scope
from store.database import engine
from store.sessions import end_all_sessions
from store.tables import audit_event, import_batch, unit
from tests.app.caller import Caller
from tests.faults.files import cookie_of, csv_rows, download, xlsx_cells
from tests.store.people import reading, writing

DISTRICT = "canbo"
HOSTILE_CHOICES = (
    "%",
    "_",
    "%_[]",
    "__all__",
    "1 OR 1=1",
    "' UNION SELECT * FROM account --",
    "Robert'); DROP TABLE unit;--",
    "\x00",
    "417;--",
    "x" * 10_000,
    "<script>alert(1)</script>",
    "４２５",
    "425 ",
    "0425",
    "-1",
    "1e9",
)
PARAMETERS = ("province", "period", "unit", "indicator", "as_of")


def events(caller: Caller) -> int:
    with reading(caller.board.database_url) as connection:
        counted = select(func.count()).where(audit_event.c.action == "exported")
        return connection.scalar(counted) or 0


def column(caller: Caller, cookie: str, heading: str, **address: str) -> list[str]:
    """One column of the ranking that the holder of `cookie` downloads."""
    answer = download(caller, "units.csv", cookie=cookie, province="nghe-an", **address)
    headings, *rows = csv_rows(answer.body)
    return [row[headings.index(heading)] for row in rows]


@pytest.mark.trust("B18")
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_file_comes_with_its_name_and_is_kept_nowhere(
    served: Caller, name: str, kind: str
) -> None:
    answer = download(served, f"{name}.{kind}", cookie=cookie_of(served), province="nghe-an")
    assert answer.status == 200
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    told = answer.headers["content-disposition"]
    assert told.startswith('attachment; filename="nghe-an_')
    assert "_dot-" in told and told.endswith(f'.{kind}"')


@pytest.mark.trust("B16", "B18")
def test_each_gets_the_units_of_their_own_scope_whoever_asked_before(served: Caller) -> None:
    leader, district = cookie_of(served), cookie_of(served, DISTRICT)
    assert len(column(served, leader, "Mã đơn vị")) == 21
    assert column(served, district, "Mã đơn vị") == ["425"]
    assert len(column(served, leader, "Mã đơn vị")) == 21


@pytest.mark.parametrize(
    "name", ["headline", "units", "unit", "online_services", "pulls", "services", "identity"]
)
def test_every_file_of_figures_says_whether_they_may_still_change(
    served: Caller, name: str
) -> None:
    told = "Chính thức", "Sơ bộ", "Ước tính", "Chưa báo cáo", "Không áp dụng"
    about = {"unit": "425"} if name == "unit" else {}
    answer = download(served, f"{name}.csv", cookie=cookie_of(served), province="nghe-an", **about)
    headings, *rows = csv_rows(answer.body)
    statuses = [row[headings.index("Trạng thái số liệu")] for row in rows]
    assert "Chính thức" in statuses
    assert set(statuses) <= {*told, ""}


@pytest.mark.trust("B18")
def test_a_copied_address_gives_its_finder_no_more_than_their_own(served: Caller) -> None:
    copied = {"province": "nghe-an", "period": "2023", "indicator": "DVC01", "unit": "417"}
    assert download(served, "units.csv", cookie=cookie_of(served), **copied).status == 200
    found = download(served, "units.csv", cookie=cookie_of(served, DISTRICT), **copied)
    assert found.status == 404
    assert "Kỳ Sơn" not in found.body.decode()
    assert download(served, "units.csv", **copied).status == 401


@pytest.mark.trust("B15", "C23")
@pytest.mark.parametrize("parameter", PARAMETERS)
@pytest.mark.parametrize("asked", HOSTILE_CHOICES)
def test_an_address_that_asks_for_what_is_not_there_gets_one_sentence_and_no_file(
    served: Caller, parameter: str, asked: str
) -> None:
    before = events(served)
    address = {"province": "nghe-an"} | {parameter: asked}
    answer = download(served, "units.csv", cookie=cookie_of(served, DISTRICT), **address)
    assert answer.status == 404
    assert answer.headers["content-type"].startswith("text/plain")
    assert len(answer.body.decode()) < 200
    assert "content-disposition" not in answer.headers
    assert events(served) == before


@pytest.mark.trust("B15")
def test_a_repeated_choice_is_refused_and_an_empty_one_means_ones_own_scope(
    served: Caller,
) -> None:
    cookie = cookie_of(served, DISTRICT)
    address = {"province": "nghe-an", "unit": ["425", "417"]}
    assert download(served, "units.csv", cookie=cookie, **address).status == 404
    assert column(served, cookie, "Mã đơn vị", unit="") == ["425"]


@pytest.mark.trust("B17")
@pytest.mark.parametrize("cookie", ["", "ioc_session=", "ioc_session=x", "ioc_session=" + "A" * 43])
def test_without_a_session_there_is_no_file(served: Caller, cookie: str) -> None:
    before = events(served)
    for name in FILES:
        for kind in KINDS:
            answer = download(served, f"{name}.{kind}", cookie=cookie)
            assert answer.status == 401
            assert "content-disposition" not in answer.headers
    assert events(served) == before


@pytest.mark.trust("B17", "B21", "A2")
@pytest.mark.parametrize("end", ["leaves", "all ended", "disabled"])
def test_after_the_session_ended_there_is_no_file(served: Caller, end: str) -> None:
    cookie = cookie_of(served, DISTRICT)
    assert download(served, "work.xlsx", cookie=cookie).status == 200
    before = events(served)
    url = served.board.database_url
    if end == "leaves":
        served.ask("/auth/leave", method="POST", origin=served.origin, cookie=cookie)
    else:
        with writing(url) as connection:
            account_id = find_account(connection, username=DISTRICT)
            finish = {"all ended": end_all_sessions, "disabled": disable}[end]
            finish(connection, account_id, now=clock.now())
    assert download(served, "work.xlsx", cookie=cookie).status == 401
    assert events(served) == before
    with writing(url) as connection:
        enable(connection, find_account(connection, username=DISTRICT))


@pytest.mark.trust("A3", "B18")
def test_a_new_scope_holds_for_the_next_file(served: Caller) -> None:
    cookie = cookie_of(served, DISTRICT)
    with writing(served.board.database_url) as connection:
        account_id = find_account(connection, username=DISTRICT)
        ids = {
            code: connection.scalar(
                select(unit.c.id).where(unit.c.level == "district", unit.c.code == code)
            )
            for code in ("417", "425")
        }
        set_scope(connection, account_id, units=[ids["417"]])
    assert column(served, cookie, "Mã đơn vị") == ["417"]
    with writing(served.board.database_url) as connection:
        set_scope(connection, account_id, units=[ids["425"]])
    assert column(served, cookie, "Mã đơn vị") == ["425"]


@pytest.mark.parametrize(
    "file", ["none.csv", "units.pdf", "units.csv.bak", "..%2fsecret.csv", "units.CSV", "%00.csv"]
)
def test_what_is_not_registered_is_not_there(served: Caller, file: str) -> None:
    answer = served.ask(f"/download/{file}", cookie=cookie_of(served))
    assert answer.status in (400, 404)
    assert "content-disposition" not in answer.headers


def test_every_file_handed_out_is_in_the_audit_log(served: Caller) -> None:
    download(served, "units.xlsx", cookie=cookie_of(served, DISTRICT), unit="425", lang="en")
    with reading(served.board.database_url) as connection:
        newest = connection.execute(
            select(audit_event)
            .where(audit_event.c.action == "exported")
            .order_by(audit_event.c.position.desc())
        ).first()
        assert newest is not None
        account_id = find_account(connection, username=DISTRICT)
    assert newest.account_id == account_id
    assert newest.subject.startswith("nghe-an-425_unit-ranking-DVC01_2023_batch-")
    detail = json.loads(newest.detail)
    assert (detail["province"], detail["unit"], detail["period"]) == ("nghe-an", "425", "2023")


def test_a_file_can_be_made_again_as_of_an_earlier_batch(served: Caller) -> None:
    with reading(served.board.database_url) as connection:
        newest = connection.scalar(select(func.max(import_batch.c.id)))
    cookie = cookie_of(served)
    address = {"province": "nghe-an", "as_of": str(newest)}
    first, second = (download(served, "units.csv", cookie=cookie, **address).body for _ in range(2))
    assert first == second
    assert download(served, "units.csv", cookie=cookie, as_of=str(newest + 1)).status == 404


def test_an_xlsx_says_where_when_from_what_and_for_whom(served: Caller) -> None:
    answer = download(served, "units.xlsx", cookie=cookie_of(served), province="nghe-an")
    texts = " ".join(cell.value for cell in xlsx_cells(answer.body) if cell.kind == "s")
    for said in ("Nghệ An", "Toàn tỉnh", "năm 2023", "02/04/2024", "31/12/2023", "Minh họa",
                 "lanhdao", "số liệu minh họa"):  # fmt: skip
        assert said in texts, said
    rates = [cell for cell in xlsx_cells(answer.body) if cell.number_format in ("0.00%", "10")]
    assert len(rates) == 42  # value and target of 21 districts
    assert all(0 <= float(cell.value) <= 1 for cell in rates)


def test_an_xlsx_is_a_sound_archive_without_macros_or_links(served: Caller) -> None:
    answer = download(served, "headline.xlsx", cookie=cookie_of(served))
    with zipfile.ZipFile(io.BytesIO(answer.body)) as parts:
        assert parts.testzip() is None
        assert not [name for name in parts.namelist() if "vba" in name or "external" in name]
        assert not any(b'TargetMode="External"' in parts.read(name) for name in parts.namelist())


def test_who_must_change_the_password_gets_no_file_before(served: Caller) -> None:
    cookie = cookie_of(served, DISTRICT)
    table = engine(served.board.database_url)
    with table.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(
            "update account set must_change_password = true where username = 'canbo'"
        )
    answer = download(served, "units.csv", cookie=cookie)
    with table.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(
            "update account set must_change_password = false where username = 'canbo'"
        )
    assert answer.status == 401


def test_an_idle_session_gets_no_file(served: Caller) -> None:
    cookie = cookie_of(served, DISTRICT)
    with writing(served.board.database_url) as connection:
        long_ago = clock.now() - timedelta(hours=2)
        connection.exec_driver_sql(
            "update session set last_seen_at = ? where ended_at is null",
            (long_ago.replace(tzinfo=None).isoformat(" "),),
        )
    assert download(served, "units.csv", cookie=cookie).status == 401


@pytest.mark.trust("B18")
def test_a_file_of_a_meeting_holds_the_figures_of_its_batch_and_day(served: Caller) -> None:
    cookie = cookie_of(served)
    at = {"province": "nghe-an", "at": "70_2024-03-01"}
    frozen = download(served, "work.csv", cookie=cookie, **at)
    assert frozen.status == 200
    assert "-70." in frozen.headers["content-disposition"]
    assert "01/03/2024" in frozen.body.decode("utf-8-sig")
    # Who saw another batch than the meeting has now is told, and not handed something else.
    other = download(served, "work.csv", cookie=cookie, **at, as_of="71")
    assert other.status == 404
    for asked in ("0", "999999", "70_2024-13-01", ["70_2024-03-01", "70_2024-03-01"]):
        unknown = download(served, "work.csv", cookie=cookie, province="nghe-an", at=asked)
        assert unknown.status == 404
