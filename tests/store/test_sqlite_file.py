from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from store.database import engine, migrate


def provinces(url: str) -> int:
    with engine(url).connect() as connection:
        return len(connection.execute(text("select id from province")).all())


def test_a_file_that_is_moved_away_while_it_is_open_is_no_store_until_it_is_back(
    sqlite_url: str, tmp_path: Path
) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    # Open, and left so for the next who asks.
    assert provinces(sqlite_url) == 0
    hidden = file.rename(tmp_path / "hidden.db")
    for _ in range(2):
        with pytest.raises(OperationalError, match="unable to open"):
            provinces(sqlite_url)
    assert not file.exists()
    hidden.rename(file)
    assert provinces(sqlite_url) == 0


def test_another_file_in_its_place_is_the_store_from_then_on(
    sqlite_url: str, tmp_path: Path
) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    assert provinces(sqlite_url) == 0
    other = tmp_path / "other.db"
    migrate(f"sqlite:///{other}")
    with engine(f"sqlite:///{other}").begin() as connection:
        connection.execute(
            text(
                "insert into province (code, slug, name_vi, name_en, time_zone)"
                " values ('1', 'one', 'Một', 'One', 'Asia/Ho_Chi_Minh')"
            )
        )
    engine(f"sqlite:///{other}").dispose()
    other.replace(file)
    assert provinces(sqlite_url) == 1


def test_only_a_migration_makes_a_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'store.db'}"
    with pytest.raises(OperationalError, match="it is not there"):
        provinces(url)
    assert not (tmp_path / "new").exists()
    migrate(url)
    assert provinces(url) == 0
