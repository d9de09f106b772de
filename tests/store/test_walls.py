from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from components.blocks.walls import alarms, screens_html
from components.reader import Reader
from domain.scope import Scope
from store.__main__ import main
from store.refused import Refused
from store.tables import audit_event, playlist_entry, wall_link, wall_session
from store.throttling import TooManyAttempts
from store.wall_addresses import as_stored, is_within
from store.wall_choices import playlist_choices
from store.wall_links import change_wall_link, end_wall_session, hash_of, renew_secret
from store.wall_list import WallLink, silent_screens, wall_list
from store.wall_settings import WallConflict, WallSettings
from store.walls import (
    KEPT_FOR,
    LASTS,
    Beat,
    PlaylistEntry,
    Wall,
    WallRefused,
    enter_wall,
    live_wall,
    live_walls,
    make_wall_link,
    note_beat,
    revoke_wall_link,
    save_playlist,
)
from tests.app.visiting import statements
from tests.queries.stores import Store
from tests.store.people import NOW, account, reading, units_of, writing

HERE = "10.4.0.12"
KIOSK = "Kiosk/1.0"


def make(url: str, unit_id: int, **more: Any) -> str:
    asked = {"name": "Phòng họp 1", "scenes": ["situation"], "account_id": None, "now": NOW} | more
    with writing(url) as connection:
        return make_wall_link(connection, unit_id=unit_id, **asked)


def enter(
    url: str,
    secret: str,
    *,
    address: str | None = HERE,
    now: datetime = NOW,
    old_token: str | None = None,
) -> str | None:
    with writing(url) as connection:
        return enter_wall(
            connection, secret, address=address, browser=KIOSK, now=now, old_token=old_token
        )


def entered(url: str, secret: str, **more: Any) -> str:
    token = enter(url, secret, **more)
    assert token is not None
    return token


def shown(url: str, token: str, *, address: str | None = HERE, now: datetime = NOW) -> Wall | None:
    with reading(url) as connection:
        return live_wall(connection, token, address=address, now=now)


def listed(url: str, *, now: datetime = NOW) -> list[WallLink]:
    with reading(url) as connection:
        return wall_list(connection, now=now)


def events(url: str) -> list[Any]:
    with reading(url) as connection:
        rows = connection.execute(select(audit_event).order_by(audit_event.c.position))
        return list(rows.mappings())


def revoke(url: str, *, now: datetime = NOW) -> None:
    with writing(url) as connection:
        revoke_wall_link(connection, 1, account_id=None, now=now)


# ---- What a link opens ----


def test_a_link_becomes_a_screen_that_shows_what_the_link_says(database_url: str) -> None:
    units = units_of(database_url)
    secret = make(
        database_url, units["40"], scenes=["situation", "unit"], language="en",
        metres=7.5, width=8.0, night=(22, 5), seconds=15, panels=(3, 1),
        entries=[
            PlaylistEntry(scene="unit", unit="*"),
            PlaylistEntry(scene="situation", seconds=60),
        ],
    )  # fmt: skip
    wall = shown(database_url, entered(database_url, secret))
    assert wall == Wall(
        wall_session_id=1,
        wall_link_id=1,
        name="Phòng họp 1",
        province_id=wall.province_id if wall else 0,
        province="nghe-an",
        time_zone="Asia/Ho_Chi_Minh",
        unit_id=None,
        unit="",
        scope=Scope(provinces=frozenset({wall.province_id if wall else 0})),
        scenes=frozenset({"situation", "unit"}),
        entries=(
            PlaylistEntry(scene="unit", unit="*"),
            PlaylistEntry(scene="situation", seconds=60),
        ),
        language="en",
        metres=7.5,
        width=8.0,
        night_from=22,
        night_until=5,
        seconds=15,
        panels=(3, 1),
        expires_at=NOW + LASTS,
    )


