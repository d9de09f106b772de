from datetime import timedelta

from sqlalchemy import select

from store.tables import wall_link, wall_panel, wall_session
from store.wall_beats import Beat, Heard, note_beats
from store.walls import KEPT_FOR, LASTS, enter_wall, make_wall_link, revoke_wall_link
from tests.app.visiting import statements
from tests.store.people import NOW, reading, units_of, writing

LATER = NOW + timedelta(seconds=30)


def screens(url: str, count: int) -> list[str]:
    """The tokens of so many screens of one link; their ids count from 1."""
    unit_id = units_of(url)["40"]
    with writing(url) as connection:
        secret = make_wall_link(
            connection, name="Sảnh", unit_id=unit_id, scenes=["map"], account_id=None, now=NOW
        )
        opened = [
            enter_wall(connection, secret, address="10.4.0.12", browser=None, now=NOW)
            for _ in range(count)
        ]
    return [token for token in opened if token]


def hear(url: str, *heard: Heard) -> None:
    with writing(url) as connection:
        note_beats(connection, heard)


def panels(url: str) -> list[tuple[int, int, int, str]]:
    with reading(url) as connection:
        asked = select(wall_panel).order_by(wall_panel.c.wall_session_id, wall_panel.c.panel)
        rows = connection.execute(asked)
        return [(row.wall_session_id, row.panel, row.panels, row.scene) for row in rows]


def of(screen: int, panel: int, panels: int, scene: str) -> Heard:
    return Heard(
        wall_session_id=screen, beat=Beat(scene=scene, panel=panel, panels=panels), at=LATER
    )


def test_the_beats_of_ten_screens_are_written_by_as_many_statements_as_of_one(
    database_url: str,
) -> None:
    assert len(screens(database_url, 10)) == 10
    cost = []
    for count in (1, 10):
        heard = [
            Heard(wall_session_id=n + 1, beat=Beat(scene=f"map~{n}"), at=LATER, address="10.9.0.1")
            for n in range(count)
        ]
        with statements(database_url) as seen:
            hear(database_url, *heard)
        cost.append(len(seen))
    assert cost[0] == cost[1] == 3
    with reading(database_url) as connection:
        rows = connection.execute(select(wall_session).order_by(wall_session.c.id)).all()
    assert [row.scene for row in rows] == [f"map~{n}" for n in range(10)]
    assert {(row.beat_at, row.address, row.expires_at) for row in rows} == {
        (LATER, "10.9.0.1", LATER + LASTS)
    }


def test_the_panels_of_a_wall_do_not_write_over_each_other(database_url: str) -> None:
    screens(database_url, 2)
    hear(database_url, of(1, 1, 3, "map"), of(1, 2, 3, "unit"), of(2, 1, 1, "ranking"))
    hear(database_url, of(1, 3, 3, "work"), of(1, 2, 3, "unit 2"))
    assert panels(database_url) == [(1, 1, 3, "map"), (1, 2, 3, "unit 2"), (1, 3, 3, "work")]


def test_a_wall_that_is_divided_anew_has_only_the_panels_it_has_now(database_url: str) -> None:
    screens(database_url, 1)
    hear(database_url, *(of(1, n, 3, "map") for n in (1, 2, 3)))
    hear(database_url, of(1, 2, 2, "unit"))
    assert panels(database_url) == [(1, 2, 2, "unit")]
    hear(database_url, of(1, 1, 1, "whole"))
    assert panels(database_url) == []


def test_of_a_screen_that_is_over_nothing_is_kept(database_url: str) -> None:
    screens(database_url, 1)
    hear(database_url, of(1, 1, 2, "map"))
    with writing(database_url) as connection:
        revoke_wall_link(connection, 1, account_id=None, now=NOW)
    hear(database_url, of(1, 1, 2, "unit"), of(99, 1, 1, "nobody"))
    assert panels(database_url) == [(1, 1, 2, "map")]


def test_panels_go_with_their_screen(sqlite_url: str) -> None:
    screens(sqlite_url, 1)
    hear(sqlite_url, of(1, 1, 2, "map"))
    long_after = LATER + LASTS + KEPT_FOR
    with writing(sqlite_url) as connection:
        unit_id = connection.scalars(select(wall_link.c.unit_id)).one()
        secret = make_wall_link(
            connection, name="B", unit_id=unit_id, scenes=["map"], account_id=None, now=long_after
        )
        enter_wall(connection, secret, address=None, browser=None, now=long_after)
    assert panels(sqlite_url) == []
