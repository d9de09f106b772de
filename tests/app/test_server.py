import gzip
import json
import re
from pathlib import Path

import brotli
import pytest
from streamlit import file_util

from pages import PAGES
from server.first_page import changes, first_page
from server.headers import DOCUMENTS, POLICY
from server.health import Unhealthy, state_of_store
from tests.app.caller import Caller


def test_health_says_that_the_store_is_there_and_how_new_it_is(caller: Caller) -> None:
    answer = caller.ask("/healthz")
    said = json.loads(answer.body)
    assert answer.status == 200
    assert (said["status"], said["store"]) == ("ok", "reachable")
    assert said["data_version"] > 0 and said["migration"]


def test_a_store_without_tables_is_unhealthy_and_says_why(tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    with pytest.raises(Unhealthy, match="no store"):
        state_of_store(f"sqlite:///{empty}")
    empty.touch()
    with pytest.raises(Unhealthy, match="migration None"):
        state_of_store(f"sqlite:///{empty}")


def test_an_unreachable_store_is_unhealthy_without_telling_its_address() -> None:
    with pytest.raises(Unhealthy, match="cannot be read") as unhealthy:
        state_of_store("postgresql://board:very-secret@127.0.0.1:9/ioc")
    assert not re.search("secret|127|board", str(unhealthy.value))


def test_a_ticket_becomes_a_cookie_no_script_can_read(caller: Caller) -> None:
    answer = caller.enter(caller.ticket())
    assert answer.status == 204
    session, _, _browser = answer.headers["set-cookie"].partition(", ")
    name_and_token, *attributes = session.split("; ")
    assert re.fullmatch(r"ioc_session=[\w-]{43}", name_and_token)
    assert {attribute.lower() for attribute in attributes} == {
        "httponly",
        "samesite=strict",
        "path=/",
        "max-age=43200",
    }
    assert answer.headers["cache-control"] == "no-store"


def test_a_ticket_is_spent_by_its_first_use(caller: Caller) -> None:
    ticket = caller.ticket()
    assert caller.enter(ticket).status == 204
    again = caller.enter(ticket)
    assert again.status == 401 and "set-cookie" not in again.headers


@pytest.mark.parametrize("ticket", ["", "x", "x" * 50_000, "\x00"])
def test_what_is_no_ticket_opens_nothing(caller: Caller, ticket: str) -> None:
    answer = caller.enter(ticket)
    assert answer.status == 401 and "set-cookie" not in answer.headers


@pytest.mark.trust("A11")
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://elsewhere.example"},
        {"origin": "null"},
        {"origin": ""},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"host": "elsewhere.example"},
    ],
)
def test_another_site_can_sign_nobody_in_or_out(caller: Caller, headers: dict[str, str]) -> None:
    ticket = caller.ticket()
    assert caller.enter(ticket, **headers).status == 403
    leaving = {"origin": caller.origin, "cookie": caller.cookie()} | headers
    assert caller.ask("/auth/leave", method="POST", **leaving).status == 403
    # Nothing was spent by the refused attempt.
    assert caller.enter(ticket).status == 204


@pytest.mark.trust("A11")
def test_nobody_signs_in_by_an_address(caller: Caller) -> None:
    answer = caller.ask(f"/auth/enter?ticket={caller.ticket()}", origin=caller.origin)
    assert answer.status == 401 and "set-cookie" not in answer.headers


@pytest.mark.trust("A10")
def test_signing_in_anew_ends_what_was_open_in_the_browser(caller: Caller) -> None:
    old = caller.cookie()
    assert caller.enter(caller.ticket(), cookie=old).status == 204
    assert caller.ask("/media/x", cookie=old).status == 401


def test_leaving_clears_the_cookie_with_or_without_a_session(caller: Caller) -> None:
    for headers in ({}, {"cookie": caller.cookie()}, {"cookie": "ioc_session=x"}):
        answer = caller.ask("/auth/leave", method="POST", origin=caller.origin, **headers)
        assert answer.status == 204
        assert "max-age=0" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize("path", ["/", "/work?unit=425", "/no-such-screen"])
def test_every_screen_begins_with_the_same_page(caller: Caller, path: str) -> None:
    answer = caller.ask(path)
    assert answer.status == 200
    assert answer.body.decode() == first_page()
    assert answer.headers["cache-control"] == "no-cache"


