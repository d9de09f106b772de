"""The administrator's screen of walls: links, PCs, alarms, playlists."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from components.reader import Reader
from pages.administration.wall_playlist import (
    day_of_walls,
    entries_of,
    frame_of,
    periods_of,
    refuse_unanswered,
)
from pages.scenes import SCENES
from store import administration, wall_administration
from store.account_list import all_accounts
from store.audit_reading import Event
from store.clock import now
from store.database import engine
from store.refused import Refused
from store.tables import province, unit
from store.wall_list import WallLink, all_walls
from store.wall_settings import WallSettings
from store.walls import Beat, PlaylistEntry, Wall, WallRefused, enter_wall, live_wall, note_beat
from tests.app.test_administration import another, newest
from tests.app.visiting import everything_said, token_of, visit
from tests.store.people import reading, writing

ADMINISTRATOR = "quantri"
VI = Reader("vi")
HERE = "10.4.0.12"


@pytest.fixture
def signed_in(visited_url: str) -> Iterator[str]:
    """The store's address; every run of a test's screens is an administrator's."""
    with patch("server.visitor.session_token", return_value=token_of(visited_url, ADMINISTRATOR)):
        yield visited_url


def walls_screen(**address: str) -> AppTest:
    import server.visitor  # noqa: PLC0415

    app = visit(server.visitor.session_token(), screen="walls", **address)
    assert not app.exception, app.exception
    return app


def account_id() -> int:
    return next(found.account_id for found in all_accounts() if found.username == ADMINISTRATOR)


def unit_id_of(url: str, slug: str = "nghe-an", code: str | None = None) -> int:
    asked = (
        select(unit.c.id)
        .join(province, province.c.id == unit.c.province_id)
        .where(province.c.slug == slug)
        .where(unit.c.code == code if code else unit.c.level == "province")
    )
    with engine(url).begin() as connection:
        found = connection.execute(asked).scalars().first()
    assert found is not None
    return found


def make(url: str, **more: Any) -> str:
    entries = more.pop("entries", ())
    asked: dict[str, Any] = {
        "name": "Phòng họp 1", "unit_id": unit_id_of(url), "scenes": ("situation",),
    }  # fmt: skip
    settings = WallSettings(**(asked | more))
    return wall_administration.make_wall(account_id(), settings, entries=entries)


def opened(url: str, secret: str, *, silent_for: timedelta = timedelta()) -> str:
    """The token of a screen that spoke so long ago."""
    moment = now() - silent_for
    with writing(url) as connection:
        token = enter_wall(connection, secret, address=HERE, browser="x", now=moment)
        assert token is not None
        wall = live_wall(connection, token, address=HERE, now=moment)
        assert wall is not None
        beat = Beat(
            scene="situation~425~~DVC01~", as_of=42, version="1.2", heap_bytes=48_300_000,
            frame_errors=3,
        )  # fmt: skip
        note_beat(connection, wall.wall_session_id, beat, now=moment)
    return token


def shown(url: str, token: str) -> Wall | None:
    with reading(url) as connection:
        return live_wall(connection, token, address=HERE, now=now())


def only_link() -> WallLink:
    (link,) = all_walls()
    return link


def press(app: AppTest, key: str) -> AppTest:
    (button,) = [button for button in app.button if str(button.key).startswith(key)]
    after = button.click().run()
    assert not after.exception, after.exception
    return after


def submit(app: AppTest) -> AppTest:
    label = VI.text("walls.create")
    (button,) = [button for button in app.button if button.label == label]
    after = button.click().run()
    assert not after.exception, after.exception
    return after


# ---- Links ----