@pytest.mark.trust("A14")
def test_a_link_of_a_unit_sees_the_unit_and_what_lies_below_it_alone(database_url: str) -> None:
    units = units_of(database_url)
    secret = make(database_url, units["425"])
    wall = shown(database_url, entered(database_url, secret))
    assert wall is not None
    assert wall.scope == Scope(units=frozenset({units["425"], units["17329"]}))
    assert (wall.unit_id, wall.unit, wall.province) == (units["425"], "425", "nghe-an")


def test_the_same_link_opens_several_screens_and_each_ends_by_itself(database_url: str) -> None:
    secret = make(database_url, units_of(database_url)["40"])
    first, second = (entered(database_url, secret, address=f"10.4.0.{n}") for n in (1, 2))
    (link,) = listed(database_url)
    assert [screen.address for screen in link.screens] == ["10.4.0.1", "10.4.0.2"]
    with writing(database_url) as connection:
        end_wall_session(connection, link.screens[0].wall_session_id, account_id=None, now=NOW)
    assert shown(database_url, first) is None
    assert shown(database_url, second) is not None
    assert shown(database_url, entered(database_url, secret)) is not None


def test_a_browser_that_opens_the_link_again_is_one_screen(sqlite_url: str) -> None:
    secret = make(sqlite_url, units_of(sqlite_url)["40"])
    token = entered(sqlite_url, secret)
    again = entered(sqlite_url, secret, old_token=token)
    assert shown(sqlite_url, token) is None and shown(sqlite_url, again) is not None
    assert len(listed(sqlite_url)[0].screens) == 1


def test_a_link_without_a_playlist_shows_each_of_its_scenes_once(sqlite_url: str) -> None:
    make(sqlite_url, units_of(sqlite_url)["40"], scenes=["ranking", "situation", "ranking"])
    (link,) = listed(sqlite_url)
    assert link.entries == (
        PlaylistEntry(scene="ranking", indicator="*"),
        PlaylistEntry(scene="situation"),
    )


