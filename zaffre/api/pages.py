"""The web apps: static files, sent with a policy that lets them talk to this server alone."""

from importlib.resources import files
from pathlib import Path

from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from zaffre.api.preloads import hinted

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
    folder = Path(str(files("web")))
    pages = [Route(path, _page(folder, app)) for path, app in APPS.items()]
    icon = Route("/favicon.ico", _moved("/web/shared/icon.svg"))
    return [*pages, icon, Mount("/web", Files(directory=folder))]


def _page(folder: Path, app: str) -> object:
    # Not async, so that files are read beside the loop.
    def send(request: object) -> Response:
        return HTMLResponse(hinted(folder, app), headers=_HEADERS)

    return send


def _moved(path: str) -> object:
    async def send(request: object) -> Response:
        return RedirectResponse(path)

    return send
