"""The web apps: static files, sent with a policy that lets them talk to this server alone."""

import os
from importlib.resources import files

from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-cache",
}
APPS = {
    "/": "playground",
    "/images": "images",
    "/gallery": "gallery",
    "/safety": "safety",
    "/verify": "verify",
    "/account": "account",
    "/admin": "admin",
    "/styleguide": "styleguide",
}


class Files(StaticFiles):
    """Static files with the pages' headers."""

    def file_response(self, *args: object, **options: object) -> Response:
        response = super().file_response(*args, **options)
        response.headers.update(_HEADERS)
        return response


def routes() -> list[BaseRoute]:
    """A path for each app, and one folder of files for all."""
    folder = str(files("web"))
    pages = [Route(path, _page(os.path.join(folder, app, "index.html"))) for path, app in APPS.items()]
    icon = Route("/favicon.ico", _moved("/web/shared/icon.svg"))
    return [*pages, icon, Mount("/web", Files(directory=folder))]


def _page(path: str) -> object:
    async def send(request: object) -> Response:
        return FileResponse(path, headers=_HEADERS)

    return send


def _moved(path: str) -> object:
    async def send(request: object) -> Response:
        return RedirectResponse(path)

    return send
