"""`incidencias queue …`: the review queue without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.commands.at import school_of
from bot.commands.options import AsJson, By, CaseNumber, Config, SchoolId, group
from bot.commands.worklist import worklist
from bot.model.decision import Datum
from bot.text.wording import DATA, REASONS, called

if TYPE_CHECKING:
    from bot.review.steps import Review

queue_app = group("La cola de casos que esperan a una persona.")

PhoneDiffers = Annotated[
    bool, typer.Option("--phone-differs", help="He visto que el teléfono del correo no es el de la ficha.")
]
NameDiffers = Annotated[
    bool, typer.Option("--name-differs", help="He visto que el correo no nombra a esa persona tutora.")
]
PupilDiffers = Annotated[
    bool, typer.Option("--pupil-differs", help="He visto que el alumno del correo no es de esa persona.")
]


@queue_app.command("list")
def list_(config: Config = None, school: SchoolId = None, *, json: AsJson = False) -> None:
    """Lo que espera a una persona, lo más urgente primero."""
    from bot.commands.output import ago, case_as_json, print_lines, print_table

    house, here = school_of(config, school)
    rows = house.tickets.queue(here.id)
    if json:
        print_lines(case_as_json(row) for row in rows)
        return
    print_table(
        "Cola",
        ("caso", "por qué", "de", "asunto", "llegó", "plazo", "quién"),
        (
            (
                r.number,
                r.problem or ("tarea en Séneca" if r.work_item else called(r.reason, REASONS)),
                r.sender,
                r.subject[:40],
                ago(r.created_at),
                ago(r.deadline),
                r.owner,
            )
            for r in rows
        ),
    )


queue_app.command()(worklist)


@queue_app.command()
def show(number: CaseNumber, config: Config = None, school: SchoolId = None, *, json: AsJson = False) -> None:
    """Un caso entero: el correo, lo entendido, los candidatos, las pruebas y lo que se contestaría."""
    from bot.commands import case_views

    case_views.show(_review(config, school, ""), number, as_json=json)


@queue_app.command()
def approve(
    number: CaseNumber,
    config: Config = None,
    school: SchoolId = None,
    by: By = "",
    *,
    phone_differs: PhoneDiffers = False,
    name_differs: NameDiffers = False,
    pupil_differs: PupilDiffers = False,
) -> None:
    """Renueva la clave del primer candidato; el código va al teléfono de su ficha."""
    choose(
        number,
        1,
        config,
        school,
        by,
        phone_differs=phone_differs,
        name_differs=name_differs,
        pupil_differs=pupil_differs,
    )


@queue_app.command()
def choose(
    number: CaseNumber,
    option: Annotated[int, typer.Argument(metavar="CANDIDATO", help="Número del candidato, desde 1.")],
    config: Config = None,
    school: SchoolId = None,
    by: By = "",
    *,
    phone_differs: PhoneDiffers = False,
    name_differs: NameDiffers = False,
    pupil_differs: PupilDiffers = False,
) -> None:
    """Renueva la clave del candidato que se diga."""
    review = _review(config, school, by)
    chosen = review.approve(
        number,
        option=option,
        phone_differs=phone_differs,
        name_differs=name_differs,
        pupil_differs=pupil_differs,
    )
    where = "tarea en Séneca" if review.dossier.assisted else f"SMS al {chosen.masked_phone}"
    typer.echo(f"{number}: clave de {chosen.guardian.name} en marcha ({where}).")


@queue_app.command()
def ask(
    number: CaseNumber,
    missing: Annotated[list[Datum], typer.Argument(metavar="DATO…", help="guardian, student, course, phone")],
    config: Config = None,
    school: SchoolId = None,
    by: By = "",
) -> None:
    """Pide a la familia los datos que faltan."""
    _review(config, school, by).ask(number, missing)
    typer.echo(f"{number}: se pide {', '.join(DATA[datum] for datum in missing)}.")


@queue_app.command()
def answer(
    number: CaseNumber,
    text: Annotated[str, typer.Argument(metavar="TEXTO", help="Lo que se contesta, con sus palabras.")],
    config: Config = None,
    school: SchoolId = None,
    by: By = "",
) -> None:
    """Contesta con sus propias palabras y da el caso por resuelto."""
    _review(config, school, by).answer(number, text)
    typer.echo(f"{number}: contestado.")


@queue_app.command()
def reject(number: CaseNumber, config: Config = None, school: SchoolId = None, by: By = "") -> None:
    """No se renueva: se pide a la familia que pase por secretaría."""
    _review(config, school, by).reject(number)
    typer.echo(f"{number}: rechazado; se pide a la familia que pase por secretaría.")


@queue_app.command()
def spam(number: CaseNumber, config: Config = None, school: SchoolId = None, by: By = "") -> None:
    """Era un correo automático o un engaño: no se contesta a nadie."""
    _review(config, school, by).spam(number)
    typer.echo(f"{number}: apartado sin contestar.")


@queue_app.command()
def close(number: CaseNumber, config: Config = None, school: SchoolId = None, by: By = "") -> None:
    """Cierra el caso sin contestar."""
    _review(config, school, by).close(number)
    typer.echo(f"{number}: cerrado.")


@queue_app.command()
def done(
    number: CaseNumber,
    outcome: Annotated[
        Literal["hecho", "no-existe", "datos-distintos"],
        typer.Argument(metavar="hecho|no-existe|datos-distintos", help="Qué pasó en Séneca."),
    ] = "hecho",
    config: Config = None,
    school: SchoolId = None,
    by: By = "",
) -> None:
    """La tarea de Séneca está hecha: sale la respuesta a la familia."""
    _review(config, school, by).done(number, outcome)
    typer.echo(f"{number}: {outcome}.")


@queue_app.command()
def assign(
    number: CaseNumber,
    owner: Annotated[str | None, typer.Argument(metavar="PERSONA", help="Sin nombre: de nadie.")] = None,
    config: Config = None,
    school: SchoolId = None,
    by: By = "",
) -> None:
    """Deja el caso a una persona."""
    _review(config, school, by).assign(number, owner)
    typer.echo(f"{number}: {owner or 'de nadie'}.")


@queue_app.command()
def retry(number: CaseNumber, config: Config = None, school: SchoolId = None, by: By = "") -> None:
    """Vuelve a leer un correo que el programa no pudo leer."""
    _review(config, school, by).retry(number)
    typer.echo(f"{number}: se vuelve a leer.")


def _review(config: Path | None, school: str | None, by: str) -> Review:
    house, here = school_of(config, school)
    return house.review(here, by=by)