def test_a_link_is_made_with_what_the_form_says_and_shown_once(signed_in: str) -> None:
    app = walls_screen()
    app.text_input(key="name_new_0").input(" Sảnh <b>chính</b> ")
    app.selectbox(key="unit_new_0").select(unit_id_of(signed_in))
    app.text_input(key="addresses_new_0").input("10.4.0.12; FD12::/48")
    app.number_input(key="night_from_new_0").set_value(22)
    app.number_input(key="night_until_new_0").set_value(5)
    app.number_input(key="metres_new_0").set_value(7.5)
    app.number_input(key="across_new_0").set_value(3)
    submit(app)
    (link,) = [code.value for code in app.code]
    secret = re.fullmatch(r".*/wall/open#([A-Za-z0-9_-]{43})", link)
    assert secret is not None and "&lt;b&gt;chính" in everything_said(app)
    made = only_link()
    assert (made.name, made.made_by, made.province, made.unit_code) == (
        "Sảnh <b>chính</b>", ADMINISTRATOR, "nghe-an", "",
    )  # fmt: skip
    assert (made.settings.addresses, made.settings.metres, made.settings.night) == (
        "10.4.0.12, fd12::/48", 7.5, (22, 5),
    )  # fmt: skip
    assert made.settings.panels == (3, 1)
    assert made.settings.scenes == tuple(SCENES)
    assert [(e.scene, e.unit, e.indicator, e.plan) for e in made.entries] == [
        (key, *("*" if scene.over == over else "" for over in ("unit", "indicator", "plan")))
        for key, scene in SCENES.items()
    ]
    assert shown(signed_in, opened(signed_in, secret[1])) is not None
    app.run()
    assert [code.value for code in app.code] == [link]
    press_label(app, VI.text("walls.written_down"))
    app.run()
    assert not app.code and secret[1] not in everything_said(app)


def press_label(app: AppTest, label: str) -> None:
    (button,) = [button for button in app.button if button.label == label]
    button.click().run()


def test_the_making_stands_in_the_log_without_the_secret(signed_in: str) -> None:
    secret = make(signed_in, addresses=HERE)
    event: Event = newest(signed_in)
    assert (event.username, event.action, event.subject) == (
        ADMINISTRATOR, "wall_link_made", "Phòng họp 1",
    )  # fmt: skip
    assert event.detail["addresses"] == HERE and secret not in str(event)
    said = everything_said(visit(token_of(signed_in, ADMINISTRATOR), screen="audit"))
    assert VI.text("audit.action_wall_link_made") in said


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({}, "walls.name_missing"),
        ({"name": "x" * 81}, "Tên màn hình dài tối đa 80 ký tự."),
        ({"name": "Sảnh", "addresses": "10.4.0.0/33"}, "“10.4.0.0/33” không phải"),
        ({"name": "Sảnh", "addresses": "0.0.0.0/0"}, "là mọi địa chỉ"),
    ],
)
def test_a_form_that_is_refused_says_why_and_keeps_what_was_typed(
    signed_in: str, typed: dict[str, str], why: str
) -> None:
    app = walls_screen()
    app.selectbox(key="unit_new_0").select(unit_id_of(signed_in))
    for field, value in typed.items():
        app.text_input(key=f"{field}_new_0").input(value)
    submit(app)
    assert (VI.text(why) if why.startswith("walls.") else why) in everything_said(app)
    assert not app.code and all_walls() == []
    for field, value in typed.items():
        assert app.text_input(key=f"{field}_new_0").value == value


def test_a_form_without_a_unit_or_with_half_a_night_is_refused(signed_in: str) -> None:
    app = walls_screen()
    app.text_input(key="name_new_0").input("Sảnh")
    submit(app)
    assert VI.text("walls.unit_missing") in everything_said(app)
    app.selectbox(key="unit_new_0").select(unit_id_of(signed_in))
    app.number_input(key="night_from_new_0").set_value(22)
    submit(app)
    assert VI.text("walls.night_hours") in everything_said(app) and all_walls() == []


