"""Settings of what is remembered: the trail of administration, and logged bodies of calls."""

from zaffre.settings.section import Section


class Audit(Section):
    """How long the trail and logged bodies are kept."""

    retention_days: int | None = None
    """Days after which events of the trail are taken out; they are kept for good where not given."""
    bodies_days: int = 30
    """Days after which logged prompts and answers are deleted, in projects that have them logged."""