def test_the_first_page_comes_compressed_and_only_when_it_changed(caller: Caller) -> None:
    answer = caller.ask("/", accept_encoding="gzip, br")
    assert gzip.decompress(answer.body).decode() == first_page()
    again = caller.ask("/", if_none_match=answer.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_the_first_screen_is_found_under_its_name_with_what_was_asked(caller: Caller) -> None:
    first = next(page.key for page in PAGES if page.is_first)
    answer = caller.ask(f"/{first}?province=nghe-an&unit=425")
    assert answer.status == 307
    assert answer.headers["location"] == "/?province=nghe-an&unit=425"


def test_every_piece_of_streamlits_page_that_is_changed_is_still_there() -> None:
    theirs = (Path(file_util.get_static_dir()) / "index.html").read_text("utf-8")
    for piece in changes():
        assert len(re.findall(piece, theirs, flags=re.DOTALL)) == 1, piece


def test_the_first_page_is_in_our_name_and_names_no_other_host() -> None:
    assert "Đề án 06" in first_page() and '<html lang="vi">' in first_page()
    assert "<title>Streamlit</title>" not in first_page()
    assert "agent" not in first_page()
    assert not re.findall(r"(?:https?:)?//[a-z]", first_page())
    for address in re.findall(r'(?:href|src)="\./(static/[^"]+)"', first_page()):
        assert (Path(file_util.get_static_dir()) / address).is_file(), address


def test_the_policy_allows_no_other_host_and_no_inline_script(caller: Caller) -> None:
    assert not any("http" in where or "*" in where for where in POLICY.values())
    assert "unsafe-inline" not in POLICY["script-src"]
    assert "'unsafe-eval'" not in POLICY["script-src"]
    headers = caller.ask("/").headers
    for name, value in DOCUMENTS.items():
        assert headers[name.lower()] == value


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/media/x", "/auth/enter", "/static/js/none.js", "/_stcore/metrics"]
)
def test_every_answer_says_what_may_be_done_with_it(caller: Caller, path: str) -> None:
    headers = caller.ask(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"


def program_file() -> str:
    """The address of a large program file of Streamlit's."""
    return next(
        found.group() for found in re.finditer(r"/static/js/index\.[\w-]+\.js", first_page())
    )


def test_program_files_come_compressed_and_are_kept_for_a_year(caller: Caller) -> None:
    plain = caller.ask(program_file())
    assert "content-encoding" not in plain.headers
    for encoding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        packed = caller.ask(program_file(), accept_encoding=encoding)
        assert packed.headers["content-encoding"] == encoding
        assert unpack(packed.body) == plain.body
        assert len(packed.body) < 0.4 * len(plain.body)
        assert packed.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert {plain.headers["vary"], packed.headers["vary"]} == {"Accept-Encoding"}


def test_a_program_file_that_is_not_there_is_not_answered_with_a_page(caller: Caller) -> None:
    assert caller.ask("/static/js/none.js").status == 404


def test_the_icons_that_are_used_come_instead_of_all(caller: Caller) -> None:
    (all_icons,) = (Path(file_util.get_static_dir()) / "static" / "media").glob("MaterialSymbols-*")
    answer = caller.ask(f"/static/media/{all_icons.name}")
    assert (answer.status, answer.body[:4]) == (200, b"wOF2")
    assert len(answer.body) < all_icons.stat().st_size / 10


def test_our_own_files_are_served_from_public_folders_only(caller: Caller) -> None:
    script = caller.ask("/assets/script/session.js")
    assert script.status == 200 and b"/auth/" in script.body
    for path in ("locales/vi/sign_in.po", "wording.py", "boundaries", "script", "script/none.js"):
        assert caller.ask(f"/assets/{path}").status == 404, path


def test_an_address_with_a_version_is_kept_for_a_year(caller: Caller) -> None:
    assert "max-age=86400" in caller.ask("/assets/script/theme.js").headers["cache-control"]
    assert "immutable" in caller.ask("/assets/script/theme.js?v=1").headers["cache-control"]
    font = caller.ask("/assets/fonts/inter-latin-wght-normal.woff2")
    assert "immutable" in font.headers["cache-control"]
    assert font.headers["content-type"] == "font/woff2"
