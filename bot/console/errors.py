"""What goes wrong, told in plain words; never a trace, never another family's data."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from bot.console.guard import Elsewhere, Forbidden, Foreign, NotSignedIn, recognise
from bot.console.rendering import page
from bot.console.teacher import NotProved
from bot.errors import IncidenciasError
from bot.store.effects.locked import Conflict

_SAYS = {
    400: ("No se entiende lo que pide esa dirección.", "Vuelva atrás y pruebe otra vez."),
    403: ("Esa página no es para usted.", "Si la necesita, pídala a quien administra la consola."),
    404: ("Aquí no hay nada.", "Puede que la dirección esté mal escrita o que el caso ya no exista."),
    405: ("Eso no se puede hacer así.", "Vuelva atrás y use los botones de la página."),
    413: ("Lo que ha enviado es demasiado grande.", "No se ha hecho nada. Pruebe con algo más corto."),
    422: ("Falta algo o no está bien escrito.", "Vuelva atrás, revise lo que ha puesto y pruebe otra vez."),
    500: (
        "Algo ha fallado aquí dentro.",
        "No se ha hecho nada a medias. Pruebe otra vez dentro de un momento.",
    ),
}
_OLD_FORM = ("Esa página era antigua.", "No se ha hecho nada. Vuelva atrás, recárguela y pruebe otra vez.")


def install(app: FastAPI) -> None:
    """Every error of every page ends here."""
    app.add_exception_handler(NotSignedIn, _sign_in_first)
    app.add_exception_handler(NotProved, _prove_first)
    for kind in (Forbidden, Elsewhere, Foreign, IncidenciasError, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, _told)


def _sign_in_first(request: Request, _error: Exception) -> Response:
    """To the sign-in page, and from there back to where they wanted to go."""
    back = request.url.path if request.method == "GET" else "/"
    target = f"/entrar?volver={quote(back)}"
    if request.headers.get("HX-Request"):
        return Response(status_code=401, headers={"HX-Redirect": target})
    return RedirectResponse(target, 303)


def _prove_first(request: Request, _error: Exception) -> Response:
    """To the page where staff prove who they are, and from there back."""
    back = request.url.path if request.method == "GET" else "/"
    return RedirectResponse(f"/identidad?volver={quote(back)}", 303)


def _told(request: Request, error: Exception) -> Response:
    match error:
        case Conflict():
            return _error(request, 409, "El caso ha cambiado.", str(error))
        case IncidenciasError():
            return _error(request, 422, "No se puede hacer.", str(error))
        case Foreign():
            return _error(request, 403, *_OLD_FORM)
        case Forbidden():
            return _error(request, 403, *_SAYS[403])
        case HTTPException():
            return _error(request, error.status_code, *_SAYS.get(error.status_code, _SAYS[400]))
        case RequestValidationError():
            return _error(request, 422, *_SAYS[422])
        case _:
            return _error(request, 404, *_SAYS[404])


def broken(request: Request) -> Response:
    """The page for what nobody expected."""
    return _error(request, 500, *_SAYS[500])


def _error(request: Request, status: int, headline: str, advice: str) -> Response:
    if not hasattr(request.state, "visitor"):  # no route was found: the guard has not been asked
        recognise(request)
    return page(request, "error.html", status=status, headline=headline, advice=advice, code=status)
