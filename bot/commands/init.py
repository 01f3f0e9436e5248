"""`incidencias init`: asks what is needed and writes incidencias.toml, the key and the secrets' files.

Nothing that exists is overwritten unless asked for; the key never is, for it opens what is stored.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import typer
from cryptography.fernet import Fernet

from bot.commands.questions import QUESTIONS, SECRETS, Answers, Secret
from bot.errors import InputError
from bot.settings.config import load_settings

KEY_FILE = "secretos/clave"

Ask = Callable[[str, str | None, tuple[str, ...], bool], str]  #: (prompt, default, choices, hidden) -> answer


def ask_on_terminal(prompt: str, default: str | None, choices: tuple[str, ...], hidden: bool) -> str:
    """One question on the terminal; empty takes the default, what is no choice is asked again. What is typed
    `hidden` can wait.
    """

    def checked(answer: str) -> str:
        if choices and answer not in choices:
            raise typer.BadParameter(f"elija {', '.join(choices)}")
        return answer.strip()

    hint = "vacío: después" if hidden else ", ".join(choices)
    shown = f"{prompt} ({hint})" if hint else prompt
    answer: str = typer.prompt(
        shown, default=default, value_proc=checked, hide_input=hidden, show_default=bool(default)
    )
    return answer


def run(
    path: Path,
    given: Mapping[str, str | None],
    *,
    ask: Ask | None = ask_on_terminal,
    force: bool = False,
) -> None:
    """Write the settings file `path`. `given` holds the answers told by flags (keys of QUESTIONS); `ask`
    None: nothing else is asked.

    Raises InputError, and writes nothing, when the file is there already or an answer is no good.
    """
    if path.exists() and not force:
        raise InputError(f"«{path}» ya existe: use --force para sustituirlo, o edítelo a mano.")
    told = {"store_url": f"sqlite:///{path.parent.resolve()}/var/incidencias.db"}
    told |= {key: value for key, value in given.items() if value is not None}
    answers = _answers(told, ask)
    secrets = [secret for secret in SECRETS if secret.asked(answers)]
    contents = {s.file: ask(s.prompt, "", (), True) for s in secrets} if ask else {}
    folder = path.parent
    folder.mkdir(parents=True, exist_ok=True)
    _write_checked(path, "".join(_toml(answers, secrets)))
    _write_secret(folder / KEY_FILE, Fernet.generate_key().decode())
    for file, content in contents.items():
        if content:
            (folder / file).unlink(missing_ok=True)
            _write_secret(folder / file, content)
    for line in _next_steps(path, [s for s in secrets if not (folder / s.file).exists()]):
        typer.echo(line)


def _answers(told: Mapping[str, str], ask: Ask | None) -> Answers:
    """To all questions, with what was told as the default. Raises InputError, when nothing can be asked, with
    every flag that lacks or is wrong.
    """
    answers: dict[str, str] = {}
    wrong: list[str] = []
    for question in QUESTIONS:
        if not question.asked(answers):
            continue
        answer = told.get(question.key, question.default(answers))
        if ask:
            answer = ask(question.prompt, answer, question.choices, False)
        elif answer is None:
            wrong.append(f"falta {question.flag}: {question.prompt}")
            answer = ""
        elif question.choices and answer not in question.choices:
            wrong.append(f"{question.flag} debe ser {', '.join(question.choices)} (ahora: {answer!r})")
            answer = question.choices[0]
        answers[question.key] = answer
    if wrong:
        raise InputError("\n".join(wrong))
    return answers


# --------------------------------------------------------------------------- files


def _toml(answers: Answers, secrets: Sequence[Secret]) -> Iterator[str]:
    """The settings file, line by line."""
    files = {secret.key: secret.file for secret in secrets}

    def setting(name: str, key: str, comment: str = "") -> str:
        value = answers.get(key, "")
        return f"{name} = {_quoted(value)}{comment and f'  # {comment}'}\n" if value else ""

    yield "# Configuración de incidencias. Los ficheros se buscan desde esta carpeta.\n\n[store]\n"
    yield setting("url", "store_url")
    yield f'key_file = "{KEY_FILE}"  # cifra lo guardado: haga copia, sin ella no se puede leer\n'
    yield "\n[[school]]\n"
    for name in ("id", "name", "address", "coordinator", "authserv_id", "country"):
        yield setting(name, name)
    for server in ("imap", "smtp"):
        yield f"\n[school.{server}]\n"
        yield setting("host", f"{server}_host")
        yield f"port = {answers[f'{server}_port']}\n"
        yield setting("security", f"{server}_security", "tls, starttls o none")
        yield setting("username", "username")
        if "password" in files:
            yield f'password_file = "{files["password"]}"\n'
        else:
            yield f"\n[school.{server}.oauth]\n"
            yield setting("provider", "login")
            yield setting("client_id", "client_id")
            yield setting("tenant", "tenant")
            for key in ("client_secret", "refresh_token"):
                yield f'{key}_file = "{files[key]}"\n' if key in files else ""
    yield "\n[school.credentials]\n" + setting("kind", "credentials")
    if "sms" in answers:
        yield "\n[school.sms]\n" + setting("kind", "sms")
        yield f'url_file = "{files["sms_url"]}"\n' if "sms_url" in files else ""


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _write_checked(path: Path, text: str) -> None:
    """Write settings that load. Raises SettingsError, and leaves the file as it was, when they do not."""
    with TemporaryDirectory(dir=path.parent) as folder:
        draft = Path(folder) / path.name
        draft.write_text(text, encoding="utf-8")
        load_settings(draft, {})
        draft.replace(path)


def _write_secret(path: Path, content: str) -> None:
    """A new file that only its owner can read; one that is there already stays as it is."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f"{content}\n")


def _next_steps(path: Path, to_write: Sequence[Secret]) -> Iterator[str]:
    yield f"Escrito: {path} y {path.parent / KEY_FILE} (haga copia de la clave)."
    for secret in to_write:
        yield f"Falta: {secret.prompt}. Escríbalo en {path.parent / secret.file}, que solo lea este usuario."
    where = f" --config {path}" if path != Path("incidencias.toml") else ""
    yield f"Cargue la matrícula: incidencias import RegAlum.csv{where}"
    yield f"Y compruébelo todo: incidencias doctor{where}"
