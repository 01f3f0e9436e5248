"""What `doctor` sees in the store and on the machine: what works today and will not tomorrow.

Each look returns a sentence; it raises InputError for what is broken and Advice for what one should know.
"""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from bot.bootstrap import House
from bot.errors import IncidenciasError, InputError
from bot.parsers.message.headers import Headers
from bot.settings.values import School, Settings
from bot.store.cases.health import health
from bot.store.engine import reading, writing
from bot.store.tables.schema import mail, mailbox_lease
from bot.text.amounts import amount

_LITTLE, _TOO_LITTLE = 1_000_000_000, 50_000_000  #: bytes free
_CLOCK = timedelta(minutes=2)
_MAILS, _ENOUGH_MAILS = 50, 5  #: how many of the last ones are looked at; fewer say nothing


class Advice(IncidenciasError):  # noqa: N818 - nothing is broken
    """It works, but somebody should know."""


def store(house: House) -> str:
    """It can be written, and there is room."""
    try:
        with writing(house.engine) as connection:
            connection.execute(update(mailbox_lease).where(mailbox_lease.c.school == "").values(fence=0))
    except DBAPIError as error:
        raise InputError(
            f"no se puede escribir en ella ({str(error.orig).splitlines()[0]}): compruebe de quién son "
            "el fichero y su carpeta, y que el servidor no esté en modo de solo lectura."
        ) from error
    if house.engine.dialect.name == "sqlite":
        room(Path(str(house.engine.url.database)).parent)
    return f"{house.engine.dialect.name}, al día, con su clave de cifrado, y se puede escribir."


def room(folder: Path) -> None:
    """Raises Advice or InputError when the disk is nearly full."""
    free = shutil.disk_usage(folder).free
    said = f"quedan {free // 1_000_000} MB libres en {folder}: haga sitio, o mude [store] url a otro disco."
    if free < _TOO_LITTLE:
        raise InputError(said)
    if free < _LITTLE:
        raise Advice(said)


def secrets(settings: Settings) -> str:
    """Nobody else on the machine can read them."""
    files = [settings.store.key_file]
    for school in settings.school:
        for server in (school.imap, school.smtp):
            if server is not None:
                files += [server.password_file]
                files += (
                    [server.oauth.client_secret_file, server.oauth.refresh_token_file] if server.oauth else []
                )
    open_to_all = [str(file) for file in files if file and file.exists() and file.stat().st_mode & 0o077]
    if open_to_all:
        names = " ".join(dict.fromkeys(open_to_all))
        raise Advice(f"otros usuarios de la máquina pueden leerlos: chmod 600 {names}")
    return "solo los lee su dueño."


def console(settings: Settings) -> str:
    """Passwords and cookies of people travel encrypted."""
    url = settings.public_url
    if url is None:
        return "sin «public_url»: los avisos no llevan enlace a la consola."
    if url.startswith("http://") and urlsplit(url).hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise Advice(
            "«public_url» empieza por http://: las contraseñas viajarían sin cifrar. Ponga delante un "
            "servidor web con HTTPS y escriba https://."
        )
    return f"{url}."


def clock(house: House, school: School) -> str:
    """The mail server's clock is not ahead of ours."""
    with reading(house.engine) as connection:
        newest = connection.scalar(select(func.max(mail.c.received_at)).where(mail.c.school == school.id))
    ahead = newest - datetime.now(UTC) if newest else timedelta()
    if ahead > _CLOCK:
        raise Advice(
            f"el servidor de correo va {int(ahead.total_seconds() // 60)} minutos por delante: ponga en hora "
            "esta máquina (timedatectl set-ntp true)."
        )
    return "en hora con el servidor de correo."


def authserv(house: House, school: School) -> str:
    """It is set, and it is the word that our server writes."""
    if school.authserv_id is None:
        raise Advice(
            "falta «authserv_id»: sin él no se reconocen los remitentes falsificados. Mire en un correo "
            "recibido la cabecera Authentication-Results; es la primera palabra. Si su servidor no la pone, "
            "pídala a quien lo lleve."
        )
    with reading(house.engine) as connection:
        contents = connection.scalars(
            select(mail.c.content)
            .where(mail.c.school == school.id, mail.c.content.is_not(None))
            .order_by(mail.c.id.desc())
            .limit(_MAILS)
        ).all()
    seen = Counter(word for content in contents for word in _authenticators(content))
    if len(contents) >= _ENOUGH_MAILS and school.authserv_id.lower() not in seen:
        instead = f"dicen «{seen.most_common(1)[0][0]}»" if seen else "no llevan esa cabecera"
        raise Advice(
            f"«{school.authserv_id}» no sale en Authentication-Results de los últimos {len(contents)} "
            f"correos; {instead}. Mientras no coincida no se reconocen los remitentes falsificados."
        )
    return f"se cree a {school.authserv_id}."


def _authenticators(content: bytes) -> set[str]:
    """The first words of the Authentication-Results of a mail."""
    block = content.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    values = Headers.read(block).all("authentication-results")
    return {words[0].lower() for value in values if (words := value.split(";")[0].split())}


def running(house: House, school: School) -> str:
    """Not paused, and read by a worker if it has ever been."""
    state = health(house.engine, school.id, now=datetime.now(UTC))
    if state.paused:
        raise Advice("está en pausa: «incidencias resume» para que vuelva a actuar.")
    if state.read_s is not None and not state.owned:
        raise Advice(
            "el worker está parado y nadie lee el buzón: «incidencias worker», o arranque su servicio."
        )
    if state.read_s is not None and not state.read:
        raise Advice(
            f"hay un worker, pero no mira el buzón desde hace {int(state.read_s // 60)} minutos: "
            "mire su registro."
        )
    if state.failed_24h:
        raise Advice(
            f"{amount(state.failed_24h, 'envío dado por imposible', 'envíos dados por imposibles')} "
            "en un día: «incidencias queue list» dice por qué."
        )
    return "no está en pausa."
