from pathlib import Path

from tests.audit import suspicious_places


def test_what_looks_like_a_secret_is_found_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "settings.py"
    # In pieces, so that this file itself is not found.
    key = "-----BEGIN " + "PRIVATE KEY-----"
    address = "postgresql://board:" + "hunter2-real@db.tinh.example/ioc"
    file.write_text(f'name = "board"\nkey = """{key}"""\nurl = "{address}"\n')
    assert set(suspicious_places(file)) >= {(2, "Private Key"), (3, "Basic Auth Credentials")}


def test_ordinary_code_is_not(tmp_path: Path) -> None:
    file = tmp_path / "code.py"
    file.write_text("from store.settings import Settings\nurl = Settings().database_url\n")
    assert list(suspicious_places(file)) == []
