"""What went wrong, as a problem that may be told; what nobody foresaw is logged with its request."""

import logging

from zaffre.core.errors import Problem

log = logging.getLogger("zaffre.api")


def as_problem(error: Exception, request_id: str) -> Problem:
    """`error` itself if it may be told, else a plain 500 that carries the id to look for."""
    if isinstance(error, Problem):
        return error
    log.error("request %s failed", request_id, exc_info=error)
    return Problem(f"The server had an error while processing your request. Its id is {request_id}.")
