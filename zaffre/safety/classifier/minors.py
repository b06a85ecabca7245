"""Does a text speak of somebody under age? Together with a sexual score that is always stopped."""

import re

_AGE = (
    r"(?:[1-9]|1[0-7]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|thirteen|fourteen|fifteen|sixteen|seventeen)"
)
_CUE = re.compile(
    rf"""
    \b(?:under-?\s?age[d]?|pre-?teens?|pre-?pubescent|pubescent|minors|schoolgirls?|schoolboys?|toddlers?|jailbait
      |lol[il]tas?|lolis?|shotas?|pedo\w*|paedo\w*|child\s?porn\w*|kindergart\w+|elementary\s+school|middle\s+school
      |grade\s?schoolers?|teen(?:age)?\s+(?:girl|boy)s?|teenagers?|high[\s-]?school(?:er|\s+(?:girl|boy|student|freshman))s?
      |(?:little|young|small)\s+(?:girl|boy|child|kid|daughter|son|sister|brother)s?
      |(?:a|the|my|his|her|with|of|two|naked|nude|sexy|hot)\s+(?:child|children|kid|kids)
      |(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)[\s-]grader?s?)\b
    |\b(?:not|isn't|isnt|wasn't|barely)\s+(?:yet\s+)?(?:18|eighteen)\b
    |\bbelow\s+(?:the\s+age\s+of\s+)?(?:18|eighteen)\b|\bunder\s+(?:the\s+age\s+of\s+)?(?:18|eighteen|16|sixteen)\b
    |\b{_AGE}[\s-]*(?:year|yr)s?[\s-]*olds?\b|\b{_AGE}\s*(?:yo|y/o|y\.o\.)(?!\w)
    |\baged?\s+(?:of\s+)?{_AGE}\b|\b(?:girl|boy|daughter|son|niece|nephew|she|he|i)(?:\s+is|'s|'m|\s+am|\s+was)?\s+(?:only\s+)?{_AGE}\b(?!\s*(?:am|pm|%|of|\w+s\b))
    |\bturned\s+{_AGE}\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def names_minor(text: str) -> bool:
    """True where the words point to a child or to an age below eighteen."""
    return _CUE.search(text) is not None