def test_the_command_line_runs_scenes_over_what_there_is_and_refuses_unknown_ones_by_name(
    sqlite_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IOC_DATABASE_URL", sqlite_url)
    units_of(sqlite_url)
    given = ["--language", "en", "walls", "make", "Hall", "--unit", "nghe-an", "--scenes"]
    assert main([*given, "unit", "rankings"]) == 1
    assert "rankings" in "".join(capsys.readouterr()) and listed(sqlite_url) == []
    assert main([*given, "unit", "work", "situation"]) == 0
    (link,) = listed(sqlite_url)
    assert link.entries == (
        PlaylistEntry(scene="unit", unit="*"),
        PlaylistEntry(scene="work", plan="*"),
        PlaylistEntry(scene="situation"),
    )


def test_a_question_about_ten_walls_of_a_province_costs_as_much_as_about_one(
    sqlite_url: str,
) -> None:
    secret = make(sqlite_url, units_of(sqlite_url)["40"])
    screens = [(hash_of(entered(sqlite_url, secret)), HERE) for _ in range(10)]
    cost = []
    for asked in (screens[:1], screens):
        with statements(sqlite_url) as seen, reading(sqlite_url) as connection:
            assert set(live_walls(connection, asked, now=NOW)) == set(asked)
        cost.append(len(seen))
    assert cost == [3, 3]


# ---- What opens nothing ----


@pytest.mark.trust("A14")
def test_a_revoked_link_ends_what_it_opened_at_once_and_opens_no_more(database_url: str) -> None:
    secret = make(database_url, units_of(database_url)["40"])
    token = entered(database_url, secret)
    assert shown(database_url, token) is not None
    revoke(database_url)
    assert shown(database_url, token) is None
    assert enter(database_url, secret) is None
    with pytest.raises(WallRefused, match="revoked already"):
        revoke(database_url)


@pytest.mark.trust("A14")
def test_a_link_ends_with_its_last_day_in_the_province(database_url: str) -> None:
    """23 November ends in Vietnam at 17:00 UTC."""
    secret = make(database_url, units_of(database_url)["40"], last_day=date(2026, 11, 23))
    token = entered(database_url, secret)
    over = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    last = over - timedelta(seconds=1)
    assert shown(database_url, token, now=last) is not None
    assert shown(database_url, token, now=over) is None
    assert enter(database_url, secret, now=over) is None
    # Nothing a screen says makes it last longer than its link.
    with writing(database_url) as connection:
        note_beat(connection, 1, Beat(), now=last)
    assert shown(database_url, token, now=over) is None
    (link,) = listed(database_url, now=over)
    assert (link.is_open, link.settings.last_day, link.screens) == (False, date(2026, 11, 23), ())


@pytest.mark.trust("A14")
@pytest.mark.parametrize("address", ["10.5.0.12", "::1", "::ffff:10.5.0.1", None, "nonsense"])
def test_another_address_opens_nothing_and_sees_nothing(
    database_url: str, address: str | None
) -> None:
    secret = make(
        database_url, units_of(database_url)["40"], address_range="10.4.0.0/16, fd12::/48"
    )
    assert enter(database_url, secret, address=address) is None
    token = entered(database_url, secret)
    assert shown(database_url, token, address=address) is None
    for inside in (HERE, "::ffff:10.4.0.12", "fd12::9"):
        assert shown(database_url, token, address=inside) is not None


@pytest.mark.parametrize("secret", ["", "x", "ü" * 90, "\x00", "\ud800"])
def test_a_made_up_secret_opens_nothing(sqlite_url: str, secret: str) -> None:
    make(sqlite_url, units_of(sqlite_url)["40"])
    assert enter(sqlite_url, secret) is None
    assert shown(sqlite_url, secret) is None


def test_the_token_of_a_screen_is_no_secret_and_the_secret_no_token(sqlite_url: str) -> None:
    secret = make(sqlite_url, units_of(sqlite_url)["40"])
    token = entered(sqlite_url, secret)
    assert enter(sqlite_url, token) is None and shown(sqlite_url, secret) is None


def test_made_up_secrets_are_slowed_by_address_and_good_links_elsewhere_are_not(
    database_url: str,
) -> None:
    secret = make(database_url, units_of(database_url)["40"])
    for n in range(30):
        assert enter(database_url, f"guess {n}") is None
    for wanted in ("guess 31", secret):
        with pytest.raises(TooManyAttempts):
            enter(database_url, wanted)
    assert enter(database_url, secret, address="10.4.0.13") is not None
    refused = [event for event in events(database_url) if event["action"] == "wall_refused"]
    assert len(refused) == 30
    # It goes by: nobody is kept out for good.
    assert enter(database_url, secret, now=NOW + timedelta(minutes=2)) is not None


def test_a_link_that_is_over_and_still_tried_slows_no_other_link_of_its_address(
    sqlite_url: str,
) -> None:
    unit = units_of(sqlite_url)["40"]
    old, good = make(sqlite_url, unit), make(sqlite_url, unit, name="Phòng họp 2")
    revoke(sqlite_url)
    for _ in range(5):
        assert enter(sqlite_url, old) is None
    with pytest.raises(TooManyAttempts):
        enter(sqlite_url, old)
    assert enter(sqlite_url, good) is not None


# ---- What is kept and what is told ----


@pytest.mark.trust("A14")
def test_no_secret_and_no_token_stands_in_the_store(database_url: str) -> None:
    secret = make(database_url, units_of(database_url)["40"])
    token = entered(database_url, secret)
    enter(database_url, f"{secret}x")
    with reading(database_url) as connection:
        for table in (wall_link, wall_session, audit_event):
            kept = str(list(connection.execute(select(table))))
            assert secret not in kept and token not in kept, table.name


def test_every_use_is_noted_with_its_outcome(database_url: str) -> None:
    unit = units_of(database_url)["40"]
    by = account(database_url, units=[], role="administrator")
    secret = make(database_url, unit, account_id=by, last_day=date(2026, 12, 1), address_range=HERE)
    entered(database_url, secret)
    enter(database_url, secret, address="10.4.0.13")
    enter(database_url, "unknown")
    enter(database_url, secret, now=NOW + timedelta(days=30))
    revoke(database_url)
    enter(database_url, secret)
    told = [(e["action"], e["subject"], e["detail"], e["address"]) for e in events(database_url)]
    refused = '"link": 1, "why": '
    assert told == [
        (
            "wall_link_made",
            "Phòng họp 1",
            '{"addresses": "10.4.0.12", "last_day": "2026-12-01", "link": 1, '
            '"province": "nghe-an", "scenes": ["situation"], "unit": null}',
            None,
        ),
        ("wall_opened", "Phòng họp 1", '{"link": 1, "screen": 1}', HERE),
        ("wall_refused", "Phòng họp 1", f'{{{refused}"address"}}', "10.4.0.13"),
        ("wall_refused", "", '{"link": null, "why": "unknown"}', HERE),
        ("wall_refused", "Phòng họp 1", f'{{{refused}"expired"}}', HERE),
        ("wall_link_revoked", "Phòng họp 1", '{"link": 1, "screens": 1}', None),
        ("wall_refused", "Phòng họp 1", f'{{{refused}"revoked"}}', HERE),
    ]
    assert events(database_url)[0]["account_id"] == by


def test_a_screen_is_silent_ninety_seconds_after_its_last_word(database_url: str) -> None:
    entered(database_url, make(database_url, units_of(database_url)["40"]))
    heard = NOW + timedelta(minutes=5)
    with writing(database_url) as connection:
        note_beat(
            connection,
            1,
            Beat(scene="situation~~~~", as_of=42, version="1.2", heap_bytes=5_000_000_000,
                 dom_nodes=900, frame_errors=2, note="x"),
            now=heard,
        )  # fmt: skip
    (screen,) = listed(database_url, now=heard + timedelta(seconds=90))[0].screens
    assert not screen.is_silent
    told = (screen.beat_at, screen.scene, screen.as_of, screen.version, screen.heap_bytes)
    assert told == (heard, "situation~~~~", 42, "1.2", 5_000_000_000)
    later = listed(database_url, now=heard + timedelta(seconds=91))
    ((link, silent),) = silent_screens(later)
    assert (link.name, silent.silent_since) == ("Phòng họp 1", heard)
    revoke(database_url)
    assert silent_screens(listed(database_url, now=heard + timedelta(days=1))) == []


def test_one_panel_that_is_silent_among_others_is_told_by_its_number(database_url: str) -> None:
    entered(database_url, make(database_url, units_of(database_url)["40"]))
    for panel, second in ((1, 100), (2, 0), (3, 100)):
        beat = Beat(scene=f"s{panel}", panel=panel, panels=3)
        with writing(database_url) as connection:
            note_beat(connection, 1, beat, now=NOW + timedelta(seconds=second))
    (link,) = listed(database_url, now=NOW + timedelta(seconds=120))
    (screen,) = link.screens
    told = [(each.panel, each.panels, each.scene, each.is_silent) for each in screen.panels]
    assert told == [(1, 3, "s1", False), (2, 3, "s2", True), (3, 3, "s3", False)]
    assert screen.is_silent and screen.silent_since == NOW
    later = NOW + timedelta(seconds=120)
    (alarm,) = alarms(silent_screens([link]), reader=Reader("en"), now=later)
    assert alarm.startswith("The wall “Phòng họp 1” (10.4.0.12 · panel 2/3) has been silent since")
    assert screens_html([link], reader=Reader("en"), now=later).count("<tr>") == 1 + 3


def test_a_screen_that_never_spoke_is_silent_too(sqlite_url: str) -> None:
    entered(sqlite_url, make(sqlite_url, units_of(sqlite_url)["40"]))
    ((_, screen),) = silent_screens(listed(sqlite_url, now=NOW + timedelta(seconds=91)))
    assert (screen.beat_at, screen.silent_since) == (None, NOW)


def test_whatever_a_browser_says_of_itself_is_kept_within_bounds(database_url: str) -> None:
    entered(database_url, make(database_url, units_of(database_url)["40"]))
    wild = Beat(
        scene="\x00<b>" * 500, as_of=10**30, version="\n", heap_bytes=-5, dom_nodes=10**12,
        frame_errors=10**12, note="é" * 9_999,
    )  # fmt: skip
    with writing(database_url) as connection:
        note_beat(connection, 1, wild, now=NOW)
    (screen,) = listed(database_url)[0].screens
    assert screen.scene is not None and screen.note is not None
    assert len(screen.scene) == len(screen.note) == 300 and "\x00" not in screen.scene
    assert (screen.heap_bytes, screen.dom_nodes) == (0, 2**31 - 1)


def test_a_screen_lasts_as_long_as_it_speaks_and_what_is_long_over_is_removed(
    sqlite_url: str,
) -> None:
    secret = make(sqlite_url, units_of(sqlite_url)["40"])
    token = entered(sqlite_url, secret)
    entered(sqlite_url, secret, address="10.4.0.13")
    with writing(sqlite_url) as connection:
        note_beat(connection, 1, Beat(), now=NOW + timedelta(days=300))
    year_after = NOW + timedelta(days=500)
    assert shown(sqlite_url, token, now=year_after) is not None
    assert len(listed(sqlite_url, now=year_after)[0].screens) == 1
    entered(sqlite_url, secret, now=NOW + LASTS + KEPT_FOR)
    with reading(sqlite_url) as connection:
        kept = connection.execute(select(wall_session.c.created_at))
        assert [row.created_at for row in kept] == [NOW, NOW + LASTS + KEPT_FOR]


# ---- What a link is changed to ----


def change(url: str, *, seen: WallSettings | None = None, **new: Any) -> None:
    """Link 1 gets `new`, by somebody who saw `seen` (None: what is there)."""
    with writing(url) as connection:
        there = seen or wall_list(connection, now=NOW)[0].settings
        asked = replace(there, **new)
        change_wall_link(connection, 1, asked, seen=there, account_id=None, now=NOW)


def test_all_but_the_secret_is_changed_and_the_running_wall_follows(database_url: str) -> None:
    units = units_of(database_url)
    token = entered(database_url, make(database_url, units["40"]))
    change(
        database_url,
        name="Sảnh",
        unit_id=units["425"],
        scenes=("map", "situation"),
        addresses="10.4.0.12; 10.5.0.0/16",
        last_day=date(2026, 12, 31),
        language="en",
        metres=8.0,
        width=5.5,
        night=(22, 5),
        seconds=30,
        panels=(3, 2),
    )
    wall = shown(database_url, token)
    assert wall is not None
    assert (wall.name, wall.unit, wall.scenes, wall.language) == (
        "Sảnh", "425", {"map", "situation"}, "en",
    )  # fmt: skip
    assert (wall.metres, wall.width, wall.night_from, wall.night_until, wall.seconds) == (
        8.0, 5.5, 22, 5, 30,
    )  # fmt: skip
    assert wall.panels == (3, 2)
    # Of the scene that came: its usual line, over each indicator.
    assert [entry.scene for entry in wall.entries] == ["situation", "map"]
    assert shown(database_url, token, address="10.6.0.1") is None
    newest = events(database_url)[-1]
    assert (newest["action"], newest["subject"]) == ("wall_link_changed", "Sảnh")
    for told in (
        "name Phòng họp 1 > Sảnh", "unit_id nghe-an > nghe-an/425", "scenes - > map",
        "addresses - > 10.4.0.12, 10.5.0.0/16", "last_day - > 2026-12-31", "language vi > en",
        "metres 6.0 > 8.0", "width 4.2 > 5.5", "night - > 22-5", "seconds 20 > 30",
        "panels 1x1 > 3x2", "+ map~~~*~~",
    ):  # fmt: skip
        assert f'"{told}"' in newest["detail"], told


def test_a_scene_that_is_taken_out_takes_its_lines_along(sqlite_url: str) -> None:
    make(sqlite_url, units_of(sqlite_url)["40"], scenes=["situation", "map"])
    change(sqlite_url, scenes=("map",))
    assert [entry.scene for entry in listed(sqlite_url)[0].entries] == ["map"]
    assert '"- situation~~~~~"' in events(sqlite_url)[-1]["detail"]
    # A playlist never stands empty.
    change(sqlite_url, scenes=("work",))
    assert [entry.scene for entry in listed(sqlite_url)[0].entries] == ["work"]


def test_who_saves_second_is_told_what_is_there_and_writes_nothing(database_url: str) -> None:
    make(database_url, units_of(database_url)["40"])
    seen = listed(database_url)[0].settings
    change(database_url, metres=8.0)
    with pytest.raises(WallConflict, match="somebody else changed") as conflict:
        change(database_url, seen=seen, width=5.0)
    there = listed(database_url)[0].settings
    assert conflict.value.present == there and (there.metres, there.width) == (8.0, 4.2)
    change(database_url, seen=there, width=5.0)
    assert (listed(database_url)[0].settings.metres, listed(database_url)[0].settings.width) == (
        8.0, 5.0,
    )  # fmt: skip


def test_saving_what_is_there_already_is_no_event(sqlite_url: str) -> None:
    make(sqlite_url, units_of(sqlite_url)["40"])
    before = len(events(sqlite_url))
    change(sqlite_url, addresses=" ")
    assert len(events(sqlite_url)) == before


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"name": " "}, "needs a name"),
        ({"scenes": ()}, "at least one scene"),
        ({"metres": 0.0}, "above 0"),
        ({"night": (3, 3)}, "two different hours"),
        ({"addresses": "10.4.0.0/33"}, "no valid IP"),
        ({"last_day": date(2026, 11, 22)}, "has passed"),
        ({"unit_id": 999_999}, "no longer there"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused_and_the_link_stays(
    sqlite_url: str, asked: dict[str, Any], why: str
) -> None:
    make(sqlite_url, units_of(sqlite_url)["40"])
    before = listed(sqlite_url)
    with pytest.raises(Refused, match=why):
        change(sqlite_url, **asked)
    assert listed(sqlite_url) == before
    revoke(sqlite_url)
    with pytest.raises(WallRefused, match="revoked already"):
        change(sqlite_url, metres=7.0)


def test_a_link_past_its_last_day_comes_back_with_another_and_so_do_its_screens(
    database_url: str,
) -> None:
    last_day = date(2026, 11, 23)
    token = entered(database_url, make(database_url, units_of(database_url)["40"],
                                       last_day=last_day))  # fmt: skip
    later = NOW + timedelta(days=3)
    assert shown(database_url, token, now=later) is None
    seen = listed(database_url, now=later)[0].settings
    with writing(database_url) as connection:
        asked = replace(seen, last_day=date(2026, 12, 31))
        change_wall_link(connection, 1, asked, seen=seen, account_id=None, now=later)
    assert shown(database_url, token, now=later) is not None
    assert shown(database_url, token, now=later + timedelta(days=60)) is None


@pytest.mark.parametrize("ends_screens", [False, True])
def test_a_new_secret_ends_the_old_one_and_the_screens_only_when_asked(
    database_url: str, ends_screens: bool
) -> None:
    old = make(database_url, units_of(database_url)["40"])
    token = entered(database_url, old)
    with writing(database_url) as connection:
        new = renew_secret(connection, 1, ends_screens=ends_screens, account_id=None, now=NOW)
    assert (shown(database_url, token) is None) is ends_screens
    assert enter(database_url, old) is None
    assert shown(database_url, entered(database_url, new)) is not None
    told = next(e for e in events(database_url) if e["action"] == "wall_secret_renewed")
    assert f'"screens": {int(ends_screens)}' in told["detail"] and new not in str(told)


# ---- Playlists ----


def test_a_playlist_is_replaced_whole_and_noted(database_url: str) -> None:
    token = entered(
        database_url,
        make(database_url, units_of(database_url)["40"], scenes=["situation", "unit"]),
    )
    before = listed(database_url)[0].entries
    after = (
        PlaylistEntry(scene="unit", unit="425", period="2023", indicator="DVC01", seconds=45),
        PlaylistEntry(scene="situation"),
        PlaylistEntry(scene="unit", unit="*"),
    )
    with writing(database_url) as connection:
        save_playlist(connection, 1, after, seen=before, account_id=None, now=NOW)
    wall = shown(database_url, token)
    assert wall is not None and wall.entries == after
    newest = events(database_url)[-1]
    assert newest["action"] == "playlist_changed"
    assert "unit~425~2023~DVC01~~45" in newest["detail"]
    with (
        writing(database_url) as connection,
        pytest.raises(WallRefused, match="somebody else changed the playlist"),
    ):
        save_playlist(connection, 1, before, seen=before, account_id=None, now=NOW)


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (PlaylistEntry(scene="map"), "does not belong"),
        (PlaylistEntry(scene="situation", seconds=4), "between 5 and 3600"),
        (PlaylistEntry(scene="situation", seconds=3601), "between 5 and 3600"),
        (PlaylistEntry(scene="situation", unit="a~b"), "within this wall"),
        (PlaylistEntry(scene="situation", plan="x" * 41), "within this wall"),
        (PlaylistEntry(scene="situation", period="\n"), "within this wall"),
    ],
)
def test_a_line_that_cannot_be_shown_is_refused_and_the_playlist_stays(
    sqlite_url: str, entry: PlaylistEntry, why: str
) -> None:
    make(sqlite_url, units_of(sqlite_url)["40"])
    with writing(sqlite_url) as connection, pytest.raises(WallRefused, match=why):
        save_playlist(connection, 1, [entry], account_id=None, now=NOW)
    assert listed(sqlite_url)[0].entries == (PlaylistEntry(scene="situation"),)
    with writing(sqlite_url) as connection:
        for lines in ([], [PlaylistEntry(scene="situation")] * 201):
            with pytest.raises(WallRefused):
                save_playlist(connection, 1, lines, account_id=None, now=NOW)


