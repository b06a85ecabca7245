"""The way of an application, as a machine of states.

              review            approve, where one person decides
  applied ───────────▶ in_review ─────────────────────────────▶ approved
     ▲  │                │  ▲ │                                   ▲
     │  │ ask        ask │  │ │ approve, where a second must      │ approve,
     │  ▼                ▼  │ ▼ look at it                        │ by another person
     └── asked_back ────────┘ second_review ──────────────────────┘
       answer   ▲  review       │
                └───────────────┘ ask

What is `applied` or `asked_back` may be approved in the same way. From each open state `decline` leads to declined, and
for the applicant `withdraw` to withdrawn; from there, and from approved, nothing leads on.
"""

from collections.abc import Mapping

from zaffre.core.applications import OPEN, Action, Application, ApplicationState
from zaffre.core.errors import Conflict, Forbidden

_MOVES: Mapping[Action, Mapping[ApplicationState, ApplicationState]] = {
    "review": {"applied": "in_review", "asked_back": "in_review"},
    "ask": {"applied": "asked_back", "in_review": "asked_back", "second_review": "asked_back"},
    "answer": {"asked_back": "applied"},
    "approve": dict.fromkeys(OPEN, "approved"),
    "decline": dict.fromkeys(OPEN, "declined"),
    "withdraw": dict.fromkeys(OPEN, "withdrawn"),
}


def after(action: Action, state: ApplicationState, *, needs_second: bool = False) -> ApplicationState:
    """The state that the action leads to; raises `Conflict` where it leads nowhere.

    `needs_second` says that an approval is only the first of two.
    """
    following = _MOVES[action].get(state)
    if following is None:
        possible = ", ".join(sorted(name for name, moves in _MOVES.items() if state in moves)) or "nothing"
        text = (
            f"This application is {state.replace('_', ' ')}: it cannot be handled by {action!r}. Possible: {possible}."
        )
        raise Conflict(text, param="action", code="application_state")
    return "second_review" if action == "approve" and needs_second and state != "second_review" else following


def check_second(application: Application, by: str) -> None:
    """Raise `Forbidden` where whoever gave the first approval would give the second too."""
    if application.decided_by == by:
        text = "A second person must approve this: you have given the first approval."
        raise Forbidden(text, param="id", code="second_person_needed")


def check_not_own(application: Application, user_id: str | None) -> None:
    """Raise `Forbidden` where somebody would decide about what they ask for themselves."""
    if user_id is not None and application.user_id == user_id:
        raise Forbidden("Nobody decides about an application of their own.", param="id", code="own_application")