def test_a_revoked_link_ends_its_screens_after_a_second_press(signed_in: str) -> None:
    token = opened(signed_in, make(signed_in))
    app = walls_screen(wall=str(only_link().wall_link_id))
    assert shown(signed_in, token) is not None
    press(app, "do_revoke_")
    assert shown(signed_in, token) is None and not only_link().is_open
    said = everything_said(app)
    assert VI.text("walls.state_revoked") in said and VI.text("walls.shut_told") in said
    assert newest(signed_in).action == "wall_link_revoked"


def test_one_pc_is_ended_and_the_others_go_on(signed_in: str) -> None:
    secret = make(signed_in)
    first, second = opened(signed_in, secret), opened(signed_in, secret)
    press(walls_screen(wall=str(only_link().wall_link_id)), "do_end_")
    assert shown(signed_in, first) is None and shown(signed_in, second) is not None
    assert newest(signed_in).action == "wall_screen_ended"


def test_a_wall_that_is_not_there_is_an_unknown_address(signed_in: str) -> None:
    app = walls_screen(wall="99")
    assert VI.text("shell.unknown_wall", asked="99") in [notice.value for notice in app.info]


# ---- PCs and alarms ----


def test_a_pc_tells_what_it_shows_and_raises_no_alarm(signed_in: str) -> None:
    opened(signed_in, make(signed_in))
    said = everything_said(walls_screen())
    for word in (HERE, "· 425 · DVC01", "1.2", "48 MB", VI.text("walls.screen_fine")):
        assert word in said, word
    assert 'role="alert"' not in said


def test_a_silent_pc_raises_an_alarm_on_top(signed_in: str) -> None:
    secret = make(signed_in, name="Sảnh <script>")
    opened(signed_in, secret, silent_for=timedelta(minutes=12, seconds=5))
    said = everything_said(walls_screen())
    assert re.search(
        r'role="alert"><p>Màn hình “Sảnh &lt;script&gt;” \(10\.4\.0\.12\) im lặng từ '
        r"[\d: /]+ \(12 phút\)\.</p>",
        said,
    )
    assert said.index('role="alert"') < said.index("ioc-wall-screens")


def test_many_silent_pcs_are_counted(signed_in: str) -> None:
    secret = make(signed_in)
    for _ in range(6):
        opened(signed_in, secret, silent_for=timedelta(days=3))
    said = everything_said(walls_screen(lang="en"))
    assert said.count("has been silent since") == 4 and "2 more PCs are silent." in said
    assert "(3 d)" in said


def test_hostile_names_and_words_of_a_browser_stay_text(signed_in: str) -> None:
    secret = make(signed_in, name="<img src=x onerror=alert(1)> **x**")
    token = opened(signed_in, secret)
    wall = shown(signed_in, token)
    assert wall is not None
    wild = Beat(scene="<svg onload=1>~'\"", version="<b>", note='" onmouseover="x')
    with writing(signed_in) as connection:
        note_beat(connection, wall.wall_session_id, wild, now=now())
    said = everything_said(walls_screen())
    for never in ("<img", "<svg", "<b>1", '" onmouseover="x'):
        assert never not in said, never


# ---- Playlists ----


def test_the_editors_rows_are_the_playlist_again() -> None:
    entries = [
        PlaylistEntry(scene="situation", seconds=60, period="2023"),
        PlaylistEntry(scene="unit", unit="*", indicator="DVC01"),
        PlaylistEntry(scene="work", plan="KH-2024"),
    ]
    assert entries_of(frame_of(entries).to_dicts()) == entries


def test_rows_are_ordered_by_their_numbers_and_new_ones_come_last() -> None:
    rows: list[dict[str, Any]] = [
        {"line": 3.0, "scene": "c", "unit": None},
        {"line": None, "scene": "new"},
        {"line": 1.0, "scene": "a", "unit": "-"},
        {"line": 1.0, "scene": "b", "unit": "425"},
    ]
    entries = entries_of(rows)
    assert [(entry.scene, entry.unit) for entry in entries] == [
        ("a", ""), ("b", "425"), ("c", ""), ("new", ""),
    ]  # fmt: skip


