"""The enrolment export: uploaded, looked at, and only then taken over."""

from __future__ import annotations

from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, File, Form, Query, Request, Response, UploadFile

from bot.console.context import console_of, school_of, visitor_of
from bot.console.onward import onward
from bot.console.rendering import page
from bot.console.uploads import Upload
from bot.errors import InputError
from bot.model.register import Student
from bot.registry.seneca import read_content
from bot.store.register.enrolment import import_register, imports, preview_register

router = APIRouter()

_NAME_MAX = 100


@router.get("/{school}/matricula")
def enrolment(request: Request, school: str, hecho: Annotated[str, Query(max_length=40)] = "") -> Response:
    """What was loaded when. `hecho`: the version that was just loaded."""
    return _show(request, school, done=hecho)


@router.post("/{school}/matricula")
def enrolment_preview(request: Request, school: str, file: Annotated[UploadFile, File()]) -> Response:
    """What this file would change, and what should be mended in Séneca. Nothing is changed."""
    console, settings = console_of(request), school_of(request)
    name = PurePath(file.filename or "fichero").name[-_NAME_MAX:]
    register, report = read_content(file.file.read(), name, country=settings.country)
    preview = preview_register(console.house.engine, school, register)
    upload = Upload(at=console.clock(), register=register, report=report, preview=preview)
    console.uploads.keep(school, visitor_of(request).user.name, upload)
    return _show(request, school, upload=upload)


@router.post("/{school}/matricula/cargar")
def enrolment_import(
    request: Request,
    school: str,
    key: Annotated[str, Form(max_length=64)],
    *,
    whole: Annotated[bool, Form()] = False,
) -> Response:
    """Take it over. `whole`: it is the whole school although many would leave."""
    console, by = console_of(request), visitor_of(request).user.name
    now = console.clock()
    upload = console.uploads.take(school, by, key, now=now)
    if upload.preview.filtered and not whole:
        raise InputError(
            "Con ese fichero causaría baja más de la mitad del alumnado. Si es la lista de todo el centro, "
            "vuelva a subirlo y márquelo. No se ha cambiado nada."
        )
    if console.house.desk.register_version(school) != upload.preview.over:
        raise InputError(
            "Entretanto se ha cargado otra matrícula: suba el fichero otra vez y mire qué cambiaría ahora."
        )
    result = import_register(console.house.engine, school, upload.register, by=by, now=now, may_empty=whole)
    return onward(request, "enrolment", school=school, done=result.version)


def _show(request: Request, school: str, *, upload: Upload | None = None, done: str = "") -> Response:
    past = imports(console_of(request).house.engine, school)
    return page(
        request,
        "enrolment.html",
        upload=upload,
        past=past,
        done=next((one for one in past if one.version == done), None),
        differences=differences,
    )


def differences(before: Student, after: Student) -> list[str]:
    """What of a pupil changes, as Spanish words."""
    said = (
        ("nombre", str(before.name) != str(after.name)),
        ("unidad", before.units != after.units),
        ("curso", (before.year, before.official_course) != (after.year, after.official_course)),
        ("matrícula", before.enrolment != after.enrolment),
        ("tutores", set(before.guardians) != set(after.guardians)),
        ("teléfono o correo", (before.phones, before.emails) != (after.phones, after.emails)),
        ("fecha de nacimiento", before.born != after.born),
    )
    return [word for word, differs in said if differs]
