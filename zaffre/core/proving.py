"""What goes wrong when somebody proves who they are: two leaves of the tree in `core/errors.py`."""

from zaffre.core.errors import Problem, Unauthorized


class SignInRefused(Unauthorized):
    """Says no more than the one who tries may know."""

    code = "invalid_credentials"

    def __init__(self, message: str, *, code: str = "invalid_credentials", param: str | None = None):
        Problem.__init__(self, message, param=param, code=code)
        self.shown = None


class TooManyAttempts(Problem):
    """`after` is in seconds."""

    status = 429
    code = "too_many_attempts"
    type = "invalid_request_error"
    can_retry = False

    def __init__(self, after: float):
        seconds = max(1, round(after + 0.5))
        super().__init__(f"Too many attempts that were wrong. Please try again in {seconds} seconds.")
        self.after = after