def test_a_row_without_a_scene_is_named() -> None:
    with pytest.raises(WallRefused, match="Line 2 names no scene"):
        entries_of([{"line": 1.0, "scene": "a"}, {"line": 2.0, "scene": None}])


def test_a_playlist_is_saved_from_the_screen_and_holds_for_the_wall(signed_in: str) -> None:
    token = opened(signed_in, make(signed_in))
    app = walls_screen(wall=str(only_link().wall_link_id))
    assert VI.text("walls.playlist", name="Phòng họp 1") in everything_said(app)
    press(app, "save_playlist_")
    assert VI.text("walls.playlist_saved", name="Phòng họp 1") in everything_said(app)
    event = newest(signed_in)
    assert (event.action, event.detail["entries"]) == ("playlist_changed", ["situation~~~~~"])
    lines = [PlaylistEntry(scene="situation", unit="425", period="2023", seconds=40)]
    link = only_link()
    wall_administration.change_playlist(account_id(), link.wall_link_id, lines, seen=link.entries)
    wall = shown(signed_in, token)
    assert wall is not None and wall.entries == tuple(lines)
    # Who had the old one before them is told, and nothing of theirs is saved before they know.
    press(app, "save_playlist_")
    said = everything_said(app)
    assert "người khác đã đổi trình tự chiếu" in said and "1. Toàn cảnh · 425 · 2023" in said
    assert only_link().entries == tuple(lines)
    press(app, "save_playlist_")
    assert only_link().entries == (PlaylistEntry(scene="situation"),)


def test_a_line_asks_for_a_period_that_is_there_or_is_refused(signed_in: str) -> None:
    make(signed_in)
    link = only_link()
    choices = wall_administration.choices_of(link.wall_link_id)
    day = day_of_walls(choices.scope, link.province)
    periods = periods_of(day)
    assert "2023" in periods
    good = PlaylistEntry(scene="situation", period=periods[0])
    refuse_unanswered([good], day)
    with pytest.raises(WallRefused, match="Line 2: there are no figures"):
        refuse_unanswered([good, PlaylistEntry(scene="situation", period="2001")], day)


# ---- Settings ----


def test_a_link_is_changed_by_its_form_and_the_wall_follows(signed_in: str) -> None:
    token = opened(signed_in, make(signed_in))
    number = only_link().wall_link_id
    app = walls_screen(wall=str(number))
    assert app.number_input(key=f"metres_{number}_0").value == 6.0
    app.number_input(key=f"metres_{number}_0").set_value(8.0)
    app.text_input(key=f"name_{number}_0").input("Sảnh")
    app.checkbox(key=f"scene_map_{number}_0").check()
    press(app, f"FormSubmitter:wall_{number}_0")
    assert VI.text("walls.saved", name="Sảnh") in everything_said(app)
    wall = shown(signed_in, token)
    assert wall is not None and (wall.name, wall.metres) == ("Sảnh", 8.0)
    assert [entry.scene for entry in wall.entries] == ["situation", "map"]
    assert "metres 6.0 > 8.0" in newest(signed_in).detail["changed"]


def test_who_saves_second_is_told_what_changed_and_loses_nothing(signed_in: str) -> None:
    make(signed_in)
    number, before = only_link().wall_link_id, only_link().settings
    app = walls_screen(wall=str(number))
    other = another(signed_in, "quantri2", role="administrator", units=(unit_id_of(signed_in),))
    theirs = replace(before, metres=8.0)
    wall_administration.change_wall(other, number, theirs, seen=before)
    app.number_input(key=f"width_{number}_0").set_value(5.0)
    press(app, f"FormSubmitter:wall_{number}_0")
    said = everything_said(app)
    assert "người khác đã đổi thiết lập" in said and "Khoảng cách xem (m): 6,0 → 8,0" in said
    assert only_link().settings == theirs
    assert app.number_input(key=f"width_{number}_0").value == 5.0
    press(app, f"FormSubmitter:wall_{number}_0")
    assert only_link().settings == replace(before, metres=8.0, width=5.0)


