"""The two ceremonies of passkeys (W3C Web Authentication Level 2, §7): a device makes a key, a device signs.

What was asked travels sealed with the page and comes back with the answer: nothing is kept in between, and
`SqlPasskeys.use` sees to it that an answer serves once. The device itself checks finger, face or PIN, so a
passkey stands for password and code together.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from bot.errors import InputError
from bot.store.people.passkeys import Passkey
from bot.store.people.users import User
from bot.store.secrets import SecretBox

_HOLDS = timedelta(minutes=5)
_REQUIRED = UserVerificationRequirement.REQUIRED
_REFUSED = "Esa llave no vale aquí. Pruebe otra vez, o entre con la contraseña."


@dataclass(frozen=True, slots=True)
class Question:
    """What a device is asked to do."""

    options: dict[str, Any]  #: for the browser, as `parse…OptionsFromJSON` reads it
    sealed: str  #: comes back with the answer


@dataclass(frozen=True, slots=True)
class Ceremonies:
    """Those of one site."""

    box: SecretBox
    origin: str  #: scheme://host[:port], as the browser names it

    @property
    def _site(self) -> str:
        return urlsplit(self.origin).hostname or ""

    def ask_for_key(self, user: User, has: Sequence[Passkey], *, now: datetime) -> Question:
        """A new key for this user, on a device that holds none of theirs yet."""
        challenge = secrets.token_bytes(32)
        options = generate_registration_options(
            rp_id=self._site,
            rp_name="incidencias",
            user_id=str(user.id).encode(),
            user_name=user.name,
            user_display_name=user.full_name,
            challenge=challenge,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_REQUIRED
            ),
            exclude_credentials=[
                PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential)) for key in has
            ],
        )
        return Question(options_to_json_dict(options), self._seal(f"key of {user.id}", challenge, now))

    def new_key(self, answer: str, sealed: str, user: User, label: str, *, now: datetime) -> Passkey:
        """The key that the device made. Raises InputError."""
        challenge, _ = self._opened(sealed, f"key of {user.id}", now)
        try:
            made = verify_registration_response(
                credential=answer,
                expected_challenge=challenge,
                expected_rp_id=self._site,
                expected_origin=self.origin,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError):
            raise InputError("El equipo no ha podido hacer una llave que valga. Pruebe otra vez.") from None
        return Passkey(
            credential=bytes_to_base64url(made.credential_id),
            user=user.id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            label=label,
            created_at=now,
            used_at=None,
        )

    def ask_who(self, *, now: datetime) -> Question:
        """Any key of this site may sign."""
        challenge = secrets.token_bytes(32)
        options = generate_authentication_options(
            rp_id=self._site, challenge=challenge, user_verification=_REQUIRED
        )
        return Question(options_to_json_dict(options), self._seal("sign in", challenge, now))

    def signed(self, answer: str, sealed: str, key: Passkey, *, now: datetime) -> tuple[datetime, int]:
        """When that was asked which this key has signed, and its new count. Raises InputError."""
        challenge, asked = self._opened(sealed, "sign in", now)
        try:
            signed = verify_authentication_response(
                credential=answer,
                expected_challenge=challenge,
                expected_rp_id=self._site,
                expected_origin=self.origin,
                credential_public_key=key.public_key,
                credential_current_sign_count=key.sign_count,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError):
            raise InputError(_REFUSED) from None
        return asked, signed.new_sign_count

    def _seal(self, what: str, challenge: bytes, now: datetime) -> str:
        return self.box.seal(json.dumps([what, bytes_to_base64url(challenge), now.isoformat()]))

    def _opened(self, sealed: str, what: str, now: datetime) -> tuple[bytes, datetime]:
        try:
            asked_for, challenge, at = json.loads(self.box.open(sealed))
            asked = datetime.fromisoformat(at)
        except ValueError:  # something else of ours that is sealed
            raise InputError(_REFUSED) from None
        if asked_for != what or now - asked > _HOLDS:
            raise InputError("Ha pasado demasiado tiempo. Empiece otra vez.")
        return base64url_to_bytes(challenge), asked


def credential_of(answer: str) -> str:
    """The id of the key that an answer names. Raises InputError."""
    try:
        return str(json.loads(answer)["id"])
    except (ValueError, KeyError, TypeError):
        raise InputError(_REFUSED) from None
