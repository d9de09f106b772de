"""Security headers on every answer: the browser takes nothing from elsewhere and runs no stranger.

No outside host is named anywhere, and no inline script is allowed but the first page's, by
its hash: ours are files (components/blocks/browser_script.py).
"""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.first_page import START_HASH
from store.settings import Mode, current_settings

POLICY = {
    "default-src": "'self'",
    # Compiled code (WebAssembly) is used by the map; eval of texts stays forbidden.
    "script-src": f"'self' 'wasm-unsafe-eval' '{START_HASH}'",
    # Streamlit's styling writes its rules while it runs.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}
ALWAYS = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}
DOCUMENTS = {
    "Content-Security-Policy": "; ".join(f"{what} {where}" for what, where in POLICY.items()),
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
# These are never shown as a page of their own: a hundred program files would carry 60 kB of rules.
NO_DOCUMENTS = ("application/javascript", "text/javascript", "text/css", "font/")


class SecurityHeaders:
    """ASGI middleware that adds ALWAYS to every HTTP answer and DOCUMENTS to what can be shown."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the answer's headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_document = not headers.get("content-type", "").startswith(NO_DOCUMENTS)
                for name, value in (ALWAYS | (DOCUMENTS if is_document else {})).items():
                    headers.setdefault(name, value)
                message["headers"] = [_over_tls_only(header) for header in message["headers"]]
            await send(message)

        await self.app(scope, receive, sending)


def _over_tls_only(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """Streamlit's own cookies (against forged requests, of a sign-in under way) lack Secure."""
    name, value = header
    if name != b"set-cookie" or current_settings().mode is not Mode.PRODUCTION:
        return header
    return header if b"; secure" in value.lower() else (name, value + b"; Secure")