def test_a_scope_is_not_changed_to_leave_lines_of_the_playlist_behind(signed_in: str) -> None:
    make(
        signed_in,
        scenes=("unit",),
        entries=[PlaylistEntry(scene="unit", unit="412")],
    )
    link = only_link()
    asked = replace(link.settings, unit_id=unit_id_of(signed_in, code="425"))
    with pytest.raises(WallRefused, match="outside the new scope"):
        wall_administration.change_wall(account_id(), link.wall_link_id, asked, seen=link.settings)
    assert only_link() == link


def test_a_new_secret_is_shown_once(signed_in: str) -> None:
    old = make(signed_in)
    token = opened(signed_in, old)
    app = walls_screen(wall=str(only_link().wall_link_id))
    press(app, "do_renew_")
    (link,) = [code.value for code in app.code]
    assert old not in link and "/wall/open#" in link
    assert shown(signed_in, token) is not None
    assert opened(signed_in, link.partition("#")[2])
    press_label(app, VI.text("walls.written_down"))
    assert not app.code


@pytest.mark.trust("A14")
def test_a_playlist_names_nothing_beyond_the_scope_of_its_wall(signed_in: str) -> None:
    make(signed_in, unit_id=unit_id_of(signed_in, code="425"))
    link = only_link()
    for beyond in ({"unit": "412"}, {"indicator": "XX99"}, {"plan": "XX"}):
        lines = [PlaylistEntry(scene="situation", **beyond)]
        with pytest.raises(WallRefused, match="Line 1: there is no"):
            wall_administration.change_playlist(
                account_id(), link.wall_link_id, lines, seen=link.entries
            )
    assert only_link().entries == link.entries


# ---- Who may ----


@pytest.mark.trust("A14")
def test_nobody_opens_a_wall_to_what_they_do_not_see_and_only_administrators_act(
    signed_in: str,
) -> None:
    make(signed_in)
    link = only_link()
    elsewhere = another(
        signed_in, "quantri2", role="administrator", units=(unit_id_of(signed_in, "ha-tinh"),)
    )
    with pytest.raises(administration.AdministrationRefused, match="within your own scope"):
        wall_administration.change_playlist(
            elsewhere, link.wall_link_id, link.entries, seen=link.entries
        )
    with pytest.raises(administration.AdministrationRefused, match="within your own scope"):
        wall_administration.change_wall(
            elsewhere, link.wall_link_id, link.settings, seen=link.settings
        )
    with pytest.raises(administration.AdministrationRefused, match="within your own scope"):
        wall_administration.renew_secret(elsewhere, link.wall_link_id, ends_screens=True)
    leader = next(found.account_id for found in all_accounts() if found.username == "lanhdao")
    for do in (
        lambda: wall_administration.revoke_wall(leader, link.wall_link_id),
        lambda: wall_administration.end_screen(leader, 1),
        lambda: wall_administration.renew_secret(leader, link.wall_link_id, ends_screens=False),
        lambda: wall_administration.change_wall(
            leader, link.wall_link_id, link.settings, seen=link.settings
        ),
        lambda: wall_administration.change_playlist(
            leader, link.wall_link_id, link.entries, seen=link.entries
        ),
    ):
        with pytest.raises(Refused, match="may no longer"):
            do()
    # Closing is every administrator's.
    wall_administration.revoke_wall(elsewhere, link.wall_link_id)
    assert not only_link().is_open


def test_an_administrator_is_offered_the_units_they_see(signed_in: str) -> None:
    another(signed_in, "quantri2", role="administrator", units=(unit_id_of(signed_in, "ha-tinh"),))
    app = visit(token_of(signed_in, "quantri2"), screen="walls")
    offered = app.selectbox(key="unit_new_0").options
    assert any("Hà Tĩnh" in name for name in offered)
    assert not any("Nghệ An" in name for name in offered)
