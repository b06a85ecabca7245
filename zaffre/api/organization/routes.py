"""The paths of administration, each with the permission that it needs."""

from starlette.routing import BaseRoute

from zaffre.api.endpoint import Desk


def routes(desk: Desk) -> list[BaseRoute]:
    return []
