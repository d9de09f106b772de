"""The screen of bottlenecks through the shell: figures, filters, entry, conflict, scope, files."""

import io
from datetime import date
from unittest.mock import patch

import pytest
from docx import Document
from sqlalchemy import func, insert, select
from streamlit.testing.v1 import AppTest

from domain.choices import UnknownChoice
from domain.scope import Scope
from store.database import engine
from store.entry import NewBottleneckEvent, enter_bottleneck_event
from store.tables import account, bottleneck, bottleneck_event, bottleneck_unit, province, unit
from tests.app.visiting import (
    STATEMENTS_OF_A_WARM_RUN,
    everything_said,
    statements,
    token_of,
    visit,
)
from tests.faults.files import made

SCREEN = "bottlenecks"
STAFF, LEADER, DISTRICT = "chuyenvien", "lanhdao", "canbo"
HOSTILE = ("' OR 1=1 --", "<script>alert(1)</script>", "x" * 5000, "\x00")


def opened(url: str, user: str = LEADER, **address: str) -> AppTest:
    app = visit(token_of(url, user), screen=SCREEN, **({"province": "nghe-an"} | address))
    assert not app.exception and not app.error, [e.value for e in app.error]
    return app


def seen(url: str, user: str = LEADER, **address: str) -> str:
    return everything_said(opened(url, user, **address))


def row_id(url: str, code: str) -> int:
    with engine(url).connect() as connection:
        found = (
            select(bottleneck.c.id)
            .join(province, province.c.id == bottleneck.c.province_id)
            .where(bottleneck.c.code == code, province.c.slug == "nghe-an")
        )
        return int(connection.execute(found).scalar_one())


def events(url: str, code: str) -> list[int]:
    of_it = bottleneck_event.c.bottleneck_id == row_id(url, code)
    with engine(url).connect() as connection:
        return list(connection.execute(select(bottleneck_event.c.id).where(of_it)).scalars())


def as_role(url: str, user: str, role: str) -> None:
    with engine(url).execution_options(writes=True).begin() as connection:
        connection.execute(account.update().where(account.c.username == user).values(role=role))


def scope_of(url: str, slug: str = "nghe-an") -> Scope:
    with engine(url).connect() as connection:
        found = connection.scalar(select(province.c.id).where(province.c.slug == slug))
    assert found is not None
    return Scope(provinces=frozenset({found}))


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    return app.run()


def test_a_leader_reads_what_is_open_how_old_and_what_waits_for_the_decision(
    visited_url: str,
) -> None:
    said = seen(visited_url)
    for words in ("điểm nghẽn đang mở", "Tuổi trung vị", "Chi phí chậm trễ", "Tổ công tác tỉnh"):
        assert words in said, words
    waiting = said.split("ioc-waiting-lists")[1].split("</section>")[0]
    assert "DN01" in waiting  # the IOC's missing legal step


def test_the_same_in_english(visited_url: str) -> None:
    said = seen(visited_url, lang="en")
    for words in ("open bottlenecks", "Median age", "Cost of delay", "Provincial working group"):
        assert words in said, words


@pytest.mark.parametrize(
    ("address", "holds", "lacks"),
    [
        ({"kind": "data"}, "Dữ liệu · đang mở", "Thể chế · đang mở"),
        ({"kind": "institutions"}, "Thể chế · đang mở", "Dữ liệu · đang mở"),
        ({"state": "closed"}, "đã đóng</small>", "đang mở</small>"),
    ],
)
def test_filters_stand_in_the_address(
    visited_url: str, address: dict[str, str], holds: str, lacks: str
) -> None:
    register = seen(visited_url, **address).split("ioc-register")[1]
    assert holds in register and lacks not in register


@pytest.mark.trust("C23")
@pytest.mark.parametrize("parameter", ["kind", "rung", "state", "bottleneck", "view"])
@pytest.mark.parametrize("asked", HOSTILE)
def test_an_address_that_asks_for_nonsense_gets_one_sentence(
    visited_url: str, parameter: str, asked: str
) -> None:
    app = visit(
        token_of(visited_url, LEADER), screen=SCREEN, province="nghe-an", **{parameter: asked}
    )
    assert not app.exception and not app.error
    assert len(app.info) == 1


def test_one_bottleneck_shows_its_ladder_history_and_what_it_stops(visited_url: str) -> None:
    said = seen(visited_url, bottleneck="DN06")
    for words in ("ioc-own-ladder", "Có thẩm quyền", "Chuyển lên cấp trên", "NV33",
                  "ngày-nhiệm vụ", "/download/escalation_request.docx?"):  # fmt: skip
        assert words in said, words


def test_a_leader_reads_and_reports_nothing(visited_url: str) -> None:
    app = opened(visited_url, bottleneck="DN06")
    assert not app.text_area and app.caption
    refused = visit(token_of(visited_url, LEADER), screen=SCREEN, view="report")
    assert len(refused.info) == 1


