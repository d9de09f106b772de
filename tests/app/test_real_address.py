import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from server.proxy import RealAddress

NGINX, CALLER = "10.0.0.2", "203.0.113.9"


def taken_for(peer: str, **headers: str) -> str:
    """The address under which a call from `peer` arrives, behind uvicorn as it is by default."""
    seen: list[str] = []

    async def board(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(scope["client"][0])

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(_message: Message) -> None: ...

    scope = {
        "type": "http",
        "client": (peer, 50_000),
        "headers": [
            (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
        ],
    }
    served = ProxyHeadersMiddleware(RealAddress(board), trusted_hosts="127.0.0.1,::1")
    asyncio.run(served(scope, receive, send))  # type: ignore[arg-type]
    return seen[0]


@pytest.mark.parametrize(
    "claim", [CALLER, f"{CALLER}:4711", f"1.1.1.1, {CALLER}", f"{CALLER}, 127.0.0.1"]
)
@pytest.mark.parametrize("peer", ["127.0.0.1", "198.51.100.4"])
def test_without_a_trusted_proxy_no_header_makes_a_caller_somebody_else(
    peer: str, claim: str
) -> None:
    assert taken_for(peer, x_forwarded_for=claim, x_real_ip=CALLER) == peer


def test_a_trusted_proxy_tells_who_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IOC_TRUSTED_PROXY", f"{NGINX},127.0.0.1")
    for proxy in (NGINX, "127.0.0.1"):
        assert taken_for(proxy, x_real_ip=CALLER) == CALLER
    assert taken_for("198.51.100.4", x_real_ip=CALLER) == "198.51.100.4"
    assert taken_for(NGINX, x_real_ip="nobody") == NGINX