def test_a_line_may_name_what_lies_within_the_scope_of_its_wall(database_url: str) -> None:
    store = Store(database_url)
    store.unit("412")
    store.unit("425")
    store.unit("17329", level="commune", parent="425")
    store.indicator("DVC01")
    units = {code: unit_id for (kind, code), unit_id in store.ids.items() if kind == "unit"}
    make(database_url, units["40"])
    make(database_url, units["425"])
    with reading(database_url) as connection:
        whole, part = (playlist_choices(connection, link) for link in (1, 2))
    assert list(whole.units) == ["412", "425", "17329"]
    assert list(part.units) == ["425", "17329"]
    assert list(part.indicators) == ["DVC01"]
    part.refuse_impossible([PlaylistEntry(scene="map", unit="*", indicator="DVC01")])
    for beyond in ({"unit": "412"}, {"indicator": "DVC99"}, {"plan": "x"}):
        with pytest.raises(WallRefused, match="Line 1: there is no"):
            part.refuse_impossible([PlaylistEntry(scene="s", **beyond)])


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (PlaylistEntry(scene="situation", indicator="*"), "Line 2: this scene is of no ind"),
        (PlaylistEntry(scene="map", plan="*"), "Line 2: this scene is of no plan"),
        (PlaylistEntry(scene="unit"), "Line 2: this scene is of one unit"),
    ],
)
def test_a_choice_that_a_scene_knows_nothing_of_is_refused_by_its_line(
    sqlite_url: str, entry: PlaylistEntry, why: str
) -> None:
    make(sqlite_url, units_of(sqlite_url)["40"])
    with reading(sqlite_url) as connection:
        choices = playlist_choices(connection, 1)
    with pytest.raises(WallRefused, match=why):
        choices.refuse_impossible([PlaylistEntry(scene="situation"), entry])


