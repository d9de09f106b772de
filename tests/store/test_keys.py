import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr

from store.keys import UnsafeKey, cookie_key, key_file
from store.settings import Settings


def settings(folder: Path, *, key: str | None = None) -> Settings:
    return Settings(data_dir=folder, cookie_key=SecretStr(key) if key is not None else None)


def test_the_first_start_makes_a_key_for_its_owner_alone(tmp_path: Path) -> None:
    here = settings(tmp_path / "data")
    key = cookie_key(here)
    assert len(key) == 64
    assert stat.S_IMODE(key_file(here).stat().st_mode) == 0o600


def test_the_key_stays_the_same_and_is_another_elsewhere(tmp_path: Path) -> None:
    here, elsewhere = settings(tmp_path / "here"), settings(tmp_path / "elsewhere")
    assert cookie_key(here) == cookie_key(here) != cookie_key(elsewhere)


def test_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: cookie_key(settings(tmp_path)), range(16)))
    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["cookie.key"]


def test_a_key_from_the_environment_wins_and_nothing_is_written(tmp_path: Path) -> None:
    given = "0123456789abcdefghijklmnopqrstuv"
    assert cookie_key(settings(tmp_path, key=given)) == given
    assert list(tmp_path.iterdir()) == []


@pytest.mark.trust("A1")
@pytest.mark.parametrize(
    "key",
    ["", "some_key", "Some_Key" * 8, "changeme-changeme-changeme-changeme", "k3y", "ab" * 40],
)
def test_a_default_short_or_simple_key_is_refused_wherever_it_stands(
    tmp_path: Path, key: str
) -> None:
    with pytest.raises(UnsafeKey, match="IOC_COOKIE_KEY"):
        cookie_key(settings(tmp_path, key=key))
    (tmp_path / "cookie.key").write_text(key)
    with pytest.raises(UnsafeKey, match=r"cookie\.key") as refusal:
        cookie_key(settings(tmp_path))
    assert not key or key not in str(refusal.value)
