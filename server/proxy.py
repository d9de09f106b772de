"""Who is really asking, when a proxy stands between.

Only the proxy named by IOC_TRUSTED_PROXY is believed, and only its X-Real-IP, which
deploy/nginx.conf always sets itself. Anybody else's headers say nothing.
"""

from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from store.settings import Networks, current_settings

HEADER = "x-real-ip"
THIS_MACHINE = ("127.0.0.1", 0)


class RealAddress:
    """ASGI middleware that puts the asker's address in place of the trusted proxy's."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with the address that counts."""
        if scope["type"] in ("http", "websocket"):
            headers = Headers(scope=scope)
            peer = _peer(scope.get("client"), claims=headers.getlist("x-forwarded-for"))
            real = real_address(peer, told=headers.get(HEADER, ""))
            scope = {**scope, "client": real}
        await self.app(scope, receive, send)


def _peer(client: tuple[str, int] | None, *, claims: list[str]) -> tuple[str, int] | None:
    """The other end of the connection.

    uvicorn believes X-Forwarded-For of whoever calls from this machine, and puts the claim in
    place of the caller; a caller whose address is his own claim is therefore taken as this machine.
    """
    if client is not None and any(client[0] in claim for claim in claims):
        return THIS_MACHINE
    return client


def real_address(
    peer: tuple[str, int] | None, *, told: str, trusted: Networks | None = None
) -> tuple[str, int] | None:
    """(address, port) of who asks: `told` by a trusted `peer`, else the peer's own."""
    networks = current_settings().trusted_proxy if trusted is None else trusted
    if peer is None or not networks or not told:
        return peer
    try:
        is_trusted = any(ip_address(peer[0]) in network for network in networks)
        return (str(ip_address(told.strip())), 0) if is_trusted else peer
    except ValueError:
        return peer