# ---- What cannot be made ----


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"name": " \n "}, "needs a name"),
        ({"name": "x" * 81}, "at most 80"),
        ({"scenes": []}, "at least one scene"),
        ({"scenes": ["../map"]}, "no scene"),
        ({"language": "fr"}, "no language"),
        ({"metres": 0.0}, "above 0"),
        ({"width": float("nan")}, "above 0"),
        ({"metres": float("inf")}, "above 0"),
        ({"seconds": 4}, "between 5"),
        ({"night": (5, 5)}, "two different hours"),
        ({"night": (22, 24)}, "two different hours"),
        ({"panels": (9, 1)}, "1 to 8 panels across"),
        ({"panels": (1, 0)}, "1 to 4 panels down"),
        ({"last_day": date(2026, 11, 22)}, "has passed"),
        ({"last_day": date.max}, "too far"),
        ({"address_range": "10.4.0.0/33"}, "no valid IP"),
        ({"entries": [PlaylistEntry(scene="map")]}, "does not belong"),
    ],
)
def test_a_link_that_makes_no_sense_is_refused_in_a_sentence(
    sqlite_url: str, asked: dict[str, Any], why: str
) -> None:
    unit = units_of(sqlite_url)["40"]
    with pytest.raises(Refused, match=why):
        make(sqlite_url, unit, **asked)
    with reading(sqlite_url) as connection:
        assert connection.scalar(select(func.count()).select_from(wall_link)) == 0
    with pytest.raises(WallRefused, match="no longer there"):
        make(sqlite_url, 999_999)


