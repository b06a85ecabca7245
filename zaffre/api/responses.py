"""Responses."""

from zaffre.api.visit import Visit
from zaffre.service.flow import Service


async def create(visit: Visit, service: Service) -> None: ...
