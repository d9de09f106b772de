"""A small OpenID Connect provider on this machine, for trying the sign-in by one.

Discovery, authorisation code with PKCE (S256), RS256 identity tokens with nonce, keys. Whoever
comes to it is the person that `Provider.person` names at that moment: it asks for no password.
"""

import base64
import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from store import clock
from tests.postgres import free_port

CLIENT_ID, CLIENT_SECRET = "board", "a secret between board and provider"
MINUTE = 60


@dataclass
class Provider:
    """`person`: the claims of whoever signs in next; None: the provider refuses."""

    url: str
    redirect_uri: str = ""
    person: dict[str, Any] | None = None
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    # What was asked for with which code; a code is spent by its first use.
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    # When set, identity tokens are signed with this key instead, which nobody knows.
    forged_with: RSAKey | None = None

    def settings(self, board_url: str) -> dict[str, str]:
        """The IOC_OIDC_... variables of a board at `board_url`."""
        self.redirect_uri = f"{board_url}/oauth2callback"
        return {
            "IOC_OIDC_METADATA_URL": f"{self.url}/.well-known/openid-configuration",
            "IOC_OIDC_CLIENT_ID": CLIENT_ID,
            "IOC_OIDC_CLIENT_SECRET": CLIENT_SECRET,
            "IOC_OIDC_REDIRECT_URI": self.redirect_uri,
        }

    async def discovery(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        if asked.get("client_id") != CLIENT_ID or asked.get("redirect_uri") != self.redirect_uri:
            return JSONResponse({"error": "unauthorized_client"}, 400)
        if self.person is None:
            said = {"error": "access_denied", "state": asked["state"]}
        else:
            code = secrets.token_urlsafe(16)
            self.asked[code] = asked
            said = {"code": code, "state": asked["state"]}
        return RedirectResponse(f"{self.redirect_uri}?{urlencode(said)}", 302)

    async def token(self, request: Request) -> Response:
        sent = {
            name: values[0] for name, values in parse_qs((await request.body()).decode()).items()
        }
        asked = self.asked.pop(sent.get("code", ""), None)
        verifier = sent.get("code_verifier", "")
        if asked is None or _challenge(verifier) != asked["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        if _client(request) != (CLIENT_ID, CLIENT_SECRET):
            return JSONResponse({"error": "invalid_client"}, 401)
        now = int(clock.now().timestamp())
        claims = {
            "iss": self.url,
            "aud": CLIENT_ID,
            "sub": "1",
            "iat": now,
            "exp": now + 5 * MINUTE,
            "nonce": asked["nonce"],
        } | (self.person or {})
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.forged_with or self.key)
        return JSONResponse(
            {
                "access_token": "unused",
                "token_type": "Bearer",
                "expires_in": 300,
                "id_token": signed,
            }
        )

    async def keys(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _client(request: Request) -> tuple[str, str]:
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    name, _, secret = base64.b64decode(given if kind == "Basic" else "").decode().partition(":")
    return name, secret


@contextmanager
def running_provider() -> Iterator[Provider]:
    """The provider on a free port, in a thread of the tests."""
    port = free_port()
    provider = Provider(url=f"http://localhost:{port}")
    app = Starlette(
        routes=[
            Route("/.well-known/openid-configuration", provider.discovery),
            Route("/authorize", provider.authorize),
            Route("/token", provider.token, methods=["POST"]),
            Route("/keys", provider.keys),
        ]
    )
    server = uvicorn.Server(
        uvicorn.Config(app, host="localhost", port=port, log_level="warning", lifespan="off")
    )
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join(10)