def test_a_hostile_name_is_one_line_of_text(sqlite_url: str) -> None:
    make(sqlite_url, units_of(sqlite_url)["40"], name="<script>\r\nalert(1)\u202e</script> ")
    assert listed(sqlite_url)[0].name == "<script> alert(1) </script>"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", None),
        (" , ;", None),
        ("10.4.0.12", "10.4.0.12"),
        ("10.4.0.12/32;10.4.0.12", "10.4.0.12"),
        ("10.4.0.0/255.255.0.0 FD12::/48", "10.4.0.0/16, fd12::/48"),
    ],
)
def test_addresses_are_kept_in_one_spelling(written: str, kept: str | None) -> None:
    assert as_stored(written) == kept
    assert is_within("10.4.0.12", kept)


@pytest.mark.parametrize(
    "written",
    [
        "10.4.0.9/16", "10.4.0", "10.4.0.256", "1", "10.4.0.0/-1", "0.0.0.0/0", "::/0", "localhost",
        "fe80::1%eth0", "10.4.0.1-10.4.0.9", "10.4.0.*", "<script>", "१०.4.0.1", "x" * 5_000,
        "10.4.0.1," * 21 + "10.4.0.2",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_and_never_read_as_every_address(written: str) -> None:
    with pytest.raises(Refused) as refused:
        as_stored(written)
    assert len(refused.value.sentence(language="vi")) < 200


@pytest.mark.parametrize(
    "values",
    [
        {"metres": 0}, {"metres": 51}, {"width": -1}, {"seconds": 0}, {"language": "fr"},
        {"night_from": 22}, {"night_from": 22, "night_until": 22},
        {"night_from": 22, "night_until": 24}, {"panels_across": 9}, {"panels_down": 0},
    ],
)  # fmt: skip
def test_the_store_itself_keeps_no_impossible_wall(
    database_url: str, values: dict[str, Any]
) -> None:
    unit = units_of(database_url)["40"]
    make(database_url, unit)
    with reading(database_url) as connection:
        row = dict(connection.execute(select(wall_link)).mappings().one())
    del row["id"]
    with writing(database_url) as connection, pytest.raises(IntegrityError):
        connection.execute(insert(wall_link).values(**(row | {"token_hash": "x"} | values)))
    line = {
        "wall_link_id": 1, "position": 1, "scene": "s", "unit": "", "period": "", "indicator": "",
        "plan": "",
    }  # fmt: skip
    with writing(database_url) as connection, pytest.raises(IntegrityError):
        connection.execute(insert(playlist_entry).values(**line))
