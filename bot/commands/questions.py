"""What `init` asks, in order: each question with its default, told from the answers before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.text.words import words

Answers = Mapping[str, str]

_HOSTS = {
    "google": ("imap.gmail.com", "smtp.gmail.com"),
    "microsoft": ("outlook.office365.com", "smtp.office365.com"),
}
_HOSTED_BY = {
    "gmail.com": "google",
    "g.educaand.es": "google",
    "outlook.com": "microsoft",
    "outlook.es": "microsoft",
    "hotmail.com": "microsoft",
}
_PORTS = {
    ("imap", "tls"): "993",
    ("imap", "starttls"): "143",
    ("imap", "none"): "143",
    ("smtp", "tls"): "465",
    ("smtp", "starttls"): "587",
    ("smtp", "none"): "25",
}
_SECURITY = ("tls", "starttls", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing that the settings need; `default` None: it must be answered, "": it may stay empty."""

    key: str
    prompt: str
    default: Callable[[Answers], str | None] = lambda _: None
    choices: tuple[str, ...] = ()
    asked: Callable[[Answers], bool] = lambda _: True

    @property
    def flag(self) -> str:
        return "--" + self.key.replace("_", "-")

    @property
    def told(self) -> str:
        """What the flag is for."""
        return f"{self.prompt}: {', '.join(self.choices)}." if self.choices else f"{self.prompt}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """Something that stands in a file of its own, which nobody else may read."""

    key: str
    prompt: str
    file: str  #: beside the settings
    asked: Callable[[Answers], bool]


def _domain(answers: Answers) -> str:
    return answers["address"].rpartition("@")[2].lower()


def _id(answers: Answers) -> str:
    """incidenciastde@ieslaloma.es -> "ieslaloma", ieslaloma.tde@gmail.com -> "ieslaloma-tde"."""
    own, _, domain = answers["address"].partition("@")
    return "-".join(words(own if domain.lower() in _HOSTED_BY else domain.partition(".")[0]))[:31]


def _host(kind: str) -> Callable[[Answers], str]:
    position = ("imap", "smtp").index(kind)

    def default(answers: Answers) -> str:
        return (
            _HOSTS[answers["login"]][position] if answers["login"] in _HOSTS else f"{kind}.{_domain(answers)}"
        )

    return default


def _with_oauth(answers: Answers) -> bool:
    return answers["login"] != "password"


QUESTIONS = (
    Question(key="name", prompt="Nombre del centro"),
    Question(key="address", prompt="Dirección del buzón (p. ej. incidenciastde@…)"),
    Question(key="id", prompt="Identificador corto del centro", default=_id),
    Question(
        key="coordinator", prompt="Correo de quien coordina, para avisos (vacío: nadie)", default=lambda _: ""
    ),
    Question(key="country", prompt="País", default=lambda _: "ES", choices=("ES", "SV")),
    Question(
        key="login",
        prompt="Cómo se entra en el correo (google y microsoft: con OAuth)",
        default=lambda answers: _HOSTED_BY.get(_domain(answers), "password"),
        choices=("password", "google", "microsoft"),
    ),
    Question(key="username", prompt="Usuario del correo", default=lambda answers: answers["address"]),
    Question(key="imap_host", prompt="Servidor IMAP (entrada)", default=_host("imap")),
    Question(key="imap_security", prompt="Cifrado IMAP", default=lambda _: "tls", choices=_SECURITY),
    Question(
        key="imap_port",
        prompt="Puerto IMAP",
        default=lambda answers: _PORTS["imap", answers["imap_security"]],
    ),
    Question(key="smtp_host", prompt="Servidor SMTP (salida)", default=_host("smtp")),
    Question(
        key="smtp_security",
        prompt="Cifrado SMTP",
        default=lambda answers: "starttls" if answers["login"] == "microsoft" else "tls",
        choices=_SECURITY,
    ),
    Question(
        key="smtp_port",
        prompt="Puerto SMTP",
        default=lambda answers: _PORTS["smtp", answers["smtp_security"]],
    ),
    Question(key="client_id", prompt="OAuth: client_id", asked=_with_oauth),
    Question(
        key="tenant",
        prompt="OAuth: tenant de Microsoft",
        default=lambda _: "organizations",
        asked=lambda answers: answers["login"] == "microsoft",
    ),
    Question(
        key="authserv_id",
        prompt="Nombre de su servidor en «Authentication-Results» (vacío: no se comprueba el remitente)",
        default=lambda answers: "mx.google.com" if answers["login"] == "google" else "",
    ),
    Question(
        key="credentials",
        prompt="Quién cambia las claves: una persona en Séneca, o el libro de cuentas propio",
        default=lambda _: "seneca",
        choices=("seneca", "local"),
    ),
    Question(
        key="sms",
        prompt="Servicio de SMS",
        default=lambda _: "apprise",
        choices=("apprise", "file", "none"),
        asked=lambda answers: answers["credentials"] != "seneca",  # Séneca sends its own
    ),
    Question(
        key="store_url",
        prompt="Base de datos (sqlite:///… o postgresql://…)",
        default=lambda _: "sqlite:///var/incidencias.db",  # `init` knows a better one
    ),
)

SECRETS = (
    Secret(
        key="password",
        prompt="Contraseña del correo",
        file="secretos/correo",
        asked=lambda answers: answers["login"] == "password",
    ),
    Secret(
        key="client_secret",
        prompt="OAuth: client_secret",
        file="secretos/oauth-cliente",
        asked=_with_oauth,
    ),
    Secret(
        key="refresh_token",
        prompt="OAuth: refresh_token",
        file="secretos/oauth-permiso",
        asked=lambda answers: answers["login"] == "google",
    ),
    Secret(
        key="sms_url",
        prompt="Dirección del servicio de SMS para apprise, con {to}",
        file="secretos/sms",
        asked=lambda answers: answers.get("sms") == "apprise",
    ),
)
