"""Whether a configuration's content filtering can work: half-configured safety must not start."""

from collections.abc import Iterator

from zaffre.safety import policies
from zaffre.safety.guards import check as guards
from zaffre.safety.rules.blocklists import BlocklistWrong, Matcher
from zaffre.safety.rules.compiled import items
from zaffre.settings.schema import Settings


def problems(settings: Settings) -> Iterator[str]:
    """A sentence for each thing that is wrong."""
    yield from policies.wrong(settings)
    yield from guards.wrong(settings)
    for name, blocklist in settings.blocklists.items():
        try:
            Matcher({name: items(blocklist)})
        except (OSError, UnicodeDecodeError) as error:
            yield f"`blocklists.{name}.file` cannot be read: {error}"
        except BlocklistWrong as error:
            yield f"`blocklists.{name}`: {error}"
