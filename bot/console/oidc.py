"""Sign-in elsewhere: OpenID Connect Core 1.0, code flow with PKCE (RFC 7636), discovery and JWKS."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bot.errors import TransportError
from bot.settings.options import read_secret
from bot.settings.values import OidcSettings
from bot.system.tls import verified_tls

_GOOGLE = "https://accounts.google.com"
_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]  #: never "none", never a shared secret
_LEEWAY_S = 60
_AWAY = "El proveedor de cuentas no responde. Pruebe dentro de un momento, o entre con usuario y contraseña."


class Refused(Exception):  # noqa: N818 - a fact; its text is for the log
    """Whoever came back is not let in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A sign-in that was begun; only the browser that began it has these."""

    state: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    back: str = "/"

    @property
    def challenge(self) -> str:
        """RFC 7636 §4.2, S256."""
        return urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whom the provider vouches for."""

    issuer: str
    subject: str
    email: str  #: lower case, verified, of an institutional domain
    name: str


@dataclass(frozen=True, slots=True)
class Provider:
    """The provider of the settings. Every method raises TransportError when it is away."""

    settings: OidcSettings

    def address(self, pending: Pending, redirect_uri: str) -> str:
        """Where the browser is sent."""
        with self._client() as client:
            endpoint = self._discovered(client)["authorization_endpoint"]
        asked = {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": redirect_uri,
            "scope": "openid email profile",
            "state": pending.state,
            "nonce": pending.nonce,
            "code_challenge": pending.challenge,
            "code_challenge_method": "S256",
        }
        if self.settings.issuer == _GOOGLE and len(self.settings.domains) == 1:
            asked["hd"] = self.settings.domains[0]
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"

    def identity(
        self, pending: Pending, redirect_uri: str, *, code: str, state: str, now: datetime
    ) -> Identity:
        """Who came back with this code. Raises Refused."""
        if not hmac.compare_digest(state.encode(), pending.state.encode()):
            raise Refused("state")
        with self._client() as client:
            found = self._discovered(client)
            tokens = _json(
                client.post(
                    found["token_endpoint"],
                    data={
                        "grant_type": "authorization_code",
                        "code": code,
                        "redirect_uri": redirect_uri,
                        "code_verifier": pending.verifier,
                    },
                    auth=(self.settings.client_id, self._secret()),
                )
            )
            keys = _json(client.get(found["jwks_uri"]))
            claims = self._verified(tokens, keys, pending.nonce, now)
            if "email" not in claims and "userinfo_endpoint" in found:
                bearer = {"Authorization": f"Bearer {tokens.get('access_token')}"}
                told = _json(client.get(found["userinfo_endpoint"], headers=bearer))
                if told.get("sub") != claims["sub"]:  # OIDC Core §5.3.2
                    raise Refused("userinfo of somebody else")
                claims = told | claims
        return self._institutional(claims)

    def _verified(self, tokens: dict[str, Any], keys: Any, nonce: str, now: datetime) -> dict[str, Any]:
        """OIDC Core §3.1.3.7."""
        rules = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=_LEEWAY_S,
            iss={"essential": True, "value": self.settings.issuer},
            aud={"essential": True, "value": self.settings.client_id},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            token = jwt.decode(tokens.get("id_token", ""), KeySet.import_key_set(keys), _ALGORITHMS)
            rules.validate(token.claims)
        except (JoseError, ValueError) as error:
            raise Refused(f"id_token: {error}") from error
        if token.claims.get("azp", self.settings.client_id) != self.settings.client_id:
            raise Refused("azp")
        return token.claims

    def _institutional(self, claims: dict[str, Any]) -> Identity:
        """An address of ours that the provider has checked; of Google, an account of the organisation."""
        email, hosted = str(claims.get("email", "")).lower(), claims.get("hd")
        if claims.get("email_verified") is not True:
            raise Refused("email not verified")
        if email.rpartition("@")[2] not in self.settings.domains:
            raise Refused("domain")
        if (hosted or self.settings.issuer == _GOOGLE) and hosted not in self.settings.domains:
            raise Refused("hd")
        return Identity(
            issuer=self.settings.issuer,
            subject=str(claims["sub"]),
            email=email,
            name=str(claims.get("name") or email.partition("@")[0]),
        )

    def _discovered(self, client: httpx.Client) -> dict[str, Any]:
        """OpenID Connect Discovery 1.0 §4."""
        found = _json(client.get(f"{self.settings.issuer.rstrip('/')}/.well-known/openid-configuration"))
        if found.get("issuer") != self.settings.issuer:
            raise TransportError(
                f"[console.oidc] issuer: el proveedor se llama «{found.get('issuer')}»; escríbalo igual.",
                permanent=True,
            )
        return found

    def _client(self) -> httpx.Client:
        return httpx.Client(
            verify=verified_tls(self.settings.ca_file),
            timeout=10,
            event_hooks={"response": [_refusal]},
        )

    def _secret(self) -> str:
        """Empty for an application that has none."""
        value, file = self.settings.client_secret, self.settings.client_secret_file
        return read_secret(value, file, "[console.oidc] client_secret") if value or file else ""


def _refusal(response: httpx.Response) -> None:
    """A code that is spent or made up is the visitor's matter, the rest the provider's."""
    if response.status_code in (400, 401):
        response.read()
        raise Refused(f"HTTP {response.status_code} {response.text[:200]}")


def _json(response: httpx.Response) -> dict[str, Any]:
    try:
        told = response.raise_for_status().json()
    except (httpx.HTTPError, ValueError) as error:
        raise TransportError(_AWAY, permanent=False, detail=repr(error)) from error
    if not isinstance(told, dict):
        raise TransportError(_AWAY, permanent=False, detail="no JSON object")
    return told
