"""What goes wrong on the way to a mail server, as one plain Spanish sentence each."""

from __future__ import annotations

import re
import socket
import ssl

from bot.errors import TransportError
from bot.settings.values import ServerSettings

_ADDRESS = re.compile(r"[^\s<>:;,\"']+@[^\s<>:;,\"']+")

# What providers answer once passwords are no longer enough (Microsoft 365, Google).
_BASIC_AUTH_OFF = re.compile(
    r"basic ?auth\w*|application-specific password|app(lication)? password required|web browser|"
    r"SmtpClientAuthentication is disabled|LOGINDISABLED|Invalid credentials.*\(Failure\)|5\.7\.139",
    re.IGNORECASE,
)
_TRY_LATER = re.compile(
    r"\[UNAVAILABLE\]|\[INUSE\]|\[LIMIT\]|temporar|too many|try again|throttl|rate", re.IGNORECASE
)


class SignInRefused(TransportError):  # noqa: N818 - an outcome of its own
    """The server knows us not, or not by this password."""


def without_addresses(text: str) -> str:
    """A server's words for the log: mail addresses out, one line, short."""
    return " ".join(_ADDRESS.sub("…", text).split())[:300]


def connection_fault(error: Exception, settings: ServerSettings) -> TransportError:
    """Why no (more) conversation with the server is possible: name, network or TLS."""
    where = f"{settings.host}:{settings.port}"
    permanent = False
    match error:
        case TransportError():
            return error
        case ssl.SSLCertVerificationError():
            sentence, permanent = f"El certificado de {where} {_whats_wrong(error)}", True
        case ssl.SSLError():
            sentence = (
                f"{where} no acepta la conexión cifrada (TLS). "
                "Compruebe el puerto y si debe ser security = «tls» o «starttls»."
            )
            permanent = True
        case socket.gaierror():
            sentence = f"No se encuentra el servidor «{settings.host}». Compruebe el nombre y la red."
        case ConnectionRefusedError():
            sentence = f"{where} no responde: nadie atiende en ese puerto. ¿Es ese el puerto? ¿Está parado?"
        case TimeoutError():
            sentence = f"{where} no responde a tiempo. Puede estar caído o cerrarlo un cortafuegos."
        case _:
            sentence = f"Se ha cortado la conexión con {where}."
    return TransportError(sentence, permanent=permanent, detail=without_addresses(repr(error)))


def _whats_wrong(error: ssl.SSLCertVerificationError) -> str:
    """By OpenSSL's number of it (x509_vfy.h)."""
    match error.verify_code:
        case 9:
            return "aún no vale: compruebe la hora de este ordenador."
        case 10:
            return "ha caducado: hay que renovarlo en el servidor."
        case 62 | 64:
            return "es de otro nombre: ponga en host el nombre que lleva el certificado."
        case _:
            return (
                f"no es de confianza ({error.verify_message}). "
                "Si el servidor usa una autoridad propia, indíquela en ca_file."
            )


def no_starttls(settings: ServerSettings) -> TransportError:
    """The server offers no encryption where we ask for it: never go on in the clear."""
    return TransportError(
        f"{settings.host}:{settings.port} no ofrece STARTTLS, así que no se ha enviado nada. "
        "Use security = «tls» con el puerto cifrado.",
        permanent=True,
    )


def sign_in_fault(answer: str, settings: ServerSettings) -> TransportError:
    """Why the server does not let us in, from its own words."""
    user, detail = settings.username, without_addresses(answer)
    if settings.oauth is not None:
        return SignInRefused(
            f"{settings.host} no acepta el permiso OAuth para {user}. Compruebe que la aplicación tiene "
            "acceso a ese buzón y que IMAP y SMTP están activados en él.",
            permanent=True,
            detail=detail,
        )
    if _BASIC_AUTH_OFF.search(answer):
        return SignInRefused(
            f"{settings.host} ya no admite entrar solo con contraseña: configure OAuth "
            "(sección oauth) o una contraseña de aplicación.",
            permanent=True,
            detail=detail,
        )
    if _TRY_LATER.search(answer):
        return TransportError(
            f"{settings.host} no puede atender la entrada de {user} ahora mismo; se volverá a intentar.",
            permanent=False,
            detail=detail,
        )
    return SignInRefused(
        f"{settings.host} rechaza el usuario o la contraseña de {user}.", permanent=True, detail=detail
    )
