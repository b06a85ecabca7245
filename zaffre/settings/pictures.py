"""Settings of pictures: where they are kept, for how long, and who may show them to others."""

from zaffre.settings.section import Section


class Pictures(Section):
    """Where finished pictures are kept, and what is done with them."""

    store: str | None = None
    """A folder, or object storage such as `s3://BUCKET/FOLDER`, `gs://…` or `az://…` (needs `zaffre[s3]`; credentials
    come from the environment). The folder `pictures` in the home where not given."""
    retention_days: int | None = None
    """Days after which pictures are deleted; a project may say otherwise. They are kept for good where not given."""
    url_hours: int = 24
    """Hours for which the address of a picture opens it without a key."""
    gallery: bool = True
    """Whether callers may share pictures with everybody who has a key."""
    approval: bool = False
    """Whether a shared picture waits for a moderator before others see it."""
    made_by: str = "A Zaffre installation"
    """Who made the pictures, as their Content Credentials name it; up to 64 characters."""
    moderators: tuple[str, ...] = ()
    """Projects whose keys decide about reported and waiting pictures; where none is named, reports are only kept."""
    queue: int = 1000
    """How many pictures may wait to be drawn at one place; further ones are refused with 503."""
