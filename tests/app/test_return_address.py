"""After a sign-in by a provider one is led back to a screen of this board and nowhere else."""

from urllib.parse import quote

import pytest
from starlette.responses import Response

from server.return_address import asked_first, keep_address, kept_address, own_address, with_reason
from store.settings import Mode, Settings

HOST = "bang.tinh.example"


@pytest.mark.parametrize(
    ("referer", "address"),
    [
        (f"https://{HOST}/", "/"),
        (f"https://{HOST}", "/"),
        (f"https://{HOST}/audit?account=canbo&page=2", "/audit?account=canbo&page=2"),
        (f"https://{HOST.upper()}/?province=ha-tinh&lang=en", "/?province=ha-tinh&lang=en"),
        # What the last try said is not asked for again.
        (f"https://{HOST}/?lang=en&sign_in=failed", "/?lang=en"),
        (f"https://{HOST}/?unit=%25%0d%0aSet-Cookie", "/?unit=%25%0D%0ASet-Cookie"),
    ],
)
def test_the_screen_first_asked_for_is_remembered_with_what_it_asked(
    referer: str, address: str
) -> None:
    assert asked_first(referer, host=HOST) == address
    assert own_address(address) == address


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "https://elsewhere.example/audit",
        f"https://{HOST}.elsewhere.example/audit",
        f"https://{HOST}@elsewhere.example/audit",
        f"https://{HOST}:444/audit",
        f"https://{HOST}//elsewhere.example",
        f"https://{HOST}/oauth2callback?code=x&state=y",
        f"https://{HOST}/download/units.csv",
        f"https://{HOST}/auth/login?provider=x",
        "https://[broken/audit",
        f"https://{HOST}/audit?" + "x" * 10_000,
    ],
)
def test_whatever_is_no_screen_of_ours_leads_to_the_first_one(referer: str) -> None:
    assert asked_first(referer, host=HOST) == "/"


@pytest.mark.parametrize(
    "planted",
    [
        "//elsewhere.example",
        "/\\elsewhere.example",
        "https://elsewhere.example",
        "javascript:alert(1)",
        "\t//elsewhere.example",
        "/audit\r\nLocation: https://elsewhere.example",
        "/audit#x",
        "/audit?x#y",
        "/../x",
        "/ａudit",
        "audit",
        "",
    ],
)
def test_a_planted_cookie_leads_nobody_away(planted: str) -> None:
    settings = Settings()
    for written in (planted, quote(planted, safe="")):
        assert kept_address({"ioc_return": written}, settings=settings) == "/"


def test_what_was_kept_is_found_again_and_no_script_reads_it() -> None:
    settings = Settings(mode=Mode.PRODUCTION)
    response = Response()
    keep_address(response, "/audit?account=l%C3%AA&page=2", settings=settings)
    cookie = response.headers["set-cookie"]
    name, _, value = cookie.split(";")[0].partition("=")
    assert name == "__Host-ioc_return"
    assert all(part in cookie for part in ("HttpOnly", "Secure", "SameSite=lax", "Max-Age=600"))
    assert kept_address({name: value}, settings=settings) == "/audit?account=l%C3%AA&page=2"


def test_a_failure_is_told_beside_what_was_asked() -> None:
    assert with_reason("/", "failed") == "/?sign_in=failed"
    assert with_reason("/audit?page=2", "unknown") == "/audit?page=2&sign_in=unknown"