def test_staff_pass_it_up_and_the_register_knows_at_once(visited_url: str) -> None:
    token = token_of(visited_url, STAFF)
    with patch("server.visitor.session_token", return_value=token):
        app = visit(token, screen=SCREEN, province="nghe-an", bottleneck="DN02")
        app.text_area[0].set_value("Vượt thẩm quyền của đơn vị")
        app = press(app, "Lưu")
        assert not app.exception and app.success
        said = everything_said(app)
    assert "Vượt thẩm quyền của đơn vị" in said
    assert len(events(visited_url, "DN02")) == 2


def test_the_second_of_two_is_told_what_changed_and_then_may_save(visited_url: str) -> None:
    token, before = token_of(visited_url, STAFF), events(visited_url, "DN02")
    with engine(visited_url).connect() as connection:
        by = connection.scalar(select(account.c.id).where(account.c.username == STAFF))
    assert by is not None
    quicker = NewBottleneckEvent(
        event_type="answered", happened_on=date(2024, 4, 1), reason="Nhanh hơn"
    )
    with patch("server.visitor.session_token", return_value=token):
        app = visit(token, screen=SCREEN, province="nghe-an", bottleneck="DN02")
        enter_bottleneck_event(by, row_id(visited_url, "DN02"), quicker, seen=max(before))
        app.text_area[0].set_value("Của tôi")
        app = press(app, "Lưu")
        assert len(app.warning) == 1
        changes = everything_said(app).split("ioc-entry-changes")[1]
        assert "Nhanh hơn" in changes and "Trả lời" in changes
        assert len(events(visited_url, "DN02")) == len(before) + 1
        assert app.text_area[0].value == "Của tôi"
        app = press(app, "Lưu")
        assert app.success
    assert len(events(visited_url, "DN02")) == len(before) + 2


def test_only_those_who_judge_are_offered_to_close(visited_url: str) -> None:
    assert "closed" not in opened(visited_url, STAFF, bottleneck="DN06").selectbox[-1].options
    as_role(visited_url, STAFF, "approver")
    app = opened(visited_url, STAFF, bottleneck="DN06")
    offered = next(box for box in app.selectbox if box.label == "Diễn biến").options
    assert offered == ["Chuyển lên cấp trên", "Trả lời", "Đóng"]


def test_staff_report_a_new_one(visited_url: str) -> None:
    token = token_of(visited_url, STAFF)
    with patch("server.visitor.session_token", return_value=token):
        app = visit(token, screen=SCREEN, province="nghe-an", view="report")
        app.text_input[0].set_value("DN99")
        app.text_area[0].set_value("<b>Thiếu</b> đường truyền")
        app = press(app, "Ghi vào sổ theo dõi")
        assert not app.exception
        assert "DN99" in app.success[0].value
        app = press(app, "Về sổ theo dõi")
    said = everything_said(app)
    assert "&lt;b&gt;Thiếu&lt;/b&gt; đường truyền" in said and "<b>Thiếu" not in said


def test_a_person_of_one_district_sees_what_hits_that_district(visited_url: str) -> None:
    with engine(visited_url).execution_options(writes=True).begin() as connection:
        own = connection.scalar(
            select(unit.c.id).where(unit.c.level == "district", unit.c.code == "425")
        )
        connection.execute(bottleneck_unit.delete())
        connection.execute(
            insert(bottleneck_unit).values(bottleneck_id=row_id(visited_url, "DN06"), unit_id=own)
        )
    app = opened(visited_url, DISTRICT)
    register = everything_said(app).split("ioc-register")[1]
    assert "DN06" in register and "DN05" not in register and "DN02" not in register
    one = opened(visited_url, DISTRICT, bottleneck="DN06")
    assert not one.text_area  # hit, but not theirs to deal with


def test_a_warm_run_asks_the_store_for_nothing_of_its_own(visited_url: str) -> None:
    token = token_of(visited_url, LEADER)
    visit(token, screen=SCREEN, province="nghe-an")
    with statements(visited_url) as asked:
        visit(token, screen=SCREEN, province="nghe-an")
    assert len(asked) == STATEMENTS_OF_A_WARM_RUN, asked


def test_the_files_hold_the_register_and_the_ladder(visited_url: str) -> None:
    scope = scope_of(visited_url)
    with engine(visited_url).connect() as connection:
        (here,) = scope.provinces
        known = connection.scalar(select(func.count()).where(bottleneck.c.province_id == here))
    register = made(scope, "bottlenecks", "csv").decode("utf-8-sig").splitlines()
    assert len(register) == 1 + (known or 0)
    assert len(made(scope, "bottleneck_rungs", "csv").decode("utf-8-sig").splitlines()) == 5


def test_the_draft_is_made_of_the_record_and_of_nobody_elses(visited_url: str) -> None:
    scope = scope_of(visited_url)
    letter = Document(io.BytesIO(made(scope, "escalation_request", "docx", bottleneck="DN06")))
    told = "\n".join(line.text for line in letter.paragraphs)
    assert "Kính gửi: Tổ công tác triển khai Đề án 06 tỉnh Nghệ An" in told
    assert "DN06" in told
    with pytest.raises(UnknownChoice):
        made(scope_of(visited_url, "ha-tinh"), "escalation_request", "docx", bottleneck="DN06")
    with pytest.raises(UnknownChoice):
        made(scope, "escalation_request", "docx")
